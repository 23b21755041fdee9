"""Who can be a party: states and organisations, by ISO-3166 alpha-3 code or COW number."""

import csv
import difflib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files


class UnknownParty(ValueError):
    """No state or organisation goes by this code; the message is one sentence with a suggestion."""


@dataclass(frozen=True, slots=True)
class Party:
    """One spell of a party under one COW number; `to` is the first day after it, None if lasting.

    `code` is ISO-3166 alpha-3, or the COW abbreviation where ISO has none (AUH, Austria-Hungary).
    """

    code: str
    cow: int | None
    gw: int | None
    name: str
    kind: str  # state or organisation
    since: date | None
    to: date | None


@cache
def parties() -> tuple[Party, ...]:
    """Return every party known, one entry a spell.

    Source: Correlates of War, State System Membership v2016, with ISO and Gleditsch-Ward codes;
    organisations and the Holy See added.
    """
    table = files("foedera.world") / "data" / "parties.csv"
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return tuple(
        Party(
            row["code"],
            int(row["cow"]) if row["cow"] else None,
            int(row["gw"]) if row["gw"] else None,
            row["name"],
            row["kind"],
            date.fromisoformat(row["from"]) if row["from"] else None,
            date.fromisoformat(row["to"]) if row["to"] else None,
        )
        for row in rows
    )


@cache
def _names() -> dict[str, str]:
    # The latest spell names a code: DEU is Germany, not the German Federal Republic.
    return {party.code: party.name for party in parties()}


@cache
def _by_cow() -> dict[int, str]:
    return {party.cow: party.code for party in parties() if party.cow is not None}


def resolve(word: str, on: date | None = None) -> str:
    """Return the code that `word` stands for: ISO alpha-3 in any case, a COW number, or a name.

    COW numbers have one meaning at all times, so `on` is only checked for plausibility by callers.

    Raises:
        UnknownParty: nobody goes by it.

    >>> resolve("365"), resolve("fra"), resolve("002")
    ('RUS', 'FRA', 'USA')
    """
    del on
    text = word.strip()
    if text.isdecimal():
        code = _by_cow().get(int(text))
        if code is None:
            raise UnknownParty(f"no state has the COW number {text}")
        return code
    names = _names()
    if text.upper() in names:
        return text.upper()
    raise UnknownParty(f"no party is called '{text}'{_suggestion(text)}")


def _suggestion(word: str) -> str:
    by_name = {name.lower(): code for code, name in _names().items()}
    if word.lower() in by_name:
        return f"; its code is '{by_name[word.lower()]}'"
    close = difflib.get_close_matches(word.lower(), by_name, n=1, cutoff=0.75)
    if close:
        return f"; did you mean '{by_name[close[0]]}' ({_names()[by_name[close[0]]]})?"
    codes = difflib.get_close_matches(word.upper(), _names(), n=1, cutoff=0.6)
    if codes:
        return f"; did you mean '{codes[0]}' ({_names()[codes[0]]})?"
    return ": write an ISO-3166 alpha-3 code or a COW number"


def name(code: str) -> str:
    """Return the plain English name of a code; raises :class:`UnknownParty`."""
    try:
        return _names()[code]
    except KeyError:
        raise UnknownParty(f"no party is called '{code}'{_suggestion(code)}") from None


def cow(code: str, on: date) -> int | None:
    """Return the COW number of a state on a day, None if it has none then."""
    for party in parties():
        begun = party.since is None or party.since <= on
        if party.code == code and begun and (party.to is None or on < party.to):
            return party.cow
    return None
