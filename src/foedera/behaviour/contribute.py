"""Contribution: enforcement as a threshold public good among unequal states.

Party i holds w_i units of capability. If those who come hold enough, everyone enjoys the end of the
aggression, worth b_i to party i; coming costs c_i. Staying out after a binding decision costs k
(commitment), staying out after a public vote costs a (audience). Since i gains from coming only
when it decides the outcome, the logit quantal response equilibrium (McKelvey & Palfrey 1995) is

    p_i = 1 / (1 + exp(-lambda (b_i Pr(i pivotal) - c_i + k + a))).

lambda is precision: 0 is a coin flip, infinity the best reply. Where b_i and c_i depend on what i
privately believes, p_i is the mean over its types and the fixed point a Bayesian one.

For equal states and one threshold see :func:`symmetric`. With threshold 1 it is the volunteer's
dilemma (Diekmann 1985): as lambda grows P(stay out) tends to (c/b)^(1/(n-1)).

References: Palfrey & Rosenthal (1984), J. Public Economics 24, for threshold games; Olson &
Zeckhauser (1966) for burdens; Fearon (1994) and Chapman (2011) for audiences.
"""

from dataclasses import dataclass
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contest import ContestParameters, superiority
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import logistic, logistic_in_place
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between, weighed
from foedera.behaviour.pivots import Units
from foedera.behaviour.situation import Situation, require_columns


@dataclass(frozen=True, slots=True)
class ContributionParameters:
    """What ending an aggression is worth to a party, what coming costs, and what binds it."""

    gain: Number = quantity(1.0, "utility", "b: an aggression ended, to a party far away", low=0)
    gain_allied: Number = quantity(1.0, "utility", "added for an ally of the attacked")
    gain_neighbour: Number = quantity(0.5, "utility", "added for a neighbour of the accused")
    gain_patience: Number = quantity(0.0, "per unit of discount factor", "added for patience")
    gain_own: Number = quantity(5.0, "utility", "added for the attacked itself")
    cost: Number = quantity(0.3, "utility", "c: coming, for a party with nothing at stake", low=0)
    cost_exposure: Number = quantity(1.0, "per share of trade", "added for trade with the accused")
    cost_allied: Number = quantity(2.0, "utility", "added for an ally of the accused")
    cost_distance: Number = quantity(0.0, "per log of 1 + thousands of km", "added for distance")
    cost_major: Number = quantity(0.0, "utility", "added for a major power")
    cost_war: Number = quantity(0.0, "utility", "added where it came to war")
    commitment: Number = quantity(0.2, "utility", "k: staying out of a binding decision", low=0)
    audience: Number = quantity(0.1, "utility", "a: staying out after a public vote", low=0)
    precision: Number = quantity(5.0, "per utility", "lambda: how closely chances follow utility")

    def __post_init__(self) -> None:
        check(self)
        require_between("precision of ContributionParameters", self.precision, 0, np.inf)


def gains(of: Situation, parameters: ContributionParameters, log_odds: Floats) -> Floats:
    """Return b_i by draw and party: the worth of success times the belief that it is deserved."""
    require_columns("the log-odds", log_odds, of)
    kind = log_odds.dtype
    terms = [
        (parameters.gain_allied, of.allied_with_attacked),
        (parameters.gain_neighbour, of.neighbour),
        (parameters.gain_patience, of.patience),
        (parameters.gain_own, np.maximum(np.sign(of.side), 0)),
    ]
    worth = weighed(terms, of.parties, kind) + np.asarray(parameters.gain, dtype=kind)
    result: Floats = logistic(log_odds)
    result *= worth
    return result


def net_costs(of: Situation, parameters: ContributionParameters, decided: Floats) -> Floats:
    """Return k + a - c_i by draw and party.

    `decided` (draws or 1, parties or 1) is 1 where a binding decision in a public vote calls for
    action, 0 where none does; values between scale what binds (a recommendation, say). Where one
    calls for staying out it is negative: coming against it then costs k + a.
    """
    kind = decided.dtype
    terms = [
        (parameters.cost_exposure, of.exposure),
        (parameters.cost_allied, of.allied_with_accused),
        (parameters.cost_distance, np.log1p(of.kilometres / 1000)),
        (parameters.cost_major, of.major_power),
        (parameters.cost_war, of.war),
    ]
    cost = weighed(terms, of.parties, kind) + np.asarray(parameters.cost, dtype=kind)
    bound = np.asarray(parameters.commitment + np.asarray(parameters.audience), dtype=kind)
    return np.asarray(bound * decided - cost)


def able(of: Situation) -> Floats:
    """Return 1 for parties that may come, 0 for the accused and for the attacked, which resists."""
    return np.asarray(of.side == 0, dtype=np.float64)


def alone(of: Situation, contest: ContestParameters, kind: Any) -> Floats:  # noqa: ANN401 - a dtype
    """Return by how much each party raises the chance to prevail if nobody else comes, by draw.

    The attacked resists in any case: it is what others come beside. Its own part is the whole
    of it: 1. `kind` is the precision of the result.
    """
    attacked = of.side > 0
    resisting = (of.capability * attacked).sum(axis=1, keepdims=True) + of.resisting
    forces = np.concatenate([resisting, resisting + of.capability], axis=1)
    ratios = superiority(forces, of.needed, contest.form).astype(kind)
    chances = np.asarray(contest.decisiveness, dtype=kind) * ratios
    logistic_in_place(chances)
    rise: Floats = chances[:, 1:]
    rise -= chances[:, :1]
    if len(attacked) == 1:
        rise[:, attacked[0]] = 1
        return rise
    return np.where(attacked, np.ones(1, dtype=kind), rise)


def willing(
    gain: Floats, net: Floats, pivot: Floats, precision: Number, able: Floats | None = None
) -> Floats:
    """Return 1 / (1 + exp(-lambda (b Pr(pivotal) + k + a - c))), 0 for those who cannot come."""
    kind = gain.dtype
    chances = np.asarray(gain * pivot.astype(kind))
    chances += net.astype(kind, copy=False)
    chances *= np.asarray(precision, dtype=kind)
    logistic_in_place(chances)
    if able is not None:
        chances *= able.astype(kind)
    return chances


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A batch of contribution games over the same parties.

    `gain` and `net` (crises, parties, types) are b_i and k + a - c_i, `weights` (types,) the
    probability of each type, `units` (parties,), `success` (crises or 1, sums) as in
    :func:`~foedera.behaviour.pivots.pivots`; `able` (crises or 1, parties) is 0 for those who
    cannot come (the accused) and 1 otherwise.
    """

    gain: Floats
    net: Floats
    weights: Floats
    units: Units
    success: Floats
    able: Floats

    def __post_init__(self) -> None:
        shape = np.broadcast_shapes(self.gain.shape, self.net.shape)
        if self.gain.ndim != 3 or shape != self.gain.shape:  # noqa: PLR2004 - crises, parties, types
            raise BehaviourError(
                f"gains have shape {self.gain.shape}; (crises, parties, types) is needed"
            )
        if self.units.shape != shape[1:2] or self.weights.shape != shape[2:]:
            raise BehaviourError(
                f"{shape[1]} parties of {shape[2]} types need as many units and weights, not "
                f"{self.units.shape} and {self.weights.shape}"
            )
        require_between("a party's gain", self.gain, 0, np.inf)
        require_between("a party's net cost", self.net, -np.inf, np.inf)

    @property
    def size(self) -> int:
        """The number of crises."""
        return len(self.gain)

    def rows(self, chosen: NDArray[np.intp]) -> "Game":
        """Return the games of the chosen rows."""
        success = self.success if len(self.success) == 1 else self.success[chosen]
        able = self.able if len(self.able) == 1 else self.able[chosen]
        net = self.net if len(self.net) == 1 else self.net[chosen]
        return Game(self.gain[chosen], net, self.weights, self.units, success, able)

    def response(self, precision: Floats, pivot: Floats) -> Floats:
        """Return the chances (crises, parties) with which parties answer their pivotality."""
        drive = precision[:, None, None] * (self.gain * pivot[..., None] + self.net)
        result: Floats = (logistic(drive) @ self.weights) * self.able
        return result


def game(
    gain: Floats,
    cost: Floats,
    units: Units,
    threshold: int,
) -> Game:
    """Return one game with a threshold: gains, net costs (c - k - a) and units by party.

    Raises:
        BehaviourError: shapes do not fit, or the threshold is below 1.
    """
    from foedera.behaviour.pivots import step

    require_between("the threshold", threshold, 1, np.inf)
    b = np.asarray(gain, dtype=np.float64).reshape(1, -1, 1)
    c = np.broadcast_to(np.asarray(cost, dtype=np.float64), b.shape[1:2]).reshape(1, -1, 1)
    ones = np.ones((1, b.shape[1]))
    return Game(b, -c, np.ones(1), np.asarray(units), step(threshold, threshold), ones)


def symmetric(
    parties: int, threshold: int, gain: float, cost: float, precision: float
) -> tuple[float, ...]:
    """Return every symmetric equilibrium of equal states, ascending; the game of models with w = 1.

    Roots of p = Lambda(lambda (b C(n-1, T-1) p^(T-1) (1-p)^(n-T) - c)), bracketed on a fine grid of
    log-odds and halved to the last digit.

    >>> [round(p, 10) for p in symmetric(5, 3, 1.0, 0.2, 20.0)]
    [0.0187151847, 0.1716493008, 0.717426276]
    """
    require_between("the number of parties", parties, 1, 10_000)
    require_between("the threshold", threshold, 1, parties)
    ways = float(comb(parties - 1, threshold - 1))

    def excess(x: Floats) -> Floats:
        p = logistic(x)
        pivot = ways * p ** (threshold - 1) * (1 - p) ** (parties - threshold)
        return precision * (gain * pivot - cost) - x

    edge = precision * (gain + abs(cost)) + 1
    grid = np.linspace(-edge, edge, 40_001)
    values = excess(grid)
    places = np.flatnonzero(np.sign(values[:-1]) * np.sign(values[1:]) <= 0)
    low, high = grid[places], grid[places + 1]
    falling = values[places] > 0
    for _ in range(80):
        middle = (low + high) / 2
        left = (excess(middle) > 0) != falling
        low, high = np.where(left, low, middle), np.where(left, middle, high)
    roots = logistic((low + high) / 2)
    return tuple(float(root) for root in np.unique(roots.round(13)))
