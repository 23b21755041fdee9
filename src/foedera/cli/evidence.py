"""The verb that says how well the models foretell."""

from typing import Annotated

import typer

from foedera.cli.app import AsJson, app, show_or_dump


@app.command()
def evidence(
    recompute: Annotated[
        bool, typer.Option("--recompute", help="Score anew from the originals in FOEDERA_DATA.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print how well the models foretell what they have not seen, against plain baselines."""
    from foedera.report.documents.evidence import evidence_document
    from foedera.report.terminal.evidence import show_evidence

    show_or_dump(evidence_document(anew=recompute), show_evidence, as_json=as_json)
