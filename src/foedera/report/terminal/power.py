"""Counts as a person reads them."""

from collections import defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.coalitions import show_coalitions
from foedera.report.terminal.page import cast_ballots, some_parties, whole_number


def show_power(out: Console, document: Document) -> None:
    """Print a body's indices, members of one kind on one line."""
    out.print(Text(document["name"], style="bold"))
    if "on" in document:
        out.print(Text(f"on {document['on']}; reading: {document['reading']}", style="dim"))
    ballots = ", ".join(document["ballots"])
    out.print(Text(f"ballots, each as likely: {ballots}"))
    share = f"{document['power_to_act']:.4g}"
    adopting, sheets = whole_number(document["adopting"]), whole_number(document["sheets"])
    out.print(f"power to act: {share} ({adopting} of {sheets} sheets adopt)")
    block = document["blocking"]
    if block["smallest"] is not None:
        out.print(
            Text(f"smallest block: {block['smallest']} (such as {cast_ballots(block['example'])})")
        )
    table = Table(box=None, pad_edge=False)
    table.add_column("members", overflow="fold", ratio=1)
    for column in ("Banzhaf", "normalised", "Shapley", "prevent", "initiate"):
        table.add_column(column, justify="right")
    for row, parties in _kinds(document["members"]):
        table.add_row(some_parties(parties, 6), *row)
    out.print(table)
    if not document["monotone"]:
        out.print(Text("A yes can harm adoption here: indices show balances.", style="yellow"))
    show_coalitions(out, document)


def _kinds(members: Iterable[Document]) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    """Group the members whose indices print alike, the mightiest first."""
    indices = ("banzhaf", "banzhaf_normalised", "shapley_shubik")
    keys = (*indices, "coleman_prevent", "coleman_initiate")
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    # Equal members differ in their last bits: what prints alike counts as equal, then by code.
    mightiest = sorted(members, key=lambda m: (-round(m["shapley_shubik"], 9), m["party"]))
    for member in mightiest:
        row = tuple("-" if member[key] is None else f"{member[key]:.4g}" for key in keys)
        kinds[row].append(member["party"])
    return kinds.items()
