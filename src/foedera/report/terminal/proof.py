"""Proofs as a person reads them."""

from collections import defaultdict

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import cast_ballots, heading, indented


def show_proofs(out: Console, document: Document) -> None:
    """Print each property with its verdict, its witness, and the readings that change it."""
    out.print(Text(f"{document['charter']} on {document['on']}; reading: {document['reading']}"))
    styles = {"holds": "green", "fails": "red", "unknown": "yellow"}
    for asked in document["properties"]:
        verdict = asked["verdict"]
        out.print()
        out.print(Text(f"{verdict.upper()}: {asked['property']}", style=styles[verdict]))
        indented(out, asked["text"])
        if asked["witness"]:
            indented(out, f"shown by: {cast_ballots(asked['witness'])}")
        if asked["roles"]:
            indented(out, "with " + ", ".join(f"{r}: {who}" for r, who in asked["roles"].items()))
        changed: dict[str, list[str]] = defaultdict(list)
        for option, word in asked["under_readings"].items():
            if word != verdict:
                changed[word].append(option)
        for word, options in changed.items():
            indented(out, f"{word} under {', '.join(options)}")


def show_play(out: Console, document: Document) -> None:
    """Print, charter by charter, who prevails on each goal, and where it can be stopped."""
    friends = document["friends"]
    out.print(
        Text(f"{document['attacked']} attacked, {document['accused']} accused, on {document['on']}")
    )
    out.print(Text(f"friends of the accused: {', '.join(friends) or 'none named'}"))
    for charter in document["charters"]:
        heading(out, f"{charter['charter']} (reading: {charter['reading']})")
        if charter["outside"]:
            indented(out, f"no party, so without a say: {', '.join(charter['outside'])}")
        for goal in charter["goals"]:
            _show_goal(out, goal, document)
    for charter in document["not_open"]:
        out.print()
        indented(out, f"{charter['charter']}: {charter['why']}", 0)
    obtained = document["obtained"]
    heading(out, f"What {document['attacked']} obtains somewhere, whoever of these obstructs")
    indented(out, f"{document['accused']}: {', '.join(obtained['against_accused']) or 'nothing'}")
    if friends:
        indented(out, f"and its friends: {', '.join(obtained['against_all']) or 'nothing'}")


def _show_goal(out: Console, goal: Document, document: Document) -> None:
    out.print()
    indented(out, f"{goal['title']} ({goal['article']}), {goal['binding']}")
    alone, together = _outcome(goal["accused_alone"]), _outcome(goal["accused_with_friends"])
    indented(out, f"against {document['accused']} alone: {alone}", 4)
    if document["friends"]:
        words = "the same" if alone == together else together
        indented(out, f"against it and its friends: {words}", 4)
    for verb, beside in (("against", "accused"), ("for", "attacked")):
        aim = "prevent" if verb == "against" else "obtain"
        number = _fewest(goal[f"fewest_{verb}"])
        indented(out, f"to {aim} it, {document[beside]} needs {number}", 4)
    if goal["accused_alone"]["outcome"] == "obtained":
        indented(out, f"time: {_time(goal)}", 4)
    if goal["stages"]:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("stage", overflow="fold")
        table.add_column("can stop it here", overflow="fold")
        for stage in goal["stages"]:
            number = str(stage["smallest"]) if stage["smallest"] else "nobody:"
            table.add_row(f"{stage['title']} ({stage['article']})", f"{number} {stage['how']}")
        out.print(Padding(table, (0, 0, 0, 4)))


def _outcome(course: Document) -> str:
    stop = course["stopped"]
    if stop is None:
        return "obtained" + "".join(f", if {words}" for words in course["conditions"])
    if course["outcome"] == "unknown":
        return f"unknown: {stop['why']}, at '{stop['title']}' ({stop['article']})"
    return f"prevented at '{stop['title']}' ({stop['article']}): {stop['why']}"


def _fewest(few: Document) -> str:
    if few["size"] is None and not few["exact"]:
        return "an unknown number of others"
    if few["size"] is None:
        return "more than there are: no number of others is enough"
    if few["size"] == 0:
        return "nobody else"
    words = "one other" if few["size"] == 1 else f"{few['size']} others"
    return words if few["exact"] else f"{few['at_least']} to {few['size']} others"


def _time(goal: Document) -> str:
    earliest = "the same day" if goal["earliest"] == "none" else f"after {goal['earliest']}"
    if goal["latest"] is None:
        return (
            f"{earliest} at the earliest; the text sets no limit to: {'; '.join(goal['unlimited'])}"
        )
    latest = "the same day" if goal["latest"] == "none" else goal["latest"]
    return f"{earliest} at the earliest, {latest} if those obliged take all their time"
