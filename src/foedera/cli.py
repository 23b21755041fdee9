"""The command line: one verb a capability, each a few lines that call the library.

What a verb needs is imported inside it, so that `foedera --help` answers at once.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from foedera.charters import Charter, View
    from foedera.proceedings import Bench

app = typer.Typer(
    name="foedera",
    help="Make collective security executable: read, run and assess security charters.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# Digits of the longest number that a blank of a treaty could sensibly hold.
LONGEST_NUMBER = 9

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
On = Annotated[str | None, typer.Option("--on", help="Day, such as 2009-12-01.", metavar="DATE")]
Readings = Annotated[
    list[str] | None,
    typer.Option("--reading", help="Take this reading (E1b); can be repeated.", metavar="ID"),
]
RoleOptions = Annotated[
    list[str] | None,
    typer.Option("--role", help="Bind a role: accused=RUS; can be repeated.", metavar="ROLE=CODES"),
]
BlankOptions = Annotated[
    list[str] | None,
    typer.Option("--blank", help="Fill a blank: seconders=2.", metavar="NAME=NUMBER"),
]
CharterName = Annotated[str, typer.Argument(help="Id of the library, or path of a YAML file.")]


def main() -> None:
    """Run the command line; the user's faults end in one sentence and exit code 2."""
    try:
        app()
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        sys.stderr.write(f"foedera: {error}\n")
        sys.exit(2)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _print(
    document: dict[str, Any], show: Callable[..., None], *, as_json: bool, shown: object = None
) -> None:
    if as_json:
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
        return
    from foedera.report.terminal import console

    show(console(), document if shown is None else shown)


def _day(word: str | None, charter: "Charter") -> date:
    """Return the day asked for; without one, a day on which the charter stands (see the docs)."""
    from foedera.proceedings import InputError
    from foedera.world import DATA_DATE

    if word is None:
        if charter.in_force is None:
            return charter.opened
        last = date.fromordinal(charter.ended.toordinal() - 1) if charter.ended else DATA_DATE
        return min(DATA_DATE, last)
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise InputError(f"'{word}' is no day: write it as 2009-12-01") from None


def _view(name: str, on: str | None, readings: list[str] | None) -> "View":
    from foedera.charters import load_charter, view
    from foedera.proceedings import InputError

    charter = load_charter(name)
    day = _day(on, charter)
    start = charter.in_force or charter.opened
    if day < start:
        verb = "is in force" if charter.in_force else "exists"
        raise InputError(f"{charter.id} {verb} only from {start}, not on {day}")
    if charter.ended and day >= charter.ended:
        raise InputError(f"{charter.id} ended on {charter.ended}: choose an earlier day than {day}")
    return view(charter, day, readings or ())


def _bench(at: "View", roles: list[str] | None, blanks: list[str] | None) -> "Bench":
    from foedera.charters.select import own_codes, suggestion
    from foedera.proceedings import Bench, InputError
    from foedera.world.parties import resolve

    own = own_codes(at.charter)
    bound: dict[str, frozenset[str]] = {}
    for word in roles or ():
        role, _, codes = word.partition("=")
        if role not in at.charter.roles:
            hint = suggestion(role, at.charter.roles)
            raise InputError(f"{at.charter.id} has no role '{role}'{hint}")
        if not codes:
            raise InputError(f"write --role {role}=CODE, not '{word}'")
        parties = [c if c in own else resolve(c, at.on) for c in codes.split(",")]
        bound[role] = bound.get(role, frozenset()) | frozenset(parties)
    return Bench(bound, _numbers(at, blanks))


def _numbers(at: "View", blanks: list[str] | None) -> dict[str, int]:
    from foedera.charters.select import suggestion
    from foedera.proceedings import InputError

    filled: dict[str, int] = {}
    for word in blanks or ():
        name, _, number = word.partition("=")
        if name not in at.charter.blanks:
            hint = suggestion(name, at.charter.blanks)
            raise InputError(f"{at.charter.id} has no blank '{name}'{hint}")
        if not number.isdecimal() or len(number) > LONGEST_NUMBER:
            raise InputError(f"a blank takes a whole number: --blank {name}=2, not '{word}'")
        filled[name] = int(number)
    return filled


@app.command()
def charters(as_json: AsJson = False) -> None:
    """List the charters of the library with their bodies."""
    from foedera.charters import library
    from foedera.report.documents import charters_document
    from foedera.report.terminal import show_charters

    _print(charters_document(library()), show_charters, as_json=as_json)


@app.command()
def show(
    charter: CharterName, on: On = None, reading: Readings = None, as_json: AsJson = False
) -> None:
    """Print a charter article by article, with its rules, steps, blanks and readings."""
    from foedera.report.documents import show_document
    from foedera.report.terminal import show_charter

    _print(show_document(_view(charter, on, reading)), show_charter, as_json=as_json)


@app.command()
def members(
    charter: CharterName,
    on: On = None,
    body: Annotated[str | None, typer.Option(help="Members of this body.")] = None,
    reading: Readings = None,
    as_json: AsJson = False,
) -> None:
    """List who is a party to a charter, or sits in a body, on a day."""
    from foedera.charters import find_decision
    from foedera.proceedings import Bench, charter_parties, electorate
    from foedera.report.documents import members_document
    from foedera.report.terminal import show_members

    at = _view(charter, on, reading)
    parties = (
        electorate(at, find_decision(at, body)[0], Bench()).members
        if body
        else sorted(charter_parties(at))
    )
    _print(members_document(at, parties, body), show_members, as_json=as_json)


@app.command()
def decide(
    charter: CharterName,
    body: Annotated[str, typer.Argument(help="Body, or body:decision.")],
    sheet: Annotated[Path, typer.Option(help="CSV file 'party,ballot'.", metavar="FILE")],
    role: RoleOptions = None,
    blank: BlankOptions = None,
    on: On = None,
    reading: Readings = None,
    check: Annotated[bool, typer.Option("--check", help="Exit with 1 if not adopted.")] = False,
    as_json: AsJson = False,
) -> None:
    """Decide one vote: was it adopted, and which clause of which article says so?"""
    from foedera.charters import decision_rule, find_decision
    from foedera.proceedings import complete, normal_form, read_sheet, weight_years
    from foedera.report.documents import decide_document
    from foedera.report.terminal import show_decision
    from foedera.rules import decide as decide_form

    at = _view(charter, on, reading)
    organ, decision = find_decision(at, body)
    form = normal_form(at, organ, decision, _bench(at, role, blank))
    cast = read_sheet(sheet, form.members)
    verdict = decide_form(form, complete(cast, form.members))
    notes = {
        "members": len(form.members),
        "unlisted": [member for member in form.members if member not in cast],
        "binding": decision.binding,
        "weights": weight_years(at, decision_rule(decision, at)),
    }
    document = decide_document(at, f"{organ.id}:{decision.id}", verdict, notes)
    _print(document, show_decision, as_json=as_json)
    if check and not verdict.adopted:
        raise typer.Exit(1)


@app.command(name="next")
def next_(
    case: Annotated[str, typer.Argument(help="Id of a case, or path of its YAML file.")],
    as_json: AsJson = False,
) -> None:
    """List who may do what next in a case, by when and why, and who may not."""
    from foedera.proceedings import load_case, replay
    from foedera.report.documents import next_document
    from foedera.report.terminal import show_next

    _print(next_document(replay(load_case(case))), show_next, as_json=as_json)


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
    from foedera.report.documents import replay_document
    from foedera.report.terminal import show_replay

    document = replay_document(run(load_case(case)))
    _print(document, show_replay, as_json=as_json)
    if check and document["history"] not in (None, document["outcome"]):
        raise typer.Exit(1)


@app.command()
def cases(as_json: AsJson = False) -> None:
    """List the historical cases of the library."""
    from foedera.proceedings import case_ids, load_case
    from foedera.report.documents import stamped
    from foedera.report.terminal import show_cases

    found = [load_case(case_id) for case_id in case_ids()]
    document = stamped(
        {"cases": [{"id": c.id, "title": c.title, "charters": list(c.charters)} for c in found]}
    )
    _print(document, show_cases, as_json=as_json)


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
    from foedera.report.documents import council_document
    from foedera.report.terminal import show_council
    from foedera.world.council_votes import read_council_votes

    folder = os.environ.get("FOEDERA_DATA")
    if path is None and not folder:
        raise InputError("give the path of your download, or set FOEDERA_DATA to its folder")
    document = council_document(check_council_votes(read_council_votes(path or Path(folder or ""))))
    _print(document, show_council, as_json=as_json)
    if check and document["contradictions"]:
        raise typer.Exit(1)


@app.command()
def diff(
    first: Annotated[
        str, typer.Argument(help="Charter, with @DATE if wanted.", metavar="A[@DATE]")
    ],
    second: Annotated[str, typer.Argument(help="Charter to compare.", metavar="B[@DATE]")],
    body: Annotated[str | None, typer.Option(help="Body (or body:decision) of A.")] = None,
    to_body: Annotated[str | None, typer.Option(help="Body (or body:decision) of B.")] = None,
    reading: Readings = None,
    to_reading: Annotated[
        list[str] | None,
        typer.Option(help="Take this reading of B; can be repeated.", metavar="ID"),
    ] = None,
    role: RoleOptions = None,
    as_json: AsJson = False,
) -> None:
    """Compare two charters, days or readings; show a sheet on which their rules differ."""
    from foedera.report.comparison import compare_rules
    from foedera.report.documents import diff_document
    from foedera.report.terminal import show_diff

    left, right = _dated(first, reading), _dated(second, to_reading)
    found, note = compare_rules(
        (left, body, _bench(left, _known(left, role), None)),
        (
            right,
            to_body or (body if left.charter.id == right.charter.id else None),
            _bench(right, _known(right, role), None),
        ),
    )
    _print(diff_document(left, right, found, note), show_diff, as_json=as_json)


def _dated(word: str, readings: list[str] | None) -> "View":
    name, _, day = word.partition("@")
    return _view(name, day or None, readings)


def _known(at: "View", roles: list[str] | None) -> list[str]:
    """Keep the roles that a charter has: the other side of a comparison may have more."""
    return [word for word in roles or () if word.partition("=")[0] in at.charter.roles]


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
    from foedera.report.documents import power_document
    from foedera.report.terminal import show_power

    four = _four_ballots(ballots, default=game is None)
    if game is not None:
        if charter:
            raise InputError("give a charter and its body, or --game, not both")
        document = power_document(parse_game(game), four=four, name=game)
        _print(document, show_power, as_json=as_json)
        return
    if charter is None:
        raise InputError("power needs a charter and a body, or --game '[3; 2,1,1]'")
    at = _view(charter, on, reading)
    organ, decision = find_decision(at, body or at.charter.bodies[0].id)
    form = normal_form(at, organ, decision, _bench(at, role, blank))
    name = f"{at.charter.id} {organ.id}:{decision.id}"
    _print(power_document(form, four=four, name=name, at=at), show_power, as_json=as_json)


def _four_ballots(word: str | None, *, default: bool) -> bool:
    from foedera.proceedings import InputError

    if word not in (None, "four", "yes-no"):
        raise InputError(f"--ballots takes 'four' or 'yes-no', not '{word}'")
    return default if word is None else word == "four"


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
    from foedera.report.documents import prove_document
    from foedera.report.terminal import show_proofs

    if battery == (property_ is not None):
        raise InputError("give one property in quotation marks, or --battery")
    at = _view(charter, on, reading)
    bench = _bench(at, role, blank)
    verdicts = (
        all_properties(at, bench, seconds=seconds)
        if property_ is None
        else (check_property(property_, at, bench, seconds=seconds),)
    )
    _print(prove_document(at, verdicts), show_proofs, as_json=as_json)
    if any(verdict.verdict == "unknown" for verdict in verdicts):
        raise typer.Exit(3)
    if check and any(verdict.verdict == "fails" for verdict in verdicts):
        raise typer.Exit(1)


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
    as_json: AsJson = False,
) -> None:
    """Assess a charter: who can start, stop and be bound by what, article by article."""
    from foedera.proceedings import InputError
    from foedera.report.assessment import assess as assessed
    from foedera.report.documents import assess_document
    from foedera.report.findings import Brief
    from foedera.report.terminal import show_assessment

    at = _view(charter, on, reading)
    if friends and not accused:
        raise InputError("--friends needs --accused: whose friends are they?")
    named = [word for words in (accused, friends) if words for word in words.split(",")]
    codes = [_party(at, word) for word in named]
    brief = Brief(at, codes[0] if codes else None, tuple(codes[1:]), _numbers(at, blank))
    assessment = assessed(brief)
    document = assess_document(assessment) if as_json else {}
    _print(document, show_assessment, as_json=as_json, shown=assessment)


def _party(at: "View", word: str) -> str:
    """Return the party to a charter that a word names; raises if it is none on the day."""
    from foedera.proceedings import InputError, charter_parties
    from foedera.proceedings.sheet import member_code

    parties = charter_parties(at)
    try:
        return member_code(word, parties, at.charter.id)
    except InputError as error:
        known = str(error).startswith(f"{at.charter.id}: no ")
        reason = str(error) if known else f"{word} is no party to {at.charter.id} on {at.on}"
        raise InputError(reason) from None


@app.callback(invoke_without_command=True)
def _version(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        from foedera import __version__

        sys.stdout.write(f"{__version__}\n")
        raise typer.Exit
