"""Findings on what binds, what may be done without a vote, and what is left open."""

import re
from collections.abc import Iterable, Iterator

from foedera.charters import View, holding, library
from foedera.report.findings.record import Brief, Finding, Value, finds


@finds
def binding(brief: Brief) -> Iterator[Finding]:
    """Which decisions bind, and whom."""
    for body in holding(brief.view.charter.bodies, brief.view):
        for decision in holding(body.decisions, brief.view):
            under = [
                words for key, words in decision.binds_under.items() if key in brief.view.options
            ]
            whom = under[0] if under else decision.binds
            yield Finding(
                f"binding {body.id}:{decision.id}",
                f"Force: {decision.title}",
                {"force": decision.binding, "binds": whom},
                f"{_FORCE[decision.binding]}: {whom}.",
                (decision.article,),
                "C28",
            )


_FORCE = {
    "legal": "Binds in law",
    "political": "Binds politically, not in law",
    "recommendation": "Recommends only",
    "internal": "Concerns the institution's own business",
}


@finds
def without_vote(brief: Brief) -> Iterator[Finding]:
    """What parties may or must do although nothing was decided."""
    for duty in holding(brief.view.charter.duties, brief.view):
        if "assist" in duty.id or "self-defence" in duty.id:
            yield Finding(
                f"without-vote {duty.id}",
                "Without any decision",
                {"modality": duty.modality, "duty": duty.text},
                f"{duty.who[0].upper()}{duty.who[1:]} {duty.modality} {duty.text}.",
                (duty.article,),
                "C25",
            )


@finds
def silent(brief: Brief) -> Iterator[Finding]:
    """What the charter leaves unregulated that others regulate."""
    own = _topics(brief.view)
    others = [charter for charter in library() if charter.id != brief.view.charter.id]
    regulated: dict[str, list[str]] = {}
    for charter in others:
        for topic in {topic for article in charter.articles for topic in article.topics}:
            regulated.setdefault(topic, []).append(charter.id)
    missing = {
        topic: sorted(ids)
        for topic, ids in sorted(regulated.items(), key=lambda item: (-len(item[1]), item[0]))
        if topic not in own and len(ids) > 1
    }
    if missing:
        text = "; ".join(f"{topic} ({len(ids)} of {len(others)})" for topic, ids in missing.items())
        value: Value = {topic: list(ids) for topic, ids in missing.items()}
        yield Finding("unregulated", "Left open that others regulate", value, f"{text}.", (), "C27")


def _topics(at: View) -> set[str]:
    return {topic for article in holding(at.charter.articles, at) for topic in article.topics}


@finds
def coverage(brief: Brief) -> Iterator[Finding]:
    """Which articles run as rules or steps, which bind as duties, and which remain prose."""
    at = brief.view
    run = _cited(_running(at))
    owed = _cited(duty.article for duty in holding(at.charter.duties, at))
    every = [article.article for article in holding(at.charter.articles, at)]
    runs = [article for article in every if _covers(run, article)]
    owes = [a for a in every if a not in runs and _covers(owed, a)]
    prose = [a for a in every if a not in runs and a not in owes]
    text = (
        f"Of {len(every)} provisions {len(runs)} run as rules or steps and {len(owes)} are "
        f"declared as duties or rights; prose only: {', '.join(prose) or 'none'}."
    )
    value: Value = {"provisions": len(every), "run": len(runs), "owed": len(owes)}
    yield Finding("coverage", "How much of the text runs", value, text, (), "C17")


def _running(at: View) -> Iterator[str]:
    """Yield the articles that steps, rules, bodies and membership cite."""
    for step in holding(at.charter.steps, at):
        yield step.article
        yield from (entry.article for entry in step.needs.rule) if step.needs else ()
    for body in holding(at.charter.bodies, at):
        yield body.article
        for decision in holding(body.decisions, at):
            yield decision.article
            yield from (entry.article for entry in holding(decision.rule, at))
    if at.charter.membership:
        yield at.charter.membership.article
        yield from (entry.article for entry in at.charter.membership.entry_into_force)


def _cited(articles: Iterable[str]) -> set[str]:
    """Return single articles from citations such as '4(2), 5 and 6'."""
    return {part.strip() for words in articles for part in re.split(r",| and ", words)}


def _covers(cited: set[str], article: str) -> bool:
    """Return whether a provision, or a paragraph of it, or all that it names, is cited."""
    named = _cited([article])
    return any(name in cited or any(c.startswith(f"{name}(") for c in cited) for name in named)


@finds
def blanks(brief: Brief) -> Iterator[Finding]:
    """The numbers that the text leaves open."""
    left = {
        name: blank for name, blank in brief.view.charter.blanks.items() if name not in brief.blanks
    }
    if left:
        words = (
            f"{blank.title} ({blank.article}"
            + (f"; suggested: {blank.suggested})" if blank.suggested is not None else ")")
            for blank in left.values()
        )
        articles = tuple(dict.fromkeys(blank.article for blank in left.values()))
        yield Finding("blanks", "Blanks", list(left), "; ".join(words) + ".", articles)
