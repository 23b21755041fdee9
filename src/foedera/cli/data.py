"""The verb that says what data there are."""

import sys
from typing import Annotated

import typer

from foedera.cli.app import AsJson, app, show_or_dump


@app.command()
def data(
    table: Annotated[
        str | None, typer.Argument(help="Name of a table, or of an original to bring.")
    ] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="Print how to cite it.")] = False,
    check: Annotated[
        bool, typer.Option(help="Check shipped tables and those in FOEDERA_DATA; exit 1 if wrong.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """List the data: from when to when, how they may be used, how to cite them."""
    from foedera.report.documents.data import data_document
    from foedera.report.terminal.data import show_data, show_entry

    document = data_document(table, check=check)
    if bibtex and not as_json:
        sys.stdout.write(_references(document))
    else:
        show_or_dump(document, show_entry if table else show_data, as_json=as_json)
    if document["faults"]:
        raise typer.Exit(1)


def _references(document: dict[str, list[dict[str, str]]]) -> str:
    """Return the BibTeX entries of the tables and of the originals found, each once."""
    every = [*document["tables"], *(o for o in document["originals"] if o["file"])]
    every = every or document["originals"]
    found = [entry for each in every for entry in each["bibtex"].split("\n\n")]
    return "\n\n".join(dict.fromkeys(found)) + "\n"
