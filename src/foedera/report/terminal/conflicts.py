"""Conflicts between two charters as a person reads them."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented

STYLES = {"conflict of duties": "red", "liberty curtailed": "yellow", "tension": "cyan"}


def show_conflicts(out: Console, document: Document) -> None:
    """Print each conflict, who prevails, and the readings under which it goes; then the levers."""
    first, second = document["charters"]
    out.print(Text(f"{_side(first)} and {_side(second)} on {document['on']}"))
    indented(out, f"{len(document['common'])} parties to both. {document['text']}", 0)
    for conflict in document["conflicts"]:
        _show(out, conflict, first["id"], second["id"])
    others = document["under_other_readings"]
    if others:
        heading(out, "Only under other readings")
        for conflict in others:
            stands = [o for o, word in conflict["under_readings"].items() if word == "stands"]
            indented(out, f"{conflict['kind']}: {_duties(conflict, first['id'], second['id'])}")
            indented(out, f"{conflict['situation']} Under {', '.join(stands)}.", 4)
    if document["levers"] is not None:
        _show_levers(out, document["levers"])


def _side(side: Document) -> str:
    taken = "" if side["reading"] == "default" else f" ({side['reading']})"
    return f"{side['id']}{taken}"


def _duties(conflict: Document, first: str, second: str) -> str:
    one, two = conflict["duties"]
    return f"{first} {one}, {second} {two}"


def _show(out: Console, conflict: Document, first: str, second: str) -> None:
    out.print()
    words = f"{conflict['kind'].upper()}: {_duties(conflict, first, second)}"
    out.print(Text(words, style=STYLES[conflict["kind"]]))
    for name, acts in zip((first, second), conflict["acts"], strict=True):
        indented(out, f"{name}: {acts}")
    indented(out, f"when: {conflict['situation']}")
    if conflict["decided_by"]:
        indented(out, f"in the hands of: {', '.join(conflict['decided_by'])}")
    cast = (f"{who} {code}" for who, code in conflict["example"].items())
    indented(out, f"such as: {', '.join(cast)}")
    indented(out, f"priority: {conflict['priority']['text']}")
    gone = [option for option, word in conflict["under_readings"].items() if word == "gone"]
    if gone:
        indented(out, f"gone under {', '.join(gone)}")


def _show_levers(out: Console, levers: list[Document]) -> None:
    heading(out, "Levers over the second charter's decisions")
    if not levers:
        indented(out, "No duty of the first charter tells its parties how to vote there.")
        return
    table = Table(box=None, pad_edge=False)
    for column in ("decision", "bound", "no", "withhold"):
        table.add_column(column, justify="left" if column == "decision" else "right")
    for decision in dict.fromkeys(lever["decision"] for lever in levers):
        own = [lever for lever in levers if lever["decision"] == decision]
        needed = {lever["duty"].split(" ", 1)[-1]: lever["needed"] for lever in own}
        against = next((n for duty, n in needed.items() if duty.startswith("oppose")), None)
        aside = next((n for duty, n in needed.items() if "further" in duty), None)
        bound = f"{own[0]['bound']} of {own[0]['members']}"
        table.add_row(decision, bound, str(against or "-"), str(aside or "-"))
    out.print(table)
    said: dict[tuple[str, str, str], set[str]] = {}
    for lever in levers:
        key = (lever["article"], lever["duty"], " and ".join(lever["readings"]))
        said.setdefault(key, set()).add(lever["strength"])
    for (article, duty, readings), strengths in said.items():
        indented(out, f"{article} {duty}, {readings or 'any reading'}: {_most(strengths)}")


def _most(strengths: set[str]) -> str:
    best = next(word for word in ("veto", "influence", "none") if word in strengths)
    return best if len(strengths) == 1 else f"{best} over some decisions"
