"""Decades of crises as a person reads them."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented

EVENTS = {
    "attempted": "attacks attempted",
    "deterred": "attacks deterred",
    "stopped": "attacks stopped",
    "false_alarms": "false alarms",
}
STATES = ("trust", "reputation")


def show_decades(out: Console, document: Document) -> None:
    """Print what decades of crises come to under each charter."""
    rows = document["rows"]
    names = ", ".join(row["charter"] for row in rows)
    out.print(Text(f"{document['years']} years of crises: {names}", style="bold"))
    courses = f"{document['replications']} courses of events from {document['from']}"
    pool = f"{document['crises']} random crises, {document['draws']} draws of each"
    out.print(Text(f"{courses}; {pool}; seed {document['seed']}", style="dim"))
    out.print(Text(f"model {document['model']} ({document['parameters']})", style="dim"))
    out.print(Text(document["unfitted"]))
    for row in rows:
        heading(out, _title(row))
        out.print(_table(row, rows[0]))
    heading(out, "Assumed")
    for words in document["assumed"]:
        indented(out, f"- {words}")


def _title(row: Document) -> str:
    """Return a charter with the day on which it is taken, and how far it is open."""
    taken = f" on {row['on']}" if row["on"] else ""
    reading = f", reading {row['reading']}" if row["reading"] != "default" else ""
    beside = " and help beside it" if row["self_help"] else ""
    shut = f"; open in {row['open']:.0%} of crises" if row["open"] < 1 else ""
    acts = f"acts in {row['acts']:.0%} of crises where members trust each other"
    return f"{row['charter']}{beside}{taken}{reading}{shut}: {acts}"


def _table(row: Document, first: Document) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("a decade", no_wrap=True, min_width=24)
    columns = ("mean", "se") if row is first else ("mean", "se", "less the first", "se")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True, min_width=6)
    for key, words in EVENTS.items():
        found = row["a_decade"][key]
        table.add_row(words, *_figures(found, "mean", "se", besides=row is not first))
    for name in STATES:
        found = row[name]
        words = f"{name}, {found['start']:.2f} at first, last"
        table.add_row(words, *_figures(found, "end", "end_se", besides=row is not first))
    return table


def _figures(found: Document, mean: str, error: str, *, besides: bool) -> list[str]:
    shown = [f"{found[mean]:.2f}", f"{found[error]:.2f}"]
    if besides:
        shown += [f"{found['difference']:+.2f}", f"{found['difference_se']:.2f}"]
    return shown
