"""Sets of states in a year: regions, and the members of institutions taken as one."""

from datetime import date
from functools import cache

from foedera.order.errors import OrderError
from foedera.world import World
from foedera.world.memberships import members, spells
from foedera.world.system import states_of

# Participating States of the OSCE that lie outside Europe. Russia, Türkiye and the South Caucasus
# count as European with all that they have: capabilities are known of whole states only.
BEYOND_EUROPE = frozenset({"USA", "CAN", "KAZ", "KGZ", "MNG", "TJK", "TKM", "UZB"})

# Regions 3 and 6 of the United Nations' M49 (Eastern and Southern Asia) without Iran, and Taiwan.
EAST_AND_SOUTH_ASIA = frozenset(
    {"CHN", "JPN", "KOR", "PRK", "MNG", "TWN", "AFG", "BGD", "BTN", "IND", "LKA", "MDV", "NPL"}
) | {"PAK"}

REGIONS = ("osce", "europe", "world")


@cache
def world_of(year: int) -> World:
    """Return the world of a year, loaded once."""
    return World(year)


def end_of(year: int) -> date:
    """Return the day on which the members of a year are taken: its last."""
    return date(year, 12, 31)


@cache
def states_in(region: str, year: int) -> tuple[str, ...]:
    """Return the states of the system that lie in a region in a year, by code.

    `osce`: those that were ever participating States of the CSCE or OSCE; `europe`: of these, all
    but the United States, Canada, Mongolia and the five of Central Asia; `world`: all.

    Raises:
        OrderError: there is no such region.
        DataError: the year is not between 1946 and 2100.
    """
    every, area = states_of(year), area_of(region)
    return every if area is None else tuple(code for code in every if code in area)


def area_of(region: str) -> frozenset[str] | None:
    """Return who lies in a region, whenever it was a state; None: everybody.

    Raises:
        OrderError: there is no such region.
    """
    if region == "world":
        return None
    if region not in REGIONS:
        raise OrderError(f"a region is {', '.join(REGIONS)}, not '{region}'")
    area = frozenset(spell.party for spell in spells("osce"))
    return area - BEYOND_EUROPE if region == "europe" else area


def on_register(register: str, year: int) -> tuple[str, ...]:
    """Return who is on a register of memberships on the last day of a year; nobody before it began.

    Raises:
        UnknownInstitution: there is no such register.
    """
    return members(register, end_of(year))


@cache
def euro_atlantic(year: int) -> tuple[str, ...]:
    """Return the members of NATO and of the EU (before 1993, the Communities) in a year.

    Before NATO those of its first year, 1949, so that the series begins with the data.
    """
    inside = {*on_register("nato", max(year, 1949)), *on_register("eu", year)}
    return tuple(code for code in states_of(year) if code in inside)
