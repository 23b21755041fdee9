"""Sweeps: compute a grid on any executor, keep every finished cell, go on where a run stopped.

    sweep(grid, folder)                                       # processes of this machine
    sweep(grid, folder, Client(address).get_executor())       # a Dask cluster

Cells are pure functions of their keys, so numbers do not depend on who computes them or in which
order. Only the process that called :func:`sweep` writes: workers need no common disk.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from foedera.simulation.cells import Row, compute
from foedera.simulation.errors import SimulationError
from foedera.simulation.grid import Cell, Grid, Layout, lay_out
from foedera.simulation.store import finished, prepare, write_cell

P = ParamSpec("P")
T = TypeVar("T")
# Cells handed out at a time: enough for any cluster, few enough to stop soon and hold little.
AHEAD = 256
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Swept:
    """What a run did: cells in all, found finished, computed, and files found damaged."""

    folder: Path
    digest: str
    cells: int
    found: int
    computed: int
    damaged: int


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
    done, damaged = finished(root, layout)
    open_ = [cell for cell in layout.cells if cell.key not in done]
    tell = progress or (lambda _done, _all: None)
    tell(len(done), len(layout.cells))
    if open_:
        with _hired(executor, workers, len(open_)) as hands:
            for count, (cell, rows) in enumerate(_computed(layout, open_, hands), len(done) + 1):
                write_cell(root, cell, rows)
                tell(count, len(layout.cells))
    return Swept(root, layout.digest, len(layout.cells), len(done), len(open_), damaged)


def _computed(
    layout: Layout, cells: list[Cell], hands: Executor
) -> Iterator[tuple[Cell, list[Row]]]:
    """Yield cells as they are finished; never more than some are handed out."""
    left = iter(cells)
    running: dict[Future[list[Row]], Cell] = {}
    try:
        while True:
            for cell in left:
                running[hands.submit(compute, layout.grid, cell)] = cell
                if len(running) >= (1 if isinstance(hands, _Here) else AHEAD):
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                cell = running.pop(future)
                yield cell, _rows(cell, future)
    finally:
        for future in running:
            future.cancel()


def _rows(cell: Cell, future: "Future[list[Row]]") -> list[Row]:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        raise SimulationError(
            f"a worker process died while computing {cell.words}; what was finished is kept"
        ) from None
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        raise SimulationError(f"{cell.words}: {error}") from None


# ----------------------------------------------------------------------------------- who computes


class _Here(Executor):
    """Compute in this process, at once."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Return the finished future of a call."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except ValueError as error:
            future.set_exception(error)
        return future


@contextmanager
def _hired(executor: Executor | None, workers: int | None, cells: int) -> Iterator[Executor]:
    """Yield the executor given (and leave it open), or one of our own."""
    number = min(workers or os.cpu_count() or 1, cells)
    if workers is not None and workers < 1:
        raise SimulationError(f"workers are at least 1, not {workers}")
    if executor is not None:
        yield executor
    elif number == 1:
        yield _Here()
    else:
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(number, mp_context=context, initializer=_enlist)
        try:
            yield pool
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _enlist() -> None:
    """Leave Ctrl-C to the process that hired this one, and end when that one has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
