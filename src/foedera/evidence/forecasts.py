"""Forecasts of test years: the models with draws fitted before, and the baselines beside them.

The chance of an observation is the mean over draws, so it carries what is not known of parameters.
The vote is foretold by the behaviour room itself, perception's noise integrated out, each draw with
a draft effect of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.contribute import willing
from foedera.behaviour.gaussian import hermite, logistic
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.posterior import Body, Posterior, contribution_parameters, vote_parameters
from foedera.behaviour.vote import BALLOTS, VoteParameters, expected_vote
from foedera.evidence import action, commitment
from foedera.evidence.action import CrisisActions
from foedera.evidence.baselines import (
    base_rate,
    logit_chances,
    member_rate,
    multinomial_chances,
)
from foedera.evidence.commitment import Commitments
from foedera.evidence.contribution import Joiners
from foedera.evidence.scores import Forecast, Ints, binary
from foedera.evidence.voting import Ballots
from foedera.rules import Ballot

Floats = NDArray[np.float64]

# Leeds, Long & Mitchell (2000), J. Conflict Resolution 44(5): share of commitments honoured.
PUBLISHED_RELIABILITY = 0.75
FEWEST = 5  # events with fewer than which no interval is worth printing
_USED = 60  # draws that a forecast of ballots averages over


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """The model's forecast of a part's test years and those of its baselines, by name."""

    model: Forecast
    baselines: dict[str, Forecast]


def voting(seen: Ballots, asked: Ballots, draws: Posterior) -> Forecasts:
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


def contribution(seen: Joiners, asked: Joiners, draws: Posterior) -> Forecasts:
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


def commitments(seen: Commitments, asked: Commitments, draws: Posterior) -> Forecasts:
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
    slopes = np.stack([draws.values[name] for name in commitment.COLUMNS])
    logits = draws.values["constant"] + covariates @ slopes
    points, weights = hermite(15)
    terms = [
        w * logistic(logits + draws.values["war"] * z) for z, w in zip(points, weights, strict=True)
    ]
    return np.asarray(np.sum(terms, axis=0).mean(axis=1))


def acting(seen: CrisisActions, asked: CrisisActions, draws: Posterior) -> Forecasts:
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
    slopes = np.stack([draws.values[name] for name in action.NAMES])
    return np.asarray(logistic(design @ slopes), dtype=np.float64)


FORECASTS: dict[str, Callable[[Any, Any, Posterior], Forecasts]] = {
    "voting": voting,
    "contribution": contribution,
    "commitment": commitments,
    "action": acting,
}
