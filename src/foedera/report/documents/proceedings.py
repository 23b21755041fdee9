"""The documents of cases: what may come next, what happened, what the record says."""

from foedera.proceedings import Proceeding, may, minutes, moment
from foedera.proceedings.casefile import show_moment
from foedera.proceedings.council_check import CouncilCheck
from foedera.report.documents.charters import reason_document
from foedera.report.documents.stamp import Document, stamped


def next_document(proceeding: Proceeding) -> Document:
    """Return what may happen next in a case, and what may not, under each of its charters."""
    allowed: list[Document] = []
    refused: list[Document] = []
    now = proceeding.now
    for charter_id, docket in proceeding.dockets.items():
        yes, no = may(moment(docket, now, proceeding.dockets))
        allowed += [
            {"party": p.party, "step": p.step, "article": p.article, "until": p.until}
            | {"charter": charter_id, "must": p.must, "body": p.body or None}
            | {"overdue": p.overdue}
            for p in yes
        ]
        refused += [
            {"party": r.party, "step": r.step, "reason": r.reason, "article": r.article}
            | {"charter": charter_id}
            for r in no
        ]
    return stamped(
        {
            "case": proceeding.case.id,
            "now": show_moment(now),
            "may": allowed,
            "may_not": refused,
        }
    )


def replay_document(proceeding: Proceeding) -> Document:
    """Return the record of a case with its outcome, its votes' reasons and its minutes."""
    history = proceeding.case.history
    return stamped(
        {
            "case": proceeding.case.id,
            "outcome": proceeding.outcome,
            "history": history.outcome if history else None,
            "derived": bool(history and history.mark == "derived"),
            "events": [
                {
                    "n": entry.n,
                    "date": show_moment(entry.event.date),
                    "step": entry.event.step,
                    "party": entry.party,
                    "article": entry.article,
                    "charter": entry.charter,
                }
                | ({"outcome": entry.outcome} if entry.outcome else {})
                | ({"refused": entry.refusal} if entry.refusal else {})
                | (
                    {"reasons": [reason_document(reason) for reason in entry.result.reasons]}
                    if entry.result
                    else {}
                )
                for entry in proceeding.entries
            ],
            "minutes": minutes(proceeding),
        }
    )


def council_document(check: CouncilCheck) -> Document:
    """Return how many Council votes are decided as they were, by what is known of them."""
    return stamped(
        {
            "votes": check.total + len(check.seats),
            "agree": dict(check.agree),
            "contradictions": check.contradictions,
            "seats": check.seats,
        }
    )
