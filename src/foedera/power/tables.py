"""Results as a labelled table: rows, and what each column says.

A table hands itself over: to JSON and CSV with the standard library, to polars or pandas where the
user has them. What is missing is None in every form, never a zero.
"""

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

Cell = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, the type of its cells (str, int, float or bool), and what it says."""

    name: str
    kind: type[str | int | float | bool]
    says: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by column name; a cell is None where there is nothing to say."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Cell], ...]

    def __str__(self) -> str:
        """Return the table as CSV, which is plain enough to read."""
        return self.to_csv()

    def column(self, name: str) -> list[Cell]:
        """Return the cells of one column; raises :class:`KeyError` for none of that name."""
        return [row[name] for row in self.rows]

    def to_dict(self) -> dict[str, Any]:
        """Return `columns` (name, type, says) and `rows`, ready for JSON."""
        columns = [
            {"name": column.name, "type": column.kind.__name__, "says": column.says}
            for column in self.columns
        ]
        return {"columns": columns, "rows": [dict(row) for row in self.rows]}

    def to_json(self) -> str:
        """Return :meth:`to_dict` as JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_csv(self) -> str:
        """Return the table as CSV with a header; an empty cell is a missing one."""
        text = io.StringIO()
        names = [column.name for column in self.columns]
        writer = csv.DictWriter(text, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(
            {name: "" if row[name] is None else row[name] for name in names} for row in self.rows
        )
        return text.getvalue()

    def to_polars(self) -> "pl.DataFrame":
        """Return a polars frame with the columns' types; needs the extra `data`."""
        import polars as pl

        kinds = {str: pl.String(), int: pl.Int64(), float: pl.Float64(), bool: pl.Boolean()}
        schema = {column.name: kinds[column.kind] for column in self.columns}
        return pl.DataFrame([dict(row) for row in self.rows], schema=schema, orient="row")

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas brings no types of its own
        """Return a pandas frame with nullable columns; needs pandas."""
        import pandas as pd  # type: ignore[import-untyped, unused-ignore]

        kinds = {str: "string", int: "Int64", float: "Float64", bool: "boolean"}
        series = {
            column.name: pd.array(self.column(column.name), dtype=kinds[column.kind])
            for column in self.columns
        }
        return pd.DataFrame(series)
