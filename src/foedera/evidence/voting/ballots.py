"""Ballots in the Security Council and the General Assembly on armed force between states.

One observation is one member's ballot on one draft of a dispute of `matters.toml`. Left
out: drafts adopted without a vote, drafts of which some members' votes are not known (they are
known first of those who vetoed), drafts submitted by the accused, ballots of members without an
ideal point within three years, and disputes in which the accused or the attacked has none (Korea
in 1950). That a yes supports the attacked is told from the dispute, not from the draft's text.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Situation, situation
from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.evidence.voting.matters import ASSEMBLY, COUNCIL, Matter, matter_of
from foedera.rules import Ballot
from foedera.simulation.dispute import signal_of
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = (
    "UN Digital Library voting data (Security Council and General Assembly); "
    "Bailey, Strezhnev & Voeten (2017), ideal points, July 2025; ATOP 5.1; "
    "COW direct contiguity v3.2; foedera's library of crises"
)
_COUNCIL = {"Y": Ballot.YES, "N": Ballot.NO, "A": Ballot.ABSTAIN, "X": Ballot.ABSENT}
_ASSEMBLY = {1: Ballot.YES, 2: Ballot.ABSTAIN, 3: Ballot.NO, 8: Ballot.ABSENT}
COLUMNS = (
    "accused",
    "attacked",
    "allied_with_accused",
    "allied_with_attacked",
    "neighbour",
    "side",
    "glaring",
)


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """Ballots (n,) in the numbers of `Ballot`, with who, when, on what and what each faced.

    `covariates` has the columns of `COLUMNS`: distances between ideal points, alliances of defence,
    a border with the accused, -1 for the accused and 1 for the attacked itself, and how glaring the
    act is in standard deviations of a signal. `draft` and `matter` number drafts and disputes;
    `left_out` counts ballots that lack an ideal point.
    """

    ballot: Ints
    member: Ints
    year: Ints
    draft: Ints
    matter: Ints
    council: Floats
    covariates: Floats
    names: tuple[str, ...]
    left_out: int

    @property
    def size(self) -> int:
        """The number of ballots."""
        return len(self.ballot)

    def where(self, chosen: NDArray[np.bool_]) -> "Ballots":
        """Return the ballots chosen; numbers of drafts and disputes stay."""
        fields = ("ballot", "member", "year", "draft", "matter", "council", "covariates")
        return replace(self, **{name: getattr(self, name)[chosen] for name in fields})

    def column(self, name: str) -> Floats:
        """Return one covariate."""
        return np.asarray(self.covariates[:, COLUMNS.index(name)])

    def situation(self) -> Situation:
        """Return what each ballot's caster faced: a row a ballot, one party a row."""
        one = {name: self.column(name)[:, None] for name in COLUMNS}
        return situation(
            np.ones((self.size, 1)),
            glaring=one["glaring"],
            distance_to_accused=one["accused"],
            distance_to_attacked=one["attacked"],
            allied_with_accused=one["allied_with_accused"],
            allied_with_attacked=one["allied_with_attacked"],
            neighbour=one["neighbour"],
            side=one["side"],
        )


def thinned(of: Ballots, most: int = 60, seed: int = 1) -> Ballots:
    """Return at most `most` ballots a draft drawn at random, those of accused and attacked always.

    Ballots on one draft share its effect: beyond some dozens more of them tell little.
    """
    rng = np.random.default_rng(seed)
    order = np.lexsort((rng.random(of.size), of.column("side") == 0, of.draft))
    starts = np.flatnonzero(np.diff(of.draft[order], prepend=-1))
    counts = np.diff(np.append(starts, of.size))
    rank = np.arange(of.size) - np.repeat(starts, counts)
    kept = np.zeros(of.size, dtype=np.bool_)
    kept[order[rank < most]] = True
    return of.where(kept)


def ballots(folder: Path | None = None) -> Ballots:
    """Return all ballots on armed force between states that the originals hold.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
        EvidenceError: no draft fits the disputes.
    """
    relations = Relations(folder)
    rows = [*_council(folder), *_assembly(folder)]
    lines, lost = _lines(rows, relations)
    if not lines:
        raise EvidenceError("no draft on armed force between states is among the votes")
    table = np.array([line[:5] for line in lines], dtype=object)
    names, matter = np.unique(table[:, 4].astype(str), return_inverse=True)
    _, draft = np.unique(table[:, 3].astype(str), return_inverse=True)
    numbers = table[:, :3].astype(np.int64)
    return Ballots(
        ballot=numbers[:, 0],
        member=numbers[:, 1],
        year=numbers[:, 2],
        draft=draft.astype(np.int64),
        matter=matter.astype(np.int64),
        council=np.array([line[5] for line in lines], dtype=np.float64),
        covariates=np.array([line[6] for line in lines], dtype=np.float64),
        names=tuple(names.tolist()),
        left_out=lost,
    )


Row = tuple[Ballot, int, int, str, Matter]


def _council(folder: Path | None) -> list[Row]:
    drafts: dict[str, tuple[int, Matter]] = {}
    for row in load("unsc_resolutions", folder).iter_rows(named=True):
        year, title = int(str(row["date"])[:4]), f"{row['topic'] or ''}"
        found = matter_of(COUNCIL, title, year, row["kind"])
        if found and not row["without_vote"] and not _by_accused(row["submitted_by"], found):
            drafts[row["vote_id"]] = (year, found)
    sheets: dict[str, list[tuple[int, str]]] = {name: [] for name in drafts}
    for row in load("unsc_votes", folder).iter_rows(named=True):
        if row["vote_id"] in sheets:
            sheets[row["vote_id"]].append((row["ccode"], row["vote"]))
    return [
        (_COUNCIL[vote], member, drafts[name][0], name, drafts[name][1])
        for name, sheet in sheets.items()
        if all(vote in _COUNCIL for _, vote in sheet)
        for member, vote in sheet
    ]


# Those accused who put drafts of their own to the Council, as the submitters are written.
_NAMES = {365: "russia", 2: "united states", 560: "south africa"}


def _by_accused(submitted: str | None, found: Matter) -> bool:
    name = _NAMES.get(found.accused)
    return bool(name and submitted and submitted.lower().startswith(name))


def _assembly(folder: Path | None) -> list[Row]:
    drafts: dict[int, tuple[int, Matter]] = {}
    for row in load("unga_resolutions", folder).iter_rows(named=True):
        year = int(str(row["date"])[:4])
        found = matter_of(ASSEMBLY, row["title"] or "", year)
        if found:
            drafts[row["rcid"]] = (year, found)
    votes = load("unga_votes", folder)
    chosen = votes.filter(votes["rcid"].is_in(list(drafts)))
    return [
        (_ASSEMBLY[vote], member, drafts[rcid][0], f"ga-{rcid}", drafts[rcid][1])
        for rcid, member, vote in chosen.select("rcid", "ccode", "vote").iter_rows()
    ]


def _lines(rows: list[Row], relations: Relations) -> tuple[list[Any], int]:
    lines, lost = [], 0
    for ballot, member, year, draft, matter in rows:
        faced = _faced(member, year, matter, relations)
        if np.isnan(faced).any():
            lost += 1
            continue
        council = float(matter.body == COUNCIL)
        lines.append((int(ballot), member, year, draft, matter.id, council, faced))
    return lines, lost


def _faced(member: int, year: int, of: Matter, relations: Relations) -> list[float]:
    own, accused, attacked = (
        relations.ideal(state, year) for state in (member, of.accused, of.attacked)
    )
    return [
        abs(own - accused),
        abs(own - attacked),
        float(relations.allied(member, of.accused, year)),
        float(relations.allied(member, of.attacked, year)),
        float(relations.neighbours(member, of.accused, year)),
        float(member == of.attacked) - float(member == of.accused),
        signal_of(of.glaring),
    ]
