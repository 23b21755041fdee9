"""Findings on single orders: whether a few great powers would do better, a reform, a truce."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from foedera.charters import find_decision
from foedera.order import great_power_truce
from foedera.order.institutions import bound
from foedera.order.regions import states_in
from foedera.order.scenarios import scenario
from foedera.report import comparisons
from foedera.report.comparisons import Orders
from foedera.report.findings.record import Brief, Finding, Value, finds_once
from foedera.report.findings.simulated import gap, simulated, told, tried
from foedera.report.trials import Trial
from foedera.simulation import Ending, Result, Share
from foedera.simulation.result import spread_error
from foedera.world import DATA_VERSION

CONCERT, CONDOMINIUM, TREATY, REFORM = "concert", "condominium", "est", "reformed-osce"


@finds_once
def great_powers(brief: Brief) -> Iterator[Finding]:
    """What a directorate of great powers would do, a reform instead of a treaty, and the truce."""
    through = comparisons.everywhere(tried(brief))
    if not through:
        return
    first = next(iter(through))
    yield from _directorates(first, list(through.values()))
    yield from _reform(first)
    yield _truce()


def _directorates(first: Trial, found: list[Orders]) -> Iterator[Finding]:
    """Yield how a concert and a condominium do over all the crises, against what stands."""
    for name, claim in ((CONCERT, "C02"), (CONDOMINIUM, "C03")):
        results = [each.results[name] for each in found if name in each.results and each.open]
        if not results:
            continue
        shut = sum(bool(each.closed) for each in results)
        mean = _mean(results)
        vetoed = (Ending.BLOCKED_BY_ACCUSED, Ending.BLOCKED_BY_FRIENDS, Ending.BLOCKED_BY_OTHERS)
        blocked = float(np.mean([each.tally.share(*vetoed).share for each in results]))
        stopped = blocked * len(results) / max(len(results) - shut, 1)
        text = (
            f"{_among(len(results))} its share of action differs from that of what stands by "
            f"{told(mean, sign=True)}. "
            + (f"It is not open to the attacked in {shut} of {len(results)}. " if shut else "")
            + f"Where it is open, it is blocked in a vote in {stopped:.2f} of draws."
        )
        ballots, states = _ballots(name, first)
        text += f" It has {ballots} ballots; of {states} states the others have no say."
        value: Value = {
            "crises": len(results),
            "closed": shut,
            "difference": mean.share,
            "se": mean.se,
            "blocked": blocked,
            "ballots": ballots,
            "states": states,
        }
        title = f"The {name} as directorate"
        yield replace(simulated(first, name, title, value, text, claim, mean), detail=True)


def _mean(results: Sequence[Result]) -> Share:
    """Return the mean difference over crises, with the error between them; of one, its own."""
    if len(results) == 1:
        return results[0].difference["acts"]
    gaps = np.array([each.difference["acts"].share for each in results])
    sizes = np.array([each.draws for each in results])
    return Share(float(gaps.mean()), spread_error(gaps, sizes))


def _ballots(name: str, trial: Trial) -> tuple[int, int]:
    """Return how many decide in a scenario, and how many states of its region there are."""
    inside: set[str] = set()
    for seat in scenario(name).seats(trial.dispute.on):
        body, decision = find_decision(seat.view, seat.decision)
        form = bound(seat.view, body, decision, seat.parties)
        inside |= set(form.members if form else ())
    return len(inside), len(states_in("osce", trial.dispute.on.year))


def _among(crises: int) -> str:
    if crises == 1:
        return "In the one crisis above in which what stands is open,"
    return (
        f"In the {crises} crises above in which what stands is open (the error is that between "
        "them)"
    )


def _reform(trial: Trial) -> Iterator[Finding]:
    """Yield whether a reformed OSCE does as well as the treaty, on the same random numbers."""
    found = comparisons.less(trial, REFORM, TREATY)
    if found is None:
        return
    more = found.difference["acts"]
    less = told(more, sign=True)
    text = f"In {trial.dispute.id} the share of {REFORM} less that of {TREATY}: {less}."
    title = "A reformed OSCE instead of a treaty"
    yield replace(simulated(trial, "reform", title, gap(more), text, "C16", more), detail=True)


def _truce() -> Finding:
    """Return how peaceful the major powers were among themselves: what every order stands on."""
    found = great_power_truce()
    rows = [
        (
            f"{each.since}-{each.until}",
            f"{'>' if each.least else ''}{each.disputed:.2f}",
            f"{each.disputed_interval.low:.2f} to {each.disputed_interval.high:.2f}",
            f"{'>' if each.least else ''}{each.deadly:.2f}",
            f"{each.concentration:.2f}",
        )
        for each in found.decades
    ]
    value: Value = {
        "decades": {f"{each.since}-{each.until}": each.disputed for each in found.decades},
        "contrast": found.contrast,
        "interval": [found.contrast_interval.low, found.contrast_interval.high],
        "last_deaths": found.last_deaths,
    }
    text = (
        f"{found.reading} Shares of the pair-years of major powers; from "
        f"{found.complete_until + 1} on (>) half of the disputes are left out of the data. "
        "'foedera order' has it in full."
    )
    return Finding(
        "truce",
        "A truce among the major powers",
        value,
        text,
        (),
        "C05",
        detail=True,
        source=f"{found.source}; data {DATA_VERSION}",
        evidence="the record itself, no forecast",
        table=(("years", "disputed", "90 %", "with deaths", "concentration"), *rows),
    )
