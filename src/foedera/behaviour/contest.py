"""Contest success: how likely a force prevails over another.

Ratio form (Tullock 1980): F^m / (F^m + A^m). Difference form (Hirshleifer 1989): the logistic of
m (F - A). m is how decisive superiority is; as m grows, both become a threshold at F = A. With no
force on either side nothing is stopped: the ratio form is then taken as 0.

In a contest for a prize V between two equal sides with m <= 2 each spends m V / 4 in the ratio form
(Perez-Castrillo & Verdier 1992).

References: Tullock (1980), 'Efficient rent seeking'; Hirshleifer (1989), Public Choice 63.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import logistic
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between

_LEAST = 1e-300  # of a force, for its logarithm


class ContestForm(StrEnum):
    """How forces compare."""

    RATIO = "ratio"
    DIFFERENCE = "difference"


@dataclass(frozen=True, slots=True)
class ContestParameters:
    """How decisive superiority in force is."""

    decisiveness: Number = quantity(2.0, "exponent, or per unit of force", "m", low=0)
    form: ContestForm = ContestForm.RATIO

    def __post_init__(self) -> None:
        check(self)
        if self.form not in tuple(ContestForm):
            raise BehaviourError(f"form is '{self.form}'; {' or '.join(ContestForm)} is needed")


def success(force: Number, opposed: Number, parameters: ContestParameters) -> Floats:
    """Return the probability that `force` prevails over `opposed`; arrays broadcast.

    Raises:
        BehaviourError: a force is negative.

    >>> float(success(3.0, 1.0, ContestParameters(decisiveness=2.0)))
    0.9
    """
    require_between("the force", force, 0, np.inf)
    require_between("the opposed force", opposed, 0, np.inf)
    own, other = np.asarray(force, dtype=np.float64), np.asarray(opposed, dtype=np.float64)
    power = np.asarray(parameters.decisiveness)
    if parameters.form is ContestForm.DIFFERENCE:
        return logistic(power * (own - other))
    # (A / F)^m keeps large forces and exponents within range
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = np.where(own > 0, other / np.where(own > 0, own, 1), np.inf) ** power
    return np.asarray(1 / (1 + ratio))


def superiority(force: Floats, opposed: Floats, form: ContestForm) -> Floats:
    """Return what decisiveness multiplies to give the log-odds that `force` prevails.

    Where many forces are to be compared under many values of m it is worth being worked out once.
    """
    if form is ContestForm.DIFFERENCE:
        return np.asarray(force - opposed)
    own, other = (np.log(np.maximum(each, _LEAST)) for each in (force, opposed))
    return np.asarray(own - other)


def equilibrium_effort(prize: float, decisiveness: float) -> float:
    """Return what each of two equal sides spends on a prize in the ratio form: m V / 4.

    Raises:
        BehaviourError: m is above 2, where no equilibrium in pure strategies exists.
    """
    require_between("the prize", prize, 0, np.inf)
    require_between("decisiveness", decisiveness, 0, 2)
    return decisiveness * prize / 4
