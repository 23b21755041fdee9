"""A sheet on which two rules differ, or the proof that there is none.

Members whose coefficients agree in every inequality of both rules are interchangeable, so only the
number of each kind that casts each ballot matters. Where those numbers are few they are all tried;
otherwise sheets are drawn, and finding none proves nothing.
"""

from dataclasses import dataclass
from itertools import product
from math import comb, prod

import numpy as np
from numpy.typing import NDArray

from foedera.rules.ballots import Ballot
from foedera.rules.batch import decide_batch
from foedera.rules.errors import RuleError
from foedera.rules.normal import NormalForm, inequalities

LARGEST_SEARCH = 300_000
DRAWS = 50_000


@dataclass(frozen=True, slots=True)
class Difference:
    """A sheet that one rule adopts and the other rejects; if None, `proved` says there is none."""

    sheet: dict[str, Ballot] | None
    first_adopts: bool = False
    proved: bool = True


def difference(first: NormalForm, second: NormalForm, seed: int = 0) -> Difference:
    """Return a sheet on which two rules over the same members differ.

    Raises:
        RuleError: the members are not the same.
    """
    if first.members != second.members:
        raise RuleError("two rules can be compared on a sheet only over the same members")
    kinds = _kinds(first, second)
    size = prod(comb(len(kind) + 3, 3) for kind in kinds)
    exhaustive = size <= LARGEST_SEARCH
    sheets = _every(kinds, len(first.members)) if exhaustive else _some(first, seed)
    verdicts = decide_batch(first, sheets)
    differ = np.flatnonzero(verdicts != decide_batch(second, sheets))
    if not len(differ):
        return Difference(None, proved=exhaustive)
    # The simplest witness: the one that departs least from everybody voting yes.
    chosen = min(differ.tolist(), key=lambda row: int((sheets[row] != Ballot.YES).sum()))
    cast = [Ballot(int(ballot)) for ballot in sheets[chosen]]
    sheet = dict(zip(first.members, cast, strict=True))
    return Difference(sheet, first_adopts=bool(verdicts[chosen]))


def _kinds(first: NormalForm, second: NormalForm) -> list[NDArray[np.intp]]:
    leaves = [*inequalities(first.root), *inequalities(second.root)]
    table = np.concatenate([leaf.coefficients for leaf in leaves], axis=1)
    _, kind_of = np.unique(table, axis=0, return_inverse=True)
    kind_of = kind_of.reshape(-1)
    return [np.flatnonzero(kind_of == k) for k in range(int(kind_of.max()) + 1)]


def _every(kinds: list[NDArray[np.intp]], members: int) -> NDArray[np.uint8]:
    blocks = [_compositions(len(kind)) for kind in kinds]
    sheets = np.empty((prod(len(block) for block in blocks), members), dtype=np.uint8)
    for row, parts in enumerate(product(*blocks)):
        for kind, part in zip(kinds, parts, strict=True):
            sheets[row, kind] = part
    return sheets


def _compositions(size: int) -> list[NDArray[np.uint8]]:
    """Return one sheet for each way to spread interchangeable members over the four ballots."""
    return [
        np.repeat(np.arange(4, dtype=np.uint8), [yes, no, abstain, size - yes - no - abstain])
        for yes in range(size, -1, -1)
        for no in range(size - yes + 1)
        for abstain in range(size - yes - no + 1)
    ]


def _some(form: NormalForm, seed: int) -> NDArray[np.uint8]:
    """Return drawn sheets, of every leaning from nearly unanimous to evenly spread."""
    generator = np.random.default_rng(seed)
    odds = generator.dirichlet([0.5] * 4, DRAWS).cumsum(axis=1)
    draws = generator.random((DRAWS, len(form.members)))
    cast = (draws[:, :, None] > odds[:, None, :]).sum(axis=2)
    sheets: NDArray[np.uint8] = cast.clip(max=3).astype(np.uint8)
    return sheets
