"""The data as a person reads of them."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented


def show_data(out: Console, document: Document) -> None:
    """Print the tables shipped, then what was found in the user's folder."""
    table = Table(box=None, pad_edge=False)
    table.add_column("table", no_wrap=True)
    table.add_column("rows", justify="right", no_wrap=True)
    table.add_column("years", no_wrap=True)
    table.add_column("source, and terms of use", overflow="fold")
    for each in document["tables"]:
        terms = f"{each['licence']} ({each['licence_mark']})"
        words = Text.assemble(each["source"], "\n", (terms, "dim"))
        table.add_row(each["name"], f"{each['rows']:,}", _years(each), words)
    out.print(table)
    _show_folder(out, document)
    _show_faults(out, document)


def show_entry(out: Console, document: Document) -> None:
    """Print one table or original: terms, columns, what to know, how to cite it."""
    for each in (*document["tables"], *document["originals"]):
        out.print(Text(f"{each['title']} ({each['name']})", style="bold"))
        lines = Table(box=None, pad_edge=False, show_header=False)
        lines.add_column(no_wrap=True)
        lines.add_column(overflow="fold")
        if "rows" in each:
            lines.add_row("rows", f"{each['rows']:,}; {_years(each)}")
        lines.add_row("source", f"{each['source']}, {each['version']}")
        lines.add_row("licence", f"{each['licence']} ({each['licence_mark']})")
        lines.add_row("cite", each["citation"])
        if "files" in each:
            lines.add_row("file", each["file"] or f"not found: {' or '.join(each['files'])}")
        out.print(lines)
        _show_columns(out, each)
        for note in each.get("notes", ()):
            indented(out, f"- {note}")
    _show_faults(out, document)


def _show_columns(out: Console, each: Document) -> None:
    heading(out, "Columns")
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for column in each["columns"]:
        words = column.get("expected") or _column_words(column)
        table.add_row(f"  {column['name']}", words)
    out.print(table)


def _column_words(column: Document) -> str:
    said = "; ".join(filter(None, (column["description"], column["unit"])))
    ends = (column["min"], column["max"])
    span = "" if ends[0] is None else f" ({ends[0]:.10g} to {ends[1]:.10g})"
    missing = f", {column['missing']:,} missing" if column["missing"] else ""
    return (said or column["type"]) + span + missing


def _years(each: Document) -> str:
    return "-" if each["from"] is None else f"{each['from']}-{each['to']}"


def _show_folder(out: Console, document: Document) -> None:
    heading(out, "Originals of your own")
    if document["folder"] is None:
        indented(out, "Set FOEDERA_DATA to the folder of your downloads.")
        return
    found = [each for each in document["originals"] if each["file"]]
    indented(out, f"{len(found)} of {len(document['originals'])} found in {document['folder']}")
    for each in found:
        version = each["version"] if each["known"] else "another version than the one known"
        indented(out, f"{each['name']} ({each['file']}): {version}", by=4)


def _show_faults(out: Console, document: Document) -> None:
    if document["faults"] is None:
        return
    heading(out, "Checked")
    for fault in document["faults"] or ("all in order",):
        indented(out, fault)
