"""Who joins the attacked: states that might have come to its help in disputes with use of force.

One observation is one state in one dispute of GML MID that reached the use of force (hostility 4 or
5). Side B of the first day is attacked, side A accused; each side is led by its strongest state.
All states of the system whose capability is known, and that were on no side on the first day, might
have come; a state came if it joined side B later.

The gain of coming is weighed by how much the state decides: the rise of the chance that the
attacked prevail if it comes, by the contest of the behaviour room with `DECISIVENESS`, forces being
CINC (`pivot`) or CINC shrunk by the distance to the accused (`pivot_projected`).

Ideal points are known from 1946 on; a leaning that is not known is none (0). Whether the first
parties fought a war is known of the whole dispute, with no date: in some it was those who came that
made it one.
"""

from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contest import ContestParameters, success
from foedera.evidence.contest.forces import FORCE, WAR, projected
from foedera.evidence.contribution.calls import called
from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = (
    "Gibler, Miller & Little (2016), GML MID 2.2.1; ATOP 5.1; COW direct contiguity v3.2; CShapes "
    "2.0 distances; COW NMC v7.0; COW major powers v2016; ideal points (Bailey, Strezhnev & Voeten)"
)
# The exponent of the contest as fitted on disputes up to 1989, rounded.
DECISIVENESS = 0.3
COLUMNS = (
    "pivot",
    "pivot_projected",
    "allied_with_attacked",
    "owes",
    "called",
    "neighbour",
    "allied_with_accused",
    "distance",
    "major_power",
    "leaning",
    "war",
)


@dataclass(frozen=True, slots=True, eq=False)
class Joiners:
    """States that might have come (n,): whether each did, its covariates as in `COLUMNS`.

    `pivot` is the rise of the attacked's chance, `distance` log(1 + thousands of km to the accused
    that leads), `leaning` how much closer its ideal point lies to the accused than to the attacked,
    the others are 0 or 1. `weight` is for how many states each stands (1 unless thinned),
    `disputes` counts all disputes with use of force.
    """

    came: Ints
    state: Ints
    year: Ints
    dispute: Ints
    covariates: Floats
    weight: Floats
    disputes: int

    @property
    def size(self) -> int:
        """The number of states that might have come, over all disputes."""
        return len(self.came)

    def where(self, chosen: NDArray[np.bool_]) -> "Joiners":
        """Return the observations chosen."""
        fields = ("came", "state", "year", "dispute", "covariates", "weight")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})

    def column(self, name: str) -> Floats:
        """Return one covariate."""
        return np.asarray(self.covariates[:, COLUMNS.index(name)])

    def tied(self) -> NDArray[np.bool_]:
        """Return who owes an attacked state defence, borders an accused one or is a major power."""
        return np.asarray(
            (self.column("owes") + self.column("neighbour") + self.column("major_power")) > 0
        )


def thinned(of: Joiners, share: float = 0.2, seed: int = 1) -> Joiners:
    """Return all who came or were tied, and of the others a share that stands for the rest.

    Of a rare event nearly all that can be learnt is in the cases in which it happened; the others
    drawn weigh as many as they stand for (King & Zeng 2001).
    """
    kept = (of.came == 1) | of.tied()
    lucky = np.random.default_rng(seed).random(of.size) < share
    weight = np.where(kept, of.weight, of.weight / share)
    return replace(of, weight=weight).where(kept | lucky)


@dataclass(frozen=True, slots=True)
class _Dispute:
    number: int
    year: int
    accused: list[int]
    attacked: list[int]
    joined: set[int]
    war: bool


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
    before, own, shrunk, opposed = np.array([line[4] for line in lines]).T
    pivots = [_pivot(before, each, opposed) for each in (own, shrunk)]
    others = np.array([line[5] for line in lines], dtype=np.float64)
    return Joiners(
        came=numbers[:, 0],
        state=numbers[:, 1],
        year=numbers[:, 2],
        dispute=numbers[:, 3],
        covariates=np.column_stack([*pivots, others]),
        weight=np.ones(len(lines)),
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
        accused = [row for row in first if row["sidea"] == 1]
        attacked = [row for row in first if row["sidea"] == 0]
        later = {row["ccode"] for row in rows if row["orig"] == 0 and row["sidea"] == 0}
        if accused and attacked:
            year = min(row["styear"] for row in rows)
            war = all(any(row["hostlev"] == WAR for row in side) for side in (accused, attacked))
            by, against = ([row["ccode"] for row in side] for side in (accused, attacked))
            found.append(_Dispute(number, year, by, against, later, war))
    return found


Line = tuple[int, int, int, int, tuple[float, ...], tuple[float, ...]]


def _lines(of: _Dispute, relations: Relations) -> list[Line]:
    year = of.year
    force, opposed = (_force(side, year, relations) for side in (of.attacked, of.accused))
    leaders = [_leader(side, year, relations) for side in (of.accused, of.attacked)]
    call = called(of.accused, of.attacked, year)
    lines: list[Line] = []
    for state in relations.states(year):
        own = relations.capability(state, year)
        if state in of.accused or state in of.attacked or np.isnan([own, opposed]).any():
            continue
        kilometres = relations.kilometres(state, leaders[0], year)
        if np.isnan(kilometres):
            continue
        forces = (np.nan_to_num(force), own, projected(own, kilometres, year), opposed)
        covariates = (
            any(relations.allied(state, other, year) for other in of.attacked),
            any(relations.owes(state, other, year) for other in of.attacked),
            call,
            any(relations.neighbours(state, other, year) for other in of.accused),
            relations.allied(state, leaders[0], year),
            np.log1p(kilometres / 1000),
            relations.major(state, year),
            _leaning(state, leaders, year, relations),
            of.war,
        )
        came = int(state in of.joined)
        lines.append((came, state, year, of.number, forces, tuple(map(float, covariates))))
    return lines


def _leader(states: list[int], year: int, relations: Relations) -> int:
    return max(states, key=lambda state: np.nan_to_num(relations.capability(state, year)))


def _leaning(state: int, leaders: list[int], year: int, relations: Relations) -> float:
    own = relations.ideal(state, year)
    accused, attacked = (relations.ideal(leader, year) for leader in leaders)
    return float(np.nan_to_num(abs(own - attacked) - abs(own - accused)))


def _force(states: list[int], year: int, relations: Relations) -> float:
    """Return the sum of CINC, states unknown counting nothing; NaN if none is known."""
    known = [relations.capability(state, year) for state in states]
    return float("nan") if np.isnan(known).all() else float(np.nansum(known))


def _pivot(before: Floats, own: Floats, opposed: Floats) -> Floats:
    contest = ContestParameters(decisiveness=DECISIVENESS)
    return success(before + own, opposed, contest) - success(before, opposed, contest)
