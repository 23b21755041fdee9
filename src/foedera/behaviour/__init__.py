"""Behaviour: how states perceive, vote and contribute, as models on arrays.

A model is a class with three methods (:class:`Behaviour`); :class:`Null`, :class:`RulesOnly`,
:class:`Sincere` and :class:`Strategic` are the family. What they are made of stands in modules of
its own, each with its equations and its reference: perceive, vote, strategic, contribute,
equilibrium, contest, deter, patience, global_game, commit, trust, outside, spatial, ladder,
self_enforcing, coalitions.
"""

from foedera.behaviour.contribute import ContributionParameters
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.family import FAMILY, Null, RulesOnly, Sincere, Strategic
from foedera.behaviour.model import Behaviour, Noise, draw_noise, expected_ballots
from foedera.behaviour.parameters import ParameterRow, describe_parameters
from foedera.behaviour.perceive import PerceptionParameters
from foedera.behaviour.situation import Situation, situation
from foedera.behaviour.vote import Link, VoteParameters, cast, happens

__all__ = [
    "FAMILY",
    "Behaviour",
    "BehaviourError",
    "ContributionParameters",
    "Link",
    "Noise",
    "Null",
    "ParameterRow",
    "PerceptionParameters",
    "RulesOnly",
    "Sincere",
    "Situation",
    "Strategic",
    "VoteParameters",
    "cast",
    "describe_parameters",
    "draw_noise",
    "expected_ballots",
    "happens",
    "situation",
]
