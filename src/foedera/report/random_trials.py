"""A charter tried on random crises among its parties, drawn like those of history."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from foedera.charters import View
from foedera.charters.select import own_codes
from foedera.proof import goals
from foedera.report.trials import DRAWS, SEED, Asked, asked, settings
from foedera.simulation import (
    Dispute,
    Plan,
    Result,
    compare_many,
    decisions_only,
    opening,
    random_disputes,
    signature,
)
from foedera.simulation.opening import parties_on

RANDOM, FEWER_RANDOM = 32, 8  # random crises; the second where a charter has many ways to act
MANY_WAYS = 8


@dataclass(frozen=True, slots=True)
class RandomTrial:
    """A charter in random crises among its parties; equal if the procedure comes to the same."""

    charter: str
    disputes: tuple[Dispute, ...]
    keys: tuple[object, ...]
    plans: tuple[Plan, ...] = field(compare=False)


def random_trial(at: View, blanks: dict[str, int]) -> RandomTrial | None:
    """Return the charter in some random crises among its parties of the day; None without data."""
    return _random_trial(asked(at, blanks))


@lru_cache(maxsize=64)
def _random_trial(of: Asked) -> RandomTrial | None:
    at, blanks = of.at, dict(of.blanks)
    if own_codes(at.charter):
        return None
    parties = tuple(sorted(parties_on(at.charter, at.on)))
    try:
        number = RANDOM if len(goals(at)) <= MANY_WAYS else FEWER_RANDOM
        disputes = _drawn(parties, at.on, number)
        plans = tuple(
            opening(at.charter, dispute, at.departures, lambda _: blanks).plan
            for dispute in disputes
        )
    except ValueError:
        return None  # no data for the year, or a blank is open
    return RandomTrial(at.charter.id, disputes, tuple(map(signature, plans)), plans)


@lru_cache(maxsize=32)
def _drawn(parties: tuple[str, ...], on: date, number: int) -> tuple[Dispute, ...]:
    return random_disputes(parties, on, number, SEED)


@lru_cache(maxsize=64)
def at_random(trial: RandomTrial) -> tuple[Result, Result]:
    """Return how random crises end under the charter, and by its decisions alone."""
    plans = dict(zip(trial.disputes, trial.plans, strict=True))
    whole, decided = compare_many(
        trial.disputes,
        lambda dispute: [plans[dispute], decisions_only(plans[dispute])],
        settings(trial.disputes[0], DRAWS, alarms=True),
    )
    return whole, decided
