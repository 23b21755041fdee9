"""Composition: whether a duty under one charter gives a state a lever over another's decisions.

Where a charter tells its parties to oppose, or not to further, measures that affect a third party,
those of them that sit in a body of another charter are bound in its votes. Whether that amounts to
a veto rests on three things: who decides that a measure has such an effect, whether the duty is one
of result or of best efforts, and whether the bound members, honouring it, can block: the last is
proved from the body's own rule (see :mod:`foedera.proof.vote`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal as OneOf

from foedera.charters import Body, Decision, View, find_decision, holding, view
from foedera.charters.select import question_of
from foedera.proceedings import InputError, charter_parties
from foedera.proof.kept import Kept
from foedera.proof.norms import Norm, norms
from foedera.proof.scene import form_of, scene, seats
from foedera.proof.vote import can_block, smallest_blocking
from foedera.rules import Ballot

Strength = OneOf["veto", "influence", "none"]
Judge = OneOf["the party", "the affected state", "a body"]
JUDGES: dict[str, Judge] = {
    "significant in the party's view": "the party",
    "significant in the affected state's view": "the affected state",
    "significant as a body has found": "a body",
}
WITHHELD = (Ballot.ABSTAIN, Ballot.ABSENT)
OPPOSE, FURTHER = "oppose the measure", "further the measure"


@dataclass(frozen=True, slots=True)
class Lever:
    """What one duty, under a combination of readings, does to one decision of another charter.

    `members` sit in the body, `bound` of them owe the duty; `needed` is the smallest number of
    these whose honouring it defeats the decision whatever others do (None: all together cannot).
    `strength` is what the `holder`, who feels affected, has by it: a veto (it alone sets off a duty
    of result that defeats the decision), influence (the duty is one of efforts, or others must
    agree that the effect is there), or nothing.
    """

    charter: str
    decision: str
    title: str
    article: str
    duty: str
    readings: tuple[str, ...]
    judge: Judge
    members: int
    bound: int
    needed: int | None
    strength: Strength
    holder_blocks: bool
    text: str


def levers(over: View, bound_by: View, holder: str | None = None) -> tuple[Lever, ...]:
    """Return the levers that duties under `bound_by` give over the decisions of `over` that bind.

    Every combination of the readings on which these duties rest is asked. `holder` is the party to
    `bound_by` that feels affected, whether it belongs to `over` or not; without one, any outsider.

    Raises:
        InputError: the holder is no party to `bound_by`.
    """
    _check(bound_by, holder)
    found: dict[Lever, None] = {}
    for options, at in combinations_of_readings(bound_by):
        found.update(dict.fromkeys(_levers(over, at, holder, options)))
    return tuple(found)


def levers_as_read(over: View, bound_by: View, holder: str | None = None) -> tuple[Lever, ...]:
    """Return the levers under the readings taken alone; raises as :func:`levers`."""
    _check(bound_by, holder)
    return tuple(dict.fromkeys(_levers(over, bound_by, holder, sorted(bound_by.options))))


def _check(bound_by: View, holder: str | None) -> None:
    if holder is not None and holder not in charter_parties(bound_by):
        raise InputError(f"{holder} is no party to {bound_by.charter.id} on {bound_by.on}")


def _levers(over: View, at: View, holder: str | None, options: Iterable[str]) -> Iterator[Lever]:
    steering = list(dict.fromkeys(_steering(at)))
    if not steering:
        return
    parties = charter_parties(at)
    for body, decision in outward_decisions(over):
        votes = _votes(Kept(over), f"{body.id}:{decision.id}", parties, holder)
        for norm in steering:
            yield _lever(over, decision, votes, at, norm, options, holder)


@dataclass(frozen=True, slots=True)
class _Votes:
    """What the bound members can do in one decision: by voting no, and by withholding."""

    name: str
    members: int
    bound: int
    against: int | None
    aside: int | None
    holder_blocks: bool


def outward_decisions(at: View) -> Iterator[tuple[Body, Decision]]:
    """Yield the decisions that bind in law or politically, with their bodies."""
    for body in holding(at.charter.bodies, at):
        for decision in holding(body.decisions, at):
            if decision.binding in {"legal", "political"}:
                yield body, decision


def combinations_of_readings(at: View) -> Iterator[tuple[tuple[str, ...], View]]:
    """Yield each combination of readings on which the duties that steer votes rest."""
    asked: list[str] = []
    for duty in at.charter.duties:
        for terms in duty.terms:
            if {OPPOSE, FURTHER} & set(terms.act):
                options = (*duty.when, *duty.unless, *terms.when, *terms.unless)
                asked += [question_of(at.charter, option) for option in options]
    names = list(dict.fromkeys(asked))
    choices = [[n + letter for letter in at.charter.readings[n].options] for n in names]
    kept = [o for o in at.departures if question_of(at.charter, o) not in names]
    for options in product(*choices):
        yield options, view(at.charter, at.on, [*kept, *options])


def _steering(at: View) -> Iterator[Norm]:
    """Yield the norms that tell a party how to vote on a measure."""
    for norm in norms(at):
        asks = norm.modality in {"must", "should"} and norm.acts == (OPPOSE,)
        forbids = norm.modality == "must not" and norm.acts == (FURTHER,)
        if (asks or forbids) and _judge(norm) is not None:
            yield norm


def _judge(norm: Norm) -> Judge | None:
    found = [
        JUDGES[f.circumstance] for f, given in norm.where if given and f.circumstance in JUDGES
    ]
    return found[0] if found else None


def _relevant(at: View, norm: Norm, options: Iterable[str]) -> tuple[str, ...]:
    """Return which of the readings the duty rests on."""
    duty = next(duty for duty in at.charter.duties if duty.id == norm.duty)
    entries = [duty, *duty.terms]
    named = {o for entry in entries for o in (*entry.when, *entry.unless)}
    asked = {question_of(at.charter, option) for option in named}
    return tuple(option for option in options if question_of(at.charter, option) in asked)


@lru_cache(maxsize=1024)
def _votes(over: Kept, name: str, parties: frozenset[str], holder: str | None) -> _Votes:
    here = scene(over.view, None)
    body, decision = find_decision(over.view, name)
    form = form_of(here, body, decision)
    members = seats(here, body)
    bound = tuple(sorted((parties & set(members)) - {holder}))
    against = smallest_blocking(form, among=bound, by=[Ballot.NO]).size if bound else None
    aside = smallest_blocking(form, among=bound, by=WITHHELD).size if bound else None
    blocks = holder is not None and holder in members and bool(can_block(form, [holder]))
    return _Votes(name, len(members), len(bound), against, aside, blocks)


def _lever(
    over: View,
    decision: Decision,
    votes: _Votes,
    at: View,
    norm: Norm,
    options: Iterable[str],
    holder: str | None,
) -> Lever:
    needed = votes.against if norm.acts == (OPPOSE,) else votes.aside
    judge = _judge(norm) or "the party"
    strength = _strength(norm, judge, needed)
    return Lever(
        over.charter.id,
        votes.name,
        decision.title,
        norm.article,
        f"{norm.modality} {norm.acts[0]}",
        _relevant(at, norm, options),
        judge,
        votes.members,
        votes.bound,
        needed,
        strength,
        votes.holder_blocks,
        _text(norm, judge, votes, needed, strength, holder),
    )


def _strength(norm: Norm, judge: Judge, needed: int | None) -> Strength:
    if needed is None:
        return "none"
    if judge == "the party":
        return "none"  # whoever wants the measure need not think that it does harm
    if judge == "a body" or norm.modality == "should":
        return "influence"
    return "veto"


def _text(
    norm: Norm,
    judge: Judge,
    votes: _Votes,
    needed: int | None,
    strength: Strength,
    holder: str | None,
) -> str:
    who = holder or "the affected state"
    how = "voting no" if norm.acts == (OPPOSE,) else "withholding its vote"
    if needed is None:
        power = f"all {votes.bound} bound members, {how}, cannot defeat it"
    else:
        power = (
            f"{needed} of the {votes.bound} bound members (of {votes.members}), {how}, defeats it"
        )
        power = power.replace("defeats", "defeat") if needed > 1 else power
    why = {
        "the party": "but each judges for itself whether the measure does harm",
        "a body": f"but a body must find the harm, and {who} cannot find it alone",
        "the affected state": f"and {who} itself says whether the measure does harm",
    }[judge]
    if judge == "the affected state" and norm.modality == "should":
        why += ", though only efforts are owed"
    verdict = {"veto": "a veto in law", "influence": "influence, no veto", "none": "no lever"}
    return f"{power}, {why}: {verdict[strength]}."
