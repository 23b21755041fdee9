"""Simulations as a person reads them."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented
from foedera.simulation import MEANINGS

MOST_COMERS = 10
SMALLEST = 0.00005


def show_simulation(out: Console, document: Document) -> None:
    """Print how one dispute ends under one charter."""
    crisis = document["crisis"]
    title = f"{document['charter']}: {crisis['title'] or crisis['id']}"
    out.print(Text(title, style="bold"))
    out.print(Text(_sides(crisis), style="dim"))
    out.print(Text(f"charter on {document['on']}; reading: {document['reading']}", style="dim"))
    _settings(out, document)
    out.print()
    out.print(Text(f"It acts in {_share(document['acts'])} of draws."))
    if document["interval"]:
        low, high = document["interval"]
        out.print(Text(f"The data leave open from {low:.3f} to {high:.3f} (90 %)."))
    if alarm := document.get("false_alarm"):
        out.print(Text(f"Had there been no attack, it would act in {_share(alarm)} (false alarm)."))
    if document["days"] is not None:
        out.print(Text(f"Mean time to action: {document['days']:.1f} days."))
    heading(out, "How it ends")
    out.print(_endings(document["endings"]))
    if decided := document["by_decision"]:
        heading(out, f"By decision alone it acts in {_share(decided['acts'])}")
        if decided["endings"] != document["endings"]:
            out.print(_endings(decided["endings"]))
    if document["burden"]:
        heading(out, "Who comes, as a share of draws")
        comers = list(document["burden"].items())[:MOST_COMERS]
        more = len(document["burden"]) - len(comers)
        words = ", ".join(f"{code} {share:.2f}" for code, share in comers)
        indented(out, words + (f" and {more} more" if more > 0 else ""))
    _listed(out, "Ways that were tried", document["routes"])
    _listed(out, "If", document["conditions"])
    _listed(out, "Assumed", document["assumed"])


def show_comparison(out: Console, document: Document) -> None:
    """Print how a dispute, or many, end under each of several charters."""
    crisis = document["crisis"]
    title = (crisis["title"] or crisis["id"]) if crisis else document["crises"]
    out.print(Text(title, style="bold"))
    if crisis:
        out.print(Text(_sides(crisis), style="dim"))
    _settings(out, document)
    out.print()
    out.print(_rows(document["rows"]))
    for row in document["rows"]:
        if row["closed"]:
            indented(out, f"{row['charter']} is not open: {row['closed']}")
        elif row["open"] < 1:
            indented(out, f"{row['charter']} is open in {row['open']:.2f} of the crises")
    for row in document["rows"]:
        if "blockers" in row and not row["closed"]:
            _blockers(out, row["blockers"])
    _listed(out, "If", [words for row in document["rows"] for words in row["conditions"]])
    _listed(out, "Assumed", document["assumed"])


def _blockers(out: Console, answers: Document) -> None:
    """Print what blockers do about the attacked's measures, forum by forum."""
    heading(out, "Contrary motions of blockers")
    gap = answers["difference"]
    indented(out, f"they change the share of action by {gap['share']:+.4f} (se {_error(gap)})")
    table = Table(box=None, pad_edge=False)
    table.add_column("forum", no_wrap=True)
    for column in ("carried", "se", "if nobody attacked", "alone undoes action", "se"):
        table.add_column(column, justify="right")
    for forum in answers["forums"]:
        otherwise = forum["unattacked"]
        table.add_row(
            forum["charter"],
            f"{forum['carried']['share']:.3f}",
            _error(forum["carried"]),
            f"{otherwise['share']:.3f}" if otherwise else "-",
            f"{forum['undoes']['share']:.4f}",
            _error(forum["undoes"]),
        )
    if not answers["forums"]:
        indented(out, "no charter is open to them")
        return
    out.print(table)
    for words in dict.fromkeys(words for forum in answers["forums"] for words in forum["ranks"]):
        indented(out, words)


def _sides(crisis: Document) -> str:
    accused, attacked = ", ".join(crisis["accused"]), ", ".join(crisis["attacked"])
    days = f"; over in {crisis['days']} days" if crisis["days"] else ""
    glaring = f"glaring {crisis['glaring']:.2f}"
    return f"{accused} accused of attacking {attacked} on {crisis['on']}; {glaring}{days}"


def _settings(out: Console, document: Document) -> None:
    model = f"model {document['model']} ({document['parameters']})"
    out.print(Text(f"{document['draws']} draws, seed {document['seed']}; {model}", style="dim"))


def _endings(endings: Document) -> Table:
    meanings = {ending.words: meaning for ending, meaning in MEANINGS.items()}
    table = Table(box=None, pad_edge=False)
    table.add_column("ending", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("se", justify="right", no_wrap=True)
    table.add_column("meaning", overflow="fold")
    for words, found in endings.items():
        if found["share"] >= SMALLEST:
            table.add_row(words, f"{found['share']:.4f}", _error(found), meanings[words])
    return table


def _rows(rows: list[Document]) -> Table:
    table = Table(box=None, pad_edge=False)
    table.add_column("charter", no_wrap=True)
    for column in ("acts", "se", "less the first", "se", "false alarm"):
        table.add_column(column, justify="right")
    table.add_column("most often else", overflow="fold")
    for row in rows:
        if row["closed"]:
            table.add_row(row["charter"], "-", "-", "-", "-", "-", "not open")
            continue
        alarm = f"{row['false_alarm']['share']:.3f}" if row["false_alarm"] else "-"
        gap = row["difference"]
        table.add_row(
            row["charter"].replace(", ", ",\n"),
            f"{row['acts']['share']:.3f}",
            _error(row["acts"]),
            f"{gap['share']:+.3f}" if row is not rows[0] else "",
            _error(gap) if row is not rows[0] else "",
            alarm,
            _most(row["endings"]),
        )
    return table


def _most(endings: Document) -> str:
    """Return the most frequent way of not acting."""
    others = {w: found for w, found in endings.items() if w not in {"acted", "assisted"}}
    words, found = max(others.items(), key=lambda item: float(item[1]["share"]))
    return f"{words} {found['share']:.2f}" if found["share"] >= SMALLEST else ""


def _share(found: Document) -> str:
    return f"{found['share']:.4f} (se {_error(found)})"


def _error(found: Document) -> str:
    return "unknown" if found["se"] is None else f"{found['se']:.4f}"


def _listed(out: Console, title: str, lines: list[str]) -> None:
    if lines:
        heading(out, title)
        for line in dict.fromkeys(lines):
            indented(out, f"- {line}")
