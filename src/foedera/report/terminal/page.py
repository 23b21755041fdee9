"""The console and the few shapes that every view is made of."""

from collections import defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document


def console() -> Console:
    """Return a console for standard output that never splits codes for highlighting."""
    return Console(highlight=False, soft_wrap=False)


def heading(out: Console, words: str) -> None:
    """Print a heading after an empty line."""
    out.print()
    out.print(Text(words, style="bold"))


def indented(out: Console, words: str, by: int = 2) -> None:
    """Print words, wrapped and indented."""
    out.print(Padding(Text(words), (0, 0, 0, by)))


def listing(out: Console, rows: Iterable[Document], parts: str) -> None:
    """Print id, title and parts (bodies, charters) of each row in columns."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "title", parts):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row["id"], row["title"], ", ".join(row[parts]))
    out.print(table)


def some_parties(parties: list[str], shown: int = 8) -> str:
    """Return the first parties and how many more there are."""
    more = f" and {len(parties) - shown} more" if len(parties) > shown else ""
    return ", ".join(parties[:shown]) + more


def cast_ballots(sheet: dict[str, str]) -> str:
    """Return a sheet in words: the parties by ballot."""
    ballots: dict[str, list[str]] = defaultdict(list)
    for party, ballot in sheet.items():
        ballots[ballot].append(party)
    return "; ".join(f"{ballot}: {some_parties(who, 12)}" for ballot, who in ballots.items())


def whole_number(digits: str, shown: int = 40) -> str:
    """Return a whole number, one too long for a line as a power of ten."""
    if len(digits) <= shown:
        return digits
    return f"{digits[0]}.{digits[1:5]}e{len(digits) - 1}"
