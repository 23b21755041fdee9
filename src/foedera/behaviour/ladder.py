"""The ladder of measures: when to climb, hold or step down, by backward induction (C36).

State before each period: violence v, rung r in force, belief pi that the aggressor is resolute.
The body aims at a rung within `reach` of r; it gets there with probability agree / (1 + delay)
(agreement comes by voting; a delay of d periods on average is a chance of 1 / (1 + d) each period),
else r stays. Then rung r costs c_r, violence costs d_v, and the crisis ends with probability
e_r(pi), a mixture of its chances against a resolute and an irresolute aggressor. Ended, it is worth
G. Else violence rises one level with probability x_r, and pi grows by Bayes, since a measure that
failed speaks for resolve:

    V_t(v, r, pi) = max over targets a, E over the rung r' in force, of
        -c_r' - d_v + e G + (1 - e) delta [ (1 - x) V_t+1(v, r', pi') + x V_t+1(v + 1, r', pi') ]

with pi' = pi (1 - e_resolute) / (1 - e), and V_T = 0. Values between points of the grid of beliefs
are interpolated. With one rung, no learning, no violence and a long horizon V tends to

    (gain chance - cost) / (1 - discount (1 - chance)),

so that where every rung can be reached at once the best one has the largest such value.

References: Bellman (1957); Puterman (1994), 'Markov Decision Processes', chapter 4; Astrom (1965)
for beliefs as states.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, check, quantity, require_between


@dataclass(frozen=True, slots=True)
class Rung:
    """A measure: what it costs a period, what it does, and how hard it is to agree on."""

    name: str
    cost: float = quantity(0.1, "utility a period", "while in force", low=0)
    ends: float = quantity(0.1, "probability a period", "ends it, if irresolute", low=0, high=1)
    ends_resolute: float = quantity(0.05, "probability a period", "if resolute", low=0, high=1)
    escalates: float = quantity(0.05, "probability a period", "violence rises", low=0, high=1)
    agreement: float = quantity(1.0, "probability", "the body agrees to it", low=0, high=1)
    delay: float = quantity(0.0, "periods", "from agreement to effect, on average", low=0)

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True)
class Ladder:
    """Rungs from the lowest up, what violence costs at each level, and what is at stake."""

    rungs: tuple[Rung, ...]
    damage: tuple[float, ...] = (0.0,)
    gain: float = quantity(10.0, "utility", "the crisis ended")
    discount: float = quantity(0.95, "a period", "discount factor", low=0, high=1)
    periods: int = 60
    reach: int = 1

    def __post_init__(self) -> None:
        check(self)
        if not self.rungs or not self.damage:
            raise BehaviourError("a ladder has at least one rung and one level of violence")
        require_between("the number of periods", self.periods, 1, 100_000)
        require_between("the reach", self.reach, 1, 1000)
        require_between("the damage", self.damage, 0, np.inf)


@dataclass(frozen=True, slots=True, eq=False)
class Policy:
    """What a policy is worth and does at the first period, by (violence, rung, belief).

    `value` is the expected discounted utility, `target` the rung aimed at, `by_target` the value of
    aiming at each rung now and following the policy after (-inf where out of reach).
    """

    beliefs: Floats
    value: Floats
    target: NDArray[np.intp]
    by_target: Floats

    def waiting(self) -> Floats:
        """Return the value of holding now over the best move away from the rung, by state."""
        rungs = self.by_target.shape[-1]
        here = np.eye(rungs, dtype=np.bool_)[None, :, None, :]
        hold = np.where(here, self.by_target, -np.inf).max(axis=-1)
        move = np.where(here, -np.inf, self.by_target).max(axis=-1)
        return np.asarray(hold - move)

    def at(self, violence: int, rung: int, belief: float) -> float:
        """Return the value at a state, between beliefs by interpolation."""
        return float(np.interp(belief, self.beliefs, self.value[violence, rung]))


def best_policy(of: Ladder, beliefs: int = 41) -> Policy:
    """Return the best policy, by backward induction from the last period."""
    return _induction(of, beliefs, None)


def fixed_policy(of: Ladder, rung: int, beliefs: int = 41) -> Policy:
    """Return the policy that always aims at one rung (always consult, sanction, enforce).

    It climbs as fast as the reach allows.

    Raises:
        BehaviourError: there is no such rung.
    """
    if not 0 <= rung < len(of.rungs):
        raise BehaviourError(f"rung {rung} is none of the {len(of.rungs)} of the ladder, from 0")
    return _induction(of, beliefs, rung)


def stationary_value(gain: float, chance: float, cost: float, discount: float) -> float:
    """Return (gain chance - cost) / (1 - discount (1 - chance)), one rung kept for ever.

    Raises:
        BehaviourError: the chance or the discount factor is outside 0 to 1, or both never end it.
    """
    require_between("the chance", chance, 0, 1)
    require_between("the discount factor", discount, 0, 1)
    rest = 1 - discount * (1 - chance)
    if rest <= 0:
        raise BehaviourError("with chance 0 and discount factor 1 the value has no bound")
    return (gain * chance - cost) / rest


def _induction(of: Ladder, points: int, aim: int | None) -> Policy:
    require_between("the number of beliefs", points, 2, 100_000)
    grid = np.linspace(0.0, 1.0, int(points))
    levels, rungs = len(of.damage), len(of.rungs)
    after = np.zeros((levels, rungs, len(grid)))
    moves = _moves(of, aim)
    by_target = np.zeros((levels, rungs, len(grid), rungs))
    for _ in range(of.periods):
        in_force = _in_force(of, grid, after)  # (levels, rungs, beliefs)
        taken = _taken(of)
        reached = np.moveaxis(in_force, 1, -1)[:, None]  # (levels, 1, beliefs, targets)
        stays = in_force[..., None]
        by_target = taken * reached + (1 - taken) * stays
        by_target = np.where(moves[None, :, None, :], by_target, -np.inf)
        after = by_target.max(axis=-1)
    return Policy(grid, after, by_target.argmax(axis=-1), by_target)


def _moves(of: Ladder, aim: int | None) -> NDArray[np.bool_]:
    """Return which target may be aimed at from which rung."""
    places = np.arange(len(of.rungs))
    if aim is None:
        return np.asarray(np.abs(places[:, None] - places) <= of.reach)
    steps = places + np.clip(aim - places, -of.reach, of.reach)
    return np.asarray(places == steps[:, None])


def _taken(of: Ladder) -> Floats:
    """Return the chance that a rung aimed at comes into force this period, by target."""
    return np.array([rung.agreement / (1 + rung.delay) for rung in of.rungs])


def _in_force(of: Ladder, grid: Floats, after: Floats) -> Floats:
    """Return the value of a period with each rung in force, (levels, rungs, beliefs)."""
    value = np.empty_like(after)
    damage = np.asarray(of.damage)[:, None]
    worse = np.minimum(np.arange(len(of.damage)) + 1, len(of.damage) - 1)
    for r, rung in enumerate(of.rungs):
        ends = grid * rung.ends_resolute + (1 - grid) * rung.ends
        left = 1 - ends
        belief = np.where(
            left > 0, grid * (1 - rung.ends_resolute) / np.where(left > 0, left, 1), 1
        )
        then = np.stack([np.interp(belief, grid, row) for row in after[:, r]])
        then = (1 - rung.escalates) * then + rung.escalates * then[worse]
        value[:, r] = -rung.cost - damage + ends * of.gain + left * of.discount * then
    return value


# Measures from the mildest up, a period being a month. Nobody fitted these numbers: they say only
# that more costs more, ends it sooner, and that force also breeds violence.
MEASURES = (
    Rung("waiting", cost=0.0, ends=0.02, ends_resolute=0.005, escalates=0.03),
    Rung("mediation", cost=0.02, ends=0.08, ends_resolute=0.01, escalates=0.03),
    Rung("sanctions", cost=0.15, ends=0.12, ends_resolute=0.03, escalates=0.03),
    Rung("deployment", cost=0.40, ends=0.18, ends_resolute=0.08, escalates=0.05),
    Rung("enforcement", cost=2.50, ends=0.45, ends_resolute=0.25, escalates=0.15),
)
DAMAGE = (0.0, 0.3, 1.0)
MONTH = 0.9 ** (1 / 12)  # discount factor of a month at 0.9 a year


def usual_ladder(agreement: float) -> Ladder:
    """Return waiting, mediation, sanctions, deployment and enforcement, each within reach at once.

    `agreement` is the chance a month that the body agrees to a measure asked of it; waiting needs
    none. All other numbers are uncalibrated (`MEASURES`).

    Raises:
        BehaviourError: the agreement is no probability.
    """
    waiting, *others = MEASURES
    rungs = (waiting, *(replace(each, agreement=agreement) for each in others))
    return Ladder(rungs, DAMAGE, discount=MONTH, periods=60, reach=len(rungs))
