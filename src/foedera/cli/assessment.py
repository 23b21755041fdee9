"""The main job: assess a charter."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, CharterName, On, Readings, app, show_or_dump
from foedera.cli.inputs import numbers_of, party_of, view_of

if TYPE_CHECKING:
    pass


@app.command()
def assess(
    charter: CharterName,
    on: On = None,
    reading: Readings = None,
    accused: Annotated[
        str | None, typer.Option(help="Ask about this party as the accused.", metavar="CODE")
    ] = None,
    friends: Annotated[
        str | None, typer.Option(help="Its friends, such as BLR,ARM.", metavar="CODES")
    ] = None,
    blank: BlankOptions = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Write a report with charts: F.html or F.pdf.", metavar="FILE"),
    ] = None,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Charts of the HTML answer the pointer.")
    ] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Print what every other reading makes of each finding.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Assess a charter: who can start, stop and be bound by what, article by article."""
    from foedera.proceedings import InputError
    from foedera.report.assessment import assess as assessed
    from foedera.report.documents.assessment import assess_document
    from foedera.report.findings import Brief
    from foedera.report.terminal.assessment import show_assessment
    from foedera.report.write import check_form, write_report

    if out:
        check_form(out)
    if interactive and (out is None or out.suffix.lower() != ".html"):
        raise InputError("--interactive needs --out with an HTML file: only such charts can be")
    at = view_of(charter, on, reading)
    if friends and not accused:
        raise InputError("--friends needs --accused: whose friends are they?")
    named = [word for words in (accused, friends) if words for word in words.split(",")]
    codes = [party_of(at, word) for word in named]
    brief = Brief(at, codes[0] if codes else None, tuple(codes[1:]), numbers_of(at, blank))
    assessment = assessed(brief)
    if out:
        write_report(assessment, out, interactive=interactive)
        if not as_json:
            count = len(assessment.findings)
            typer.echo(f"The assessment of {at.charter.id} ({count} findings) is in {out}.")
            return
    document = assess_document(assessment) if as_json else {}
    show = partial(show_assessment, full=full)
    show_or_dump(document, show, as_json=as_json, shown=assessment)
