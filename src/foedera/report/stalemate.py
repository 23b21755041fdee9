"""What the rules of a charter freeze, on the positions of its members: what an assessment asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np

from foedera.charters import Body, Decision
from foedera.charters.select import answers
from foedera.proceedings import InputError, normal_form
from foedera.report.findings.record import Brief
from foedera.rules import NormalForm
from foedera.rules.errors import RuleError
from foedera.simulation import Dispute, SimulationError
from foedera.simulation.gridlock import (
    Gridlock,
    Positions,
    WayRound,
    gridlock,
    gridlock_of_count,
    positions,
    way_round,
)
from foedera.simulation.variants import form_key

FEWEST = 3  # members of a body that has a middle


@dataclass(frozen=True, slots=True)
class Frozen:
    """The gridlock of a decision, beside that of counting the same members' votes.

    `without` is that with the accused left out, `at_most` that with the party whose leaving out
    moves it most, `whom`: it lies at one end. None where the rule takes no account of an accused.
    """

    body: Body
    decision: Decision
    form: NormalForm
    positions: Positions
    rule: Gridlock
    majority: Gridlock
    two_thirds: Gridlock
    accused: str | None
    without: Gridlock | None
    at_most: Gridlock | None
    whom: str


def frozen(brief: Brief, accused: str | None) -> Iterator[Frozen]:
    """Yield what each of a charter's strongest decisions freezes, rules that are alike once.

    Bodies of fewer than three members, and those of which the data know no position, are left out.
    """
    seen = set()
    for body, decision in answers(brief.view):
        form = _bound(brief, body, decision, None)
        if form is None or len(form.members) < FEWEST or form_key(form) in seen:
            continue
        seen.add(form_key(form))
        held = _held(form.members, brief.view.on)
        if held is not None:
            yield _frozen(brief, body, decision, form, held, accused)


def _frozen(
    brief: Brief,
    body: Body,
    decision: Decision,
    form: NormalForm,
    held: Positions,
    accused: str | None,
) -> Frozen:
    number = len(form.members)
    inside = accused if accused in form.members else None
    ends = [held.parties[int(np.argmin(held.best))], held.parties[int(np.argmax(held.best))]]
    left_out = {code: _left_out(brief, body, decision, form, held, code) for code in ends}
    found = {code: lock for code, lock in left_out.items() if lock is not None}
    whom = min(found, key=lambda code: found[code].share.mean, default="")
    return Frozen(
        body,
        decision,
        form,
        held,
        _locked(_Rule(form_key(form), held.year, form, held)),
        gridlock_of_count(number // 2 + 1, form.members, held),
        gridlock_of_count(-(-2 * number // 3), form.members, held),
        inside,
        _left_out(brief, body, decision, form, held, inside) if inside else None,
        found.get(whom),
        whom,
    )


def _left_out(
    brief: Brief,
    body: Body,
    decision: Decision,
    form: NormalForm,
    held: Positions,
    code: str,
) -> Gridlock | None:
    """Return the gridlock with a party accused; None where that changes nothing in the rule."""
    other = _bound(brief, body, decision, code)
    if other is None or form_key(other) == form_key(form):
        return None
    return _locked(_Rule(form_key(other), held.year, other, held))


def _bound(brief: Brief, body: Body, decision: Decision, accused: str | None) -> NormalForm | None:
    try:
        return normal_form(brief.view, body, decision, brief.bench(accused))
    except (InputError, RuleError):
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    key: tuple[object, ...]
    year: int
    form: NormalForm = field(compare=False)
    held: Positions = field(compare=False)


@lru_cache(maxsize=256)
def _locked(of: _Rule) -> Gridlock:
    return gridlock(of.form, of.held)


@lru_cache(maxsize=64)
def _held(members: tuple[str, ...], on: date) -> Positions | None:
    try:
        return positions(members, on)
    except (SimulationError, ValueError):
        return None


def rounds(brief: Brief, dispute: Dispute) -> Iterator[tuple[Decision, WayRound]]:
    """Yield what the vetoes of each of the strongest decisions are worth in a dispute."""
    for each in frozen(brief, dispute.aggressor):
        strangers = (*dispute.accused, *dispute.attacked)
        everybody = tuple(dict.fromkeys((*each.form.members, *strangers)))
        held = _held(everybody, dispute.on)
        form = _bound(brief, each.body, each.decision, each.accused) or each.form
        found = way_round(form, held, dispute) if held else None
        if found is not None:
            yield each.decision, found
