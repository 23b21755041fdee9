"""How the embedded tables are written: UTF-8, LF, plain decimals without trailing zeros."""

import csv
import io
from collections.abc import Iterable, Sequence
from math import floor, log10

Cell = str | int | None


def decimals(value: float | None, places: int) -> str:
    """Return a number to so many places, without trailing zeros; nothing where it is missing."""
    if value is None:
        return ""
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def significant(value: float | None, digits: int) -> str:
    """Return a number to so many significant digits, without an exponent."""
    if not value:
        return "" if value is None else "0"
    places = digits - 1 - floor(log10(abs(value)))
    return decimals(round(value, places), max(places, 0))


def table(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the text of a table."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(["" if cell is None else cell for cell in row] for row in rows)
    return buffer.getvalue()
