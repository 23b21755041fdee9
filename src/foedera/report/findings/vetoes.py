"""Findings on what rules freeze, and what a veto is worth where others can act outside.

These draw no crisis: what they leave open is that of the positions, and stands in square brackets.
"""

from collections.abc import Iterator
from dataclasses import replace

from foedera.report.findings.record import Brief, Finding, Value, finds, finds_once
from foedera.report.findings.simulated import UNSCORED, interval, simulated, spread, tried
from foedera.report.stalemate import Frozen, frozen, rounds
from foedera.report.trials import Trial
from foedera.simulation.gridlock import Gridlock
from foedera.world import DATA_VERSION

MOST_RULES = 4  # decisions, of different rules, of which is told what they freeze
COSTS = (0.25, 0.5, 0.75)
POSITIONS = f"positions {UNSCORED}: estimates with their bounds"


@finds
def freezes(brief: Brief) -> Iterator[Finding]:
    """Which part of the positions of its members each of the strongest rules freezes."""
    accused = brief.accused
    if accused is None and (found := tried(brief)):
        accused = found[0].dispute.aggressor
    for each, place in zip(frozen(brief, accused), range(MOST_RULES), strict=False):
        told = _frozen(brief, each)
        yield told if place else replace(told, headline=_headline(each))


def _headline(found: Frozen) -> str:
    return (
        f"{found.body.title}: {found.rule.share.mean:.0%} of the range between its members' "
        "positions is frozen: no change from there would pass; with two thirds of them it would "
        f"be {found.two_thirds.share.mean:.0%}."
    )


def _frozen(brief: Brief, found: Frozen) -> Finding:
    rule, count = found.rule, len(found.form.members)
    text = (
        f"A status quo in {spread(rule.share)} of the range of positions, with "
        f"{rule.inside.mean:.0%} of the {count} members in it, cannot be moved. By simple majority "
        f"it would be {spread(found.majority.share)}, by two thirds "
        f"{spread(found.two_thirds.share)}. {_without(found)}"
    )
    text += (
        f" Ideal points in the General Assembly in {found.positions.year}; in brackets the middle "
        "90 % over their bounds."
    )
    if found.positions.missing:
        text += f" No position: {', '.join(found.positions.missing)} (put at the mean)."
    value: Value = {
        "interval": list(rule.interval) if rule.interval else None,
        "share": interval(rule.share),
        "inside": interval(rule.inside),
        "simple_majority": interval(found.majority.share),
        "two_thirds": interval(found.two_thirds.share),
        "accused": found.accused,
        "without_accused": _share(found.without),
        "without_at_most": _share(found.at_most),
        "at_most": found.whom or None,
        "missing": list(found.positions.missing),
    }
    return Finding(
        f"frozen {found.body.id}:{found.decision.id}",
        f"Does the rule freeze things as they are? {found.body.title} ({found.decision.title})",
        value,
        text,
        (found.decision.article,),
        "C24",
        se=rule.share.se,
        source=f"{brief.view.charter.id} {found.decision.article}; ideal points, {DATA_VERSION}",
        evidence=POSITIONS,
        detail=True,
    )


def _share(found: Gridlock | None) -> Value:
    return None if found is None else interval(found.share)


def _without(found: Frozen) -> str:
    if found.at_most is None:
        return "No accused is left out of it."
    words = f"With {found.whom} accused and left out, at one end, {spread(found.at_most.share)}"
    if found.without and found.accused != found.whom:
        words += f"; with {found.accused}, {spread(found.without.share)}"
    return f"{words}."


@finds_once
def outside_option(brief: Brief) -> Iterator[Finding]:
    """What a veto is worth as acting outside costs a coalition more."""
    for trial in tried(brief)[:1]:
        yield from _way_round(brief, trial)


def _way_round(brief: Brief, trial: Trial) -> Iterator[Finding]:
    found = next(rounds(brief, trial.dispute), None)
    if found is None:
        return
    decision, way = found
    got = ", ".join(f"at {cost:g}, {way.conceded(cost):.2f} of the way" for cost in COSTS)
    text = (
        f"From where {trial.dispute.aggressor} stands to where the {len(way.coalition)} parties "
        f"nearer to {trial.dispute.victim} stand it is {spread(way.apart)} on the scale of ideal "
        f"points. Left to itself the body gives them {spread(way.inside)} of that way. Acting "
        f"outside costs legitimacy; where that is dearer than {spread(way.all_from)} of the way it "
        f"is no threat, and the veto is worth all it holds back. If it is cheaper they are "
        f"conceded more: {got}; free of cost, the veto is worth nothing. What legitimacy costs no "
        "data tell."
    )
    value: Value = {
        "coalition": list(way.coalition),
        "apart": interval(way.apart),
        "inside": interval(way.inside),
        "all_from": interval(way.all_from),
        "conceded": {f"{cost:g}": way.conceded(cost) for cost in COSTS},
    }
    title = f"What a veto is worth if others may act outside: {trial.dispute.id}"
    told_ = simulated(trial, "outside-option", title, value, text, "C25", way.all_from)
    articles = (decision.article,)
    yield replace(told_, articles=articles, detail=True, evidence=f"{POSITIONS}; cost {UNSCORED}")
