"""What the models expect of a dispute, without drawing: who comes, with how much, and for how long.

Everything is exact for one set of parameters, with the noise of signals integrated out; what is
left open is the parameters, so every figure is a mean over posterior draws with its spread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike

from foedera.behaviour import Behaviour, Sincere, Situation, Strategic
from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.parameters import Floats
from foedera.behaviour.patience import least_patience_against
from foedera.behaviour.pivots import in_units, pivots
from foedera.simulation.dispute import Dispute, Field, field_of
from foedera.simulation.errors import SimulationError

LEVEL = 0.9
_LEAST = 1e-12
_NODES = np.array([NormalDist().inv_cdf((k + 0.5) / 256) for k in range(256)])
RESOLUTION = 4_000  # units of capability: finer ones change no third digit


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over posterior draws, its standard error, and their middle 90 %."""

    mean: float
    se: float
    low: float
    high: float

    def to_dict(self) -> dict[str, float]:
        """Return the numbers as JSON has them."""
        return {"mean": self.mean, "se": self.se, "low": self.low, "high": self.high}


def estimate(values: ArrayLike) -> Estimate:
    """Return the mean of posterior draws; with one draw there is no error (0)."""
    found = np.asarray(values, dtype=np.float64)
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(found, [tail, 1 - tail]).tolist()
    error = found.std(ddof=1) / np.sqrt(len(found)) if len(found) > 1 else 0.0
    return Estimate(float(found.mean()), float(error), low, high)


@dataclass(frozen=True, slots=True)
class Muster:
    """Who comes to help against the accused: how many, with what force, and whether it stops it.

    The attacked resists and is not counted, and time is left out. `force` is in multiples of what
    it takes; `stops` is the chance that it prevails where the attacked alone would fall; `comes`
    has the chance of each party but the two sides, the likeliest first.
    """

    number: Estimate
    force: Estimate
    stops: Estimate
    comes: Mapping[str, float]


def muster(
    dispute: Dispute,
    parties: tuple[str, ...],
    behaviours: Sequence[Behaviour],
    called: float = 1.0,
    force_needed: float = 1.0,
) -> Muster:
    """Return who is expected to come, called upon with a strength of 0 (nobody decided) to 1.

    Raises:
        SimulationError: the year lies before the data, or there is no model.
    """
    if not behaviours:
        raise SimulationError("who comes needs a model of behaviour")
    field = field_of(dispute, parties, force_needed=force_needed)
    of = field.situation
    chances = np.stack([_coming(each, of, called) for each in behaviours])
    helps = np.where(of.side[0] > 0, 0.0, chances)  # the attacked resists in any case
    stops = _stops(field, behaviours, helps)
    mean = helps.mean(axis=0)
    order = [k for k in np.argsort(-mean, kind="stable") if of.side[0][k] == 0]
    return Muster(
        estimate(helps.sum(axis=1)),
        estimate(helps @ of.capability[0] / float(of.needed[0, 0])),
        estimate(stops),
        {field.parties[k]: float(mean[k]) for k in order},
    )


def _coming(behaviour: Behaviour, of: Situation, called: float) -> Floats:
    """Return the chance of each party to come, the noise of its signal integrated out.

    Where nobody decided, who does not name the aggressor helps nobody, as in a simulation. The
    step that this makes asks for evenly likely nodes.
    """
    log_odds = behaviour.perceive(of, np.repeat(_NODES[:, None], of.parties, axis=1))
    decided = np.full((1, 1), called)
    chances = np.broadcast_to(behaviour.contribute(of, log_odds, decided), log_odds.shape)
    return np.asarray((chances if called else chances * (log_odds > 0)).mean(axis=0))


def _contest(behaviour: Behaviour) -> ContestParameters:
    """Return the contest of a model, the default where it has none."""
    if isinstance(behaviour, Sincere | Strategic):
        return behaviour.contest
    return ContestParameters()


def _stops(field: Field, behaviours: Sequence[Behaviour], helps: Floats) -> Floats:
    """Return the chance that those who come turn it, where the attacked alone would fall."""
    of = field.situation
    units, unit = in_units(of.capability[0], RESOLUTION)
    own = float((of.capability[0] * (of.side[0] > 0)).sum() + of.resisting[0, 0])
    sent, needed = np.arange(units.sum() + 1) * unit, float(of.needed[0, 0])
    curves = []
    for each in behaviours:
        held = success(sent + own, needed, _contest(each))
        curves.append((held - held[0]) / max(1 - float(held[0]), _LEAST))
    return pivots(helps, units, np.stack(curves))[1]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The discount factor a year from which on each party prefers to enforce, the least first.

    `parties` are means over posterior draws, the accused left out; `share` is how many of them
    prefer it at the discount factor asked about.
    """

    patience: float
    every: float
    share: Estimate
    parties: Mapping[str, float]


def thresholds(
    dispute: Dispute,
    parties: tuple[str, ...],
    behaviours: Sequence[Behaviour],
    patience: float,
    every: float = 1.0,
) -> Thresholds:
    """Return who would enforce for the peace that follows, if crises return `every` so many years.

    A party is sure of the aggression, bound by no decision, and counts on one crisis like this in
    each period that enforcement prevents. A discount factor d a year is d ** every a period.

    Raises:
        SimulationError: the year lies before the data, or no model has contributions.
    """
    field = field_of(dispute, parties)
    others = np.setdiff1d(np.arange(len(field.parties)), field.accused)
    held = [m.contribution for m in behaviours if isinstance(m, Sincere | Strategic)]
    if not held:
        raise SimulationError("patience needs a model that weighs gain and cost")
    found = np.concatenate([least_patience_against(field.situation, each) for each in held])
    yearly = found[:, others] ** (1 / every)
    mean = yearly.mean(axis=0)
    order = np.argsort(mean, kind="stable")
    return Thresholds(
        patience,
        every,
        estimate((yearly <= patience).mean(axis=1)),
        {field.parties[others[k]]: float(mean[k]) for k in order},
    )
