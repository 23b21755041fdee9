"""The verb that compares power across bodies, days and readings."""

import re
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, BallotOption, BlankOptions, app, show_or_dump
from foedera.cli.inputs import ballots_named, numbers_of, view_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from foedera.charters import View
    from foedera.power import Seat

PLACE = re.compile(
    r"(?P<charter>[^:@+]+)(?::(?P<body>[^@+]*))?(?:@(?P<day>[^+]*))?(?P<readings>(?:\+\w+)*)"
)


@app.command()
def powers(
    place: Annotated[
        list[str] | None,
        typer.Argument(
            help="Bodies; default: all of the library.",
            metavar="[CHARTER:BODY[:DECISION][@DATE][+READING] ...]",
        ),
    ] = None,
    party: Annotated[
        str | None, typer.Option(help="Parties asked about: RUS,USA,DEU.", metavar="CODES")
    ] = None,
    on: Annotated[
        list[str] | None,
        typer.Option(help="Day of bodies without one; can be repeated.", metavar="DATE"),
    ] = None,
    readings: Annotated[
        bool, typer.Option("--readings", help="Add every other reading that changes the rule.")
    ] = False,
    ballots: BallotOption = None,
    blank: BlankOptions = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print the table as CSV.")] = False,
    as_json: AsJson = False,
) -> None:
    """Compare power across bodies, days and readings, in one table."""
    from foedera.power import compare_power, other_readings
    from foedera.proceedings import InputError
    from foedera.report.documents.counts import powers_document
    from foedera.report.terminal.counts import show_powers

    if as_csv and as_json:
        raise InputError("give --csv or --json, not both")
    left_out: dict[str, str] = {}
    days: list[str | None] = [*on] if on else [None]
    seats = [
        replace(seat, bench=replace(seat.bench, blanks=_blanks_of(seat.view, blank)))
        for day in days
        for seat in (_seats(place, day) if place else _library(day, left_out))
    ]
    seats = list({_key(seat): seat for seat in seats}.values())
    if readings:
        seats = [seat for base in seats for seat in (base, *other_readings(base))]
    chosen = ballots_named(ballots, four=True)
    table, uncounted = compare_power(seats, _parties(party, seats), chosen)
    if as_csv:
        sys.stdout.write(table.to_csv())
        return
    document = powers_document(table, left_out | uncounted, chosen)
    show_or_dump(document, show_powers, as_json=as_json)


def _key(seat: "Seat") -> tuple[str, str, str, frozenset[str]]:
    return seat.view.charter.id, seat.name, seat.view.on.isoformat(), seat.view.options


def _blanks_of(at: "View", words: list[str] | None) -> dict[str, int]:
    """Return the blanks given that this charter has: another of the table may have the others."""
    return numbers_of(at, [w for w in words or () if w.partition("=")[0] in at.charter.blanks])


def _seats(places: list[str], day: str | None) -> "Iterator[Seat]":
    from foedera.power import seat_of
    from foedera.proceedings import InputError

    for place in places:
        found = PLACE.fullmatch(place)
        if found is None:
            raise InputError(
                f"'{place}' names no body: write CHARTER:BODY, such as un-sc:council@1950-06-27"
            )
        named = [word for word in (found["readings"] or "").split("+") if word]
        at = view_of(found["charter"], _day(found, day), named)
        yield seat_of(at, found["body"] or None)


def _day(found: re.Match[str], day: str | None) -> str | None:
    return day if found["day"] is None else found["day"]


def _library(day: str | None, left_out: dict[str, str]) -> "Iterator[Seat]":
    """Yield the first decision of every body of every charter; without a day, that of the data."""
    from foedera.charters import ReadingError, holding, library
    from foedera.power import seat_of
    from foedera.proceedings import InputError
    from foedera.world import DATA_DATE

    for charter in library():
        when = day or DATA_DATE.isoformat()
        try:
            at = view_of(charter.id, when, None)
        except InputError as error:
            if day is not None and "is no day" in str(error):
                raise
            left_out[f"{charter.id} on {when}"] = str(error)
            continue
        for body in holding(charter.bodies, at):
            try:
                yield seat_of(at, body.id)
            except ReadingError as error:
                left_out[f"{charter.id} {body.id} on {when}"] = str(error)


def _parties(words: str | None, seats: list["Seat"]) -> list[str]:
    from foedera.charters.select import own_codes
    from foedera.proceedings import InputError
    from foedera.world.parties import UnknownParty, resolve

    own = frozenset().union(*(own_codes(seat.view.charter) for seat in seats))
    found = []
    for word in words.split(",") if words else ():
        try:
            found.append(word if word in own else resolve(word))
        except UnknownParty as error:
            raise InputError(str(error)) from None
    return list(dict.fromkeys(found))
