"""What an aggressor anticipates: the chance that its attack is named, decided upon and stopped.

    P = P(adopted) P(stopped | adopted) + (1 - P(adopted)) P(stopped | not adopted)

P(adopted) is counted exactly from the ballots that the model of behaviour expects under the rule.
P(stopped) is the chance that the attacked and those who come hold what it takes, or prevail in a
contest against it, by the exact distribution of their capability. A party's ballot and its deed
share one signal; the product leaves that out, which the simulator does not. An aggressor then
attacks iff its gain exceeds P times its loss (:mod:`~foedera.behaviour.deter`).
"""

from dataclasses import dataclass

import numpy as np

from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.model import Behaviour, expected_ballots, expected_contributions
from foedera.behaviour.parameters import Floats
from foedera.behaviour.pivots import in_units, pivots
from foedera.behaviour.situation import Situation
from foedera.behaviour.strategic import adoption_given
from foedera.rules import NormalForm


@dataclass(frozen=True, slots=True)
class Outlook:
    """Probabilities: the measure is adopted; the attack is stopped, with, without, altogether."""

    adopted: float
    stopped_if_adopted: float
    stopped_if_not: float

    @property
    def stopped(self) -> float:
        """The chance that the attack is stopped."""
        return self.adopted * self.stopped_if_adopted + (1 - self.adopted) * self.stopped_if_not


def anticipate(
    behaviour: Behaviour,
    of: Situation,
    rule: NormalForm,
    contest: ContestParameters | None = None,
    resolution: int = 1000,
) -> Outlook:
    """Return what is to be expected of one crisis under a rule whose members are the parties.

    Without a contest, what is `needed` stops the aggressor for certain.

    Raises:
        BehaviourError: the situation holds several crises, or the rule has other members.
    """
    adopted = float(adoption_given(rule, expected_ballots(behaviour, of, rule))[0][0])
    units, unit = in_units(of.capability[0], resolution)
    own = float((of.capability[0] * (of.side[0] > 0)).sum() + of.resisting[0, 0])
    curve = _curve(own, np.arange(units.sum() + 1) * unit, float(of.needed[0, 0]), contest)
    with_, without = (
        float(pivots(expected_contributions(behaviour, of, decided=decided), units, curve)[1][0])
        for decided in (True, False)
    )
    return Outlook(min(max(adopted, 0.0), 1.0), with_, without)


def _curve(own: float, forces: Floats, needed: float, contest: ContestParameters | None) -> Floats:
    """Return the chance to stop the aggressor by the force that came beside the attacked's own."""
    if contest is None:
        return (np.round(own + forces - needed, 9) >= 0).astype(np.float64)[None]
    return success(own + forces, needed, contest)[None]
