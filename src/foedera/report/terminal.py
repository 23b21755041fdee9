"""The documents as a person reads them: plain words and tables, fit for 80 columns."""

from collections import defaultdict
from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from foedera.proceedings.minutes import cite, party_name
from foedera.report.assessment import Assessment
from foedera.report.documents import Document
from foedera.report.findings import Finding


def console() -> Console:
    """Return a console for standard output that never splits codes for highlighting."""
    return Console(highlight=False, soft_wrap=False)


def _heading(out: Console, words: str) -> None:
    out.print()
    out.print(Text(words, style="bold"))


def _indented(out: Console, words: str, by: int = 2) -> None:
    out.print(Padding(Text(words), (0, 0, 0, by)))


def _listing(out: Console, rows: Iterable[Document], parts: str) -> None:
    """Print id, title and parts (bodies, charters) of each row in columns."""
    table = Table(box=None, pad_edge=False)
    for column in ("id", "title", parts):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row["id"], row["title"], ", ".join(row[parts]))
    out.print(table)


def show_charters(out: Console, document: Document) -> None:
    """Print the library."""
    _listing(out, document["charters"], "bodies")


def show_charter(out: Console, document: Document) -> None:
    """Print a charter article by article, then its bodies, steps, blanks and readings."""
    out.print(Text(document["title"], style="bold"))
    out.print(Text(document["summary"].strip()))
    out.print(Text(f"As on {document['on']}; reading: {document['reading']}.", style="dim"))
    if document["text_status"]:
        out.print(Text(document["text_status"].strip(), style="dim"))
    for article in document["articles"]:
        number = article["number"]
        label = number if not number[0].isdigit() else f"Article {number}"
        _heading(out, f"{label}  {article['title']}".rstrip())
        _indented(out, article["text"].strip())
        if "rule" in article:
            out.print(Padding(Text(f"rule: {article['rule']}", style="cyan"), (0, 0, 0, 2)))
        if article["mark"] == "recalled":
            _indented(out, "(recalled; not yet seen in the text)")
        if "note" in article:
            _indented(out, f"note: {article['note'].strip()}")
    _show_bodies(out, document)
    _show_steps(out, document)
    _show_open(out, document)


def _show_bodies(out: Console, document: Document) -> None:
    _heading(out, "Bodies and their decisions")
    for body in document["bodies"]:
        _indented(out, f"{body['title']} ({body['id']})")
        for decision in body["decisions"]:
            _indented(out, f"{decision['title']} ({decision['id']}), {decision['binding']}:", 4)
            _indented(out, f"{decision['rule']}", 6)


def _show_steps(out: Console, document: Document) -> None:
    _heading(out, "Steps")
    for step in document["steps"]:
        who = " or the ".join(step["by"])
        words = f"{step['article']}: the {who} {step['modality']} {step['title']}"
        words += f" after {' and '.join(step['after'])}" if step["after"] else ""
        words += _within(step["within"])
        words += f", not before {step['not_before']}" if step["not_before"] else ""
        words += f"; needs: {step['needs']}" if step["needs"] else ""
        _indented(out, words)


def _within(words: str | None) -> str:
    if not words:
        return ""
    return f", {words}" if words in ("immediately", "at once") else f", within {words}"


def _show_open(out: Console, document: Document) -> None:
    if document["blanks"]:
        _heading(out, "Blanks (numbers that the text leaves open)")
        for blank in document["blanks"]:
            _indented(out, f"{blank['id']}: {blank['title']} ({blank['article']})")
    if document["readings"]:
        _heading(out, "Readings")
    for question in document["readings"]:
        _indented(out, f"{question['id']}  {question['question']} ({question['article']})")
        for option, words in question["options"].items():
            default = f" - default: {question['why']}" if option == question["default"] else ""
            _indented(out, f"{option}: {words}{default}", 6)


def show_members(out: Console, document: Document) -> None:
    """Print the parties of a day."""
    parties = document["parties"]
    out.print(f"{document['charter']} on {document['on']}: {len(parties)}")
    out.print(Text(", ".join(party_name(code) for code in parties)))


def show_decision(out: Console, document: Document) -> None:
    """Print the outcome of a vote and its reasons."""
    verdict = "ADOPTED" if document["adopted"] else "NOT ADOPTED"
    style = "bold green" if document["adopted"] else "bold red"
    out.print(Text(f"{verdict}: {document['charter']} {document['decision']}", style=style))
    out.print(Text(f"on {document['on']}; reading: {document['reading']}", style="dim"))
    for reason in document["reasons"]:
        sign = "+" if reason["satisfied"] else "-"
        counts = reason["counts"]
        word = "needed" if counts["relation"] == ">=" else "allowed"
        words = f"{sign} {cite(reason['article'] or '')}: {reason['clause']}"
        words += f" - {counts['have']} of {counts['base']}, {counts['needed']} {word}"
        decisive = "  <- decisive" if reason["decisive"] else ""
        _indented(out, words + decisive)
    for weight, year in document.get("weights", {}).items():
        out.print(Text(f"Figures for {weight}: of {year}.", style="dim"))
    if document.get("unlisted"):
        count = len(document["unlisted"])
        out.print(Text(f"{count} not on the sheet and counted as absent.", style="dim"))


def show_next(out: Console, document: Document) -> None:
    """Print what may happen next, grouped by step."""
    out.print(Text(f"{document['case']}, as of {document['now']}", style="bold"))
    _heading(out, "May happen next")
    for words, parties in _grouped(document["may"], ("article", "until", "must")):
        _indented(out, f"{words}: {_parties(parties)}")
    _heading(out, "May not")
    for words, parties in _grouped(document["may_not"], ("article", "reason")):
        _indented(out, f"{words}: {_parties(parties)}")


def _grouped(moves: Iterable[Document], keys: tuple[str, ...]) -> Iterable[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for move in moves:
        words = f"[{move['charter']} {move['article']}] {move['step']}"
        words += f" in {move['body']}" if move.get("body") else ""
        if "until" in keys and move["until"]:
            words += f", {'' if move['until'].startswith('at once') else 'by '}{move['until']}"
        if "must" in keys and move["must"]:
            words += " (a duty, overdue)" if move["overdue"] else " (a duty)"
        if "reason" in keys:
            party, reason = move["party"], move["reason"]
            words += f" - {reason.replace(party, 'it') if party.isupper() else reason}"
        groups[words].append(move["party"])
    return groups.items()


def _parties(parties: list[str], shown: int = 8) -> str:
    more = f" and {len(parties) - shown} more" if len(parties) > shown else ""
    return ", ".join(parties[:shown]) + more


def show_replay(out: Console, document: Document) -> None:
    """Print the minutes and whether history agrees."""
    for line in document["minutes"].splitlines():
        inset = len(line) - len(line.lstrip())
        out.print(Padding(Text(line.strip()), (0, 0, 0, inset)))
    if document["history"]:
        same = document["history"] == document["outcome"]
        ground = "worked out beforehand" if document["derived"] else "history records"
        words = f"As {ground}." if same else f"Otherwise than {ground}: {document['history']}"
        out.print(Text(words, style="green" if same else "bold red"))


def show_cases(out: Console, document: Document) -> None:
    """Print the library of cases."""
    _listing(out, document["cases"], "charters")


def show_council(out: Console, document: Document) -> None:
    """Print how the Council's votes on record compare with the charter's decisions."""
    out.print(f"{document['votes']} {'vote' if document['votes'] == 1 else 'votes'} on record")
    for kind, count in document["agree"].items():
        _indented(out, f"{count:5} as recorded: {kind}")
    for label, key in (("decided otherwise", "contradictions"), ("other seats", "seats")):
        _indented(out, f"{len(document[key]):5} {label}")
        for sentence in document[key]:
            _indented(out, sentence, 8)


def show_diff(out: Console, document: Document) -> None:
    """Print what changed, and the sheet on which the rules differ."""
    first, second = document["first"], document["second"]
    left, right = _side(first, second), _side(second, first)
    for change in document["changes"]:
        _heading(out, change["aspect"])
        _indented(out, f"{left}: {change['first'] or 'nothing'}")
        _indented(out, f"{right}: {change['second'] or 'nothing'}")
    if not document["changes"]:
        out.print("No difference.")
    out.print()
    if document["note"]:
        out.print(Text(document["note"], style="dim"))
    if document.get("sheet"):
        words = _cast(document["sheet"])
        winner = left if document["first_adopts"] else right
        out.print(Text(f"A sheet that only {winner} adopts: {words}"))
    elif document.get("proved_equal"):
        out.print("No sheet of these members tells the two rules apart (all were tried).")


def _side(one: Document, other: Document) -> str:
    """Name one side of a comparison by what sets it apart: its charter, its day, its reading."""
    words = str(one["id"])
    if one["id"] == other["id"] and one["on"] != other["on"]:
        words += f" on {one['on']}"
    if one["id"] == other["id"] and one["reading"] != other["reading"]:
        words += f" under {one['reading']}"
    return words


def show_proofs(out: Console, document: Document) -> None:
    """Print each property with its verdict, its witness, and the readings that change it."""
    out.print(Text(f"{document['charter']} on {document['on']}; reading: {document['reading']}"))
    styles = {"holds": "green", "fails": "red", "unknown": "yellow"}
    for asked in document["properties"]:
        verdict = asked["verdict"]
        out.print()
        out.print(Text(f"{verdict.upper()}: {asked['property']}", style=styles[verdict]))
        _indented(out, asked["text"])
        if asked["witness"]:
            _indented(out, f"shown by: {_cast(asked['witness'])}")
        if asked["roles"]:
            _indented(out, "with " + ", ".join(f"{r}: {who}" for r, who in asked["roles"].items()))
        changed: dict[str, list[str]] = defaultdict(list)
        for option, word in asked["under_readings"].items():
            if word != verdict:
                changed[word].append(option)
        for word, options in changed.items():
            _indented(out, f"{word} under {', '.join(options)}")


def _cast(sheet: dict[str, str]) -> str:
    ballots: dict[str, list[str]] = defaultdict(list)
    for party, ballot in sheet.items():
        ballots[ballot].append(party)
    return "; ".join(f"{ballot}: {_parties(who, 12)}" for ballot, who in ballots.items())


def show_power(out: Console, document: Document) -> None:
    """Print a body's indices, members of one kind on one line."""
    out.print(Text(document["name"], style="bold"))
    if "on" in document:
        out.print(Text(f"on {document['on']}; reading: {document['reading']}", style="dim"))
    ballots = ", ".join(document["ballots"])
    out.print(Text(f"ballots, each as likely: {ballots}"))
    share = f"{document['power_to_act']:.4g}"
    adopting, sheets = _whole(document["adopting"]), _whole(document["sheets"])
    out.print(f"power to act: {share} ({adopting} of {sheets} sheets adopt)")
    block = document["blocking"]
    if block["smallest"] is not None:
        out.print(Text(f"smallest block: {block['smallest']} (such as {_cast(block['example'])})"))
    table = Table(box=None, pad_edge=False)
    table.add_column("members", overflow="fold", ratio=1)
    for column in ("Banzhaf", "normalised", "Shapley", "prevent", "initiate"):
        table.add_column(column, justify="right")
    for row, parties in _kinds(document["members"]):
        table.add_row(_parties(parties, 6), *row)
    out.print(table)
    if not document["monotone"]:
        out.print(Text("A yes can harm adoption here: indices show balances.", style="yellow"))


def _whole(digits: str, shown: int = 40) -> str:
    """Return a whole number, one too long for a line as a power of ten."""
    if len(digits) <= shown:
        return digits
    return f"{digits[0]}.{digits[1:5]}e{len(digits) - 1}"


def _kinds(members: Iterable[Document]) -> Iterable[tuple[tuple[str, ...], list[str]]]:
    """Group the members whose indices print alike, the mightiest first."""
    indices = ("banzhaf", "banzhaf_normalised", "shapley_shubik")
    keys = (*indices, "coleman_prevent", "coleman_initiate")
    kinds: dict[tuple[str, ...], list[str]] = defaultdict(list)
    # Equal members differ in their last bits: what prints alike counts as equal, then by code.
    mightiest = sorted(members, key=lambda m: (-round(m["shapley_shubik"], 9), m["party"]))
    for member in mightiest:
        row = tuple("-" if member[key] is None else f"{member[key]:.4g}" for key in keys)
        kinds[row].append(member["party"])
    return kinds.items()


# ------------------------------------------------------------------------------- the assessment


def show_assessment(out: Console, assessment: Assessment) -> None:
    """Print the assessment of a charter."""
    charter, at = assessment.charter, assessment.brief.view
    out.print(Text(f"Assessment of the {charter.title}", style="bold"))
    out.print(Text(charter.summary.strip()))
    reading = ", ".join(at.departures) or "default (see 'Readings')"
    out.print(Text(f"On {at.on}. Readings: {reading}.", style="dim"))
    if charter.text_status:
        out.print(Text(charter.text_status.strip(), style="dim"))
    title = ""
    for finding in assessment.findings:
        if finding.title != title:
            title = finding.title
            _heading(out, title)
        _show_finding(out, assessment, finding)
    _show_debate(out, assessment)
    _show_variants(out, assessment)
    _show_readings(out, assessment)
    if assessment.recalled:
        _heading(out, "To be checked against the primary text (marked * above)")
        doubts = {q.article: key for key, q in charter.readings.items() if q.text_in_doubt}
        names = (f"{a} (see {doubts[a]})" if a in doubts else a for a in assessment.recalled)
        _indented(out, f"Articles {', '.join(names)}.")


def _show_finding(out: Console, assessment: Assessment, finding: Finding) -> None:
    recalled = set(assessment.recalled)
    cited = [f"{a}*" if a in recalled else a for a in dict.fromkeys(finding.articles) if a]
    article = f" [{cite(', '.join(cited))}]" if cited else ""
    claim = f" ({finding.claim})" if finding.claim else ""
    _indented(out, f"{finding.text}{article}{claim}")
    for option, other in assessment.flips.get(finding.id, {}).items():
        words = other.text if other else "does not arise"
        out.print(Padding(Text(f"under {option}: {words}", style="yellow"), (0, 0, 0, 4)))


def _show_debate(out: Console, assessment: Assessment) -> None:
    if not assessment.charter.debate:
        return
    _heading(out, "Where the text says other than the debate about it")
    for item in assessment.charter.debate:
        claim = f" ({item.claim})" if item.claim else ""
        _indented(out, f"Said: {item.said.strip()}{claim}")
        where = f"The text {item.bears} this ({', '.join(item.articles)})"
        _indented(out, f"{where}: {item.text_says.strip()}", 4)


def _show_variants(out: Console, assessment: Assessment) -> None:
    for option, found in assessment.variants.items():
        key = option[:-1]
        question = assessment.charter.readings[key]
        _heading(out, f"Every finding under the other text ({option})")
        _indented(out, f"{question.question} {option}: {question.options[option[-1]].text}")
        base = {finding.id: finding for finding in assessment.findings}
        same = [f.id for f in found if f.id in base and base[f.id].value == f.value]
        for finding in found:
            if finding.id not in same:
                _indented(out, f"{finding.title}: {finding.text}", 4)
        _indented(out, f"The other {len(same)} findings are the same under both.", 4)


def _show_readings(out: Console, assessment: Assessment) -> None:
    if not assessment.charter.readings:
        return
    _heading(out, "Readings: which findings depend on which")
    for key, question in assessment.charter.readings.items():
        moved = defaultdict(list)
        for finding_id, flips in assessment.flips.items():
            for option in flips:
                if option.startswith(key) and option[len(key) :] in question.options:
                    moved[option].append(finding_id)
        _indented(out, f"{key} {question.question} (Art. {question.article})")
        _indented(out, f"taken: {key}{question.default} ({question.why})", 4)
        for letter, option_text in question.options.items():
            option = key + letter
            if letter != question.default:
                count = len(moved[option])
                word = "finding" if count == 1 else "findings"
                effect = f"changes {count} {word}" if count else "no change"
                _indented(out, f"{option}: {option_text.text} -> {effect}", 4)
