"""The simulator's chances that bodies decide, scored as the other parts are.

Chances are those of the default model. Its rivals are the rates in strictly earlier crises, which
learn as time goes on while the fits stand still, and two members of the same family: the rules
alone, with everybody sincere and well informed, and the null model. Whole crises are resampled.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.forecasts import Forecasts
from foedera.evidence.record.baselines import earlier_rate, own_rate
from foedera.evidence.record.deeds import Deed, deeds
from foedera.evidence.record.foretold import DRAWS, SEED, Foretold, foretold
from foedera.evidence.scores import binary
from foedera.simulation.models import DEFAULT

# From when on: of crises before 1990 the latest fits had seen part of the votes.
SPANS = {"1946-, part seen": 1946, "1990-": 1990, "2009-": 2009}
RIVALS = {"rules only": "rules-only", "null model": "null"}

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Record:
    """Every deed, what the model foretold of it, and the chances of its rivals by name."""

    deeds: tuple[Deed, ...]
    foretold: tuple[Foretold, ...]
    rivals: dict[str, tuple[float, ...]]

    @property
    def chances(self) -> NDArray[np.float64]:
        """The chance (n,) that each body decides."""
        return np.array([each.decides for each in self.foretold])

    def since(self, year: int) -> Bools:
        """Return which deeds (n,) belong to crises that began in a year or later."""
        return np.array([deed.year >= year for deed in self.deeds])


def record(draws: int = DRAWS, seed: int = SEED) -> Record:
    """Return the record with all that is foretold of it; every body's deed is coded.

    Raises:
        SimulationError: a crisis lies before the data.
    """
    known = tuple(deed for deed in deeds() if deed.coded)
    rivals = {
        name: tuple(each.decides for each in foretold(known, model, draws, seed))
        for name, model in RIVALS.items()
    }
    return Record(known, foretold(known, DEFAULT, draws, seed), rivals)


def forecasts(
    of: Record,
    since: int,
    happened: Callable[[Deed], bool] = lambda deed: deed.decided,
    only: Callable[[Deed], bool] = lambda _: True,
) -> Forecasts:
    """Return the forecasts of a span of the record, and of its rivals.

    `happened` says what is foretold, `only` of which deeds. Rates are those of all earlier deeds
    that `only` lets pass.
    """
    kept = [k for k, deed in enumerate(of.deeds) if only(deed)]
    among: Sequence[Deed] = [of.deeds[k] for k in kept]
    came = np.array([happened(deed) for deed in among])
    asked = of.since(since)[kept]
    events = _events(among)[asked]
    outcomes = came[asked].astype(np.int64)
    chances = {
        "earlier rate": earlier_rate(among, came)[asked],
        "body's own rate": own_rate(among, came)[asked],
        **{name: np.array(found)[kept][asked] for name, found in of.rivals.items()},
    }
    return Forecasts(
        binary(of.chances[kept][asked], outcomes, events),
        {name: binary(found, outcomes, events) for name, found in chances.items()},
    )


def _events(of: Sequence[Deed]) -> NDArray[np.int64]:
    return np.unique([deed.crisis.id for deed in of], return_inverse=True)[1].astype(np.int64)
