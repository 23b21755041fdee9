"""Parts of a long computation kept in a folder, so that one that was stopped goes on.

Each finished part is a file of numbers. Its name carries what the part is of (a hash of all that
its numbers depend on), its place, and the hash of its own bytes: what is half-written or of another
question is never taken for the answer.
"""

import hashlib
import io
import json
import os
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor
from contextlib import closing
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.errors import SimulationError
from foedera.simulation.hands import computed

Floats = NDArray[np.float64]
Item = TypeVar("Item")
_PART = 16


def key_of(question: object) -> str:
    """Return the hash of a question: of it as JSON, with the versions of program and data."""
    from foedera import __version__
    from foedera.world import DATA_VERSION

    text = json.dumps([__version__, DATA_VERSION, question], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:_PART]


def computed_or_kept(
    work: Callable[[Item], Floats],
    items: Sequence[Item],
    executor: Executor | None = None,
    *,
    workers: int | None = None,
    folder: Path | None = None,
    key: str = "",
) -> Generator[tuple[int, Floats], None, None]:
    """Yield the place of each item and its numbers: those kept first, the others as computed.

    Without a folder nothing is kept. `key` is that of the question (:func:`key_of`).

    Raises:
        SimulationError: the folder cannot be written, or as :func:`computed`.
    """
    there = _there(folder, key, len(items)) if folder else {}
    yield from there.items()
    left = [place for place in range(len(items)) if place not in there]
    with closing(
        computed(work, [items[place] for place in left], executor, workers=workers)
    ) as results:
        for k, found in results:
            if folder:
                _keep(folder, key, left[k], found)
            yield left[k], found


def _there(folder: Path, key: str, items: int) -> dict[int, Floats]:
    """Return the parts that a folder holds whole, by place; make the folder if there is none."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SimulationError(f"{folder} cannot be written: {error.strerror}") from None
    found = {}
    for path in sorted(folder.glob(f"{key}-*.npy")):
        place, digest = path.stem.split("-")[1:]
        content = path.read_bytes()
        if _digest(content) == digest and int(place) < items:
            found[int(place)] = np.load(io.BytesIO(content), allow_pickle=False)
    return found


def _keep(folder: Path, key: str, place: int, found: Floats) -> None:
    sink = io.BytesIO()
    np.save(sink, found, allow_pickle=False)
    content = sink.getvalue()
    path = folder / f"{key}-{place:06d}-{_digest(content)}.npy"
    beside = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        raise SimulationError(f"{folder} cannot be written: {error.strerror}") from None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:_PART]
