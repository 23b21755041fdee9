"""Findings on interests: who leaves it to others, whom patience would move, what to do next.

The first two draw no crisis: what they leave open is that of the parameters over the fits, and
stands in square brackets.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from foedera.behaviour.ladder import MEASURES, best_policy, usual_ladder
from foedera.evidence.claims import stored_claims
from foedera.evidence.errors import EvidenceError
from foedera.report import trials
from foedera.report.findings.record import Brief, Finding, Value, finds_once
from foedera.report.findings.simulated import (
    COMING,
    UNSCORED,
    interval,
    number,
    simulated,
    spread,
    told,
    tried,
)
from foedera.report.trials import Trial
from foedera.simulation import Ending, Result, behaviours, unseen
from foedera.simulation.expected import Muster, muster, thresholds

MOST_RULES = 4  # decisions, of different rules, of which is told what they freeze
COSTS = (0.25, 0.5, 0.75)
PATIENCE = 0.9
EVERY = (1, 2, 3, 5, 10)
# Of the fits of the models so many, the fewer the more parties: an equilibrium takes its time.
MOST_FITS, FEWEST_FITS, AFFORDABLE = 8, 3, 280
FIRST = 5  # parties that are named
SHARES_TOLD = ("wars before 1945", "wars since 1945")
EVEN = 0.5  # belief that the aggressor is resolute
ADOPTED = (Ending.ACTED, Ending.NOT_ENFORCED, Ending.TOO_LATE, Ending.NOBODY_CAME)
LEVELS = ("a threat", "fighting", "war")
POSITIONS = f"positions {UNSCORED}: estimates with their bounds"
ASSUMED = "the ladder's numbers are assumed"


@finds_once
def long_run(brief: Brief) -> Iterator[Finding]:
    """Who leaves it to others, what the long run is worth to whom, and which measure comes next."""
    for trial in tried(brief)[:1]:
        yield _equilibrium(trial)
        yield _patience(trial)
        yield from _ladder(trial)


def _equilibrium(trial: Trial) -> Finding:
    """Return the force that comes if each weighs whether it decides, beside the sincere one."""
    year = unseen(trial.dispute.on.year)
    fits = {name: behaviours(name, year).behaviours for name in ("sincere", "strategic")}
    most = min(MOST_FITS, max(FEWEST_FITS, AFFORDABLE // len(trial.plan.parties)))
    found = {
        (name, called): muster(
            trial.dispute,
            trial.plan.parties,
            each[:: max(1, len(each) // most)][:most],
            float(called == "called"),
        )
        for name, each in fits.items()
        for called in ("uncalled", "called")
    }
    plain, looks = found["sincere", "called"], found["strategic", "called"]
    text = (
        f"Called upon by a decision that binds, {spread(plain.force)} of the force that it takes "
        f"is expected if each comes as if nobody else did, {spread(looks.force)} if each weighs "
        "how likely it is to decide (quantal response equilibrium), leaving the rest to others."
        f" Over {most} fits."
    )
    rows = [
        (f"{name}, {called}", spread(each.number, 1), spread(each.force), spread(each.stops))
        for (name, called), each in found.items()
    ]
    value: Value = {f"{name} {called}": _muster(each) for (name, called), each in found.items()}
    title = f"Who leaves it to others? {trial.dispute.id}"
    told_ = simulated(trial, "equilibrium", title, value, text, "C31", looks.force, COMING)
    head = ("model", "parties that come", "force", "stop it")
    return replace(told_, detail=True, table=(head, *rows))


def _muster(found: Muster) -> Value:
    return {
        "number": interval(found.number),
        "force": interval(found.force),
        "stops": interval(found.stops),
    }


def _patience(trial: Trial) -> Finding:
    parties, fits = trial.plan.parties, trials.models(trial.dispute).behaviours
    found = {every: thresholds(trial.dispute, parties, fits, PATIENCE, every) for every in EVERY}
    yearly = found[EVERY[0]]
    first = ", ".join(f"{code} {least:.2f}" for code, least in list(yearly.parties.items())[:FIRST])
    shares = ", ".join(f"{every}: {spread(each.share)}" for every, each in found.items())
    text = (
        f"At a discount factor of {PATIENCE:g} a year, the share of parties to which enforcing now "
        f"is worth the peace that it keeps, if a crisis like this returned every so many years: "
        f"{shares}. The least patience suffices for {first} (once a year). That the fitted gain "
        f"of one crisis ended is what peace is worth each time is an assumption.{_came()}"
    )
    value: Value = {
        "patience": PATIENCE,
        "enforce": {f"{every}": interval(each.share) for every, each in found.items()},
        "least": dict(list(yearly.parties.items())[:FIRST]),
    }
    title = f"Would patience do it? {trial.dispute.id}"
    told_ = simulated(trial, "patience", title, value, text, "C33", yearly.share, COMING[1:2])
    return replace(told_, detail=True)


def _came() -> str:
    """Return which share of those bound by an alliance came, after the record."""
    try:
        shares = {share.label: share for share in stored_claims()["C33"].shares}
    except (EvidenceError, KeyError):
        return ""
    words = [
        f"{shares[label].estimate:.2f} [{shares[label].interval[0]:.2f}, "
        f"{shares[label].interval[1]:.2f}] in {label}"
        for label in SHARES_TOLD
        if label in shares
    ]
    return f" In the record, of those bound by an alliance came {', '.join(words)}."


def _ladder(trial: Trial) -> Iterator[Finding]:
    routes = [route for route in trial.plan.routes if route.binding not in ("must", "may")]
    if not routes:
        return
    best = max(trials.each_route(trial), key=_agreed)
    share = best.tally.share(*ADOPTED)
    chances = {"as simulated": share.share, "if it were even": 0.5, "if it were certain": 1.0}
    rows = []
    value: dict[str, Value] = {"agreement": number(share)}
    for words, chance in chances.items():
        steps = _steps(chance)
        rows.append((f"{words} ({chance:.3f})", *(f"{name}, {wait:+.2f}" for name, wait in steps)))
        value[words] = {
            level: {"next": name, "waiting": wait}
            for level, (name, wait) in zip(LEVELS, steps, strict=True)
        }
    text = (
        f"The body agrees to a measure in {told(share)} of draws, by the decision that it reaches "
        f"most often ({best.routes[0]}); the model of votes does not tell measures apart. Asked "
        "once a month, the best next step against an aggressor that is as likely resolute as not, "
        "and what waiting is worth less that step (an ended crisis being worth 10): the less "
        "likely agreement is, the further up the next step. What measures cost and do is assumed, "
        f"not fitted ({', '.join(each.name for each in MEASURES[1:])})."
    )
    title = f"Which measure next? {trial.dispute.id}"
    told_ = simulated(trial, "ladder", title, value, text, "C36", share)
    told_ = replace(told_, evidence=f"{told_.evidence}; {ASSUMED}")
    yield replace(told_, detail=True, table=(("agreement", *LEVELS), *rows))


def _agreed(found: Result) -> float:
    return found.tally.share(*ADOPTED).share


def _steps(agreement: float) -> list[tuple[str, float]]:
    """Return the best next step and the value of waiting, from no measure, by violence."""
    policy = best_policy(usual_ladder(agreement))
    even = int(np.abs(policy.beliefs - EVEN).argmin())
    waiting = policy.waiting()
    return [
        (MEASURES[int(policy.target[level, 0, even])].name, float(waiting[level, 0, even]))
        for level in range(len(LEVELS))
    ]
