"""Forecasts of who comes, by the behaviour room's response and by baselines."""

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contribute import willing
from foedera.behaviour.posterior import Posterior, contribution_parameters
from foedera.evidence.baselines import base_rate, logit_chances, member_rate
from foedera.evidence.contribution.joiners import Joiners
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, binary

Floats = NDArray[np.float64]


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


def joining_chances(asked: Joiners, draws: Posterior) -> Floats:
    """Return the chance (n,) that each comes, mean over draws, by the behaviour room's response."""
    b = contribution_parameters(draws)
    pivot, ally, owes, border, against = (each[None] for each in asked.covariates.T)
    gain = b.gain + np.asarray(b.gain_allied) * ally + np.asarray(b.gain_neighbour) * border
    net = np.asarray(b.commitment) * owes - b.cost - np.asarray(b.cost_allied) * against
    found: Floats = willing(gain, net, pivot, b.precision).mean(axis=0)
    return found
