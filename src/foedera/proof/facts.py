"""Situations: facts of the vocabulary that hold or fail, and what follows from them.

A situation is a set of literals (a fact, and whether it holds). Whatever it does not mention is
left open, so that a minimal one says all that matters and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from foedera.charters.vocabulary import AFFECTED, Act, acts, circumstances


@dataclass(frozen=True, slots=True, order=True)
class Fact:
    """A circumstance, of one charter or of one effect on a character where it is such a one."""

    circumstance: str
    charter: str = ""
    effect: str = ""
    affected: str = ""

    @property
    def member(self) -> str | None:
        """The character that the fact makes a party to its charter."""
        return circumstances()[self.circumstance].member


Literal = tuple[Fact, bool]
Situation = frozenset[Literal]
NOWHERE: Situation = frozenset()


def fact_of(word: str, charter: str = "", act: Act | None = None) -> Fact | None:
    """Return the fact that a circumstance is for an act under a charter; None if always given."""
    circumstance = circumstances()[word]
    if circumstance.member == AFFECTED and act is not None:
        return Fact(f"the {act.bears_on} is a party", charter)
    own = charter if circumstance.by_charter else ""
    if not circumstance.by_effect or act is None:
        return Fact(word, own)
    if circumstance.given and act.significant:
        return None
    return Fact(word, own, act.effect, act.bears_on or "")


def situation(
    given: Iterable[str], absent: Iterable[str], charter: str = "", act: Act | None = None
) -> Situation | None:
    """Return the situation in words of the vocabulary; None if it cannot be."""
    found = {(fact, True) for word in given if (fact := fact_of(word, charter, act))}
    for word in absent:
        fact = fact_of(word, charter, act)
        if fact is None:
            return None
        found.add((fact, False))
    return frozenset(found) if consistent(frozenset(found)) else None


def closure(known: Situation) -> Situation:
    """Return a situation with everything that the vocabulary says follows from it."""
    found = set(known)
    while True:
        new = set()
        for name, circumstance in circumstances().items():
            for implied in circumstance.implies:
                if (Fact(name), True) in found:
                    new.add((Fact(implied), True))
                if (Fact(implied), False) in found:
                    new.add((Fact(name), False))
        if new <= found:
            return frozenset(found)
        found |= new


def consistent(known: Situation) -> bool:
    """Return whether nothing both holds and fails in a situation, all consequences drawn."""
    whole = closure(known)
    return not any((fact, not value) in whole for fact, value in whole)


def sentence(literal: Literal) -> str:
    """Return a literal in words."""
    fact, value = literal
    circumstance = circumstances()[fact.circumstance]
    words = circumstance.holds if value else circumstance.fails
    return words.format(charter=fact.charter, effect=fact.effect, affected=fact.affected)


def in_words(known: Situation) -> str:
    """Return a situation as one sentence, in the order of the vocabulary."""
    order = {name: k for k, name in enumerate(circumstances())}
    literals = sorted(known, key=lambda lit: (order[lit[0].circumstance], lit[0], lit[1]))
    parts = [sentence(literal) for literal in literals]
    words = "; ".join(parts) if parts else "in every situation"
    return f"{words[0].upper()}{words[1:]}."


def deciders(known: Situation) -> tuple[str, ...]:
    """Return those in whose hands the facts of a situation are, sorted."""
    found = {
        words.format(charter=fact.charter, affected=fact.affected)
        for fact, _ in known
        if (words := circumstances()[fact.circumstance].decided_by)
    }
    return tuple(sorted(found))


def reaches(name: str) -> list[tuple[str, Situation]]:
    """Return every act that an act amounts to, itself among them, with the circumstances."""
    found: list[tuple[str, Situation]] = [(name, NOWHERE)]
    for reached, known in found:
        for link in acts()[reached].implies:
            step = {(Fact(link.if_), True)} if link.if_ else set()
            entry = (link.act, known | step)
            if entry not in found:
                found.append(entry)
    return found


def exclusions(first: str, second: str) -> list[Situation]:
    """Return the circumstances in which two acts cannot both be done."""
    found = []
    for one, known in reaches(first):
        for other, also in reaches(second):
            for left, right in ((one, other), (other, one)):
                for link in acts()[left].excludes:
                    if link.act == right:
                        step = {(Fact(link.if_), True)} if link.if_ else set()
                        found.append(known | also | step)
    return list(dict.fromkeys(found))
