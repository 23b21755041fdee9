"""An assessment as a person reads it on the terminal."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foedera.report.assessment import Assessment
from foedera.report.sections import ANOTHER_TEXT, Line, opening, sections
from foedera.report.terminal.page import heading, indented


def show_assessment(out: Console, assessment: Assessment, *, full: bool = False) -> None:
    """Print the assessment of a charter; in full, also what every other reading makes of it."""
    title, summary, basis, status = opening(assessment)
    out.print(Text(title, style="bold"))
    out.print(Text(summary))
    out.print(Text(basis, style="dim"))
    if status:
        out.print(Text(status, style="dim"))
    left_out = 0
    for section in sections(assessment):
        if not full and (section.detail or section.title.startswith(ANOTHER_TEXT)):
            left_out += 1
            continue
        heading(out, section.title)
        if section.evidence:
            out.print(Padding(Text(f"Rests on: {section.evidence}.", style="dim"), (0, 0, 0, 2)))
        for line in section.lines if full else _shortened(section.lines):
            _show_line(out, line)
    if not full:
        out.print()
        words = f"--full shows {left_out} more sections, and each finding under other readings."
        out.print(Text(words, style="dim"))


def _shortened(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines with those of other readings joined into one that names the options."""
    told = (line for line in lines if line.kind != "evidence")
    for kind, run in groupby(told, key=lambda line: line.kind):
        if kind != "under":
            yield from run
            continue
        options = ", ".join(line.option for line in run)
        yield Line(f"other under {options}", "under", 2)


def _show_line(out: Console, line: Line) -> None:
    if line.kind == "table":
        out.print(Padding(_table(line.rows), (0, 0, 0, 2 * line.level)))
    elif line.kind == "evidence":
        out.print(Padding(Text(line.words, style="dim"), (0, 0, 0, 2 * line.level)))
    elif line.kind == "under":
        out.print(Padding(Text(line.words, style="yellow"), (0, 0, 0, 2 * line.level)))
    else:
        indented(out, line.words, 2 * line.level)


def _table(rows: tuple[tuple[str, ...], ...]) -> Table:
    heads, *others = rows
    table = Table(box=None, pad_edge=False)
    for place, head in enumerate(heads):
        table.add_column(head, justify="right" if place else "left", overflow="fold")
    for row in others:
        table.add_row(*row)
    return table
