"""Peace among the major powers, and whether it goes with the concentration of power (claim C05).

A pair of major powers (Correlates of War, State System Membership v2016) in a year is disputed
where a militarised dispute between the two is on record, deadly where somebody of the two died in
one. Rates are of pair-years; intervals are the middle 90 % of resampled pairs, since disputes of
one pair hang together. With ten pairs or so they are wide. From 1990 on the table lacks half of the
disputes, so that rates of those years are at least what is shown, and no contrast uses them.

    >>> from foedera.order.truce import great_power_truce
    >>> found = great_power_truce()
    >>> found.complete_until, found.last_deaths
    (1989, 1986)
"""

import json
from dataclasses import asdict, dataclass
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.order.polarity import Interval, concentration, interval
from foedera.world.attributes import DISPUTES_PARTIAL, FIRST_YEAR, MAJOR_POWERS
from foedera.world.tables import describe, rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 2_000
DECADE = 10


@dataclass(frozen=True, slots=True)
class Period:
    """Some years of the major powers; the rates are shares of their pair-years.

    `least` marks years of which half the disputes are missing: the rates are at least so high.
    `concentration` and `leader` are means over the years, among the major powers alone.
    """

    since: int
    until: int
    pair_years: int
    disputed: float
    disputed_interval: Interval
    deadly: float
    deadly_interval: Interval
    concentration: float
    leader: float
    least: bool


@dataclass(frozen=True, slots=True)
class Truce:
    """Disputes among the major powers by decade, and by how concentrated their power was.

    `contrast` is the rate of disputed pair-years where concentration was above its median less that
    where it was not, in complete years. `last_deaths` is the last of these in which somebody died.
    """

    decades: tuple[Period, ...]
    contrast: float
    contrast_interval: Interval
    complete_until: int
    last_deaths: int | None
    pairs: int
    draws: int
    seed: int
    source: str

    @property
    def reading(self) -> str:
        """What the figures say, in one or two sentences."""
        low, high = self.contrast_interval.low, self.contrast_interval.high
        if low <= 0 <= high:
            says = "leave open whether more concentrated power goes with more or fewer"
        else:
            says = (
                f"have {'more' if low > 0 else 'fewer'} of them where power was more concentrated"
            )
        whole = [each for each in self.decades if not each.least]
        first, last = max(whole, key=lambda each: each.disputed), whole[-1]
        deaths = f"; the last with deaths was in {self.last_deaths}" if self.last_deaths else ""
        return (
            f"Disputed pair-years fell from {first.disputed:.2f} in {first.since}-{first.until} to "
            f"{last.disputed:.2f} in {last.since}-{last.until}{deaths}. The years to "
            f"{self.complete_until} {says}: {self.contrast:+.2f} [{low:+.2f}, {high:+.2f}]. Both "
            "move with time, and a truce that fear keeps looks like one that interest keeps."
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON has it."""
        return asdict(self) | {"decades": [asdict(each) for each in self.decades]}

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Record:
    """Pair-years: what year, which pair, disputed, deadly; by year, concentration and leader."""

    year: "NDArray[np.int64]"
    pair: "NDArray[np.int64]"
    disputed: "NDArray[np.bool_]"
    deadly: "NDArray[np.bool_]"
    concentration: dict[int, float]
    leader: dict[int, float]


@cache
def great_power_truce(draws: int = DRAWS, seed: int = 1) -> Truce:
    """Return how peaceful the major powers were among themselves since 1946."""
    record, rng = _record(), np.random.default_rng(seed)
    weights = rng.standard_exponential((draws, int(record.pair.max()) + 1))
    starts = range(FIRST_YEAR // DECADE * DECADE, int(record.year.max()) + 1, DECADE)
    complete = record.year < DISPUTES_PARTIAL
    middle = float(np.median([record.concentration[y] for y in np.unique(record.year[complete])]))
    dense = np.array([record.concentration[y] > middle for y in record.year.tolist()])
    high, low = (
        _rates(record, record.disputed, complete & side, weights) for side in (dense, ~dense)
    )
    contrast = record.disputed[complete & dense].mean() - record.disputed[complete & ~dense].mean()
    deaths = record.year[record.deadly & complete]
    return Truce(
        tuple(_period(record, start, weights) for start in starts),
        float(contrast),
        interval(high - low),
        DISPUTES_PARTIAL - 1,
        int(deaths.max()) if len(deaths) else None,
        len(np.unique(record.pair[complete])),
        draws,
        seed,
        f"{describe('disputes').source}; {describe('capabilities').source}",
    )


def _period(record: _Record, start: int, weights: "NDArray[np.float64]") -> Period:
    inside = (record.year >= start) & (record.year < start + DECADE)
    years = np.unique(record.year[inside]).tolist()
    return Period(
        years[0],
        years[-1],
        int(inside.sum()),
        float(record.disputed[inside].mean()),
        interval(_rates(record, record.disputed, inside, weights)),
        float(record.deadly[inside].mean()),
        interval(_rates(record, record.deadly, inside, weights)),
        float(np.mean([record.concentration[year] for year in years])),
        float(np.mean([record.leader[year] for year in years])),
        start >= DISPUTES_PARTIAL,
    )


def _rates(
    record: _Record,
    happened: "NDArray[np.bool_]",
    inside: "NDArray[np.bool_]",
    weights: "NDArray[np.float64]",
) -> "NDArray[np.float64]":
    """Return the rate in each draw of the pairs' weights."""
    pairs = weights.shape[1]
    hits = np.bincount(record.pair[inside & happened], minlength=pairs)
    sizes = np.bincount(record.pair[inside], minlength=pairs)
    return np.asarray((weights @ hits) / (weights @ sizes))


def _record() -> _Record:
    last = describe("disputes").last or FIRST_YEAR
    known = {(row["year"], row["a"], row["b"]): row["fatal"] for row in rows("disputes")}
    strength = {
        (row["year"], row["party"]): row["cinc"]
        for row in rows("capabilities")
        if row["party"] in MAJOR_POWERS
    }
    places = {pair: k for k, pair in enumerate(combinations(sorted(MAJOR_POWERS), 2))}
    lines, dense, leader = [], {}, {}
    for year in range(FIRST_YEAR, last + 1):
        majors = sorted(code for code, since in MAJOR_POWERS.items() if since <= year)
        held = np.array([strength[year, code] for code in majors])
        shares = held / held.sum()
        dense[year], leader[year] = concentration(shares), float(shares.max())
        for pair in combinations(majors, 2):
            key = (year, *pair)
            lines.append((year, places[pair], key in known, known.get(key) == 1))
    year_, pair_, disputed, deadly = (np.array(column) for column in zip(*lines, strict=True))
    return _Record(year_, pair_, disputed, deadly, dense, leader)
