"""Decide many sheets at once.

Members whose coefficients agree in every inequality are of one kind, so a sheet matters only
through how many of each kind cast each ballot. Counting bytes is much cheaper than adding 64-bit
numbers, so kinds are counted first (in eight-bit lanes) and the coefficients applied to the counts.
One of the four ballots need not be counted: it is what is left.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from foedera.rules.errors import RuleError
from foedera.rules.normal import Conjunction, Inequality, Node, NormalForm, inequalities

# Sheets handled at a time: a transposed block of 57 members stays within a level-2 cache.
BLOCK = 16_384
# Counts of one kind are kept in bytes.
_LARGEST_KIND = 255


@dataclass(frozen=True, slots=True)
class Kind:
    """Members (row numbers) with the same coefficients in every inequality of a rule.

    If all of them cast a certain ballot they make up `base` (inequalities,); `coefficients`
    (inequalities, 4) are what each other ballot adds to that.
    """

    members: NDArray[np.intp] | slice
    size: int
    base: NDArray[np.int64]
    coefficients: NDArray[np.int64]


def decide_batch(form: NormalForm, ballots: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which of many sheets adopt.

    `ballots` is uint8 of shape (sheets, members), the members in the order of `form.members`, each
    entry the number of a :class:`~foedera.rules.Ballot`. The result is bool of shape (sheets,).

    Raises:
        RuleError: the array has another shape or type, or an entry is no ballot.
    """
    _check(form, ballots)
    leaves = inequalities(form.root)
    kinds = _kinds_of(form)
    adopted = np.empty(len(ballots), dtype=np.bool_)
    for start in range(0, len(ballots), BLOCK):
        columns = np.ascontiguousarray(ballots[start : start + BLOCK].T)
        totals = _totals(kinds, columns, len(leaves))
        holds = [totals[k] >= leaf.threshold for k, leaf in enumerate(leaves)]
        adopted[start : start + BLOCK] = _join(form.root, iter(holds))
    return adopted


def _check(form: NormalForm, ballots: NDArray[np.uint8]) -> None:
    if ballots.dtype != np.uint8:
        raise RuleError(f"ballots are bytes (numpy uint8), not {ballots.dtype}")
    if ballots.ndim != 2 or ballots.shape[1] != len(form.members):
        raise RuleError(
            f"ballots have the shape (sheets, {len(form.members)} members), not {ballots.shape}"
        )
    if ballots.size and int(ballots.max()) > 3:
        raise RuleError("a ballot is 0 (yes), 1 (no), 2 (abstain) or 3 (absent)")


@lru_cache(maxsize=1024)  # small batches of one rule come by the thousand
def _kinds_of(form: NormalForm) -> tuple[Kind, ...]:
    return tuple(_kinds(inequalities(form.root), len(form.members)))


def _kinds(leaves: list[Inequality], members: int) -> Iterator[Kind]:
    table = np.stack([leaf.coefficients for leaf in leaves], axis=1).reshape(members, -1)
    rows, kind_of = np.unique(table, axis=0, return_inverse=True)
    for k, row in enumerate(rows):
        if not row.any():
            continue
        coefficients = row.reshape(len(leaves), 4)
        inside = np.flatnonzero(kind_of.reshape(-1) == k)
        for start in range(0, len(inside), _LARGEST_KIND):
            yield _kind(inside[start : start + _LARGEST_KIND], coefficients)


def _kind(members: NDArray[np.intp], coefficients: NDArray[np.int64]) -> Kind:
    """Return a kind; its base is the ballot that leaves the fewest others to be counted."""
    added = [coefficients - coefficients[:, [ballot]] for ballot in range(4)]
    least = min(range(4), key=lambda ballot: int(added[ballot].any(axis=0).sum()))
    size, first = len(members), int(members[0])
    # neighbours are looked at in place, others have to be copied
    apart = int(members[-1]) - first >= size
    where = members if apart else slice(first, first + size)
    return Kind(where, size, coefficients[:, least] * size, added[least])


def _totals(kinds: tuple[Kind, ...], columns: NDArray[np.uint8], leaves: int) -> NDArray[np.int64]:
    """Return each inequality's left-hand side by sheet: int64 (inequalities, sheets)."""
    given = sum((kind.base for kind in kinds), np.zeros(leaves, dtype=np.int64))
    totals = np.repeat(given[:, None], columns.shape[1], axis=1)
    for kind in kinds:
        cast = columns[kind.members]
        if kind.size == 1:
            for k in np.flatnonzero(kind.coefficients.any(axis=1)):
                totals[k] += kind.coefficients[k].take(cast[0])
            continue
        # as plain numbers: compared with a 64-bit one, ballots would all be made 64-bit first
        for ballot in np.flatnonzero(kind.coefficients.any(axis=0)).tolist():
            count = np.add.reduce((cast == ballot).view(np.uint8), axis=0, dtype=np.uint8)
            wide = count.astype(np.int64)
            for k in np.flatnonzero(kind.coefficients[:, ballot]):
                totals[k] += kind.coefficients[k, ballot] * wide
    return totals


def _join(node: Node, holds: Iterator[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Combine the inequalities' verdicts, taken in the tree's order, by and/or."""
    if isinstance(node, Inequality):
        return next(holds)
    verdicts = [_join(part, holds) for part in node.parts]
    join = np.logical_and if isinstance(node, Conjunction) else np.logical_or
    return np.asarray(join.reduce(verdicts), dtype=np.bool_)
