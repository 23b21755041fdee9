"""What the user's words on the command line mean: days, charters, roles, blanks, parties."""

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from foedera.charters import Charter, View
    from foedera.proceedings import Bench


# Digits of the longest number that a blank of a treaty could sensibly hold.
LONGEST_NUMBER = 9


def day_of(word: str | None, charter: "Charter") -> date:
    """Return the day asked for; without one, a day on which the charter stands (see the docs)."""
    from foedera.proceedings import InputError
    from foedera.world import DATA_DATE

    if word is None:
        if charter.in_force is None:
            return charter.opened
        last = date.fromordinal(charter.ended.toordinal() - 1) if charter.ended else DATA_DATE
        return min(DATA_DATE, last)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise InputError(f"'{word}' is no day: write it as 2009-12-01") from None


def view_of(name: str, on: str | None, readings: list[str] | None) -> "View":
    """Return the charter of that name on that day; raises if it is not in force then."""
    from foedera.charters import load_charter, view
    from foedera.proceedings import InputError

    charter = load_charter(name)
    day = day_of(on, charter)
    start = charter.in_force or charter.opened
    if day < start:
        verb = "is in force" if charter.in_force else "exists"
        raise InputError(f"{charter.id} {verb} only from {start}, not on {day}")
    if charter.ended and day >= charter.ended:
        raise InputError(f"{charter.id} ended on {charter.ended}: choose an earlier day than {day}")
    return view(charter, day, readings or ())


def bench_of(at: "View", roles: list[str] | None, blanks: list[str] | None) -> "Bench":
    """Return the bench of the roles and blanks given as NAME=VALUE."""
    from foedera.charters.select import own_codes, suggestion
    from foedera.proceedings import Bench, InputError
    from foedera.world.parties import resolve

    own = own_codes(at.charter)
    bound: dict[str, frozenset[str]] = {}
    for word in roles or ():
        role, _, codes = word.partition("=")
        if role not in at.charter.roles:
            hint = suggestion(role, at.charter.roles)
            raise InputError(f"{at.charter.id} has no role '{role}'{hint}")
        if not codes:
            raise InputError(f"write --role {role}=CODE, not '{word}'")
        parties = [c if c in own else resolve(c, at.on) for c in codes.split(",")]
        bound[role] = bound.get(role, frozenset()) | frozenset(parties)
    return Bench(bound, numbers_of(at, blanks))


def numbers_of(at: "View", blanks: list[str] | None) -> dict[str, int]:
    """Return the blanks given as NAME=NUMBER."""
    from foedera.charters.select import suggestion
    from foedera.proceedings import InputError

    filled: dict[str, int] = {}
    for word in blanks or ():
        name, _, number = word.partition("=")
        if name not in at.charter.blanks:
            hint = suggestion(name, at.charter.blanks)
            raise InputError(f"{at.charter.id} has no blank '{name}'{hint}")
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            raise InputError(f"a blank takes a whole number: --blank {name}=2, not '{word}'")
        filled[name] = int(number)
    return filled


def party_of(at: "View", word: str) -> str:
    """Return the party to a charter that a word names; raises if it is none on the day."""
    from foedera.proceedings import InputError, charter_parties
    from foedera.proceedings.sheet import member_code

    parties = charter_parties(at)
    try:
        return member_code(word, parties, at.charter.id)
    except InputError as error:
        known = str(error).startswith(f"{at.charter.id}: no ")
        reason = str(error) if known else f"{word} is no party to {at.charter.id} on {at.on}"
        raise InputError(reason) from None
