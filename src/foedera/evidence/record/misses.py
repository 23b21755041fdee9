"""Where the simulator was furthest from what bodies did, with the reason that the record gives."""

from typing import Any

from foedera.evidence.record.deeds import Deed
from foedera.evidence.record.foretold import Foretold
from foedera.evidence.record.scored import Record
from foedera.evidence.rows import number

MOST = 12


def misses(of: Record, most: int = MOST) -> list[dict[str, Any]]:
    """Return the deeds furthest from their chance, the furthest first, each with one reason why."""
    pairs = sorted(
        zip(of.deeds, of.foretold, strict=True),
        key=lambda pair: -abs(pair[1].decides - pair[0].decided),
    )
    return [row(deed, found) | {"why": why(deed, found)} for deed, found in pairs[:most]]


def row(deed: Deed, found: Foretold) -> dict[str, Any]:
    """Return a deed beside what was foretold of it, as plain data."""
    coded = deed.coded
    return {
        "crisis": deed.crisis.id,
        "institution": deed.institution,
        "asked": deed.asked,
        "decided": coded.decided if coded else None,
        "obstacle": deed.obstacle,
        "chance": number(found.decides),
        "cause": found.cause,
    }


def why(deed: Deed, found: Foretold) -> str:
    """Return in a sentence what the record says that the simulator does not know."""
    if deed.decided:
        return f"It decided, where the simulator sees it stopped ({found.cause}): {_did(deed)}"
    if deed.asked == "no":
        return "Nobody brought it before the body; the simulator has the attacked always ask."
    if deed.coded and deed.coded.decided == "other":
        return f"It adopted another text, none against the act: {_did(deed)}"
    if deed.obstacle:
        return f"It was stopped ({deed.obstacle}): {_did(deed)}"
    return f"No text was put to the decision: {_did(deed)}"


def _did(deed: Deed) -> str:
    return deed.coded.did if deed.coded else ""
