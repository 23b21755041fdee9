"""Who is a state of the system in a year, after Correlates of War."""

from functools import cache
from typing import TYPE_CHECKING

from foedera.world.attributes import FIRST_YEAR, LAST_YEAR
from foedera.world.errors import DataError
from foedera.world.parties import parties

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray


@cache
def _years() -> tuple[tuple[str, int, int], ...]:
    """Return code, first and last year of each spell in the system; the end day is excluded."""
    found = []
    for party in parties():
        if party.cow is None or party.since is None:
            continue
        last = LAST_YEAR
        if party.to is not None:
            # A spell that ends on 1 January did not reach into that year.
            last = party.to.year - (party.to.month == 1 and party.to.day == 1)
        found.append((party.code, party.since.year, last))
    return tuple(found)


def check_year(year: int) -> int:
    """Return the year; raises :class:`DataError` outside of 1946 to 2100."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DataError(f"the year {year} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return year


@cache
def states_of(year: int) -> tuple[str, ...]:
    """Return the states that were in the system on any day of a year, by code.

    Source: Correlates of War, State System Membership v2016; those of 2016 are taken to last.

    Raises:
        DataError: the year is not between 1946 and 2100.
    """
    check_year(year)
    return tuple(sorted({code for code, since, to in _years() if since <= year <= to}))


def in_system(years: "Sequence[int]", codes: "Sequence[str]") -> "NDArray[np.bool_]":
    """Return whether each party is in the system in each year, years by parties."""
    import numpy as np

    inside = np.zeros((len(years), len(codes)), dtype=bool)
    at = {code: i for i, code in enumerate(codes)}
    when = np.asarray(years)
    for code, since, to in _years():
        if code in at:
            inside[:, at[code]] |= (since <= when) & (when <= to)
    return inside
