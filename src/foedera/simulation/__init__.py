"""Simulation: disputes put through a charter's whole procedure, in batches.

A crisis of the library (or a drawn one) becomes a :class:`Dispute`; a charter on its day becomes a
:class:`Plan`, the gates of its procedure; :func:`simulate` and :func:`compare` draw what states
perceive, cast and send, and count how it ends.
"""

from foedera.simulation.dispute import Dispute, Field, dispute_of, field_of
from foedera.simulation.endings import ACTING, MEANINGS, PARALYSIS, Ending
from foedera.simulation.errors import SimulationError
from foedera.simulation.forums import blocked
from foedera.simulation.many import compare_many, random_disputes
from foedera.simulation.models import Models, behaviours, unseen
from foedera.simulation.naming import Naming, naming
from foedera.simulation.opening import Opening, opening
from foedera.simulation.plan import Counter, Gate, Plan, Route, plan_of
from foedera.simulation.result import Forum, Result, Share, Tally
from foedera.simulation.simulate import Settings, compare, simulate
from foedera.simulation.variants import bound_as, decisions_only, nothing, signature, together

__all__ = [
    "ACTING",
    "MEANINGS",
    "PARALYSIS",
    "Counter",
    "Dispute",
    "Ending",
    "Field",
    "Forum",
    "Gate",
    "Models",
    "Naming",
    "Opening",
    "Plan",
    "Result",
    "Route",
    "Settings",
    "Share",
    "SimulationError",
    "Tally",
    "behaviours",
    "blocked",
    "bound_as",
    "compare",
    "compare_many",
    "decisions_only",
    "dispute_of",
    "field_of",
    "naming",
    "nothing",
    "opening",
    "plan_of",
    "random_disputes",
    "signature",
    "simulate",
    "together",
    "unseen",
]
