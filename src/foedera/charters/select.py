"""What a charter says on one day under chosen readings."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TypeVar

from foedera.charters.model import Binding, Body, Charter, Decision, Entry, RuleEntry
from foedera.rules import Clause, Rule, all_of, parse
from foedera.rules.clauses import AllOf, AnyOf

E = TypeVar("E", bound=Entry)


class ReadingError(ValueError):
    """A reading, body or decision is asked for that the charter does not have."""


@dataclass(frozen=True, slots=True)
class View:
    """A charter on one day under one option for each of its questions (such as E1b)."""

    charter: Charter
    on: date
    options: frozenset[str]

    @property
    def departures(self) -> tuple[str, ...]:
        """The options taken that are not the default ones, sorted."""
        return tuple(sorted(self.options - default_options(self.charter)))


def default_options(charter: Charter) -> frozenset[str]:
    """Return the option ids taken by default: question id and letter, such as E1a."""
    return frozenset(key + question.default for key, question in charter.readings.items())


def all_options(charter: Charter) -> tuple[str, ...]:
    """Return every option id of a charter in the order of its questions."""
    return tuple(
        key + letter for key, question in charter.readings.items() for letter in question.options
    )


def view(charter: Charter, on: date, readings: Iterable[str] = ()) -> View:
    """Return the charter on a day under the default readings except for those named.

    Raises:
        ReadingError: no such option, or two options of one question.
    """
    chosen = {key: question.default for key, question in charter.readings.items()}
    named: dict[str, str] = {}
    for option in readings:
        key = question_of(charter, option)
        if named.setdefault(key, option) != option:
            raise ReadingError(f"{named[key]} and {option} answer the same question: take one")
        chosen[key] = option.removeprefix(key)
    return View(charter, on, frozenset(key + letter for key, letter in chosen.items()))


def question_of(charter: Charter, option: str) -> str:
    """Return the id of the question that an option answers; raises :class:`ReadingError`."""
    for key, question in charter.readings.items():
        if option.startswith(key) and option.removeprefix(key) in question.options:
            return key
    raise ReadingError(
        f"{charter.id} has no reading '{option}'{suggestion(option, all_options(charter))}"
    )


def suggestion(word: str, known: Iterable[str]) -> str:
    """Return '; did you mean X?' or '; there are: ...' for a word that is not among `known`."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1)
    if close:
        return f"; did you mean '{close[0]}'?"
    return f"; there are: {', '.join(known)}" if known else "; there are none"


def own_codes(charter: Charter) -> frozenset[str]:
    """Return the codes that the charter itself gives its parties, instead of a register's.

    A company's directors are no states: where no register is used, codes mean what they say.
    """
    if any(part.register_ for part in charter.parties):
        return frozenset()
    return frozenset(code for part in charter.parties for code in part.codes)


def holds(entry: Entry, at: View) -> bool:
    """Return whether an entry holds on the view's day under its readings."""
    return (
        (entry.since is None or entry.since <= at.on)
        and (entry.until is None or at.on < entry.until)
        and at.options.issuperset(entry.when)
        and at.options.isdisjoint(entry.unless)
    )


def holding(entries: Iterable[E], at: View) -> tuple[E, ...]:
    """Return the entries that hold, in their order."""
    return tuple(entry for entry in entries if holds(entry, at))


def rule_of(entries: Iterable[RuleEntry], at: View) -> Rule | None:
    """Return the rule of the entries that hold, each clause citing its article; None if none."""
    parts = [_cited(parse_cached(entry.clause), entry.article) for entry in holding(entries, at)]
    return all_of(*parts) if parts else None


@cache
def parse_cached(words: str) -> Rule:
    """Return :func:`foedera.rules.parse` of the words, read once."""
    return parse(words)


def _cited(rule: Rule, article: str) -> Rule:
    match rule:
        case Clause(article=None):
            return replace(rule, article=article)
        case AllOf(parts) | AnyOf(parts):
            return type(rule)(tuple(_cited(part, article) for part in parts))
        case _:
            return rule


def find_decision(at: View, name: str) -> tuple[Body, Decision]:
    """Return body and decision for 'body', 'body:decision' or a 'decision' that only one has.

    A bare body means the first of its decisions that holds on the day.

    Raises:
        ReadingError: there is no such body or decision, or none that holds on the day.
    """
    bodies = holding(at.charter.bodies, at)
    head, _, tail = name.partition(":")
    for body in bodies:
        if body.id == head:
            return body, _decision(at, body, tail)
    named = [(b, d) for b in bodies for d in holding(b.decisions, at) if d.id == name]
    dated = [d for b in at.charter.bodies for d in b.decisions if d.id == name]
    if len(named) == 1:
        return named[0]
    if dated and not named:
        raise ReadingError(f"{at.charter.id} knows no decision '{name}' on {at.on}")
    if at.charter.body(head) is not None:
        raise ReadingError(f"{at.charter.id} has no body '{head}' on {at.on}")
    known = [body.id for body in bodies] + decision_names(at)
    raise ReadingError(f"{at.charter.id} has no body '{name}'{suggestion(name, known)}")


def _decision(at: View, body: Body, name: str) -> Decision:
    decisions = holding(body.decisions, at)
    for decision in decisions:
        if name in ("", decision.id):
            return decision
    if not decisions:
        raise ReadingError(f"the {body.title} takes no decision on {at.on} under {at.charter.id}")
    if any(decision.id == name for decision in body.decisions):
        raise ReadingError(f"the {body.title} takes no decision '{name}' on {at.on}")
    known = [decision.id for decision in decisions]
    raise ReadingError(f"the {body.title} takes no decision '{name}'{suggestion(name, known)}")


def decision_names(at: View) -> list[str]:
    """Return every 'body:decision' that holds."""
    return [
        f"{body.id}:{decision.id}"
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
    ]


def decision_rule(decision: Decision, at: View) -> Rule:
    """Return the rule of a decision on the view's day; raises :class:`ReadingError` if none."""
    rule = rule_of(decision.rule, at)
    if rule is None:
        raise ReadingError(f"'{decision.title}' has no rule on {at.on} under these readings")
    return rule


def strongest(at: View) -> Binding:
    """Return the strongest force that a decision under the charter has: legal, else political."""
    held = {d.binding for b in holding(at.charter.bodies, at) for d in holding(b.decisions, at)}
    order: tuple[Binding, ...] = ("legal", "political", "recommendation", "internal")
    return next(force for force in order if force in held)


def answers(at: View) -> list[tuple[Body, Decision]]:
    """Return the decisions that may answer an aggression, with their bodies.

    A charter that does not say which do (`answer`) gives those of the strongest force.
    """
    held = [
        (body, decision)
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
    ]
    found = [(body, decision) for body, decision in held if decision.answer]
    return found or [
        (body, decision) for body, decision in held if decision.binding == strongest(at)
    ]
