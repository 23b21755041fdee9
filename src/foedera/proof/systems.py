"""Choices of members that fulfil an and/or tree of inequalities, cheapest first.

Every question about one vote becomes: let each member choose one of its columns so that a tree of
`sum of table[member, choice] >= threshold` holds, at the least cost. Trees are monotone in the
sums, so a column that is no better in any inequality and no cheaper is never needed. What remains
is settled, in this order, by bounds, by one inequality's greedy order, by counting how many members
of each kind take which column, and only then by a solver.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, product
from math import comb, prod
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from foedera.rules.normal import Conjunction, Inequality, Node

Table = NDArray[np.int64]
LARGEST_COUNT = 60_000
MOST_BRANCHES = 64


@dataclass(frozen=True, slots=True, eq=False)
class Leaf:
    """`table[i, choice of i]`, added up, is at least `threshold`; rows are members."""

    table: Table
    threshold: int


@dataclass(frozen=True, slots=True, eq=False)
class Every:
    """All parts hold."""

    parts: tuple["Tree", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """At least one part holds."""

    parts: tuple["Tree", ...]


Tree = Leaf | Every | Some


def tree_of(node: Node) -> Tree:
    """Return the tree of a rule's normal form; its columns are the four ballots."""
    if isinstance(node, Inequality):
        return Leaf(node.coefficients, node.threshold)
    parts = tuple(tree_of(part) for part in node.parts)
    return Every(parts) if isinstance(node, Conjunction) else Some(parts)


def opposite(tree: Tree) -> Tree:
    """Return the tree that holds exactly when `tree` does not."""
    match tree:
        case Leaf(table, threshold):
            return Leaf(-table, 1 - threshold)
        case Every(parts):
            return Some(tuple(opposite(part) for part in parts))
        case Some(parts):
            return Every(tuple(opposite(part) for part in parts))


def leaves(tree: Tree) -> list[Leaf]:
    """Return the inequalities of a tree in order."""
    if isinstance(tree, Leaf):
        return [tree]
    return [leaf for part in tree.parts for leaf in leaves(part)]


def with_tables(tree: Tree, change: Callable[[Table], Table]) -> Tree:
    """Return the tree with every table changed."""
    if isinstance(tree, Leaf):
        return Leaf(change(tree.table), tree.threshold)
    return type(tree)(tuple(with_tables(part, change) for part in tree.parts))


def fulfilled(tree: Tree, totals: Table) -> NDArray[np.bool_]:
    """Return where a tree holds; `totals` has one column for each leaf, in order."""
    return _fulfilled(tree, iter(totals.T))


def _fulfilled(tree: Tree, totals: Iterator[Table]) -> NDArray[np.bool_]:
    if isinstance(tree, Leaf):
        return np.asarray(next(totals) >= tree.threshold)
    verdicts = [_fulfilled(part, totals) for part in tree.parts]
    join = np.logical_and if isinstance(tree, Every) else np.logical_or
    return np.asarray(join.reduce(verdicts), dtype=np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """What is sought: choices among the `allowed` that fulfil the tree at the least `cost`.

    `allowed` and `cost` have the shape of the tables; costs are 0 or 1. `exactly` fixes the cost.
    """

    tree: Tree
    allowed: NDArray[np.bool_]
    cost: Table
    exactly: int | None = None


Status = Literal["found", "none", "unknown"]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The answer: each member's column, its cost, and the proven lower bound of the cost.

    Unknown: time ran out; `choice` is then the best found, if any.
    """

    status: Status
    choice: NDArray[np.intp] | None = None
    cost: int = 0
    at_least: int = 0


NONE = Found("none")


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """Members with the same rows everywhere, and the columns among which they need to choose."""

    members: NDArray[np.intp]
    columns: NDArray[np.intp]
    coefficients: Table  # (columns, leaves)
    cost: Table  # (columns,)

    @property
    def ways(self) -> int:
        """How many different ways its members have to spread over its columns."""
        return comb(len(self.members) + len(self.columns) - 1, len(self.columns) - 1)


def question(
    tree: Tree, allowed: NDArray[np.bool_], cost: Table | None = None, exactly: int | None = None
) -> Question:
    """Return a question; without costs every choice is free."""
    free = np.zeros(allowed.shape, dtype=np.int64)
    return Question(tree, allowed, free if cost is None else cost, exactly)


def solve(asked: Question, seconds: float = 10.0) -> Found:
    """Return the cheapest choices that fulfil a question, or that there are none.

    An 'or' is split into its branches, the most promising first: a conjunction of inequalities has
    far better bounds than a choice between some.
    """
    parts = _branches(asked.tree)
    if len(parts) > MOST_BRANCHES:
        return _settle(asked, asked.tree, NONE, seconds)
    plans = [(_heaviest(asked, part), part) for part in parts]
    answers: list[Found] = []
    for start, part in sorted(plans, key=lambda plan: plan[0].at_least):
        if any(a.choice is not None and a.cost <= start.at_least for a in answers):
            break
        if start.status != "none":
            answers.append(_settle(asked, Every(tuple(part)), start, seconds))
    return _cheapest(answers)


def _branches(tree: Tree) -> list[list[Leaf]]:
    """Return the conjunctions of which one must hold; more than MOST_BRANCHES are cut short."""
    if isinstance(tree, Leaf):
        return [[tree]]
    found = [_branches(part) for part in tree.parts]
    if isinstance(tree, Some):
        return [branch for branches in found for branch in branches]
    if prod(len(branches) for branches in found) > MOST_BRANCHES:
        return [[]] * (MOST_BRANCHES + 1)
    return [[leaf for branch in chosen for leaf in branch] for chosen in product(*found)]


def _heaviest(asked: Question, part: list[Leaf]) -> Found:
    """Return the cheapest choice for the dearest of some inequalities: a bound, and a first try."""
    if asked.exactly is not None:
        return Found("unknown")
    tries = [_greedy(asked, leaf) for leaf in part]
    if any(found.status == "none" for found in tries):
        return NONE
    return max(tries, key=lambda found: found.cost)


def _settle(asked: Question, tree: Tree, start: Found, seconds: float) -> Found:
    """Answer for one tree; `start` is the cheapest for one of its inequalities, if known."""
    if start.choice is not None and _holds(tree, start.choice):
        return start
    one = replace(asked, tree=tree)
    kinds = _kinds(one)
    if not _within_bounds(one, kinds):
        return NONE
    if prod(kind.ways for kind in kinds) <= LARGEST_COUNT:
        return _count(one, kinds)
    from foedera.proof.solver import ask_solver

    return ask_solver(one, kinds, seconds, at_least=start.at_least)


def _holds(tree: Tree, choice: NDArray[np.intp]) -> bool:
    rows = np.arange(len(choice))
    totals = [int(leaf.table[rows, choice].sum()) for leaf in leaves(tree)]
    return bool(fulfilled(tree, np.array([totals], dtype=np.int64))[0])


def _cheapest(answers: list[Found]) -> Found:
    found = [answer for answer in answers if answer.choice is not None]
    open_ = [answer for answer in answers if answer.status == "unknown"]
    best = min(found, key=lambda answer: answer.cost, default=None)
    if best is None:
        return Found("unknown", at_least=min(a.at_least for a in open_)) if open_ else NONE
    at_least = min([best.cost, *(answer.at_least for answer in open_)])
    proved = at_least == best.cost
    return Found("found" if proved else "unknown", best.choice, best.cost, at_least)


def _kinds(asked: Question) -> list[Kind]:
    tables = np.stack([leaf.table for leaf in leaves(asked.tree)], axis=1)  # members, leaves, col.
    members = len(tables)
    rows = np.concatenate(
        [tables.reshape(members, -1), asked.allowed.astype(np.int64), asked.cost], axis=1
    )
    kinds: dict[bytes, list[int]] = {}
    for member, row in enumerate(map(bytes, rows)):
        kinds.setdefault(row, []).append(member)
    return [_kind(asked, tables[alike[0]], np.array(alike)) for alike in kinds.values()]


def _kind(asked: Question, table: Table, members: NDArray[np.intp]) -> Kind:
    """Return members that are alike, with the columns that no other makes needless."""
    cost = asked.cost[members[0]]
    same = asked.exactly is not None

    def needless(column: int, other: int) -> bool:
        cheaper = cost[other] == cost[column] if same else cost[other] <= cost[column]
        return bool(cheaper and (table[:, other] >= table[:, column]).all())

    kept: list[int] = []
    for column in np.flatnonzero(asked.allowed[members[0]]).tolist():
        if not any(needless(column, other) for other in kept):
            kept = [other for other in kept if not needless(other, column)] + [column]
    columns = np.array(kept, dtype=np.intp)
    return Kind(members, columns, table[:, columns].T, cost[columns])


def _within_bounds(asked: Question, kinds: list[Kind]) -> bool:
    """Return whether the tree holds where every sum is the largest that it can be by itself."""
    if any(not len(kind.columns) for kind in kinds):
        return False
    most = sum(len(kind.members) * kind.coefficients.max(axis=0) for kind in kinds)
    return bool(fulfilled(asked.tree, np.atleast_2d(np.asarray(most)))[0])


def _greedy(asked: Question, leaf: Leaf) -> Found:
    """Return the cheapest choice for one inequality: those that gain most pay first."""
    rows = np.arange(len(leaf.table))
    lowest = np.iinfo(np.int64).min // 4
    free = np.where(asked.allowed & (asked.cost == 0), leaf.table, lowest)
    paid = np.where(asked.allowed & (asked.cost > 0), leaf.table, lowest)
    choice = free.argmax(axis=1)
    if not asked.allowed.any(axis=1).all():
        return NONE
    must = free.max(axis=1) == lowest
    choice[must] = paid.argmax(axis=1)[must]
    missing = leaf.threshold - int(leaf.table[rows, choice].sum())
    gains: Table = np.where(
        must | (paid.max(axis=1) == lowest), 0, paid.max(axis=1) - free.max(axis=1)
    )
    order = np.argsort(-gains, kind="stable")
    reached = np.cumsum(gains[order])
    if missing > 0 and reached[-1] < missing:
        return NONE
    size = 0 if missing <= 0 else int(np.searchsorted(reached, missing) + 1)
    choice[order[:size]] = paid.argmax(axis=1)[order[:size]]
    cost = int(must.sum()) + size
    return Found("found", choice, cost, cost)


def _count(asked: Question, kinds: list[Kind]) -> Found:
    """Try every number of members of each kind in each column."""
    blocks = [_compositions(len(kind.members), len(kind.columns)) for kind in kinds]
    totals = np.zeros((1, len(leaves(asked.tree))), dtype=np.int64)
    costs = np.zeros(1, dtype=np.int64)
    for kind, block in zip(kinds, blocks, strict=True):
        sums = block @ kind.coefficients
        totals = (totals[:, None, :] + sums[None, :, :]).reshape(-1, sums.shape[1])
        costs = (costs[:, None] + (block @ kind.cost)[None, :]).reshape(-1)
    good = fulfilled(asked.tree, totals)
    if asked.exactly is not None:
        good &= costs == asked.exactly
    rows = np.flatnonzero(good)
    if not len(rows):
        return NONE
    best = int(rows[costs[rows].argmin()])
    parts = np.unravel_index(best, [len(block) for block in blocks])
    numbers = [block[int(part)] for block, part in zip(blocks, parts, strict=True)]
    cost = int(costs[best])
    return Found("found", spread(kinds, numbers), cost, cost)


@lru_cache(maxsize=256)
def _compositions(size: int, columns: int) -> Table:
    """Return every way to write `size` as an ordered sum of `columns` numbers: stars and bars."""
    bars = list(combinations(range(size + columns - 1), columns - 1))
    ends = np.array(bars, dtype=np.int64).reshape(len(bars), columns - 1)
    walls = np.full((len(bars), 1), -1), ends, np.full((len(bars), 1), size + columns - 1)
    parts: Table = np.diff(np.concatenate(walls, axis=1), axis=1) - 1
    return parts


def spread(kinds: list[Kind], numbers: list[Table]) -> NDArray[np.intp]:
    """Return each member's column, given how many of each kind take each of its columns."""
    choice = np.zeros(sum(len(kind.members) for kind in kinds), dtype=np.intp)
    for kind, number in zip(kinds, numbers, strict=True):
        choice[kind.members] = np.repeat(kind.columns, number)
    return choice
