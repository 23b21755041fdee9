"""Alliance commitments called upon in war, honoured or violated.

One observation is one alliance of one belligerent in one war of Berkemeier & Fuhrmann (2018),
Research & Politics 5(2), by their own coding (`honorBF`, `violateBF`), where a commitment was
called upon and applied. Their other columns code the same cases by the rules of Leeds, Long &
Mitchell (2000). Leeds & Anac (2005) cover fewer cases with both dichotomies of full and part
fulfilment. The published articles have wars that the visible copy may lack.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = "Berkemeier & Fuhrmann (2018), replication data; Leeds & Anac (2005), replication data"
COLUMNS = ("multilateral", "defence", "offence", "since_1945")
NEW_AGE = 1945  # the published studies divide their wars here
# The one war in the data whose name carries no year.
_NAMELESS = {"WorldWarII": 1939}
_YEAR = re.compile(r"(1[89]\d\d|20\d\d)")


@dataclass(frozen=True, slots=True, eq=False)
class Commitments:
    """Commitments called upon (n,): 1 honoured, 0 violated, with covariates as in `COLUMNS`."""

    honoured: Ints
    alliance: Ints
    war: Ints
    year: Ints
    covariates: Floats

    @property
    def size(self) -> int:
        """The number of commitments called upon."""
        return len(self.honoured)

    def where(self, chosen: NDArray[np.bool_]) -> "Commitments":
        """Return the commitments chosen."""
        fields = ("honoured", "alliance", "war", "year", "covariates")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})


def commitments(folder: Path | None = None, coding: str = "BF") -> Commitments:
    """Return the commitments called upon, by the coding of the authors (BF) or of LLM.

    Raises:
        DataError: the folder lacks the file, or it is not what it should be.
        EvidenceError: no such coding, or a war whose year its name does not tell.
    """
    if coding not in {"BF", "LLM"}:
        raise EvidenceError(f"no coding is called '{coding}'; there are BF and LLM")
    lines = []
    for row in load("alliance_commitments_bf2018", folder).iter_rows(named=True):
        kept, broken = row[f"honor{coding}"] == 1, row[f"violate{coding}"] == 1
        if kept == broken:
            continue
        year = year_of(row["warname"])
        numbers = (int(kept), row["atopid"], row["warid"], year)
        kinds = (row["multilateral"], row["defense"], row["offense"], int(year >= NEW_AGE))
        lines.append((*numbers, *(float(kind or 0) for kind in kinds)))
    if not lines:
        raise EvidenceError("no commitment is marked as honoured or violated")
    table = np.array(lines)
    whole = table[:, :4].astype(np.int64)
    return Commitments(whole[:, 0], whole[:, 1], whole[:, 2], whole[:, 3], table[:, 4:])


def year_of(war: str) -> int:
    """Return the first year in the name of a war, such as 'Crimean1853-1856'.

    Raises:
        EvidenceError: the name has none.
    """
    if war in _NAMELESS:
        return _NAMELESS[war]
    found = _YEAR.search(war or "")
    if not found:
        raise EvidenceError(f"the war '{war}' has no year in its name")
    return int(found[1])


def leeds_anac(folder: Path | None = None) -> Commitments:
    """Return the commitments of Leeds & Anac (2005): `honor3`; wars carry no year (0)."""
    frame = load("alliance_commitments_la2005", folder).drop_nulls("honor3")
    columns = frame.select("honor3", "atopid", "war").to_numpy().astype(np.int64)
    years = np.zeros(len(columns), dtype=np.int64)
    return Commitments(
        columns[:, 0], columns[:, 1], columns[:, 2], years, np.zeros((len(years), 0))
    )
