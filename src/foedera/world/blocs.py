"""Blocs: several parties of a world counted as one."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from foedera.world.errors import DataError
from foedera.world.worlds import World

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SUMS = ("cinc", "gdp", "population")
_DEVIATIONS = ("gdp_sd", "population_sd")
_MEANS = ("ideal", "polyarchy")


def merge(world: World, blocs: Mapping[str, Iterable[str]]) -> World:
    """Return the world with each bloc as one party in place of its members, blocs last.

    Capability shares, GDP and population add up; standard deviations add as those of independent
    quantities. Ideal point and electoral democracy are means weighted by population, and the
    bounds of the ideal point are those of a mean of independent estimates. A bloc is a major power
    if a member is. A value is missing if that of any member is: no bloc is counted without a part.

    Raises:
        DataError: a bloc is empty, has the name of another party, or shares a member with another.
        UnknownParty: a member is not in this world.
    """
    chosen = {label: [world.place(code) for code in codes] for label, codes in blocs.items()}
    _check(world, chosen)
    inside = {place for places in chosen.values() for place in places}
    alone = [place for place in range(len(world)) if place not in inside]
    kept = tuple(world.parties[place] for place in alone)
    parts = [_bloc(world, places) for places in chosen.values()]
    columns, years = {}, {}
    for key, column in world.columns.items():
        columns[key] = np.concatenate([column[alone], [values[key] for values, _ in parts]])
        whence = [year[key] for _, year in parts]
        years[key] = np.concatenate([world.years[key][alone], whence]).astype(np.int64)
    groups = world.groups()
    made = {
        label: tuple(code for place in places for code in groups[place])
        for label, places in chosen.items()
    }
    return World.make(
        year=world.year,
        parties=(*kept, *chosen),
        columns=columns,
        years=years,
        carry=world.carry,
        brought=_brought(world, chosen, kept),
        names={code: word for code, word in world.names.items() if code in kept},
        blocs={code: group for code, group in world.blocs.items() if code in kept} | made,
    )


def _check(world: World, chosen: Mapping[str, list[int]]) -> None:
    taken: dict[int, str] = {}
    for label, places in chosen.items():
        if not places:
            raise DataError(f"the bloc '{label}' has no members")
        for place in places:
            code = world.parties[place]
            if place in taken:
                raise DataError(f"{code} is in the bloc '{taken[place]}' already, not in '{label}'")
            taken[place] = label
    for label in chosen:
        if label in world.parties and world.parties.index(label) not in taken:
            raise DataError(f"a bloc cannot be called '{label}': a party of this world is")


def _brought(
    world: World, chosen: Mapping[str, list[int]], kept: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    found = {}
    for key, who in world.brought.items():
        fed = {
            label
            for label, places in chosen.items()
            if who & {world.parties[place] for place in places}
        }
        found[key] = (who & set(kept)) | frozenset(fed)
    return found


def _bloc(world: World, places: list[int]) -> tuple[dict[str, float], dict[str, int]]:
    """Return a bloc's value in every column, and the earliest year that went into it."""
    at = {key: column[places] for key, column in world.columns.items()}
    weights = at["population"] / at["population"].sum()
    values = {key: float(at[key].sum()) for key in _SUMS}
    values |= {key: float(np.sqrt((at[key] ** 2).sum())) for key in _DEVIATIONS}
    values |= {key: _mean(at[key], weights) for key in _MEANS}
    for key, sign in (("q05", -1), ("q95", 1)):
        reach = np.sqrt(((weights * (at[key] - at["ideal"])) ** 2).sum())
        values[key] = values["ideal"] + sign * float(reach)
    values["major_power"] = float(at["major_power"].max())
    years = {
        key: 0 if np.isnan(values[key]) else int(column[places].min())
        for key, column in world.years.items()
    }
    return values, years


def _mean(values: "NDArray[np.float64]", weights: "NDArray[np.float64]") -> float:
    # A single member's value is its own, whether its population is known or not.
    return float(values[0]) if len(values) == 1 else float((values * weights).sum())
