"""Forecasts of ballots by the behaviour room itself, and by baselines.

Perception's noise is integrated out, and each draw has a draft effect of its own.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.posterior import Body, Posterior, vote_parameters
from foedera.behaviour.vote import BALLOTS, VoteParameters, expected_vote
from foedera.evidence.baselines import base_rate, member_rate, multinomial_chances
from foedera.evidence.forecasts import FEWEST, Forecasts
from foedera.evidence.scores import Forecast, Ints
from foedera.evidence.voting.ballots import Ballots
from foedera.rules import Ballot

Floats = NDArray[np.float64]

_USED = 60  # draws that a forecast of ballots averages over


def forecast(seen: Ballots, asked: Ballots, draws: Posterior) -> Forecasts:
    """Return forecasts of ballots; AUC is about yes, events are as :func:`ballot_events` says."""
    chances = vote_chances(asked, draws)
    _, events = ballot_events(asked)

    def of(found: Floats) -> Forecast:
        return Forecast(found, asked.ballot, events, of=int(Ballot.YES))

    distances = (of_.covariates[:, :2] for of_ in (seen, asked))
    train, test = distances
    rates = base_rate(seen.ballot, asked.size, BALLOTS)
    return Forecasts(
        of(chances),
        {
            "base rate": of(rates),
            "member's base rate": of(member_rate(seen.ballot, seen.member, asked.member, BALLOTS)),
            "logit on distances": of(multinomial_chances(train, seen.ballot, test, BALLOTS)),
        },
    )


def ballot_events(asked: Ballots) -> tuple[str, Ints]:
    """Return what is resampled, and the event of each ballot: disputes, else drafts.

    Fewer than five disputes give no interval; drafts then do, too narrow a one, since the drafts on
    one dispute are alike.
    """
    if len(np.unique(asked.matter)) >= FEWEST:
        return "disputes", asked.matter
    return "drafts", asked.draft


def vote_chances(asked: Ballots, draws: Posterior) -> Floats:
    """Return the chances of ballots (n, 4) in the order of `Ballot`, mean over draws."""
    total = np.zeros((asked.size, BALLOTS))
    rng = np.random.default_rng(draws.seed)
    for body in Body:
        chosen = (asked.council == 1) == (body is Body.COUNCIL)
        if not chosen.any():
            continue
        situation = asked.where(chosen).situation()
        law = perception_law(situation, PerceptionParameters())
        every = vote_parameters(draws, body, rows=_USED, rng=rng)
        parts = [expected_vote(situation, _row(every, k), law)[:, 0] for k in range(_USED)]
        total[chosen] = np.mean(parts, axis=0)
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def _row(of: VoteParameters, k: int) -> VoteParameters:
    """Return the parameters of one draw."""
    names = [name for name in of.__dataclass_fields__ if name != "link"]
    values = {name: np.asarray(getattr(of, name)) for name in names}
    chosen: dict[str, Any] = {n: float(v[k, 0] if v.ndim else v) for n, v in values.items()}
    return VoteParameters(**chosen)
