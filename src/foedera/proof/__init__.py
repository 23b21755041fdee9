"""Proof: who can force, block or start a decision whatever the others do, with witnesses.

:func:`check` answers one property in words, :func:`battery` those that every charter is tested on;
`can_force`, `can_block`, `smallest_forcing`, `smallest_blocking`, `paradox` and `difference` work
on one rule in its normal form; `conflicts` holds the duties of two charters against each other and
`levers` asks what one gives over the other's decisions; `obtain`, `standing` and `case_of` play a
whole procedure as a game.
"""

from foedera.proof.battery import PROBES, battery
from foedera.proof.check import Verdict, check
from foedera.proof.composition import Lever, levers
from foedera.proof.conflicts import Comparison, Conflict, conflicts
from foedera.proof.course import Course, Play, Stop
from foedera.proof.errors import PropertyError, SolverMissing
from foedera.proof.every import Listing, all_smallest_blocking, all_smallest_forcing
from foedera.proof.prevail import (
    Few,
    Stage,
    smallest_obtaining,
    smallest_preventing,
    stages,
    within,
)
from foedera.proof.procedure import obtain
from foedera.proof.properties import Property, describe_property, parse_property
from foedera.proof.scene import Scene, scene
from foedera.proof.sheets import Example, adoption, difference, paradox
from foedera.proof.standing import Standing, goals, standing
from foedera.proof.vote import (
    Answer,
    Smallest,
    can_block,
    can_force,
    smallest_blocking,
    smallest_forcing,
)
from foedera.proof.ways import ASSIST
from foedera.proof.witness import case_of, write_case

__all__ = [
    "ASSIST",
    "PROBES",
    "Answer",
    "Comparison",
    "Conflict",
    "Course",
    "Example",
    "Few",
    "Lever",
    "Listing",
    "Play",
    "Property",
    "PropertyError",
    "Scene",
    "Smallest",
    "SolverMissing",
    "Stage",
    "Standing",
    "Stop",
    "Verdict",
    "adoption",
    "all_smallest_blocking",
    "all_smallest_forcing",
    "battery",
    "can_block",
    "can_force",
    "case_of",
    "check",
    "conflicts",
    "describe_property",
    "difference",
    "goals",
    "levers",
    "obtain",
    "paradox",
    "parse_property",
    "scene",
    "smallest_blocking",
    "smallest_forcing",
    "smallest_obtaining",
    "smallest_preventing",
    "stages",
    "standing",
    "within",
    "write_case",
]
