"""Every set of parameters, in the order of the reference; a new model adds its own here."""

from foedera.behaviour.contest import ContestParameters
from foedera.behaviour.contribute import ContributionParameters
from foedera.behaviour.deter import DeterrenceParameters
from foedera.behaviour.family import Null, Strategic
from foedera.behaviour.ladder import Ladder, Rung
from foedera.behaviour.perceive import PerceptionParameters
from foedera.behaviour.self_enforcing import CollectiveAction
from foedera.behaviour.trust import TrustParameters
from foedera.behaviour.vote import VoteParameters

PARAMETERS: tuple[type, ...] = (
    PerceptionParameters,
    VoteParameters,
    ContributionParameters,
    Null,
    Strategic,
    ContestParameters,
    DeterrenceParameters,
    TrustParameters,
    CollectiveAction,
    Rung,
    Ladder,
)
