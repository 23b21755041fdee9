"""Sweeps: compute a grid on any executor, keep every finished cell, go on where a run stopped.

    sweep(grid, folder)                                       # processes of this machine
    sweep(grid, folder, Client(address).get_executor())       # a Dask cluster

Cells are pure functions of their keys, so numbers do not depend on who computes them or in which
order. Only the process that called :func:`sweep` writes: workers need no common disk.
"""

from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from foedera.simulation.cells import compute
from foedera.simulation.grid import Cell, Grid, lay_out
from foedera.simulation.hands import Progress, computed
from foedera.simulation.store import finished, prepare, write_cell


@dataclass(frozen=True, slots=True)
class Swept:
    """What a run did: cells in all, found finished, computed.

    `damaged` are files that were not whole, `outdated` those of other parameters of behaviour (an
    earlier fit): both were taken away and their cells computed again.
    """

    folder: Path
    digest: str
    cells: int
    found: int
    computed: int
    damaged: int
    outdated: int = 0


def sweep(
    grid: Grid,
    folder: Path | str,
    executor: Executor | None = None,
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Swept:
    """Compute the cells of a grid that a folder does not have yet.

    Without an executor, `workers` processes are started (by default one a processor; 1 computes in
    this process). `progress` is called with the cells done and all cells. An interrupt (Ctrl-C)
    keeps what is done.

    Raises:
        SimulationError: the folder is another grid's, a cell cannot be computed, or the executor
            broke down.
    """
    layout = lay_out(grid)
    root = Path(folder)
    prepare(root, layout)
    there = finished(root, layout)
    open_ = [cell for cell in layout.cells if cell.key not in there.keys]
    tell = progress or (lambda _done, _all: None)
    tell(len(there.keys), len(layout.cells))
    work = partial(compute, layout.grid)
    results = computed(work, open_, executor, workers=workers, words=_words)
    with closing(results):
        for count, (place, rows) in enumerate(results, len(there.keys) + 1):
            write_cell(root, open_[place], rows)
            tell(count, len(layout.cells))
    return Swept(
        root,
        layout.digest,
        len(layout.cells),
        len(there.keys),
        len(open_),
        there.damaged,
        there.outdated,
    )


def _words(cell: Cell) -> str:
    return cell.words
