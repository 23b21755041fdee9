"""Trust as a series: of a pair, of a group in a group, and as a matrix of a year.

A deficit of trust is 1 - T. Groups can be registers of memberships (`nato`): then each year counts
the members of its last day.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.world.attributes import DISPUTES_PARTIAL, FIRST_YEAR
from foedera.world.errors import DataError
from foedera.world.memberships import institutions, members
from foedera.world.parties import resolve
from foedera.world.trust import (
    LAST_YEAR,
    LEVEL,
    SOURCES,
    Dispute,
    Paths,
    TrustModel,
    end_of,
    settings,
    trust_paths,
)

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

PARTIAL = (
    "half of the disputes that began in 1990 or later is left out of the data; "
    "a quiet year counts as such with the chance that no dispute is hidden in it"
)


@dataclass(frozen=True, slots=True, eq=False)
class TrustSeries:
    """Trust of one party or group in another by year, NaN (null) where it is missing.

    `low` and `high` bound 90 % of the posterior; `without` is the mean if a source is left out;
    `informed` gives for each source the share of pairs that it told something of in the year;
    `pairs` is how many pairs the mean is over. Of a group it is the mean over pairs, whose errors
    are taken as independent but for the ideal points that they share.
    """

    truster: str
    trusted: str
    years: tuple[int, ...]
    mean: "NDArray[np.float64]"
    low: "NDArray[np.float64]"
    high: "NDArray[np.float64]"
    without: Mapping[str, "NDArray[np.float64]"]
    informed: Mapping[str, "NDArray[np.float64]"]
    pairs: tuple[int, ...]
    settings: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the first and the last year known."""
        known = np.flatnonzero(~np.isnan(self.mean))
        head = f"trust of {self.truster} in {self.trusted}"
        if not len(known):
            return f"{head}: nothing is known"
        ends = [f"{self.mean[i]:.2f} in {self.years[i]}" for i in (known[0], known[-1])]
        return f"{head}: {ends[0]}, {ends[1]}"

    def shift(self, year: int, before: int = 1) -> "Shift":
        """Return the change of trust from an earlier year to this one, and whether it stands out.

        Raises:
            DataError: one of the two years is not in the series.
        """
        for wanted in (year - before, year):
            if wanted not in self.years:
                raise DataError(f"the series has no year {wanted}")
        then, now = self.years.index(year - before), self.years.index(year)
        steps = np.abs(np.diff(self.mean))
        return Shift(
            year,
            float(self.mean[then]),
            float(self.mean[now]),
            bool(self.mean[now] < self.low[then] or self.mean[now] > self.high[then]),
            float(np.nanmean(steps < abs(self.mean[now] - self.mean[then]))),
            tuple(key for key in SOURCES if self.informed[key][now] > 0),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the series and how it was made, as JSON has it."""
        return {
            "truster": self.truster,
            "trusted": self.trusted,
            "series": [self._entry(place) for place in range(len(self.years))],
            "notes": [PARTIAL] if self.years[-1] >= DISPUTES_PARTIAL else [],
            **self.settings,
        }

    def _entry(self, place: int) -> dict[str, Any]:
        return {
            "year": self.years[place],
            "trust": _plain(self.mean[place]),
            "low": _plain(self.low[place]),
            "high": _plain(self.high[place]),
            "without": {key: _plain(found[place]) for key, found in self.without.items()},
            "informed": {key: _plain(found[place]) for key, found in self.informed.items()},
            "pairs": self.pairs[place],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame of polars, a row a year."""
        import polars as pl

        columns: dict[str, Any] = {"year": self.years, "pairs": self.pairs}
        columns |= {"trust": self.mean, "low": self.low, "high": self.high}
        columns |= {f"without_{key}": found for key, found in self.without.items()}
        columns |= {f"informed_{key}": found for key, found in self.informed.items()}
        return pl.DataFrame(columns).fill_nan(None)


@dataclass(frozen=True, slots=True)
class Shift:
    """A change of trust: `outside` of the earlier year's interval; `rank` among all yearly changes.

    `rank` is the share of the series' yearly changes that are smaller.
    """

    year: int
    before: float
    after: float
    outside: bool
    rank: float
    informed: tuple[str, ...]

    @property
    def change(self) -> float:
        """The change."""
        return self.after - self.before


def _plain(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def trust(  # noqa: PLR0913 - each is a choice of the user's, by name
    truster: str | Sequence[str],
    trusted: str | Sequence[str],
    since: int = FIRST_YEAR,
    until: int = LAST_YEAR,
    *,
    model: TrustModel | None = None,
    draws: int = 400,
    seed: int = 1,
    carry: bool = False,
    added: Iterable[Dispute] = (),
) -> TrustSeries:
    """Return the trust of a party, group or register in another, year by year.

    >>> from foedera.world.deficit import trust
    >>> series = trust("RUS", "nato", 1990, 2023)
    >>> series.years[0], series.pairs[0]
    (1990, 16)

    Of a group counts the mean over pairs, without those of a party with itself; a party of both
    groups is left out of the trusted one. `added` are disputes that the user adds to the record.

    Raises:
        DataError: the years are none, or the two have no pair between them.
        UnknownParty: nobody goes by a code.
    """
    if since > until:
        raise DataError(f"the first year, {since}, comes after the last, {until}")
    years = range(since, until + 1)
    by_year = [_pairs(_members(truster, year), _members(trusted, year)) for year in years]
    every = sorted({pair for pairs in by_year for pair in pairs})
    if not every:
        raise DataError(f"there is no pair between {_label(truster)} and {_label(trusted)}")
    paths = trust_paths(
        every, years, model=model, draws=draws, seed=seed, carry=carry, added=tuple(added)
    )
    kept = np.array([[pair in set(pairs) for pair in every] for pairs in by_year], dtype=bool)
    return _series(_label(truster), _label(trusted), paths, kept)


def _series(truster: str, trusted: str, paths: Paths, kept: "NDArray[np.bool_]") -> TrustSeries:
    known = kept & ~np.isnan(paths.mean)
    drawn = _mean(paths.draws, known)
    tail = (1 - LEVEL) / 2
    low, high = (_quantile(drawn, share) for share in (tail, 1 - tail))
    counts = np.maximum(known.sum(axis=1), 1)
    return TrustSeries(
        truster,
        trusted,
        paths.years,
        _mean(paths.mean, known),
        low,
        high,
        {key: _mean(found, known & ~np.isnan(found)) for key, found in paths.without.items()},
        {key: (told & known).sum(axis=1) / counts for key, told in paths.informed.items()},
        tuple(known.sum(axis=1).tolist()),
        settings(paths),
    )


def _mean(values: "NDArray[np.float64]", known: "NDArray[np.bool_]") -> "NDArray[np.float64]":
    """Return the mean over the known pairs, NaN where there is none."""
    count = known.sum(axis=1)
    total = np.where(known, values, 0).sum(axis=-1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _quantile(drawn: "NDArray[np.float64]", share: float) -> "NDArray[np.float64]":
    gone = np.isnan(drawn).any(axis=0)
    found = np.quantile(np.nan_to_num(drawn), share, axis=0)
    return np.where(gone, np.nan, found)


def _label(group: str | Sequence[str]) -> str:
    return group if isinstance(group, str) else ",".join(group)


def _members(group: str | Sequence[str], year: int) -> tuple[str, ...]:
    if isinstance(group, str) and group in institutions():
        return members(group, end_of(year))
    return tuple(resolve(word) for word in ([group] if isinstance(group, str) else group))


def _pairs(first: tuple[str, ...], second: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(a, b) for a in first for b in second if a != b and b not in first]


@dataclass(frozen=True, slots=True, eq=False)
class TrustMatrix:
    """Trust of each party in each other in a year: rows trust, columns are trusted; NaN missing."""

    year: int
    parties: tuple[str, ...]
    mean: "NDArray[np.float64]"
    low: "NDArray[np.float64]"
    high: "NDArray[np.float64]"
    without: Mapping[str, "NDArray[np.float64]"]
    settings: Mapping[str, Any]

    def __str__(self) -> str:
        """Return the year and how many pairs are known."""
        size = len(self.parties) * (len(self.parties) - 1)
        return f"trust in {self.year}: {int((~np.isnan(self.mean)).sum())} of {size} pairs known"

    def value(self, truster: str, trusted: str) -> float:
        """Return the trust of one party in another, NaN if missing; raises :class:`DataError`."""
        codes = resolve(truster), resolve(trusted)
        for code in codes:
            if code not in self.parties:
                raise DataError(f"{code} is not in this matrix of {self.year}")
        first, second = map(self.parties.index, codes)
        return float(self.mean[first, second])

    def to_dict(self) -> dict[str, Any]:
        """Return every pair with its interval, and how it was made, as JSON has it."""
        return {"year": self.year, "pairs": self._rows(), **self.settings}

    def _rows(self) -> list[dict[str, Any]]:
        return [
            {
                "truster": a,
                "trusted": b,
                "trust": _plain(self.mean[i, j]),
                "low": _plain(self.low[i, j]),
                "high": _plain(self.high[i, j]),
                **{f"without_{key}": _plain(found[i, j]) for key, found in self.without.items()},
            }
            for i, a in enumerate(self.parties)
            for j, b in enumerate(self.parties)
            if a != b
        ]

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame of polars, a row an ordered pair."""
        import polars as pl

        return pl.DataFrame(self._rows(), infer_schema_length=None)


def trust_matrix(
    parties: Sequence[str],
    year: int,
    *,
    model: TrustModel | None = None,
    draws: int = 100,
    seed: int = 1,
    carry: bool = False,
) -> TrustMatrix:
    """Return trust between all parties in a year, with its interval and with each source left out.

    Raises:
        DataError: there are fewer than two parties, or the year is before 1946.
        UnknownParty: nobody goes by a code.
    """
    codes = tuple(dict.fromkeys(resolve(code) for code in parties))
    pairs = [(a, b) for a in codes for b in codes if a != b]
    paths = trust_paths(pairs, [year], model=model, draws=draws, seed=seed, carry=carry)
    first, second = np.nonzero(~np.eye(len(codes), dtype=bool))

    def square(values: "NDArray[np.float64]") -> "NDArray[np.float64]":
        found = np.full((len(codes), len(codes)), np.nan)
        found[first, second] = values
        return found

    tail = (1 - LEVEL) / 2
    low, high = (square(_quantile(paths.draws[:, 0], share)) for share in (tail, 1 - tail))
    left_out = {key: square(found[0]) for key, found in paths.without.items()}
    return TrustMatrix(year, codes, square(paths.mean[0]), low, high, left_out, settings(paths))
