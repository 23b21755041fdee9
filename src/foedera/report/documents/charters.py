"""The documents of charters, their members and single votes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedera.charters import Body, Charter, Step, View, holding
from foedera.charters.diff import changes
from foedera.charters.select import rule_of
from foedera.report.documents.stamp import Document, reading, stamped
from foedera.rules import Decision, Reason, describe
from foedera.rules.differ import Difference

if TYPE_CHECKING:
    from foedera.charters.model import RuleEntry


def charters_document(charters: Sequence[Charter]) -> Document:
    """Return the library: each charter with its bodies and their decisions."""
    return stamped(
        {
            "charters": [
                {
                    "id": charter.id,
                    "title": charter.title,
                    "bodies": [body.id for body in charter.bodies],
                    "decisions": [
                        f"{body.id}:{decision.id}"
                        for body in charter.bodies
                        for decision in body.decisions
                    ],
                    "in_force": charter.in_force and charter.in_force.isoformat(),
                    "ended": charter.ended and charter.ended.isoformat(),
                }
                for charter in charters
            ]
        }
    )


def show_document(at: View) -> Document:
    """Return a charter article by article, with the rules that render each, on the view's day."""
    charter = at.charter
    rules = _rules_by_article(at)
    articles = []
    for article in holding(charter.articles, at):
        entry: Document = {
            "number": article.article,
            "title": article.title,
            "text": article.text,
            "mark": article.mark,
        }
        if article.article in rules:
            entry["rule"] = "; ".join(rules[article.article])
        if article.note:
            entry["note"] = article.note
        articles.append(entry)
    return stamped(
        {
            "id": charter.id,
            "title": charter.title,
            "summary": charter.summary,
            "text_status": charter.text_status,
            "articles": articles,
            "bodies": [_body(at, body) for body in holding(charter.bodies, at)],
            "steps": [_step(at, step) for step in holding(charter.steps, at)],
            "duties": [
                {"id": d.id, "article": d.article, "who": d.who, "modality": d.modality}
                | {"text": d.text, "condition": d.condition, "towards": d.towards}
                for d in holding(charter.duties, at)
            ],
            "blanks": [{"id": k, **b.model_dump()} for k, b in charter.blanks.items()],
            "readings": [
                {
                    "id": key,
                    "question": question.question,
                    "article": question.article,
                    "default": key + question.default,
                    "why": question.why,
                    "options": {
                        key + letter: option.text for letter, option in question.options.items()
                    },
                }
                for key, question in charter.readings.items()
            ],
            "amendments": [a.model_dump(mode="json") for a in charter.amendments],
            "sources": charter.sources,
        },
        at,
    )


def _rules_by_article(at: View) -> dict[str, list[str]]:
    entries: list[RuleEntry] = []
    for body in holding(at.charter.bodies, at):
        for decision in holding(body.decisions, at):
            entries.extend(holding(decision.rule, at))
    for step in holding(at.charter.steps, at):
        if step.needs:
            entries.extend(holding(step.needs.rule, at))
    found: dict[str, list[str]] = {}
    for entry in entries:
        words = found.setdefault(entry.article, [])
        if entry.clause not in words:
            words.append(entry.clause)
    return found


def _body(at: View, body: Body) -> Document:
    decisions = []
    for decision in holding(body.decisions, at):
        rule = rule_of(decision.rule, at)
        decisions.append(
            {
                "id": decision.id,
                "title": decision.title,
                "article": decision.article,
                "rule": describe(rule) if rule else None,
                "binding": decision.binding,
                "binds": decision.binds,
                "measures": list(decision.measures),
                "answer": decision.answer,
            }
        )
    return {"id": body.id, "title": body.title, "article": body.article, "decisions": decisions}


def _step(at: View, step: Step) -> Document:
    rule = rule_of(step.needs.rule, at) if step.needs else None
    return {
        "id": step.id,
        "title": step.title,
        "article": step.article,
        "by": list(step.by),
        "modality": step.modality,
        "after": list(step.after),
        "needs": describe(rule) if rule else None,
        "within": step.deadline.within if step.deadline else None,
        "not_before": step.not_before.within if step.not_before else None,
        "opens": step.opens,
        "mark": step.mark,
    }


def members_document(at: View, parties: Sequence[str], body: str | None = None) -> Document:
    """Return who is a party (or sits in a body) on the view's day."""
    return stamped({"charter": at.charter.id, "body": body, "parties": list(parties)}, at)


def decide_document(at: View, name: str, verdict: Decision, notes: Document) -> Document:
    """Return the outcome of a vote with every clause's part in it."""
    return stamped(
        {
            "charter": at.charter.id,
            "decision": name,
            "adopted": verdict.adopted,
            "reasons": [reason_document(reason) for reason in verdict.reasons],
        }
        | notes,
        at,
    )


def reason_document(reason: Reason) -> Document:
    """Return one clause applied to one sheet."""
    return {
        "article": reason.article,
        "clause": reason.clause,
        "satisfied": reason.satisfied,
        "decisive": reason.decisive,
        "counts": reason.counts,
    }


def diff_document(first: View, second: View, found: Difference | None, note: str) -> Document:
    """Return what two views regulate differently, and a sheet on which their rules differ."""
    document: Document = {
        "first": {"id": first.charter.id, "on": first.on.isoformat(), "reading": reading(first)},
        "second": {
            "id": second.charter.id,
            "on": second.on.isoformat(),
            "reading": reading(second),
        },
        "changes": [
            {"aspect": change.aspect, "first": change.first, "second": change.second}
            for change in changes(first, second)
        ],
        "note": note,
    }
    if found:
        document["sheet"] = (
            {party: str(ballot) for party, ballot in found.sheet.items()} if found.sheet else None
        )
        document["first_adopts"] = found.first_adopts if found.sheet else None
        document["proved_equal"] = found.sheet is None and found.proved
    return stamped(document)
