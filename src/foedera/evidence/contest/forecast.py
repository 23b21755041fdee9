"""Forecasts of which side prevails, by the behaviour room's contest and by baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import logistic
from foedera.behaviour.posterior import Posterior
from foedera.evidence.baselines import base_rate, logit_chances
from foedera.evidence.contest.forces import Contests
from foedera.evidence.contest.model import CHOSEN, Form
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]


def forecast(seen: Contests, asked: Contests, draws: Posterior) -> Forecasts:
    """Return forecasts that side A prevails; each dispute is an event of its own."""

    def of(chance: Floats) -> Forecast:
        return binary(chance, asked.prevailed, asked.dispute)

    train, test = ((1 / (1 + np.exp(-each.ratio())))[:, None] for each in (seen, asked))
    return Forecasts(
        of(prevailing_chances(asked, draws)),
        {
            "base rate": of(base_rate(seen.prevailed, asked.size, 2)[:, 1]),
            "coin": of(np.full(asked.size, 0.5)),
            "stronger side": of(_stronger(seen, asked)),
            "logit on share": of(logit_chances(train, seen.prevailed, test)),
        },
    )


def prevailing_chances(asked: Contests, draws: Posterior, form: Form = CHOSEN) -> Floats:
    """Return the chance (n,) that side A prevails, mean over draws."""
    power = draws.values["decisiveness"][None]
    if form.war:
        power = power + asked.war[:, None] * draws.values["war"]
    odds = power * asked.ratio(form.scale)[:, None] + draws.values.get("first", 0.0)
    return np.asarray(logistic(odds).mean(axis=1), dtype=np.float64)


def _stronger(seen: Contests, asked: Contests) -> Floats:
    """Return the share of disputes before in which the stronger side prevailed, for that side.

    A contest in which superiority decides for certain (m without bound) would give 1, and a single
    victory of the weaker would refute it; the share is what is left of that claim.
    """
    won = float(base_rate((seen.prevailed == (seen.ratio() > 0)).astype(np.int64), 1, 2)[0, 1])
    return np.asarray(np.where(asked.ratio() > 0, won, 1 - won))
