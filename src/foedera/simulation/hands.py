"""Who computes: this process, processes of this machine, or any executor that is handed in.

    computed(work, items, executor)                             # whatever executor there is
    computed(work, items, Client(address).get_executor())       # a Dask cluster

`work` is a pure function of an item, and can be sent elsewhere; so what comes out does not depend
on who computes it or in which order. It comes back as it is finished, to the process that asked.
"""

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from foedera.simulation.errors import SimulationError

P = ParamSpec("P")
T = TypeVar("T")
Item = TypeVar("Item")
# Items handed out at a time: enough for any cluster, few enough to stop soon and hold little.
AHEAD = 256
Progress = Callable[[int, int], None]


def computed(
    work: Callable[[Item], T],
    items: Sequence[Item],
    executor: Executor | None = None,
    *,
    workers: int | None = None,
    words: Callable[[Item], str] = lambda _: "",
) -> Generator[tuple[int, T], None, None]:
    """Yield the place of each item and what the work made of it, as they are finished.

    Without an executor, `workers` processes are started (by default one a processor; 1 computes in
    this process). `words` say which item it was, in messages. Closing the iterator gives up what
    has not begun.

    Raises:
        SimulationError: an item cannot be computed, or a worker process died.
    """
    if workers is not None and workers < 1:
        raise SimulationError(f"workers are at least 1, not {workers}")
    if not items:
        return
    with _hired(executor, min(workers or os.cpu_count() or 1, len(items))) as hands:
        yield from _finished(work, items, hands, words)


def _finished(
    work: Callable[[Item], T],
    items: Sequence[Item],
    hands: Executor,
    words: Callable[[Item], str],
) -> Iterator[tuple[int, T]]:
    """Yield items as they are finished; never more than some are handed out."""
    left = iter(enumerate(items))
    running: dict[Future[T], int] = {}
    most = 1 if isinstance(hands, _Here) else AHEAD
    try:
        while True:
            for place, item in left:
                running[hands.submit(work, item)] = place
                if len(running) >= most:
                    break
            if not running:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                place = running.pop(future)
                yield place, _result(future, words(items[place]))
    finally:
        for future in running:
            future.cancel()


def _result(future: "Future[T]", words: str) -> T:
    from concurrent.futures.process import BrokenProcessPool

    try:
        return future.result()
    except BrokenProcessPool:
        doing = f" while computing {words}" if words else ""
        raise SimulationError(f"a worker process died{doing}; what was finished is kept") from None
    except ValueError as error:
        if not words or not type(error).__module__.startswith("foedera."):
            raise
        raise SimulationError(f"{words}: {error}") from None


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
def _hired(executor: Executor | None, number: int) -> Iterator[Executor]:
    """Yield the executor given (and leave it open), or one of our own."""
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
