"""Attributes of pairs as arrays: years by parties by parties, NaN where nothing is known.

Within what a source covers, a pair of states without an entry has none: 0. Beyond its last year,
outside of the states that it is about, and on the diagonal nothing is known: NaN.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from foedera.world.attributes import DISPUTES_PARTIAL, DYAD_ATTRIBUTES, FIRST_YEAR, LAST_YEAR
from foedera.world.build.codes import area
from foedera.world.errors import DataError, unknown
from foedera.world.system import check_year, in_system
from foedera.world.tables import describe, rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

PAIR = 2
DIRECTED = frozenset({"alliances"})  # tables in which what a owes b is not what b owes a


@dataclass(frozen=True, slots=True)
class Entries:
    """Entries of a table, one a year and ordered pair: places of the year and of both parties."""

    year: "NDArray[np.int64]"
    a: "NDArray[np.int64]"
    b: "NDArray[np.int64]"
    values: Mapping[str, "NDArray[np.float64]"]  # by column; a later entry holds


def cube(
    attribute: str, years: Sequence[int], parties: Sequence[str], window: int = 1
) -> "NDArray[np.float64]":
    """Return an attribute of all pairs: years by parties by parties, first the one that owes.

    `window` is for disputes and hostility: the years that count, up to the year itself. Every
    attribute but those of alliances is the same in both directions.

    Raises:
        DataError: no attribute is so called, or the window or a year lies before 1946.
    """
    _check(attribute, years, window)
    if window > 1:
        span = range(min(years) - window + 1, max(years) + 1)
        places = [year - span[0] for year in years]
        return _over(cube(attribute, span, parties), attribute, window)[places, :, :]
    there = in_system(years, parties)
    states = there[:, :, None] & there[:, None, :]
    when = np.asarray(years)[:, None, None]
    about = covered(parties)
    inside = about[:, None].astype(np.int64) + about
    found = np.where(states, absent(attribute, when, inside), np.nan)
    if attribute == "ideal_distance":
        points = ideal_points(years, parties)
        found = np.abs(points[:, :, None] - points[:, None, :])
    elif DYAD_ATTRIBUTES[attribute].table == "distance":
        found = np.repeat(distances(attribute, tuple(parties))[None], len(years), axis=0)
    else:
        made = entries(DYAD_ATTRIBUTES[attribute].table, years, parties)
        found[made.year, made.a, made.b] = column_of(attribute, made)
    last = DYAD_ATTRIBUTES[attribute].last
    if last is not None:
        found[np.asarray(years) > last] = np.nan
    found[:, np.arange(len(parties)), np.arange(len(parties))] = np.nan
    return found


def _check(attribute: str, years: Sequence[int], window: int) -> None:
    if attribute not in DYAD_ATTRIBUTES:
        raise DataError(unknown("attribute of pairs", attribute, DYAD_ATTRIBUTES))
    for year in years:
        check_year(year)
    if window < 1:
        raise DataError(f"a window has at least one year, not {window}")
    if window > 1 and len(years) and min(years) - window + 1 < FIRST_YEAR:
        raise DataError(f"a window of {window} years reaches before {FIRST_YEAR}")


def covered(parties: Sequence[str]) -> "NDArray[np.bool_]":
    """Return which parties the tables of agreement, disputes and alliances are about."""
    return np.array([code in area() for code in parties], dtype=bool)


def absent(
    attribute: str, years: "NDArray[np.int64]", inside: "NDArray[np.int64]"
) -> "NDArray[np.float64]":
    """Return what two states of the system without an entry have: 0, or NaN if that is unknown.

    `inside` says for how many of each pair :func:`covered` holds; both arrays broadcast.
    """
    attribute_ = DYAD_ATTRIBUTES[attribute]
    shape = np.broadcast_shapes(np.shape(years), np.shape(inside))
    if attribute_.table in {"ideal_points", "agreement", "distance"}:
        return np.full(shape, np.nan)
    known = np.ones(shape, dtype=bool)
    if attribute_.last is not None:
        known &= years <= attribute_.last
    if attribute_.table == "disputes":
        # Part of the disputes is left out from then on: no entry does not mean peace.
        known &= (inside == PAIR) & (years < DISPUTES_PARTIAL)
    if attribute_.table == "alliances":
        known &= inside > 0
    return np.where(known, 0.0, np.nan)


def _over(yearly: "NDArray[np.float64]", attribute: str, window: int) -> "NDArray[np.float64]":
    """Return for each year the sum (or the highest) over the window that ends with it.

    What is missing in the window's last year stays so, unless an earlier year has an entry.
    """
    found = yearly.copy()
    for back in range(1, window):
        before = np.nan_to_num(yearly[:-back])
        now = np.nan_to_num(found[back:])
        both = before + now if attribute == "disputes" else np.maximum(before, now)
        found[back:] = np.where(before > 0, both, found[back:])
    return found


def column_of(attribute: str, made: Entries) -> "NDArray[np.float64]":
    """Return the value of each entry; 1 for what an entry alone says (a rivalry, a dispute)."""
    column = DYAD_ATTRIBUTES[attribute].column
    if column in made.values and attribute != "disputes":
        return made.values[column]
    return np.ones(len(made.year))


@dataclass(frozen=True, slots=True)
class _Raw:
    """A table of pairs as arrays: both directions, a spell a row."""

    codes: tuple[str, ...]
    a: "NDArray[np.int64]"
    b: "NDArray[np.int64]"
    since: "NDArray[np.int64]"
    to: "NDArray[np.int64]"
    values: Mapping[str, "NDArray[np.float64]"]


@cache
def _raw(table: str) -> _Raw:
    """Return a table as arrays, column by column: a record for each row would take far longer."""
    path = files("foedera.world") / "data" / describe(table).file
    head, *held = csv.reader(path.read_text(encoding="utf-8").splitlines())
    return _arrays(table, dict(zip(head, zip(*held, strict=True), strict=True)))


@cache
def _of_year(year: int) -> _Raw:
    """Return the agreement of one year: the whole table is large."""
    held = rows("agreement", year)
    names = [column.name for column in describe("agreement").columns]
    cells = {name: ["" if row[name] is None else str(row[name]) for row in held] for name in names}
    return _arrays("agreement", cells)


def _arrays(table: str, cells: Mapping[str, Sequence[str]]) -> _Raw:
    """Return columns of cells as arrays, those that hold in both directions twice."""
    codes = tuple(sorted({*cells["a"], *cells["b"]}))
    at = {code: place for place, code in enumerate(codes)}
    a, b = (np.array([at[code] for code in cells[side]], dtype=np.int64) for side in "ab")
    size = len(a)
    since = _numbers(cells.get("year") or cells.get("from"), size, FIRST_YEAR).astype(np.int64)
    last = describe(table).last or LAST_YEAR  # a spell without an end lasts until then
    to = _numbers(cells.get("year") or cells.get("to"), size, last).astype(np.int64)
    values = {
        column.name: _numbers(cells[column.name], size, np.nan)
        for column in describe(table).columns
        if column.type != "text" and column.name not in {"year", "from", "to"}
    }
    # Of two types of contiguity the smaller number is the closer, and holds: it comes last.
    order = np.argsort(-values["type"], kind="stable") if table == "contiguity" else np.arange(size)
    twice = order if table in DIRECTED else np.concatenate([order, order])
    first, second = a[twice], b[twice]
    if table not in DIRECTED:
        first[size:], second[size:] = b[order], a[order]
    kept = {name: column[twice] for name, column in values.items()}
    return _Raw(codes, first, second, since[twice], to[twice], kept)


def _numbers(cells: Sequence[str] | None, size: int, empty: float) -> "NDArray[np.float64]":
    return np.array([cell or empty for cell in cells] if cells else [empty] * size, dtype=float)


@cache
def distances(column: str, parties: tuple[str, ...]) -> "NDArray[np.float64]":
    """Return km_capitals or km_borders between all pairs, NaN where unknown."""
    raw = _raw("distance")
    a, b = _here(raw, parties)
    kept = (a >= 0) & (b >= 0)
    found = np.full((len(parties), len(parties)), np.nan)
    found[a[kept], b[kept]] = raw.values[column][kept]
    return found


def _here(raw: _Raw, parties: Sequence[str]) -> tuple["NDArray[np.int64]", "NDArray[np.int64]"]:
    """Return the places of both parties of each entry, -1 for one that is not among them."""
    at = {code: place for place, code in enumerate(parties)}
    here = np.array([at.get(code, -1) for code in raw.codes], dtype=np.int64)
    return here[raw.a], here[raw.b]


def entries(table: str, years: Sequence[int], parties: Sequence[str]) -> Entries:
    """Return the entries of a table for the pairs and years, spells written out year by year."""
    raw = _of_year(years[0]) if table == "agreement" and len(years) == 1 else _raw(table)
    a, b = _here(raw, parties)
    when = np.asarray(years, dtype=np.int64)
    first = np.searchsorted(when, raw.since)
    count = np.searchsorted(when, raw.to, side="right") - first
    kept = (a >= 0) & (b >= 0) & (count > 0)
    count, first = count[kept], first[kept]
    # 0, 1, ... within each spell
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return Entries(
        np.repeat(first, count) + step,
        np.repeat(a[kept], count),
        np.repeat(b[kept], count),
        {name: np.repeat(column[kept], count) for name, column in raw.values.items()},
    )


def ideal_points(
    years: Sequence[int], parties: Sequence[str], column: str = "ideal"
) -> "NDArray[np.float64]":
    """Return ideal points (or q05, q95), years by parties, NaN where missing."""
    at = {code: place for place, code in enumerate(parties)}
    points = np.full((len(years), len(parties)), np.nan)
    for place, year in enumerate(years):
        for row in rows("ideal_points", year):
            party, value = at.get(str(row["party"])), row[column]
            if party is not None and value is not None:
                points[place, party] = float(value)
    return points
