"""Forecasts of collective action in crises, and baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import logistic
from foedera.behaviour.posterior import Posterior
from foedera.evidence.action.crises import NAMES, CrisisActions
from foedera.evidence.baselines import base_rate, logit_chances
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]


def forecast(seen: CrisisActions, asked: CrisisActions, draws: Posterior) -> Forecasts:
    """Return forecasts of collective action; each crisis is an event of its own."""

    def of(chance: Floats) -> Forecast:
        return binary(chance, asked.acted, asked.crisis)

    train, test = ((each.violence / 3)[:, None] for each in (seen, asked))
    return Forecasts(
        of(acting_chances(asked.design(), draws).mean(axis=1)),
        {
            "base rate": of(base_rate(seen.acted, asked.size, 2)[:, 1]),
            "logit on violence": of(logit_chances(train, seen.acted, test)),
        },
    )


def acting_chances(design: Floats, draws: Posterior) -> Floats:
    """Return the chance of collective action, (n, draws)."""
    slopes = np.stack([draws.values[name] for name in NAMES])
    return np.asarray(logistic(design @ slopes), dtype=np.float64)
