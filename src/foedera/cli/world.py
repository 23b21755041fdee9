"""The verb on the world of a year: parties, pairs, blocs, camps and a map."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from foedera.cli.app import AsJson, On, app, show_or_dump

if TYPE_CHECKING:
    from datetime import date

    from foedera.world import World
    from foedera.world.camps import Camps


@app.command()
def world(
    year: Annotated[
        int | None, typer.Option(help="Year, 1946 on; without it that of --on or --csv.")
    ] = None,
    parties: Annotated[
        str | None, typer.Option(help="Only these parties: RUS,USA,DEU.", metavar="CODES")
    ] = None,
    institution: Annotated[
        str | None, typer.Option(help="Only the members of a register: nato.", metavar="ID")
    ] = None,
    on: On = None,
    bloc: Annotated[
        list[str] | None,
        typer.Option(
            help="Count parties as one: EU=DEU,FRA or a register, eu; can be repeated.",
            metavar="NAME[=CODES]",
        ),
    ] = None,
    dyad: Annotated[
        list[str] | None,
        typer.Option(help="Add a pair, in both directions; can be repeated.", metavar="A,B"),
    ] = None,
    camps: Annotated[
        bool, typer.Option("--camps", help="Add the camps among the parties shown.")
    ] = False,
    carry: Annotated[
        bool,
        typer.Option("--carry", help="Beyond a source's end, take its last year, marked as such."),
    ] = False,
    csv: Annotated[
        Path | None,
        typer.Option(help="Lay a CSV of your own over the year.", metavar="FILE"),
    ] = None,
    map_: Annotated[
        Path | None,
        typer.Option("--map", help="Draw a map to .png, .svg or .html.", metavar="FILE"),
    ] = None,
    colour: Annotated[
        str, typer.Option(help="What colours the map: cinc, ideal, polyarchy ...", metavar="NAME")
    ] = "cinc",
    as_json: AsJson = False,
) -> None:
    """Show the parties of a year, what the data say of them and of pairs."""
    from foedera.report.documents.world import world_document
    from foedera.report.terminal.world import show_world

    day = _day(on, year, institution)
    found = _world(year if year is not None else (day.year if day else None), csv, carry=carry)
    if institution and day:
        found = found.within(institution, day)
    found = _blocs(found, bloc, day)
    if parties:
        found = found.restrict(word.strip() for word in parties.split(","))
    split = _camps(found, day, carry=carry) if camps else None
    pairs = [_pair(found, word) for word in dyad or ()]
    document = world_document(found, pairs=pairs, institution=institution, on=day, camps=split)
    if map_:
        from foedera.report.world_map import world_map

        world_map(found, colour).save(map_)
    show_or_dump(document, show_world, as_json=as_json)


def _day(on: str | None, year: int | None, institution: str | None) -> "date | None":
    """Return the day asked for; of an institution without one, the last of the year."""
    from datetime import date

    from foedera.proceedings import InputError

    if on is None:
        return date(year, 12, 31) if institution and year is not None and year > 0 else None
    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise InputError(f"'{on}' is no day; write it as 2009-12-01") from None
    if year is not None and day.year != year:
        raise InputError(f"--on {on} is not in the year {year}: give one of the two")
    return day


def _world(year: int | None, csv: Path | None, *, carry: bool) -> "World":
    from foedera.proceedings import InputError
    from foedera.world import World

    if csv:
        return World.from_csv(csv, year, alone=False, carry=carry)
    if year is None:
        raise InputError("world needs a year: --year 2008, or a day: --on 2008-08-01")
    return World(year, carry=carry)


def _blocs(found: "World", words: list[str] | None, day: "date | None") -> "World":
    from datetime import date

    from foedera.proceedings import InputError
    from foedera.world import merge
    from foedera.world.memberships import members

    blocs: dict[str, list[str]] = {}
    for word in words or ():
        name, equals, codes = word.partition("=")
        if not name or (equals and not codes):
            raise InputError(f"write --bloc NAME=CODES, or --bloc eu for a register: '{word}'")
        if equals:
            blocs[name] = [code.strip() for code in codes.split(",")]
        else:
            on = day or date(found.year, 12, 31)
            inside = [code for code in members(name, on) if code in found.parties]
            blocs[name.upper()] = inside
    return merge(found, blocs) if blocs else found


def _pair(found: "World", word: str) -> tuple[str, str]:
    from foedera.proceedings import InputError

    codes = [code.strip() for code in word.split(",")]
    if len(codes) != len(("a", "b")):
        raise InputError(f"--dyad takes two parties: RUS,USA, not '{word}'")
    a, b = (found.parties[found.place(code)] for code in codes)
    if a == b:
        raise InputError(f"--dyad takes two parties, not {a} twice")
    return a, b


def _camps(found: "World", day: "date | None", *, carry: bool) -> "Camps":
    from datetime import date

    from foedera.proceedings import InputError
    from foedera.world.camps import camps

    if found.blocs or found.names:
        raise InputError("--camps is for states: leave out --bloc and made-up parties")
    return camps(found.parties, day or date(found.year, 12, 31), carry=carry)
