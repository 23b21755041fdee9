"""Power shift: the shares of two groups of states over time, and when one passes the other.

A claim of the debate is that power moves from the Euro-Atlantic states to East and South Asia. Two
of the six components of the CINC are population (total and urban), so the answer may hang on them:
beside the CINC stand GDP and population alone and, from the user's own copy of the National
Material Capabilities, an index of the other four components.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np

from foedera.order.errors import OrderError
from foedera.order.polarity import Interval, drawn_shares, interval
from foedera.order.regions import EAST_AND_SOUTH_ASIA, euro_atlantic, world_of
from foedera.world.system import states_of

Measure = Literal["cinc", "gdp", "population", "hardware"]
MEASURES: tuple[Measure, ...] = ("cinc", "gdp", "population")
# Without total and urban population: military spending and personnel, iron and steel, energy.
HARDWARE = ("milex", "milper", "irst", "pec")
CERTAIN = 0.95  # share of draws in which the year must have been crossed


@dataclass(frozen=True, slots=True)
class ShiftYear:
    """Both groups' shares of the world in a year; None where nothing is known.

    Intervals are the middle 90 % of the draws, None without a standard deviation in the source.
    `passed` is the share of draws in which Asia has more (without draws, 0 or 1).
    """

    year: int
    euro_atlantic: float | None
    asia: float | None
    euro_atlantic_interval: Interval | None
    asia_interval: Interval | None
    passed: float | None


@dataclass(frozen=True, slots=True)
class PowerShift:
    """Two groups by one measure: the year in which Asia is ahead for good, and the rates.

    `crossing` is the first year from which on Asia has more in every year known, in most draws;
    `certain` the same in at least 95 % of the draws. Rates are the mean yearly changes of the
    logarithm of the share over the years known. A crossing in the first year of the range means
    that Asia was ahead from its beginning.
    """

    measure: str
    years: tuple[ShiftYear, ...]
    crossing: int | None
    certain: int | None
    euro_atlantic_rate: float | None
    asia_rate: float | None

    @property
    def last(self) -> int | None:
        """The last year of which anything is known."""
        known = [year.year for year in self.years if year.passed is not None]
        return max(known, default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return crossing, rates and the years, as JSON has them."""
        return {
            "measure": self.measure,
            "last": self.last,
            "crossing": self.crossing,
            "certain": self.certain,
            "euro_atlantic_rate": self.euro_atlantic_rate,
            "asia_rate": self.asia_rate,
            "years": [asdict(year) for year in self.years],
        }


def power_shift(
    since: int, until: int, measure: Measure = "cinc", *, draws: int = 400, seed: int = 1
) -> PowerShift:
    """Return the shares of the Euro-Atlantic states and of East and South Asia in the world.

    The groups are those of the year: :func:`foedera.order.regions.euro_atlantic` and the states of
    `EAST_AND_SOUTH_ASIA`. `hardware` needs the original table of capabilities in FOEDERA_DATA.

    Raises:
        OrderError: there is no such measure, or the years are none.
        DataError: a year is not between 1946 and 2100, or the original is not there.
    """
    if since > until:
        raise OrderError(f"the first year, {since}, comes after the last, {until}")
    if measure == "hardware":
        held = _hardware()
        years = [_plain_year(year, held.get(year, {})) for year in range(since, until + 1)]
    elif measure in MEASURES:
        years = [_drawn_year(year, measure, draws, seed) for year in range(since, until + 1)]
    else:
        known = ", ".join((*MEASURES, "hardware"))
        raise OrderError(f"power is measured by {known}, not by '{measure}'")
    return PowerShift(
        measure,
        tuple(years),
        _from(years, 0.5),
        _from(years, CERTAIN),
        _rate(years, [year.euro_atlantic for year in years]),
        _rate(years, [year.asia for year in years]),
    )


def _from(years: Iterable[ShiftYear], least: float) -> int | None:
    """Return the first year from which on at least so many draws have passed in all years known."""
    found = None
    for year in years:
        if year.passed is not None:
            found = (found or year.year) if year.passed > least else None
    return found


def _rate(years: Iterable[ShiftYear], shares: list[float | None]) -> float | None:
    known = [(y.year, s) for y, s in zip(years, shares, strict=True) if s]
    if len(known) < 2:  # noqa: PLR2004 - a rate is between two years
        return None
    (start, before), (end, after) = known[0], known[-1]
    return float(np.log(after / before) / (end - start))


def _plain_year(year: int, shares: dict[str, float]) -> ShiftYear:
    if not shares:
        return ShiftYear(year, None, None, None, None, None)
    first, second = euro_atlantic(year), EAST_AND_SOUTH_ASIA
    west, east = (sum(shares.get(code, 0.0) for code in group) for group in (first, second))
    return ShiftYear(year, west, east, None, None, float(east > west))


def _drawn_year(year: int, measure: str, draws: int, seed: int) -> ShiftYear:
    at = world_of(year)
    share = at.share(measure)
    known = ~np.isnan(share)
    by_code = zip(at.parties, share.tolist(), known.tolist(), strict=True)
    shares = {code: value for code, value, there in by_code if there}
    plain = _plain_year(year, shares)
    if plain.euro_atlantic is None or measure == "cinc":
        return plain
    drawn = drawn_shares(at[measure][known], at[f"{measure}_sd"][known], draws, seed)
    codes = [code for code, there in zip(at.parties, known.tolist(), strict=True) if there]
    sums = [
        drawn[:, [place for place, code in enumerate(codes) if code in group]].sum(axis=1)
        for group in (euro_atlantic(year), EAST_AND_SOUTH_ASIA)
    ]
    return ShiftYear(
        year,
        plain.euro_atlantic,
        plain.asia,
        interval(sums[0]),
        interval(sums[1]),
        float((sums[1] > sums[0]).mean()),
    )


def _hardware() -> dict[int, dict[str, float]]:
    """Return by year each state's mean share of the four components that are no population."""
    from foedera.world.originals import load

    found: dict[int, dict[str, float]] = {}
    frame = load("nmc")
    for (year,), part in frame.group_by("year"):
        if int(str(year)) >= 1946:  # noqa: PLR2004 - where the embedded tables begin
            found[int(str(year))] = _mean_share(int(str(year)), part.rows(named=True))
    return found


def _mean_share(year: int, rows: list[dict[str, Any]]) -> dict[str, float]:
    from foedera.world.build.codes import code_of, stands

    shares: dict[str, list[float]] = {}
    for component in HARDWARE:
        held = {row["ccode"]: row[component] for row in rows if row[component] is not None}
        total = sum(held.values())
        for code, value in held.items():
            party = code_of(code)
            if party is not None and stands(code, year) and total:
                shares.setdefault(party, []).append(value / total)
    inside = set(states_of(year))
    return {code: sum(s) / len(s) for code, s in shares.items() if code in inside}
