"""Verbs that prove."""

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
    pass


@app.command()
def prove(
    charter: CharterName,
    property_: Annotated[
        str | None,
        typer.Argument(
            metavar="[PROPERTY]", help="Such as 'the accused alone can block conference'."
        ),
    ] = None,
    battery: Annotated[
        bool, typer.Option("--battery", help="Ask what every charter is asked.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(help="Time limit of one question; past it: unknown.", min=0.001)
    ] = 10.0,
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if a property fails.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Prove or refute a property of a charter, with the ballots that show it."""
    from foedera.proceedings import InputError
    from foedera.proof import battery as all_properties
    from foedera.proof import check as check_property
    from foedera.report.documents.proof import prove_document
    from foedera.report.terminal.proof import show_proofs

    if battery == (property_ is not None):
        raise InputError("give one property in quotation marks, or --battery")
    at = view_of(charter, on, reading)
    bench = bench_of(at, role, blank)
    verdicts = (
        all_properties(at, bench, seconds=seconds)
        if property_ is None
        else (check_property(property_, at, bench, seconds=seconds),)
    )
    show_or_dump(prove_document(at, verdicts), show_proofs, as_json=as_json)
    if any(verdict.verdict == "unknown" for verdict in verdicts):
        raise typer.Exit(3)
    if check and any(verdict.verdict == "fails" for verdict in verdicts):
        raise typer.Exit(1)
