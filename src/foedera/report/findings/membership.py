"""Findings on who may be party and when the charter comes into force."""

from collections.abc import Iterator

from foedera.charters import holding
from foedera.proceedings import resolve_groups
from foedera.report.findings.record import Brief, Finding, Value, finds, plural


@finds
def eligible(brief: Brief) -> Iterator[Finding]:
    """Who may be party, and how many that is on the day."""
    rules = brief.view.charter.membership
    groups = resolve_groups(brief.view, brief.bench())
    parties = len(groups["parties"])
    if rules is None:
        yield Finding(
            "parties",
            "Parties",
            {"parties": parties},
            f"{plural(parties, 'party')} on the day.",
            (),
        )
        return
    number = len(groups[rules.eligible])
    text = f"Open to {rules.eligible_text}: {number} on the day. "
    assumed = brief.view.charter.in_force is None
    text += (
        f"Never in force; the figures below assume {plural(parties, 'party')}."
        if assumed
        else f"{plural(parties, 'party')} on the day."
    )
    value: Value = {"eligible": number, "parties": parties, "assumed": assumed}
    yield Finding("parties", "Who may be party", value, text, (rules.article,))


@finds
def entry_into_force(brief: Brief) -> Iterator[Finding]:
    """How many ratifications bring the charter into force."""
    rules = brief.view.charter.membership
    entries = holding(rules.entry_into_force, brief.view) if rules else ()
    for entry in entries:
        needed = f"{entry.number} ratifications" if entry.number else f"{entry.share or 'all'}"
        named = f", among them {', '.join(entry.named)}" if entry.named else ""
        counting = f", counting only the {entry.counting}" if entry.counting else ""
        yield Finding(
            "entry-into-force",
            "Entry into force",
            {"number": entry.number, "share": entry.share, "delay": entry.delay},
            f"{needed}{named}{counting}; in force {entry.delay} later.",
            (entry.article,),
            "C40",
        )
