"""The document of conflicts between two charters."""

from collections.abc import Sequence

from foedera.charters.vocabulary import acts, circumstances
from foedera.proof.composition import Lever
from foedera.proof.conflicts import Comparison, Conflict
from foedera.report.documents.stamp import Document, reading, stamped


def conflicts_document(found: Comparison, levers: Sequence[Lever] | None = None) -> Document:
    """Return every conflict with its situation, which charter prevails, and under which readings.

    `levers` is what one party gains over the second charter's decisions, if that was asked.
    """
    sides = (found.first, found.second)
    document = {
        "charters": [
            {"id": at.charter.id, "title": at.charter.title, "reading": reading(at), "norms": norms}
            for at, norms in zip(sides, found.norms, strict=True)
        ],
        "common": list(found.common),
        "vocabulary": {"acts": len(acts()), "circumstances": len(circumstances())},
        "complete": found.complete,
        "text": found.text,
        "conflicts": [_conflict(conflict) for conflict in found.conflicts],
        "under_other_readings": [_conflict(conflict) for conflict in found.under_others],
        "levers": None if levers is None else [_lever(lever) for lever in levers],
    }
    return stamped(document) | {"on": max(at.on for at in sides).isoformat()}


def _conflict(conflict: Conflict) -> Document:
    return {
        "kind": conflict.kind,
        "duties": list(conflict.duties),
        "acts": list(conflict.acts),
        "situation": conflict.situation,
        "decided_by": list(conflict.decided_by),
        "example": conflict.example,
        "candidates": conflict.candidates,
        "priority": {
            "prevails": conflict.priority.prevails,
            "by": list(conflict.priority.by),
            "text": conflict.priority.text,
            "fallback": conflict.priority.fallback,
        },
        "under_readings": {
            option: "stands" if stands else "gone"
            for option, stands in conflict.under_readings.items()
        },
    }


def _lever(lever: Lever) -> Document:
    return {
        "decision": lever.decision,
        "title": lever.title,
        "article": lever.article,
        "duty": lever.duty,
        "readings": list(lever.readings),
        "judge": lever.judge,
        "members": lever.members,
        "bound": lever.bound,
        "needed": lever.needed,
        "strength": lever.strength,
        "holder_blocks": lever.holder_blocks,
        "text": lever.text,
    }
