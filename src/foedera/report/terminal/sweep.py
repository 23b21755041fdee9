"""Sweeps as a person reads them, and their progress."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import indented

QUIET = 5.0  # seconds


def show_sweep(out: Console, document: Document) -> None:
    """Print what a run computed and each charter's share of action over the grid."""
    folder, cells = document["folder"], document["cells"]
    out.print(Text(f"{cells} cells in {folder}", style="bold"))
    gone = {"damaged": "damaged", "outdated": "of other parameters (an earlier fit)"}
    taken = [
        f", {document[key]} {words} taken away" for key, words in gone.items() if document[key]
    ]
    done = f"{document['found']} found, {document['computed']} computed"
    indented(out, done + "".join(taken))
    out.print()
    table = Table(box=None, pad_edge=False)
    for column in ("charter", "taken", "model"):
        table.add_column(column, overflow="fold")
    for column in ("acts, mean", "least", "most"):
        table.add_column(column, justify="right")
    for row in document["charters"]:
        shares = (f"{row[key]:.4f}" for key in ("mean", "least", "most"))
        table.add_row(row["charter"], row["variant"] or "as it stands", row["model"], *shares)
    out.print(table)


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yield a function that shows on standard error how much is done.

    On a terminal it is a bar; elsewhere (a log) a line for each tenth of the way, once it takes
    long enough for somebody to wonder.
    """
    if sys.stderr.isatty():
        with _bar(what) as show:
            yield show
        return
    start, told = time.monotonic(), 0

    def tell(done: int, every: int) -> None:
        nonlocal told
        tenth = 10 * done // max(every, 1)
        if tenth > told and time.monotonic() - start > QUIET:
            told = tenth
            sys.stderr.write(f"{done} of {every} {what}\n")
            sys.stderr.flush()

    yield tell


@contextmanager
def _bar(what: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Left

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), Left())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        yield lambda done, every: bar.update(task, completed=done, total=every)


def show_sensitivity(out: Console, document: Document, shown: int = 12) -> None:
    """Print which parameters move the share of action most."""
    charter, crisis = document["charter"], document["dispute"]
    out.print(Text(f"What moves the share of action: {charter}, {crisis}", style="bold"))
    indented(
        out,
        f"{document['method']}, {document['samples']} samples, {document['runs']} runs of "
        f"{document['draws']} draws, seed {document['seed']}, reading {document['reading']}",
    )
    indented(out, f"{document['model']}: {document['calibration']}")
    indented(out, f"acts: {document['mean']:.3f} on average, deviation {document['deviation']:.3f}")
    out.print()
    sobol = document["method"] == "sobol"
    columns = ("first", "total") if sobol else ("effect", "spread")
    table = Table(box=None, pad_edge=False)
    table.add_column("parameter", no_wrap=True)
    table.add_column("range", justify="right", no_wrap=True)
    table.add_column("basis", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    for row in document["influences"][:shown]:
        span = f"{row['low']:.2f} to {row['high']:.2f}"
        figures = (_figure(row[column], row.get(f"{column}_ci")) for column in columns)
        table.add_row(row["parameter"], span, row["basis"], *figures)
    out.print(table)
    more = len(document["influences"]) - shown
    if more > 0:
        indented(out, f"and {more} more that matter less")


def _figure(value: float | None, interval: float | None) -> str:
    if value is None:
        return "unknown"
    return f"{value:.3f}" + (f" ± {interval:.3f}" if interval is not None else "")
