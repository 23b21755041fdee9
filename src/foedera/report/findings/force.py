"""Findings on what binds, what may be done without a vote, and what is left open."""

from collections.abc import Iterator

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
