"""Coalitions, unions and absence as a person reads them."""

from collections import defaultdict
from collections.abc import Callable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, some_parties, whole_number

Row = tuple[str, ...]


def show_coalitions(out: Console, document: Document) -> None:
    """Print what a count says of coalitions, absence and unions, if it was asked for."""
    if "minimal_winning" in document:
        _show_every_index(out, document)
    if "unions" in document:
        _show_unions(out, document)


def _show_every_index(out: Console, document: Document) -> None:
    others = {"no": "vote no", "absent": "stay away"}[document["rest"]]
    heading(out, f"Coalitions that vote yes while the others {others}")
    for name in ("winning", "blocking"):
        found = document[f"minimal_{name}"]
        if found is not None:
            indented(out, f"minimal {name}: {_number(found)}", 0)
    _table(out, document, ("Johnston", "Deegan-P.", "Holler", "roles"), _shares)
    heading(out, "Coming and staying away")
    columns = ("inclusive", "for: lost", "against: lost", "best to stop")
    _table(out, document, columns, _absence)
    for reason in document["refused"]:
        out.print(Text(f"Not counted: {reason}.", style="yellow"))


def _number(found: Document) -> str:
    number = whole_number(found["number"])
    if not found["listed"]:
        return number
    one = found["listed"][0]
    parts = [
        f"{part['number']} of {some_parties(part['of'], 6)}"
        if part["number"] < len(part["of"])
        else some_parties(part["of"], 6)
        for part in one["take"]
    ]
    such = "; ".join(parts) or "nobody at all"
    return f"{number} (such as {such})"


def _shares(member: Document) -> Row:
    roles = member["roles"]
    said = "?" if roles is None else ", ".join(roles) or "-"
    return (*(_digits(member[key]) for key in ("johnston", "deegan_packel", "holler")), said)


def _absence(member: Document) -> Row:
    price = member["absence"]
    if price is None:
        return (_digits(member["inclusiveness"]), "?", "?", "?")
    return (
        _digits(member["inclusiveness"]),
        _digits(price["to_supporter"]),
        _digits(price["to_opponent"]),
        ", ".join(price["best_to_stop"]),
    )


def _show_unions(out: Console, document: Document) -> None:
    heading(out, "If unions act as blocs")
    _table(
        out,
        document,
        ("union", "Owen", "Banzhaf-Owen"),
        lambda m: (m["union"] or "-", _digits(m["owen"]), _digits(m["banzhaf_owen"])),
    )


def _digits(value: float | None) -> str:
    return "-" if value is None else f"{value:.4g}"


def _table(
    out: Console, document: Document, columns: Row, row_of: Callable[[Document], Row]
) -> None:
    """Print one line for all members whose row is the same, the mightiest first."""
    mightiest = sorted(
        document["members"], key=lambda m: (-round(m["shapley_shubik"], 9), m["party"])
    )
    alike: dict[Row, list[str]] = defaultdict(list)
    for member in mightiest:
        alike[row_of(member)].append(member["party"])
    table = Table(box=None, pad_edge=False)
    table.add_column("members", overflow="fold", ratio=1)
    for column in columns:
        table.add_column(column, justify="right")
    for row, parties in alike.items():
        table.add_row(some_parties(parties, 6), *row)
    out.print(table)
