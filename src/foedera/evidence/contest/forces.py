"""Forces of the sides of disputes that had a victor, and which side that was.

One observation is one dispute of GML MID with use of force or war (hostility 4 or 5) that ended in
victory or in one side's yielding; stalemates, compromises and what faded have no victor. Side A,
who acted first, prevailed where it won or side B yielded. A side's force is that of all who took
part on it, joiners included, since the contest is between those who came.

Forces are compared as log(force of A / force of B), on four scales: CINC of all who took part; CINC
of the first parties alone; military expenditure (NMC) of all; CINC shrunk by distance to the ground
of the attacked, where it is taken to be fought, by the rule of Bueno de Mesquita (1981), The War
Trap: capability to the power log10(miles / miles a day + 10 - e), at least 1, with 250 miles a day
up to 1918, 375 up to 1945 and 500 since (recalled), after Boulding's loss of strength (1962).
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = "Gibler, Miller & Little (2016), GML MID 2.2.1; COW NMC v7.0"
FORCE, WAR = 4, 5  # hostility: use of force, war
FOR_A, FOR_B = frozenset({1, 4}), frozenset({2, 3})  # outcome: victory, or the other yields
SCALES = ("strength", "first_parties", "spending", "projected")
MILE = 1.609344
_PACE = ((1918, 250.0), (1945, 375.0), (9999, 500.0))
_LEAST = 1e-6  # of a share of world capability; the smallest state known has about as much


@dataclass(frozen=True, slots=True, eq=False)
class Contests:
    """Disputes (n,) with a victor: whether side A prevailed, whether at war, log ratios of force.

    `ratios` has columns as in `SCALES`.
    """

    prevailed: Ints
    dispute: Ints
    year: Ints
    war: Ints
    ratios: Floats

    @property
    def size(self) -> int:
        """The number of disputes."""
        return len(self.prevailed)

    def where(self, chosen: NDArray[np.bool_]) -> "Contests":
        """Return the disputes chosen."""
        fields = ("prevailed", "dispute", "year", "war", "ratios")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})

    def ratio(self, scale: str = "strength") -> Floats:
        """Return log(force of A / force of B) on one of `SCALES`."""
        return np.asarray(self.ratios[:, SCALES.index(scale)])


def contests(folder: Path | None = None) -> Contests:
    """Return the disputes with force and a victor that the originals hold.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
        EvidenceError: no dispute had a victor.
    """
    relations = Relations(folder)
    spending = _spending(folder)
    taking_part: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in load("mid_gml_participants", folder).iter_rows(named=True):
        taking_part[row["dispnum"]].append(row)
    lines = []
    for row in load("mid_gml_disputes", folder).iter_rows(named=True):
        if row["hostlev"] < FORCE or row["outcome"] not in FOR_A | FOR_B:
            continue
        ratios = _ratios(taking_part[row["dispnum"]], row["styear"], relations, spending)
        if ratios is not None:
            won, war = row["outcome"] in FOR_A, row["hostlev"] == WAR
            lines.append((int(won), row["dispnum"], row["styear"], int(war), ratios))
    if not lines:
        raise EvidenceError("no dispute with force had a victor")
    numbers = np.array([line[:4] for line in lines], dtype=np.int64)
    won, number, year, war = numbers.T
    return Contests(won, number, year, war, np.array([line[4] for line in lines]))


def projected(capability: float, kilometres: float, year: int) -> float:
    """Return what is left of a share of world capability after a distance; NaN stays NaN.

    >>> round(projected(0.1, 8000.0, 1990), 3)
    0.056
    """
    pace = next(miles for last, miles in _PACE if year <= last)
    power = np.log10(kilometres / MILE / pace + 10 - math.e)
    return float(capability ** max(1.0, power))


def _ratios(
    rows: list[dict[str, Any]], year: int, of: Relations, spending: dict[tuple[int, int], float]
) -> list[float] | None:
    """Return the log ratios on all scales, None where a side has no state of known capability.

    A scale of which a side has nothing known falls back on CINC of all.
    """
    sides = [[row["ccode"] for row in rows if row["sidea"] == side] for side in (1, 0)]
    first = [
        [row["ccode"] for row in rows if row["sidea"] == side and row["orig"] == 1]
        for side in (1, 0)
    ]
    if not all(sides) or not all(first):
        return None
    ground = max(first[1], key=lambda state: np.nan_to_num(of.capability(state, year)))

    def far(state: int) -> float:
        away = 0.0 if state in first[1] else of.kilometres(state, ground, year)
        return projected(of.capability(state, year), float(np.nan_to_num(away)), year)

    def strong(state: int) -> float:
        return of.capability(state, year)

    plain = _ratio(sides, strong)
    if np.isnan(plain):
        return None
    others = (
        _ratio(first, strong),
        _ratio(sides, lambda state: spending.get((state, year), np.nan), 1.0),
        _ratio(sides, far),
    )
    return [plain, *(plain if np.isnan(other) else other for other in others)]


def _ratio(sides: list[list[int]], force: Callable[[int], float], least: float = _LEAST) -> float:
    a, b = (_sum(force(state) for state in side) for side in sides)
    return float(np.log(max(a, least) / max(b, least))) if a == a and b == b else float("nan")  # noqa: PLR0124 - NaN


def _sum(values: Iterable[float]) -> float:
    """Return the sum of what is known, NaN if nothing is."""
    known = [value for value in values if not np.isnan(value)]
    return sum(known) if known else float("nan")


def _spending(folder: Path | None) -> dict[tuple[int, int], float]:
    frame = load("nmc", folder).select("ccode", "year", "milex").drop_nulls()
    return {(state, year): float(value) for state, year, value in frame.iter_rows()}
