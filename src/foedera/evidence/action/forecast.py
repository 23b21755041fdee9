"""Forecasts of collective action in crises, and baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import hermite, logistic
from foedera.behaviour.posterior import Posterior
from foedera.evidence.action.crises import NAMES, CrisisActions
from foedera.evidence.baselines import base_rate, logit_chances
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]

NODES = 9


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
    """Return the chance of collective action in a new decade, (n, draws)."""
    none = np.zeros(draws.size)
    slopes = np.stack([draws.values.get(name, none) for name in NAMES])
    logits, age = design @ slopes, draws.values.get("age")
    if age is None:
        return np.asarray(logistic(logits), dtype=np.float64)
    terms = [w * logistic(logits + age * z) for z, w in zip(*hermite(NODES), strict=True)]
    return np.asarray(np.sum(terms, axis=0), dtype=np.float64)
