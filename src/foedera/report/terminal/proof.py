"""Proofs as a person reads them."""

from collections import defaultdict

from rich.console import Console
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import cast_ballots, indented


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
