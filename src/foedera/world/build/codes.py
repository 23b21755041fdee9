"""From the numbers of the sources to foedera's party codes, and the parties that pairs cover."""

from datetime import date
from functools import cache

from foedera.world.memberships import spells
from foedera.world.parties import cow, parties

FIRST_YEAR = 1946

# Gleditsch and Ward number Yugoslavia 345 until 2006, and Serbia 340 from then on.
GW_ADDED = {345: "SRB"}


@cache
def code_of(number: int) -> str | None:
    """Return the code of a COW number, None if foedera has no such state."""
    return next((party.code for party in parties() if party.cow == number), None)


@cache
def code_of_gw(number: int) -> str | None:
    """Return the code of a Gleditsch-Ward number, None if foedera has no such state."""
    found = next((party.code for party in parties() if party.gw == number), None)
    return found or GW_ADDED.get(number)


@cache
def stands(number: int, year: int) -> bool:
    """Return whether a COW number is the one of its code on the last day of a year."""
    code = code_of(number)
    return code is not None and cow(code, date(year, 12, 31)) == number


@cache
def area() -> frozenset[str]:
    """Return the parties among which pairs are shipped.

    They ever took part in the CSCE or OSCE, could sign the draft European Security Treaty, or held
    a permanent seat in the Security Council.
    """
    found = {s.party for name in ("osce", "est-2009") for s in spells(name)}
    found |= {s.party for s in spells("un-sc") if s.status == "permanent"}
    states = {party.code for party in parties() if party.kind == "state"}
    return frozenset(found & states)
