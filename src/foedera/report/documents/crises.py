"""The documents of crises."""

from collections.abc import Iterable

from foedera.report.documents.stamp import Document, stamped
from foedera.world.crises import CRITERIA, Crisis, Statement, find_act


def crises_document(found: Iterable[Crisis]) -> Document:
    """Return the library of crises, one line each."""
    return stamped({"crises": [_head(crisis) for crisis in found]})


def crisis_document(crisis: Crisis) -> Document:
    """Return one crisis whole, with the criteria from which its score can be recomputed."""
    act = find_act(crisis.act)
    answers = crisis.glaring.answers()
    whole = _head(crisis) | {
        "basis": crisis.basis,
        "mark": crisis.mark,
        "cited": list(crisis.cited),
        "taxonomy": {
            "id": act.id,
            "title": act.title,
            "definition": act.definition,
            "force": act.force,
            "agenda": act.agenda,
            "flags": list(act.flags),
            "basis": act.basis,
        },
        "further_acts": list(crisis.further_acts),
        "coding": {
            "low": crisis.glaring.low(),
            "high": crisis.glaring.high(),
            "grade": crisis.glaring.grade(),
            "criteria": [
                {"id": c.id, "weight": c.weight, "answer": answers[c.id]}
                | {"yes": c.yes, "partly": c.partly, "basis": c.basis}
                for c in CRITERIA
            ],
        },
        "narratives": [
            {"party": told.party, "names": list(told.names), "claim": told.claim}
            | {"mark": told.mark, "sources": list(told.sources)}
            for told in crisis.narratives
        ],
        "organisations": [
            {"institution": done.institution, "did": done.did, "case": done.case or None}
            | {"asked": done.asked, "decided": done.decided, "blocked_by": done.blocked_by}
            | {"measure": done.measure, "enforced": done.enforced}
            | {"mark": done.mark, "sources": list(done.sources)}
            for done in crisis.organisations
        ],
        "outcome": _statement(crisis.outcome),
        "icb": crisis.icb,
        "sources": dict(crisis.sources),
    }
    return stamped({"crises": [whole]})


def _head(crisis: Crisis) -> Document:
    return {
        "id": crisis.id,
        "title": crisis.title,
        "start": crisis.start.isoformat(),
        "end": crisis.end.isoformat() if crisis.end else None,
        "setting": crisis.setting,
        "act": crisis.act,
        "aggressor": list(crisis.aggressor),
        "attacked": list(crisis.attacked),
        "author": crisis.author or None,
        "victim": crisis.victim or None,
        "glaring": crisis.glaring.score(),
    }


def _statement(said: Statement) -> Document:
    return {"text": said.text, "mark": said.mark, "sources": list(said.sources)}
