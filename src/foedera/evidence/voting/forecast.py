"""Forecasts of ballots by the behaviour room itself, and by baselines.

The noise of perception and the effect of a draft that nobody has seen are integrated out.
"""

from dataclasses import fields, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.posterior import (
    Body,
    Posterior,
    draft_spread,
    perception_parameters,
    vote_parameters,
)
from foedera.behaviour.vote import BALLOTS, VoteParameters, expected_vote
from foedera.evidence.baselines import base_rate, member_rate, multinomial_chances
from foedera.evidence.forecasts import FEWEST, Forecasts
from foedera.evidence.scores import Forecast, Ints
from foedera.evidence.voting.ballots import Ballots
from foedera.rules import Ballot

Floats = NDArray[np.float64]

P = TypeVar("P", VoteParameters, PerceptionParameters)

_USED = 100  # draws that a forecast of ballots averages over, evenly from those stored
_NODES = 15


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
            "logit on all": of(multinomial_chances(_all(seen), seen.ballot, _all(asked), BALLOTS)),
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


def _all(of: Ballots) -> Floats:
    """Return every covariate that is known of a ballot, the kind of body among them."""
    return np.column_stack([of.covariates, of.council])


def vote_chances(asked: Ballots, draws: Posterior) -> Floats:
    """Return the chances of ballots (n, 4) in the order of `Ballot`, mean over draws."""
    total = np.zeros((asked.size, BALLOTS))
    council, urgent = asked.council == 1, asked.column("urgent") == 1
    for body in Body:
        for at_once in (False, True):
            chosen = (council == (body is Body.COUNCIL)) & (urgent == at_once)
            if chosen.any():
                total[chosen] = _chances(asked.where(chosen), draws, body, urgent=at_once)
    return np.asarray(total / total.sum(axis=1, keepdims=True))


def _chances(asked: Ballots, draws: Posterior, body: Body, *, urgent: bool) -> Floats:
    situation, seen = asked.situation(), perception_parameters(draws)
    every = vote_parameters(draws, body, urgent=urgent, effects=False)
    spread, total = draft_spread(draws, body), np.zeros((asked.size, BALLOTS))
    places = np.linspace(0, draws.size - 1, min(_USED, draws.size)).astype(np.int64)
    for k in places.tolist():
        law = perception_law(situation, _row(seen, k))
        of, wide = _row(every, k), float(spread[k, 0])
        total += expected_vote(situation, of, law, spread=wide, nodes=_NODES)[:, 0]
    return total / len(places)


def _row(of: P, k: int) -> P:
    """Return the parameters of one draw."""
    changed: dict[str, Any] = {
        item.name: float(np.asarray(getattr(of, item.name))[k, 0])
        for item in fields(of)
        if np.ndim(getattr(of, item.name))
    }
    return replace(of, **changed)
