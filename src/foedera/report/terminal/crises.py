"""Crises as a person reads them."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, some_parties

NOBODY = "no state"


def show_crises(out: Console, document: Document) -> None:
    """Print the library of crises, oldest first."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "act"):
        table.add_column(column, no_wrap=True)
    for column in ("by", "against"):
        table.add_column(column, overflow="fold")
    table.add_column("glaring", justify="right")
    for crisis in document["crises"]:
        sides = (crisis["aggressor"], crisis["attacked"])
        words = (some_parties(side, 2) or NOBODY for side in sides)
        table.add_row(crisis["id"], crisis["act"], *words, _score(crisis["glaring"]))
    out.print(table)


def show_crisis(out: Console, document: Document) -> None:
    """Print one crisis: the sides, how glaring it was, what was claimed and done."""
    crisis = document["crises"][0]
    out.print(Text(f"{crisis['title']} ({crisis['id']})", style="bold"))
    by = ", ".join(crisis["aggressor"]) or crisis["author"]
    against = ", ".join(crisis["attacked"]) or crisis["victim"]
    indented(out, f"{crisis['start']} to {crisis['end'] or 'today'}: {by} against {against}")
    further = crisis["further_acts"]
    indented(out, crisis["taxonomy"]["title"] + (f", also {', '.join(further)}" if further else ""))
    indented(out, crisis["basis"] + _marked(crisis["mark"], crisis["cited"]))
    _show_glaring(out, crisis)
    heading(out, "What was claimed")
    for told in crisis["narratives"]:
        names = f" [names {', '.join(told['names'])}]" if told["names"] else ""
        _said(out, f"{told['party']}{names}: {told['claim']}", told)
    heading(out, "What organisations did")
    for done in crisis["organisations"]:
        case = f" [case {done['case']}]" if done["case"] else ""
        _said(out, f"{done['institution']}: {done['did']}{case}", done)
        if done["decided"]:
            indented(out, _coded(done), 4)
    if not crisis["organisations"]:
        indented(out, "Nothing.")
    heading(out, "Outcome")
    _said(out, crisis["outcome"]["text"], crisis["outcome"])
    heading(out, "Sources")
    for key, cited in crisis["sources"].items():
        indented(out, f"{key}: {cited}")


def _show_glaring(out: Console, crisis: Document) -> None:
    coding = crisis["coding"]
    span = f", {coding['low']:.2f} to {coding['high']:.2f}"
    unknown = span if coding["low"] < coding["high"] else ""
    heading(out, f"How glaring: {_score(crisis['glaring'])}{unknown} ({coding['grade']})")
    for criterion in coding["criteria"]:
        indented(out, f"{criterion['answer']:8}{criterion['id']} (weight {criterion['weight']})")


def _coded(done: Document) -> str:
    keys = ("asked", "decided", "blocked_by", "measure", "enforced")
    return ", ".join(f"{key.replace('_', ' ')}: {done[key]}" for key in keys if done[key])


def _said(out: Console, words: str, said: Document) -> None:
    indented(out, words + _marked(said["mark"], said["sources"]))


def _marked(mark: str, sources: Iterable[str]) -> str:
    return f" ({', '.join([mark, *sources])})"


def _score(score: float | None) -> str:
    return "unknown" if score is None else f"{score:.2f}"
