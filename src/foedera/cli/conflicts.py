"""The verb that holds the duties of two charters against each other."""

from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, On, app, show_or_dump

if TYPE_CHECKING:
    from foedera.charters import View


@app.command()
def conflicts(
    first: Annotated[str, typer.Argument(metavar="A", help="Charter: id or path.")],
    second: Annotated[str, typer.Argument(metavar="B", help="The other, or the same again.")],
    on: On = None,
    reading: Annotated[
        list[str] | None,
        typer.Option(
            "--reading",
            help="Take this reading: E17b, or est-2009:E17b if both have one; can be repeated.",
            metavar="ID",
        ),
    ] = None,
    lever: Annotated[
        str | None,
        typer.Option(
            "--lever",
            help="Ask too what this party gains over B's decisions by duties under A.",
            metavar="CODE",
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if there is a conflict of duties.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find situations in which a party to two charters cannot comply with both."""
    from foedera.proof.composition import levers
    from foedera.proof.conflicts import conflicts as find_conflicts
    from foedera.report.documents.conflicts import conflicts_document
    from foedera.report.terminal.conflicts import show_conflicts

    one, two = _views(first, second, on, reading or [])
    found = find_conflicts(one, two)
    gained = levers(two, one, _holder(lever, one)) if lever else None
    document = conflicts_document(found, gained)
    show_or_dump(document, show_conflicts, as_json=as_json)
    if check and any(c.kind == "conflict of duties" for c in found.conflicts):
        raise typer.Exit(1)


def _holder(word: str, at: "View") -> str:
    from foedera.cli.inputs import party_of

    return party_of(at, word)


def _views(first: str, second: str, on: str | None, readings: list[str]) -> tuple["View", "View"]:
    """Return both charters on the day asked, or on the last day on which both stand."""
    from foedera.cli.inputs import shared_out, view_of

    day = on or _last_day_together(first, second)
    shared = shared_out([first, second], readings, "reading")
    return view_of(first, day, shared[first]), view_of(second, day, shared[second])


def _last_day_together(first: str, second: str) -> str:
    from datetime import timedelta

    from foedera.charters import load_charter
    from foedera.proceedings import InputError
    from foedera.world import DATA_DATE

    charters = (load_charter(first), load_charter(second))
    ends = [charter.ended - timedelta(days=1) for charter in charters if charter.ended]
    last = min([DATA_DATE, *ends])
    start = max(charter.in_force or charter.opened for charter in charters)
    if last < start:
        one, two = (charter.id for charter in charters)
        raise InputError(f"{one} and {two} never stood at the same time")
    return last.isoformat()
