"""Calibrated parameters: draws from posteriors, fitted on history up to a cut-off year.

The draws were made by ``make calibrate`` from data that the package does not ship, thinned, and
stored here as one small file a part and cut-off, with names, units, priors, seed and diagnostics.
:func:`draws` reads them; :func:`vote_parameters`, :func:`perception_parameters`,
:func:`contribution_parameters` and :func:`contest_parameters` turn them into the parameters of the
models, with one row a draw, so that a batch of crises carries what we do not know about parameters
through.
"""

from foedera.behaviour.posterior.files import PARTS, Posterior, Quantity, cutoffs, draws
from foedera.behaviour.posterior.parameters import (
    Body,
    contest_parameters,
    contribution_parameters,
    draft_spread,
    perception_parameters,
    vote_parameters,
)

__all__ = [
    "PARTS",
    "Body",
    "Posterior",
    "Quantity",
    "contest_parameters",
    "contribution_parameters",
    "cutoffs",
    "draft_spread",
    "draws",
    "perception_parameters",
    "vote_parameters",
]
