"""A world from a CSV of the user's own: another year, or a state that does not exist.

The first line names the columns: `party`, and any of `year`, `name` and the attributes of parties.
An empty cell is missing. A code that no party has stands for a made-up state, and needs a name.
"""

import csv
import math
import re
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from foedera.world.attributes import FIRST_YEAR, LAST_YEAR, PARTY_ATTRIBUTES
from foedera.world.errors import DataError
from foedera.world.parties import UnknownParty, resolve
from foedera.world.worlds import World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

COLUMNS = ("party", "year", "name", *PARTY_ATTRIBUTES)
CODE = re.compile(r"[A-Z][A-Z0-9]{1,9}")
# The least and highest value of a column, in words where they are told.
BOUNDS: dict[str, tuple[float, float, str]] = {
    "cinc": (0, 1, "a number from 0 to 1"),
    "gdp": (0, math.inf, "a number of at least 0"),
    "gdp_sd": (0, math.inf, "a number of at least 0"),
    "population": (0, math.inf, "a number of at least 0"),
    "population_sd": (0, math.inf, "a number of at least 0"),
    "polyarchy": (0, 1, "a number from 0 to 1"),
    "ideal": (-10, 10, "a number from -10 to 10"),
    "q05": (-10, 10, "a number from -10 to 10"),
    "q95": (-10, 10, "a number from -10 to 10"),
    "major_power": (0, 1, "0 or 1"),
}

_Line = tuple[int, dict[str, str]]


def bring(
    path: str | PathLike[str], year: int | None = None, *, alone: bool = True, carry: bool = False
) -> World:
    """Return the world of a CSV; with `alone=False` laid over the embedded world of the year.

    The year is the one given, else that of the column `year`, which must be the same in all lines.
    What the file gives replaces what the data say; what it leaves empty or out, it does not touch.
    `carry` is for the embedded year, as in :class:`World`.

    Raises:
        DataError: the file is at fault; one sentence with file, line, column and what is expected.
    """
    target = Path(path)
    lines = list(_lines(target))
    codes: list[str] = []
    names: dict[str, str] = {}
    cells: list[dict[str, float]] = []
    for number, row in lines:
        code = _code(target, number, row)
        if code in codes:
            before = lines[codes.index(code)][0]
            raise _fault(target, number, "party", f"{code} stands in line {before} already")
        if row.get("name"):
            names[code] = row["name"]
        codes.append(code)
        cells.append(_numbers(target, number, row))
    chosen = _year(target, lines, year)
    columns, years = _arrays(cells, chosen)
    own = World.make(
        year=chosen,
        parties=tuple(codes),
        columns=columns,
        years=years,
        brought={
            key: frozenset(c for c, values in zip(codes, cells, strict=True) if key in values)
            for key in PARTY_ATTRIBUTES
        },
        names=names,
    )
    return own if alone else lay_over(World(chosen, carry=carry), own)


def lay_over(base: World, own: World) -> World:
    """Return a world with the values of a second one in place of its own, and further parties."""
    parties = (*base.parties, *(code for code in own.parties if code not in base.parties))
    at = [parties.index(code) for code in own.parties]
    columns, years = {}, {}
    for key in base.columns:
        values, whence = np.full(len(parties), np.nan), np.zeros(len(parties), dtype=np.int64)
        values[: len(base)], whence[: len(base)] = base[key], base.years[key]
        given = ~np.isnan(own[key])
        places = np.array(at)[given]
        values[places], whence[places] = own[key][given], own.years[key][given]
        columns[key], years[key] = values, whence
    return World.make(
        year=base.year,
        parties=parties,
        columns=columns,
        years=years,
        carry=base.carry,
        brought=own.brought,
        names=own.names,
        blocs=base.blocs,
    )


def _fault(path: Path, line: int, column: str, why: str) -> DataError:
    return DataError(f"{path}, line {line}, column '{column}': {why}")


def _lines(path: Path) -> "Iterator[_Line]":
    """Yield the number and the cells of each line; raises where the file is no such table."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path} is not UTF-8 text") from None
    reader = csv.reader(text.splitlines())
    head = [word.strip() for word in next(reader, [])]
    _check_head(path, head)
    empty = True
    for row in reader:
        if not any(cell.strip() for cell in row):
            continue
        if len(row) != len(head):
            raise DataError(
                f"{path}, line {reader.line_num}: {len(head)} cells are expected, as in line 1, "
                f"not {len(row)}"
            )
        empty = False
        yield reader.line_num, dict(zip(head, (cell.strip() for cell in row), strict=True))
    if empty:
        raise DataError(f"{path} has no line with a party")


def _check_head(path: Path, head: list[str]) -> None:
    expected = f"expected are 'party' and any of {', '.join(COLUMNS[1:])}"
    if "party" not in head:
        raise DataError(f"{path}, line 1: there is no column 'party'; {expected}")
    for word in head:
        if word not in COLUMNS:
            raise DataError(f"{path}, line 1: no column is called '{word}'; {expected}")
        if head.count(word) > 1:
            raise DataError(f"{path}, line 1: the column '{word}' stands there twice")


def _year(path: Path, lines: "list[_Line]", year: int | None) -> int:
    wanted = f"a year from {FIRST_YEAR} to {LAST_YEAR} is expected"
    chosen = year
    for number, row in lines:
        word = row.get("year", "")
        if not word:
            continue
        if not word.isdecimal() or not FIRST_YEAR <= int(word[:9]) <= LAST_YEAR:
            raise _fault(path, number, "year", f"{wanted}, not '{word}'")
        if chosen is not None and int(word) != chosen:
            raise _fault(path, number, "year", f"{chosen} is expected as before, not {word}")
        chosen = int(word)
    if chosen is None:
        raise DataError(f"{path} has no year: write a column 'year', or say which year it is of")
    if not FIRST_YEAR <= chosen <= LAST_YEAR:
        raise DataError(f"{wanted}, not {chosen}")
    return chosen


def _code(path: Path, line: int, row: dict[str, str]) -> str:
    word = row["party"]
    try:
        return resolve(word)
    except UnknownParty as error:
        if row.get("name") and CODE.fullmatch(word):
            return word
        hint = "; a made-up party needs a code in capitals and a cell in the column 'name'"
        raise _fault(path, line, "party", f"{error}{hint}") from None


def _numbers(path: Path, line: int, row: dict[str, str]) -> dict[str, float]:
    found = {}
    for key, (least, most, wanted) in BOUNDS.items():
        word = row.get(key, "")
        if not word:
            continue
        try:
            value = float(word)
        except ValueError:
            value = math.nan
        right = least <= value <= most and math.isfinite(value)
        if not right or (key == "major_power" and value not in {0, 1}):
            raise _fault(path, line, key, f"{wanted} is expected, not '{word}'")
        found[key] = value
    for low, high in (("q05", "ideal"), ("ideal", "q95"), ("q05", "q95")):
        if low in found and high in found and found[low] > found[high]:
            raise _fault(path, line, low, f"at most '{high}' is expected, not {found[low]:g}")
    return found


def _arrays(
    cells: list[dict[str, float]], year: int
) -> tuple[dict[str, "NDArray[np.float64]"], dict[str, "NDArray[np.int64]"]]:
    columns = {
        key: np.array([values.get(key, np.nan) for values in cells], dtype=float)
        for key in PARTY_ATTRIBUTES
    }
    years = {key: np.where(np.isnan(column), 0, year) for key, column in columns.items()}
    return columns, years
