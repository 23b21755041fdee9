"""The normal form: an and/or tree of integer linear inequalities over ballots.

    sum over members i, ballots b of  c[i, b] * [i casts b]  >=  t

:func:`bind` writes a rule for one electorate (who the members, groups, weights and blanks are);
everything that decides, counts or proves works on its result and never on the rule's words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from foedera.rules.ballots import EVERY_BALLOT, BallotSet
from foedera.rules.clauses import AllOf, AnyOf, Blank, Clause, Fewest, Group, Relation, Rule
from foedera.rules.describe import describe_amount, describe_clause
from foedera.rules.errors import UnboundRule

# Sums are 64-bit numbers; below this bound no scaled left-hand side can overflow.
LARGEST_SUM = 2**61


@dataclass(frozen=True, slots=True)
class Electorate:
    """Who may cast a ballot in one vote, and what the names in a rule stand for.

    `members` in the order of a sheet's columns; `groups` maps a name (parties, permanent members,
    accused) to codes, of which those outside `members` count for nothing; `weights` maps a name
    to whole numbers by member; `blanks` gives the numbers that the text leaves open.
    """

    members: tuple[str, ...]
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    weights: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    blanks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Inequality:
    """One clause for one electorate: `(coefficients[i, ballot_i]).sum() >= threshold`.

    `coefficients` is int64 of shape (members, 4). `counted` and `base` are the same shape and say
    what the clause counts and of how much, for the sentence that explains the result.
    """

    clause: Clause
    coefficients: NDArray[np.int64]
    threshold: int
    counted: NDArray[np.int64]
    base: NDArray[np.int64]
    amount: int | Fraction


@dataclass(frozen=True, slots=True, eq=False)
class Conjunction:
    """Every part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Disjunction:
    """At least one part holds."""

    parts: tuple["Node", ...]


Node = Inequality | Conjunction | Disjunction


@dataclass(frozen=True, slots=True, eq=False)
class NormalForm:
    """A rule bound to an electorate: `members` in the order of coefficient rows, and the tree."""

    members: tuple[str, ...]
    root: Node


def bind(rule: Rule, electorate: Electorate) -> NormalForm:
    """Return the normal form of `rule` for `electorate`.

    Raises:
        UnboundRule: the rule names a group, weight or blank that the electorate does not give.
    """
    return NormalForm(electorate.members, _node(rule, electorate))


def inequalities(node: Node) -> list[Inequality]:
    """Return the inequalities of a tree in the order of the rule's words."""
    if isinstance(node, Inequality):
        return [node]
    return [leaf for part in node.parts for leaf in inequalities(part)]


def _node(rule: Rule, electorate: Electorate) -> Node:
    match rule:
        case AllOf(parts):
            return Conjunction(tuple(_node(part, electorate) for part in parts))
        case AnyOf(parts):
            return Disjunction(tuple(_node(part, electorate) for part in parts))
        case Clause():
            return _inequality(rule, electorate)


def _inequality(clause: Clause, electorate: Electorate) -> Inequality:
    group = _membership(clause.of, electorate, clause)
    heard = group.copy()
    if clause.counting:
        heard &= _membership(Group(clause.counting), electorate, clause)
    if clause.not_counting:
        heard &= ~_membership(Group(clause.not_counting), electorate, clause)
    weight = _weights(clause, electorate, group)
    counted = _table(heard * weight, clause.ballots)
    base = _table(group * weight, clause.base)
    amount = _amount(clause, electorate, group)
    scale = amount.numerator + amount.denominator if isinstance(amount, Fraction) else 1
    if amount > LARGEST_SUM or scale * int(weight.sum()) > LARGEST_SUM:
        raise UnboundRule(f"the numbers of '{describe_clause(clause)}' are too large to be counted")
    coefficients, threshold = _compare(clause, amount, counted, base)
    return Inequality(clause, coefficients, threshold, counted, base, amount)


def _compare(
    clause: Clause, amount: int | Fraction, counted: NDArray[np.int64], base: NDArray[np.int64]
) -> tuple[NDArray[np.int64], int]:
    """Scale the clause to integers and turn its relation into 'at least'."""
    if isinstance(amount, int):
        coefficients, threshold = counted, amount
    elif clause.base == EVERY_BALLOT:
        # The base is the same whatever the ballots, so it moves to the right-hand side.
        coefficients = counted * amount.denominator
        threshold = amount.numerator * int(base[:, 0].sum())
    else:
        coefficients = counted * amount.denominator - base * amount.numerator
        threshold = 0
    match clause.relation:
        case Relation.AT_LEAST:
            return coefficients, threshold
        case Relation.MORE_THAN:
            return coefficients, threshold + 1
        case Relation.AT_MOST:
            return -coefficients, -threshold
        case Relation.FEWER_THAN:
            return -coefficients, 1 - threshold


def _table(weight: NDArray[np.int64], ballots: BallotSet) -> NDArray[np.int64]:
    columns = np.zeros(4, dtype=np.int64)
    columns[[int(ballot) for ballot in ballots]] = 1
    return weight[:, None] * columns


def _membership(group: Group, electorate: Electorate, clause: Clause) -> NDArray[np.bool_]:
    inside = _named(group.names, electorate, clause) - _named(group.excepting, electorate, clause)
    return np.array([member in inside for member in electorate.members], dtype=np.bool_)


def _named(names: tuple[str, ...], electorate: Electorate, clause: Clause) -> set[str]:
    missing = [name for name in names if name not in electorate.groups]
    if missing:
        known = ", ".join(sorted(electorate.groups)) or "none"
        raise UnboundRule(
            f"'{describe_clause(clause)}' speaks of '{missing[0]}', which is no group or role here "
            f"(known: {known})"
        )
    return {code for name in names for code in electorate.groups[name]}


def _weights(clause: Clause, electorate: Electorate, group: NDArray[np.bool_]) -> NDArray[np.int64]:
    if clause.weight is None:
        return np.ones(len(electorate.members), dtype=np.int64)
    return _weight_values(clause.weight, electorate, group, clause)


def _weight_values(
    name: str, electorate: Electorate, group: NDArray[np.bool_], clause: Clause
) -> NDArray[np.int64]:
    if name not in electorate.weights:
        raise UnboundRule(
            f"'{describe_clause(clause)}' weighs by '{name}', for which no weights are given"
        )
    table = electorate.weights[name]
    if sum(map(abs, table.values())) > LARGEST_SUM:
        raise UnboundRule(f"the {name} of all members together is above {LARGEST_SUM}")
    inside = zip(electorate.members, group, strict=True)
    without = [member for member, is_in in inside if is_in and member not in table]
    if without:
        raise UnboundRule(f"no {name} is known for {', '.join(without)}")
    return np.array([table.get(member, 0) for member in electorate.members], dtype=np.int64)


def _amount(clause: Clause, electorate: Electorate, group: NDArray[np.bool_]) -> int | Fraction:
    match clause.amount:
        case Blank(name):
            if name not in electorate.blanks:
                raise UnboundRule(
                    f"the text leaves '{name}' open: give it a value to apply "
                    f"'{describe_clause(clause)}'"
                )
            return electorate.blanks[name]
        case Fewest() as fewest:
            return _fewest(fewest, electorate, group, clause)
        case amount:
            return amount


def _fewest(
    fewest: Fewest, electorate: Electorate, group: NDArray[np.bool_], clause: Clause
) -> int:
    values = _weight_values(fewest.weight, electorate, group, clause)[group]
    held = np.cumsum(np.sort(values)[::-1])
    wanted = fewest.share * int(values.sum())
    for size, total in enumerate(held.tolist(), start=1):
        if total > wanted or (fewest.relation is Relation.AT_LEAST and total >= wanted):
            return size + fewest.plus
    raise UnboundRule(f"nobody holds {describe_amount(fewest)}: the group is empty")
