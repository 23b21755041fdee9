"""Decades of crises under a charter, in which aggressors and members learn from what they see.

Each year a state may stand to gain from an attack on another. Which crisis that is, is drawn from a
pool of random ones (:func:`foedera.simulation.random_disputes`); how often the institution would
act on it is simulated through its whole procedure beforehand, with and without an attack. Then,
year by year and for all replications at once:

1. The would-be aggressor attacks by its logit response to what it believes of the institution: a
   Beta belief in enforcement, moved by attacks alone (:mod:`foedera.behaviour.deter`). Who is
   deterred teaches nobody anything.
2. An attack is stopped with the chance that the institution acts on this crisis.
3. Where nobody attacked, a state may be accused falsely; acting on that is a false alarm.
4. Members' trust that the others keep their word rises by Bayes with an attack that is stopped, and
   falls with one that is not and with a false alarm (:mod:`foedera.behaviour.trust`). Below the
   threshold of co-operation a decision binds nobody: commitment and audience then weigh nothing.

What is assumed: one occasion a year, one reputation for the institution as a whole, states that do
not otherwise change, and the parameters of deterrence and trust, which no data fit. Read the
differences between charters, not dates. All charters share their random numbers.

Reference: Kydd (2005) for trust; Crescenzi (2018) for reputation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour
from foedera.behaviour.deter import DeterrenceParameters, Reputation, attack_chance
from foedera.behaviour.parameters import require_between
from foedera.behaviour.trust import TrustParameters, believe, threshold
from foedera.charters import Charter, view
from foedera.simulation.errors import SimulationError
from foedera.simulation.many import random_disputes
from foedera.simulation.opening import opening
from foedera.simulation.result import Result, Share
from foedera.simulation.simulate import Settings, compare
from foedera.simulation.vary import varied

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
MEASURES = ("attempted", "deterred", "stopped", "false alarm", "trust", "reputation")
MOST_YEARS, MOST_REPLICATIONS = 1_000, 100_000
# Posterior draws used, evenly from those given: only the mean chance of each crisis is needed.
MOST_MODELS = 10
# What makes a decision bind: without trust in the others it weighs nothing.
BINDING = {"contribution.commitment": 0.0, "contribution.audience": 0.0}


@dataclass(frozen=True, slots=True)
class Learning:
    """How long and how often to replay, and how states learn.

    `occasions` is the chance a year that some state considers an attack, `accusations` that a state
    is accused in a year without one, `trust` members' first belief that the others keep their word.
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
            ("replications", 2, MOST_REPLICATIONS),
            ("occasions", 0, 1),
            ("accusations", 0, 1),
            ("trust", 0, 1),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise SimulationError(f"{name} is {value:g}; {low} to {high:,} is needed")


@dataclass(frozen=True, slots=True, eq=False)
class Chances:
    """How often an institution acts on each crisis of a pool; arrays (2, crises).

    Row 0 without trust among members, row 1 with it. `acts` on an attack, `alarms` on none.
    """

    acts: Floats
    alarms: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Decades:
    """What happened under a charter: by measure an array (replications, years).

    Trust and reputation are those before the year's events, from 0 to 1; the rest is 0 or 1.
    """

    charter: str
    first_year: int
    courses: Mapping[str, Floats]

    def mean(self, measure: str) -> Floats:
        """Return a measure's mean over replications, by year."""
        return np.asarray(self.courses[measure].mean(axis=0))

    def error(self, measure: str) -> Floats:
        """Return the standard error of :meth:`mean`, by year (given the pool of crises)."""
        found = self.courses[measure]
        return np.asarray(found.std(axis=0, ddof=1) / np.sqrt(len(found)))

    def share(self, measure: str, start: int = 0, stop: int | None = None) -> Share:
        """Return a measure's mean over some years, with the error over replications."""
        each = self.courses[measure][:, start:stop].mean(axis=1)
        return Share(float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each))))

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame: charter, year, measure, mean and its 95 % band."""
        import polars as pl

        years = self.first_year + np.arange(len(self.mean(MEASURES[0])))
        frames = []
        for measure in MEASURES:
            mean, reach = self.mean(measure), 1.96 * self.error(measure)
            columns = {"year": years, "mean": mean, "low": mean - reach, "high": mean + reach}
            names = (pl.lit(self.charter).alias("charter"), pl.lit(measure).alias("measure"))
            frames.append(pl.DataFrame(columns).with_columns(*names))
        return pl.concat(frames).select("charter", "year", "measure", "mean", "low", "high")


def decades(
    charters: Sequence[Charter],
    on: date,
    learning: Learning | None = None,
    settings: Settings | None = None,
    *,
    pool: int = 30,
) -> tuple[Decades, ...]:
    """Return the decades from a day on under each charter, on the same random numbers.

    The pool is of random crises among all parties of the charters, with the relations of that year;
    `settings.draws` go to each crisis, with trust and without.

    Raises:
        SimulationError: no charter is given, or no crisis can be drawn.
    """
    if not charters:
        raise SimulationError("there is no charter to simulate")
    chosen = learning or Learning()
    how = replace(settings or Settings(draws=1_000), false_alarms=True)
    found = _chances(charters, on, how, pool)
    return tuple(
        Decades(charter.id, on.year, learn(chances, chosen))
        for charter, chances in zip(charters, found, strict=True)
    )


def _chances(
    charters: Sequence[Charter], on: date, settings: Settings, pool: int
) -> tuple[Chances, ...]:
    disputes = random_disputes(_parties(charters, on), on, pool, settings.seed)
    seeds = np.random.SeedSequence(settings.seed).generate_state(len(disputes))
    step = max(1, len(settings.behaviours) // MOST_MODELS)
    trusting = settings.behaviours[::step]
    distrusting = tuple(_unbound(each) for each in trusting)
    acts = np.empty((len(charters), 2, len(disputes)))
    alarms = np.empty_like(acts)
    for k, (dispute, seed) in enumerate(zip(disputes, seeds, strict=True)):
        plans = [opening(charter, dispute).plan for charter in charters]
        for trust, models in enumerate((distrusting, trusting)):
            results = compare(plans, dispute, replace(settings, seed=int(seed), behaviours=models))
            acts[:, trust, k] = [result.acts.share for result in results]
            alarms[:, trust, k] = [_alarm(result) for result in results]
    return tuple(Chances(*pair) for pair in zip(acts, alarms, strict=True))


def _alarm(result: Result) -> float:
    alarm = result.false_alarm
    return alarm.share if alarm else 0.0


def _unbound(behaviour: Behaviour) -> Behaviour:
    return varied(behaviour, BINDING) if hasattr(behaviour, "contribution") else behaviour


def _parties(charters: Sequence[Charter], on: date) -> tuple[str, ...]:
    from foedera.proceedings import charter_parties

    days = [max(on, charter.in_force or charter.opened) for charter in charters]
    every = [charter_parties(view(c, day)) for c, day in zip(charters, days, strict=True)]
    return tuple(sorted(set().union(*every)))


def learn(chances: Chances, learning: Learning) -> dict[str, Floats]:
    """Return the courses (replications, years) of every measure, given what the institution does.

    Raises:
        BehaviourError: a chance is no probability.
    """
    require_between("a chance of acting", chances.acts, 0, 1)
    require_between("a chance of a false alarm", chances.alarms, 0, 1)
    shape = (learning.replications, learning.years)
    rng = np.random.default_rng(learning.seed)
    crisis = rng.integers(chances.acts.shape[1], size=shape)
    occasion, choice, answer = rng.random((3, *shape))
    least = float(threshold(learning.reassurance))
    belief = _first_belief(learning)
    trust = np.full(learning.replications, learning.trust)
    courses = {name: np.empty(shape) for name in MEASURES}
    for year in range(learning.years):
        trusting = (trust >= least).astype(np.intp)
        here = crisis[:, year]
        tempted = occasion[:, year] < learning.occasions
        attacks = tempted & (choice[:, year] < attack_chance(belief.mean, learning.deterrence))
        stopped = attacks & (answer[:, year] < chances.acts[trusting, here])
        # the same number serves: a year has either an attack or none
        accused = ~attacks & (choice[:, year] > 1 - learning.accusations)
        alarm = accused & (answer[:, year] < chances.alarms[trusting, here])
        now = (attacks, tempted & ~attacks, stopped, alarm, trust, belief.mean)
        for name, value in zip(MEASURES, now, strict=True):
            courses[name][:, year] = value
        belief = belief.after(stopped.astype(np.float64), attacks.astype(np.float64))
        moved = believe(trust, stopped, learning.reassurance)
        trust = np.where(attacks | alarm, moved, trust)
    return courses


def _first_belief(learning: Learning) -> Reputation:
    ones, first = np.ones(learning.replications), learning.deterrence
    return Reputation(ones * first.seen_enforced, ones * first.seen_idle)
