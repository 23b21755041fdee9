"""Who can be a party: states and organisations, by ISO-3166 alpha-3 code or COW number.

A state that was gone before ISO had codes goes by its COW abbreviation (AUH, Austria-Hungary). One
code can cover several COW numbers: DEU is 255 (Prussia, Germany), 260 (West Germany) and 255 again;
SRB is Serbia, Yugoslavia, Serbia and Montenegro; YEM is North Yemen, then Yemen; KOR is Korea until
1905, then South Korea. RUS is the Soviet Union too. China's seat in the UN is TWN until 25 October
1971, CHN from then on; in the League, CHN. Sources: `data/SOURCES.md`.
"""

import csv
import difflib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

# Codes that ISO has withdrawn, still met in older data.
RETIRED = {
    "BUR": "MMR",
    "DHY": "BEN",
    "HVO": "BFA",
    "RHO": "ZWE",
    "ROM": "ROU",
    "SCG": "SRB",
    "SUN": "RUS",
    "TMP": "TLS",
    "YUG": "SRB",
    "ZAR": "COD",
}


class UnknownParty(ValueError):
    """No state or organisation goes by this code; the message is one sentence with a suggestion."""


@dataclass(frozen=True, slots=True)
class Party:
    """One spell of a party under one COW number; `to` is the first day after it, None if lasting.

    `since` and `to` say when COW counts a state into the system of states, which for a small one
    can be long after it became one; None where COW does not count it at all.
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
    """Return every party known, one entry a spell, states first, by code and date.

    Source: Correlates of War, State System Membership v2016, with ISO and Gleditsch-Ward codes;
    organisations and states that COW does not count (Holy See, Palestine, Sahrawi) are added.
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
def _latest() -> dict[str, Party]:
    # The latest spell speaks for a code: DEU is Germany, not the Federal Republic of before 1990.
    return {party.code: party for party in parties()}


@cache
def _by_cow() -> dict[int, str]:
    return {party.cow: party.code for party in parties() if party.cow is not None}


def resolve(code: str, on: date | None = None) -> str:
    """Return the code that a word stands for: ISO alpha-3 in any case, or a COW number.

    A code that ISO has withdrawn (YUG) is taken for its successor. With a day, a party that had
    ended by then is unknown.

    Raises:
        UnknownParty: nobody goes by it, or not on that day.

    >>> resolve("365"), resolve("fra"), resolve("002"), resolve("nato")
    ('RUS', 'FRA', 'USA', 'NATO')
    """
    found = _find(code.strip())
    end = _latest()[found].to
    if on is not None and end is not None and end <= on:
        raise UnknownParty(f"no party was called '{found}' on {on}; it ended on {end}")
    return found


LONGEST_NUMBER = 4  # COW numbers have up to three digits; a zero in front does no harm


def _find(word: str) -> str:
    if word.isdecimal():
        found = _by_cow().get(int(word)) if len(word) <= LONGEST_NUMBER else None
        if found is None:
            raise UnknownParty(f"no state has the COW number {word[:20]}")
        return found
    upper = RETIRED.get(word.upper(), word.upper())
    if upper not in _latest():
        raise UnknownParty(f"no party is called '{word}'{_suggestion(word)}")
    return upper


def _suggestion(word: str) -> str:
    names = {code: party.name for code, party in _latest().items()}
    by_name = {name.lower(): code for code, name in names.items()}
    if word.lower() in by_name:
        return f"; its code is '{by_name[word.lower()]}'"
    close = difflib.get_close_matches(word.lower(), by_name, n=1, cutoff=0.75)
    codes = [by_name[name] for name in close] or _close_codes(word.upper())
    if codes:
        return f"; did you mean '{codes[0]}' ({names[codes[0]]})?"
    return ": write an ISO-3166 alpha-3 code or a COW number"


def _close_codes(word: str) -> list[str]:
    # Of close codes the one with most letters in place: DEZ is rather DEU than DZA.
    close = difflib.get_close_matches(word, _latest(), n=5, cutoff=0.6)
    return sorted(close, key=lambda code: -sum(map(str.__eq__, code, word)))


def name(code: str) -> str:
    """Return the plain English name of a code; raises :class:`UnknownParty`."""
    try:
        return _latest()[code].name
    except KeyError:
        raise UnknownParty(f"no party is called '{code}'{_suggestion(code)}") from None


def cow(code: str, on: date) -> int | None:
    """Return the COW number of a state on a day, None if COW does not count it then.

    Raises:
        UnknownParty: nobody goes by the code.
    """
    name(code)
    for party in parties():
        begun = party.since is None or party.since <= on
        if party.code == code and begun and (party.to is None or on < party.to):
            return party.cow
    return None
