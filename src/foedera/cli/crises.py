"""The verb that shows crises."""

from typing import Annotated

import typer

from foedera.cli.app import AsJson, app, show_or_dump


@app.command()
def crises(
    crisis: Annotated[
        str | None, typer.Argument(help="Id of a crisis, or path of its YAML file.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the crises of history, or show one: what was done, to whom, how glaring it was."""
    from foedera.report.documents.crises import crises_document, crisis_document
    from foedera.report.terminal.crises import show_crises, show_crisis
    from foedera.world.crises import crises as every_crisis
    from foedera.world.crises import load_crisis

    if crisis is None:
        show_or_dump(crises_document(every_crisis()), show_crises, as_json=as_json)
    else:
        show_or_dump(crisis_document(load_crisis(crisis)), show_crisis, as_json=as_json)
