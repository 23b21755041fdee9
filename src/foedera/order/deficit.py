"""The deficit of trust between Russia and the West: what it was, with what certainty, since 1946.

A deficit is one less trust; trust is that of :mod:`foedera.world.trust`, a belief updated by votes,
disputes and alliances. The mutual deficit is the mean of both directions. The West is NATO's
members of each year (then new members change the mean), or a fixed group of four since 1946.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from foedera.order.errors import OrderError
from foedera.world.deficit import TrustSeries, trust

RUSSIA = "RUS"
FOUR = ("DEU", "FRA", "GBR", "USA")  # the same throughout, unlike NATO's members
LANDMARKS = (2008, 2014)  # Georgia; Crimea


@dataclass(frozen=True, slots=True)
class Visible:
    """Whether a year stands out in a direction of the series.

    `outside`: trust left the interval of the year before; `rank`: the share of the series' yearly
    changes that are smaller; `informed`: the sources that say anything of the year.
    """

    year: int
    direction: str
    before: float | None
    after: float | None
    outside: bool
    rank: float
    informed: tuple[str, ...]

    @property
    def seen(self) -> bool:
        """Whether trust fell beyond what the year before left open."""
        fell = self.before is not None and self.after is not None and self.after < self.before
        return self.outside and fell


@dataclass(frozen=True, slots=True, eq=False)
class Deficit:
    """Trust in both directions, and whether chosen years stand out."""

    west: str
    in_west: TrustSeries  # of Russia in the West
    in_russia: TrustSeries  # of the West in Russia
    visible: tuple[Visible, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of both series."""
        return self.in_west.years

    def of(self, year: int) -> dict[str, Any]:
        """Return trust and the mutual deficit of a year, as JSON has them; None where unknown."""
        if year not in self.years:
            raise OrderError(f"the series has no year {year}")
        place = self.years.index(year)
        ways = {"russia_in_west": self.in_west, "west_in_russia": self.in_russia}
        told = {name: _entry(series, place) for name, series in ways.items()}
        means = [entry["trust"] for entry in told.values()]
        gone = any(mean is None for mean in means)
        return {"deficit": None if gone else 1 - sum(means) / 2, **told}

    def to_dict(self) -> dict[str, Any]:
        """Return every year and what is visible, as JSON has it."""
        return {
            "west": self.west,
            "years": [{"year": year, **self.of(year)} for year in self.years],
            "visible": [asdict(each) | {"seen": each.seen} for each in self.visible],
            "settings": dict(self.in_west.settings),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def _entry(series: TrustSeries, place: int) -> dict[str, Any]:
    return {
        "trust": _plain(series.mean[place]),
        "low": _plain(series.low[place]),
        "high": _plain(series.high[place]),
        "without": _by_source(series.without, place),
        "pairs": series.pairs[place],
    }


def _by_source(found: Mapping[str, Any], place: int) -> dict[str, float | None]:
    return {key: _plain(values[place]) for key, values in found.items()}


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def trust_deficit(
    since: int = 1946,
    until: int = 2024,
    west: str | Sequence[str] = "nato",
    *,
    landmarks: Sequence[int] = LANDMARKS,
    draws: int = 400,
    seed: int = 1,
) -> Deficit:
    """Return the deficit of trust between Russia and the West, year by year.

    `west` is a register of memberships, or parties by code (`FOUR` is a group that stays the same).

    Raises:
        DataError: the years are none, or there is no pair.
        UnknownParty: nobody goes by a code.
    """
    group = west if isinstance(west, str) else tuple(west)
    in_west = trust(RUSSIA, group, since, until, draws=draws, seed=seed)
    in_russia = trust(group, RUSSIA, since, until, draws=draws, seed=seed)
    ways = {"russia_in_west": in_west, "west_in_russia": in_russia}
    visible = tuple(
        _visible(series, name, year)
        for year in landmarks
        if since < year <= until
        for name, series in ways.items()
    )
    label = group if isinstance(group, str) else ",".join(group)
    return Deficit(label, in_west, in_russia, visible)


def _visible(series: TrustSeries, name: str, year: int) -> Visible:
    found = series.shift(year)
    return Visible(
        year,
        name,
        _plain(found.before),
        _plain(found.after),
        found.outside,
        found.rank,
        found.informed,
    )
