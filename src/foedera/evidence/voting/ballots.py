"""Ballots in the Security Council and the General Assembly on armed force between states.

One observation is one member's ballot on one draft of a dispute of `matters.toml`. Left
out: drafts adopted without a vote, drafts of which some members' votes are not known (they are
known first of those who vetoed), drafts submitted by the accused, ballots of members without an
ideal point within three years, and disputes in which the accused or the attacked has none (Korea
in 1950). That a yes supports the attacked is told from the dispute, not from the draft's text.
"""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Situation, situation
from foedera.evidence.errors import EvidenceError
from foedera.evidence.relations import Relations
from foedera.evidence.voting.matters import ASSEMBLY, COUNCIL, Matter, first_year, matter_of
from foedera.evidence.voting.texts import accusing, urgent
from foedera.rules import Ballot
from foedera.simulation.dispute import SMALLEST, signal_of
from foedera.world.originals import load

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = (
    "UN Digital Library voting data (Security Council and General Assembly); "
    "Bailey, Strezhnev & Voeten (2017), ideal points, July 2025; ATOP 5.1; "
    "COW direct contiguity v3.2; National Material Capabilities; V-Dem (electoral democracy); "
    "foedera's library of crises"
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
    "size",
    "democracy",
    "all_accused",
    "all_attacked",
    "accusing",
    "urgent",
    "age",
)


@dataclass(frozen=True, slots=True, eq=False)
class Ballots:
    """Ballots (n,) in the numbers of `Ballot`, with who, when, on what and what each faced.

    `covariates` has the columns of `COLUMNS`: distances between ideal points, alliances of defence,
    a border with the accused, -1 for the accused and 1 for the attacked itself, how glaring the
    act is in standard deviations of a signal; the member's size (log10 of its share of the system's
    capability, 0 a thousandth) and electoral democracy (0 the middle), where not known the mean of
    the others on the draft; the mean distance of all who were asked to the accused and to the
    attacked; whether the title accuses, whether the session is an emergency one, and the logarithm
    of 1 and the years since the dispute first came to a vote. `draft` and `matter` number drafts
    and disputes; `left_out` counts ballots that lack an ideal point.
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
            size=one["size"],
            democracy=one["democracy"] + 0.5,
            all_accused=one["all_accused"],
            all_attacked=one["all_attacked"],
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
    rows, lost = _known([*_council(folder), *_assembly(folder)], relations)
    if not rows:
        raise EvidenceError("no draft on armed force between states is among the votes")
    names, matter = np.unique([of.matter.id for _, _, of in rows], return_inverse=True)
    _, draft = np.unique([of.name for _, _, of in rows], return_inverse=True)
    faced = np.array([_faced(member, of, relations) for _, member, of in rows])
    return Ballots(
        ballot=np.array([int(ballot) for ballot, _, _ in rows], dtype=np.int64),
        member=np.array([member for _, member, _ in rows], dtype=np.int64),
        year=np.array([of.year for _, _, of in rows], dtype=np.int64),
        draft=draft.astype(np.int64),
        matter=matter.astype(np.int64),
        council=np.array([of.matter.body == COUNCIL for _, _, of in rows], dtype=np.float64),
        covariates=_of_all(faced, draft),
        names=tuple(names.tolist()),
        left_out=lost,
    )


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft: what it is called, when it was voted on and on what, and what its title tells."""

    name: str
    year: int
    matter: Matter
    accusing: bool
    urgent: bool


Row = tuple[Ballot, int, Draft]


def _council(folder: Path | None) -> list[Row]:
    drafts: dict[str, Draft] = {}
    for row in load("unsc_resolutions", folder).iter_rows(named=True):
        year, title, name = int(str(row["date"])[:4]), f"{row['topic'] or ''}", row["vote_id"]
        found = matter_of(COUNCIL, title, year, row["kind"])
        if found and not row["without_vote"] and not _by_accused(row["submitted_by"], found):
            drafts[name] = Draft(name, year, found, accusing(title), urgent=False)
    sheets: dict[str, list[tuple[int, str]]] = {name: [] for name in drafts}
    for row in load("unsc_votes", folder).iter_rows(named=True):
        if row["vote_id"] in sheets:
            sheets[row["vote_id"]].append((row["ccode"], row["vote"]))
    return [
        (_COUNCIL[vote], member, drafts[name])
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
    drafts: dict[int, Draft] = {}
    for row in load("unga_resolutions", folder).iter_rows(named=True):
        year, title, rcid = int(str(row["date"])[:4]), row["title"] or "", row["rcid"]
        found = matter_of(ASSEMBLY, title, year)
        if found:
            at_once = urgent(row["resolution"] or "")
            drafts[rcid] = Draft(f"ga-{rcid}", year, found, accusing(title), at_once)
    votes = load("unga_votes", folder)
    chosen = votes.filter(votes["rcid"].is_in(list(drafts)))
    return [
        (_ASSEMBLY[vote], member, drafts[rcid])
        for rcid, member, vote in chosen.select("rcid", "ccode", "vote").iter_rows()
    ]


def _known(rows: list[Row], relations: Relations) -> tuple[list[Row], int]:
    """Return the ballots of which all three positions are known, and how many are left out."""

    def placed(member: int, of: Draft) -> bool:
        states = (member, of.matter.accused, of.matter.attacked)
        return not any(np.isnan(relations.ideal(state, of.year)) for state in states)

    known = [(ballot, member, of) for ballot, member, of in rows if placed(member, of)]
    return known, len(rows) - len(known)


def _faced(member: int, draft: Draft, relations: Relations) -> list[float]:
    """Return the covariates of a ballot; means over all on the draft are still to be filled in."""
    of, year = draft.matter, draft.year
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
        np.log10(max(relations.capability(member, year), SMALLEST)) + 3,
        relations.democracy(member, year) - 0.5,
        np.nan,
        np.nan,
        float(draft.accusing),
        float(draft.urgent),
        np.log1p(year - first_year(of.id)),
    ]


def _of_all(faced: Floats, draft: Ints) -> Floats:
    """Return covariates with the means over all on a draft, also for those that are missing."""
    whole = faced.copy()
    for name, of in (("all_accused", "accused"), ("all_attacked", "attacked")):
        whole[:, COLUMNS.index(name)] = _mean(faced[:, COLUMNS.index(of)], draft)
    for name in ("size", "democracy"):
        column = whole[:, COLUMNS.index(name)]
        gone = np.isnan(column)
        column[gone] = _mean(column, draft)[gone]
    return whole


def _mean(values: Floats, draft: Ints) -> Floats:
    """Return the mean on each ballot's draft of the values that are known."""
    known = ~np.isnan(values)
    total = np.bincount(draft, np.where(known, values, 0))
    return np.asarray((total / np.maximum(np.bincount(draft, known), 1))[draft])
