"""Perception: who names the accused as the aggressor, given a noisy and biased signal.

The truth is theta = 1 if the accused attacked, 0 if not. Party i sees

    s_i = g (2 theta - 1) + b_i + e_i,   e_i standard normal and independent,

where g is how glaring the act is and b_i how alignment colours what i sees. It knows g. A party
that corrects the share kappa of its bias holds, by Bayes,

    L_i = prior + 2 g (s_i - kappa b_i)

as log-odds that the accused attacked, and names it if L_i > 0. So L_i is normal with mean
prior + 2 g (g (2 theta - 1) + (1 - kappa) b_i) and standard deviation 2 g, and

    P(i names the accused) = Phi(prior / (2 g) + g (2 theta - 1) + (1 - kappa) b_i).

With no bias and an even prior that is Phi(g) under attack; n such judges under majority are
Condorcet's jury (1785), and under consensus agree rightly with probability Phi(g)^n.

The bias is linear in alignment: b_i = per_distance (d_accused - d_attacked)
+ per_alliance (ally_attacked - ally_accused) + own_case side. Above 0 it sees an attack readily.

References: Condorcet (1785), 'Essai sur l'application de l'analyse'; Jervis (1976), 'Perception and
Misperception in International Politics'; Austen-Smith & Banks (1996) for signals of jurors.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import normal_cdf
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between, weighed
from foedera.behaviour.situation import Situation, require_columns


@dataclass(frozen=True, slots=True)
class PerceptionParameters:
    """How alignment colours what a party sees, and how far it knows that."""

    prior: Number = quantity(0.0, "log-odds", "belief before any signal that the accused attacked")
    per_distance: Number = quantity(
        0.3, "sd per unit of ideal point", "bias per excess of distance to accused over attacked"
    )
    per_alliance: Number = quantity(0.5, "sd", "bias of an ally of the attacked (accused: minus)")
    own_case: Number = quantity(2.0, "sd", "bias of the attacked (the accused: minus)", low=0)
    correction: Number = quantity(
        0.5, "share", "how much of its bias a party takes out again", low=0, high=1
    )

    def __post_init__(self) -> None:
        check(self)


@dataclass(frozen=True, slots=True, eq=False)
class PerceptionLaw:
    """The normal law of each party's log-odds; arrays of shape (1 or crises, parties)."""

    mean: Floats
    deviation: Floats

    @property
    def names(self) -> Floats:
        """The probability that each party names the accused."""
        return normal_cdf(self.mean / self.deviation)

    def drawn(self, noise: Floats) -> Floats:
        """Return log-odds (draws, parties) from standard normal `noise`, in its precision."""
        scale, mean = self.deviation.astype(noise.dtype), self.mean.astype(noise.dtype)
        result: Floats = noise * scale
        result += mean
        return result


def bias(of: Situation, parameters: PerceptionParameters) -> Floats:
    """Return b_i in standard deviations of the noise, shape (1 or crises, parties)."""
    terms = [
        (parameters.per_distance, of.distance_to_accused - of.distance_to_attacked),
        (parameters.per_alliance, of.allied_with_attacked - of.allied_with_accused),
        (parameters.own_case, of.side),
    ]
    return weighed(terms, of.parties)


def perception_law(of: Situation, parameters: PerceptionParameters) -> PerceptionLaw:
    """Return the law of log-odds that the accused attacked, for every party."""
    glaring, theta = of.glaring, 2 * of.attacked - 1
    left = (1 - np.asarray(parameters.correction)) * bias(of, parameters)
    mean = np.asarray(parameters.prior) + 2 * glaring * (glaring * theta + left)
    return PerceptionLaw(mean, np.broadcast_to(2 * glaring, mean.shape))


def perceive(of: Situation, parameters: PerceptionParameters, noise: Floats) -> Floats:
    """Return log-odds (draws, parties) from standard normal `noise` of that shape.

    Raises:
        BehaviourError: the noise has another shape.
    """
    require_columns("the noise of signals", noise, of)
    return perception_law(of, parameters).drawn(noise)


def perceive_with(
    of: Situation, parameters: PerceptionParameters, draws: int, rng: np.random.Generator
) -> Floats:
    """Return log-odds (draws, parties), the noise drawn from `rng`."""
    return perceive(of, parameters, rng.standard_normal((draws, of.parties)))


@dataclass(frozen=True, slots=True, eq=False)
class Naming:
    """Share of parties, and of their capability, that name the accused; one entry a draw."""

    of_parties: Floats
    of_capability: Floats


def naming(log_odds: Floats, capability: Floats) -> Naming:
    """Return the shares that name the accused in log-odds (draws, parties).

    Raises:
        BehaviourError: all capability together is 0.
    """
    return _shares((log_odds > 0).astype(np.float64), capability)


def expected_naming(law: PerceptionLaw, capability: Floats) -> Naming:
    """Return the expected shares that name the accused, exactly; one entry a crisis."""
    return _shares(law.names, capability)


def _shares(names: Floats, capability: Floats) -> Naming:
    weights = np.atleast_2d(np.asarray(capability, dtype=np.float64))
    totals = weights.sum(axis=1)
    if (totals <= 0).any():
        raise BehaviourError("the parties have no capability: a share of it cannot be taken")
    return Naming(names.mean(axis=1), (names * weights).sum(axis=1) / totals)


def at_least(chances: Floats, needed: int) -> Floats:
    """Return the probability that at least `needed` parties do what each does independently.

    `chances` has shape (..., parties). With equal chances it is Condorcet's binomial sum.
    """
    counts = np.zeros((*chances.shape[:-1], chances.shape[-1] + 1))
    counts[..., 0] = 1
    for k in range(chances.shape[-1]):
        p = chances[..., k, None]
        counts[..., 1 : k + 2] = counts[..., 1 : k + 2] * (1 - p) + counts[..., : k + 1] * p
        counts[..., 0] *= 1 - p[..., 0]
    result: Floats = counts[..., max(needed, 0) :].sum(axis=-1)
    return result


class ThreatReading(StrEnum):
    """Who decides whether a measure (a base, a mobilisation) threatens security (C20)."""

    PLANNER = "planner"
    FEARING = "fearing party"
    BODY = "body"


def is_threat(
    log_odds: Floats,
    reading: ThreatReading,
    *,
    planner: int,
    fearing: int,
    share: float = 0.5,
) -> Floats:
    """Return 1 or 0 per draw: whether the measure counts as a threat under a reading.

    `log_odds` (draws, parties) are those that the measure threatens security: the same model with
    a small g, since intentions are less plain than shots. Under the planner's or the fearing
    party's reading one column decides; under the body's, more than `share` of all parties.

    Raises:
        BehaviourError: a column does not exist or the share is no number from 0 to 1.
    """
    return _threat((log_odds > 0).astype(np.float64), reading, planner, fearing, share)


def threat_chance(
    law: PerceptionLaw,
    reading: ThreatReading,
    *,
    planner: int,
    fearing: int,
    share: float = 0.5,
) -> Floats:
    """Return the probability, per crisis, that the measure counts as a threat, exactly."""
    if reading is not ThreatReading.BODY:
        return _threat(law.names, reading, planner, fearing, share)
    require_between("the share of parties", share, 0, 1)
    names = law.names
    return at_least(names, int(np.floor(share * names.shape[1])) + 1)


def _threat(
    names: Floats, reading: ThreatReading, planner: int, fearing: int, share: float
) -> Floats:
    require_between("the share of parties", share, 0, 1)
    for role, column in (("planner", planner), ("fearing party", fearing)):
        if not 0 <= column < names.shape[1]:
            raise BehaviourError(f"the {role} is column {column}; there are {names.shape[1]}")
    if reading is ThreatReading.PLANNER:
        return names[:, planner]
    if reading is ThreatReading.FEARING:
        return names[:, fearing]
    return np.asarray(names.mean(axis=1) > share, dtype=np.float64)
