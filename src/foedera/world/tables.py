"""The embedded tables: what there is, how it may be used, and their rows, read without any library.

    >>> from foedera.world.tables import describe, rows
    >>> describe("capabilities").last
    2022
    >>> [row["cinc"] for row in rows("capabilities", 2007) if row["party"] == "USA"]
    [0.149722]

A cell is a whole number, a number or text as its column says, None where it is missing.
"""

import csv
import difflib
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from foedera.world.errors import DataError, UnknownTable, need_frames

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Row",
    "Table",
    "TableColumn",
    "Value",
    "describe",
    "frame",
    "rows",
    "tables",
    "verify",
]

Value = int | float | str | None
Row = dict[str, Value]

_READ = {"whole": int, "number": float, "text": str, "day": str}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column: type (whole, number, text, day), unit, and its least and highest value."""

    name: str
    type: str
    unit: str
    description: str
    missing: int  # empty cells
    min: float | None = None
    max: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """What is known of an embedded table.

    `first` and `last` are the years that it covers; `last` is where the source ends, even if the
    last row is of an earlier year. Beyond it everything is unknown, not absent. `licence_mark` is
    `read` if all terms were seen, `recalled` if some were not.
    """

    name: str
    title: str
    kind: str
    rows: int
    first: int | None
    last: int | None
    source: str
    version: str
    licence: str
    licence_mark: str
    citation: str
    bibtex: str
    notes: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    sha256: str
    file: str


@cache
def tables() -> dict[str, Table]:
    """Return every embedded table by name, in the order of the register."""
    found = json.loads(_bytes("tables.json"))["tables"]
    return {name: _table(name, entry) for name, entry in found.items()}


def describe(name: str) -> Table:
    """Return what is known of a table.

    Raises:
        UnknownTable: there is none of that name.
    """
    try:
        return tables()[name]
    except KeyError:
        close = difflib.get_close_matches(name, tables(), n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(tables())}"
        raise UnknownTable(f"no table is called '{name}'; {hint}") from None


def rows(name: str, year: int | None = None) -> tuple[Row, ...]:
    """Return the rows of a table in its order, of one year only if one is given.

    Only tables with a column `year` know years; none of their rows are of a year that is not in
    the source.

    Raises:
        UnknownTable: there is none of that name.
        DataError: a year was given for a table of spells.
    """
    table = describe(name)
    if year is not None and table.columns[0].name != "year":
        raise DataError(f"the table '{name}' has no rows by year")
    head, body = _text(table.file)
    return tuple(_typed(table, head, body if year is None else _of_year(body, year)))


def frame(name: str) -> "pl.DataFrame":
    """Return a table as a frame of polars (`pip install 'foedera[data]'`), days as dates.

    Raises:
        UnknownTable: there is none of that name.
        NoFrames: polars is not installed.
    """
    need_frames()
    import polars as pl

    table = describe(name)
    types = {"whole": pl.Int64, "number": pl.Float64, "text": pl.String, "day": pl.Date}
    schema = {column.name: types[column.type] for column in table.columns}
    return pl.read_csv(_bytes(table.file), schema=schema)


def verify() -> tuple[str, ...]:
    """Return one sentence for each embedded file that is not the one registered; none is good."""
    found = []
    for table in tables().values():
        try:
            held = hashlib.sha256(_bytes(table.file)).hexdigest()
        except FileNotFoundError:
            found.append(f"{table.file} is missing")
            continue
        if held != table.sha256:
            found.append(f"{table.file} is not the file registered: its SHA-256 is {held[:16]}...")
    return tuple(found)


def _bytes(name: str) -> bytes:
    return (files("foedera.world") / "data" / name).read_bytes()


@cache
def _text(file: str) -> tuple[list[str], str]:
    """Return the header and the rest, which begins with a line's end so that lines are found."""
    head, _, body = _bytes(file).decode("utf-8").partition("\n")
    return head.split(","), f"\n{body}"


def _of_year(body: str, year: int) -> str:
    """Return the lines of a year, which stand together since the tables are sorted by year."""
    mark = f"\n{year},"
    start = body.find(mark)
    return "" if start < 0 else body[start : body.index("\n", body.rindex(mark) + 1)]


def _typed(table: Table, head: list[str], text: str) -> Iterator[Row]:
    read = {column.name: _READ[column.type] for column in table.columns}
    readers = [read[name] for name in head]
    for cells in csv.reader(text.lstrip("\n").splitlines()):
        yield {
            name: reader(cell) if cell else None
            for name, reader, cell in zip(head, readers, cells, strict=True)
        }


def _table(name: str, entry: dict[str, Any]) -> Table:
    return Table(
        name=name,
        first=entry["from"],
        last=entry["to"],
        notes=tuple(entry["notes"]),
        key=tuple(entry["key"]),
        columns=tuple(TableColumn(column, **said) for column, said in entry["columns"].items()),
        **{
            key: entry[key]
            for key in ("title", "kind", "rows", "source", "version", "licence", "licence_mark")
        },
        **{key: entry[key] for key in ("citation", "bibtex", "sha256", "file")},
    )
