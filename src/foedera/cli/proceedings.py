"""Verbs that run cases: next, replay, cases, council-votes."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import (
    AsJson,
    app,
    show_or_dump,
)

if TYPE_CHECKING:
    pass


@app.command(name="next")
def next_(
    case: Annotated[str, typer.Argument(help="Id of a case, or path of its YAML file.")],
    as_json: AsJson = False,
) -> None:
    """List who may do what next in a case, by when and why, and who may not."""
    from foedera.proceedings import load_case, replay
    from foedera.report.documents.proceedings import next_document
    from foedera.report.terminal.proceedings import show_next

    show_or_dump(next_document(replay(load_case(case))), show_next, as_json=as_json)


@app.command()
def replay(
    case: Annotated[str, typer.Argument(help="Id of a case, or path of its YAML file.")],
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if history records otherwise.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the record of a case and print its minutes."""
    from foedera.proceedings import load_case
    from foedera.proceedings import replay as run
    from foedera.report.documents.proceedings import replay_document
    from foedera.report.terminal.proceedings import show_replay

    document = replay_document(run(load_case(case)))
    show_or_dump(document, show_replay, as_json=as_json)
    if check and document["history"] not in (None, document["outcome"]):
        raise typer.Exit(1)


@app.command()
def cases(as_json: AsJson = False) -> None:
    """List the historical cases of the library."""
    from foedera.proceedings import case_ids, load_case
    from foedera.report.documents.stamp import stamped
    from foedera.report.terminal.proceedings import show_cases

    found = [load_case(case_id) for case_id in case_ids()]
    document = stamped(
        {"cases": [{"id": c.id, "title": c.title, "charters": list(c.charters)} for c in found]}
    )
    show_or_dump(document, show_cases, as_json=as_json)


@app.command(name="council-votes")
def council_votes(
    path: Annotated[
        Path | None,
        typer.Argument(help="The UN Library's CSV, or a folder with the two tables."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Exit with 1 if any vote is decided otherwise.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decide every Security Council vote in your own download and compare with the record."""
    from foedera.proceedings import InputError
    from foedera.proceedings.council_check import check_council_votes
    from foedera.report.documents.proceedings import council_document
    from foedera.report.terminal.proceedings import show_council
    from foedera.world.council_votes import read_council_votes

    folder = os.environ.get("FOEDERA_DATA")
    if path is None and not folder:
        raise InputError("give the path of your download, or set FOEDERA_DATA to its folder")
    document = council_document(check_council_votes(read_council_votes(path or Path(folder or ""))))
    show_or_dump(document, show_council, as_json=as_json)
    if check and document["contradictions"]:
        raise typer.Exit(1)
