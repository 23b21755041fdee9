"""Disputes on which a body voted, found by the words of titles (`matters.toml`)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.evidence.errors import EvidenceError

COUNCIL, ASSEMBLY = "sc", "ga"
_KEYS = {"id", "body", "from", "to", "words", "accused", "attacked", "crisis", "without"}
_OPTIONAL = {"crisis", "without"}


@dataclass(frozen=True, slots=True)
class Matter:
    """A dispute before a body: who used force against whom, and how its drafts are told.

    `glaring` is the score (0 to 1) of its crisis in the library; `assumed` says that there is none
    and the library's mean stands in.
    """

    id: str
    body: str
    first: int
    last: int
    words: re.Pattern[str]
    accused: int
    attacked: int
    glaring: float
    assumed: bool
    without: str | None

    def holds(self, title: str, year: int, kind: str = "adopted") -> bool:
        """Whether a draft of that title, year and kind belongs to the dispute."""
        timely = self.first <= year <= self.last and kind != self.without
        return timely and self.words.search(title.lower()) is not None


@cache
def matters() -> tuple[Matter, ...]:
    """Return all disputes before both bodies, in the order of the file."""
    text = (files(__package__) / "matters.toml").read_text(encoding="utf-8")
    return read_matters(text, _glaring())


def read_matters(text: str, glaring: dict[str, float]) -> tuple[Matter, ...]:
    """Return the disputes that a text in TOML declares; `glaring` are scores by crisis.

    Raises:
        EvidenceError: an entry lacks a key, has an unknown one, or its words are no pattern.
    """
    try:
        entries = tomllib.loads(text).get("matters", [])
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"matters.toml cannot be read: {error}") from None
    return tuple(_matter(entry, glaring) for entry in entries)


def _matter(entry: dict[str, Any], glaring: dict[str, float]) -> Matter:
    name = entry.get("id", "a dispute without id")
    odd = sorted(set(entry) - _KEYS) or sorted(_KEYS - _OPTIONAL - set(entry))
    if odd:
        raise EvidenceError(f"{name} in matters.toml: '{odd[0]}' is unknown or missing")
    crisis = entry.get("crisis")
    if crisis is not None and crisis not in glaring:
        raise EvidenceError(f"{name} in matters.toml: no crisis is called '{crisis}'")
    try:
        words = re.compile(entry["words"])
    except re.error as error:
        raise EvidenceError(f"{name} in matters.toml: its words are no pattern: {error}") from None
    mean = sum(glaring.values()) / max(len(glaring), 1)
    return Matter(
        name,
        entry["body"],
        entry["from"],
        entry["to"],
        words,
        entry["accused"],
        entry["attacked"],
        glaring.get(crisis, mean) if crisis else mean,
        crisis is None,
        entry.get("without"),
    )


def _glaring() -> dict[str, float]:
    from foedera.world.crises import crises

    scores = {crisis.id: crisis.glaring.score() for crisis in crises()}
    return {name: score for name, score in scores.items() if score is not None}


def matter_of(body: str, title: str, year: int, kind: str = "adopted") -> Matter | None:
    """Return the first dispute to which a draft belongs, None if it belongs to none."""
    return next((m for m in matters() if m.body == body and m.holds(title, year, kind)), None)


def first_year(name: str) -> int:
    """Return the first year in which a dispute came to a vote in either body."""
    return min(matter.first for matter in matters() if matter.id == name)
