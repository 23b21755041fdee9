"""Verbs that prove: one property of a charter, or a procedure played as a game."""

from collections.abc import Sequence
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
from foedera.cli.inputs import bench_of, numbers_of, shared_out, view_of, write_text

if TYPE_CHECKING:
    from foedera.proof import Scene, Standing, Verdict


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
    case: Annotated[
        Path | None,
        typer.Option(help="Write the play that shows it as a case file.", metavar="FILE"),
    ] = None,
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
    if case:
        _write_case(case, verdicts)
    show_or_dump(prove_document(at, verdicts), show_proofs, as_json=as_json)
    if any(verdict.verdict == "unknown" for verdict in verdicts):
        raise typer.Exit(3)
    if check and any(verdict.verdict == "fails" for verdict in verdicts):
        raise typer.Exit(1)


def _write_case(path: Path, verdicts: "Sequence[Verdict]") -> None:
    from foedera.proceedings import InputError
    from foedera.proof import write_case

    found = next((verdict for verdict in verdicts if verdict.course), None)
    shown = found.case() if found else None
    if shown is None:
        raise InputError("only what is obtained, prevented or assisted is played out as a case")
    write_text(path, write_case(shown))


@app.command()
def play(
    charters: Annotated[
        list[str], typer.Argument(help="Charters that are open; more than one can be.")
    ],
    attacked: Annotated[str, typer.Option(help="The party attacked.", metavar="CODE")],
    accused: Annotated[str, typer.Option(help="The party accused.", metavar="CODE")],
    friends: Annotated[
        str | None, typer.Option(help="Friends of the accused: BLR,ARM.", metavar="CODES")
    ] = None,
    goal: Annotated[
        str | None, typer.Option(help="Body:decision, or assistance; else every one.")
    ] = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    case: Annotated[
        Path | None,
        typer.Option(help="Write the play against all who obstruct as a case.", metavar="FILE"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Play a procedure as a game: who obtains or prevents what, where, how fast."""
    from foedera.report.documents.proof import play_document
    from foedera.report.play import open_scenes, play_all, sides_of
    from foedera.report.terminal.proof import show_play

    readings = shared_out(charters, reading, "reading")
    views = [view_of(name, on, readings[name]) for name in charters]
    blanks = shared_out(charters, blank, "blank")
    numbers = [numbers_of(at, blanks[name]) for at, name in zip(views, charters, strict=True)]
    named = friends.split(",") if friends else []
    sides = sides_of(attacked, accused, named, views[0].on)
    scenes, closed = open_scenes(views, numbers, sides)
    rows = play_all(scenes, sides, goal)
    if case:
        _write_play(case, rows)
    shown = [(here.view, standings) for here, standings in rows]
    show_or_dump(play_document(shown, closed, sides.document), show_play, as_json=as_json)
    courses = (
        course for _, all_ in shown for each in all_ for course in (each.alone, each.together)
    )
    if any(course.verdict == "unknown" for course in courses):
        raise typer.Exit(3)


def _write_play(path: Path, rows: "list[tuple[Scene, list[Standing]]]") -> None:
    from foedera.proceedings import InputError
    from foedera.proof import case_of, write_case

    played = [(here, each) for here, standings in rows for each in standings]
    if len(played) != 1:
        raise InputError(f"--case takes one charter and one --goal, not {len(played)} plays")
    here, found = played[0]
    write_text(path, write_case(case_of(found.together, here)))
