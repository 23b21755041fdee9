"""The command line: one verb a capability, each a few lines that call the library.

One module a room; what a verb needs is imported inside it, so that `foedera --help` answers at
once. The order of the imports below is the order of the verbs in the help.
"""

from foedera.cli import charters, proceedings, crises, power, powers, counts  # isort: skip
from foedera.cli import proof, conflicts, assessment  # isort: skip
from foedera.cli import data, world, order, simulation, sweep, decades, evidence  # isort: skip
from foedera.cli.app import app, main

__all__ = [
    "app",
    "assessment",
    "charters",
    "conflicts",
    "counts",
    "crises",
    "data",
    "decades",
    "evidence",
    "main",
    "order",
    "power",
    "powers",
    "proceedings",
    "proof",
    "simulation",
    "sweep",
    "world",
]
