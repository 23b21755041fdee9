"""The simple game inside a rule: who wins if a coalition votes yes and all others do not.

A coalition's members vote yes; all others cast one ballot, `rest`: no, or they stay away. What a
clause then sees of a member is one number, the gain of its yes, and members with equal gains are of
one kind. The dual game says which coalitions block: those without which the others cannot win.

References: von Neumann & Morgenstern (1944) on simple games; Taylor & Zwicker (1999), 'Simple
Games', on the dual and on and/or of weighted games.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedera.rules import Ballot
from foedera.rules.normal import Conjunction, Inequality, Node, NormalForm, inequalities

Ints = NDArray[np.int64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Both:
    """An inner node of a game's tree: `every` part must hold, or any."""

    parts: tuple["Shape", ...]
    every: bool


Shape = Both | int | bool  # an inner node, the number of a leaf, or settled


class NotMonotone(ValueError):
    """A yes can turn a winning coalition into a losing one, so that none is minimal."""


@dataclass(frozen=True, slots=True, eq=False)
class YesNo:
    """A simple game. `kinds` holds the members of each kind; `gains` has shape (kinds, leaves).

    A coalition wins if the tree holds of `gains` summed over its members against `needs`.
    """

    kinds: tuple[tuple[str, ...], ...]
    gains: Ints
    needs: Ints
    tree: Shape

    @property
    def sizes(self) -> tuple[int, ...]:
        """How many members each kind has."""
        return tuple(len(kind) for kind in self.kinds)

    def wins(self, numbers: Sequence[int]) -> bool:
        """Return whether a coalition with so many members of each kind wins."""
        sums = np.array(numbers, dtype=np.int64) @ self.gains
        return bool(holds(self.tree, [np.asarray(flag) for flag in sums >= self.needs]))


def yes_no(
    form: NormalForm, rest: Ballot = Ballot.NO, apart: Collection[str] = frozenset()
) -> YesNo:
    """Return the game of a rule in which all who do not vote yes cast `rest`.

    Members `apart` are of no kind with the others, even if their gains are equal.
    """
    leaves = inequalities(form.root)
    table = np.stack([leaf.coefficients for leaf in leaves], axis=1)  # (members, leaves, 4)
    gains = table[..., Ballot.YES] - table[..., rest]
    needs = np.array([leaf.threshold for leaf in leaves], dtype=np.int64)
    needs = needs - table[..., rest].sum(axis=0)
    numbers = {id(leaf): number for number, leaf in enumerate(leaves)}
    tree = _fold(_shape(form.root, numbers), _settled(gains, needs))
    used = _leaves(tree)
    # What is settled whatever the ballots must not part the members into kinds.
    return _by_kind(form.members, gains[:, used], needs[used], _renumber(tree, used), apart)


def dual(game: YesNo) -> YesNo:
    """Return the game whose winning coalitions are the blocking ones of `game`."""
    total = np.array(game.sizes, dtype=np.int64) @ game.gains
    return replace(game, needs=total - game.needs + 1, tree=_opposite(game.tree))


def is_monotone(game: YesNo) -> bool:
    """Return whether no clause loses by a yes, so that no coalition loses by growing."""
    return bool((game.gains >= 0).all())


def holds(tree: Shape, flags: Sequence[Truth]) -> Truth:
    """Return whether the tree holds, given by leaf where the leaf does."""
    if isinstance(tree, bool):
        return np.asarray(tree)
    if isinstance(tree, int):
        return flags[tree]
    parts = [holds(part, flags) for part in tree.parts]
    join = np.logical_and if tree.every else np.logical_or
    found = parts[0]
    for part in parts[1:]:
        found = join(found, part)
    return found


def _shape(node: Node, numbers: dict[int, int]) -> Shape:
    if isinstance(node, Inequality):
        return numbers[id(node)]
    parts = tuple(_shape(part, numbers) for part in node.parts)
    return Both(parts, every=isinstance(node, Conjunction))


def _settled(gains: Ints, needs: Ints) -> list[bool | None]:
    least, most = gains.clip(max=0).sum(axis=0), gains.clip(min=0).sum(axis=0)
    return [
        True if low >= need else False if high < need else None
        for low, high, need in zip(least.tolist(), most.tolist(), needs.tolist(), strict=True)
    ]


def _fold(tree: Shape, settled: list[bool | None]) -> Shape:
    """Return the tree without the leaves that hold, or fail, whoever votes yes."""
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, int):
        known = settled[tree]
        return tree if known is None else known
    parts = tuple(_fold(part, settled) for part in tree.parts)
    if any(part is (not tree.every) for part in parts):
        return not tree.every
    open_ = tuple(part for part in parts if part is not tree.every)
    if not open_:
        return tree.every
    return open_[0] if len(open_) == 1 else Both(open_, tree.every)


def _leaves(tree: Shape) -> list[int]:
    if isinstance(tree, bool):
        return []
    if isinstance(tree, int):
        return [tree]
    return [leaf for part in tree.parts for leaf in _leaves(part)]


def _renumber(tree: Shape, used: list[int]) -> Shape:
    if isinstance(tree, bool):
        return tree
    if isinstance(tree, int):
        return used.index(tree)
    return Both(tuple(_renumber(part, used) for part in tree.parts), tree.every)


def _opposite(tree: Shape) -> Shape:
    if isinstance(tree, bool):
        return not tree
    if isinstance(tree, int):
        return tree
    return Both(tuple(_opposite(part) for part in tree.parts), not tree.every)


def _by_kind(
    members: tuple[str, ...], gains: Ints, needs: Ints, tree: Shape, apart: Collection[str]
) -> YesNo:
    found: dict[tuple[bool, tuple[int, ...]], list[str]] = {}
    for member, row in zip(members, gains.tolist(), strict=True):
        found.setdefault((member in apart, tuple(row)), []).append(member)
    # The mightiest kinds first: lists of coalitions then begin with the members that matter.
    keys = sorted(found, key=lambda key: (tuple(-gain for gain in key[1]), key[0]))
    kinds = tuple(tuple(found[key]) for key in keys)
    rows = np.array([row for _, row in keys], dtype=np.int64)
    return YesNo(kinds, rows.reshape(len(keys), len(needs)), needs, tree)
