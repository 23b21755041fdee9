"""Counting one inequality with large weights, where every ballot counts as a yes or as a no.

The members' weights are exponents of a polynomial, product of (no + yes x^weight); its coefficients
are the numbers of sheets by the yes side's weight. Held in one big integer, each factor is a shift
and an addition, so counts are exact whatever their size. What the others weigh without one member
follows from the whole by alternating sums: if C counts the sheets up to a weight and L those of the
others, C(y) = no L(y) + yes L(y - weight).

Shapley-Shubik is the integral over p of the chance that a member swings when the others say yes
with chance p (Owen 1972): a polynomial of degree n - 1, which ceil(n / 2) Gauss-Legendre nodes
integrate exactly up to rounding. The distribution at 1 - p is that at p read from the other end,
so half the nodes do.

References: Mann & Shapley (1962); Owen (1972); Matsui & Matsui (2000), 'A survey of algorithms for
calculating power indices of weighted majority games'; Uno (2012) and Kurz (2016) on leaving one
member out without counting anew.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import TooLarge
from foedera.rules import Ballot
from foedera.rules.normal import Inequality, Node, NormalForm, inequalities

# Bytes of the polynomial's integer, and steps of the quadrature, beyond which counting is refused.
LARGEST_INTEGER = 400_000_000
LARGEST_QUADRATURE = 100_000_000_000
# Beyond this number of members the chance of a single sheet would leave the range of a double.
MOST_MEMBERS = 1000

CACHED = 2**15  # doubles that stay in a core's cache while factors are multiplied
FAR_ABOVE_ROUNDING = 1e-9
HELD = 2**23  # doubles of cumulated distributions held at once

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class TwoWay:
    """A rule under which each ballot counted is as good as a yes or as a no.

    `gains` (members, leaves) is what a yes adds over a no, `needs` (leaves,) what must be added to
    a sheet of noes; `like_yes` says by ballot whether it counts as yes. Of the ballots that a
    member may cast, `yes` count as yes and `no` as no.
    """

    members: tuple[str, ...]
    root: Node
    leaves: tuple[Inequality, ...]
    gains: NDArray[np.int64]
    needs: NDArray[np.int64]
    like_yes: tuple[bool, ...]
    yes: int
    no: int


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Adopting sheets, of all and of the others once a member has said yes or no; Shapley-Shubik.

    Sheets are whole numbers; `shapley` is floating point.
    """

    adopting: int
    with_yes: tuple[int, ...]
    with_no: tuple[int, ...]
    shapley: Floats


def two_way(form: NormalForm, ballots: Collection[Ballot]) -> TwoWay | None:
    """Return the rule with its ballots reduced to yes and no, or None if they differ in more."""
    leaves = tuple(inequalities(form.root))
    table = np.stack([leaf.coefficients for leaf in leaves], axis=1)  # (members, leaves, 4)
    yes, no = table[..., Ballot.YES], table[..., Ballot.NO]
    counted = {*ballots, Ballot.YES, Ballot.NO}
    alike = (table == yes[..., None]).all(axis=(0, 1)).tolist()
    unlike = (table == no[..., None]).all(axis=(0, 1)).tolist()
    if not all(alike[b] or unlike[b] for b in counted):
        return None
    like_yes = tuple(alike[b] and b is not Ballot.NO for b in Ballot)
    saying_yes = sum(like_yes[b] for b in ballots)
    if saying_yes in (0, len(ballots)):
        return None
    needs = np.array([leaf.threshold for leaf in leaves], dtype=np.int64) - no.sum(axis=0)
    return TwoWay(
        form.members,
        form.root,
        leaves,
        yes - no,
        needs,
        like_yes,
        saying_yes,
        len(ballots) - saying_yes,
    )


@dataclass(frozen=True, slots=True)
class _Weighted:
    """A quota of positive weights; a supporter casts one of `for_` ballots, or of `against`."""

    quota: int
    weights: tuple[int, ...]
    for_: int
    against: int

    @property
    def total(self) -> int:
        return sum(self.weights)


def count_weighted(game: TwoWay) -> Counts:
    """Return the counts of a rule of one inequality, exact, with Shapley-Shubik by quadrature.

    Raises:
        TooLarge: there are several inequalities, or weights of both signs, or of too great a sum.
    """
    bare, hinders = _bare(game)
    swung, unswung = _sheets(bare)
    if hinders:
        swung, unswung = unswung, swung
    adopting = game.yes * swung[0] + game.no * unswung[0]
    shapley = shapley_weighted(bare.quota, bare.weights)
    if 0 < bare.quota <= bare.total and abs(shapley.sum() - 1) > FAR_ABOVE_ROUNDING:
        raise ArithmeticError("the Shapley-Shubik indices do not add up to one")
    return Counts(adopting, swung, unswung, shapley)


def swings_weighted(game: TwoWay) -> tuple[int, ...]:
    """Return, for each member, in how many sheets of the others more its yes adopts than its no.

    Raises:
        TooLarge: as :func:`count_weighted`.
    """
    bare, hinders = _bare(game)
    swung, unswung = _sheets(bare)
    sign = -1 if hinders else 1
    return tuple(sign * (yes - no) for yes, no in zip(swung, unswung, strict=True))


def _bare(game: TwoWay) -> tuple[_Weighted, bool]:
    """Return a rule of one inequality as quota and weights, and whether a yes hinders adoption."""
    if len(game.leaves) != 1:
        raise TooLarge("this way of counting takes rules of one inequality only")
    gains = [int(gain) for gain in game.gains[:, 0]]
    if min(gains) < 0 < max(gains):
        raise TooLarge("a yes helps adoption from one member and hinders it from another")
    if len(gains) > MOST_MEMBERS:
        raise TooLarge(f"weights are counted for up to {MOST_MEMBERS} members, not {len(gains)}")
    hinders = min(gains) < 0
    return _reduced(game, gains, hinders=hinders), hinders


def _reduced(game: TwoWay, gains: list[int], *, hinders: bool) -> _Weighted:
    """Return quota and weights without common divisor; noes support where a yes hinders."""
    weights, quota = [abs(gain) for gain in gains], int(game.needs[0])
    if hinders:
        quota += sum(weights)
    divisor = int(np.gcd.reduce(weights)) or 1
    weights = [weight // divisor for weight in weights]
    quota = min(max(-(-quota // divisor), 0), sum(weights) + 1)
    supporters = (game.no, game.yes) if hinders else (game.yes, game.no)
    return _Weighted(quota, tuple(weights), *supporters)


# ------------------------------------------------------------------------------ exact counting


def _sheets(game: _Weighted) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the others' winning sheets with and without each member's support.

    Raises:
        TooLarge: the weights' sum is too great.
        ArithmeticError: the exact swings are not those of the floating-point distribution.
    """
    pairs = _exact(game)
    _confirm(game, pairs)
    return pairs


def _exact(game: _Weighted) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if game.quota <= game.total + 1 - game.quota:
        lost = _up_to(game.quota - 1, game.weights, game.for_, game.against)
        every = (game.for_ + game.against) ** (len(game.weights) - 1)
        return tuple(every - low for _, low in lost), tuple(every - full for full, _ in lost)
    # Fewer sums lie on the winning side: count by the weight of those against.
    won = _up_to(game.total - game.quota, game.weights, game.against, game.for_)
    return tuple(full for full, _ in won), tuple(low for _, low in won)


def _up_to(most: int, weights: tuple[int, ...], inside: int, outside: int) -> list[tuple[int, int]]:
    """Return for each member the others' sheets of weight up to `most` and to `most - weight`."""
    if most < 0:
        return [(0, 0)] * len(weights)
    cumulated = list(accumulate(_coefficients(most, weights, inside, outside)))
    found = {
        weight: (
            _without(weight, most, cumulated, inside, outside),
            _without(weight, most - weight, cumulated, inside, outside),
        )
        for weight in set(weights)
    }
    return [found[weight] for weight in weights]


def _coefficients(most: int, weights: tuple[int, ...], inside: int, outside: int) -> list[int]:
    """Return the number of sheets of each weight up to `most`: one integer, shifted and added."""
    width = (len(weights) * (inside + outside - 1).bit_length() + 8) // 8  # bytes a coefficient
    if width * (sum(weights) + 1) > LARGEST_INTEGER:
        raise TooLarge(
            f"exact counting would need an integer of {width * (sum(weights) + 1):,} bytes for "
            f"weights of {sum(weights):,} in all, more than {LARGEST_INTEGER:,}"
        )
    product = 1
    for weight in sorted(weights):
        shifted = _times(product, inside) << (8 * width * weight)
        product = _times(product, outside) + shifted
    data = product.to_bytes(width * (sum(weights) + 1), "little")
    ends = range(0, width * (most + 1), width)
    return [int.from_bytes(data[k : k + width], "little") for k in ends]


def _times(number: int, factor: int) -> int:
    return number if factor == 1 else number * factor


def _without(weight: int, most: int, cumulated: list[int], inside: int, outside: int) -> int:
    """Return how many sheets of the others weigh up to `most`, by alternating sums."""
    if most < 0:
        return 0
    if weight == 0:
        return cumulated[most] // (inside + outside)
    found = 0
    for count in cumulated[most % weight : most + 1 : weight]:
        found = (count - inside * found) // outside
    return found


# ---------------------------------------------------------------------------- Shapley-Shubik


def shapley_weighted(quota: int, weights: tuple[int, ...]) -> Floats:
    """Return each member's Shapley-Shubik index in the game of a quota and positive weights.

    Raises:
        TooLarge: there are too many members, or the weights' sum is too great.
    """
    size, total = len(weights), sum(weights)
    if not 0 < quota <= total:
        return np.zeros(size)
    if size > MOST_MEMBERS:
        raise TooLarge(f"Shapley-Shubik is computed for up to {MOST_MEMBERS} members, not {size}")
    nodes, widths = _half_of_the_nodes((size + 1) // 2)
    if len(nodes) * size * max(quota, total + 1 - quota) > LARGEST_QUADRATURE:
        raise TooLarge(f"Shapley-Shubik of {size} members with weights of {total:,} takes too long")
    index: Floats = widths @ _swing_chances(quota, weights, nodes).sum(axis=0)
    return index


@lru_cache(maxsize=16)
def _half_of_the_nodes(number: int) -> tuple[Floats, Floats]:
    """Return the nodes in (0, 1/2] and their widths; a node p stands for itself and for 1 - p."""
    nodes, widths = np.polynomial.legendre.leggauss(number)
    kept = slice(0, (number + 1) // 2)
    half = widths[kept] / 2
    if number % 2:
        half[-1] /= 2  # the middle stands for itself twice
    return np.minimum((nodes[kept] + 1) / 2, 0.5), half


def _swing_chances(quota: int, weights: tuple[int, ...], nodes: Floats) -> Floats:
    """Return the chance that each member swings if the others say yes with chance p and 1 - p.

    Shape (2, nodes, members); nodes lie in (0, 1/2], where the alternating sums are stable.
    """
    length = max(quota, sum(weights) + 1 - quota)
    at_once = max(1, HELD // length)
    blocks = [nodes[k : k + at_once] for k in range(0, len(nodes), at_once)]
    return np.concatenate([_swings_of_block(quota, weights, block) for block in blocks], axis=1)


def _swings_of_block(quota: int, weights: tuple[int, ...], nodes: Floats) -> Floats:
    length = max(quota, sum(weights) + 1 - quota)
    cumulated = _cumulated(length, weights, nodes)
    ratio = nodes / (1 - nodes)
    longest = length // max(1, min((w for w in weights if w), default=1)) + 2
    powers: Floats = np.ones((len(nodes), longest))  # 1, -r, r^2, ...
    powers[:, 1:] = -ratio[:, None]
    np.cumprod(powers, axis=1, out=powers)
    chances = np.zeros((2, len(nodes), len(weights)))
    distinct, places = np.unique(np.array(weights), return_inverse=True)
    for side, top in enumerate((quota - 1, sum(weights) - quota)):
        found = np.zeros((len(nodes), len(distinct)))
        for k, weight in enumerate(distinct.tolist()):
            if weight:
                found[:, k] = _window(cumulated[:, top::-weight], powers) / (1 - nodes)
        chances[side] = found[:, places]
    return chances


def _window(falling: Floats, powers: Floats) -> Floats:
    """Return the others' chance of a sum within one weight below the quota.

    `falling` is the chance of all members' sums up to top, top - weight, top - 2 weights ...
    """
    within = falling.copy()
    within[:, :-1] -= falling[:, 1:]
    found: Floats = np.einsum("jk,jk->j", within, powers[:, : within.shape[1]])
    return found


def _cumulated(length: int, weights: tuple[int, ...], nodes: Floats) -> Floats:
    """Return for each node the chance of sums up to 0, 1, ... `length` - 1."""
    spread = np.zeros((len(nodes), length))
    spread[:, 0] = (1 - nodes) ** len(weights)
    step = max(1, CACHED // length)
    ascending = sorted(weights)
    for start in range(0, len(nodes), step):
        rows = spread[start : start + step]
        ratio = (nodes / (1 - nodes))[start : start + step, None]
        _multiply(rows, ratio, ascending)
    return np.cumsum(spread, axis=1, out=spread)


def _multiply(rows: Floats, ratio: Floats, ascending: list[int]) -> None:
    """Multiply rows of coefficients by (1 + ratio x^weight) for every weight, in place."""
    room, reached = np.empty_like(rows), 1
    for weight in ascending:
        moved = min(reached, rows.shape[1] - weight)
        if moved > 0:
            share = np.multiply(rows[:, :moved], ratio, out=room[:, :moved])
            rows[:, weight : weight + moved] += share
        reached = min(reached + weight, rows.shape[1])


# ------------------------------------------------------------------------------------- checks


def _confirm(game: _Weighted, sheets: tuple[tuple[int, ...], tuple[int, ...]]) -> None:
    """Compare the exact swings with those of the quadrature's distribution.

    Raises:
        ArithmeticError: the two ways of counting differ.
    """
    if not 0 < game.quota <= game.total:
        return
    chance = game.for_ / (game.for_ + game.against)
    node = np.array([min(chance, 1 - chance)])
    floating = _swing_chances(game.quota, game.weights, node)[0 if chance <= 1 / 2 else 1, 0]
    every = (game.for_ + game.against) ** (len(game.weights) - 1)
    exact = [(yes - no) / every for yes, no in zip(*sheets, strict=True)]
    if not np.allclose(floating, exact, rtol=1e-6, atol=1e-9):
        raise ArithmeticError("exact swings and their floating-point chances disagree")
