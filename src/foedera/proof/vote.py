"""One vote: who can force it, who can block it, whatever the others do.

A coalition is *effective* for an outcome when it has ballots that bring the outcome about against
every ballot of the others (alpha-effectivity: Moulin and Peleg, Cores of effectivity functions,
Journal of Mathematical Economics 10, 1982; Abdou and Keiding, Effectivity Functions in Social
Choice, 1991). With four ballots, others can also defeat a coalition by coming, or by staying away.

'Whatever the others do' is settled without search where each of the others has one ballot that is
worst for the coalition in every inequality that matters at once; this holds for nearly every
treaty. Otherwise ballots are proposed and refuted in turn until one stands or none is left.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
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
from foedera.rules.normal import inequalities

Verdict = Literal["holds", "fails", "unknown"]
Aim = Literal["block", "force"]

SECONDS = 10.0
ROUNDS = 200
LARGEST_LISTING = 20_000
_OTHERS = 4  # the column of those outside the coalition
_BALLOTS = tuple(Ballot)


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


@dataclass(frozen=True, slots=True)
class Listing:
    """Every smallest coalition up to symmetry: for each, how many of which interchangeable members.

    `complete` is false where there were too many to try or one could not be settled in time.
    """

    size: int | None
    types: tuple[tuple[tuple[tuple[str, ...], int], ...], ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Example:
    """A sheet that shows something, or (verdict fails, no sheet) the proof that there is none."""

    verdict: Verdict
    sheet: dict[str, Ballot] = field(default_factory=dict)
    member: str | None = None
    first_adopts: bool | None = None


# ------------------------------------------------------------------------------------ effectivity


def can_block(
    form: NormalForm,
    coalition: Collection[str],
    *,
    by: Iterable[Ballot] = _BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether the coalition, casting only ballots of `by`, can stop every decision."""
    return _effective(_Search(form, "block", tuple(by), seconds), coalition)


def can_force(
    form: NormalForm,
    coalition: Collection[str],
    *,
    by: Iterable[Ballot] = _BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether the coalition, casting only ballots of `by`, can bring a decision about."""
    return _effective(_Search(form, "force", tuple(by), seconds), coalition)


def smallest_blocking(
    form: NormalForm,
    *,
    among: Collection[str] | None = None,
    helped_by: Collection[str] = (),
    by: Iterable[Ballot] = _BALLOTS,
    seconds: float = SECONDS,
) -> Smallest:
    """Return the smallest coalition that can stop every decision, whatever the others do."""
    return _smallest(_Search(form, "block", tuple(by), seconds), among, helped_by)


def smallest_forcing(
    form: NormalForm,
    *,
    among: Collection[str] | None = None,
    helped_by: Collection[str] = (),
    by: Iterable[Ballot] = _BALLOTS,
    seconds: float = SECONDS,
) -> Smallest:
    """Return the smallest coalition that can bring a decision about, whatever the others do."""
    return _smallest(_Search(form, "force", tuple(by), seconds), among, helped_by)


class _Search:
    """A rule seen by a coalition with an aim: the tree that it wants, and the others' worst."""

    def __init__(
        self, form: NormalForm, aim: Aim, by: tuple[Ballot, ...], seconds: float = SECONDS
    ) -> None:
        self.form = form
        self.seconds = seconds
        tree = tree_of(form.root)
        self.wants_adoption = aim == "force"
        self.wanted = tree if self.wants_adoption else opposite(tree)
        self.at_worst = with_tables(self.wanted, lambda table: _beside(table, table.min(axis=1)))
        self.settled = _have_worst(self.wanted)
        self.by = np.zeros(_OTHERS + 1, dtype=np.bool_)
        self.by[[int(ballot) for ballot in by]] = True

    def mask(self, codes: Collection[str]) -> NDArray[np.bool_]:
        return np.array([member in codes for member in self.form.members], dtype=np.bool_)

    def against(self, reply: NDArray[np.intp]) -> Tree:
        """Return the wanted tree where those outside the coalition cast `reply`."""
        rows = np.arange(len(reply))
        return with_tables(self.wanted, lambda table: _beside(table, table[rows, reply]))

    def refute(self, choice: NDArray[np.intp]) -> Found:
        """Return ballots of the others that defeat the coalition's, if there are any."""
        inside = choice < _OTHERS
        allowed = np.ones((len(choice), 4), dtype=np.bool_)
        allowed[inside] = False
        allowed[inside, choice[inside]] = True
        return solve(question(opposite(self.wanted), allowed), self.seconds)

    def sheet(self, choice: NDArray[np.intp]) -> dict[str, Ballot]:
        cast = zip(self.form.members, choice.tolist(), strict=True)
        return {member: Ballot(column) for member, column in cast if column < _OTHERS}


def _beside(table: Table, column: Table) -> Table:
    return np.concatenate([table, column[:, None]], axis=1)


def _have_worst(tree: Tree) -> NDArray[np.bool_]:
    """Return which members have ballots that are worst in all that must be judged together.

    'For all ballots' distributes over 'and'; within an 'or' one ballot must be worst throughout.
    """
    if isinstance(tree, Every):
        worst = [_have_worst(part) for part in tree.parts]
        return np.asarray(np.logical_and.reduce(worst), dtype=np.bool_)
    return _have_one_worst(tree)


def _have_one_worst(tree: Tree) -> NDArray[np.bool_]:
    """Return which members have one ballot that is worst in every inequality."""
    tables = np.stack([leaf.table for leaf in leaves(tree)])
    lowest = (tables == tables.min(axis=2, keepdims=True)).all(axis=0)
    return np.asarray(lowest.any(axis=1), dtype=np.bool_)


def _effective(search: _Search, coalition: Collection[str]) -> Answer:
    _check(search.form, coalition)
    inside = search.mask(coalition)
    found = _ballots_for(search, inside)
    if found.status == "found" and found.choice is not None:
        return Answer("holds", search.sheet(found.choice))
    if found.status == "unknown":
        return Answer("unknown")
    return Answer("fails", _defeat(search, inside))


def _ballots_for(search: _Search, inside: NDArray[np.bool_]) -> Found:
    """Return ballots of a coalition that bring about what it wants, whatever the others do."""
    allowed = np.zeros((len(inside), _OTHERS + 1), dtype=np.bool_)
    allowed[inside] = search.by
    allowed[~inside, _OTHERS] = True
    return _propose(search, allowed, np.zeros(allowed.shape, dtype=np.int64), ~inside)


def _check(form: NormalForm, codes: Collection[str]) -> None:
    strangers = sorted(set(codes) - set(form.members))
    if strangers:
        raise RuleError(f"{strangers[0]} has no seat among the {len(form.members)} that vote here")


def _defeat(search: _Search, inside: NDArray[np.bool_]) -> dict[str, Ballot]:
    """Return a sheet on which the coalition does its plainest and the others prevail."""
    able = [ballot for ballot in Ballot if search.by[ballot]]
    plainest = Ballot.YES if search.wants_adoption else Ballot.NO
    for ballot in sorted(able, key=lambda ballot: ballot is not plainest):
        reply = search.refute(np.where(inside, int(ballot), _OTHERS)).choice
        if reply is not None:
            return search.sheet(reply)
    return {}


def _smallest(
    search: _Search, among: Collection[str] | None, helped_by: Collection[str]
) -> Smallest:
    helpers = search.mask(helped_by)
    movers = np.ones(len(helpers), dtype=np.bool_) if among is None else search.mask(among)
    allowed = np.zeros((len(helpers), _OTHERS + 1), dtype=np.bool_)
    allowed[movers | helpers] = search.by
    allowed[~helpers, _OTHERS] = True
    cost = np.zeros(allowed.shape, dtype=np.int64)
    cost[~helpers, :_OTHERS] = 1
    found = _propose(search, allowed, cost, ~helpers)
    if found.status == "none":
        return Smallest("fails", None)
    sheet = {} if found.choice is None else search.sheet(found.choice)
    size = None if found.choice is None else found.cost
    return Smallest("holds" if found.status == "found" else "unknown", size, sheet, found.at_least)


def _propose(
    search: _Search, allowed: NDArray[np.bool_], cost: Table, others: NDArray[np.bool_]
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


def every_coalition(
    form: NormalForm,
    aim: Aim,
    size: int,
    *,
    by: Iterable[Ballot] = _BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether every coalition of a size is effective, or one that is not."""
    ballots = tuple(by)
    search = _Search(form, aim, ballots, seconds)
    others = opposite(search.wanted)
    columns = [int(ballot) for ballot in ballots]
    limited = with_tables(others, lambda table: table[:, columns])
    weak = with_tables(others, lambda table: _beside(table, table[:, columns].min(axis=1)))
    allowed = np.ones((len(form.members), _OTHERS + 1), dtype=np.bool_)
    cost = np.zeros(allowed.shape, dtype=np.int64)
    cost[:, _OTHERS] = 1
    found = solve(question(weak, allowed, cost, exactly=size), seconds)
    if found.choice is not None:
        inside = found.choice == _OTHERS
        sheet = search.sheet(np.where(inside, columns[0], found.choice))
        return Answer("fails", sheet, tuple(np.array(form.members)[inside].tolist()))
    # The bound takes each inequality's own worst ballot of the coalition; that proves it effective
    # only if every member has one ballot that is all of them, since the others choose after it.
    if found.status == "none" and _have_one_worst(limited).all():
        return Answer("holds")
    return _each_coalition(search, size)


def _each_coalition(search: _Search, size: int) -> Answer:
    tried = list(islice(coalitions(search.form, size), LARGEST_LISTING + 1))
    late: Verdict = "holds" if len(tried) <= LARGEST_LISTING else "unknown"
    for coalition in tried[:LARGEST_LISTING]:
        answer = _effective(search, coalition)
        if answer.verdict == "fails":
            return Answer("fails", answer.sheet, coalition)
        late = "unknown" if answer.verdict == "unknown" else late
    return Answer(late)


# ----------------------------------------------------------------------------- all up to symmetry


def all_smallest_blocking(form: NormalForm, *, by: Iterable[Ballot] = _BALLOTS) -> Listing:
    """Return every smallest blocking coalition, interchangeable members taken as one."""
    return _listing(_Search(form, "block", tuple(by)))


def all_smallest_forcing(form: NormalForm, *, by: Iterable[Ballot] = _BALLOTS) -> Listing:
    """Return every smallest forcing coalition, interchangeable members taken as one."""
    return _listing(_Search(form, "force", tuple(by)))


def _listing(search: _Search) -> Listing:
    least = _smallest(search, None, ())
    if least.size is None or least.verdict != "holds":
        return Listing(None, complete=least.verdict == "fails")
    kinds = kinds_of(search.form)
    tried = list(islice(_numbers(kinds, least.size), LARGEST_LISTING + 1))
    complete = len(tried) <= LARGEST_LISTING
    types = []
    for numbers in tried[:LARGEST_LISTING]:
        pairs = [(kind, number) for kind, number in zip(kinds, numbers, strict=True) if number]
        coalition = {member for kind, number in pairs for member in kind[:number]}
        status = _ballots_for(search, search.mask(coalition)).status
        complete &= status != "unknown"
        if status == "found":
            types.append(tuple(pairs))
    return Listing(least.size, tuple(types), complete)


def kinds_of(form: NormalForm) -> list[tuple[str, ...]]:
    """Return the groups of interchangeable members: equal coefficients in every inequality."""
    table = np.concatenate([leaf.coefficients for leaf in inequalities(form.root)], axis=1)
    kinds: dict[bytes, list[str]] = {}
    for member, row in zip(form.members, table, strict=True):
        kinds.setdefault(row.tobytes(), []).append(member)
    return [tuple(kind) for kind in kinds.values()]


def coalitions(form: NormalForm, size: int) -> Iterator[tuple[str, ...]]:
    """Yield the coalitions of a size, one for all that differ by interchangeable members only."""
    kinds = kinds_of(form)
    for numbers in _numbers(kinds, size):
        pairs = zip(kinds, numbers, strict=True)
        yield tuple(member for kind, number in pairs for member in kind[:number])


def _numbers(kinds: list[tuple[str, ...]], size: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to take `size` members in all from the kinds."""
    if not kinds:
        if size == 0:
            yield ()
        return
    rest = sum(len(kind) for kind in kinds[1:])
    for first in range(min(size, len(kinds[0])), max(0, size - rest) - 1, -1):
        for others in _numbers(kinds[1:], size - first):
            yield (first, *others)


# ---------------------------------------------------------------------------------- other sheets


def adoption(
    form: NormalForm, fixed: dict[str, tuple[Ballot, ...]], *, seconds: float = SECONDS
) -> Example:
    """Return a sheet that adopts while each member of `fixed` casts one of its ballots there."""
    _check(form, fixed)
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


__all__ = [
    "Answer",
    "Example",
    "Listing",
    "Smallest",
    "adoption",
    "all_smallest_blocking",
    "all_smallest_forcing",
    "can_block",
    "can_force",
    "difference",
    "kinds_of",
    "paradox",
    "smallest_blocking",
    "smallest_forcing",
]
