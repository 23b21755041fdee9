"""What the user's words on the command line mean: days, charters, roles, blanks, parties."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from foedera.charters import Charter, View
    from foedera.proceedings import Bench
    from foedera.rules import Ballot


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


def shared_out(
    charters: list[str], words: list[str] | None, kind: Literal["reading", "blank"]
) -> dict[str, list[str]]:
    """Return which of the readings (E1b) or blanks (NAME=NUMBER) belong to which charter.

    One that only one of them has needs no more; else its charter's id goes before it: nato:N1b.

    Raises:
        InputError: a word belongs to none of the charters, or to several.
    """
    from foedera.charters import load_charter
    from foedera.charters.select import all_options, suggestion
    from foedera.proceedings import InputError

    loaded = {name: load_charter(name) for name in charters}
    known = {
        name: all_options(charter) if kind == "reading" else tuple(charter.blanks)
        for name, charter in loaded.items()
    }
    taken: dict[str, list[str]] = {name: [] for name in charters}
    for word in words or ():
        prefix, _, plain = word.rpartition(":")
        key = plain.partition("=")[0]
        having = [n for n, keys in known.items() if key in keys and prefix in ("", loaded[n].id)]
        if not having:
            every = [each for keys in known.values() for each in keys]
            raise InputError(f"no charter named has the {kind} '{word}'{suggestion(key, every)}")
        if len(having) > 1:
            both = " and ".join(having)
            raise InputError(f"{both} have the {kind} {key}: write {loaded[having[0]].id}:{plain}")
        taken[having[0]].append(plain)
    return taken


def write_text(path: Path, text: str) -> None:
    """Write a file that the user asked for; raises :class:`InputError` where that cannot be."""
    from foedera.proceedings import InputError

    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}") from None


def unions_of(
    members: tuple[str, ...], words: list[str] | None, on: date | None
) -> dict[str, tuple[str, ...]]:
    """Return the a-priori unions given as NAME=CODES, or as the NAME of a register of memberships.

    A register binds those of its members of the day that vote here and are in no other union yet.

    Raises:
        InputError: a name is given twice, a code has no seat, or a register has nobody here.
    """
    from foedera.proceedings import InputError

    unions: dict[str, tuple[str, ...]] = {}
    for word in words or ():
        name, equals, codes = word.partition("=")
        if not name or (equals and not codes):
            raise InputError(f"write --union NAME=CODES, or --union nato for a register: '{word}'")
        if name in unions:
            raise InputError(f"the union '{name}' is given twice")
        unions[name] = _seats(members, codes) if equals else ()
    for name in [name for name, codes in unions.items() if not codes]:
        unions[name] = _of_register(members, name, on, unions)
    return unions


def _seats(members: tuple[str, ...], codes: str) -> tuple[str, ...]:
    from foedera.proceedings.sheet import member_code

    return tuple(member_code(code.strip(), members, "--union") for code in codes.split(","))


def _of_register(
    members: tuple[str, ...], name: str, on: date | None, unions: dict[str, tuple[str, ...]]
) -> tuple[str, ...]:
    from foedera.proceedings import InputError
    from foedera.world import memberships

    if on is None:
        raise InputError(f"a bare game has no register '{name}': write --union {name}=P1,P2")
    bound = {code for codes in unions.values() for code in codes}
    found = [code for code in memberships.members(name, on) if code in members]
    free = tuple(code for code in found if code not in bound)
    if not free:
        why = "is in another union" if found else "votes here"
        who = "every member of it that votes here" if found else "no member of it"
        raise InputError(f"the register '{name}' binds nobody on {on}: {who} {why}")
    return free


def ballots_named(word: str | None, *, four: bool) -> tuple["Ballot", ...]:
    """Return the ballots that --ballots names; `four` says which without it."""
    from foedera.power import ALL_BALLOTS, YES_NO
    from foedera.proceedings import InputError

    if word not in (None, "four", "yes-no"):
        raise InputError(f"--ballots takes 'four' or 'yes-no', not '{word}'")
    return ALL_BALLOTS if word == "four" or (word is None and four) else YES_NO
