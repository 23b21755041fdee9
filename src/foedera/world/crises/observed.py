"""What the user's originals say of disputes, crises and the relations of states, year by year."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foedera.world.crises.covariates import APART, BY_LAND, BY_WATER, Relations
from foedera.world.crises.glaring import CRITERIA, VALUES
from foedera.world.originals import load

# GML MID's codes of actions (recalled from the codebook) and the acts of the taxonomy.
ACTIONS = {
    **dict.fromkeys(range(1, 7), "threat-of-force"),
    7: "show-of-force",
    **dict.fromkeys(range(8, 12), "mobilisation"),
    12: "border-incident",
    13: "blockade",
    14: "occupation",
    15: "seizure",
    16: "armed-attack",
    17: "border-incident",
    **dict.fromkeys(range(18, 22), "armed-attack"),
}
# Levels of MID and codes of ICB.
DISPLAY, USE_OF_FORCE = 3, 4
VICTORY_A, DEFEAT = 1, 4
TERRITORY_OR_REGIME = frozenset({1, 3})
TERRITORY_OR_EXISTENCE = frozenset({3, 6})
VIOLENT_RESPONSES = frozenset({8, 9})

# What ICB calls the trigger of a crisis: non-violent military acts, violence.
SHOWN, FORCED = 7, 9

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Onset:
    """One directed dyad of a dispute's first day; `weight` shares the dispute among its dyads."""

    year: int
    aggressor: int
    attacked: int
    weight: float
    act: str | None
    score: float


def onsets(folder: Path | None = None) -> list[Onset]:
    """Return the directed dyads of originators of every GML dispute, side A against side B."""
    disputes: dict[int, list[Row]] = defaultdict(list)
    for row in rows("mid_gml_dyads", folder):
        first_day = row["midonset"] == row["orig1"] == row["orig2"] == 1
        if first_day and (row["sidea1"], row["sidea2"]) == (1, 0):
            disputes[row["dispnum"]].append(row)
    return [
        Onset(
            row["year"],
            row["ccode1"],
            row["ccode2"],
            1 / len(dispute),
            ACTIONS.get(row["hiact1"]),
            _dispute_score(row),
        )
        for dispute in disputes.values()
        for row in dispute
    ]


def _score(answers: dict[str, str]) -> float:
    """Return the score of :class:`Glaring` over the criteria answered, to two decimals."""
    known = [(c.weight, VALUES[answers[c.id]]) for c in CRITERIA if answers.get(c.id) in VALUES]
    return round(sum(w * v for w, v in known) / sum(w for w, _ in known), 2)


def _dispute_score(row: Row) -> float:
    """Score forces by A's hostility, first use by B's, scale by deaths, aim by A's revision."""
    fatal = row["fatality"]
    revises = row["revstate1"] == 1 and row["revtype11"] in TERRITORY_OR_REGIME
    forces = _thirds(row["hostlev1"], DISPLAY, USE_OF_FORCE)
    return _score(
        {
            "regular-forces": forces,
            "first-use": "yes" if row["hostlev2"] < USE_OF_FORCE else "partly",
            "scale": "unknown" if fatal is None or fatal < 0 else _thirds(fatal, 1, 4),
            "aim": ("yes" if row["outcome"] == VICTORY_A else "partly") if revises else "no",
        }
    )


def crisis_score(row: Row) -> float:
    """Score forces by the trigger, first use by the response, scale by violence, aim by gravity."""
    trigger, grave = row["triggr"], row["gravty"] in TERRITORY_OR_EXISTENCE
    return _score(
        {
            "regular-forces": {FORCED: "yes", SHOWN: "partly"}.get(trigger, "no"),
            "first-use": "partly" if row["majres"] in VIOLENT_RESPONSES else "yes",
            "scale": "unknown" if row["sevvio"] is None else _thirds(row["sevvio"], 2, 4),
            "aim": ("yes" if row["outcom"] == DEFEAT else "partly") if grave else "no",
        }
    )


def _thirds(value: int, partly: int, yes: int) -> str:
    return "yes" if value >= yes else "partly" if value >= partly else "no"


class World:
    """The originals of a folder, indexed so that a year's relations are quickly made."""

    def __init__(self, folder: Path | None) -> None:
        self.states = [
            (row["ccode"], row["start"].year, row["end"].year if row["end"] else 9999)
            for row in rows("states", folder)
        ]
        self.cinc = {(r["ccode"], r["year"]): r["cinc"] for r in rows("nmc", folder)}
        self.ideal = {
            (r["ccode"], r["year"]): r["ideal_all"] for r in rows("unga_ideal_points", folder)
        }
        self.contiguity = [
            (r["ccode1"], r["ccode2"], r["from"].year, r["to"].year, r["conttype"])
            for r in rows("contiguity", folder)
        ]
        self.rivalries = [
            (r["ccode1"], r["ccode2"], r["start"], r["end"]) for r in rows("rivalries_tss", folder)
        ]

    def relations(self, year: int) -> Relations:
        """Return the relations of the states of a year, codes the COW numbers as text."""
        members = sorted({c for c, start, end in self.states if start <= year <= end})
        place = {code: n for n, code in enumerate(members)}
        k = len(members)
        share = np.array([self.cinc.get((c, year)) or 0.0 for c in members])
        ideal = np.array([self.ideal.get((c, year), np.nan) for c in members], dtype=float)
        border = np.full((k, k), APART, dtype=np.int8)
        rivals = np.zeros((k, k), dtype=bool)
        for a, b, start, end, kind in self.contiguity:
            if start <= year <= end and a in place and b in place:
                near = BY_LAND if kind == 1 else BY_WATER
                border[place[a], place[b]] = border[place[b], place[a]] = near
        for a, b, start, end in self.rivalries:
            if start <= year <= (end or year) and a in place and b in place:
                rivals[place[a], place[b]] = rivals[place[b], place[a]] = True
        return Relations(
            tuple(map(str, members)),
            share / share.sum(),
            border,
            rivals,
            np.abs(ideal[:, None] - ideal[None, :]),
        )


def rows(name: str, folder: Path | None) -> Iterator[Row]:
    """Yield the rows of an original, checked on arrival, as column: cell."""
    yield from load(name, folder).iter_rows(named=True)
