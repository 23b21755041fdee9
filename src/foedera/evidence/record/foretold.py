"""What the simulator foretells of each body in each crisis: whether it decides, and why not.

A body has decided when a measure against the accused passes its procedure, be it in time, enforced
or not. Each crisis is foretold with the fit that had not seen its year; crises before 1990 have no
such fit and are foretold with the latest, which saw part of the votes on them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from foedera.evidence.record.deeds import Deed
from foedera.simulation import Ending, Settings, behaviours, compare, dispute_of, unseen
from foedera.simulation.models import DEFAULT

DRAWS = 10_000
SEED = 1

DECIDING = (Ending.ACTED, Ending.NOT_ENFORCED, Ending.TOO_LATE)
CAUSES: dict[Ending, str] = {
    Ending.NOT_CONVENED: "not-convened",
    Ending.NO_QUORUM: "quorum",
    Ending.NO_AGREEMENT: "no-agreement",
    Ending.BLOCKED_BY_ACCUSED: "accused",
    Ending.BLOCKED_BY_FRIENDS: "friends",
    Ending.BLOCKED_BY_OTHERS: "others",
}


@dataclass(frozen=True, slots=True)
class Foretold:
    """The chance that a body decides, and that of each cause of its not deciding.

    Half a draw is added to either side: what was never drawn is not thereby impossible.
    """

    decides: float
    causes: dict[str, float]

    @property
    def cause(self) -> str | None:
        """The likeliest cause of its not deciding; None if it is sure to decide."""
        best = max(self.causes, key=lambda name: self.causes[name])
        return best if self.causes[best] > 0 else None


def foretold(
    of: Sequence[Deed], model: str = DEFAULT, draws: int = DRAWS, seed: int = SEED
) -> tuple[Foretold, ...]:
    """Return what a model of the family foretells of each deed, in their order.

    Bodies in one crisis share their random numbers, so that they differ by their rules alone.

    Raises:
        SimulationError: there is no such model.
    """
    found: list[Foretold] = []
    for _, group in groupby(of, key=lambda deed: deed.crisis.id):
        same = list(group)
        found += _crisis(same, model, draws, seed)
    return tuple(found)


def _crisis(same: list[Deed], model: str, draws: int, seed: int) -> list[Foretold]:
    fitted = behaviours(model, unseen(same[0].year)).behaviours
    settings = Settings(draws, seed, fitted, false_alarms=False, name=model)
    results = compare([deed.plan for deed in same], dispute_of(same[0].crisis), settings)
    return [
        Foretold(
            (each.tally.share(*DECIDING).share * draws + 0.5) / (draws + 1),
            {name: each.tally.share(ending).share for ending, name in CAUSES.items()},
        )
        for each in results
    ]
