"""Verbs that simulate many times over: grids, and what matters most."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, CharterName, Readings, app, show_or_dump
from foedera.cli.inputs import numbers_of
from foedera.cli.workers import Dask, Keep, Workers, computing, kept_in

if TYPE_CHECKING:
    from foedera.simulation.ranges import Range


@app.command()
def sweep(
    grid: Annotated[Path, typer.Argument(help="YAML file of the grid.")],
    out: Annotated[
        Path,
        typer.Option(help="Folder for the results, one Parquet file a cell.", metavar="FOLDER"),
    ],
    to: Annotated[
        Path | None,
        typer.Option(help="Also save all results in one: F.zarr or F.parquet.", metavar="F"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(help="Processes; default one a processor, 1: this one.", metavar="N"),
    ] = None,
    dask: Dask = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a grid of charters, crises, parameters and seeds; go on where a run stopped."""
    from foedera.report.documents.sweep import sweep_document
    from foedera.report.terminal.sweep import progress_of, show_sweep
    from foedera.simulation.grid import read_grid
    from foedera.simulation.labelled import require_form, save
    from foedera.simulation.sweep import sweep as sweep_grid

    read = read_grid(grid)
    if to:
        require_form(to)
    kept = f"{out} keeps what is done, and the same call goes on"
    with computing(workers, dask, kept) as (executor, number), progress_of("cells") as tell:
        swept = sweep_grid(read, out, executor, workers=number, progress=tell)
    if to:
        save(out, to)
    show_or_dump(sweep_document(read, swept), show_sweep, as_json=as_json)


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
    workers: Workers = 1,
    dask: Dask = None,
    keep: Keep = None,
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
    hands = computing(workers, dask, kept_in(keep))
    with hands as (executor, number), progress_of("runs") as tell:
        told = analyse(
            found.plan,
            dispute,
            ranges,
            model=model,
            method=method,
            samples=samples,
            draws=draws,
            seed=seed,
            executor=executor,
            workers=number,
            keep=keep,
            progress=tell,
        )
    document = sensitivity_document(told, behaviours(model, until).status, found.view)
    show_or_dump(document, show_sensitivity, as_json=as_json)


def _ranges(model: str, until: int | None, words: list[str] | None) -> "dict[str, Range] | None":
    """Return the ranges given as NAME or NAME=LOW:HIGH, None if none are."""
    from foedera.simulation import SimulationError
    from foedera.simulation.ranges import GIVEN, Range, ranges_of
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
