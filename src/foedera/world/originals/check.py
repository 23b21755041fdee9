"""Hold a file against its declaration: columns, types, ranges, keys; one sentence on a fault."""

import csv
import difflib
from pathlib import Path
from typing import TYPE_CHECKING

from foedera.world.errors import DataError
from foedera.world.originals.declared import Column, Original

if TYPE_CHECKING:
    import polars as pl

LONGEST_CELL = 40  # of a cell shown in a message


def checked(raw: "pl.DataFrame", wanted: Original, path: Path) -> "pl.DataFrame":
    """Return the frame with every declared column in its type; of others, numbers are read too.

    Raises:
        DataError: a column is missing, a cell is not what it should be, or a key comes twice.
    """
    _check_columns(raw, wanted, path)
    declared = {column.name for column in wanted.columns}
    others = [_guessed(raw[name]) for name in raw.columns if name not in declared]
    frame = raw.with_columns(*(_typed(raw, column, path) for column in wanted.columns), *others)
    _check_key(frame, wanted, path)
    return frame


def shape_fault(path: Path) -> str | None:
    """Return what is wrong with the shape of a CSV file, None if every row fits its header."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            header = next(reader, None)
            if not header:
                return "it is empty"
            for row in reader:
                if row and len(row) != len(header):
                    return f"line {reader.line_num} has {len(row)} cells, its header {len(header)}"
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return f"it is no UTF-8 CSV ({error})"
    return None


def _check_columns(raw: "pl.DataFrame", wanted: Original, path: Path) -> None:
    for column in wanted.columns:
        if column.name not in raw.columns:
            close = difflib.get_close_matches(column.name, raw.columns, n=1)
            hint = f" (there is '{close[0]}')" if close else ""
            raise DataError(
                f"{path.name} line 1: no column '{column.name}'{hint}; {wanted.title} has "
                f"{column.expected} there"
            )


def _typed(raw: "pl.DataFrame", column: Column, path: Path) -> "pl.Series":
    """Return a column in its type; raises on the first cell that does not fit."""
    import polars as pl

    cells = raw[column.name]
    types = {"whole": pl.Int64(), "number": pl.Float64()}
    if column.kind == "day":
        found = cells.cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
    elif column.kind in types and cells.dtype == pl.String:
        found = cells.str.strip_chars().cast(types[column.kind], strict=False)
    else:
        found = cells.cast(types.get(column.kind, pl.String()), strict=False)
    bad = cells.is_not_null() & (found.is_null() | ~_within(found, column))
    if column.required:
        bad = bad | cells.is_null()
    if bad.any():
        row = bad.arg_true()[0]
        shown = "an empty cell" if cells[row] is None else f"'{str(cells[row])[:LONGEST_CELL]}'"
        raise DataError(
            f"{path.name} {_place(path, row)}, column {column.name}: {shown} where "
            f"{column.expected} is expected"
        )
    return found


def _guessed(cells: "pl.Series") -> "pl.Series":
    """Return a column that is not declared as whole numbers, else as numbers, else as it is."""
    import polars as pl

    if cells.dtype != pl.String or cells.null_count() == len(cells):
        return cells
    for kind in (pl.Int64, pl.Float64):
        found = cells.cast(kind, strict=False)
        if found.null_count() == cells.null_count():
            return found
    return cells


def _within(found: "pl.Series", column: Column) -> "pl.Series":
    import polars as pl

    if column.words:
        return found.is_in(column.words).fill_null(value=True)
    inside = pl.repeat(value=True, n=len(found), eager=True, dtype=pl.Boolean)
    if column.least is not None:
        inside = inside & (found >= column.least)
    if column.most is not None:
        inside = inside & (found <= column.most)
    if column.kind == "number":
        inside = inside & found.is_finite()
    return inside.fill_null(value=True)


def _check_key(frame: "pl.DataFrame", wanted: Original, path: Path) -> None:
    import polars as pl

    if not wanted.key:
        return
    rows = frame.select(*wanted.key, pl.int_range(pl.len()).alias(""))
    again = rows.filter(~pl.struct(wanted.key).is_first_distinct())
    for *key, row in again.head(1).iter_rows():
        said = ", ".join(f"{n} {v}" for n, v in zip(wanted.key, key, strict=True))
        raise DataError(f"{path.name} {_place(path, row)}: a second row for {said}")


def _place(path: Path, row: int) -> str:
    """Return 'line n' of a row of a CSV file (a quoted cell may hold several lines)."""
    if path.suffix != ".csv":
        return f"row {row + 1}"
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        lines = (reader.line_num for cells in reader if cells)
        return f"line {next(line for n, line in enumerate(lines) if n == row + 1)}"
