"""Panels: all parties, or all pairs of parties, year by year, as frames of polars.

Missing is null. Within what a source covers, a pair without an alliance has False, one without a
rivalry False; beyond its last year both are null. `about` says of each column whence it is.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

from foedera.world.attributes import (
    DYAD_ATTRIBUTES,
    FIRST_YEAR,
    MAJOR_POWERS,
    MAJOR_POWERS_LAST,
    PARTY_ATTRIBUTES,
)
from foedera.world.errors import DataError
from foedera.world.pairs import absent, column_of, covered, distances, entries, ideal_points
from foedera.world.parties import resolve
from foedera.world.system import check_year, in_system, states_of

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

LAST_YEAR = 2024
FLAGS = frozenset({"defence", "neutrality", "nonaggression", "consultation", "rivalry"})
SMALL = frozenset({"contiguity", "disputes", "hostility", "votes"})


def states(
    since: int = FIRST_YEAR, until: int = LAST_YEAR, parties: Iterable[str] | None = None
) -> "pl.DataFrame":
    """Return a row for each year and state of the system (of those named), with its attributes.

    Raises:
        DataError: a year is not between 1946 and 2100, or the last comes before the first.
        UnknownParty: nobody goes by a code.
    """
    import polars as pl

    from foedera.world.tables import frame

    years, codes = _years(since, until), _codes(since, until, parties)
    inside = in_system(years, codes)
    year, place = np.nonzero(inside)
    names = pl.Series(codes, dtype=pl.String)
    found = pl.DataFrame({"year": np.asarray(years)[year], "party": names.gather(place)})
    for table in dict.fromkeys(a.table for a in PARTY_ATTRIBUTES.values()):
        columns = [a.name for a in PARTY_ATTRIBUTES.values() if a.table == table]
        if table != "parties":
            more = frame(table).select("year", "party", *columns)
            found = found.join(more, on=["year", "party"], how="left", maintain_order="left")
    began = pl.col("party").replace_strict(MAJOR_POWERS, default=9999, return_dtype=pl.Int64)
    covered = pl.col("year") <= MAJOR_POWERS_LAST
    major = pl.when(covered).then(began <= pl.col("year")).alias("major_power")
    return found.with_columns(major).select("year", "party", *PARTY_ATTRIBUTES)


def dyads(
    since: int = FIRST_YEAR, until: int = LAST_YEAR, parties: Iterable[str] | None = None
) -> "pl.DataFrame":
    """Return a row for each year and ordered pair of states of the system, with its attributes.

    Both (a, b) and (b, a) are there; what a owes b stands in the row (a, b). Disputes and hostility
    are those of the year; from 1990 on a pair without an entry is null, since part is left out.

    Raises:
        DataError: a year is not between 1946 and 2100, or the last comes before the first.
        UnknownParty: nobody goes by a code.
    """
    import polars as pl

    years, codes = _years(since, until), _codes(since, until, parties)
    inside = in_system(years, codes)
    both = inside[:, :, None] & inside[:, None, :]
    both[:, np.arange(len(codes)), np.arange(len(codes))] = False
    kept = np.flatnonzero(both)
    year, first, second = np.unravel_index(kept, both.shape)
    names = pl.Series(codes, dtype=pl.String)
    columns: dict[str, pl.Series] = {
        "year": pl.Series(np.asarray(years, dtype=np.int64)[year]),
        "a": names.gather(first),
        "b": names.gather(second),
    }
    points = ideal_points(years, codes)
    row = np.full(both.shape, -1, dtype=np.int32)
    row.reshape(-1)[kept] = np.arange(len(kept))
    about = covered(codes).astype(np.int64)
    for table in dict.fromkeys(a.table for a in DYAD_ATTRIBUTES.values()):
        attributes = [a for a in DYAD_ATTRIBUTES.values() if a.table == table]
        if table == "ideal_points":
            distance = np.abs(points[year, first] - points[year, second])
            columns["ideal_distance"] = _column("ideal_distance", distance)
            continue
        if table == "distance":
            for key in ("km_capitals", "km_borders"):
                columns[key] = _column(key, distances(key, codes)[first, second])
            continue
        # Written straight into rows: a cube for each attribute would be twice as large.
        made = entries(table, years, codes)
        at = row[made.year, made.a, made.b]
        held = at >= 0
        for key in (attribute.name for attribute in attributes):
            values = absent(key, columns["year"].to_numpy(), about[first] + about[second])
            values[at[held]] = column_of(key, made)[held]
            columns[key] = _column(key, values)
    return pl.DataFrame(columns)


def _column(key: str, values: "NDArray[np.float64]") -> "pl.Series":
    import polars as pl

    series = pl.Series(key, values).fill_nan(None)
    if key in FLAGS:
        return series.cast(pl.Int8).cast(pl.Boolean)
    if key in SMALL:
        return series.cast(pl.Int16)
    return series.cast(pl.Int32) if DYAD_ATTRIBUTES[key].whole else series


def about(panel: "pl.DataFrame") -> "pl.DataFrame":
    """Return a row for each column of a panel: unit, description, source, licence, years."""
    import polars as pl

    known = {**PARTY_ATTRIBUTES, **DYAD_ATTRIBUTES}
    told = [known[column].to_dict() for column in panel.columns if column in known]
    return pl.DataFrame(told)


def _years(since: int, until: int) -> range:
    if check_year(since) > check_year(until):
        raise DataError(f"the first year, {since}, comes after the last, {until}")
    return range(since, until + 1)


def _codes(since: int, until: int, parties: Iterable[str] | None) -> tuple[str, ...]:
    if parties is not None:
        return tuple(sorted({resolve(code) for code in parties}))
    return tuple(sorted({code for year in range(since, until + 1) for code in states_of(year)}))
