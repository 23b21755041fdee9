"""Verbs that read charters: list, show, members, decide, diff."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import (
    AsJson,
    BlankOptions,
    CharterName,
    On,
    Readings,
    RoleOptions,
    app,
    show_or_dump,
)
from foedera.cli.inputs import bench_of, view_of

if TYPE_CHECKING:
    from foedera.charters import View


@app.command()
def charters(as_json: AsJson = False) -> None:
    """List the charters of the library with their bodies."""
    from foedera.charters import library
    from foedera.report.documents.charters import charters_document
    from foedera.report.terminal.charters import show_charters

    show_or_dump(charters_document(library()), show_charters, as_json=as_json)


@app.command()
def show(
    charter: CharterName, on: On = None, reading: Readings = None, as_json: AsJson = False
) -> None:
    """Print a charter article by article, with its rules, steps, blanks and readings."""
    from foedera.report.documents.charters import show_document
    from foedera.report.terminal.charters import show_charter

    show_or_dump(show_document(view_of(charter, on, reading)), show_charter, as_json=as_json)


@app.command()
def members(
    charter: CharterName,
    on: On = None,
    body: Annotated[str | None, typer.Option(help="Members of this body.")] = None,
    reading: Readings = None,
    as_json: AsJson = False,
) -> None:
    """List who is a party to a charter, or sits in a body, on a day."""
    from foedera.charters import find_decision
    from foedera.proceedings import Bench, charter_parties, electorate
    from foedera.report.documents.charters import members_document
    from foedera.report.terminal.charters import show_members

    at = view_of(charter, on, reading)
    parties = (
        electorate(at, find_decision(at, body)[0], Bench()).members
        if body
        else sorted(charter_parties(at))
    )
    show_or_dump(members_document(at, parties, body), show_members, as_json=as_json)


@app.command()
def decide(
    charter: CharterName,
    body: Annotated[str, typer.Argument(help="Body, or body:decision.")],
    sheet: Annotated[Path, typer.Option(help="CSV file 'party,ballot'.", metavar="FILE")],
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if not adopted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Decide one vote: was it adopted, and which clause of which article says so?"""
    from foedera.charters import decision_rule, find_decision
    from foedera.proceedings import complete, normal_form, read_sheet, weight_years
    from foedera.report.documents.charters import decide_document
    from foedera.report.terminal.charters import show_decision
    from foedera.rules import decide as decide_form

    at = view_of(charter, on, reading)
    organ, decision = find_decision(at, body)
    form = normal_form(at, organ, decision, bench_of(at, role, blank))
    cast = read_sheet(sheet, form.members)
    verdict = decide_form(form, complete(cast, form.members))
    notes = {
        "members": len(form.members),
        "unlisted": [member for member in form.members if member not in cast],
        "binding": decision.binding,
        "weights": weight_years(at, decision_rule(decision, at)),
    }
    document = decide_document(at, f"{organ.id}:{decision.id}", verdict, notes)
    show_or_dump(document, show_decision, as_json=as_json)
    if check and not verdict.adopted:
        raise typer.Exit(1)


@app.command()
def diff(
    first: Annotated[
        str, typer.Argument(help="Charter, with @DATE if wanted.", metavar="A[@DATE]")
    ],
    second: Annotated[str, typer.Argument(help="Charter to compare.", metavar="B[@DATE]")],
    body: Annotated[str | None, typer.Option(help="Body (or body:decision) of A.")] = None,
    to_body: Annotated[str | None, typer.Option(help="Body (or body:decision) of B.")] = None,
    reading: Readings = None,
    to_reading: Annotated[
        list[str] | None,
        typer.Option(help="Take this reading of B; can be repeated.", metavar="ID"),
    ] = None,
    role: RoleOptions = None,
    as_json: AsJson = False,
) -> None:
    """Compare two charters, days or readings; show a sheet on which their rules differ."""
    from foedera.report.comparison import compare_rules
    from foedera.report.documents.charters import diff_document
    from foedera.report.terminal.charters import show_diff

    left, right = _dated(first, reading), _dated(second, to_reading)
    found, note = compare_rules(
        (left, body, bench_of(left, _known(left, role), None)),
        (
            right,
            to_body or (body if left.charter.id == right.charter.id else None),
            bench_of(right, _known(right, role), None),
        ),
    )
    show_or_dump(diff_document(left, right, found, note), show_diff, as_json=as_json)


def _dated(word: str, readings: list[str] | None) -> "View":
    name, _, day = word.partition("@")
    return view_of(name, day or None, readings)


def _known(at: "View", roles: list[str] | None) -> list[str]:
    """Keep the roles that a charter has: the other side of a comparison may have more."""
    return [word for word in roles or () if word.partition("=")[0] in at.charter.roles]
