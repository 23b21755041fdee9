"""Why bodies did not decide: the cause that the simulator thought likeliest against the record."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.record.foretold import CAUSES
from foedera.evidence.record.scored import Record
from foedera.evidence.rows import number
from foedera.evidence.scores import interval, weights

NOT_ASKED = "not asked"
FEWEST = 2  # crises with fewer than which there is nothing to resample
_DRAWS, _SEED = 1000, 1


def causes(of: Record, since: int) -> dict[str, Any]:
    """Return how often the likeliest cause was the right one, and the table of both.

    `right` is over deeds whose obstacle is known, those never asked left out: the simulator has
    the attacked always ask. `always` is the share of the commonest obstacle, known afterwards;
    `given` the mean chance of the right cause, given that the body does not decide.
    """
    known = [
        (deed, found)
        for deed, found, chosen in zip(of.deeds, of.foretold, of.since(since), strict=True)
        if chosen and deed.obstacle
    ]
    table = Counter((str(deed.obstacle), str(found.cause)) for deed, found in known)
    told = [(deed, found) for deed, found in known if deed.obstacle != NOT_ASKED]
    right = np.array([found.cause == deed.obstacle for deed, found in told], dtype=np.float64)
    given = [
        found.causes[str(deed.obstacle)] / max(sum(found.causes.values()), 1e-9)
        for deed, found in told
    ]
    low, high = _spread([deed.crisis.id for deed, _ in told], right)
    commonest = max(Counter(deed.obstacle for deed, _ in told).values(), default=0)
    return {
        "n": len(told),
        "right": number(_mean(right)),
        "interval": [number(low), number(high)],
        "always": number(commonest / len(told) if told else float("nan")),
        "given": number(_mean(np.array(given))),
        "table": [
            {"observed": seen, "foretold": {name: table[seen, name] for name in CAUSES.values()}}
            for seen in (*CAUSES.values(), NOT_ASKED)
            if any(table[seen, name] for name in CAUSES.values())
        ],
    }


def _mean(values: NDArray[np.float64]) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _spread(crises: list[str], values: NDArray[np.float64]) -> tuple[float, float]:
    """Return the 90 % interval of a mean, crises resampled; NaN with fewer than two crises."""
    if len(set(crises)) < FEWEST:
        return float("nan"), float("nan")
    events = np.unique(crises, return_inverse=True)[1].astype(np.int64)
    weight = weights(events, _DRAWS, _SEED)
    return interval(weight @ values / weight.sum(axis=1))
