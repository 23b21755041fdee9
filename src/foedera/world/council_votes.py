"""Security Council votes from a user's own download.

The UN's voting data may be used but not passed on by others, so none is shipped. Two layouts are
read: the Dag Hammarskjöld Library's one file (record 4055387 of the UN Digital Library: one row a
member and resolution, adopted resolutions only), and a folder with `unsc_resolutions.csv` and
`unsc_votes.csv` (one row a vote, one row a member and vote; failed and vetoed drafts as well).
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from foedera.world.errors import DataError
from foedera.world.parties import UnknownParty, resolve

LETTERS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent", "NV": "absent", "": "absent"}
UNKNOWN = "U"

__all__ = ["CouncilVote", "DataError", "read_council_votes"]


@dataclass(frozen=True, slots=True)
class CouncilVote:
    """One vote: `ballots` by member in words (None: not known), and what the record says of it."""

    id: str
    on: date
    adopted: bool
    ballots: dict[str, str | None]
    procedural: bool | None = None  # None: the record does not say
    without_vote: bool = False
    vetoed_by: frozenset[str] = frozenset()
    tally: tuple[int, int, int] | None = None  # yes, no, abstain


def read_council_votes(path: Path) -> tuple[CouncilVote, ...]:
    """Return every vote in a folder of the two tables, or in the Library's one file, by date.

    Raises:
        DataError: a file or column is missing, or a cell cannot be read.
    """
    if path.is_dir():
        found = _from_tables(path / "unsc_resolutions.csv", path / "unsc_votes.csv")
    else:
        found = _from_library(path)
    return tuple(sorted(found, key=lambda vote: (vote.on, vote.id)))


def _rows(path: Path, columns: set[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield (place, row) of a CSV file, sure that the columns are there."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = columns - set(reader.fieldnames or ())
            if missing:
                raise DataError(f"{path.name} line 1: no column '{min(missing)}'")
            for row in reader:
                place = f"{path.name} line {reader.line_num}"
                if None in row or None in row.values():
                    raise DataError(f"{place}: a row has as many cells as the header")
                yield place, row
    except FileNotFoundError:
        raise DataError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path.name} cannot be read as UTF-8 CSV: {error}") from None


def _day(place: str, row: dict[str, str]) -> date:
    try:
        return date.fromisoformat(row["date"])
    except ValueError:
        raise DataError(f"{place}, column date: '{row['date']}' is no day") from None


def _number(place: str, row: dict[str, str], column: str) -> int:
    try:
        return int(row[column])
    except ValueError:
        raise DataError(f"{place}, column {column}: '{row[column]}' is no number") from None


def _tally(place: str, row: dict[str, str]) -> tuple[int, int, int] | None:
    """Return yes, no and abstentions, or None where the record leaves a cell blank."""
    columns = ("yes", "no", "abstain")
    if any(not row[column].strip() for column in columns):
        return None
    yes, no, abstain = (_number(place, row, column) for column in columns)
    return yes, no, abstain


def _ballot(place: str, column: str, letter: str) -> str | None:
    if letter.strip().upper() == UNKNOWN:
        return None
    try:
        return LETTERS[letter.strip().upper()]
    except KeyError:
        known = ", ".join(filter(None, LETTERS))
        raise DataError(f"{place}, column {column}: '{letter}' is none of {known}, U") from None


def _code(place: str, column: str, word: str) -> str:
    try:
        return resolve(word)
    except UnknownParty as error:
        raise DataError(f"{place}, column {column}: {error}") from None


def _from_tables(resolutions: Path, votes: Path) -> Iterator[CouncilVote]:
    cast: dict[str, dict[str, str | None]] = {}
    for place, row in _rows(votes, {"vote_id", "iso3", "vote"}):
        ballots = cast.setdefault(row["vote_id"], {})
        code = _code(place, "iso3", row["iso3"])
        if code in ballots:
            raise DataError(f"{place}: {code} votes twice on {row['vote_id']}")
        ballots[code] = _ballot(place, "vote", row["vote"])
    columns = {"vote_id", "kind", "date", "yes", "no", "abstain", "vetoed_by"}
    columns |= {"without_vote", "procedural"}
    for place, row in _rows(resolutions, columns):
        if row["kind"] not in {"adopted", "failed", "vetoed"}:
            raise DataError(
                f"{place}, column kind: '{row['kind']}' is none of adopted, failed, vetoed"
            )
        yield CouncilVote(
            row["vote_id"],
            _day(place, row),
            row["kind"] == "adopted",
            cast.get(row["vote_id"], {}),
            procedural=row["procedural"] == "1",
            without_vote=row["without_vote"] == "1",
            vetoed_by=frozenset(
                _code(place, "vetoed_by", word)
                for word in row["vetoed_by"].replace(";", " ").split()
            ),
            tally=_tally(place, row),
        )


def _from_library(path: Path) -> Iterator[CouncilVote]:
    columns = {"undl_id", "ms_code", "ms_vote", "date", "resolution"}
    cast: dict[str, dict[str, str | None]] = {}
    heads: dict[str, tuple[str, date]] = {}
    for place, row in _rows(path, columns):
        ballots = cast.setdefault(row["undl_id"], {})
        ballots[_code(place, "ms_code", row["ms_code"])] = _ballot(place, "ms_vote", row["ms_vote"])
        heads.setdefault(row["undl_id"], (row["resolution"], _day(place, row)))
    for key, (resolution, on) in heads.items():
        # The Library leaves every ballot of an adoption without a vote empty.
        silent = set(cast[key].values()) == {"absent"}
        yield CouncilVote(resolution, on, adopted=True, ballots=cast[key], without_vote=silent)
