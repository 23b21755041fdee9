"""Who belonged to which institution when, and with what weight of vote.

Spells are half-open: `from` is the first day, `to` the first day no longer. A member that a body
suspends or expels still belongs to it on the day of that decision, so that the body which decided
can be called up. Every spell names its source and is marked `verified` (a source was read that
gives it) or `recalled` (a day or the whole was not seen). Sources and licences: `data/SOURCES.md`.
"""

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

# Statuses in which a party takes part in full.
FULL = frozenset(
    {
        "member",
        "permanent",
        "elected",
        "participating",  # OSCE
        "eligible",  # may become a party to the draft European Security Treaty
        "founding",  # CIS: takes part without having accepted the Charter
        "listed",  # stands in a list that is no institution, such as nato-dpc-absent
    }
)
# And those in which it does not.
PARTIAL = frozenset(
    {
        "suspended",  # rights withdrawn, membership kept
        "frozen",  # stays away by its own choice, membership kept
        "withdrawing",  # League: has given notice and gone, still bound for two years
        "associate",
        "eligible-organisation",
    }
)


class UnknownInstitution(ValueError):
    """No institution of this name is in the table; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Membership:
    """One spell of a party in an institution, with its source and how far that was checked."""

    institution: str
    party: str
    since: date
    to: date | None
    status: str
    mark: str
    source: str

    def holds(self, on: date) -> bool:
        """Return whether the day lies within the spell."""
        return self.since <= on and (self.to is None or on < self.to)


@dataclass(frozen=True, slots=True)
class _Weight:
    party: str
    since: date
    to: date | None
    value: int


def _rows(name: str) -> Iterator[dict[str, str]]:
    text = (files("foedera.world") / "data" / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def _end(row: dict[str, str]) -> date | None:
    return date.fromisoformat(row["to"]) if row["to"] else None


@cache
def _table() -> dict[str, tuple[Membership, ...]]:
    found: dict[str, list[Membership]] = {}
    for row in _rows("memberships.csv"):
        spell = Membership(
            row["institution"],
            row["party"],
            date.fromisoformat(row["from"]),
            _end(row),
            row["status"],
            row["mark"],
            row["source"],
        )
        found.setdefault(spell.institution, []).append(spell)
    return {institution: tuple(spells) for institution, spells in found.items()}


def institutions() -> tuple[str, ...]:
    """Return the institutions in the table, sorted."""
    return tuple(sorted(_table()))


def spells(institution: str) -> tuple[Membership, ...]:
    """Return every spell of an institution, by party and date.

    Raises:
        UnknownInstitution: the table has no such institution.
    """
    try:
        return _table()[institution]
    except KeyError:
        close = difflib.get_close_matches(institution, _table(), n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(institutions())}"
        raise UnknownInstitution(f"no register is called '{institution}'; {hint}") from None


@cache
def members(institution: str, on: date, statuses: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the parties on a day, sorted: those that take part in full, or of given statuses.

    In full (`FULL`) are members, permanent, elected and founding ones, participating and
    eligible states, and the entries of a list; not so the suspended, frozen, withdrawing and
    associate (`PARTIAL`).

    Raises:
        UnknownInstitution: the table has no such institution.
        ValueError: a status is none of the two lists.
    """
    wanted = FULL if statuses is None else statuses
    for status in sorted(wanted - FULL - PARTIAL):
        raise ValueError(
            f"'{status}' is no status of a party; there are: {', '.join(sorted(FULL | PARTIAL))}"
        )
    found = (s.party for s in spells(institution) if s.status in wanted and s.holds(on))
    return tuple(sorted(set(found)))


@cache
def _weights(institution: str, weight: str) -> tuple[_Weight, ...]:
    found = tuple(
        _Weight(row["party"], date.fromisoformat(row["from"]), _end(row), int(row["value"]))
        for row in _rows("weights.csv")
        if row["institution"] == institution and row["weight"] == weight
    )
    if not found:
        raise UnknownInstitution(f"no table of '{weight}' is known for '{institution}'")
    return found


@cache
def _current(institution: str, weight: str, on: date) -> tuple[_Weight, ...]:
    return tuple(
        entry
        for entry in _weights(institution, weight)
        if entry.since <= on and (entry.to is None or on < entry.to)
    )


def weights(institution: str, weight: str, on: date) -> dict[str, int]:
    """Return whole-number weights by party on a day; for `population`, the latest year known.

    Only members of the day have one; a day before the first figure has none. `eu` has `votes`
    (1958 until 31 March 2017) and `population` (1990 on, last figures of 2019).

    Raises:
        UnknownInstitution: the table has no such weight for the institution.
    """
    return {entry.party: entry.value for entry in _current(institution, weight, on)}


def weight_year(institution: str, weight: str, on: date) -> int | None:
    """Return the year whose figures :func:`weights` gives on a day, None if there are none.

    Raises:
        UnknownInstitution: the table has no such weight for the institution.
    """
    return max((entry.since.year for entry in _current(institution, weight, on)), default=None)
