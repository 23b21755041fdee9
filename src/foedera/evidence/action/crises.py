"""What organisations did in international crises (ICB), by violence and the trigger's rank.

One observation is one crisis in which a state triggered the first crisis of another. Collective
action is any of these by the global or the most active regional organisation: condemnation,
sanctions, observers, authorisation of force, an emergency force (`globactm` 5, 9 to 12; `regactmb`
5, 9 to 11). Enforcement is the part of it that coerces: sanctions, authorised or own force
(`globactm` 9, 11, 12; `regactmb` 9, 11). Discussion, fact-finding, good offices, calls and
mediation are none: the claim is about collective action, not about talk.

Ranks of the state that triggered: major power (COW), second rank (above a hundredth of world
capability but no major power), other. Since 1945 the two superpowers of ICB are COW major powers.
"""

from dataclasses import dataclass, replace
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
GLOBAL_ACTION, GLOBAL_FORCE = frozenset({5, 9, 10, 11, 12}), frozenset({9, 11, 12})
REGIONAL_ACTION, REGIONAL_FORCE = frozenset({5, 9, 10, 11}), frozenset({9, 11})
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
    """Crises (n,): whether organisations acted, whether they enforced, and covariates.

    `violence` 0 to 3 (none to full-scale war), `grave` 1 where territory, existence or grave damage
    was threatened, `rank` an index into `RANKS`.
    """

    acted: Ints
    enforced: Ints
    crisis: Ints
    year: Ints
    violence: Ints
    grave: Ints
    rank: Ints

    @property
    def size(self) -> int:
        """The number of crises."""
        return len(self.acted)

    def where(self, chosen: NDArray[np.bool_]) -> "CrisisActions":
        """Return the crises chosen."""
        fields = ("acted", "enforced", "crisis", "year", "violence", "grave", "rank")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})

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
    relations = Relations(folder)
    lines = []
    for row in load("icb_crises", folder).iter_rows(named=True):
        trigger, year = row["trigent"], row["yrtrig"]
        known = None not in {row["viol"], row["globactm"], row["regactmb"], row["gravcr"], trigger}
        if not known or trigger not in relations.states(year):
            continue  # triggered by no state, or by several at once
        world, region = row["globactm"], row["regactmb"]
        acted = world in GLOBAL_ACTION or region in REGIONAL_ACTION
        forced = world in GLOBAL_FORCE or region in REGIONAL_FORCE
        grave = row["gravcr"] in THREATS
        rank = rank_of(trigger, year, relations)
        lines.append((acted, forced, row["crisno"], year, row["viol"] - 1, grave, rank))
    if not lines:
        raise EvidenceError("no crisis was triggered by a single state")
    return CrisisActions(*np.array(lines, dtype=np.int64).T)


def rank_of(state: int, year: int, relations: Relations) -> int:
    """Return the rank of a state as an index into `RANKS`."""
    if relations.major(state, year):
        return RANKS.index("major power")
    strong = relations.capability(state, year) >= SECOND_RANK
    return RANKS.index("second rank" if strong else "other")
