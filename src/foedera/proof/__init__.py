"""Proof: who can force, block or start a decision whatever the others do, with witnesses.

:func:`check` answers one property in words, :func:`battery` those that every charter is tested on;
`can_force`, `can_block`, `smallest_forcing`, `smallest_blocking`, `paradox` and `difference` work
on one rule in its normal form.
"""

from foedera.proof.battery import PROBES, battery
from foedera.proof.check import Verdict, check
from foedera.proof.errors import PropertyError, SolverMissing
from foedera.proof.properties import Property, describe_property, parse_property
from foedera.proof.vote import (
    Answer,
    Example,
    Listing,
    Smallest,
    adoption,
    all_smallest_blocking,
    all_smallest_forcing,
    can_block,
    can_force,
    difference,
    paradox,
    smallest_blocking,
    smallest_forcing,
)

__all__ = [
    "PROBES",
    "Answer",
    "Example",
    "Listing",
    "Property",
    "PropertyError",
    "Smallest",
    "SolverMissing",
    "Verdict",
    "adoption",
    "all_smallest_blocking",
    "all_smallest_forcing",
    "battery",
    "can_block",
    "can_force",
    "check",
    "describe_property",
    "difference",
    "paradox",
    "parse_property",
    "smallest_blocking",
    "smallest_forcing",
]
