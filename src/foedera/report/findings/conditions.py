"""Findings on what the outcome hangs on: who is in, force, binding, rank, and what the public sees.

Each changes one thing about the first crisis and leaves the random numbers as they are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from foedera.charters.model import Binding
from foedera.evidence.claims import stored_claims
from foedera.evidence.errors import EvidenceError
from foedera.report import comparisons, trials
from foedera.report.comparisons import GLARING, RANKS, Grid
from foedera.report.findings.record import Brief, Finding, Value, finds, finds_once
from foedera.report.findings.simulated import (
    COMING,
    bloc,
    gap,
    interval,
    known,
    number,
    of_record,
    simulated,
    spread,
    told,
    tried,
)
from foedera.report.trials import Trial
from foedera.simulation import Result, Share
from foedera.simulation.expected import Muster, muster
from foedera.simulation.plan import CALLS

BLOCS = ("nato", "eu", "csto")
OUTSIDE = "outside Europe"
FORCES: tuple[Binding, ...] = ("recommendation", "political", "legal")
MULTIPLES = (0.5, 1.0, 2.0, 4.0)
CLEAR = 2  # standard errors from which on a difference is called one
MOST_NAMED = 5
EVERY_FIT = 4  # nothing is drawn for these figures: a quarter of the fits suffices


@finds
def conditions(brief: Brief) -> Iterator[Finding]:
    """What hangs on one bloc being out, on the force needed, on how decisions bind."""
    for trial in tried(brief)[:1]:
        yield from _universal(brief, trial)
        yield _able(trial)
        yield from _binding(trial)


@finds_once
def more_conditions(brief: Brief) -> Iterator[Finding]:
    """What hangs on outside powers, on a public vote, and on the rank of the accused."""
    for trial in tried(brief)[:1]:
        yield from _outside(brief, trial)
        yield _public(trial)
        yield from _by_rank(brief, trial)


def _universal(brief: Brief, trial: Trial) -> Iterator[Finding]:
    blocs = [(name, bloc(name, trial)) for name in BLOCS]
    found = trials.without(trial, brief.view, blocs)
    whole = found.pop("")
    if not found:
        return
    gaps = {name: result.difference["acts"] for name, result in found.items()}
    words = _signed(gaps)
    text = f"Acts in {told(whole.acts)} with all parties. With one bloc out of it: {words}."
    text += of_record("C29")
    value: Value = {
        "acts": whole.acts.share,
        "without": {name: gap(each) for name, each in gaps.items()},
    }
    title = f"Need all be in? {trial.dispute.id}"
    yield simulated(trial, "universal", title, value, text, "C29", whole.acts)


def _able(trial: Trial) -> Finding:
    found = trials.stopped(trial, MULTIPLES)
    pairs = list(zip(MULTIPLES, found, strict=True))
    words = ", ".join(f"{multiple:g} times: {told(each.acts)}" for multiple, each in pairs)
    value: Value = {f"{multiple:g}": each.acts.share for multiple, each in pairs}
    title = f"Able to stop it? {trial.dispute.id}"
    text = f"If it takes so much of the accused's own capability to stop it, it acts: {words}."
    text += of_record("C31")
    return simulated(trial, "able", title, value, text, "C31", found[1].acts)


def _binding(trial: Trial) -> Iterator[Finding]:
    own, *others = trials.bound(trial, FORCES)
    if own.closed:
        return
    pairs = list(zip(FORCES, others, strict=True))
    words = ", ".join(f"{force} {told(each.acts)}" for force, each in pairs)
    wars = ", ".join(f"{force} {told(each.false_alarm)}" for force, each in pairs)
    text = f"By decision it acts in {told(own.acts)}; were all decisions of one force: {words}. "
    text += f"Without an attack: {wars}."
    value: Value = {
        force: {
            "acts": each.acts.share,
            "false_alarm": each.false_alarm.share if each.false_alarm else None,
        }
        for force, each in pairs
    }
    title = f"Does it hang on binding force? {trial.dispute.id}"
    yield simulated(trial, "force", title, value, text, "C32", own.acts)


def _outside(brief: Brief, trial: Trial) -> Iterator[Finding]:
    codes = comparisons.outsiders(trial)
    if not codes:
        return
    found = trials.without(trial, brief.view, [(OUTSIDE, codes)])
    own, beside = comparisons.with_global(trial)
    value: dict[str, Value] = {"acts": own.acts.share, "outsiders": list(codes)}
    text = f"Acts in {told(own.acts)}."
    if OUTSIDE in found:
        less = found[OUTSIDE].difference["acts"]
        value["without_them"] = gap(less)
        text += (
            f" Without the parties outside Europe ({', '.join(codes)}): {told(less, sign=True)}."
        )
    gaps = {name: each.difference["acts"] for name, each in beside.items()}
    if gaps:
        text += f" With a global institution open beside it: {_signed(gaps)}."
        value["beside"] = {name: gap(each) for name, each in gaps.items()}
    title = f"Is the region enough? {trial.dispute.id}"
    yield simulated(trial, "outside", title, value, text, "C37", own.acts)


def _signed(gaps: Mapping[str, Share]) -> str:
    return ", ".join(f"{name} {told(each, sign=True)}" for name, each in gaps.items())


def _public(trial: Trial) -> Finding:
    found = {"no decision": _called(trial, 0.0)}
    found |= {force: _called(trial, CALLS[force]) for force in FORCES}
    none, most = found["no decision"], found["legal"]
    rises = {code: most.comes[code] - none.comes[code] for code in most.comes}
    first = sorted(rises, key=lambda code: -rises[code])[:MOST_NAMED]
    value: Value = {
        name: {
            "number": interval(each.number),
            "force": interval(each.force),
            "stops": interval(each.stops),
        }
        for name, each in found.items()
    }
    names = ", ".join(f"{code} {rises[code]:+.3f}" for code in first)
    text = (
        f"Expected of those who see the same: {spread(none.number, 1)} parties come if nothing is "
        f"decided, {spread(most.number, 1)} after a decision that binds in law, in brackets the "
        "middle 90 % of the fits. Force is in multiples of what it takes. Most more likely to "
        f"come: {names}. What the vote adds is the price of a promise, fitted on alliances; that "
        "of being seen by a public is not told apart from it in any data, and counts as none. How "
        "far less binding decisions call is an assumption."
    )
    head = ("decision", "parties that come", "force", "stop it")
    rows = [
        (name, spread(each.number, 1), spread(each.force), spread(each.stops))
        for name, each in found.items()
    ]
    title = f"Who comes after a public vote: {trial.dispute.id}"
    told_ = simulated(trial, "public", title, value, text, "C35", most.number, COMING)
    return replace(told_, detail=True, table=(head, *rows))


def _called(trial: Trial, called: float) -> Muster:
    fits = trials.models(trial.dispute).behaviours[::EVERY_FIT]
    return muster(trial.dispute, trial.plan.parties, fits, called)


def _by_rank(brief: Brief, trial: Trial) -> Iterator[Finding]:
    grid = comparisons.by_rank(trial, brief.view)
    ranks = [rank for rank in RANKS if rank in grid.accused]
    rows = [(rank, *(told(grid.acts[rank, glaring].acts) for glaring in GLARING)) for rank in ranks]
    gaps = _gaps(grid, ranks)
    value: Value = {
        "accused": {rank: list(grid.accused[rank]) for rank in ranks},
        "acts": {
            rank: {f"{glaring:g}": number(grid.acts[rank, glaring].acts) for glaring in GLARING}
            for rank in ranks
        },
        "second_less": {rank: gap(each) for rank, each in gaps.items()},
        "record": {rank: list(found) for rank, found in _record().items()},
    }
    who = "; ".join(f"{rank}: {', '.join(grid.accused[rank])}" for rank in ranks)
    text = f"{_of_model(gaps, who)} {_of_record(gaps)}"
    head = ("accused \\ glaring", *(f"{glaring:g}" for glaring in GLARING))
    title = f"Is aggression by second-rank powers met most? {trial.dispute.id}"
    plainest = grid.acts[ranks[0], GLARING[-1]].acts
    found = simulated(trial, "rank", title, value, text, "C34", plainest)
    yield replace(found, detail=True, table=(head, *rows))


def _gaps(grid: Grid, ranks: list[str]) -> dict[str, Share]:
    """Return by how much second rank exceeds each other rank, at the plainest, with the error."""
    second = RANKS[1]
    if second not in ranks:
        return {}

    def met(rank: str) -> Result:
        return grid.acts[rank, GLARING[-1]]

    return {
        rank: Share(
            met(second).acts.share - met(rank).acts.share,
            (met(second).acts.se ** 2 + met(rank).acts.se ** 2) ** 0.5,
        )
        for rank in ranks
        if rank != second
    }


def _of_model(gaps: Mapping[str, Share], who: str) -> str:
    return (
        f"How often it acts with others in the place of the accused ({who}). At the most "
        f"glaring, second rank less the others: {_signed(gaps) or 'no party is of second rank'}."
    )


def _record() -> dict[str, tuple[float, float, float]]:
    """Return by how much second rank exceeds other ranks in the record, with its interval."""
    try:
        shares = stored_claims()["C34"].shares
    except (EvidenceError, KeyError):
        return {}
    contrast = f"{RANKS[1]} less "
    return {
        share.label.rpartition(contrast)[2]: (share.estimate, *share.interval)
        for share in shares
        if contrast in share.label
    }


def _of_record(gaps: Mapping[str, Share]) -> str:
    """Return what the record has of the same contrasts, and whether the model agrees with it."""
    said = []
    for rank, (estimate, low, high) in _record().items():
        if rank not in gaps:
            continue
        model = gaps[rank]
        sure = known(model.se) is not None and abs(model.share) >= CLEAR * model.se
        if not sure or low <= 0 <= high:
            agrees = "which one of the two leaves open"
        else:
            agrees = "the model agrees" if model.share * estimate > 0 else "the model differs"
        said.append(f"{rank} {estimate:+.2f} [{low:.2f}, {high:.2f}], {agrees}")
    if not said:
        return "The record has no figure to hold this against."
    return f"In the record of full-scale wars, any organisation: {'; '.join(said)}."
