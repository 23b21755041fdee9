"""The documents of a sweep and of a sensitivity analysis."""

from typing import TYPE_CHECKING

from foedera.report.documents.stamp import Document, stamped

if TYPE_CHECKING:
    import polars as pl

    from foedera.charters import View
    from foedera.simulation.grid import Grid
    from foedera.simulation.sensitivity import Sensitivity
    from foedera.simulation.sweep import Swept


def sweep_document(grid: "Grid", swept: "Swept") -> Document:
    """Return what a run did, and each charter's share of action over the cells of the grid."""
    from foedera.simulation.store import collect

    frame = collect(swept.folder)
    return stamped(
        {
            "folder": str(swept.folder),
            "digest": swept.digest,
            "cells": swept.cells,
            "found": swept.found,
            "computed": swept.computed,
            "damaged": swept.damaged,
            "outdated": swept.outdated,
            "draws": grid.draws,
            "columns": frame.columns,
            "charters": _by_charter(frame),
        }
    )


def _by_charter(frame: "pl.DataFrame") -> list[Document]:
    """Return mean, least and most of the share of action by charter and model."""
    import polars as pl

    acts = pl.col("acts")
    found = frame.group_by("charter", "variant", "model", maintain_order=True).agg(
        pl.len().alias("cells"),
        acts.mean().alias("mean"),
        acts.min().alias("least"),
        acts.max().alias("most"),
    )
    return found.to_dicts()


def sensitivity_document(found: "Sensitivity", status: str, at: "View | None") -> Document:
    """Return what each parameter does to the share of action, largest first."""
    return stamped({**found.to_dict(), "calibration": status}, at)
