"""Interchangeable members of a rule, and coalitions up to symmetry."""

from collections.abc import Iterator

import numpy as np

from foedera.rules import NormalForm
from foedera.rules.normal import inequalities


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
    for numbers in shares(kinds, size):
        pairs = zip(kinds, numbers, strict=True)
        yield tuple(member for kind, number in pairs for member in kind[:number])


def shares(kinds: list[tuple[str, ...]], size: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to take `size` members in all from the kinds."""
    if not kinds:
        if size == 0:
            yield ()
        return
    rest = sum(len(kind) for kind in kinds[1:])
    for first in range(min(size, len(kinds[0])), max(0, size - rest) - 1, -1):
        for others in shares(kinds[1:], size - first):
            yield (first, *others)
