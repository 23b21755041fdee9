"""Charters, members, single votes and differences as a person reads them."""

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from foedera.proceedings.minutes import cite, party_name
from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import cast_ballots, heading, indented, listing


def show_charters(out: Console, document: Document) -> None:
    """Print the library."""
    listing(out, document["charters"], "bodies")


def show_charter(out: Console, document: Document) -> None:
    """Print a charter article by article, then its bodies, steps, blanks and readings."""
    out.print(Text(document["title"], style="bold"))
    out.print(Text(document["summary"].strip()))
    out.print(Text(f"As on {document['on']}; reading: {document['reading']}.", style="dim"))
    if document["text_status"]:
        out.print(Text(document["text_status"].strip(), style="dim"))
    for article in document["articles"]:
        number = article["number"]
        label = number if not number[0].isdigit() else f"Article {number}"
        heading(out, f"{label}  {article['title']}".rstrip())
        indented(out, article["text"].strip())
        if "rule" in article:
            out.print(Padding(Text(f"rule: {article['rule']}", style="cyan"), (0, 0, 0, 2)))
        if article["mark"] == "recalled":
            indented(out, "(recalled; not yet seen in the text)")
        if "note" in article:
            indented(out, f"note: {article['note'].strip()}")
    _show_bodies(out, document)
    _show_steps(out, document)
    _show_open(out, document)


def _show_bodies(out: Console, document: Document) -> None:
    heading(out, "Bodies and their decisions")
    for body in document["bodies"]:
        indented(out, f"{body['title']} ({body['id']})")
        for decision in body["decisions"]:
            indented(out, f"{decision['title']} ({decision['id']}), {decision['binding']}:", 4)
            indented(out, f"{decision['rule']}", 6)


def _show_steps(out: Console, document: Document) -> None:
    heading(out, "Steps")
    for step in document["steps"]:
        who = " or the ".join(step["by"])
        words = f"{step['article']}: the {who} {step['modality']} {step['title']}"
        words += f" after {' and '.join(step['after'])}" if step["after"] else ""
        words += _within(step["within"])
        words += f", not before {step['not_before']}" if step["not_before"] else ""
        words += f"; needs: {step['needs']}" if step["needs"] else ""
        indented(out, words)


def _within(words: str | None) -> str:
    if not words:
        return ""
    return f", {words}" if words in ("immediately", "at once") else f", within {words}"


def _show_open(out: Console, document: Document) -> None:
    if document["blanks"]:
        heading(out, "Blanks (numbers that the text leaves open)")
        for blank in document["blanks"]:
            indented(out, f"{blank['id']}: {blank['title']} ({blank['article']})")
    if document["readings"]:
        heading(out, "Readings")
    for question in document["readings"]:
        indented(out, f"{question['id']}  {question['question']} ({question['article']})")
        for option, words in question["options"].items():
            default = f" - default: {question['why']}" if option == question["default"] else ""
            indented(out, f"{option}: {words}{default}", 6)


def show_members(out: Console, document: Document) -> None:
    """Print the parties of a day."""
    parties = document["parties"]
    out.print(f"{document['charter']} on {document['on']}: {len(parties)}")
    out.print(Text(", ".join(party_name(code) for code in parties)))


def show_decision(out: Console, document: Document) -> None:
    """Print the outcome of a vote and its reasons."""
    verdict = "ADOPTED" if document["adopted"] else "NOT ADOPTED"
    style = "bold green" if document["adopted"] else "bold red"
    out.print(Text(f"{verdict}: {document['charter']} {document['decision']}", style=style))
    out.print(Text(f"on {document['on']}; reading: {document['reading']}", style="dim"))
    for reason in document["reasons"]:
        sign = "+" if reason["satisfied"] else "-"
        counts = reason["counts"]
        word = "needed" if counts["relation"] == ">=" else "allowed"
        words = f"{sign} {cite(reason['article'] or '')}: {reason['clause']}"
        words += f" - {counts['have']} of {counts['base']}, {counts['needed']} {word}"
        decisive = "  <- decisive" if reason["decisive"] else ""
        indented(out, words + decisive)
    for weight, year in document.get("weights", {}).items():
        out.print(Text(f"Figures for {weight}: of {year}.", style="dim"))
    if document.get("unlisted"):
        count = len(document["unlisted"])
        out.print(Text(f"{count} not on the sheet and counted as absent.", style="dim"))


def show_diff(out: Console, document: Document) -> None:
    """Print what changed, and the sheet on which the rules differ."""
    first, second = document["first"], document["second"]
    left, right = _side(first, second), _side(second, first)
    for change in document["changes"]:
        heading(out, change["aspect"])
        indented(out, f"{left}: {change['first'] or 'nothing'}")
        indented(out, f"{right}: {change['second'] or 'nothing'}")
    if not document["changes"]:
        out.print("No difference.")
    out.print()
    if document["note"]:
        out.print(Text(document["note"], style="dim"))
    if document.get("sheet"):
        words = cast_ballots(document["sheet"])
        winner = left if document["first_adopts"] else right
        out.print(Text(f"A sheet that only {winner} adopts: {words}"))
    elif document.get("proved_equal"):
        out.print("No sheet of these members tells the two rules apart (all were tried).")


def _side(one: Document, other: Document) -> str:
    """Name one side of a comparison by what sets it apart: its charter, its day, its reading."""
    words = str(one["id"])
    if one["id"] == other["id"] and one["on"] != other["on"]:
        words += f" on {one['on']}"
    if one["id"] == other["id"] and one["reading"] != other["reading"]:
        words += f" under {one['reading']}"
    return words
