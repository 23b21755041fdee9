"""Power when ballots are not equally likely, or not independent.

A member first comes or stays away: absence is a hurdle of its own, independent of everything else.
If it comes, its inclination y = loading . z + sqrt(1 - |loading|^2) e is standard normal, with
common factors z and its own part e; it votes no below a first cut-point, yes above a second, and
abstains between (an ordered probit). The cut-points are those that give the member its odds,
whatever its loadings, so that only the togetherness of ballots changes with them. Loading 0:
independent members; loading 1: all who come, with equal odds, cast the same ballot; a negative
loading: a bloc against.

Given z ballots are independent, so each node of a quadrature over z is one product distribution of
:func:`foedera.power.counting.chances`, all nodes at once. Nodes are equally spaced: for an analytic
integrand with normal weight that converges as fast as Gauss and Hermite's nodes, which numpy gives
only up to some 256, too few where a large body turns sharply with a factor. Where a member follows
a factor wholly (loading 1 or -1) the axis is cut at its cut-points, and Gauss and Legendre's nodes
integrate each piece of the factor's distribution function. The number of nodes is doubled until the
power to act moves by less than a tolerance; the last move is the error told.

References: Laruelle & Valenciano (2005), 'Assessing success and decisiveness in voting situations',
Social Choice and Welfare 24, on success, decisiveness and luck under any distribution of votes;
Straffin (1977) on homogeneous and independent voters; Kaniovski (2008), 'The exact bias of the
Banzhaf measure of power when votes are neither equiprobable nor independent'; Trefethen & Weideman
(2014), 'The exponentially convergent trapezoidal rule', SIAM Review 56.
"""

from dataclasses import dataclass
from itertools import product
from math import erfc, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import Diagram, TooLarge, chances, unroll
from foedera.power.odds import Odds, OddsError
from foedera.power.tables import Cell, Column, Table
from foedera.rules import Ballot, NormalForm

FEWEST_NODES = 16
MOST_NODES = 1024  # of one factor
MOST_PIECE_NODES = 128  # of each piece of a factor that somebody follows wholly
FARTHEST = 8.5  # standard deviations; beyond lies less of a factor than rounding
MOST_POINTS = 20_000  # of all factors together
HELD = 2**23  # numbers held at once: states of the diagram times points
TOLERANCE = 1e-8  # of the power to act, relative

Floats = NDArray[np.float64]

YES, NO, ABSTAIN, ABSENT = (int(ballot) for ballot in Ballot)


@dataclass(frozen=True, slots=True)
class MemberChances:
    """What a distribution of ballots makes of one member; probabilities.

    `given` is the chance of adoption by the ballot that it casts, what this tells of the others'
    included (None: it never casts that ballot). `criticality` is how much likelier adoption is with
    its yes than with its no, the others' ballots being what they are. The rest is for the cases in
    which it votes yes or no (None: it never does): `success` that the outcome is what it voted for,
    `decisiveness` that the outcome also hung on its vote, `luck` the difference. Where a yes can
    harm adoption, criticality and decisiveness are balances.
    """

    party: str
    odds: dict[Ballot, float]
    given: dict[Ballot, float | None]
    criticality: float
    success: float | None
    decisiveness: float | None
    luck: float | None


@dataclass(frozen=True, slots=True)
class Likely:
    """How likely a body adopts under a distribution of ballots, and what it makes of each member.

    `error` is the change at the last doubling of nodes, the largest of the power to act and every
    member's criticality; 0 for independent members, who need no quadrature. `points` is the number
    of product distributions.
    """

    power_to_act: float
    error: float
    points: int
    members: tuple[MemberChances, ...]

    def to_table(self) -> Table:
        """Return a table with a row a member."""
        return Table(COLUMNS, tuple(_row(member) for member in self.members))


COLUMNS = (
    Column("party", str, "the member"),
    *(Column(f"odds_{ballot}", float, f"chance that it casts {ballot}") for ballot in Ballot),
    *(
        Column(f"given_{ballot}", float, f"chance of adoption once it has cast {ballot}")
        for ballot in Ballot
    ),
    Column("criticality", float, "chance of adoption with its yes less that with its no"),
    Column("success", float, "if it votes yes or no: chance that the outcome is what it voted for"),
    Column("decisiveness", float, "chance that the outcome also hung on its vote"),
    Column("luck", float, "success less decisiveness"),
)


def _row(member: MemberChances) -> dict[str, Cell]:
    row: dict[str, Cell] = {"party": member.party}
    row |= {f"odds_{ballot}": chance for ballot, chance in member.odds.items()}
    row |= {f"given_{ballot}": chance for ballot, chance in member.given.items()}
    return row | {
        "criticality": member.criticality,
        "success": member.success,
        "decisiveness": member.decisiveness,
        "luck": member.luck,
    }


def likely(form: NormalForm, odds: Odds, *, nodes: int | None = None) -> Likely:
    """Return how likely a rule adopts under a distribution of ballots, and each member's part.

    `nodes` fixes the number of nodes a factor (the error then compares with half of them); without
    it they are doubled until the power to act holds still.

    Raises:
        TooLarge: the rule cannot be counted state by state, or there are too many factors.
        OddsError: the odds are for other members than the rule.
    """
    if odds.members != form.members:
        raise OddsError("the odds are for other members than those of the rule")
    diagram = unroll(form)
    if not odds.loadings.any():
        return _told(form, odds, _Point(diagram, odds, np.zeros((1, 0)), np.ones(1)), 0.0)
    number = max(nodes // 2, 1) if nodes else FEWEST_NODES
    before = _integrate(diagram, odds, number)
    while True:
        number *= 2
        after = _integrate(diagram, odds, number)
        moved = abs(after.total - before.total)
        full = len(after.weights) * 2 ** len(odds.factors) > MOST_POINTS or number >= MOST_NODES
        if nodes or full or moved <= TOLERANCE * max(after.total, 1e-300):
            critical = np.abs(after.criticality - before.criticality).max()
            return _told(form, odds, after, float(max(moved, critical)))
        before = after


class _Point:
    """Nodes of the quadrature with what the rule makes of them: odds, and chances by ballot."""

    __slots__ = ("given", "odds", "total", "weights")

    def __init__(self, diagram: Diagram, odds: Odds, z: Floats, weights: Floats) -> None:
        self.weights = weights
        self.odds = conditional_odds(odds, z)
        states = sum(len(layer.next) for layer in diagram.layers) + 1
        step = max(1, HELD // states)
        found = [
            chances(diagram, self.odds[..., k : k + step]) for k in range(0, len(weights), step)
        ]
        self.total = float(np.concatenate([part.total for part in found]) @ weights)
        self.given: Floats = np.concatenate([part.given for part in found], axis=2)

    @property
    def criticality(self) -> Floats:
        moved: Floats = (self.given[:, YES] - self.given[:, NO]) @ self.weights
        return moved


def _integrate(diagram: Diagram, odds: Odds, number: int) -> _Point:
    z, weights = quadrature(odds, number)
    return _Point(diagram, odds, z, weights)


def _told(form: NormalForm, odds: Odds, point: _Point, error: float) -> Likely:
    members = tuple(
        _member(party, row, here, given, point.weights)
        for party, row, here, given in zip(
            form.members, odds.table, point.odds, point.given, strict=True
        )
    )
    return Likely(point.total, error, len(point.weights), members)


def _member(party: str, row: Floats, odds: Floats, given: Floats, weights: Floats) -> MemberChances:
    """Return one member's chances; `odds` and `given` have shape (4, points)."""
    cast = odds @ weights
    adopted = (odds * given) @ weights
    conditional = {
        ballot: float(adopted[ballot] / cast[ballot]) if cast[ballot] > 0 else None
        for ballot in Ballot
    }
    moved = given[YES] - given[NO]
    sides = float(cast[YES] + cast[NO])
    success = decisive = luck = None
    if sides > 0:
        success = float(adopted[YES] + cast[NO] - adopted[NO]) / sides
        decisive = float(((odds[YES] + odds[NO]) * moved) @ weights) / sides
        luck = success - decisive
    return MemberChances(
        party,
        {ballot: float(row[ballot]) for ballot in Ballot},
        conditional,
        float(moved @ weights),
        success,
        decisive,
        luck,
    )


# ------------------------------------------------------------------------------ the distribution


def cut_points(odds: Odds) -> tuple[Floats, Floats]:
    """Return below which inclination each member votes no, and above which yes; shapes (members,).

    A member that never comes has both at zero.
    """
    normal = NormalDist()

    def at(share: float) -> float:
        return (
            float("-inf") if share <= 0 else float("inf") if share >= 1 else normal.inv_cdf(share)
        )

    comes = odds.table[:, :ABSENT].sum(axis=1)
    share = np.divide(1.0, comes, out=np.zeros_like(comes), where=comes > 0)
    below = [at(float(p)) for p in odds.table[:, NO] * share]
    above = [-at(float(p)) for p in odds.table[:, YES] * share]
    never = comes <= 0
    return np.where(never, 0.0, below), np.where(never, 0.0, above)


def conditional_odds(odds: Odds, z: Floats) -> Floats:
    """Return each member's odds given the factors `z` (points, factors): (members, 4, points)."""
    if not z.shape[1]:
        return odds.table[:, :, None].repeat(len(z), axis=2)
    below, above = cut_points(odds)
    common = odds.loadings @ z.T  # (members, points)
    spread = np.sqrt((1 - (odds.loadings**2).sum(axis=1)).clip(min=0))[:, None]
    comes = odds.table[:, :ABSENT].sum(axis=1)[:, None]
    found = np.empty((len(odds.members), len(Ballot), len(z)))
    found[:, NO] = _normal_share(below[:, None] - common, spread)
    found[:, YES] = _normal_share(common - above[:, None], spread)
    found[:, ABSTAIN] = (1 - found[:, NO] - found[:, YES]).clip(min=0)
    found[:, :ABSENT] *= comes[:, None]
    found[:, ABSENT] = odds.table[:, ABSENT, None]
    return found


_erfc = np.frompyfunc(erfc, 1, 1)


def _normal_share(distance: Floats, spread: Floats) -> Floats:
    """Return the chance that spread * e stays below a distance; without spread 0 or 1."""
    near = spread < sqrt(np.finfo(np.float64).eps)
    ratio = np.where(near, np.where(distance > 0, np.inf, -np.inf), distance / (spread + near))
    found: Floats = np.asarray(_erfc(-ratio / sqrt(2)), dtype=np.float64) / 2
    return found


# -------------------------------------------------------------------------------- the quadrature


def quadrature(odds: Odds, number: int) -> tuple[Floats, Floats]:
    """Return points (points, factors) and weights (points,) for the factors' joint distribution.

    Raises:
        TooLarge: there would be more points than the stated limit.
    """
    axes = [_axis(odds, factor, number) for factor in range(len(odds.factors))]
    size = 1
    for places, _ in axes:
        size *= len(places)
    if size > MOST_POINTS:
        raise TooLarge(
            f"{len(axes)} factors need {size} points of a quadrature, more than {MOST_POINTS}"
        )
    z = np.array(list(product(*(places.tolist() for places, _ in axes))))
    weights = np.array(list(product(*(share.tolist() for _, share in axes)))).prod(axis=1)
    return z, weights


def _axis(odds: Odds, factor: int, number: int) -> tuple[Floats, Floats]:
    """Return nodes and weights of one standard normal factor."""
    loading = odds.loadings[:, factor]
    wholly = np.abs(loading) >= 1 - np.finfo(np.float64).eps
    if not wholly.any():
        if not loading.any():
            return np.zeros(1), np.ones(1)
        places = np.linspace(-FARTHEST, FARTHEST, number)
        weights = np.exp(-(places**2) / 2)
        return places, weights / weights.sum()
    normal = NormalDist()
    turns = np.concatenate([cut[wholly] * loading[wholly] for cut in cut_points(odds)])
    inside = {normal.cdf(turn) for turn in turns.tolist() if np.isfinite(turn)}
    edges = np.array(sorted(inside | {0.0, 1.0}))
    nodes, widths = np.polynomial.legendre.leggauss(min(number, MOST_PIECE_NODES))
    spans = np.diff(edges)[:, None]
    shares = (edges[:-1, None] + spans * (nodes + 1) / 2).ravel()
    places = np.array([normal.inv_cdf(share) for share in shares.tolist()])
    return places, (spans * widths / 2).ravel()
