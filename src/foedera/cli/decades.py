"""The verb that replays decades of crises."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, On, Readings, app, show_or_dump
from foedera.cli.inputs import numbers_of, shared_out
from foedera.cli.simulation import (
    ModelOption,
    PlotOption,
    SeedOption,
    UntilOption,
    check_charters,
    draw_document,
    random_day,
    settings_of,
)
from foedera.cli.workers import Dask, Keep, Workers, computing, kept_in

if TYPE_CHECKING:
    from datetime import date

    from foedera.simulation.decades import Institution


@app.command()
def decades(
    charters: Annotated[
        list[str], typer.Argument(help="Ids or files, and 'nothing' for no charter at all.")
    ],
    years: Annotated[int, typer.Option(help="How many years.", metavar="N")] = 40,
    replications: Annotated[int, typer.Option(help="How many courses.", metavar="N")] = 1_000,
    crises: Annotated[
        int, typer.Option(help="Random crises from which each year's is drawn.", metavar="N")
    ] = 40,
    draws: Annotated[int, typer.Option(help="Draws of each crisis.", metavar="N")] = 2_000,
    seed: SeedOption = 1,
    on: On = None,
    model: ModelOption = "sincere",
    until: UntilOption = None,
    self_help: Annotated[
        bool,
        typer.Option("--self-help", help="Beside a charter too, each may help on its own."),
    ] = False,
    reading: Readings = None,
    blank: BlankOptions = None,
    workers: Workers = 1,
    dask: Dask = None,
    keep: Keep = None,
    plot: PlotOption = None,
    as_json: AsJson = False,
) -> None:
    """Replay decades of crises: who learns that an institution acts is deterred."""
    from foedera.report.documents.decades import decades_document
    from foedera.report.terminal.decades import show_decades
    from foedera.report.terminal.sweep import progress_of
    from foedera.simulation import unseen
    from foedera.simulation.decades import Learning
    from foedera.simulation.decades import decades as replay

    day = random_day(charters, on)
    last = unseen(day.year) if until is None else until
    models, settings = settings_of(draws, seed, model, last, 1.0)
    learning = Learning(years, replications, seed)
    named = _institutions(charters, reading, blank, day)
    sides = [replace(each, self_help=self_help and bool(each.charter)) for each in named]
    hands = computing(workers, dask, kept_in(keep))
    with hands as (executor, number), progress_of("crises") as tell:
        found = replay(
            sides,
            day,
            learning,
            settings,
            pool=crises,
            executor=executor,
            workers=number,
            keep=keep,
            progress=tell,
        )
    document = decades_document(found, day, learning, (settings, models), crises)
    draw_document(document, plot)
    show_or_dump(document, show_decades, as_json=as_json)


def _institutions(
    charters: list[str], readings: list[str] | None, blanks: list[str] | None, day: "date"
) -> "list[Institution]":
    """Return the charters named, each with its readings and blanks; 'nothing' has no charter."""
    from foedera.charters import load_charter, view
    from foedera.simulation.decades import Institution
    from foedera.simulation.variants import NOTHING

    check_charters(charters)
    names = [name for name in charters if name != NOTHING]
    taken = shared_out(names, readings, "reading")
    filled = shared_out(names, blanks, "blank")
    sides = {NOTHING: Institution()}
    for name in names:
        charter = load_charter(name)
        at = view(charter, max(day, charter.in_force or charter.opened), taken[name])
        sides[name] = Institution(charter, tuple(taken[name]), numbers_of(at, filled[name]))
    return [sides[name] for name in charters]
