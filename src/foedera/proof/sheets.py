"""Sheets that show something about a rule: an adoption, a paradox, a difference between two."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np

from foedera.proof.kinds import kinds_of
from foedera.proof.systems import (
    Every,
    Found,
    Table,
    leaves,
    opposite,
    question,
    solve,
    tree_of,
    with_tables,
)
from foedera.proof.vote import SECONDS, Verdict, check_seats
from foedera.rules import Ballot, NormalForm, RuleError


@dataclass(frozen=True, slots=True)
class Example:
    """A sheet that shows something, or (verdict fails, no sheet) the proof that there is none."""

    verdict: Verdict
    sheet: dict[str, Ballot] = field(default_factory=dict)
    member: str | None = None
    first_adopts: bool | None = None


def adoption(
    form: NormalForm, fixed: dict[str, tuple[Ballot, ...]], *, seconds: float = SECONDS
) -> Example:
    """Return a sheet that adopts while each member of `fixed` casts one of its ballots there."""
    check_seats(form, fixed)
    allowed = np.ones((len(form.members), 4), dtype=np.bool_)
    for member, ballots in fixed.items():
        allowed[form.members.index(member)] = [ballot in ballots for ballot in Ballot]
    return _example(form, solve(question(tree_of(form.root), allowed), seconds))


def _example(form: NormalForm, found: Found, member: str | None = None) -> Example:
    if found.choice is None:
        return Example("fails" if found.status == "none" else "unknown")
    cast = [Ballot(column) for column in found.choice.tolist()]
    return Example("holds", dict(zip(form.members, cast, strict=True)), member)


def paradox(
    form: NormalForm,
    *,
    cast: Ballot = Ballot.NO,
    instead: Ballot = Ballot.ABSENT,
    of: Collection[str] | None = None,
    seconds: float = SECONDS,
) -> Example:
    """Return a sheet that adopts because a member casts `cast` and not `instead`.

    By default: a member comes and votes no, the measure passes, and had it stayed away the measure
    would have failed (decred/politeia#729 is a report of it from practice). `of` limits who it is.
    """
    late = Example("fails")
    for kind in kinds_of(form):
        inside = [code for code in kind if of is None or code in of]
        if not inside:
            continue
        member = form.members.index(inside[0])
        example = _turned(form, member, cast, instead, seconds)
        if example.verdict == "holds":
            return example
        late = example if example.verdict == "unknown" else late
    return late


def _turned(
    form: NormalForm, member: int, cast: Ballot, instead: Ballot, seconds: float
) -> Example:
    tree = tree_of(form.root)
    gains = [leaf.table[member, cast] > leaf.table[member, instead] for leaf in leaves(tree)]
    if not any(gains):
        return Example("fails")

    def moved(table: Table) -> Table:
        changed = table.copy()
        changed[member] = table[member, instead]
        return changed

    allowed = np.ones((len(form.members), 4), dtype=np.bool_)
    allowed[member] = False
    allowed[member, cast] = True
    both = Every((tree, opposite(with_tables(tree, moved))))
    return _example(form, solve(question(both, allowed), seconds), form.members[member])


def difference(first: NormalForm, second: NormalForm, *, seconds: float = SECONDS) -> Example:
    """Return a sheet that one of two rules adopts and the other rejects, or that there is none.

    Unlike `foedera.rules.differ.difference` it never only samples.

    Raises:
        RuleError: the members are not the same.
    """
    if first.members != second.members:
        raise RuleError("two rules can be compared on a sheet only over the same members")
    one, two = tree_of(first.root), tree_of(second.root)
    allowed = np.ones((len(first.members), 4), dtype=np.bool_)
    late = Example("fails")
    for tree, adopts in ((Every((one, opposite(two))), True), (Every((opposite(one), two)), False)):
        example = _example(first, solve(question(tree, allowed), seconds))
        if example.verdict == "holds":
            return Example("holds", example.sheet, first_adopts=adopts)
        late = example if example.verdict == "unknown" else late
    return late
