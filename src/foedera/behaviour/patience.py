"""Patience: when enforcing today is worth the peace of tomorrow (C33).

Under a grim trigger a party that fails to enforce once loses the flow v of peace for ever.
Enforcing costs c now and keeps v in each of the following periods:

    c <= v (delta + delta^2 + ...) = v delta / (1 - delta)    iff    delta >= c / (c + v).

A milder trigger that suspends peace for T periods keeps v delta (1 - delta^T) / (1 - delta); it
may not suffice at any delta, which happens iff c >= v T.

References: Friedman (1971); Axelrod (1984); Fearon (1998) on the shadow of the future.
"""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contribute import ContributionParameters, gains, net_costs
from foedera.behaviour.parameters import Floats, Number, require_between
from foedera.behaviour.situation import Situation

_SURE = 60.0  # log-odds beyond which a belief is certain in double precision


def least_patience(cost: Number, flow: Number) -> Floats:
    """Return the discount factor c / (c + v) from which on enforcing pays; arrays broadcast.

    Raises:
        BehaviourError: a cost is negative or a flow not above 0.
    """
    require_between("the cost of enforcing", cost, 0, np.inf)
    require_between("the flow of peace", flow, 1e-300, np.inf)
    c = np.asarray(cost, dtype=np.float64)
    return np.asarray(c / (c + flow))


def least_patience_of(cost: float, flow: float, periods: int) -> float:
    """Return the same if peace is lost for `periods` only; infinite if no patience suffices.

    Raises:
        BehaviourError: a cost is negative, a flow not above 0, or there is no period.
    """
    require_between("the cost of enforcing", cost, 0, np.inf)
    require_between("the flow of peace", flow, 1e-300, np.inf)
    require_between("the number of periods", periods, 1, 1_000_000)
    if cost >= flow * periods:
        return float("inf")
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = (low + high) / 2
        kept = flow * middle * (1 - middle**periods) / (1 - middle)
        low, high = (low, middle) if kept >= cost else (middle, high)
    return high


def enforces(patience: Number, cost: Number, flow: Number) -> NDArray[np.bool_]:
    """Return which parties enforce, given their discount factors.

    Raises:
        BehaviourError: a discount factor is outside 0 to 1.
    """
    require_between("patience", patience, 0, 1)
    return np.asarray(np.asarray(patience) >= least_patience(cost, flow))


def least_patience_against(
    of: Situation, parameters: ContributionParameters, called: float = 0.0
) -> Floats:
    """Return the discount factor from which on each party would enforce, (1 or crises, parties).

    The cost c is that of coming, less what a decision that calls for it (0 to 1) makes staying out
    cost; the flow v is what an aggression ended is worth to the party, once each period. Both are
    in the unit of the contribution game, and the party is sure of the aggression. 0 where coming
    costs nothing.

    Raises:
        BehaviourError: the parameters have a row for each of several draws, which do not fit.
    """
    sure = np.full((of.rows, of.parties), _SURE)
    flow = np.maximum(gains(of, parameters, sure), 1e-300)
    cost = np.maximum(-net_costs(of, parameters, np.full((1, 1), called)), 0.0)
    return least_patience(cost, flow)
