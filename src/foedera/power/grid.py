"""Every coalition up to symmetry: a table of which compositions win.

A composition says how many members of each kind belong to a coalition; it stands for as many
coalitions as there are ways to choose them. The table has one axis a kind, so that a member's
leaving is a step along an axis. It is held as outer rows of inner blocks that fit a core's cache.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import comb, prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import TooLarge
from foedera.power.yesno import Ints, Truth, YesNo, holds, is_monotone

# Compositions in all, and in one block; and in all where counts pass 64 bits.
MOST_CELLS = 2**28
BLOCK = 2**18
MOST_BIG_CELLS = 2**20
SMALL_MEMBERS = 62  # up to which the number of coalitions fits a signed 64-bit number

Weights = NDArray[Any]  # int64, or Python's whole numbers (dtype object)


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Which compositions win: `wins` has shape (outer, inner); axes before `split` are outer."""

    game: YesNo
    split: int
    wins: Truth

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of the axes: one more than the members of each kind."""
        return tuple(size + 1 for size in self.game.sizes)

    @property
    def dtype(self) -> type:
        """What counts of coalitions are held as."""
        return np.int64 if sum(self.game.sizes) <= SMALL_MEMBERS else object


def grid(game: YesNo) -> Grid:
    """Return the table of a game.

    Raises:
        TooLarge: there are too many kinds of members.
    """
    shape = tuple(size + 1 for size in game.sizes)
    cells, most = prod(shape), MOST_CELLS if sum(game.sizes) <= SMALL_MEMBERS else MOST_BIG_CELLS
    if cells > most:
        raise TooLarge(
            f"{sum(game.sizes)} members of {len(shape)} kinds form {cells:.3g} different "
            f"coalitions, more than the {most:,} that are looked at"
        )
    split = next(k for k in range(len(shape) + 1) if prod(shape[k:]) <= BLOCK)
    outer, inner = prod(shape[:split]), prod(shape[split:])
    wins = np.empty((outer, inner), dtype=np.bool_)
    across = _sums(game.gains[:split], shape[:split])
    within = _sums(game.gains[split:], shape[split:])
    columns = range(len(game.needs))
    for row in range(outer):
        wins[row] = holds(
            game.tree, [within[:, k] >= game.needs[k] - across[row, k] for k in columns]
        )
    return Grid(game, split, wins)


def _sums(gains: Ints, shape: tuple[int, ...]) -> Ints:
    """Return the leaves' sums of every composition of some kinds, shape (compositions, leaves)."""
    sums = np.zeros((1, gains.shape[1]), dtype=np.int64)
    for row, length in zip(gains, shape, strict=True):
        steps = np.arange(length, dtype=np.int64)[:, None] * row
        both = sums[:, None, :] + steps[None, :, :]
        sums = both.reshape(len(sums) * length, gains.shape[1])
    return sums


def along(grid: Grid, values: list[list[int]], dtype: type, *, add: bool) -> tuple[Weights, ...]:
    """Return sums or products over the axes of a value by axis and step, by outer and by inner."""
    found = []
    for axes in (values[: grid.split], values[grid.split :]):
        joined: Weights = np.array([0 if add else 1], dtype=dtype)
        for axis in axes:
            step: Weights = np.array(axis, dtype=dtype)[None, :]
            joined = (joined[:, None] + step if add else joined[:, None] * step).reshape(-1)
        found.append(joined)
    return tuple(found)


def held(grid: Grid, kind: int | None = None) -> tuple[Weights, Weights]:
    """Return how many coalitions each composition stands for, by outer and inner factor.

    With a kind, only those that hold a given member of it.
    """
    counts = [[comb(size, k) for k in range(size + 1)] for size in grid.game.sizes]
    if kind is not None:
        size = grid.game.sizes[kind]
        counts[kind] = [0, *(comb(size - 1, k) for k in range(size))]
    outer, inner = along(grid, counts, grid.dtype, add=False)
    return outer, inner


def leaving(grid: Grid, row: int) -> Iterator[tuple[int, Truth, Truth]]:
    """Yield by kind where a member of it in the coalition turns a win into a loss, and conversely.

    For one outer row; arrays over the inner compositions.
    """
    shape, here = grid.shape, grid.wins[row]
    harmless = is_monotone(grid.game)
    never = np.zeros_like(here)
    stride = len(grid.wins)
    for kind, length in enumerate(shape[: grid.split]):
        stride //= length
        if (row // stride) % length:
            there = grid.wins[row - stride]
            yield kind, here > there, never if harmless else there > here
    stride = len(here)
    for kind, length in enumerate(shape[grid.split :], start=grid.split):
        stride //= length
        view = here.reshape(-1, length, stride)
        with_, without = view[:, 1:], view[:, :-1]
        swings = np.zeros_like(view)
        np.greater(with_, without, out=swings[:, 1:])
        if harmless:
            yield kind, swings.reshape(-1), never
            continue
        backward = np.zeros_like(view)
        np.less(with_, without, out=backward[:, 1:])
        yield kind, swings.reshape(-1), backward.reshape(-1)


def total_by(classes: NDArray[np.intp], weights: Weights, length: int) -> list[int]:
    """Return the sum of weights by class, exact whatever their size."""
    if weights.dtype == object:
        sums = [0] * length
        for place, weight in zip(classes.tolist(), weights.tolist(), strict=True):
            sums[place] += weight
        return sums
    if len(weights) and weights.max() == 1:  # counted faster than weighed
        return [int(many) for many in np.bincount(classes, minlength=length)]
    # Doubles add up whole numbers exactly below 2^53: a block's upper and lower halves apart.
    upper = np.bincount(classes, (weights >> 31).astype(np.float64), length)
    lower = np.bincount(classes, (weights & (2**31 - 1)).astype(np.float64), length)
    return [(int(up) << 31) + int(low) for up, low in zip(upper, lower, strict=True)]
