"""Verbs that simulate many times over: grids, and what matters most."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedera.cli.app import AsJson, app, show_or_dump

if TYPE_CHECKING:
    from concurrent.futures import Executor

STOPPED = 130  # as a shell reports a process that Ctrl-C ended


@app.command()
def sweep(
    grid: Annotated[Path, typer.Argument(help="YAML file of the grid.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder for the results, one Parquet file a cell.", metavar="FOLDER"),
    ],
    workers: Annotated[
        int | None,
        typer.Option(help="Processes; default one a processor, 1: this one.", metavar="N"),
    ] = None,
    dask: Annotated[
        str | None,
        typer.Option(help="Compute on the Dask cluster of this scheduler.", metavar="ADDRESS"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a grid of charters, crises, parameters and seeds; go on where a run stopped."""
    from foedera.report.documents.sweep import sweep_document
    from foedera.report.terminal.sweep import progress_of, show_sweep
    from foedera.simulation import SimulationError
    from foedera.simulation.grid import read_grid
    from foedera.simulation.sweep import sweep as sweep_grid

    if dask and workers is not None:
        raise SimulationError("give --workers or --dask, not both: a cluster has its own workers")
    read = read_grid(grid)
    try:
        with _cluster(dask) as executor, progress_of("cells") as tell:
            swept = sweep_grid(read, out, executor, workers=workers, progress=tell)
    except KeyboardInterrupt:
        sys.stderr.write(f"foedera: stopped; {out} keeps what is done, and the same call goes on\n")
        raise typer.Exit(STOPPED) from None
    show_or_dump(sweep_document(read, swept), show_sweep, as_json=as_json)


@contextmanager
def _cluster(address: str | None) -> "Iterator[Executor | None]":
    """Yield the executor of a Dask cluster, None without an address."""
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
