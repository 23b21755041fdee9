"""Forecasts of who comes, by the contribution game with the pivotality observed, and baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import hermite, logistic
from foedera.behaviour.posterior import Posterior
from foedera.evidence.baselines import base_rate, logit_chances, member_rate
from foedera.evidence.contribution.joiners import COLUMNS, Joiners
from foedera.evidence.contribution.model import CHOSEN, NODES, Terms, odds
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]

_ROWS = 4096  # observations worked on at a time


def forecast(seen: Joiners, asked: Joiners, draws: Posterior) -> Forecasts:
    """Return forecasts of who came; events are disputes."""

    def of(chance: Floats) -> Forecast:
        return binary(chance, asked.came, asked.dispute)

    ties = ["allied_with_attacked", "owes", "allied_with_accused"]
    train, test = (np.column_stack([each.column(n) for n in ties]) for each in (seen, asked))
    return Forecasts(
        of(joining_chances(asked, draws)),
        {
            "base rate": of(base_rate(seen.came, asked.size, 2)[:, 1]),
            "member's base rate": of(member_rate(seen.came, seen.state, asked.state, 2)[:, 1]),
            "alliance ties only": of(logit_chances(train, seen.came, test)),
        },
    )


def joining_chances(asked: Joiners, draws: Posterior, terms: Terms = CHOSEN) -> Floats:
    """Return the chance (n,) that each comes in a new dispute, mean over draws."""
    pieces = [slice(start, start + _ROWS) for start in range(0, asked.size, _ROWS)]
    return np.concatenate([_chances(asked.covariates[piece], draws, terms) for piece in pieces])


def _chances(covariates: Floats, draws: Posterior, terms: Terms) -> Floats:
    column = {name: covariates[:, k, None] for k, name in enumerate(COLUMNS)}
    logits = odds(column, draws.values, terms)
    if not terms.dispute:
        return np.asarray(logistic(logits).mean(axis=1), dtype=np.float64)
    deviation = draws.values["precision"] * draws.values["dispute"]
    points, weights = hermite(NODES)
    parts = [w * logistic(logits + deviation * z) for z, w in zip(points, weights, strict=True)]
    return np.asarray(np.sum(parts, axis=0).mean(axis=1), dtype=np.float64)
