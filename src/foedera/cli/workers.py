"""Where the verbs that simulate many times over compute, and how they are stopped."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from concurrent.futures import Executor

STOPPED = 130  # as a shell reports a process that Ctrl-C ended

Dask = Annotated[
    str | None,
    typer.Option(help="Compute on the Dask cluster of this scheduler.", metavar="ADDRESS"),
]
Workers = Annotated[int | None, typer.Option(help="Processes; default 1: this one.", metavar="N")]

Keep = Annotated[
    Path | None,
    typer.Option(help="Keep what is finished here, and go on from it.", metavar="FOLDER"),
]


def kept_in(folder: Path | None) -> str:
    """Return in words what is left of a verb that was stopped."""
    if folder is None:
        return "nothing is kept (with --keep FOLDER the same call would go on)"
    return f"{folder} keeps what is done, and the same call goes on"


@contextmanager
def computing(
    workers: int | None, dask: str | None, stopped: str
) -> "Iterator[tuple[Executor | None, int | None]]":
    """Yield the executor of a Dask cluster (None without an address) and the number of processes.

    Ctrl-C ends the verb with what was `stopped`.
    """
    from foedera.simulation import SimulationError

    if dask and (workers or 1) > 1:
        raise SimulationError("give --workers or --dask, not both: a cluster has its own workers")
    try:
        with _cluster(dask) as executor:
            yield executor, workers
    except KeyboardInterrupt:
        sys.stderr.write(f"foedera: stopped; {stopped}\n")
        raise typer.Exit(STOPPED) from None


@contextmanager
def _cluster(address: str | None) -> "Iterator[Executor | None]":
    from foedera.simulation import SimulationError

    if address is None:
        yield None
        return
    try:
        connect: Any = import_module("distributed").Client
    except ImportError:
        raise SimulationError(
            "--dask needs the extra 'sweep': pip install 'foedera[sweep]'"
        ) from None
    try:
        client = connect(address, timeout=10)
    except (OSError, TimeoutError, ValueError):
        raise SimulationError(f"no Dask scheduler answers at {address}") from None
    with client:
        yield client.get_executor()
