"""The order as a person reads of it."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented, some_parties

PATHS = 8  # pairs and brokers shown
BINDING = {
    "legal": "law",
    "political": "politics",
    "recommendation": "advice",
    "internal": "itself",
}
SHORT = {
    "talk": "talk",
    "facts": "facts",
    "call": "call",
    "settle": "settle",
    "rights": "rights",
    "sanctions": "sanct",
    "help": "help",
    "force": "force",
}


def show_order(out: Console, document: Document) -> None:
    """Print a line a year, then what stands out and the shift of power."""
    eu = ", the EU as one" if document["eu"] else ""
    head = (
        f"{document['region']}, {document['from']}-{document['to']}: {document['capability']}{eu}"
    )
    out.print(Text(head, style="bold"))
    table = Table(box=None, pad_edge=False)
    table.add_column("year")
    for column in ("poles", "90 %", "CON", "top 1", "top 3"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("half of leader", overflow="fold")
    for column in ("deficit", "RUS in West"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in document["series"]:
        table.add_row(*_year(row))
    out.print(table)
    _show_visible(out, document)
    _show_shift(out, document)
    _show_truce(out, document["truce"])


def _year(row: Document) -> list[str]:
    way = row["trust"]["russia_in_west"]
    trust = (
        "-" if way["trust"] is None else f"{way['trust']:.2f} [{way['low']:.2f},{way['high']:.2f}]"
    )
    span = row["effective_poles_interval"]
    return [
        str(row["year"]),
        _number(row["effective_poles"]),
        "-" if span is None else f"{span['low']:.1f}-{span['high']:.1f}",
        _number(row["concentration"]),
        _number(row["top"][0]),
        _number(row["top"][2]),
        " ".join(row["poles"]) or "-",
        _number(row["trust"]["deficit"]),
        trust,
    ]


def _number(value: float | None, form: str = ".2f") -> str:
    return "-" if value is None else format(value, form)


def _show_visible(out: Console, document: Document) -> None:
    if not document["visible"]:
        return
    heading(out, f"Does the year stand out in trust? (West: {document['west']})")
    for each in document["visible"]:
        way = each["direction"].replace("_", " ")
        if each["before"] is None or each["after"] is None:
            indented(out, f"{each['year']} {way}: unknown")
            continue
        word = "yes" if each["seen"] else "no"
        moved = f"{each['before']:.3f} to {each['after']:.3f}"
        told = ", ".join(each["informed"])
        rank = f"larger than {each['rank']:.0%} of yearly changes"
        indented(out, f"{each['year']} {way}: {word}; {moved}, {rank} (by {told})")


def _show_shift(out: Console, document: Document) -> None:
    heading(
        out, "East and South Asia ahead of the Euro-Atlantic states (share of the world, from 1946)"
    )
    for shift in document["shift"]:
        when = f"since {shift['crossing']}" if shift["crossing"] else f"not by {shift['last']}"
        sure = f", with 95 % of draws since {shift['certain']}" if shift["certain"] else ""
        rates = [_number(shift[key], "+.2%") for key in ("euro_atlantic_rate", "asia_rate")]
        indented(out, f"{shift['measure']}: {when}{sure}; a year {rates[0]} and {rates[1]}")


def _show_truce(out: Console, truce: Document) -> None:
    heading(out, "A truce among the major powers? Shares of their pair-years, from 1946")
    table = Table(box=None, pad_edge=False)
    table.add_column("years")
    for column in ("pair-years", "disputed", "with deaths", "CON", "leader"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in truce["decades"]:
        least = ">" if row["least"] else ""
        table.add_row(
            f"{row['since']}-{row['until']}",
            str(row["pair_years"]),
            f"{least}{row['disputed']:.2f}{_span(row['disputed_interval'])}",
            f"{least}{row['deadly']:.2f}{_span(row['deadly_interval'])}",
            _number(row["concentration"]),
            _number(row["leader"]),
        )
    out.print(table)
    indented(out, truce["reading"])
    note = f"> from {truce['complete_until'] + 1} on half of the disputes are left out of the data."
    out.print(Text(note, style="dim"))


def _span(found: Document) -> str:
    return f" [{found['low']:.2f},{found['high']:.2f}]"


def show_institutions(out: Console, document: Document) -> None:
    """Print an institution a line, the weightiest first."""
    out.print(Text(f"institutions on {document['on']}", style="bold"))
    years = f"CINC of {document['capability_year']}, GDP of {document['gdp_year']}"
    out.print(Text(f"shares of the world: {years}", style="dim"))
    table = Table(box=None, pad_edge=False)
    table.add_column("id", no_wrap=True)
    for column in ("n", "CINC", "GDP", "acts", "stop", "acc."):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("binds", no_wrap=True)
    table.add_column("no vote", overflow="fold", min_width=10)
    for column in ("cases", "age"):
        table.add_column(column, justify="right", no_wrap=True)
    for row in document["institutions"]:
        table.add_row(*_institution(row))
    out.print(table)
    note = (
        "acts: power to act of the gravest decision, yes and no as likely; stop: fewest that stop "
        "it; acc.: share of parties that could stop it alone when accused; no vote: articles "
        "that oblige to help without one; * never in force, parties assumed."
    )
    out.print(Text(note, style="dim"))


def _institution(row: Document) -> list[str]:
    return [
        row["id"] + ("*" if row["assumed"] else ""),
        str(row["members"]),
        _number(row["capability_share"], ".0%"),
        _number(row["gdp_share"], ".0%"),
        _number(row["power_to_act"], ".2g"),
        "-" if row["smallest_block"] is None else str(row["smallest_block"]),
        _number(row["accused_can_block"], ".0%"),
        BINDING[row["binding"]],
        ", ".join(row["automatic"]) or "-",
        str(len(row["cases"])),
        "-" if row["age"] is None else str(row["age"]),
    ]


def show_network(out: Console, document: Document) -> None:
    """Print the strongest overlaps, missing links, brokers and communities."""
    out.print(Text(f"{document['region']}, {document['on']}", style="bold"))
    if document["without"]:
        out.print(Text(f"without {', '.join(document['without'])}", style="dim"))
    heading(out, "Institutions, by betweenness")
    ranked = sorted(document["institutions"], key=lambda each: (-each["brokerage"], each["id"]))
    for each in ranked:
        indented(out, f"{each['id']}: {each['brokerage']:.3f}, {len(each['members'])} members")
    heading(out, "States that broker most")
    states = [f"{s['party']} {s['brokerage']:.3f}" for s in document["states"][:PATHS]]
    indented(out, ", ".join(states))
    heading(out, "Overlap (Jaccard), and articles that tie them")
    links = sorted(document["links"], key=lambda link: (-link["jaccard"], link["a"], link["b"]))
    for link in [link for link in links if link["shared"]]:
        tied = f"; {', '.join(link['ties'])}" if link["ties"] else ""
        shared = f"{link['jaccard']:.2f}, {len(link['shared'])} shared"
        indented(out, f"{link['a']} - {link['b']}: {shared}{tied}")
    heading(out, "Missing links: no common member, no article")
    gone = [f"{link['a']} - {link['b']}" for link in links if link["missing"]]
    indented(out, ", ".join(gone) or "none")
    for found in document["communities"]:
        heading(out, f"Communities by {found['ties']} (modularity {found['modularity']:.3f})")
        for group in found["groups"]:
            if len(group) > 1:
                indented(out, f"{len(group)}: {some_parties(list(group), 12)}")


def show_threats(out: Console, document: Document) -> None:
    """Print an act a line with the strongest measure of each institution, then the holes."""
    sides = [f"{key} {document[key]}" for key in ("victim", "accused") if document[key]]
    out.print(Text(", ".join([f"threats and answers on {document['on']}", *sides]), style="bold"))
    alike: dict[tuple[str, str], list[str]] = {}
    for row in document["acts"]:
        alike.setdefault((_answers(row) or "-", row["hole"] or ""), []).append(row["act"])
    table = Table(box=None, pad_edge=False)
    table.add_column("acts", overflow="fold", ratio=2)
    table.add_column("strongest answer of each institution", overflow="fold", ratio=3)
    table.add_column("hole", no_wrap=True)
    for (answers, hole), acts in alike.items():
        table.add_row(", ".join(acts), answers, hole)
    out.print(table)
    note = (
        "! the accused alone could stop it. ? only recommended. Hole: nobody may do what the act "
        "calls for (armed: help; threat of force: sanctions; else terms of settlement); by leave: "
        "only decisions that the accused could stop."
    )
    out.print(Text(note, style="dim"))


def _answers(row: Document) -> str:
    order = list(SHORT)
    best: dict[str, Document] = {}
    for answer in row["answers"]:
        held = best.get(answer["charter"])
        if held is None or order.index(answer["measure"]) > order.index(held["measure"]):
            best[answer["charter"]] = answer
    ranked = sorted(best.values(), key=lambda a: (-order.index(a["measure"]), a["charter"]))
    return ", ".join(f"{SHORT[a['measure']]} {a['charter']}{_marks(a)}" for a in ranked)


def _marks(answer: Document) -> str:
    return ("!" if answer["accused_can_block"] else "") + ("?" if answer["recommended"] else "")


def show_scenarios(out: Console, document: Document) -> None:
    """Print each scenario with its charters."""
    head = f"{document['victim']} attacked, {document['accused']} accused, {document['on']}"
    out.print(Text(head, style="bold"))
    for found in document["scenarios"]:
        heading(out, f"{found['title']} ({found['id']})")
        under = ", ".join(found["obtainable_under"]) or "nowhere"
        share = _number(found["capability_share"], ".0%")
        indented(out, f"{found['states']} states, {share} of the world's CINC; obtainable: {under}")
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("  charter", no_wrap=True)
        table.add_column("n", justify="right")
        for column in ("acts", "block", "vetoes"):
            table.add_column(column, justify="right", no_wrap=True)
        table.add_column("victim", no_wrap=True)
        for column in ("against", "needed"):
            table.add_column(column, justify="right", no_wrap=True)
        for sheet in found["charters"]:
            table.add_row(*_sheet(sheet))
        out.print(table)
    note = (
        "acts: power to act; block: fewest that stop it; vetoes: parties that could alone; "
        "against: fewest that prevent it beside the accused; needed: fewest that obtain it "
        "beside the victim."
    )
    out.print(Text(f"\n{note}", style="dim"))
    if document["left_out"]:
        out.print(Text(f"Not possible on the day: {', '.join(document['left_out'])}.", style="dim"))


def _sheet(sheet: Document) -> list[str]:
    return [
        f"  {sheet['charter']}",
        str(sheet["parties"]),
        _number(sheet["power_to_act"], ".2g"),
        "-" if sheet["smallest_block"] is None else str(sheet["smallest_block"]),
        str(len(sheet["vetoes"])),
        sheet["where"],
        "-" if sheet["against"] is None else str(sheet["against"]),
        "-" if sheet["needed"] is None else str(sheet["needed"]),
    ]
