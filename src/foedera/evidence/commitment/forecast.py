"""Forecasts of commitments honoured, and the published share as one of the baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import hermite, logistic
from foedera.behaviour.posterior import Posterior
from foedera.evidence.baselines import base_rate
from foedera.evidence.commitment.commitments import COLUMNS, Commitments
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]

# Leeds, Long & Mitchell (2000), J. Conflict Resolution 44(5): share of commitments honoured.
PUBLISHED_RELIABILITY = 0.75


def forecast(seen: Commitments, asked: Commitments, draws: Posterior) -> Forecasts:
    """Return forecasts of commitments honoured; events are wars."""

    def of(chance: Floats) -> Forecast:
        return binary(chance, asked.honoured, asked.war)

    return Forecasts(
        of(honouring_chances(asked.covariates, draws)),
        {
            "base rate": of(base_rate(seen.honoured, asked.size, 2)[:, 1]),
            "published 75 %": of(np.full(asked.size, PUBLISHED_RELIABILITY)),
        },
    )


def honouring_chances(covariates: Floats, draws: Posterior) -> Floats:
    """Return the chance (n,) that each is honoured in a new war, mean over draws."""
    slopes = np.stack([draws.values[name] for name in COLUMNS])
    logits = draws.values["constant"] + covariates @ slopes
    war = draws.values.get("war")
    if war is None:
        return np.asarray(logistic(logits).mean(axis=1), dtype=np.float64)
    terms = [w * logistic(logits + war * z) for z, w in zip(*hermite(15), strict=True)]
    return np.asarray(np.sum(terms, axis=0).mean(axis=1))
