"""Verbs that simulate many times over: grids, and what matters most."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from foedera.cli.app import AsJson, BlankOptions, CharterName, Readings, app, show_or_dump
from foedera.cli.inputs import numbers_of

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from foedera.simulation.sensitivity import Range

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


@app.command()
def sensitivity(
    charter: CharterName,
    crisis: Annotated[
        str, typer.Option(help="Crisis of the library (georgia-2008), or a file.", metavar="ID")
    ],
    method: Annotated[
        str, typer.Option(help="morris (screens) or sobol (splits the variance).")
    ] = ("morris"),
    samples: Annotated[
        int | None,
        typer.Option(help="Trajectories, default 10; points of sobol, default 64.", metavar="N"),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of each run.", metavar="N")] = 1_000,
    seed: Annotated[int, typer.Option(help="Same seed, same numbers.", metavar="S")] = 1,
    model: Annotated[str, typer.Option(help="How states behave, as in simulate.")] = "sincere",
    parameter: Annotated[
        list[str] | None,
        typer.Option(help="Vary only this: contribution.cost=0:2; can be repeated."),
    ] = None,
    reading: Readings = None,
    blank: BlankOptions = None,
    as_json: AsJson = False,
) -> None:
    """Find which parameters of behaviour move the share of action most."""
    from foedera.charters import load_charter
    from foedera.report.documents.sweep import sensitivity_document
    from foedera.report.terminal.sweep import progress_of, show_sensitivity
    from foedera.simulation import dispute_of
    from foedera.simulation.models import behaviours, unseen
    from foedera.simulation.opening import opening
    from foedera.simulation.sensitivity import sensitivity as analyse
    from foedera.world.crises import load_crisis

    dispute = dispute_of(load_crisis(crisis))
    until = unseen(dispute.on.year)
    ranges = _ranges(model, until, parameter)
    found = opening(load_charter(charter), dispute, reading or (), lambda at: numbers_of(at, blank))
    with progress_of("runs") as tell:
        told = analyse(
            found.plan,
            dispute,
            ranges,
            model=model,
            method=method,
            samples=samples,
            draws=draws,
            seed=seed,
            progress=tell,
        )
    document = sensitivity_document(told, behaviours(model, until).status, found.view)
    show_or_dump(document, show_sensitivity, as_json=as_json)


def _ranges(model: str, until: int | None, words: list[str] | None) -> "dict[str, Range] | None":
    """Return the ranges given as NAME or NAME=LOW:HIGH, None if none are."""
    from foedera.simulation import SimulationError
    from foedera.simulation.sensitivity import GIVEN, Range, ranges_of
    from foedera.simulation.vary import require_parameters

    if not words:
        return None
    found = {}
    for word in words:
        name, equals, span = word.partition("=")
        require_parameters(model, {name: span})
        low, _, high = span.partition(":")
        try:
            found[name] = (
                Range(float(low), float(high), GIVEN) if equals else ranges_of(model, until)[name]
            )
        except ValueError:
            raise SimulationError(f"write --parameter {name}=LOW:HIGH, not '{word}'") from None
        except KeyError:
            raise SimulationError(f"{name} has no range of its own: give {name}=LOW:HIGH") from None
    return found
