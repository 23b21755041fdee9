"""The minutes of a proceeding: what happened, under which article, and why votes ended so."""

from collections.abc import Iterator

from foedera.proceedings.casefile import show_moment
from foedera.proceedings.replay import Entry, Proceeding
from foedera.rules import Decision, Reason
from foedera.world.parties import name


def minutes(proceeding: Proceeding) -> str:
    """Return the minutes as plain text, one paragraph an event, ready to be read by a lawyer."""
    case = proceeding.case
    lines = [case.title, "=" * len(case.title)]
    if case.summary:
        lines.append(case.summary.strip())
    lines.extend(_assumptions(proceeding))
    lines.append("")
    for entry in proceeding.entries:
        lines.extend(_entry(entry, several=len(case.charters) > 1))
    lines.append("")
    lines.append(f"Outcome: {proceeding.outcome}")
    if case.history and case.history.note:
        lines.append(f"Note: {' '.join(case.history.note.split())}")
    return "\n".join(lines)


def _assumptions(proceeding: Proceeding) -> Iterator[str]:
    case = proceeding.case
    for charter_id, docket in proceeding.dockets.items():
        yield f"Under: {docket.charter.title}"
        if case.readings.get(charter_id):
            yield f"  readings taken: {', '.join(case.readings[charter_id])}"
        if docket.from_record:
            yield "  parties: those that the record makes parties"
        elif docket.parties is not None:
            yield f"  parties assumed: {', '.join(sorted(docket.parties))}"
        elif docket.charter.in_force is None:
            yield "  never in force: every eligible state is assumed to be a party"
        if docket.blanks:
            filled = (f"{name} = {number}" for name, number in docket.blanks.items())
            yield f"  blanks filled: {', '.join(filled)}"
    for role, parties in case.roles.items():
        yield f"{role.capitalize()}: {', '.join(map(party_name, parties))}"


def _entry(entry: Entry, *, several: bool) -> Iterator[str]:
    event = entry.event
    who = party_name(entry.party) if entry.party else ""
    towards = f" (to {', '.join(map(party_name, event.to))})" if event.to else ""
    charter = f"{entry.charter} " if several else ""
    article = f" [{charter}{entry.article}]" if charter or entry.article else ""
    mark = f" ({event.mark})" if event.mark != "verified" else ""
    yield f"{entry.n}. {show_moment(event.date)} {who}: {entry.title}{towards}{article}{mark}"
    for role, parties in event.roles.items():
        yield f"   names as {role}: {', '.join(map(party_name, parties))}"
    if event.measure:
        yield f"   measure: {event.measure}"
    if event.ballot:
        yield f"   ballot: {event.ballot}"
    for ballot, parties in event.ballots.items():
        yield f"   {ballot}: {', '.join(parties)}"
    if event.text:
        yield f"   {event.text.strip()}"
    if entry.late:
        yield f"   after its time: due by {entry.late}"
    if entry.refusal:
        yield f"   REFUSED: {entry.refusal}"
    if entry.result:
        yield from verdict_lines(entry.outcome, entry.result)


def verdict_lines(outcome: str, result: Decision) -> Iterator[str]:
    """Yield the result of a vote and each clause's part in it."""
    yield f"   RESULT: {outcome}"
    for reason in result.reasons:
        yield f"   {'+' if reason.satisfied else '-'} {reason_words(reason)}"


def reason_words(reason: Reason) -> str:
    """Return one clause with its numbers: 'at least 2/3 ...: 38 of 56, 38 needed (Art. 6(3))'."""
    bound = "needed" if reason.relation == ">=" else "allowed"
    article = f" ({cite(reason.article)})" if reason.article else ""
    return f"{reason.clause}: {reason.have} of {reason.base}, {reason.needed} {bound}{article}"


def cite(article: str) -> str:
    """Return 'Art. 8(4)' for a numbered article, and names such as 'practice' as they are.

    >>> cite("8(4)"), cite("VI"), cite("Charter 12")
    ('Art. 8(4)', 'Art. VI', 'Charter 12')
    """
    number = article.split("(", maxsplit=1)[0].split(",", maxsplit=1)[0].strip()
    numbered = number[:1].isdigit() or (number and set(number) <= set("IVXLC"))
    return f"Art. {article}" if numbered else article


def party_name(code: str, own: frozenset[str] = frozenset()) -> str:
    """Return a party's name with its code; offices and a charter's own codes stay as they are."""
    if code in own:
        return code
    try:
        return f"{name(code)} ({code})"
    except ValueError:
        return code
