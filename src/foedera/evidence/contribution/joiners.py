"""Who joins the attacked: states that might have come to its help in disputes with use of force.

One observation is one state in one dispute of GML MID that reached the use of force (hostility 4 or
5). Side B of the first day is attacked, side A accused; each side is led by its strongest state.
Those who might come are states of the system, in the dispute from no side on its first day, that
owe defence to an attacked state, border an accused one, or are a major power; others join so seldom
that nothing could be told of them. A state came if it joined side B later.

The gain of coming is weighed by how much the state decides: the rise of the chance that the
attacked prevail if it comes, by the contest of the behaviour room with its default decisiveness,
forces being CINC.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contest import ContestParameters, success
from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = (
    "Gibler, Miller & Little (2016), GML MID 2.2.1; ATOP 5.1; COW direct contiguity v3.2; "
    "COW NMC v7.0; COW major powers v2016"
)
FORCE = 4  # hostility: 4 use of force, 5 war
COLUMNS = ("pivot", "allied_with_attacked", "owes", "neighbour", "allied_with_accused")


@dataclass(frozen=True, slots=True, eq=False)
class Joiners:
    """States that might have come (n,): whether each did, its covariates as in `COLUMNS`.

    `pivot` is the rise of the attacked's chance, the others are 0 or 1. `disputes` counts all
    disputes with use of force, those without anybody who might come included.
    """

    came: Ints
    state: Ints
    year: Ints
    dispute: Ints
    covariates: Floats
    disputes: int

    @property
    def size(self) -> int:
        """The number of states that might have come, over all disputes."""
        return len(self.came)

    def where(self, chosen: NDArray[np.bool_]) -> "Joiners":
        """Return the observations chosen."""
        fields = ("came", "state", "year", "dispute", "covariates")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})

    def column(self, name: str) -> Floats:
        """Return one covariate."""
        return np.asarray(self.covariates[:, COLUMNS.index(name)])


@dataclass(frozen=True, slots=True)
class _Dispute:
    number: int
    year: int
    accused: list[int]
    attacked: list[int]
    joined: set[int]


def joiners(folder: Path | None = None) -> Joiners:
    """Return who might have come in all disputes with use of force that the originals hold.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
        EvidenceError: nobody might have come in any.
    """
    relations = Relations(folder)
    disputes = _disputes(folder)
    lines = [line for each in disputes for line in _lines(each, relations)]
    if not lines:
        raise EvidenceError("no dispute has anybody who might have come")
    numbers = np.array([line[:4] for line in lines], dtype=np.int64)
    return Joiners(
        came=numbers[:, 0],
        state=numbers[:, 1],
        year=numbers[:, 2],
        dispute=numbers[:, 3],
        covariates=np.array([line[4] for line in lines], dtype=np.float64),
        disputes=len(disputes),
    )


def _disputes(folder: Path | None) -> list[_Dispute]:
    violent = {
        row["dispnum"]
        for row in load("mid_gml_disputes", folder).iter_rows(named=True)
        if row["hostlev"] >= FORCE
    }
    parties: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in load("mid_gml_participants", folder).iter_rows(named=True):
        if row["dispnum"] in violent:
            parties[row["dispnum"]].append(row)
    found = []
    for number, rows in parties.items():
        first = [row for row in rows if row["orig"] == 1]
        accused = [row["ccode"] for row in first if row["sidea"] == 1]
        attacked = [row["ccode"] for row in first if row["sidea"] == 0]
        later = {row["ccode"] for row in rows if row["orig"] == 0 and row["sidea"] == 0}
        if accused and attacked:
            year = min(row["styear"] for row in rows)
            found.append(_Dispute(number, year, accused, attacked, later))
    return found


Line = tuple[int, int, int, int, list[float]]


def _lines(of: _Dispute, relations: Relations) -> list[Line]:
    year = of.year
    force = _force(of.attacked, year, relations)
    opposed = _force(of.accused, year, relations)
    leader = max(of.accused, key=lambda state: _force([state], year, relations))
    lines = []
    for state in relations.states(year):
        if state in of.accused or state in of.attacked:
            continue
        owes = any(relations.owes(state, other, year) for other in of.attacked)
        near = any(relations.neighbours(state, other, year) for other in of.accused)
        own = relations.capability(state, year)
        if not (owes or near or relations.major(state, year)) or np.isnan([own, opposed]).any():
            continue
        allied = any(relations.allied(state, other, year) for other in of.attacked)
        against = relations.allied(state, leader, year)
        covariates = [_pivot(force, own, opposed), allied, owes, near, against]
        came = int(state in of.joined)
        lines.append((came, state, year, of.number, [float(value) for value in covariates]))
    return lines


def _force(states: list[int], year: int, relations: Relations) -> float:
    """Return the sum of CINC, states unknown counting nothing; NaN if none is known."""
    known = [relations.capability(state, year) for state in states]
    return float("nan") if np.isnan(known).all() else float(np.nansum(known))


def _pivot(force: float, own: float, opposed: float) -> float:
    before = 0.0 if np.isnan(force) else force
    contest = ContestParameters()
    rise = success(before + own, opposed, contest) - success(before, opposed, contest)
    return float(rise)
