"""Who belonged to which institution when, and with what weight of vote.

Spells are half-open: `from` is the first day, `to` the first day no longer.
"""

import csv
import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

# A party in one of these takes part in full; suspended, frozen or associated ones do not.
FULL = frozenset({"member", "permanent", "elected", "participating", "eligible"})


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


@cache
def _table() -> dict[str, tuple[Membership, ...]]:
    found: dict[str, list[Membership]] = {}
    for row in _rows("memberships.csv"):
        spell = Membership(
            row["institution"],
            row["party"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]) if row["to"] else None,
            row["status"],
            row["mark"],
            row["source"],
        )
        found.setdefault(spell.institution, []).append(spell)
    return {institution: tuple(spells) for institution, spells in found.items()}


def _rows(name: str) -> Iterable[dict[str, str]]:
    text = (files("foedera.world") / "data" / name).read_text(encoding="utf-8")
    return csv.DictReader(text.splitlines())


def institutions() -> tuple[str, ...]:
    """Return the institutions in the table, sorted."""
    return tuple(sorted(_table()))


def spells(institution: str) -> tuple[Membership, ...]:
    """Return every spell of an institution; raises :class:`UnknownInstitution`."""
    try:
        return _table()[institution]
    except KeyError:
        close = difflib.get_close_matches(institution, _table(), n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(institutions())}"
        raise UnknownInstitution(f"no register is called '{institution}'; {hint}") from None


@cache
def members(institution: str, on: date, statuses: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the parties on a day, sorted: those in full standing, or of the given statuses.

    Raises:
        UnknownInstitution: the table has no such institution.
    """
    wanted = FULL if statuses is None else statuses
    return tuple(
        sorted(
            {
                spell.party
                for spell in spells(institution)
                if spell.status in wanted
                and spell.since <= on
                and (spell.to is None or on < spell.to)
            }
        )
    )


@cache
def _weights(institution: str, weight: str) -> tuple[tuple[str, date, date | None, int], ...]:
    return tuple(
        (
            row["party"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]) if row["to"] else None,
            int(row["value"]),
        )
        for row in _rows("weights.csv")
        if row["institution"] == institution and row["weight"] == weight
    )


def weights(institution: str, weight: str, on: date) -> dict[str, int]:
    """Return whole-number weights by party: the latest that began on or before the day.

    A party whose last figure ended earlier keeps no weight: missing is not zero.

    Raises:
        UnknownInstitution: the table has no such weight for the institution.
    """
    rows = _weights(institution, weight)
    if not rows:
        raise UnknownInstitution(f"no table of '{weight}' is known for '{institution}'")
    found: dict[str, tuple[date, int]] = {}
    for party, since, to, value in rows:
        current = since <= on and (to is None or on < to)
        if current and (party not in found or found[party][0] <= since):
            found[party] = (since, value)
    return {party: value for party, (_, value) in found.items()}
