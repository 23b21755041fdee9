"""An assessment as a person reads it on the terminal."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from foedera.report.assessment import Assessment
from foedera.report.sections import Line, opening, sections
from foedera.report.terminal.page import heading, indented


def show_assessment(out: Console, assessment: Assessment) -> None:
    """Print the assessment of a charter."""
    title, summary, basis, status = opening(assessment)
    out.print(Text(title, style="bold"))
    out.print(Text(summary))
    out.print(Text(basis, style="dim"))
    if status:
        out.print(Text(status, style="dim"))
    for section in sections(assessment):
        heading(out, section.title)
        for line in section.lines:
            _show_line(out, line)


def _show_line(out: Console, line: Line) -> None:
    if line.kind == "under":
        out.print(Padding(Text(line.words, style="yellow"), (0, 0, 0, 2 * line.level)))
    else:
        indented(out, line.words, 2 * line.level)
