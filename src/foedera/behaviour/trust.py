"""Trust: reassurance between states that may each be trustworthy or not (Kydd 2005).

Payoffs of one round: both co-operate 1, both defect 0, being exploited -l, exploiting g for the
trustworthy (g < 1) and h > 1 for the untrustworthy. With belief t that the other co-operates, a
trustworthy state gets t - (1 - t) l from co-operating and t g from defecting, so it co-operates iff

    t >= l / (1 + l - g).

*Spiral*: two trustworthy states of which one is below its threshold do not both co-operate.

*Costly signals*: a signal separates if its cost exceeds what the untrustworthy gains by being
believed and not what the trustworthy gains. At equal cost to both no signal separates here,
since exploiting is worth more (h) than co-operation (1): it must cost the untrustworthy more.
Risking part of the stake does so. Split the game in two rounds with stakes f and 1 - f, the second
being played only between those who co-operated in the first. Where the types part, another that
is untrustworthy exploits whoever co-operates in the first round. The untrustworthy then reveals
itself iff t f h > t (f + (1 - f) h) - (1 - t) l f; the trustworthy co-operates in the first round
iff t - (1 - t) l f >= t f g. So f separates in

    t h / (t (2 h - 1) + (1 - t) l)  <  f  <=  t / ((1 - t) l + t g)   (at most 1; derived here),

also where t is below the threshold: reassurance is what lifts it.

*Rounds of consultation* (C09): each round a trustworthy state makes a reassuring gesture with
probability alpha, an untrustworthy one with beta < alpha; Bayes adds log(alpha / beta) or
log((1 - alpha) / (1 - beta)) to the log-odds of trust. Belief is a martingale, but that of a
trustworthy state rises on average: talk lowers the deficit even where no treaty results.

Reference: Kydd (2005), 'Trust and Mistrust in International Relations'.
"""

from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import logistic
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between


@dataclass(frozen=True, slots=True)
class TrustParameters:
    """Payoffs of the reassurance game, mutual co-operation being 1, and how gestures tell types."""

    exploited: Number = quantity(
        1.0, "utility", "l: lost by a co-operator that is exploited", low=0
    )
    tempted: Number = quantity(0.5, "utility", "g: exploiting, to the trustworthy", high=1)
    greedy: Number = quantity(1.5, "utility", "h: exploiting, to the untrustworthy", low=1)
    gesture: Number = quantity(0.7, "probability", "alpha: of the trustworthy", low=0, high=1)
    feint: Number = quantity(0.4, "probability", "beta: of the untrustworthy", low=0, high=1)

    def __post_init__(self) -> None:
        check(self)
        if np.any(np.asarray(self.tempted) >= 1) or np.any(np.asarray(self.greedy) <= 1):
            raise BehaviourError(
                "tempted of TrustParameters must be below 1 and greedy above 1, the worth of "
                "mutual co-operation"
            )


def threshold(parameters: TrustParameters) -> Floats:
    """Return the belief l / (1 + l - g) from which on a trustworthy state co-operates."""
    loss = np.asarray(parameters.exploited, dtype=np.float64)
    return np.asarray(loss / (1 + loss - parameters.tempted))


def cooperate(first: Number, second: Number, parameters: TrustParameters) -> NDArray[np.bool_]:
    """Return whether two trustworthy states co-operate, given each one's belief in the other.

    Raises:
        BehaviourError: a belief is no probability.
    """
    require_between("the first belief", first, 0, 1)
    require_between("the second belief", second, 0, 1)
    least = threshold(parameters)
    return np.asarray((np.asarray(first) >= least) & (np.asarray(second) >= least))


def separating_costs(
    gain_untrustworthy: float, gain_trustworthy: float, relative: float = 1.0
) -> tuple[float, float] | None:
    """Return the open interval of costs (to the trustworthy) at which a signal separates.

    `relative` is what the signal costs the untrustworthy per unit of cost to the trustworthy. None
    if there is no such cost.

    Raises:
        BehaviourError: a gain is negative or `relative` not above 0.
    """
    require_between("the untrustworthy's gain", gain_untrustworthy, 0, np.inf)
    require_between("the trustworthy's gain", gain_trustworthy, 0, np.inf)
    require_between("the relative cost", relative, 1e-300, np.inf)
    low = gain_untrustworthy / relative
    return (low, gain_trustworthy) if low < gain_trustworthy else None


def separating_stakes(belief: float, parameters: TrustParameters) -> tuple[float, float] | None:
    """Return the shares f of the stake, low < f <= high, whose risk separates; None if none does.

    Raises:
        BehaviourError: the belief is no probability.
    """
    require_between("the belief", belief, 0, 1)
    greedy, tempted = float(np.asarray(parameters.greedy)), float(np.asarray(parameters.tempted))
    feared = (1 - belief) * float(np.asarray(parameters.exploited))
    mimicry = belief * (2 * greedy - 1) + feared
    if mimicry == 0:
        return None  # nobody could be exploited, and nobody would be believed
    low, risk = belief * greedy / mimicry, feared + belief * tempted
    high = 1.0 if risk <= belief else belief / risk
    return (low, high) if low < high else None


def believe(belief: Number, gesture: Number, parameters: TrustParameters) -> Floats:
    """Return the belief after one round with a `gesture` (1) or none (0), by Bayes.

    Raises:
        BehaviourError: the belief is no probability.
    """
    require_between("the belief", belief, 0, 1)
    made = np.asarray(gesture, dtype=np.bool_)
    if_good = np.where(made, parameters.gesture, 1 - np.asarray(parameters.gesture))
    if_bad = np.where(made, parameters.feint, 1 - np.asarray(parameters.feint))
    good, bad = np.asarray(belief) * if_good, (1 - np.asarray(belief)) * if_bad
    total = good + bad
    # what neither type ever does teaches nothing
    return np.asarray(np.where(total > 0, good / np.where(total > 0, total, 1), belief))


@dataclass(frozen=True, slots=True)
class Talks:
    """After some rounds: expected belief by the other's type, and how often trust suffices."""

    if_trustworthy: float
    if_untrustworthy: float
    reaches_if_trustworthy: float
    reaches_if_untrustworthy: float


def consult(belief: float, rounds: int, parameters: TrustParameters) -> Talks:
    """Return what N rounds of consultation do to trust, exactly, by the number of gestures.

    Raises:
        BehaviourError: belief, gesture and feint are not strictly between 0 and 1, or `rounds` is
            negative.
    """
    require_between("the number of rounds", rounds, 0, 1000)
    alpha, beta = float(np.asarray(parameters.gesture)), float(np.asarray(parameters.feint))
    for name, value in (("the belief", belief), ("gesture", alpha), ("feint", beta)):
        if not 0 < value < 1:
            raise BehaviourError(
                f"{name} is {value:g}; a number strictly between 0 and 1 is needed"
            )
    made = np.arange(rounds + 1)
    ways = np.array([float(comb(rounds, k)) for k in range(rounds + 1)])
    evidence = made * np.log(alpha / beta) + (rounds - made) * np.log((1 - alpha) / (1 - beta))
    after = logistic(np.log(belief / (1 - belief)) + evidence)
    good = ways * alpha**made * (1 - alpha) ** (rounds - made)
    bad = ways * beta**made * (1 - beta) ** (rounds - made)
    enough = after >= threshold(parameters)
    return Talks(float(good @ after), float(bad @ after), float(good @ enough), float(bad @ enough))
