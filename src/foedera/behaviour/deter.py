"""Deterrence: the aggressor anticipates whether its attack would be answered.

An attack that succeeds is worth `gain`; being stopped costs `loss`. With P the chance of being
stopped, the aggressor attacks iff gain > P loss, so it is deterred from P* = gain / loss on (for
a threat that also takes the gain away, put gain + punishment for loss). P is what the body does:
the chance that it adopts, times the chance that enough come, times the contest's.

Reputation: an aggressor that does not know P holds a Beta(a, b) belief and counts what it saw,
a + enforced, b + not enforced; its mean is a / (a + b). Only crises teach, so a body that once
looks strong enough is not tested again, and one that looks weak is.

References: Zagare & Kilgour (2000), 'Perfect Deterrence'; Crescenzi (2018), 'Of Friends and Foes'.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import logistic
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between


@dataclass(frozen=True, slots=True)
class DeterrenceParameters:
    """What an aggressor stands to win and to lose, and its first belief about the body."""

    gain: Number = quantity(1.0, "utility", "an attack that succeeds", low=0)
    loss: Number = quantity(3.0, "utility", "being stopped", low=0)
    precision: Number = quantity(
        5.0, "per utility", "how closely the choice follows utility", low=0
    )
    seen_enforced: Number = quantity(1.0, "crises", "a of the Beta belief", low=1e-9)
    seen_idle: Number = quantity(1.0, "crises", "b of the Beta belief", low=1e-9)

    def __post_init__(self) -> None:
        check(self)


def enforcement(adopted: Number, enough: Number, prevails: Number = 1.0) -> Floats:
    """Return P = P(adopted) P(enough come | adopted) P(prevails | enough).

    Raises:
        BehaviourError: one of them is no probability.
    """
    names = ("P(adopted)", "P(enough)", "P(prevails)")
    for name, value in zip(names, (adopted, enough, prevails), strict=True):
        require_between(name, value, 0, 1)
    return np.asarray(np.asarray(adopted) * enough * prevails, dtype=np.float64)


def deterred_from(parameters: DeterrenceParameters) -> Floats:
    """Return P* = gain / loss, the chance of enforcement from which on an attack does not pay.

    Infinite where nothing is lost and something gained: then nothing deters.
    """
    gain, loss = np.asarray(parameters.gain), np.asarray(parameters.loss)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(gain > 0, gain / loss, 0.0), dtype=np.float64)


def attacks(enforced: Number, parameters: DeterrenceParameters) -> NDArray[np.bool_]:
    """Return whether a rational aggressor attacks, given its P of enforcement."""
    require_between("P(enforced)", enforced, 0, 1)
    return np.asarray(np.asarray(parameters.gain) > np.asarray(enforced) * parameters.loss)


def attack_chance(enforced: Number, parameters: DeterrenceParameters) -> Floats:
    """Return the logit response: 1 / (1 + exp(-lambda (gain - P loss)))."""
    require_between("P(enforced)", enforced, 0, 1)
    surplus = np.asarray(parameters.gain) - np.asarray(enforced) * parameters.loss
    return logistic(np.asarray(parameters.precision) * surplus)


@dataclass(frozen=True, slots=True, eq=False)
class Reputation:
    """A Beta belief in enforcement; arrays of one shape, one entry a draw."""

    enforced: Floats
    idle: Floats

    @property
    def mean(self) -> Floats:
        """The expected chance of enforcement."""
        return np.asarray(self.enforced / (self.enforced + self.idle))

    def after(self, enforced: Number, happened: Number = 1.0) -> "Reputation":
        """Return the belief after a crisis (where one `happened`) that was `enforced` or not."""
        seen = np.asarray(happened, dtype=np.float64)
        return Reputation(
            self.enforced + seen * enforced, self.idle + seen * (1 - np.asarray(enforced))
        )


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """Repeated crises, (draws, rounds): belief before each, whether it came, whether enforced."""

    belief: Floats
    attacked: Floats
    enforced: Floats


def repeated(
    chance: float, parameters: DeterrenceParameters, choices: Floats, outcomes: Floats
) -> History:
    """Return the course of repeated crises under a body that enforces with probability `chance`.

    `choices` and `outcomes` are uniform numbers (draws, rounds): whether the aggressor attacks
    follows its logit response to its belief, and only attacks teach it.

    Raises:
        BehaviourError: shapes differ, or the chance is no probability.
    """
    require_between("P(enforced)", chance, 0, 1)
    if choices.shape != outcomes.shape or choices.ndim != 2:  # noqa: PLR2004 - draws and rounds
        raise BehaviourError(
            f"choices {choices.shape} and outcomes {outcomes.shape} must both be (draws, rounds)"
        )
    draws, rounds = choices.shape
    ones = np.ones(draws)
    reputation = Reputation(ones * parameters.seen_enforced, ones * parameters.seen_idle)
    belief, attacked = np.empty((draws, rounds)), np.empty((draws, rounds))
    enforced = np.asarray(outcomes < chance, dtype=np.float64)
    for k in range(rounds):
        belief[:, k] = reputation.mean
        attacked[:, k] = choices[:, k] < attack_chance(belief[:, k], parameters)
        reputation = reputation.after(enforced[:, k], attacked[:, k])
    return History(belief, attacked, enforced * attacked)
