"""Polarity: how capability is spread over the states of a region, and how many poles that makes.

Concentration is that of Ray and Singer (1973, 'Measuring the Concentration of Power in the
International System', Sociological Methods and Research 1): sqrt((sum s^2 - 1/n) / (1 - 1/n)) of
the shares s of n states, 0 if all are equal and 1 if one has all. The effective number of poles is
1 / sum s^2 (Laakso and Taagepera 1979, Comparative Political Studies 12). A pole is a state with
at least a fraction of the leader's capability: the cuts are arbitrary, so several are shown.

    >>> from foedera.order.polarity import concentration, effective_poles
    >>> round(concentration([0.5, 0.3, 0.2]), 10), round(effective_poles([0.5, 0.3, 0.2]), 10)
    (0.2645751311, 2.6315789474)
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from foedera.order.errors import OrderError
from foedera.order.regions import on_register, states_in, world_of
from foedera.world import World, merge

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import ArrayLike, NDArray

Capability = Literal["cinc", "gdp", "population"]
CAPABILITIES: tuple[Capability, ...] = ("cinc", "gdp", "population")
CUTS = (1 / 3, 1 / 2, 2 / 3)
HALF = 1 / 2
LARGEST = 3  # the shares of the first, first two, first three
LEVEL = 0.9
ROUNDING = 1e-9  # of shares that should add up to 1
EU = "EU"


def concentration(shares: "ArrayLike") -> float:
    """Return the concentration of Ray and Singer, NaN of fewer than two states."""
    s = _checked(shares)
    if len(s) <= 1:
        return float("nan")
    # Equal shares may leave less than nothing after rounding.
    spread = max(float(s @ s) - 1 / len(s), 0.0)
    return float(np.sqrt(spread / (1 - 1 / len(s))))


def effective_poles(shares: "ArrayLike") -> float:
    """Return 1 / sum s^2, NaN of none."""
    s = _checked(shares)
    return 1 / float(s @ s) if len(s) else float("nan")


def poles(shares: Mapping[str, float], cut: float = HALF) -> tuple[str, ...]:
    """Return who has at least `cut` of the leader's share, the largest first."""
    if not 0 < cut <= 1:
        raise OrderError(f"a cut is above 0 and at most 1, not {cut}")
    leader = max(shares.values(), default=0.0)
    return tuple(code for code, share in _ranked(shares) if share >= cut * leader)


def _checked(shares: "ArrayLike") -> "NDArray[np.float64]":
    s = np.asarray(shares, dtype=np.float64)
    if len(s) and (np.isnan(s).any() or (s < 0).any() or abs(float(s.sum()) - 1) > ROUNDING):
        raise OrderError("shares are at least 0 and add up to 1")
    return s


def _ranked(shares: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(shares.items(), key=lambda item: (-item[1], item[0]))


@dataclass(frozen=True, slots=True)
class Interval:
    """The middle 90 % of the draws."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Polarity:
    """The polarity of a region in a year; None where the source has nothing of that year.

    `shares` are of the region's sum over those of which something is known, the largest first;
    `missing` are the others. `intervals` hold what the standard deviations of GDP leave open
    (None for the CINC, whose source gives none).
    """

    year: int
    region: str
    capability: str
    eu: bool
    shares: Mapping[str, float]
    missing: tuple[str, ...]
    concentration: float | None
    effective_poles: float | None
    concentration_interval: Interval | None
    effective_poles_interval: Interval | None
    draws: int
    seed: int

    def top(self, number: int) -> float | None:
        """Return the share of the largest so many."""
        return sum(list(self.shares.values())[:number]) if self.shares else None

    def poles(self, cut: float = HALF) -> tuple[str, ...]:
        """Return who has at least `cut` of the leader's share."""
        return poles(self.shares, cut)

    def to_dict(self) -> dict[str, Any]:
        """Return the record, with the poles at every cut, as JSON has it."""
        return {
            "year": self.year,
            "effective_poles": self.effective_poles,
            "effective_poles_interval": _plain(self.effective_poles_interval),
            "concentration": self.concentration,
            "concentration_interval": _plain(self.concentration_interval),
            "top": [self.top(number) for number in range(1, LARGEST + 1)],
            "poles": list(self.poles()),
            "poles_by_cut": {f"{cut:.2f}": list(self.poles(cut)) for cut in CUTS},
            "largest": [
                {"party": code, "share": share} for code, share in list(self.shares.items())[:5]
            ],
            "states": len(self.shares),
            "missing": list(self.missing),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def _plain(interval: Interval | None) -> dict[str, float] | None:
    return None if interval is None else asdict(interval)


def polarity(
    year: int,
    region: str = "osce",
    capability: Capability = "cinc",
    *,
    eu: bool = False,
    draws: int = 400,
    seed: int = 1,
) -> Polarity:
    """Return the polarity of a region in a year.

    With `eu` the members of the European Union (before 1993, of the Communities) on the year's last
    day count as one, and states of the EU outside the region are left out.

    Raises:
        OrderError: there is no such region or measure of capability.
        DataError: the year is not between 1946 and 2100.
    """
    if capability not in CAPABILITIES:
        raise OrderError(f"capability is {', '.join(CAPABILITIES)}, not '{capability}'")
    whole = world_of(year).restrict(states_in(region, year))
    known = whole.restrict([c for c in whole.parties if c not in whole.missing(capability)])
    union = [code for code in on_register("eu", year) if code in known.parties]
    at = merge(known, {EU: union}) if eu and union else known
    if not len(at):
        gone = whole.parties
        return Polarity(year, region, capability, eu, {}, gone, None, None, None, None, draws, seed)
    shares = dict(_ranked(dict(zip(at.parties, at.share(capability).tolist(), strict=True))))
    held = list(shares.values())
    con, eff = _intervals(at, capability, draws, seed)
    return Polarity(
        year,
        region,
        capability,
        eu,
        shares,
        whole.missing(capability),
        concentration(held),
        effective_poles(held),
        con,
        eff,
        draws,
        seed,
    )


def _intervals(
    at: World, capability: str, draws: int, seed: int
) -> tuple[Interval | None, Interval | None]:
    """Return the intervals of both measures under the standard deviations of the source."""
    if capability == "cinc":
        return None, None
    shares = drawn_shares(at[capability], at[f"{capability}_sd"], draws, seed)
    squares = (shares**2).sum(axis=1)
    size = shares.shape[1]
    spread = np.clip(squares - 1 / size, 0, None)
    con = np.sqrt(spread / (1 - 1 / size)) if size > 1 else np.full(draws, np.nan)
    return interval(con), interval(1 / squares)


def drawn_shares(
    values: "NDArray[np.float64]", deviations: "NDArray[np.float64]", draws: int, seed: int
) -> "NDArray[np.float64]":
    """Return shares under draws of independent normals, not below 0: draws by parties.

    Where a deviation is missing the value is taken as it stands.
    """
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((draws, len(values)))
    drawn = np.clip(values + noise * np.nan_to_num(deviations), 0, None)
    return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))


def interval(drawn: "NDArray[np.float64]") -> Interval:
    """Return the middle 90 % of the draws."""
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail]).tolist()
    return Interval(low, high)


def polarities(
    since: int,
    until: int,
    region: str = "osce",
    capability: Capability = "cinc",
    *,
    eu: bool = False,
    draws: int = 400,
    seed: int = 1,
) -> tuple[Polarity, ...]:
    """Return the polarity of each year; raises as :func:`polarity`, or if the years are none."""
    if since > until:
        raise OrderError(f"the first year, {since}, comes after the last, {until}")
    return tuple(
        polarity(year, region, capability, eu=eu, draws=draws, seed=seed)
        for year in range(since, until + 1)
    )


def to_polars(found: Sequence[Polarity]) -> "pl.DataFrame":
    """Return a frame of polars, a row a year."""
    import polars as pl

    rows: Iterable[dict[str, Any]] = (
        {
            "year": each.year,
            "effective_poles": each.effective_poles,
            "concentration": each.concentration,
            **{f"top{number}": each.top(number) for number in range(1, LARGEST + 1)},
            "poles": len(each.poles()) if each.shares else None,
        }
        for each in found
    )
    return pl.DataFrame(list(rows))
