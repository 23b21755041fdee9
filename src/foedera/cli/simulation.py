"""Verbs that simulate: would it act?"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, CharterName, On, Readings, app, show_or_dump
from foedera.cli.inputs import numbers_of, shared_out

if TYPE_CHECKING:
    from datetime import date

    from foedera.charters import View
    from foedera.simulation import Dispute, Models, Opening, Plan, Result, Settings
    from foedera.simulation.opening import Blanks

CrisisOption = Annotated[
    str | None, typer.Option(help="Crisis of the library (georgia-2008), or a file.", metavar="ID")
]
AccusedOption = Annotated[
    str | None, typer.Option(help="Who is accused, instead of the crisis's.", metavar="CODES")
]
AttackedOption = Annotated[
    str | None, typer.Option(help="Who is attacked, instead of the crisis's.", metavar="CODES")
]
GlaringOption = Annotated[
    float | None, typer.Option(help="How glaring the act is, 0 to 1.", metavar="SHARE")
]
DrawsOption = Annotated[int, typer.Option(help="How many draws.", metavar="N")]
SeedOption = Annotated[int, typer.Option(help="Same seed, same numbers.", metavar="S")]
ModelOption = Annotated[
    str, typer.Option(help="How states behave: sincere, strategic, null or rules-only.")
]
UntilOption = Annotated[
    int | None,
    typer.Option(help="Last year that the calibration may have seen.", metavar="YEAR"),
]
ForceOption = Annotated[
    float,
    typer.Option(help="Force that stops the accused, in multiples of its own.", metavar="X"),
]
PlotOption = Annotated[
    Path | None, typer.Option(help="Also draw it: F.svg, .png, .pdf or .html.", metavar="FILE")
]


@app.command()
def simulate(
    charter: CharterName,
    crisis: CrisisOption = None,
    accused: AccusedOption = None,
    attacked: AttackedOption = None,
    glaring: GlaringOption = None,
    on: On = None,
    draws: DrawsOption = 20_000,
    seed: SeedOption = 1,
    model: ModelOption = "sincere",
    until: UntilOption = None,
    force_needed: ForceOption = 1.0,
    reading: Readings = None,
    blank: BlankOptions = None,
    plot: PlotOption = None,
    as_json: AsJson = False,
) -> None:
    """Simulate a crisis under a charter: how often it acts, and why it does not."""
    from foedera.report.documents.simulation import simulate_document
    from foedera.report.terminal.simulation import show_simulation
    from foedera.simulation import compare as compared
    from foedera.simulation import decisions_only, unseen
    from foedera.simulation.plan import require_route

    dispute = _dispute(crisis, accused, attacked, glaring, on)
    until = unseen(dispute.on.year) if until is None else until
    models, settings = settings_of(draws, seed, model, until, force_needed)
    (opened,) = _openings([charter], dispute, reading, blank)
    require_route(opened.plan)
    whole, decided = compared([opened.plan, decisions_only(opened.plan)], dispute, settings)
    document = simulate_document(whole, decided, opened, dispute, (settings, models))
    draw_document(document, plot)
    show_or_dump(document, show_simulation, as_json=as_json)


@app.command()
def compare(
    charters: Annotated[
        list[str] | None,
        typer.Argument(help="Ids or files, and 'nothing' for no charter at all."),
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="A scenario of the order as a row; can be repeated.", metavar="NAME"),
    ] = None,
    blockers: Annotated[
        bool, typer.Option("--blockers", help="Also let blockers answer in every open charter.")
    ] = False,
    crisis: CrisisOption = None,
    random: Annotated[
        int | None,
        typer.Option(help="Random crises among the parties, this many.", metavar="N"),
    ] = None,
    accused: AccusedOption = None,
    attacked: AttackedOption = None,
    glaring: GlaringOption = None,
    on: On = None,
    draws: DrawsOption = 20_000,
    seed: SeedOption = 1,
    model: ModelOption = "sincere",
    until: UntilOption = None,
    force_needed: ForceOption = 1.0,
    reading: Readings = None,
    blank: BlankOptions = None,
    plot: PlotOption = None,
    as_json: AsJson = False,
) -> None:
    """Compare charters on the same crisis, or on random ones, with the same random numbers."""
    from foedera.order.plans import scenario_plans
    from foedera.report.documents.simulation import compare_document
    from foedera.report.terminal.simulation import show_comparison
    from foedera.simulation import unseen

    dispute: Dispute | None = None
    names = charters or []
    assumed: list[str] = []
    days: dict[str, date] = {}
    check_charters(names, scenario)
    if random is None:
        dispute = _dispute(crisis, accused, attacked, glaring, on)
        until = unseen(dispute.on.year) if until is None else until
        models, settings = settings_of(draws, seed, model, until, force_needed)
        opened = _openings(names, dispute, reading, blank)
        orders = scenario_plans(scenario or [], dispute)
        assumed = [each.assumed for each in orders if each.assumed]
        days = {each.scenario: each.on for each in orders}
        answered = dispute if blockers else None
        plans = _plans(names, opened, [each.plan for each in orders], answered)
        results = _compared(plans, dispute, settings)
    else:
        _check_random(scenario, crisis, accused, attacked, glaring)
        day = random_day(names, on)
        until = unseen(day.year) if until is None else until
        models, settings = settings_of(draws, seed, model, until, force_needed)
        opened, results = _random(names, random, day, settings, reading, blank, blockers=blockers)
    days |= {one.plan.charter: one.view.on for one in opened if one.view}
    assumed += [words for one in opened for words in one.assumed]
    under = (settings, models)
    document = compare_document(results, dispute, under, days=days, assumed=assumed)
    draw_document(document, plot)
    show_or_dump(document, show_comparison, as_json=as_json)


def _check_random(scenarios: list[str] | None, *of_one: object) -> None:
    """Refuse what says of one crisis who is on it where crises are drawn."""
    from foedera.proceedings import InputError

    if scenarios:
        raise InputError("--random takes charters, not scenarios")
    if any(each not in (None, "") for each in of_one):
        raise InputError("--random draws its crises: leave out --crisis and who is on it")


def draw_document(document: dict[str, object], plot: Path | None) -> None:
    """Save the picture of a document where one is asked for."""
    if plot:
        from foedera.report import plot as picture_of

        picture_of(document).save(plot)


def settings_of(
    draws: int, seed: int, model: str, until: int | None, force_needed: float
) -> tuple["Models", "Settings"]:
    """Return the models asked for and the settings that use them."""
    from foedera.simulation import Settings, SimulationError, behaviours

    if seed < 0:
        raise SimulationError(f"a seed is a whole number from 0, not {seed}")
    if not 0 < force_needed <= MOST_FORCE:
        raise SimulationError(f"--force-needed is above 0 and at most 1000, not {force_needed:g}")
    models = behaviours(model, until)
    return models, Settings(draws, seed, models.behaviours, force_needed, name=models.name)


MOST_FORCE = 1_000


def _dispute(
    crisis: str | None,
    accused: str | None,
    attacked: str | None,
    glaring: float | None,
    on: str | None,
) -> "Dispute":
    """Return the dispute of a crisis, with what the options say instead; or one of options only."""
    from dataclasses import replace

    from foedera.proceedings import InputError
    from foedera.simulation import Dispute, dispute_of
    from foedera.world.crises import load_crisis

    if glaring is not None and not 0 <= glaring <= 1:
        raise InputError(f"--glaring is 0 to 1, not {glaring:g}")
    if crisis:
        found = dispute_of(load_crisis(crisis))
    elif not (accused and attacked and on):
        raise InputError("name a crisis with --crisis, or --accused, --attacked and --on")
    else:
        found = Dispute("made-up", (), (), _day(on), 0.5, None, "A crisis made up")
    day = _day(on) if on else found.on
    changed = replace(
        found,
        on=day,
        accused=_codes(accused, day) or found.accused,
        attacked=_codes(attacked, day) or found.attacked,
        glaring=found.glaring if glaring is None else glaring,
    )
    for code in sorted(set(changed.accused) & set(changed.attacked)):
        raise InputError(f"{code} cannot be accused and attacked at once")
    return changed


def _day(word: str) -> "date":
    from datetime import date

    from foedera.proceedings import InputError

    try:
        return date.fromisoformat(word)
    except ValueError:
        raise InputError(f"'{word}' is no day: write it as 2009-12-01") from None


def _codes(words: str | None, on: "date") -> tuple[str, ...]:
    from foedera.world.parties import resolve

    return tuple(dict.fromkeys(resolve(word, on) for word in words.split(","))) if words else ()


def _openings(
    charters: list[str],
    dispute: "Dispute",
    readings: list[str] | None,
    blanks: list[str] | None,
) -> list["Opening"]:
    """Return each charter as it opens to the dispute; 'nothing' is none of them."""
    from foedera.charters import load_charter
    from foedera.simulation import opening
    from foedera.simulation.variants import NOTHING

    names = [name for name in charters if name != NOTHING]
    taken = shared_out(names, readings, "reading")
    filled = shared_out(names, blanks, "blank")
    return [
        opening(load_charter(name), dispute, taken[name], _numbers(filled[name])) for name in names
    ]


def _numbers(words: list[str]) -> "Blanks":
    def of_the_day(at: "View") -> dict[str, int]:
        return numbers_of(at, words)

    return of_the_day


def _plans(
    charters: list[str],
    opened: list["Opening"],
    orders: list["Plan"],
    answered: "Dispute | None",
) -> list["Plan"]:
    """Return the plans in the order asked for, and that of all together where two are open.

    With the dispute in which they answer, also that of all that are open with blockers.
    """
    from foedera.simulation import blocked, nothing, together
    from foedera.simulation.variants import NOTHING

    plans = [one.plan for one in opened]
    inside = set().union(*(plan.parties for plan in [*plans, *orders]))
    if NOTHING in charters:
        plans.insert(charters.index(NOTHING), nothing(inside))
    several = [one.plan for one in opened if one.plan.routes]
    whole = [together(several)] if len(several) > 1 else []
    if answered and several:
        whole.append(blocked((whole or several)[0], opened, answered))
    return [*plans, *whole, *orders]


def _compared(
    plans: list["Plan"], dispute: "Dispute", settings: "Settings"
) -> tuple["Result", ...]:
    from foedera.simulation import SimulationError
    from foedera.simulation import compare as compared

    if not any(plan.routes for plan in plans):
        raise SimulationError("no charter is open: " + "; ".join(plan.closed for plan in plans))
    return compared(plans, dispute, settings)


def check_charters(charters: list[str], scenarios: list[str] | None = None) -> None:
    """Refuse to compare nothing with nothing, or a charter with itself."""
    from foedera.proceedings import InputError
    from foedera.simulation.variants import NOTHING

    if not charters and not scenarios:
        raise InputError("name charters to compare, or scenarios with --scenario")
    if set(charters) == {NOTHING} and not scenarios:
        raise InputError("name a charter to hold 'nothing' against")
    if len(set(charters)) < len(charters):
        raise InputError("the same charter is named twice")


def random_day(charters: list[str], on: str | None) -> "date":
    """Return the day asked for, else the last on which every treaty among the charters stands."""
    from datetime import timedelta

    from foedera.charters import load_charter
    from foedera.simulation.variants import NOTHING
    from foedera.world import DATA_DATE

    if on:
        return _day(on)
    found = [load_charter(name) for name in charters if name != NOTHING]
    return min([DATA_DATE, *(each.ended - timedelta(days=1) for each in found if each.ended)])


def _random(
    charters: list[str],
    number: int,
    day: "date",
    settings: "Settings",
    readings: list[str] | None,
    blanks: list[str] | None,
    *,
    blockers: bool,
) -> tuple[list["Opening"], tuple["Result", ...]]:
    """Return the charters on the day, and their results over random crises among the parties."""
    from foedera.charters import load_charter
    from foedera.simulation import blocked, compare_many, nothing, random_disputes, together
    from foedera.simulation.opening import parties_on
    from foedera.simulation.variants import NOTHING

    names = [name for name in charters if name != NOTHING]
    everybody = set().union(*(parties_on(load_charter(name), day) for name in names))
    disputes = random_disputes(sorted(everybody), day, number, settings.seed)
    last: list[Opening] = []

    def plans_of(dispute: "Dispute") -> list["Plan"]:
        last[:] = _openings(charters, dispute, readings, blanks)
        plans = [one.plan for one in last]
        whole = [together(plans)] if len(names) > 1 else []
        if blockers:
            whole.append(blocked((whole or plans)[0], last, dispute))
        if NOTHING in charters:
            plans.insert(charters.index(NOTHING), nothing(everybody))
        return [*plans, *whole]

    results = compare_many(disputes, plans_of, settings)
    return list(last), results
