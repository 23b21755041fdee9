"""The finished cells of a sweep as labelled arrays, or as one file of a format that others read."""

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.simulation.endings import Ending
from foedera.simulation.errors import SimulationError
from foedera.simulation.store import collect, identity_of

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr

ZARR, PARQUET = ".zarr", ".parquet"
MEASURES = ("acts", "acts_se", "difference", "difference_se", "false_alarm", "false_alarm_se")


def labelled(folder: Path | str) -> "xr.Dataset":
    """Return the finished cells of a sweep's folder as labelled arrays.

    Dimensions are charter (with how it is taken), crisis, model, each parameter of the grid by its
    path, and seed; `endings` has one more, ending. What is not finished is missing (NaN).

    Raises:
        SimulationError: the folder holds no sweep, no cell is finished, or xarray is not installed.
    """
    if find_spec("xarray") is None:
        raise SimulationError("labelled arrays need xarray: pip install 'foedera[sweep]'")
    import xarray as xr

    identity = identity_of(Path(folder))
    grid, frame = identity["grid"], collect(folder)
    sides = len(grid["charters"])
    coords = _coordinates(identity, frame.head(sides))
    sizes = [len(values) for values in coords.values()]
    places = (frame["cell"].to_numpy() * sides + np.arange(frame.height) % sides).astype(np.intp)

    def spread(name: str) -> Any:  # noqa: ANN401 - an array of any type
        found = np.full(int(np.prod(sizes)), np.nan)
        found[places] = frame[name].to_numpy()
        return found.reshape(sizes)

    endings = np.stack([spread(ending.name.lower()) for ending in Ending], axis=-1)
    return xr.Dataset(
        {
            **{name: (tuple(coords), spread(name)) for name in MEASURES},
            "endings": ((*coords, "ending"), endings),
        },
        coords={**coords, "ending": [ending.words for ending in Ending]},
        attrs={
            "foedera": identity["foedera"],
            "data": identity["data"],
            "digest": identity["digest"],
            "draws": grid["draws"],
        },
    )


def _coordinates(identity: dict[str, Any], first: "pl.DataFrame") -> dict[str, list[Any]]:
    """Return the labels of each dimension, in the order in which rows come: charters last."""
    grid = identity["grid"]
    taken = zip(first["charter"], first["variant"], strict=True)
    return {
        "crisis": [dispute["id"] for dispute in identity["disputes"]],
        "model": grid["models"],
        **grid["parameters"],
        "seed": grid["seeds"],
        "charter": [f"{name} ({words})" if words else name for name, words in taken],
    }


def require_form(path: Path) -> None:
    """Raise SimulationError if results cannot be saved under a name, before they are computed."""
    if path.suffix not in (ZARR, PARQUET):
        raise SimulationError(f"results are saved as {ZARR} or {PARQUET}, not '{path.name}'")
    if path.suffix == ZARR and not (find_spec("zarr") and find_spec("xarray")):
        raise SimulationError(f"{ZARR} needs the extra 'sweep': pip install 'foedera[sweep]'")
    if path.suffix == ZARR and path.exists() and not _is_zarr(path):
        raise SimulationError(f"{path} is there and is no Zarr store: give another name")


def _is_zarr(path: Path) -> bool:
    return (path / ".zgroup").exists() or (path / "zarr.json").exists()


def save(folder: Path | str, path: Path) -> None:
    """Write the finished cells of a sweep to one Parquet file, or as a Zarr store (format 2).

    Raises:
        SimulationError: the name ends otherwise, the folder holds no finished cell, what would be
            overwritten is something else, or it cannot be written.
    """
    require_form(path)
    beside = path.with_name(f"{path.name}.part")
    try:
        if path.suffix == PARQUET:
            collect(folder).write_parquet(beside)
            beside.replace(path)
            return
        shutil.rmtree(beside, ignore_errors=True)
        # format 2 is what every reader of Zarr knows, and it has text
        labelled(folder).to_zarr(beside, mode="w", zarr_format=2, consolidated=True)
        shutil.rmtree(path, ignore_errors=True)
        beside.replace(path)
    except OSError as error:
        raise SimulationError(f"{path} cannot be written: {error.strerror}") from None
