"""Cases as a person reads them."""

from collections import defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, listing, some_parties


def show_next(out: Console, document: Document) -> None:
    """Print what may happen next, grouped by step."""
    out.print(Text(f"{document['case']}, as of {document['now']}", style="bold"))
    heading(out, "May happen next")
    for words, parties in _grouped(document["may"], ("article", "until", "must")):
        indented(out, f"{words}: {some_parties(parties)}")
    heading(out, "May not")
    for words, parties in _grouped(document["may_not"], ("article", "reason")):
        indented(out, f"{words}: {some_parties(parties)}")


def _grouped(moves: Iterable[Document], keys: tuple[str, ...]) -> Iterable[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for move in moves:
        words = f"[{move['charter']} {move['article']}] {move['step']}"
        words += f" in {move['body']}" if move.get("body") else ""
        if "until" in keys and move["until"]:
            words += f", {'' if move['until'].startswith('at once') else 'by '}{move['until']}"
        if "must" in keys and move["must"]:
            words += " (a duty, overdue)" if move["overdue"] else " (a duty)"
        if "reason" in keys:
            party, reason = move["party"], move["reason"]
            words += f" - {reason.replace(party, 'it') if party.isupper() else reason}"
        groups[words].append(move["party"])
    return groups.items()


def show_replay(out: Console, document: Document) -> None:
    """Print the minutes and whether history agrees."""
    for line in document["minutes"].splitlines():
        inset = len(line) - len(line.lstrip())
        out.print(Padding(Text(line.strip()), (0, 0, 0, inset)))
    if document["history"]:
        same = document["history"] == document["outcome"]
        ground = "worked out beforehand" if document["derived"] else "history records"
        words = f"As {ground}." if same else f"Otherwise than {ground}: {document['history']}"
        out.print(Text(words, style="green" if same else "bold red"))


def show_cases(out: Console, document: Document) -> None:
    """Print the library of cases."""
    listing(out, document["cases"], "charters")


def show_council(out: Console, document: Document) -> None:
    """Print how the Council's votes on record compare with the charter's decisions."""
    out.print(f"{document['votes']} {'vote' if document['votes'] == 1 else 'votes'} on record")
    for kind, count in document["agree"].items():
        indented(out, f"{count:5} as recorded: {kind}")
    for label, key in (("decided otherwise", "contradictions"), ("other seats", "seats")):
        indented(out, f"{len(document[key]):5} {label}")
        for sentence in document[key]:
            indented(out, sentence, 8)
