"""Verbs that count a body in other ways: likely (unequal ballots), export."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import (
    AsJson,
    BallotOption,
    BlankOptions,
    On,
    Readings,
    RoleOptions,
    app,
    show_or_dump,
)
from foedera.cli.inputs import ballots_named, bench_of, view_of

if TYPE_CHECKING:
    from foedera.charters import View
    from foedera.power.odds import Odds
    from foedera.rules import NormalForm

Charter = Annotated[str | None, typer.Argument(help="Id of the library, or a file.")]
BodyName = Annotated[str | None, typer.Argument(help="Body, or body:decision.")]
Game = Annotated[
    str | None,
    typer.Option(help="A bare game instead: '[3; 2,1,1]', or a CSV file.", metavar="GAME"),
]


@app.command()
def likely(
    charter: Charter = None,
    body: BodyName = None,
    game: Game = None,
    odds: Annotated[
        Path | None,
        typer.Option(help="CSV 'party,yes,no,abstain,absent', with loadings.", metavar="FILE"),
    ] = None,
    record: Annotated[
        Path | None,
        typer.Option(help="Odds from your download of Council votes.", metavar="PATH"),
    ] = None,
    prior: Annotated[
        float, typer.Option(help="Pseudo-ballots of each kind added to a record.")
    ] = 0.5,
    since: Annotated[
        str | None, typer.Option(help="Leave out earlier votes of the record.", metavar="DATE")
    ] = None,
    together: Annotated[
        float | None, typer.Option(help="Loading of all members on one common factor.")
    ] = None,
    ballots: BallotOption = None,
    nodes: Annotated[
        int | None, typer.Option(help="Nodes of the quadrature a factor.", min=2, max=1024)
    ] = None,
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    as_json: AsJson = False,
) -> None:
    """Say how likely a body acts if ballots are not equally likely, or not independent."""
    from foedera.power import likely as counted
    from foedera.proceedings import InputError
    from foedera.report.documents.counts import likely_document
    from foedera.report.terminal.counts import show_likely

    if odds and record:
        raise InputError("give --odds or --record, not both")
    if since and not record:
        raise InputError("--since needs --record: votes of which record?")
    if (odds or record) and ballots:
        raise InputError("--ballots is for equal odds: a file or record gives its own")
    form, name, at = _rule(charter, body, game, (role, blank, on, reading))
    if odds:
        from foedera.power import read_odds

        found, source = read_odds(odds, form.members), f"as {odds.name} gives them"
    elif record:
        found, source = _from_record(record, form, at, since, prior)
    else:
        found, source = _equal(form, ballots, four=game is None)
    if together is not None:
        found = found.with_common(together)
        source += f"; loading {together:g} on one common factor"
    result = counted(form, found, nodes=nodes)
    document = likely_document(result, found, name=name, source=source, at=at)
    show_or_dump(document, show_likely, as_json=as_json)


def _equal(form: "NormalForm", word: str | None, *, four: bool) -> tuple["Odds", str]:
    from foedera.power import equal_odds

    chosen = ballots_named(word, four=four)
    return equal_odds(form.members, chosen), f"{', '.join(map(str, chosen))}, each as likely"


def _from_record(
    path: Path, form: "NormalForm", at: "View | None", since: str | None, prior: float
) -> tuple["Odds", str]:
    """Return odds from the votes of a record up to the day, and in words where they come from."""
    from datetime import date

    from foedera.cli.inputs import day_of
    from foedera.power import odds_from_record
    from foedera.proceedings import InputError
    from foedera.world.council_votes import read_council_votes

    if at is None:
        raise InputError("--record needs a charter whose members are states")
    first = day_of(since, at.charter) if since else date.min
    votes = [
        vote
        for vote in read_council_votes(path)
        if first <= vote.on <= at.on and not vote.without_vote
    ]
    odds = odds_from_record(form.members, [vote.ballots for vote in votes], prior=prior)
    span = f"from {since} " if since else ""
    return odds, f"estimated from {len(votes)} votes {span}to {at.on}; prior {prior:g} of each kind"


def _rule(
    charter: str | None,
    body: str | None,
    game: str | None,
    options: tuple[list[str] | None, list[str] | None, str | None, list[str] | None],
) -> tuple["NormalForm", str, "View | None"]:
    """Return the rule that a charter and body, or a bare game, name; its name; and the view."""
    from foedera.charters import find_decision
    from foedera.power import named_game
    from foedera.proceedings import InputError, normal_form

    role, blank, on, reading = options
    if (game is None) == (charter is None):
        raise InputError("give a charter and its body, or --game '[3; 2,1,1]'")
    if game is not None:
        return named_game(game), game, None
    at = view_of(charter or "", on, reading)
    organ, decision = find_decision(at, body or at.charter.bodies[0].id)
    form = normal_form(at, organ, decision, bench_of(at, role, blank))
    return form, f"{at.charter.id} {organ.id}:{decision.id}", at


@app.command()
def export(
    to: Annotated[Path, typer.Option(help="File to write: .json, .csv or .nfg.", metavar="FILE")],
    charter: Charter = None,
    body: BodyName = None,
    game: Game = None,
    ballots: BallotOption = None,
    against: Annotated[
        str | None,
        typer.Option(help="In a .nfg file, members that want rejection.", metavar="CODES"),
    ] = None,
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    as_json: AsJson = False,
) -> None:
    """Write a body's rule to a file: normal form as JSON or CSV, or a game for Gambit."""
    from foedera.power import gambit_game, normal_form_csv, normal_form_document
    from foedera.proceedings import InputError
    from foedera.proceedings.sheet import member_code
    from foedera.report.documents.counts import export_document
    from foedera.report.documents.stamp import stamped
    from foedera.report.terminal.counts import show_export

    suffix = to.suffix.lower()
    if suffix not in {".json", ".csv", ".nfg"}:
        raise InputError(f"'{to}' should end in .json, .csv or .nfg: that says the format")
    if suffix != ".nfg" and (against or ballots):
        raise InputError("--against and --ballots are for a game in a .nfg file")
    form, name, at = _rule(charter, body, game, (role, blank, on, reading))
    if suffix == ".nfg":
        opposed = [
            member_code(word, form.members, "--against")
            for word in (against.split(",") if against else ())
        ]
        chosen = ballots_named(ballots, four=False)
        text = gambit_game(form, chosen, against=opposed, title=name)
    elif suffix == ".csv":
        text = normal_form_csv(form)
    else:
        content = stamped({"name": name} | normal_form_document(form), at)
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    try:
        to.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(f"{to} cannot be written: {error.strerror}") from None
    document = export_document(to, name=name, members=len(form.members), at=at)
    show_or_dump(document, show_export, as_json=as_json)
