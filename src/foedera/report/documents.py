"""The JSON documents of the command line, as plain dictionaries with their fixed keys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from foedera import __version__
from foedera.charters import Body, Charter, Step, View, holding
from foedera.charters.diff import changes
from foedera.charters.select import rule_of
from foedera.power import ALL_BALLOTS, YES_NO, MemberPower, power, smallest_block
from foedera.proceedings import Proceeding, may, minutes, moment
from foedera.proceedings.casefile import show_moment
from foedera.proceedings.council_check import CouncilCheck
from foedera.proof import Verdict
from foedera.report.assessment import Assessment
from foedera.report.findings import Finding
from foedera.rules import Ballot, Decision, NormalForm, Reason, describe
from foedera.rules.differ import Difference
from foedera.world import DATA_VERSION

if TYPE_CHECKING:
    from foedera.charters.model import RuleEntry

Document = dict[str, Any]


def stamped(document: Document, at: View | None = None) -> Document:
    """Return the document with the versions, day and readings that it rests on."""
    stamp: Document = {"foedera": __version__, "data": DATA_VERSION}
    if at:
        stamp |= {"on": at.on.isoformat(), "reading": reading(at)}
    return document | stamp


def reading(at: View) -> str:
    """Return 'default' or the options that depart from it, joined by commas."""
    return ",".join(at.departures) or "default"


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


def power_document(form: NormalForm, *, four: bool, name: str, at: View | None = None) -> Document:
    """Return the indices of a body: power to act, each member's, and its smallest block."""
    found = power(form, ALL_BALLOTS if four else YES_NO)
    block = smallest_block(form, ballots=[b for b in found.ballots if b is not Ballot.YES])
    return stamped(
        {
            "name": name,
            "ballots": [str(ballot) for ballot in found.ballots],
            "adopting": str(found.adopting),
            "sheets": str(found.sheets),
            "power_to_act": float(found.power_to_act),
            "monotone": found.monotone,
            "members": [_member_power(member) for member in found.members],
            "blocking": {
                "smallest": block.size,
                "example": {party: str(ballot) for party, ballot in block.sheet.items()},
                "exact": block.exact,
            },
        },
        at,
    )


def _member_power(member: MemberPower) -> Document:
    prevent, initiate = member.coleman_prevent, member.coleman_initiate
    return {
        "party": member.party,
        "banzhaf": float(member.banzhaf),
        "banzhaf_normalised": float(member.banzhaf_normalised),
        "shapley_shubik": member.shapley_shubik,
        "coleman_prevent": None if prevent is None else float(prevent),
        "coleman_initiate": None if initiate is None else float(initiate),
        "success": float(member.success),
        "given": {str(ballot): float(chance) for ballot, chance in member.given.items()},
    }


def prove_document(at: View, verdicts: Sequence[Verdict]) -> Document:
    """Return each property with its verdict, what shows it, and what other readings change."""
    return stamped(
        {
            "charter": at.charter.id,
            "properties": [
                {
                    "property": verdict.property,
                    "question": verdict.question or None,
                    "verdict": verdict.verdict,
                    "text": verdict.text,
                    "articles": list(verdict.articles),
                    "witness": dict(verdict.witness) or None,
                    "roles": dict(verdict.roles),
                    "under_readings": dict(verdict.under_readings),
                }
                for verdict in verdicts
            ],
        },
        at,
    )


def assess_document(assessment: Assessment) -> Document:
    """Return the findings of an assessment with what changes under other readings."""
    at = assessment.brief.view
    charter = at.charter
    return stamped(
        {
            "charter": charter.id,
            "title": charter.title,
            "text_status": charter.text_status,
            "accused": assessment.brief.accused,
            "findings": [_finding(assessment, finding) for finding in assessment.findings],
            "variants": {
                option: [_plain(finding) for finding in found]
                for option, found in assessment.variants.items()
            },
            "debate": [item.model_dump() for item in charter.debate],
            "unverified": list(assessment.recalled),
        },
        at,
    )


def _plain(finding: Finding) -> Document:
    return {"id": finding.id, "value": finding.value, "text": finding.text}


def _finding(assessment: Assessment, finding: Finding) -> Document:
    at = assessment.brief.view
    articles = ", ".join(a for a in finding.articles if a)
    flips = assessment.flips.get(finding.id, {})
    document: Document = {
        "id": finding.id,
        "title": finding.title,
        "value": finding.value,
        "text": finding.text,
        "reading": reading(at),
        "source": f"{at.charter.id} {articles}".strip(),
        "under": {option: other.value if other else None for option, other in flips.items()},
        "unverified": sorted(set(finding.articles) & set(assessment.recalled)),
    }
    if finding.claim:
        document["claim"] = finding.claim
    return document
