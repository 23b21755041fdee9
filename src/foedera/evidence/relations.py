"""What the originals say of states year by year: ideal points, alliances, borders, capability.

Codes are those of the Correlates of War. What is not known is NaN, never 0; a pair of states
within what a source covers but without an entry has none.
"""

from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

from foedera.world.originals import load

NEAR = 2  # land borders and up to 12 miles of water, as simulations take them
CARRY = 3  # years over which an ideal point or a capability may be carried
_OPEN = 9999

Spells = dict[tuple[int, int], list[tuple[int, int]]]


class Relations:
    """Look-ups by state and year, read once from a folder of originals.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
    """

    def __init__(self, folder: Path | None = None) -> None:
        points = load("unga_ideal_points", folder).select("ccode", "year", "ideal_all")
        self._ideal = _yearly(points.drop_nulls())
        power = load("nmc", folder).select("ccode", "year", "cinc")
        self._cinc = _yearly(power.drop_nulls())
        rule = load("democracy", folder).select("ccode", "year", "v2x_polyarchy")
        self._democracy = _yearly(rule.drop_nulls())
        self._pacts = self._defence(folder)
        self._borders = self._near(folder)
        self._members = self._spells("states", folder)
        self._majors = self._major(folder)
        self._kilometres = self._distances(folder)

    def ideal(self, state: int, year: int) -> float:
        """Return the ideal point of the year, else the nearest within three years, else NaN."""
        return _nearest(self._ideal, state, year)

    def capability(self, state: int, year: int) -> float:
        """Return CINC of the year, else the nearest within three years, else NaN."""
        return _nearest(self._cinc, state, year)

    def democracy(self, state: int, year: int) -> float:
        """Return V-Dem's electoral democracy of the year, else the nearest within three, or NaN."""
        return _nearest(self._democracy, state, year)

    def owes(self, state: int, other: int, year: int) -> bool:
        """Whether `state` owes `other` defence by a treaty (ATOP) in the year."""
        return _holds(self._pacts.get((state, other), ()), year)

    def allied(self, state: int, other: int, year: int) -> bool:
        """Whether either owes the other defence."""
        return self.owes(state, other, year) or self.owes(other, state, year)

    def neighbours(self, state: int, other: int, year: int) -> bool:
        """Whether they touch by land or across 12 miles of water at most."""
        return _holds(self._borders.get((state, other), ()), min(year, 2016))

    def kilometres(self, state: int, other: int, year: int) -> float:
        """Return how far apart the territories are, NaN where unknown.

        The source begins in 1886 and has a state from when it is one: before and after that the
        nearest year holds.
        """
        known = self._kilometres.get((min(state, other), max(state, other)), ())
        return min((_away(spell, year), spell[2]) for spell in known)[1] if known else float("nan")

    def states(self, year: int) -> list[int]:
        """Return the states of the system in a year, ascending."""
        return sorted(code for code, spells in self._members.items() if _holds(spells, year))

    def major(self, state: int, year: int) -> bool:
        """Whether it is a major power of the Correlates of War."""
        return _holds(self._majors.get(state, ()), year)

    @staticmethod
    def _defence(folder: Path | None) -> Spells:
        found: Spells = defaultdict(list)
        for row in load("atop_dyad_spells", folder).iter_rows(named=True):
            if row["defense"] == 1:
                # The source ends in 2018; a treaty in force then is taken to last.
                end = _OPEN if row["to"] >= 2018 else row["to"]  # noqa: PLR2004 - its last year
                found[row["ccode1"], row["ccode2"]].append((row["from"], end))
        return found

    @staticmethod
    def _near(folder: Path | None) -> Spells:
        found: Spells = defaultdict(list)
        for row in load("contiguity", folder).iter_rows(named=True):
            if row["conttype"] <= NEAR:
                spell = (_year(row["from"]), _year(row["to"]))
                found[row["ccode1"], row["ccode2"]].append(spell)
                found[row["ccode2"], row["ccode1"]].append(spell)
        return found

    @staticmethod
    def _distances(folder: Path | None) -> dict[tuple[int, int], list[tuple[int, int, float]]]:
        found: dict[tuple[int, int], list[tuple[int, int, float]]] = defaultdict(list)
        for row in load("min_distance_spells", folder).iter_rows(named=True):
            pair = sorted((row["ccode1"], row["ccode2"]))
            spell = (row["from"], row["to"] or _OPEN, row["mindist"])
            found[pair[0], pair[1]].append(spell)
        return found

    @staticmethod
    def _spells(name: str, folder: Path | None) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in load(name, folder).iter_rows(named=True):
            found[row["ccode"]].append((_year(row["start"]), _year(row["end"])))
        return found

    @staticmethod
    def _major(folder: Path | None) -> dict[int, list[tuple[int, int]]]:
        found: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for row in load("major_powers", folder).iter_rows(named=True):
            if row["kind"] == "cow_major":
                found[row["ccode"]].append((_year(row["start"]), _year(row["end"])))
        return found


def _year(day: Any) -> int:  # noqa: ANN401 - a date, its text, or nothing
    return _OPEN if day is None else int(str(day)[:4])


def _holds(spells: Any, year: int) -> bool:  # noqa: ANN401 - any sequence of spells
    return any(first <= year <= last for first, last in spells)


def _away(spell: tuple[int, int, float], year: int) -> int:
    return max(spell[0] - year, year - spell[1], 0)


def _yearly(frame: Any) -> dict[int, dict[int, float]]:  # noqa: ANN401 - a frame of three columns
    found: dict[int, dict[int, float]] = defaultdict(dict)
    for state, year, value in frame.iter_rows():
        found[state][year] = float(value)
    return found


def _nearest(table: dict[int, dict[int, float]], state: int, year: int) -> float:
    known = table.get(state, {})
    for away in range(CARRY + 1):
        for when in (year - away, year + away):
            if when in known:
                return known[when]
    return float(np.nan)
