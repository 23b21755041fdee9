"""Likely ballots, and power across bodies, as a person reads them."""

from collections import defaultdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, some_parties


def show_likely(out: Console, document: Document) -> None:
    """Print the chance of adoption, and members of one kind on one line."""
    out.print(Text(document["name"], style="bold"))
    if "on" in document:
        out.print(Text(f"on {document['on']}; reading: {document['reading']}", style="dim"))
    out.print(Text(f"ballots: {document['source']}"))
    error = f" (quadrature: {document['error']:.1g})" if document["points"] > 1 else ""
    out.print(f"power to act: {document['power_to_act']:.4g}{error}")
    table = Table(box=None, pad_edge=False)
    table.add_column("members", overflow="fold", ratio=1)
    for column in ("yes", "critical", "success", "decisive", "luck", "if yes", "if no"):
        table.add_column(column, justify="right")
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    ordered = sorted(document["members"], key=lambda m: (-round(m["criticality"], 9), m["party"]))
    for member in ordered:
        keys = ("criticality", "success", "decisiveness", "luck")
        chances = [member["odds"]["yes"], *(member[key] for key in keys)]
        chances += [member["given"]["yes"], member["given"]["no"]]
        kinds[tuple(_cell(chance) for chance in chances)].append(member["party"])
    for row, parties in kinds.items():
        table.add_row(some_parties(parties, 6), *row)
    out.print(table)
    unseen = [member["party"] for member in document["members"] if member["observed"] == 0]
    if unseen:
        out.print(Text(f"no record, prior alone: {some_parties(unseen)}", style="yellow"))


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def show_powers(out: Console, document: Document) -> None:
    """Print a line a body, or under it one a party; then what was assumed and left out."""
    out.print(Text(f"ballots, each as likely: {', '.join(document['ballots'])}"))
    bodies: dict[str, list[Document]] = defaultdict(list)
    for row in document["rows"]:
        bodies[_place(row)].append(row)
    for name, rows in bodies.items():
        out.print(Text(name, style="bold"))
        head = rows[0]
        block = "none" if head["smallest_block"] is None else head["smallest_block"]
        act = _cell(head["power_to_act"])
        indented(out, f"power to act: {act}; members: {head['members']}; smallest block: {block}")
        if head["assumed"]:
            indented(out, f"assumed: {head['assumed']}")
        if "party" in head:
            out.print(_of_parties(rows))
    if document["left_out"]:
        heading(out, "Left out")
        for left in document["left_out"]:
            indented(out, f"{left['decision']}: {left['reason']}")


def _of_parties(rows: list[Document]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 0, 0, 2))
    table.add_column("party", min_width=6)
    for column in ("Banzhaf", "Shapley", "prevent", "initiate", "veto"):
        table.add_column(column, justify="right", min_width=9)
    indices = ("banzhaf", "shapley_shubik", "coleman_prevent", "coleman_initiate")
    for row in rows:
        if row["seated"]:
            cells = [*(_cell(row[key]) for key in indices), "yes" if row["veto"] else "no"]
        else:
            cells = ["no member"]
        table.add_row(row["party"], *cells)
    return table


def _place(row: Document) -> str:
    reading = "" if row["reading"] == "default" else "+" + row["reading"].replace(",", "+")
    return f"{row['charter']}:{row['body']}@{row['on']}{reading}"


def show_export(out: Console, document: Document) -> None:
    """Print what was written where."""
    out.print(Text(f"{document['name']}: {document['members']} members"))
    out.print(Text(f"written to {document['file']}"))
