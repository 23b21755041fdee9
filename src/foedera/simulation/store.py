"""A sweep's folder: the grid as JSON, and one Parquet file a cell.

A file's name carries the cell's place, its key and the hash of the file's own bytes. It is written
beside and renamed into place, so that a cell is there whole or not at all; a file whose bytes are
not those of its name is taken away and its cell computed again.
"""

import hashlib
import io
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.simulation.errors import SimulationError
from foedera.simulation.grid import Cell, Layout

if TYPE_CHECKING:
    import polars as pl

GRID = "grid.json"
CELLS = "cells"
_NAME = re.compile(r"(?P<place>\d{6})-(?P<key>[0-9a-f]{16})-(?P<digest>[0-9a-f]{16})\.parquet")
_PART = 16


def prepare(folder: Path, layout: Layout) -> None:
    """Make the folder of a grid, or accept it if it is that of the same grid.

    Raises:
        SimulationError: it holds another grid, or something else, or cannot be made.
    """
    if find_spec("polars") is None:
        raise SimulationError("a sweep needs the extra 'sweep': pip install 'foedera[sweep]'")
    mark = folder / GRID
    try:
        if folder.exists() and (
            not folder.is_dir() or (any(folder.iterdir()) and not mark.exists())
        ):
            raise SimulationError(f"{folder} is no folder of a sweep: give a new or an empty one")
        (folder / CELLS).mkdir(parents=True, exist_ok=True)
        if not mark.exists():
            text = json.dumps({**layout.identity, "digest": layout.digest}, indent=1)
            _put(mark, (text + "\n").encode())
    except OSError as error:
        raise SimulationError(f"{folder} cannot be written: {error.strerror}") from None
    held = identity_of(folder)
    if held.get("digest") != layout.digest:
        raise SimulationError(
            f"{folder} holds the results of another grid ({_apart(held, layout)}): "
            "give another folder"
        )


def identity_of(folder: Path) -> dict[str, Any]:
    """Return the JSON of the grid in a folder; raises SimulationError if there is none."""
    try:
        held = json.loads((folder / GRID).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        held = None
    if not isinstance(held, dict):
        raise SimulationError(f"{folder} holds no sweep: it has no readable {GRID}")
    return held


def _apart(held: dict[str, Any], layout: Layout) -> str:
    """Return in words what differs between the grid of a folder and this one."""
    old, new = held.get("grid"), layout.identity["grid"]
    old = old if isinstance(old, dict) else {}
    keys = [key for key in new if old.get(key) != new[key]]
    keys += [key for key in ("foedera", "data") if held.get(key) != layout.identity[key]]
    return f"it differs in {', '.join(keys)}" if keys else "a file that it names has changed"


@dataclass(frozen=True, slots=True)
class There:
    """What a folder holds of a grid: keys of whole cells, and how many files were taken away."""

    keys: frozenset[str]
    damaged: int
    outdated: int


def finished(folder: Path, layout: Layout) -> There:
    """Return what is there whole and of the same parameters; take all else away.

    What a killed run left half-written goes too, untold.
    """
    known = {cell.key[:_PART]: cell.key for cell in layout.cells}
    done: set[str] = set()
    damaged = outdated = 0
    for path in sorted((folder / CELLS).iterdir()):
        name = _NAME.fullmatch(path.name)
        key = known.get(name["key"]) if name else None
        whole = name is not None and _whole(path, name["digest"])
        if key and whole and key not in done:
            done.add(key)
        elif path.suffix in (".part", ".parquet"):
            path.unlink()
            outdated += whole and not key
            damaged += path.suffix == ".parquet" and not (whole and not key)
    return There(frozenset(done), damaged, outdated)


def _whole(path: Path, digest: str) -> bool:
    return hashlib.sha256(path.read_bytes()).hexdigest().startswith(digest)


def write_cell(folder: Path, cell: Cell, rows: Sequence[dict[str, Any]]) -> None:
    """Write the rows of a cell; afterwards they are there whole, whatever happens.

    Raises:
        SimulationError: the disk is full, say.
    """
    import polars as pl

    sink = io.BytesIO()
    pl.DataFrame(rows, schema=_schema(rows[0]), orient="row").write_parquet(sink)
    content = sink.getvalue()
    digest = hashlib.sha256(content).hexdigest()[:_PART]
    name = f"{cell.place:06d}-{cell.key[:_PART]}-{digest}.parquet"
    try:
        _put(folder / CELLS / name, content)
    except OSError as error:
        raise SimulationError(f"{folder / CELLS} cannot be written: {error.strerror}") from None


def _schema(row: dict[str, Any]) -> dict[str, "pl.DataType | type[pl.DataType]"]:
    import polars as pl

    words = {"charter", "variant", "reading", "crisis", "model", "fit", "closed"}
    whole = {"cell", "seed", "stream", "draws"}
    return {
        name: pl.String if name in words else pl.Int64 if name in whole else pl.Float64
        for name in row
    }


def _put(path: Path, content: bytes) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    beside.write_bytes(content)
    beside.replace(path)


def collect(folder: Path | str) -> "pl.DataFrame":
    """Return all finished cells of a sweep's folder as one frame, a row a cell and charter.

    Rows are in the order of the grid, whatever the order in which they were computed. Damaged
    files are left out; running the sweep again mends them.

    Raises:
        SimulationError: the folder holds no sweep, or no cell is finished.
    """
    import polars as pl

    root = Path(folder)
    identity_of(root)
    frames = []
    for path in sorted((root / CELLS).glob("*.parquet")):
        name = _NAME.fullmatch(path.name)
        content = path.read_bytes()
        if name and hashlib.sha256(content).hexdigest().startswith(name["digest"]):
            frames.append(pl.read_parquet(io.BytesIO(content)))
    if not frames:
        raise SimulationError(f"no cell of {root} is finished yet")
    return pl.concat(frames)
