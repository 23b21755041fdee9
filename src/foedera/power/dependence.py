"""How many winning coalitions depend on a member, by how many members they depend on.

A winning coalition is vulnerable if some member's leaving defeats it, minimal if every member's
does. Johnston, Deegan-Packel and Holler all follow from the counts here, as do the numbers of
minimal coalitions. Two ways of counting: the table of all compositions, and, for one inequality
with few sums, generating polynomials. In the latter a coalition that weighs d above the quota
depends on its members heavier than d, so a product of (1 + y x^w) over these and of (1 + x^w) over
the others counts, as the coefficient of x^(quota + d) y^c, the coalitions depending on c members.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import TooLarge
from foedera.power.grid import Grid, along, grid, held, leaving, total_by
from foedera.power.yesno import NotMonotone, Truth, YesNo, is_monotone

# Bytes shifted and added in all, beyond which polynomials are not multiplied.
MOST_SHIFTED = 20_000_000_000
# Compositions up to which the table is quicker than polynomials.
SMALL_TABLE = 2**20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Vulnerable:
    """Winning coalitions in which a member of each kind is critical.

    `critical[k][c]`: those that depend on it and c - 1 others; `minimal[k][s]`: the minimal ones of
    size s. `by_size[s]` is the number of minimal winning coalitions of size s.
    """

    critical: tuple[tuple[int, ...], ...]
    minimal: tuple[tuple[int, ...], ...]
    by_size: tuple[int, ...]


def vulnerable(game: YesNo) -> Vulnerable:
    """Return the counts of a monotone game.

    Raises:
        NotMonotone: a coalition can lose by growing.
        TooLarge: members are of too many kinds, and their weights too large.
    """
    critical, minimal = _first(game, _by_weights, _by_table)
    return Vulnerable(critical, minimal, _by_size(game, minimal))


def minimal_by_size(game: YesNo) -> tuple[int, ...]:
    """Return the number of minimal winning coalitions by size 0, 1, ... of a monotone game.

    Quicker than :func:`vulnerable`, which also says whose they are; raises the same.
    """
    return _first(game, lambda game: _by_size(game, _by_weights(game)[1]), _sizes_by_table)


def _first(game: YesNo, by_weights: Callable[[YesNo], T], by_table: Callable[[Grid], T]) -> T:
    """Count by polynomials where they are possible and the table is large, else by the table."""
    cells = float(np.prod([size + 1.0 for size in game.sizes]))
    if len(game.needs) != 1 or not is_monotone(game) or cells <= SMALL_TABLE:
        return by_table(grid(game))
    try:
        return by_weights(game)
    except TooLarge as refusal:
        try:
            return by_table(grid(game))
        except TooLarge as second:
            raise TooLarge(f"{refusal}; {second}") from None


Counts = tuple[tuple[int, ...], ...]


def _by_size(game: YesNo, minimal: Counts) -> tuple[int, ...]:
    """Each minimal coalition of size s is counted s times over its members."""
    pairs = list(zip(game.sizes, minimal, strict=True))
    sums = [sum(many * counts[s] for many, counts in pairs) for s in range(sum(game.sizes) + 1)]
    found = [0, *(total // size for size, total in enumerate(sums) if size)]
    found[0] = int(game.wins([0] * len(game.sizes)))  # nobody is needed
    return tuple(found)


# ---------------------------------------------------------------------------------- by table


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """One outer row: who is critical in which inner compositions, how many are, and in all of them.

    `critical` gives by kind where a member of it is critical; `depends` the number of critical
    members; `minimal` where a winning coalition depends on all of its members.
    """

    number: int
    critical: list[tuple[int, Truth]]
    depends: NDArray[np.int16]
    minimal: Truth


def _rows(table: Grid) -> Iterator[_Row]:
    game = table.game
    monotone = is_monotone(game)
    outer, inner = _sizes(table)
    steps = [_steps(table, kind) for kind in range(len(game.sizes))]
    for row, wins in enumerate(table.wins):
        if monotone and not wins.any():
            continue
        critical = []
        depends = np.zeros(len(wins), dtype=np.int16)
        for kind, swings, backward in leaving(table, row):
            _refuse_harm(backward.any(), game, kind)
            if swings.any():
                critical.append((kind, swings))
                depends += swings if game.sizes[kind] == 1 else swings * steps[kind](row)
        yield _Row(row, critical, depends, wins & (depends == outer[row] + inner))


def _by_table(table: Grid) -> tuple[Counts, Counts]:
    kinds, length = range(len(table.game.sizes)), sum(table.game.sizes) + 1
    weights = [held(table, kind) for kind in kinds]
    critical, minimal = ([[0] * length for _ in kinds] for _ in range(2))
    for row in _rows(table):
        for kind, swings in row.critical:
            outer, inner = weights[kind]
            for into, where in ((critical, swings), (minimal, swings & row.minimal)):
                cells = np.flatnonzero(where)
                many = inner[cells] * outer[row.number]
                sums = total_by(row.depends[cells].astype(np.intp), many, length)
                into[kind] = [a + b for a, b in zip(into[kind], sums, strict=True)]
    return tuple(map(tuple, critical)), tuple(map(tuple, minimal))


def _sizes_by_table(table: Grid) -> tuple[int, ...]:
    outer, inner = held(table)
    found = [0] * (sum(table.game.sizes) + 1)
    for row in _rows(table):
        cells = np.flatnonzero(row.minimal)
        many = inner[cells] * outer[row.number]
        sums = total_by(row.depends[cells].astype(np.intp), many, len(found))
        found = [a + b for a, b in zip(found, sums, strict=True)]
    return tuple(found)


def _sizes(table: Grid) -> tuple[NDArray[np.int16], NDArray[np.int16]]:
    """Return how many members compositions hold, by outer and inner part."""
    axes = [list(range(size + 1)) for size in table.game.sizes]
    outer, inner = along(table, axes, np.int16, add=True)
    return outer, inner


def _steps(table: Grid, kind: int) -> Callable[[int], NDArray[np.int16]]:
    """Return how many members of a kind the compositions of an outer row hold."""
    axes = [[0] * length for length in table.shape]
    axes[kind] = list(range(table.shape[kind]))
    outer, inner = along(table, axes, np.int16, add=True)
    if kind < table.split:
        return lambda row: outer[row]
    return lambda _: inner


def _refuse_harm(harm: object, game: YesNo, kind: int) -> None:
    if harm:
        raise NotMonotone(
            f"a yes of {game.kinds[kind][0]} can defeat what would be adopted without it: no "
            "coalition is minimal in such a rule, and the indices built on them are not defined"
        )


# -------------------------------------------------------------------------------- by weights


def _by_weights(game: YesNo) -> tuple[Counts, Counts]:
    weights, quota = [int(gain) for gain in game.gains[:, 0]], int(game.needs[0])
    divisor = int(np.gcd.reduce(weights)) or 1
    weights, quota = [weight // divisor for weight in weights], -(-quota // divisor)
    space = _Space.of(game.sizes, weights)
    critical = [[0] * space.row for _ in weights]
    minimal = [[0] * space.row for _ in weights]
    for low, high in pairwise(sorted({0, *weights})):
        excess = range(low, high)  # the weight above the quota
        for kind, weight in enumerate(weights):
            if weight < high:
                continue
            others = [many - (k == kind) for k, many in enumerate(game.sizes)]
            heavy = space.product(
                [(w, m) for w, m in zip(weights, others, strict=True) if w >= high]
            )
            light = [(w, m) for w, m in zip(weights, others, strict=True) if w < high]
            sums = [quota + d - weight for d in excess]
            _add(minimal[kind], space.read(heavy, sums))
            _add(critical[kind], space.read(space.product(light, heavy, marked=False), sums))
    return tuple(map(tuple, critical)), tuple(map(tuple, minimal))


def _add(into: list[int], counts: list[int]) -> None:
    """Add counts by number of others to counts by number of members."""
    for others, count in enumerate(counts[:-1]):
        into[others + 1] += count


@dataclass(frozen=True, slots=True)
class _Space:
    """Polynomials in x and y, each one integer: `width` bytes a coefficient, `row` powers of y."""

    width: int
    row: int
    total: int

    @classmethod
    def of(cls, sizes: tuple[int, ...], weights: list[int]) -> "_Space":
        members = sum(sizes)
        total = sum(many * weight for many, weight in zip(sizes, weights, strict=True))
        space = cls((members + 8) // 8, members + 1, total)
        shifted = space.bytes * members * len(set(weights)) ** 2
        if shifted > MOST_SHIFTED:
            raise TooLarge(
                f"polynomials of {members} members with weights of {total:,} in all would shift "
                f"{shifted:.3g} bytes, more than {MOST_SHIFTED:.3g}"
            )
        return space

    @property
    def bytes(self) -> int:
        return self.width * self.row * (self.total + 1)

    def product(
        self, factors: list[tuple[int, int]], start: int = 1, *, marked: bool = True
    ) -> int:
        """Return the product of (1 + y x^weight), or of (1 + x^weight), each so many times."""
        for weight, many in factors:
            shift = 8 * self.width * (weight * self.row + marked)
            for _ in range(many):
                start += start << shift
        return start

    def read(self, polynomial: int, powers: list[int]) -> list[int]:
        """Return the coefficients by power of y, summed over some powers of x."""
        data = polynomial.to_bytes(self.bytes, "little")
        found = [0] * self.row
        for power in powers:
            if not 0 <= power <= self.total:
                continue
            start = power * self.row * self.width
            for y in range(self.row):
                place = start + y * self.width
                found[y] += int.from_bytes(data[place : place + self.width], "little")
        return found
