"""Verbs that count."""

from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BlankOptions, On, Readings, RoleOptions, app, show_or_dump
from foedera.cli.inputs import bench_of, view_of

if TYPE_CHECKING:
    pass


@app.command()
def power(
    charter: Annotated[str | None, typer.Argument(help="Id of the library, or a file.")] = None,
    body: Annotated[str | None, typer.Argument(help="Body, or body:decision.")] = None,
    game: Annotated[
        str | None, typer.Option(help="A bare game instead: '[3; 2,1,1]'.", metavar="GAME")
    ] = None,
    ballots: Annotated[
        str | None,
        typer.Option(help="Ballots that are cast, each as likely: four, or yes-no."),
    ] = None,
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    as_json: AsJson = False,
) -> None:
    """Count a body exactly: its power to act, every member's index, the smallest block."""
    from foedera.charters import find_decision
    from foedera.power import parse_game
    from foedera.proceedings import InputError, normal_form
    from foedera.report.documents.power import power_document
    from foedera.report.terminal.power import show_power

    four = _four_ballots(ballots, default=game is None)
    if game is not None:
        if charter:
            raise InputError("give a charter and its body, or --game, not both")
        document = power_document(parse_game(game), four=four, name=game)
        show_or_dump(document, show_power, as_json=as_json)
        return
    if charter is None:
        raise InputError("power needs a charter and a body, or --game '[3; 2,1,1]'")
    at = view_of(charter, on, reading)
    organ, decision = find_decision(at, body or at.charter.bodies[0].id)
    form = normal_form(at, organ, decision, bench_of(at, role, blank))
    name = f"{at.charter.id} {organ.id}:{decision.id}"
    show_or_dump(power_document(form, four=four, name=name, at=at), show_power, as_json=as_json)


def _four_ballots(word: str | None, *, default: bool) -> bool:
    from foedera.proceedings import InputError

    if word not in (None, "four", "yes-no"):
        raise InputError(f"--ballots takes 'four' or 'yes-no', not '{word}'")
    return default if word is None else word == "four"
