"""The smallest coalitions that can stop a decision, or bring it about.

Everybody who does not obstruct votes yes. What remains is how few members, each choosing among
the ballots open to obstruction, make the rule fail. For one inequality the members that lose it
most come first; a conjunction fails with its weakest part; a disjunction must fail in every part.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from foedera.rules import Ballot
from foedera.rules.normal import Conjunction, Inequality, Node, NormalForm, inequalities

OBSTRUCTION = (Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
TRIALS = 20_000  # sheets tried before a bound is all that is said


@dataclass(frozen=True, slots=True)
class Block:
    """A smallest coalition that decides the outcome.

    `size` counts the members needed besides those that help anyway; None: no coalition can.
    `sheet` is what the coalition casts. `exact` is false where only an upper bound was found;
    `at_least` is then the proven lower bound (equal to `size` otherwise).
    """

    size: int | None
    sheet: dict[str, Ballot]
    exact: bool = True
    at_least: int = 0

    @property
    def possible(self) -> bool:
        """Whether any coalition can."""
        return self.size is not None


NOBODY = Block(None, {})


def smallest_block(
    form: NormalForm,
    *,
    among: Collection[str] | None = None,
    helped_by: Collection[str] = (),
    ballots: Iterable[Ballot] = OBSTRUCTION,
) -> Block:
    """Return the smallest coalition that stops a decision that all others vote for.

    `among` limits who may obstruct, `ballots` how; `helped_by` obstruct too, but are not counted.
    """
    return _extreme(form, Ballot.YES, tuple(ballots), among, helped_by, want=False)


def smallest_support(form: NormalForm, *, otherwise: Ballot = Ballot.ABSENT) -> Block:
    """Return the smallest coalition whose yes adopts while all others cast `otherwise`."""
    return _extreme(form, otherwise, (Ballot.YES,), None, (), want=True)


@dataclass(frozen=True, slots=True)
class _Game:
    """Members, what they cast at rest, who may move and with which ballots."""

    rest: NDArray[np.intp]
    free: NDArray[np.bool_]  # members that move without being counted
    movers: NDArray[np.bool_]
    ballots: tuple[Ballot, ...]
    want: bool


def _extreme(
    form: NormalForm,
    rest: Ballot,
    ballots: tuple[Ballot, ...],
    among: Collection[str] | None,
    helped_by: Collection[str],
    *,
    want: bool,
) -> Block:
    free = np.array([member in helped_by for member in form.members], dtype=np.bool_)
    inside = [among is None or member in among for member in form.members]
    movers = np.array(inside, dtype=np.bool_) & ~free
    game = _Game(np.full(len(form.members), int(rest), dtype=np.intp), free, movers, ballots, want)
    return _solve(form.root, form, game)


def _solve(node: Node, form: NormalForm, game: _Game) -> Block:
    if isinstance(node, Inequality):
        return _solve_leaf(node, form, game)
    parts = [_solve(part, form, game) for part in node.parts]
    # Failing a conjunction and fulfilling a disjunction need one part; the reverse needs all.
    one_is_enough = isinstance(node, Conjunction) != game.want
    if one_is_enough:
        possible = [part for part in parts if part.size is not None]
        return min(possible, key=lambda part: part.size or 0, default=NOBODY)
    if any(part.size is None for part in parts):
        return NOBODY
    return _jointly(node, form, game, max(part.size or 0 for part in parts))


def _gains(leaf: Inequality, game: _Game) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return how far each member can move the sum the wanted way, and by which ballot."""
    choice = leaf.coefficients[:, [int(ballot) for ballot in game.ballots]]
    best = choice.argmax(axis=1) if game.want else choice.argmin(axis=1)
    rows = np.arange(len(game.rest))
    gain = choice[rows, best] - leaf.coefficients[rows, game.rest]
    cast = np.array([int(ballot) for ballot in game.ballots], dtype=np.intp)[best]
    return (gain if game.want else -gain), cast


def _solve_leaf(leaf: Inequality, form: NormalForm, game: _Game) -> Block:
    gains, cast = _gains(leaf, game)
    start = int(leaf.coefficients[np.arange(len(game.rest)), game.rest].sum())
    start += (1 if game.want else -1) * int(gains[game.free].clip(min=0).sum())
    missing = leaf.threshold - start if game.want else start - leaf.threshold + 1
    order = np.argsort(-gains, kind="stable")
    order = order[game.movers[order] & (gains[order] > 0)]
    reached = np.cumsum(gains[order])
    if missing > 0 and (len(reached) == 0 or reached[-1] < missing):
        return NOBODY
    size = 0 if missing <= 0 else int(np.searchsorted(reached, missing) + 1)
    sheet = {form.members[i]: Ballot(int(cast[i])) for i in order[:size]}
    return Block(size, sheet, at_least=size)


def _jointly(node: Node, form: NormalForm, game: _Game, at_least: int) -> Block:
    """Return a coalition for all parts of a node at once: the best of a few natural orders.

    No coalition can be smaller than the largest that a part needs by itself, so an order that
    reaches that size is proved smallest. Otherwise smaller ones are tried, as far as that goes.
    """
    best: Block | None = None
    for leaf in inequalities(node):
        order = np.argsort(-_gains(leaf, game)[0], kind="stable")
        order = order[game.movers[order]]
        for ballot in game.ballots:
            size = _first(node, game, order, ballot, at_least)
            if size is not None and (best is None or size < (best.size or 0)):
                sheet = {form.members[i]: ballot for i in order[:size]}
                best = Block(size, sheet, exact=size == at_least, at_least=at_least)
    if best is not None and best.exact:
        return best
    return _tried(node, form, game, best or Block(None, {}, exact=False, at_least=at_least))


def _tried(node: Node, form: NormalForm, game: _Game, bound: Block) -> Block:
    """Return the smallest coalition by trying all below a bound, the bound if they are too many."""
    movers, free = (np.flatnonzero(who).tolist() for who in (game.movers, game.free))
    tried = 0
    largest = len(movers) + 1 if bound.size is None else bound.size
    cast = game.rest.copy()
    for size in range(bound.at_least, largest):
        for coalition in combinations(movers, size):
            for ballots in product(game.ballots, repeat=size + len(free)):
                tried += 1
                if tried > TRIALS:
                    return replace(bound, at_least=size)
                cast[:] = game.rest
                cast[[*coalition, *free]] = ballots
                if _holds(node, cast) == game.want:
                    members = (form.members[place] for place in coalition)
                    sheet = dict(zip(members, ballots, strict=False))
                    return Block(size, sheet, at_least=size)
    return NOBODY if bound.size is None else replace(bound, exact=True, at_least=bound.size)


def _first(
    node: Node, game: _Game, order: NDArray[np.intp], ballot: Ballot, at_least: int
) -> int | None:
    """Return the least number of members, taken in order, that together reach the wanted end."""
    cast = game.rest.copy()
    cast[game.free] = int(ballot)
    cast[order[:at_least]] = int(ballot)
    for size in range(at_least, len(order) + 1):
        if size:
            cast[order[size - 1]] = int(ballot)
        if _holds(node, cast) == game.want:
            return size
    return None


def _holds(node: Node, cast: NDArray[np.intp]) -> bool:
    if isinstance(node, Inequality):
        rows = np.arange(len(cast))
        return int(node.coefficients[rows, cast].sum()) >= node.threshold
    join = all if isinstance(node, Conjunction) else any
    return join(_holds(part, cast) for part in node.parts)
