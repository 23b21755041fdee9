"""The decision rule as data: one kind of clause, joined by and/or.

A clause compares how many members of a group (or how much of a weight they hold) cast certain
ballots with a number or with a share of a base. Quorum, majority, consensus, unanimity, veto and
consent are not kinds of their own: each is this clause with other parameters, which is what lets
every interpreter (words, decision, count, proof) be written once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from foedera.rules.ballots import EVERY_BALLOT, PRESENT, Ballot, BallotSet
from foedera.rules.errors import RuleError


class Relation(StrEnum):
    """How what is counted compares with the amount."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    FEWER_THAN = "<"


# Each relation and the one that holds exactly when it does not.
OPPOSITE = {
    Relation.AT_LEAST: Relation.FEWER_THAN,
    Relation.FEWER_THAN: Relation.AT_LEAST,
    Relation.MORE_THAN: Relation.AT_MOST,
    Relation.AT_MOST: Relation.MORE_THAN,
}


@dataclass(frozen=True, slots=True)
class Group:
    """The members named, less those excepted: 'the parties except the accused'."""

    names: tuple[str, ...]
    excepting: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a group of nobody."""
        if not self.names:
            raise RuleError("a group needs at least one name")


@dataclass(frozen=True, slots=True)
class Blank:
    """A number that the text leaves open, by name; it is given a value when a rule is bound."""

    name: str


@dataclass(frozen=True, slots=True)
class Fewest:
    """The least number of members of the group that hold a share of a weight, plus some.

    TFEU 238(3)(a) sizes a blocking minority so: the fewest that hold more than 35 % of the
    population, plus one.
    """

    relation: Relation
    share: Fraction
    weight: str
    plus: int = 0

    def __post_init__(self) -> None:
        """Refuse a share or relation that no fewest members could have."""
        if self.relation not in (Relation.AT_LEAST, Relation.MORE_THAN):
            raise RuleError("the fewest hold 'at least' or 'more than' a share")
        if not 0 < self.share < 1:
            raise RuleError(f"a share lies between 0 and 1, not {self.share}")
        if self.plus < 0:
            raise RuleError("the fewest are enlarged by a number that is not negative")


Amount = int | Fraction | Blank | Fewest


@dataclass(frozen=True, slots=True)
class Clause:
    """`relation` `amount` of the [weight of the] group [base] cast one of `ballots`.

    A Fraction is a share of the base: of all members of `of`, or of those among them that cast
    one of the `base` ballots. An int, Blank or Fewest is a number. `counting` limits, and
    `not_counting` reduces, whose ballots are counted without changing the base.
    """

    relation: Relation
    amount: Amount
    of: Group
    ballots: BallotSet
    base: BallotSet = EVERY_BALLOT
    weight: str | None = None
    counting: tuple[str, ...] = ()
    not_counting: tuple[str, ...] = ()
    article: str | None = None

    def __post_init__(self) -> None:
        """Refuse what no treaty could mean: an empty choice of ballots, a share above one."""
        if not self.ballots or self.ballots == EVERY_BALLOT:
            raise RuleError("a clause counts some ballots and not all four")
        if not self.base:
            raise RuleError("a base of no ballots has no members")
        if isinstance(self.amount, Fraction):
            _check_share(self.relation, self.amount)
            return
        if self.base != EVERY_BALLOT:
            raise RuleError(
                "only a share (such as 2/3, half, all) can be of those present or voting"
            )
        if isinstance(self.amount, int):
            _check_number(self.relation, self.amount)


def _check_share(relation: Relation, share: Fraction) -> None:
    if not 0 < share <= 1:
        raise RuleError(f"a share lies between 0 and 1, not {share}")
    if share == 1 and relation in (Relation.MORE_THAN, Relation.AT_MOST):
        raise RuleError("a clause cannot ask for more than all, or at most all, of a group")


def _check_number(relation: Relation, number: int) -> None:
    # A whole number has one spelling: 'more than 3' is 'at least 4', so equal rules are equal data.
    if relation not in (Relation.AT_LEAST, Relation.AT_MOST):
        raise RuleError("write whole numbers with 'at least' or 'at most'")
    if number < (1 if relation is Relation.AT_LEAST else 0):
        raise RuleError(f"a clause cannot ask for {relation} {number} members")


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds. Parts are never themselves an AllOf: build with :func:`all_of`."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        """Refuse what :func:`all_of` would have flattened."""
        if len(self.parts) < 2 or any(isinstance(part, AllOf) for part in self.parts):
            raise RuleError("AllOf takes two or more parts, none of them an AllOf; use all_of()")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds. Parts are never themselves an AnyOf: build with :func:`any_of`."""

    parts: tuple["Rule", ...]

    def __post_init__(self) -> None:
        """Refuse what :func:`any_of` would have flattened."""
        if len(self.parts) < 2 or any(isinstance(part, AnyOf) for part in self.parts):
            raise RuleError("AnyOf takes two or more parts, none of them an AnyOf; use any_of()")


Rule = Clause | AllOf | AnyOf


def all_of(*rules: Rule) -> Rule:
    """Return the rule that holds when every one of `rules` does (nested ones flattened)."""
    parts = tuple(p for rule in rules for p in (rule.parts if isinstance(rule, AllOf) else (rule,)))
    return parts[0] if len(parts) == 1 else AllOf(parts)


def any_of(*rules: Rule) -> Rule:
    """Return the rule that holds when at least one of `rules` does (nested ones flattened)."""
    parts = tuple(p for rule in rules for p in (rule.parts if isinstance(rule, AnyOf) else (rule,)))
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def whole(relation: Relation, number: int) -> tuple[Relation, int]:
    """Return the same comparison with a whole number, spelt with at least or at most."""
    if relation is Relation.MORE_THAN:
        return Relation.AT_LEAST, number + 1
    if relation is Relation.FEWER_THAN:
        return Relation.AT_MOST, number - 1
    return relation, number


def negate(rule: Rule) -> Rule:
    """Return the rule that holds exactly when `rule` does not (a presumption unless reversed).

    >>> from foedera.rules import describe, parse
    >>> describe(negate(parse("all of the parties vote yes")))
    'not all of the parties vote yes'
    """
    match rule:
        case AllOf(parts):
            return any_of(*map(negate, parts))
        case AnyOf(parts):
            return all_of(*map(negate, parts))
        case Clause(amount=int(number)):
            relation, number = whole(OPPOSITE[rule.relation], number)
            return replace(rule, relation=relation, amount=number)
        case _:
            return replace(rule, relation=OPPOSITE[rule.relation])


def clauses(rule: Rule) -> Iterator[Clause]:
    """Yield the clauses of a rule in the order of its words."""
    if isinstance(rule, Clause):
        yield rule
    else:
        for part in rule.parts:
            yield from clauses(part)


def _group(group: Group | str) -> Group:
    return group if isinstance(group, Group) else Group((group,))


def quorum(amount: Amount, of: Group | str, article: str | None = None) -> Clause:
    """Return 'at least `amount` of the group are present'."""
    return Clause(Relation.AT_LEAST, amount, _group(of), PRESENT, article=article)


def majority(
    share: Fraction,
    of: Group | str,
    base: BallotSet = EVERY_BALLOT,
    *,
    relation: Relation = Relation.AT_LEAST,
    article: str | None = None,
) -> Clause:
    """Return 'at least `share` of the group [of those in `base`] vote yes'."""
    yes = frozenset({Ballot.YES})
    return Clause(relation, share, _group(of), yes, base=base, article=article)


def unanimity(
    of: Group | str, base: BallotSet = EVERY_BALLOT, article: str | None = None
) -> Clause:
    """Return 'all of the group [of those in `base`] vote yes'; consent is this for one role."""
    return majority(Fraction(1), of, base, article=article)


def none_of(of: Group | str, objections: int = 0, article: str | None = None) -> Clause:
    """Return 'at most `objections` of the group vote no': consensus, consensus minus k, a veto."""
    no = frozenset({Ballot.NO})
    return Clause(Relation.AT_MOST, objections, _group(of), no, article=article)
