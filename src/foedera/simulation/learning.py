"""Year by year: aggressors learn whether they are stopped, members whether others keep their word.

For all courses of events at once, each year:

1. The would-be aggressor attacks by its logit response to what it believes of the institution: a
   Beta belief in enforcement, moved by attacks alone (:mod:`foedera.behaviour.deter`). Who is
   deterred teaches nobody anything.
2. An attack is stopped with the chance that the institution acts on this crisis.
3. Where nobody attacked, a state may be accused falsely; acting on that is a false alarm.
4. Members' trust that the others keep their word rises by Bayes with an attack that is stopped, and
   falls with one that is not and with a false alarm (:mod:`foedera.behaviour.trust`). Below the
   threshold of co-operation a decision binds nobody.

Courses come in groups. Each group has its own posterior draw of how states behave and its own
resample of the crises (a bootstrap), so that groups lie apart as far as both are unknown.

References: Kydd (2005) for trust; Crescenzi (2018) for reputation; Efron & Tibshirani (1993), 'An
Introduction to the Bootstrap'.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.deter import DeterrenceParameters, Reputation, attack_chance
from foedera.behaviour.parameters import require_between
from foedera.behaviour.trust import TrustParameters, believe, threshold
from foedera.simulation.errors import SimulationError

LEAST = 1e-9  # of a chance that is divided by
MEASURES = ("attempted", "deterred", "stopped", "false alarm", "trust", "reputation")
GROUPS = 20
MOST_YEARS, MOST_REPLICATIONS, MOST_NUMBERS = 1_000, 100_000, 10_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Learning:
    """How long and how often to replay, and how states learn.

    `occasions` is the chance a year that some state considers an attack, `accusations` that a state
    is accused in a year without one, `trust` members' first belief that the others keep their word.
    None of it, nor how aggressors and members learn, is fitted on data.
    """

    years: int = 40
    replications: int = 1_000
    seed: int = 1
    occasions: float = 1.0
    accusations: float = 0.2
    trust: float = 0.6
    deterrence: DeterrenceParameters = field(default_factory=DeterrenceParameters)
    reassurance: TrustParameters = field(default_factory=TrustParameters)

    def __post_init__(self) -> None:
        for name, low, high in (
            ("years", 1, MOST_YEARS),
            ("replications", 2 * GROUPS, MOST_REPLICATIONS),
            ("occasions", 0, 1),
            ("accusations", 0, 1),
            ("trust", 0, 1),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SimulationError(f"{name} is {value:g}; {low} to {high:,} is needed")
        if self.years * self.replications > MOST_NUMBERS:
            raise SimulationError(
                f"{self.years} years of {self.replications} replications are too many: years times "
                f"replications are at most {MOST_NUMBERS:,}"
            )
        if self.seed < 0:
            raise SimulationError(f"a seed is a whole number from 0, not {self.seed}")

    @property
    def threshold(self) -> float:
        """The trust from which on members co-operate, so that decisions bind."""
        return float(threshold(self.reassurance))

    @property
    def groups(self) -> NDArray[np.intp]:
        """The group of each course."""
        return np.arange(self.replications) * GROUPS // self.replications


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """How often an institution acts on each crisis of a pool; arrays (2, models, crises).

    Row 0 without trust among members, row 1 with it. `acts` on an attack, `alarms` on none. Models
    are posterior draws of how states behave; arrays (2, crises) are those of one.
    """

    acts: Floats
    alarms: Floats


def learn(chances: Chances, learning: Learning) -> dict[str, NDArray[np.float32]]:
    """Return the courses (replications, years) of every measure, given what the institution does.

    Raises:
        BehaviourError: a chance is no probability.
    """
    require_between("a chance of acting", chances.acts, 0, 1)
    require_between("a chance of a false alarm", chances.alarms, 0, 1)
    acts, alarms = (_of_models(found) for found in (chances.acts, chances.alarms))
    shape = (learning.replications, learning.years)
    rng, group = np.random.default_rng(learning.seed), learning.groups
    model, crises = group % acts.shape[1], acts.shape[2]
    place = rng.integers(crises, size=shape)
    occasion, choice, answer = rng.random((3, *shape), dtype=np.float32)
    crisis = rng.integers(crises, size=(GROUPS, crises))[group[:, None], place]
    belief = _first_belief(learning)
    trust = np.full(learning.replications, learning.trust)
    courses = {name: np.empty(shape, dtype=np.float32) for name in MEASURES}
    for year in range(learning.years):
        at = ((trust >= learning.threshold).astype(np.intp), model, crisis[:, year])
        tempted = occasion[:, year] < learning.occasions
        wants = attack_chance(belief.mean, learning.deterrence)
        attacks = tempted & (choice[:, year] < wants)
        stopped = attacks & (answer[:, year] < acts[at])
        # of those tempted that did not attack the number is above `wants`: it is made uniform again
        left = (choice[:, year] - wants) / np.maximum(1 - wants, LEAST)
        spare = np.where(tempted, left, choice[:, year])
        accused = ~attacks & (spare > 1 - learning.accusations)
        alarm = accused & (answer[:, year] < alarms[at])
        now = (attacks, tempted & ~attacks, stopped, alarm, trust, belief.mean)
        for name, value in zip(MEASURES, now, strict=True):
            courses[name][:, year] = value
        belief = belief.after(stopped.astype(np.float64), attacks.astype(np.float64))
        moved = believe(trust, stopped, learning.reassurance)
        trust = np.where(attacks | alarm, moved, trust)
    return courses


def _of_models(found: Floats) -> Floats:
    return found if found.ndim == 3 else found[:, None]  # noqa: PLR2004 - trust, models, crises


def _first_belief(learning: Learning) -> Reputation:
    ones, first = np.ones(learning.replications), learning.deterrence
    return Reputation(ones * first.seen_enforced, ones * first.seen_idle)


def assumptions(learning: Learning) -> tuple[str, ...]:
    """Return in words what no data tell of how states learn, with the numbers taken for it."""
    deter, trust = learning.deterrence, learning.reassurance
    occasions, accusations = f"{learning.occasions:.0%}", f"{learning.accusations:.0%}"
    chances = (
        f"an occasion for an attack in {occasions} of years; a false accusation in {accusations} "
        "of the years without an attack"
    )
    first = f"{_plain(deter.seen_enforced)} attack stopped and {_plain(deter.seen_idle)} not"
    aggressors = (
        f"aggressors (not fitted): success gains {_plain(deter.gain)}, being stopped costs "
        f"{_plain(deter.loss)}, precision {_plain(deter.precision)}; they start from what {first} "
        "would teach"
    )
    members = (
        f"members (not fitted): trust starts at {learning.trust:g}, and decisions bind from "
        f"{learning.threshold:.2f} on; good faith is seen with chance {_plain(trust.gesture)}, "
        f"bad faith with {_plain(trust.feint)}"
    )
    rest = "an institution has one reputation with all, and states do not change otherwise"
    return (chances, aggressors, members, rest)


def _plain(value: object) -> str:
    return f"{float(np.mean(np.asarray(value))):g}"
