"""The document of the data: what is shipped, and what lies in the user's folder."""

import os
import warnings
from dataclasses import asdict

from foedera.report.documents.stamp import Document, stamped
from foedera.world.errors import DataError, UnknownTable
from foedera.world.originals import Arrival, Original, arrivals, load, originals
from foedera.world.originals.declared import meant
from foedera.world.originals.folder import VARIABLE
from foedera.world.tables import Table, tables, verify


def data_document(name: str | None = None, *, check: bool = False) -> Document:
    """Return all tables and originals, or the one of a name; with `check`, what is wrong with them.

    `faults` is None if nothing was checked. Originals are looked for in FOEDERA_DATA, if it is set.

    Raises:
        UnknownTable: nothing goes by the name.
        DataError: FOEDERA_DATA is set, but is no folder.
    """
    known = tables() | originals()
    if name is not None and name not in known:
        raise UnknownTable(f"no table is called '{name}'{meant(name, known)}")
    brought = {a.original.name: a for a in arrivals()} if os.environ.get(VARIABLE) else {}
    chosen = [name] if name else [*known]
    mine = [tables()[each] for each in chosen if each in tables()]
    theirs = [originals()[each] for each in chosen if each in originals()]
    return stamped(
        {
            "tables": [_table(table) for table in mine],
            "originals": [_original(each, brought.get(each.name)) for each in theirs],
            "folder": os.environ.get(VARIABLE) or None,
            "faults": _faults(mine, [brought[o.name] for o in theirs if o.name in brought])
            if check
            else None,
        }
    )


def _table(table: Table) -> Document:
    found = asdict(table)
    ends = {"from": found.pop("first"), "to": found.pop("last")}
    return {"name": found.pop("name"), "rows": found.pop("rows")} | ends | found


def _original(wanted: Original, found: Arrival | None) -> Document:
    source = wanted.source
    return {
        "name": wanted.name,
        "title": wanted.title,
        "file": found.path.name if found else None,
        "files": list(wanted.files),
        "known": found.version is not None if found else None,
        "source": source.name,
        "version": source.version,
        "licence": source.licence,
        "licence_mark": source.licence_mark,
        "shipped": source.ship,
        "citation": source.citation,
        "bibtex": source.bibtex,
        "columns": [
            {"name": column.name, "expected": column.expected} for column in wanted.columns
        ],
    }


def _faults(mine: list[Table], brought: list[Arrival]) -> list[str]:
    files = {table.file for table in mine}
    found = [fault for fault in verify() if fault.split()[0] in files]
    for each in brought:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            try:
                load(each.original.name)
            except DataError as error:
                found.append(str(error))
        found += [str(warning.message) for warning in caught]
    return found
