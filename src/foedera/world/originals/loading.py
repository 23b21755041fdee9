"""Read an original into a frame: checked on arrival, then kept as Parquet in the user's cache."""

import hashlib
import os
import sys
import tempfile
import warnings
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from foedera.world.errors import DataError, DataWarning, need_frames
from foedera.world.originals.declared import Original
from foedera.world.originals.folder import Arrival, arrival

if TYPE_CHECKING:
    import polars as pl


def load(name: str, folder: Path | None = None) -> "pl.DataFrame":
    """Return an original as a frame, from the given folder or that of FOEDERA_DATA.

    Declared columns have their types and are in their ranges; the key has no duplicates. The
    checked frame is kept in the user's cache (:func:`cache_folder`), so that the second time is
    fast; nothing is written into the folder itself. Fewer rows than a whole copy has are a warning
    (:class:`DataWarning`).

    Raises:
        UnknownTable: no original is called so.
        DataError: there is no such file, or a column, cell or key in it is wrong.
        NoFrames: polars is not installed.
    """
    need_frames()
    import polars as pl

    found = arrival(name, folder)
    kept = _cached(found)
    if kept.exists():
        with suppress(pl.exceptions.PolarsError, OSError):  # a damaged cache is made anew
            return _counted(pl.read_parquet(kept), found)
    frame = _read(found)
    _keep(frame, kept)
    return _counted(frame, found)


def cache_folder() -> Path:
    """Return the folder of checked copies: of XDG_CACHE_HOME, or where the system keeps caches."""
    if given := os.environ.get("XDG_CACHE_HOME"):
        return Path(given) / "foedera"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "foedera"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "foedera"
    return Path.home() / ".cache" / "foedera"


def _cached(found: Arrival) -> Path:
    # A new declaration checks anew, so its words are part of the name.
    said = hashlib.sha256(f"{found.original.columns}{found.original.key}".encode()).hexdigest()
    return cache_folder() / f"{found.original.name}-{found.sha256[:16]}-{said[:8]}.parquet"


def _keep(frame: "pl.DataFrame", path: Path) -> None:
    # A cache that cannot be written costs time, not the answer.
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
        os.close(handle)
        try:
            frame.write_parquet(temporary)
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _counted(frame: "pl.DataFrame", found: Arrival) -> "pl.DataFrame":
    if len(frame) < found.original.rows:
        message = (
            f"{found.path.name} has {len(frame):,} rows; a whole copy has at least "
            f"{found.original.rows:,}"
        )
        warnings.warn(message, DataWarning, stacklevel=3)
    return frame


def _read(found: Arrival) -> "pl.DataFrame":
    from foedera.world.originals.check import checked, shape_fault

    # polars fills a row that is too short with missing cells, so shapes are looked at first.
    reason = shape_fault(found.path) if found.path.suffix == ".csv" else None
    if reason:
        raise DataError(f"{found.path.name} cannot be read: {reason}")
    return checked(_raw(found.path, found.original), found.original, found.path)


def _raw(path: Path, wanted: Original) -> "pl.DataFrame":
    import polars as pl

    try:
        if path.suffix == ".parquet":
            return pl.read_parquet(path)
        empty = ["", *wanted.missing]
        return pl.read_csv(path, infer_schema=False, null_values=empty, encoding="utf8")
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DataError(f"{path.name} cannot be read: {str(error).splitlines()[0]}") from None
