"""Verbs that count."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, On, Readings, RoleOptions, app, show_or_dump
from foedera.cli.inputs import bench_of, unions_of, view_of

if TYPE_CHECKING:
    from foedera.rules import Ballot


@app.command()
def power(
    charter: Annotated[str | None, typer.Argument(help="Id of the library, or a file.")] = None,
    body: Annotated[str | None, typer.Argument(help="Body, or body:decision.")] = None,
    game: Annotated[
        str | None,
        typer.Option(help="A bare game instead: '[3; 2,1,1]', or a CSV file.", metavar="GAME"),
    ] = None,
    ballots: Annotated[
        str | None,
        typer.Option(help="Ballots that are cast, each as likely: four, or yes-no."),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="Every index, minimal coalitions, roles, price of absence."),
    ] = False,
    union: Annotated[
        list[str] | None,
        typer.Option(help="Members act as a bloc: csto, or X=RUS,BLR; can be repeated."),
    ] = None,
    rest: Annotated[
        str, typer.Option(help="What who does not join a coalition does: no, or absent.")
    ] = "no",
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    plot: Annotated[
        Path | None,
        typer.Option(help="Also draw it: F.svg, .png, .pdf or .html.", metavar="FILE"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Count a body exactly: its power to act, every member's index, the smallest block."""
    from foedera.charters import find_decision
    from foedera.power import named_game
    from foedera.proceedings import InputError, normal_form
    from foedera.report.documents.power import power_document
    from foedera.report.terminal.power import show_power

    four = _four_ballots(ballots, default=game is None)
    others = _rest(rest)
    if game is not None:
        if charter:
            raise InputError("give a charter and its body, or --game, not both")
        form, name, at = named_game(game), game, None
    elif charter is None:
        raise InputError("power needs a charter and a body, or --game '[3; 2,1,1]'")
    else:
        at = view_of(charter, on, reading)
        organ, decision = find_decision(at, body or at.charter.bodies[0].id)
        form = normal_form(at, organ, decision, bench_of(at, role, blank))
        name = f"{at.charter.id} {organ.id}:{decision.id}"
    unions = unions_of(form.members, union, at.on if at else None)
    document = power_document(
        form, four=four, name=name, at=at, every=every, unions=unions, rest=others
    )
    if plot:
        from foedera.report import plot as picture_of

        picture_of(document).save(plot)
    show_or_dump(document, show_power, as_json=as_json)


def _four_ballots(word: str | None, *, default: bool) -> bool:
    from foedera.proceedings import InputError

    if word not in (None, "four", "yes-no"):
        raise InputError(f"--ballots takes 'four' or 'yes-no', not '{word}'")
    return default if word is None else word == "four"


def _rest(word: str) -> "Ballot":
    from foedera.proceedings import InputError
    from foedera.rules import Ballot

    if word not in {"no", "absent"}:
        raise InputError(f"--rest takes 'no' or 'absent', not '{word}'")
    return Ballot.NO if word == "no" else Ballot.ABSENT
