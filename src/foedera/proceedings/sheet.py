"""Read a sheet: the ballots of one vote, as CSV `party,ballot`."""

import csv
from collections.abc import Collection, Mapping
from pathlib import Path

from foedera.proceedings.errors import InputError
from foedera.rules import Ballot, RuleError, read_ballot
from foedera.world.parties import UnknownParty, resolve

HEADER = ["party", "ballot"]
REST = "rest"  # a row 'rest,yes' gives a ballot to every member that has no row


def read_sheet(path: Path, members: Collection[str]) -> dict[str, Ballot]:
    """Return the ballots in a CSV file by party; parties are given by code or COW number.

    Only the parties in the file are in the result (see :func:`complete`), unless a row 'rest'
    gives all others a ballot.

    Raises:
        InputError: with file, line and what would be accepted: no header, an unknown party or
            ballot, a party that votes twice or may not vote.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"there is no sheet {path}") from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"the sheet {path} cannot be read as UTF-8 text") from None
    return parse_sheet(text, path.name, members)


def parse_sheet(text: str, name: str, members: Collection[str]) -> dict[str, Ballot]:
    """Return the ballots in the text of a sheet called `name`; raises as :func:`read_sheet`."""
    try:
        rows = list(csv.reader(text.splitlines(), strict=True))
    except csv.Error as error:
        raise InputError(f"{name} is not CSV: {error}") from None
    if not rows or [cell.strip().lower() for cell in rows[0][:2]] != HEADER:
        raise InputError(f"{name} line 1: a sheet begins with the header 'party,ballot'")
    sheet: dict[str, Ballot] = {}
    for line, row in enumerate(rows[1:], start=2):
        cells = [cell.strip() for cell in row]
        if any(cells):
            party, ballot = _row(cells, f"{name} line {line}", members)
            if party in sheet:
                raise InputError(f"{name} line {line}: {party} votes twice")
            sheet[party] = ballot
    rest = sheet.pop(REST, None)
    return sheet if rest is None else {member: sheet.get(member, rest) for member in members}


def _row(cells: list[str], place: str, members: Collection[str]) -> tuple[str, Ballot]:
    if len(cells) == 1 or any(cells[2:]):
        raise InputError(f"{place}: write one party and one ballot, such as 'FRA,yes'")
    try:
        ballot = read_ballot(cells[1])
    except RuleError as error:
        raise InputError(f"{place}: {error}") from None
    party = REST if cells[0].lower() == REST else member_code(cells[0], members, place)
    return party, ballot


def member_code(word: str, members: Collection[str], place: str) -> str:
    """Return the member that `word` names; raises :class:`InputError` if it names none."""
    if word in members:
        return word
    try:
        code = resolve(word)
    except UnknownParty as error:
        raise InputError(f"{place}: {error}") from None
    if code not in members:
        raise InputError(f"{place}: {code} is no member of this body on the day and has no vote")
    return code


def complete(sheet: Mapping[str, Ballot], members: Collection[str]) -> dict[str, Ballot]:
    """Return a sheet with a ballot for every member: those not listed are absent."""
    return {member: sheet.get(member, Ballot.ABSENT) for member in members}
