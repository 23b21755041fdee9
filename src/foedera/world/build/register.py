"""The register of the embedded tables: what is said of each, and what can be counted in it."""

import csv
import hashlib
import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

from foedera.world.sources import Source, sources

VERSION = 1  # of the register's own form
YEARLY = ("yearly party", "yearly dyad", "event")


def declared() -> dict[str, dict[str, Any]]:
    """Return what `tables.toml` says of each table, in its order."""
    path = files("foedera.world.build") / "tables.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def register(folder: Path) -> str:
    """Return the text of tables.json for the tables that lie in a folder."""
    tables = {name: _entry(name, said, folder) for name, said in declared().items()}
    document = {"version": VERSION, "tables": tables}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _entry(name: str, said: dict[str, Any], folder: Path) -> dict[str, Any]:
    path = folder / f"{name}.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    first, last = _years(said, rows)
    return {
        "title": said["title"],
        "file": path.name,
        "kind": said["kind"],
        "key": said["key"],
        "rows": len(rows),
        "from": first,
        "to": said.get("source_end", last),
        **_cited([sources()[key] for key in said["sources"]]),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "notes": said["notes"],
        "columns": {
            column: _column(column, words, rows) for column, words in said["columns"].items()
        },
    }


def _years(said: dict[str, Any], rows: list[dict[str, str]]) -> tuple[int | None, int | None]:
    """Return the first and last year of a table, None if it knows no years."""
    if said["kind"] in YEARLY:
        years = [int(row["year"]) for row in rows]
        return min(years), max(years)
    days = [int(row[end][:4]) for row in rows for end in ("from", "to") if row.get(end)]
    return (min(days), max(days)) if days else (None, None)


def _cited(used: list[Source]) -> dict[str, Any]:
    return {
        "source": "; ".join(source.name for source in used),
        "version": "; ".join(source.version for source in used),
        "licence": "; ".join(dict.fromkeys(source.licence for source in used)),
        "licence_mark": "recalled" if any(s.licence_mark == "recalled" for s in used) else "read",
        "citation": " ".join(source.citation for source in used),
        "bibtex": "\n\n".join(source.bibtex for source in used),
    }


def _column(name: str, words: list[str], rows: list[dict[str, str]]) -> dict[str, Any]:
    kind, unit, description = words
    found: dict[str, Any] = {"type": kind, "unit": unit, "description": description}
    cells = [row[name] for row in rows if row[name]]
    if kind in {"whole", "number"} and cells:
        least, most = min(map(float, cells)), max(map(float, cells))
        found |= {"min": _number(least), "max": _number(most)}
    return found | {"missing": len(rows) - len(cells)}


def _number(value: float) -> int | float:
    return int(value) if value.is_integer() else value
