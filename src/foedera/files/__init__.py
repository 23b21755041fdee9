"""Files that people write: read with positions, so that every fault is shown where it stands."""
