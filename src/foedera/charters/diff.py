"""What changed between two charters, or one charter on two days or under two readings."""

from collections.abc import Iterator
from dataclasses import dataclass

from foedera.charters.model import Body, Decision, Limit, Step
from foedera.charters.select import View, holding, rule_of
from foedera.rules import describe


@dataclass(frozen=True, slots=True)
class Change:
    """One aspect that the two sides regulate differently; None: that side is silent on it."""

    aspect: str
    first: str | None
    second: str | None


def changes(first: View, second: View) -> tuple[Change, ...]:
    """Return every aspect in which two views differ, in the order of the first, then the second."""
    left, right = dict(_aspects(first)), dict(_aspects(second))
    keys = [*left, *(key for key in right if key not in left)]
    return tuple(
        Change(key, left.get(key), right.get(key))
        for key in keys
        if left.get(key) != right.get(key)
    )


def _aspects(at: View) -> Iterator[tuple[str, str]]:
    """Yield what a view regulates as (aspect, words), the words fit for a reader."""
    for body in holding(at.charter.bodies, at):
        for decision in holding(body.decisions, at):
            yield f"decision {body.id}:{decision.id}", _decision(at, body, decision)
    for step in holding(at.charter.steps, at):
        yield f"step {step.id}", _step(at, step)
    for duty in holding(at.charter.duties, at):
        yield f"duty {duty.id}", f"{duty.who} {duty.modality} {duty.text} [{duty.article}]"
    for key, blank in at.charter.blanks.items():
        yield f"blank {key}", f"{blank.title} [{blank.article}]"
    topics: dict[str, list[str]] = {}
    for article in holding(at.charter.articles, at):
        for topic in article.topics:
            topics.setdefault(topic, []).append(article.article)
    for name, articles in topics.items():
        yield f"topic {name}", f"regulated in {', '.join(articles)}"


def _decision(at: View, body: Body, decision: Decision) -> str:
    rule = rule_of(decision.rule, at)
    words = describe(rule) if rule else "no rule"
    return f"{body.title}: {words}; {decision.binding}, binds {decision.binds}"


def _step(at: View, step: Step) -> str:
    words = f"the {' or the '.join(step.by)} {step.modality} {step.title} [{step.article}]"
    if step.needs and (rule := rule_of(step.needs.rule, at)):
        words += f"; needs: {describe(rule)}"
    words += _limit("not before", step.not_before) + _limit("within", step.deadline)
    return words


def _limit(word: str, limit: Limit | None) -> str:
    return f"; {word} {limit.within} of {limit.after}" if limit else ""
