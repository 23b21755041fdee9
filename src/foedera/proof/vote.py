"""One vote: who can force it, who can block it, whatever the others do.

A coalition is *effective* for an outcome when it has ballots that bring the outcome about against
every ballot of the others (alpha-effectivity: Moulin and Peleg, Cores of effectivity functions,
Journal of Mathematical Economics 10, 1982; Abdou and Keiding, Effectivity Functions in Social
Choice, 1991). With four ballots, others can also defeat a coalition by coming, or by staying away.

'Whatever the others do' is settled without search where each of the others has one ballot that is
worst for the coalition in every inequality that matters at once; this holds for nearly every
treaty. Otherwise ballots are proposed and refuted in turn until one stands or none is left.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedera.proof.systems import (
    Every,
    Found,
    Table,
    Tree,
    leaves,
    opposite,
    question,
    solve,
    tree_of,
    with_tables,
)
from foedera.rules import Ballot, NormalForm, RuleError

Verdict = Literal["holds", "fails", "unknown"]
Aim = Literal["block", "force"]

SECONDS = 10.0
ROUNDS = 200
OTHERS = 4  # the column of those outside the coalition
BALLOTS = tuple(Ballot)


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a coalition is effective, with the ballots by which it is.

    `sheet` is what the coalition casts; where it is not effective, a whole sheet that defeats it.
    `coalition` names it where every one of a size was meant and this one is not.
    """

    verdict: Verdict
    sheet: dict[str, Ballot] = field(default_factory=dict)
    coalition: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether the answer is a proven yes."""
        return self.verdict == "holds"


@dataclass(frozen=True, slots=True)
class Smallest:
    """The smallest effective coalition and what it casts; `size` None: no coalition is.

    Members that help anyway are in the sheet but not in the size. Where `verdict` is unknown, the
    size is only the best found and `at_least` the proven lower bound.
    """

    verdict: Verdict
    size: int | None
    sheet: dict[str, Ballot] = field(default_factory=dict)
    at_least: int = 0

    @property
    def members(self) -> tuple[str, ...]:
        """The coalition, in the order of the body."""
        return tuple(self.sheet)


def can_block(
    form: NormalForm,
    coalition: Collection[str],
    *,
    by: Iterable[Ballot] = BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether the coalition, casting only ballots of `by`, can stop every decision."""
    return effective(Search(form, "block", tuple(by), seconds), coalition)


def can_force(
    form: NormalForm,
    coalition: Collection[str],
    *,
    by: Iterable[Ballot] = BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether the coalition, casting only ballots of `by`, can bring a decision about."""
    return effective(Search(form, "force", tuple(by), seconds), coalition)


def smallest_blocking(
    form: NormalForm,
    *,
    among: Collection[str] | None = None,
    helped_by: Collection[str] = (),
    by: Iterable[Ballot] = BALLOTS,
    seconds: float = SECONDS,
) -> Smallest:
    """Return the smallest coalition that can stop every decision, whatever the others do."""
    return smallest(Search(form, "block", tuple(by), seconds), among, helped_by)


def smallest_forcing(
    form: NormalForm,
    *,
    among: Collection[str] | None = None,
    helped_by: Collection[str] = (),
    by: Iterable[Ballot] = BALLOTS,
    seconds: float = SECONDS,
) -> Smallest:
    """Return the smallest coalition that can bring a decision about, whatever the others do."""
    return smallest(Search(form, "force", tuple(by), seconds), among, helped_by)


class Search:
    """A rule seen by a coalition with an aim: the tree that it wants, and the others' worst."""

    def __init__(
        self, form: NormalForm, aim: Aim, by: tuple[Ballot, ...], seconds: float = SECONDS
    ) -> None:
        self.form = form
        self.seconds = seconds
        tree = tree_of(form.root)
        self.wants_adoption = aim == "force"
        self.wanted = tree if self.wants_adoption else opposite(tree)
        self.at_worst = with_tables(self.wanted, lambda table: beside(table, table.min(axis=1)))
        self.settled = _have_worst(self.wanted)
        self.by = np.zeros(OTHERS + 1, dtype=np.bool_)
        self.by[[int(ballot) for ballot in by]] = True

    def mask(self, codes: Collection[str]) -> NDArray[np.bool_]:
        """Return which members, in the order of the rule, are among the codes."""
        return np.array([member in codes for member in self.form.members], dtype=np.bool_)

    def against(self, reply: NDArray[np.intp]) -> Tree:
        """Return the wanted tree where those outside the coalition cast `reply`."""
        rows = np.arange(len(reply))
        return with_tables(self.wanted, lambda table: beside(table, table[rows, reply]))

    def refute(self, choice: NDArray[np.intp]) -> Found:
        """Return ballots of the others that defeat the coalition's, if there are any."""
        inside = choice < OTHERS
        allowed = np.ones((len(choice), 4), dtype=np.bool_)
        allowed[inside] = False
        allowed[inside, choice[inside]] = True
        return solve(question(opposite(self.wanted), allowed), self.seconds)

    def sheet(self, choice: NDArray[np.intp]) -> dict[str, Ballot]:
        """Return the ballots of those inside a choice by member."""
        cast = zip(self.form.members, choice.tolist(), strict=True)
        return {member: Ballot(column) for member, column in cast if column < OTHERS}


def beside(table: Table, column: Table) -> Table:
    """Return the table with a column for those outside the coalition."""
    return np.concatenate([table, column[:, None]], axis=1)


def _have_worst(tree: Tree) -> NDArray[np.bool_]:
    """Return which members have ballots that are worst in all that must be judged together.

    'For all ballots' distributes over 'and'; within an 'or' one ballot must be worst throughout.
    """
    if isinstance(tree, Every):
        worst = [_have_worst(part) for part in tree.parts]
        return np.asarray(np.logical_and.reduce(worst), dtype=np.bool_)
    return have_one_worst(tree)


def have_one_worst(tree: Tree) -> NDArray[np.bool_]:
    """Return which members have one ballot that is worst in every inequality."""
    tables = np.stack([leaf.table for leaf in leaves(tree)])
    lowest = (tables == tables.min(axis=2, keepdims=True)).all(axis=0)
    return np.asarray(lowest.any(axis=1), dtype=np.bool_)


def effective(search: Search, coalition: Collection[str]) -> Answer:
    """Return whether a coalition brings about what the search is for, whatever the others do.

    Raises:
        RuleError: one of it has no seat.
    """
    check_seats(search.form, coalition)
    inside = search.mask(coalition)
    found = ballots_for(search, inside)
    if found.status == "found" and found.choice is not None:
        return Answer("holds", search.sheet(found.choice))
    if found.status == "unknown":
        return Answer("unknown")
    return Answer("fails", _defeat(search, inside))


def ballots_for(search: Search, inside: NDArray[np.bool_]) -> Found:
    """Return ballots of a coalition that bring about what it wants, whatever the others do."""
    allowed = np.zeros((len(inside), OTHERS + 1), dtype=np.bool_)
    allowed[inside] = search.by
    allowed[~inside, OTHERS] = True
    return _propose(search, allowed, np.zeros(allowed.shape, dtype=np.int64), ~inside)


def check_seats(form: NormalForm, codes: Collection[str]) -> None:
    """Refuse codes that are no members.

    Raises:
        RuleError: with the first that has no seat.
    """
    strangers = sorted(set(codes) - set(form.members))
    if strangers:
        raise RuleError(f"{strangers[0]} has no seat among the {len(form.members)} that vote here")


def _defeat(search: Search, inside: NDArray[np.bool_]) -> dict[str, Ballot]:
    """Return a sheet on which the coalition does its plainest and the others prevail."""
    able = [ballot for ballot in Ballot if search.by[ballot]]
    plainest = Ballot.YES if search.wants_adoption else Ballot.NO
    for ballot in sorted(able, key=lambda ballot: ballot is not plainest):
        reply = search.refute(np.where(inside, int(ballot), OTHERS)).choice
        if reply is not None:
            return search.sheet(reply)
    return {}


def smallest(search: Search, among: Collection[str] | None, helped_by: Collection[str]) -> Smallest:
    """Return the smallest coalition of `among` (None: all) for the search, the helpers for free."""
    helpers = search.mask(helped_by)
    movers = np.ones(len(helpers), dtype=np.bool_) if among is None else search.mask(among)
    allowed = np.zeros((len(helpers), OTHERS + 1), dtype=np.bool_)
    allowed[movers | helpers] = search.by
    allowed[~helpers, OTHERS] = True
    cost = np.zeros(allowed.shape, dtype=np.int64)
    cost[~helpers, :OTHERS] = 1
    found = _propose(search, allowed, cost, ~helpers)
    if found.status == "none":
        return Smallest("fails", None)
    sheet = {} if found.choice is None else search.sheet(found.choice)
    size = None if found.choice is None else found.cost
    return Smallest("holds" if found.status == "found" else "unknown", size, sheet, found.at_least)


def _propose(
    search: Search, allowed: NDArray[np.bool_], cost: Table, others: NDArray[np.bool_]
) -> Found:
    """Return the cheapest choice that no reply of the others refutes.

    Against the worst in every inequality at once a choice surely stands; if the others have such
    ballots, that is also the only way. Else choices are proposed against the replies seen so far.
    """
    sure = solve(question(search.at_worst, allowed, cost), search.seconds)
    if search.settled[others].all() or (sure.status == "found" and sure.cost == 0):
        return sure
    replies = [np.full(len(others), int(ballot), dtype=np.intp) for ballot in Ballot]
    bound = 0
    for _ in range(ROUNDS):
        tree = Every(tuple(search.against(reply) for reply in replies))
        found = solve(question(tree, allowed, cost), search.seconds)
        bound = max(bound, found.at_least)
        if found.status != "found" or found.choice is None:
            return found
        refuted = search.refute(found.choice)
        if refuted.status == "none":
            return found
        if refuted.choice is None:
            break
        replies.append(refuted.choice)
    return Found("unknown", sure.choice, sure.cost, bound)
