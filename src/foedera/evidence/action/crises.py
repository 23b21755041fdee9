"""What organisations did in international crises (ICB), by violence and the trigger's rank.

One observation is one crisis that a state triggered: the first crisis of another state, or, where
no state did that (a rising, a raid by a movement), that of another actor of the same crisis; of
several such states it is the strongest. Crises that several states triggered at once are left out,
as the data do not name them, and those that no state triggered.

What the more active of the global and the regional organisation did is one of five levels (see
`LEVELS`). Collective action is condemnation or more: the claim is about action, not about talk.
Enforcement is the part of it that coerces: sanctions, authorised or own force (`globactm` 9, 11,
12; `regactmb` 9, 11).

Ranks of the state that triggered: major power (COW), second rank (above a hundredth of world
capability but no major power), other. Since 1945 the two superpowers of ICB are COW major powers.
"""

from collections import defaultdict
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = (
    "International Crisis Behavior v14 (Brecher, Wilkenfeld, Beardsley, James & Quinn); "
    "COW NMC v7.0; COW major powers v2016"
)
GLOBAL_FORCE, REGIONAL_FORCE = frozenset({9, 11, 12}), frozenset({9, 11})
LEVELS = ("nothing", "talk", "call", "condemnation", "observers, sanctions or force")
ACTED = LEVELS.index("condemnation")
# Fact-finding, good offices, mediation, arbitration and what is not told apart are talk; none, no
# part and discussion without a resolution are nothing.
_LEVEL_OF = {6: 2, 5: 3, 9: 4, 10: 4, 11: 4}
GLOBAL_LEVEL = {**dict.fromkeys((3, 4, 7, 8, 13), 1), **_LEVEL_OF, 12: 4}
REGIONAL_LEVEL = {**dict.fromkeys((3, 4, 7, 8, 12, 13), 1), **_LEVEL_OF}
NO_STATE, SEVERAL_STATES = 996, 997  # trigent, read off the crises that have it
RANKS = ("other", "second rank", "major power")
SECOND_RANK = 0.01  # share of world capability
VIOLENCE = ("none", "minor clashes", "serious clashes", "full-scale war")
THREATS = frozenset({3, 5, 6})  # territory, grave damage, existence
UN = 1945
NAMES = (
    "constant",
    "violence",
    "grave",
    "second_rank",
    "major_power",
    "since_1945",
    "violence_by_second_rank",
    "violence_by_major_power",
)


@dataclass(frozen=True, slots=True, eq=False)
class CrisisActions:
    """Crises (n,): what organisations did, whether they acted and enforced, and covariates.

    `level` is an index into `LEVELS`, `acted` 1 from condemnation on, `first` 1 where the state
    triggered the first crisis and 0 where it triggered a later one. `violence` 0 to 3 (none to
    full-scale war), `grave` 1 where territory, existence or grave damage was threatened, `rank` an
    index into `RANKS`.
    """

    acted: Ints
    enforced: Ints
    crisis: Ints
    year: Ints
    violence: Ints
    grave: Ints
    rank: Ints
    level: Ints
    first: Ints

    @property
    def size(self) -> int:
        """The number of crises."""
        return len(self.acted)

    def where(self, chosen: NDArray[np.bool_]) -> "CrisisActions":
        """Return the crises chosen."""
        return replace(self, **{f.name: getattr(self, f.name)[chosen] for f in fields(self)})

    def design(self) -> Floats:
        """Return the covariates of the model, columns as in `NAMES`."""
        return design(self.violence, self.grave, self.rank, (self.year >= UN).astype(np.int64))


def design(violence: Ints, grave: Ints, rank: Ints, since_1945: Ints) -> Floats:
    """Return covariates, columns as in `NAMES`: violence counts a third for each step above none.

    The products are the claim itself: that the answer to violence depends on who uses it.
    """
    steps = violence / (len(VIOLENCE) - 1)
    second, major = rank == RANKS.index("second rank"), rank == RANKS.index("major power")
    plain = (np.ones(len(violence)), steps, grave, second, major, since_1945)
    columns = (*plain, steps * second, steps * major)
    return np.column_stack([np.asarray(each, dtype=np.float64) for each in columns])


def crisis_actions(folder: Path | None = None) -> CrisisActions:
    """Return the crises that a state triggered, with what organisations did.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
        EvidenceError: no crisis was triggered by a state.
    """
    relations, later = Relations(folder), _triggers(folder)
    lines = []
    for row in load("icb_crises", folder).iter_rows(named=True):
        trigger, year = row["trigent"], row["yrtrig"]
        known = None not in {row["viol"], row["globactm"], row["regactmb"], row["gravcr"], trigger}
        there = set(relations.states(year))
        states = {trigger} if trigger != NO_STATE else later[row["crisno"]]
        if not known or not states & there:
            continue
        world, region = row["globactm"], row["regactmb"]
        level = max(GLOBAL_LEVEL.get(world, 0), REGIONAL_LEVEL.get(region, 0))
        forced = world in GLOBAL_FORCE or region in REGIONAL_FORCE
        grave = row["gravcr"] in THREATS
        rank = max(_standing(state, year, relations) for state in states & there)[0]
        kinds = (row["viol"] - 1, grave, rank, level, trigger in there)
        lines.append((level >= ACTED, forced, row["crisno"], year, *kinds))
    if not lines:
        raise EvidenceError("no crisis was triggered by a state")
    return CrisisActions(*np.array(lines, dtype=np.int64).T)


def _triggers(folder: Path | None) -> dict[int, set[int]]:
    """Return the codes of those who triggered the crisis of any actor, by crisis."""
    found: dict[int, set[int]] = defaultdict(set)
    for row in load("icb_actors", folder).iter_rows(named=True):
        if row["trigent"] is not None:
            found[row["crisno"]].add(row["trigent"])
    return found


def _standing(state: int, year: int, relations: Relations) -> tuple[int, float]:
    strength = float(np.nan_to_num(relations.capability(state, year)))
    return rank_of(state, year, relations), strength


def rank_of(state: int, year: int, relations: Relations) -> int:
    """Return the rank of a state as an index into `RANKS`."""
    if relations.major(state, year):
        return RANKS.index("major power")
    strong = relations.capability(state, year) >= SECOND_RANK
    return RANKS.index("second rank" if strong else "other")
