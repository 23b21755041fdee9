"""Counting any and/or of inequalities for up to some thirty members, by meeting in the middle.

The members are parted into two halves, and every coalition of each half becomes a state: its size
and its sums. Criteria that count heads are settled by the sizes of the two states. Of the others
the one with the most distinct sums, population, orders the states of each size, so that a state
finds its partners by binary search; the rest, votes, part the states into classes, for each of
which the partners are counted cumulatively along that order. The result is the number of winning
coalitions by size, and of those with each member: Banzhaf and Shapley-Shubik follow exactly.

References: Horowitz & Sahni (1974) for the two halves; Matsui & Matsui (2000) and Kurz (2016) on
counting by coalition size.

Where members are of few kinds, coalitions with as many of each kind are counted at once instead.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from math import comb, factorial, prod
from operator import mul

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import TooLarge
from foedera.power.weighted import Counts, TwoWay
from foedera.rules.normal import Conjunction, Inequality, Node

# 2^20 states a half; and elementary steps (states compared with classes of states) in all.
MOST_MEMBERS = 40
MOST_STEPS = 4_000_000_000
CHUNK = 2**22  # states times classes compared at once

# Members of few kinds: so many compositions at most, and members for which counts stay below 2^53.
MOST_COMPOSITIONS = 5_000
MOST_OF_FEW_KINDS = 45

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Truth = dict[int, NDArray[np.bool_]]  # by identity of the inequality


@dataclass(frozen=True, slots=True, eq=False)
class BySize:
    """Winning coalitions by size 0 .. n, and those that hold a member of each kind.

    A coalition's members say yes, all others no. Whole numbers, exact; shapes (n + 1,) and
    (kinds, n + 1). `kind` tells each member's.
    """

    winning: Ints
    holding: Ints
    kind: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Half:
    """All coalitions of a half, ordered by size and then by the sum of the ordering inequality."""

    inside: Floats  # (members, states): 1 where the member belongs to the coalition
    size: NDArray[np.intp]
    sums: Ints  # (states, leaves)
    starts: NDArray[np.intp]  # where each size begins, and the end


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """Which inequalities sizes settle, which one orders the states, and which remain."""

    game: TwoWay
    by_size: tuple[int, ...]
    ordering: int
    rest: tuple[int, ...]


def count_halves(game: TwoWay) -> Counts:
    """Return the exact counts of any rule of two classes of ballots.

    Raises:
        TooLarge: there are too many members, or too many criteria with large weights.
    """
    found = count_kinds(game) or count_by_size(game)
    adopting, with_yes, with_no = sheets_by_kind(game, found)
    index = shapley_by_size(game, found)
    kind = found.kind
    return Counts(
        adopting,
        tuple(with_yes[k] for k in kind),
        tuple(with_no[k] for k in kind),
        index[list(kind)],
    )


def count_by_size(game: TwoWay) -> BySize:
    """Return the number of winning coalitions by size, each member being a kind by itself.

    Raises:
        TooLarge: there are too many members, or too many criteria with large weights.
    """
    members = len(game.members)
    if members > MOST_MEMBERS:
        raise TooLarge(
            f"{members} members are too many to meet in the middle, for which there may be "
            f"{MOST_MEMBERS} at most"
        )
    middle = (members + 1) // 2
    plan = _plan(game)
    first, second = (_half(g, plan.ordering) for g in (game.gains[:middle], game.gains[middle:]))
    winning, with_first = _meet(plan, first, second)
    again, with_second = _meet(plan, second, first)
    found = BySize(winning, np.concatenate([with_first, with_second]), tuple(range(members)))
    if (winning != again).any() or (found.holding.sum(axis=0) != sizes(members) * winning).any():
        raise ArithmeticError("the two halves count different numbers of winning coalitions")
    return found


def sizes(members: int) -> Ints:
    """Return 0 .. members, the sizes of coalitions."""
    return np.arange(members + 1, dtype=np.int64)


# ---------------------------------------------------------------------------------- few kinds


def count_kinds(game: TwoWay) -> BySize | None:
    """Return the winning coalitions by size if members are of few kinds, else None."""
    rows = [row.tobytes() for row in game.gains]
    number = {row: kind for kind, row in enumerate(dict.fromkeys(rows))}
    kind = [number[row] for row in rows]
    many = [kind.count(k) for k in range(len(number))]
    if len(kind) > MOST_OF_FEW_KINDS or prod(m + 1 for m in many) > MOST_COMPOSITIONS:
        return None
    taken = np.indices([m + 1 for m in many]).reshape(len(many), -1)
    sums = taken.T @ game.gains[[kind.index(k) for k in range(len(many))]]
    reached = (sums >= game.needs).T
    wins = _holds(
        game.root, {id(leaf): held for leaf, held in zip(game.leaves, reached, strict=True)}
    )
    taken = taken[:, wins]
    coalitions = np.ones(taken.shape[1])
    for m, of_kind in zip(many, taken, strict=True):
        coalitions *= np.array([comb(m, j) for j in range(m + 1)], dtype=np.float64)[of_kind]
    size, length = taken.sum(axis=0), len(kind) + 1
    winning = np.bincount(size, coalitions, length)
    holding = [np.bincount(size, coalitions * of_kind, length) for of_kind in taken]
    of_one = np.array(holding) / np.array(many)[:, None]
    return BySize(winning.astype(np.int64), of_one.astype(np.int64), tuple(kind))


# ---------------------------------------------------------------------------------- two halves


def _plan(game: TwoWay) -> _Plan:
    equal = (game.gains == game.gains[:1]).all(axis=0)
    others = np.flatnonzero(~equal).tolist()
    ordering = max(others, key=lambda k: _spread(game.gains[:, k]), default=0)
    rest = tuple(k for k in others if k != ordering)
    return _Plan(game, tuple(np.flatnonzero(equal).tolist()), ordering, rest)


def _spread(gains: Ints) -> int:
    """Return the sum of weights in lowest terms: how many sums they can have at most."""
    return int(np.abs(gains).sum()) // (int(np.gcd.reduce(gains)) or 1)


def _half(gains: Ints, ordering: int) -> _Half:
    """Return all coalitions of some members."""
    sums = np.zeros((1, gains.shape[1]), dtype=np.int64)
    size = np.zeros(1, dtype=np.intp)
    for gain in gains:
        sums = np.concatenate([sums, sums + gain])
        size = np.concatenate([size, size + 1])
    order = np.lexsort((sums[:, ordering], size))
    inside = (order >> np.arange(len(gains))[:, None]) & 1
    starts = np.searchsorted(size[order], np.arange(len(gains) + 2))
    return _Half(inside.astype(np.float64), size[order], sums[order], starts)


def _meet(plan: _Plan, here: _Half, there: _Half) -> tuple[Ints, Ints]:
    """Return the winning coalitions by size, and of them those with each member of `here`.

    Counts pass through floating point, exact below 2^53, of which 2^40 coalitions stay far.
    """
    partners = _partners(plan, here, there)
    reach = partners.shape[1]
    winning = np.zeros(len(plan.game.members) + 1)
    holding = np.zeros((len(here.inside), len(winning)))
    for size, (start, end) in enumerate(zip(here.starts, here.starts[1:], strict=False)):
        block = partners[start:end]
        winning[size : size + reach] += block.sum(axis=0)
        holding[:, size : size + reach] += here.inside[:, start:end] @ block
    return winning.astype(np.int64), holding.astype(np.int64)


def _partners(plan: _Plan, here: _Half, there: _Half) -> Floats:
    """Return for each state here how many states there, by size, win together with it."""
    together = np.add.outer(sizes(len(here.inside)), sizes(len(there.inside)))
    certain = np.zeros(together.shape)
    open_: list[tuple[Truth, NDArray[np.bool_]]] = []
    for settled, of_size in _kinds(plan):
        outcome = _certain(plan, settled)
        if outcome is None:
            open_.append((settled, of_size[together]))
        elif outcome:
            certain += of_size[together] * np.diff(there.starts)
    found: Floats = certain[here.size]
    if open_:
        places, classes = _places(plan, here, there), _classes(plan, here, there)
        for rows, chunk in _class_chunks(plan, classes, there):
            for settled, mask in open_:
                partners = _along(plan, settled, classes, chunk, rows, places, there)
                found[rows] += partners * mask[here.size[rows]]
    return found


def _kinds(plan: _Plan) -> Iterator[tuple[Truth, NDArray[np.bool_]]]:
    """Yield each way in which sizes settle inequalities, and the sizes that settle them so."""
    game = plan.game
    all_sizes = sizes(len(game.members))
    columns = list(plan.by_size)
    truth = all_sizes[:, None] * game.gains[0, columns] >= game.needs[columns]
    for row in np.unique(truth, axis=0):
        settled = {id(game.leaves[k]): row[[j]] for j, k in enumerate(columns)}
        yield settled, (truth == row).all(axis=1)


def _certain(plan: _Plan, settled: Truth) -> bool | None:
    """Return the outcome if it is the same whatever the other inequalities say."""
    others = [id(plan.game.leaves[k]) for k in (plan.ordering, *plan.rest)]
    worst = bool(_holds(plan.game.root, dict.fromkeys(others, np.zeros(1, np.bool_)) | settled)[0])
    best = bool(_holds(plan.game.root, dict.fromkeys(others, np.ones(1, np.bool_)) | settled)[0])
    return worst if worst == best else None


def _holds(node: Node, truth: Truth) -> NDArray[np.bool_]:
    if isinstance(node, Inequality):
        return truth[id(node)]
    found = _holds(node.parts[0], truth)
    for part in node.parts[1:]:
        other = _holds(part, truth)
        found = found & other if isinstance(node, Conjunction) else found | other
    return found


def _places(plan: _Plan, here: _Half, there: _Half) -> NDArray[np.intp]:
    """Return, by state here and size there, from which state there on the ordering sum suffices."""
    needed = plan.game.needs[plan.ordering] - here.sums[:, plan.ordering]
    held = there.sums[:, plan.ordering]
    bounds = zip(there.starts, there.starts[1:], strict=False)
    columns = [start + np.searchsorted(held[start:end], needed) for start, end in bounds]
    return np.stack(columns, axis=1)


# ------------------------------------------------------------------------------------ classes


@dataclass(frozen=True, slots=True, eq=False)
class _Classes:
    """States of a half that the remaining inequalities cannot tell apart."""

    of: NDArray[np.intp]  # class by state
    order: NDArray[np.intp]  # states by class
    starts: NDArray[np.intp]  # where each class begins in that order, and the end
    sums: Ints  # (classes, leaves)


def _classes(plan: _Plan, here: _Half, there: _Half) -> _Classes:
    of = np.zeros(len(here.size), dtype=np.intp)
    sums = here.sums.copy()
    for leaf in plan.rest:
        need, held = plan.game.needs[leaf], there.sums[:, leaf]
        # Sums with which every partner suffices, or none does, coincide.
        sums[:, leaf] = sums[:, leaf].clip(need - held.max() - 1, need - held.min())
        values, inverse = np.unique(sums[:, leaf], return_inverse=True)
        _, of = np.unique(of * len(values) + inverse, return_inverse=True)
    order = np.argsort(of, kind="stable")
    starts = np.searchsorted(of[order], np.arange(of.max() + 2))
    return _Classes(of, order, starts, sums[order[starts[:-1]]])


def _class_chunks(
    plan: _Plan, classes: _Classes, there: _Half
) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Yield the states and the classes of one chunk after the other."""
    number, states = len(classes.sums), len(there.size)
    if number * states > MOST_STEPS:
        raise TooLarge(
            f"{len(plan.rest) + 1} criteria with large weights for {len(plan.game.members)} "
            f"members need {number * states:,} comparisons, more than {MOST_STEPS:,}"
        )
    step = max(1, CHUNK // states)
    for start in range(0, number, step):
        end = min(start + step, number)
        rows = classes.order[classes.starts[start] : classes.starts[end]]
        yield rows, np.arange(start, end)


def _along(
    plan: _Plan,
    settled: Truth,
    classes: _Classes,
    chunk: NDArray[np.intp],
    rows: NDArray[np.intp],
    places: NDArray[np.intp],
    there: _Half,
) -> Ints:
    """Return for the states in `rows` the winning partners by size.

    Along the states there, those before a place fail the ordering inequality, those from it on
    fulfil it: both numbers are differences of cumulated counts for the state's class.
    """
    game = plan.game
    truth = settled | {
        id(game.leaves[k]): classes.sums[chunk, k][:, None] + there.sums[:, k] >= game.needs[k]
        for k in plan.rest
    }
    ordering = id(game.leaves[plan.ordering])
    shape = (len(chunk), len(there.size))
    failing, holding = (
        _cumulated(np.broadcast_to(_holds(game.root, truth | {ordering: value}), shape))
        for value in (np.zeros(1, np.bool_), np.ones(1, np.bool_))
    )
    whole = holding[:, there.starts[1:]] - failing[:, there.starts[:-1]]
    gained = holding - failing
    of = classes.of[rows] - chunk[0]
    found: Ints = whole[of] - gained[of[:, None], places[rows]]
    return found


def _cumulated(truth: NDArray[np.bool_]) -> NDArray[np.int32]:
    counts = np.zeros((truth.shape[0], truth.shape[1] + 1), dtype=np.int32)
    np.cumsum(truth, axis=1, out=counts[:, 1:])
    return counts


# ------------------------------------------------------------------------------------ indices


def sheets_by_kind(game: TwoWay, found: BySize) -> tuple[int, list[int], list[int]]:
    """Return the adopting sheets, and by kind those of the others after a member's yes or no."""
    members = len(game.members)
    odds = [game.yes**s * game.no ** (members - 1 - s) for s in range(members)]
    lacking = found.winning - found.holding
    with_yes = [sum(map(mul, odds, row)) for row in found.holding[:, 1:].tolist()]
    with_no = [sum(map(mul, odds, row)) for row in lacking[:, :-1].tolist()]
    adopting = game.yes * with_yes[0] + game.no * with_no[0]
    return adopting, with_yes, with_no


def shapley_by_size(game: TwoWay, found: BySize) -> Floats:
    """Return each kind's Shapley-Shubik index: swings weighted by the orders that make them pivots.

    Exact, and then rounded once, unless a member's swings go both ways; the integral of their
    absolute balance is then taken with as many nodes as :func:`indices.shapley_shubik` takes.
    """
    members = len(game.members)
    orders = _orders(members)
    swings = found.holding[:, 1:] - (found.winning - found.holding)[:, :-1]
    one_way = (swings >= 0).all(axis=1) | (swings <= 0).all(axis=1)
    index = np.zeros(len(swings))
    whole = 0
    for k, row in enumerate(swings.tolist()):
        pivots = abs(sum(map(mul, orders, row)))
        whole += pivots * found.kind.count(k)
        index[k] = pivots / factorial(members)
    decided_by_all = int(found.winning[-1] - found.winning[0])
    if (swings >= 0).all() and whole != factorial(members) * decided_by_all:
        raise ArithmeticError("the Shapley-Shubik indices do not add up to one")
    if not one_way.all():
        index[~one_way] = _balance(game, swings[~one_way])
    return index


@lru_cache(maxsize=64)
def _orders(members: int) -> tuple[int, ...]:
    """Return in how many orders of the others a member comes after 0, 1, ... of some of them."""
    return tuple(factorial(s) * factorial(members - 1 - s) for s in range(members))


def _balance(game: TwoWay, swings: Ints) -> Floats:
    """Return the integral of the absolute balance of swings of both signs."""
    members = swings.shape[1]
    nodes, widths = np.polynomial.legendre.leggauss((members + 1) // 2)
    spoken, widths = (nodes + 1) / 2, widths / 2
    share = game.yes / (game.yes + game.no)
    found = np.zeros(len(swings))
    for chance, part in ((spoken * share, share), (1 - spoken * (1 - share), 1 - share)):
        others = np.arange(members)[:, None]
        terms = chance**others * (1 - chance) ** (members - 1 - others)
        found += part * (np.abs(swings @ terms) @ widths)
    return found
