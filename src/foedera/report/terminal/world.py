"""The world of a year, as a person reads it."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, some_parties

SHOWN = 20
COLUMNS = {
    "cinc": ("CINC", "{:.4f}"),
    "gdp": ("GDP, billion", "{:,.1f}"),
    "population": ("people, m", "{:,.2f}"),
    "polyarchy": ("democracy", "{:.2f}"),
    "ideal": ("ideal point", "{:.2f}"),
}
THOUSAND = 1000
CONTIGUITY = ("none", "by land or river", "12 miles", "24 miles", "150 miles", "400 miles")
DUTIES = ("defence", "neutrality", "nonaggression", "consultation")


def show_world(out: Console, document: Document) -> None:
    """Print the strongest parties first, then pairs, camps, and what is missing or of old."""
    parties = document["parties"]
    place = f"{document['institution']}, " if document["institution"] else ""
    when = document["on"] or document["year"]
    out.print(Text(f"{place}{when}: {len(parties)} parties", style="bold"))
    table = Table(box=None, pad_edge=False)
    table.add_column("party")
    table.add_column("name", max_width=22, no_wrap=True, overflow="ellipsis")
    for title, _ in COLUMNS.values():
        table.add_column(title, justify="right")
    ordered = sorted(parties, key=lambda party: (-(party["cinc"] or 0), party["party"]))
    for party in ordered[:SHOWN]:
        table.add_row(party["party"], party["name"], *(_cell(party, key) for key in COLUMNS))
    out.print(table)
    if len(parties) > SHOWN:
        out.print(Text(f"and {len(parties) - SHOWN} more: --json has all", style="dim"))
    for pair in document["dyads"]:
        _show_pair(out, pair)
    for note in document["notes"]:
        indented(out, f"note: {note}")
    if document["camps"]:
        _show_camps(out, document["camps"])
    _show_gaps(out, document)


def _cell(party: Document, key: str) -> str:
    value = party[key]
    if value is None:
        return "-"
    shown = COLUMNS[key][1].format(value / THOUSAND if key == "gdp" else value)
    mark = "*" if key in party["carried"] else "+" if key in party["brought"] else ""
    return shown + mark


def _show_pair(out: Console, pair: Document) -> None:
    heading(out, f"{pair['a']} to {pair['b']}")
    owed = [duty for duty in DUTIES if pair[duty]]
    known = any(pair[duty] is not None for duty in DUTIES)
    near = pair["contiguity"]
    words = {
        "distance of ideal points": _number(pair["ideal_distance"]),
        "agreement in UN votes": _number(pair["agreement"]),
        "owes by alliance": (", ".join(owed) or "nothing") if known else "not known",
        "contiguous": "not known" if near is None else CONTIGUITY[near],
        "km between capitals, borders": f"{_number(pair['km_capitals'])}, "
        f"{_number(pair['km_borders'])}",
        "strategic rivals": {None: "not known", 0: "no", 1: "yes"}[pair["rivalry"]],
        "dispute in the year": "not known"
        if pair["hostility"] is None
        else f"hostility {pair['hostility']} of 5"
        if pair["hostility"]
        else "none",
    }
    for name, said in words.items():
        indented(out, f"{name}: {said}")
    if pair["carried"]:
        old = ", ".join(f"{name} {year}" for name, year in pair["carried"].items())
        indented(out, f"carried forward: {old}")


def _number(value: float | None) -> str:
    if value is None:
        return "not known"
    return str(value) if isinstance(value, int) else f"{value:.3f}"


def _show_camps(out: Console, camps: Document) -> None:
    heading(out, "Camps")
    for camp in camps["camps"]:
        parties = some_parties(camp["parties"], 12)
        indented(out, f"{len(camp['parties'])} (stability {camp['stability']:.2f}): {parties}")
    of = ", ".join(f"{name} {year}" for name, year in camps["of"].items())
    indented(out, f"from: {of}")
    if camps["left_out"]:
        indented(out, f"too little known of: {some_parties(camps['left_out'])}")


def _show_gaps(out: Console, document: Document) -> None:
    total = len(document["parties"])
    gone = [s for s in document["sources"] if s["column"] in COLUMNS and s["missing"]]
    if gone:
        out.print()
    for source in gone:
        ended = document["year"] > (source["last"] or document["year"])
        why = f"; its source ends in {source['last']}" if ended else ""
        words = f"{source['column']}: missing for {source['missing']} of {total}{why}"
        out.print(Text(words, style="yellow"))
    if any(party["carried"] for party in document["parties"]):
        old = sorted(
            {(key, year) for party in document["parties"] for key, year in party["carried"].items()}
        )
        words = ", ".join(f"{key} {year}" for key, year in old if key in COLUMNS)
        out.print(Text(f"* carried forward: {words}", style="yellow"))
    if any(party["brought"] for party in document["parties"]):
        out.print(Text("+ the user's own value", style="yellow"))
