"""Decide one sheet with reasons, or many sheets at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from foedera.rules.ballots import Ballot
from foedera.rules.clauses import Relation
from foedera.rules.describe import describe_clause
from foedera.rules.errors import RuleError
from foedera.rules.normal import Conjunction, Inequality, Node, NormalForm


@dataclass(frozen=True, slots=True)
class Reason:
    """One clause applied to one sheet.

    `have` was counted (members, or units of the weight) out of a base of `base`; the clause holds
    when `have` is `relation` `needed`, where relation is '>=' or '<='. `decisive` marks the
    clauses that made the outcome: those that failed or, in an adoption, those that held.
    """

    article: str | None
    clause: str
    satisfied: bool
    have: int
    needed: int
    base: int
    relation: str
    decisive: bool

    @property
    def counts(self) -> dict[str, int | str]:
        """The numbers behind the verdict, ready for JSON."""
        return {
            "have": self.have,
            "relation": self.relation,
            "needed": self.needed,
            "base": self.base,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The outcome of one vote and every clause's part in it, in the order of the rule's words."""

    adopted: bool
    reasons: tuple[Reason, ...]

    @property
    def decisive(self) -> tuple[Reason, ...]:
        """The reasons that made or broke the measure."""
        return tuple(reason for reason in self.reasons if reason.decisive)


def decide(form: NormalForm, sheet: Mapping[str, Ballot]) -> Decision:
    """Return whether the sheet adopts, and the clauses that say so.

    Raises:
        RuleError: a member has no ballot, or a ballot is cast by someone who is no member.
    """
    ballots = _columns(form, sheet)
    holds = _holds(form.root, ballots)
    return Decision(holds, tuple(_reasons(form.root, ballots, decisive=True)))


def _columns(form: NormalForm, sheet: Mapping[str, Ballot]) -> NDArray[np.intp]:
    strangers = sorted(set(sheet) - set(form.members))
    if strangers:
        raise RuleError(f"{', '.join(strangers)} cast a ballot but may not vote here")
    silent = [member for member in form.members if member not in sheet]
    if silent:
        raise RuleError(f"no ballot is given for {', '.join(silent)}")
    return np.array([int(sheet[member]) for member in form.members], dtype=np.intp)


def _total(table: NDArray[np.int64], ballots: NDArray[np.intp]) -> int:
    return int(table[np.arange(len(ballots)), ballots].sum())


def _holds(node: Node, ballots: NDArray[np.intp]) -> bool:
    if isinstance(node, Inequality):
        return _total(node.coefficients, ballots) >= node.threshold
    join = all if isinstance(node, Conjunction) else any
    return join(_holds(part, ballots) for part in node.parts)


def _reasons(node: Node, ballots: NDArray[np.intp], *, decisive: bool) -> list[Reason]:
    if isinstance(node, Inequality):
        return [_reason(node, ballots, decisive=decisive)]
    outcome = _holds(node, ballots)
    # A part is decisive when it agrees with its parent: the failed parts of a failed conjunction,
    # the parts that held of a disjunction that held.
    return [
        reason
        for part in node.parts
        for reason in _reasons(
            part, ballots, decisive=decisive and _holds(part, ballots) == outcome
        )
    ]


def _reason(leaf: Inequality, ballots: NDArray[np.intp], *, decisive: bool) -> Reason:
    base = _total(leaf.base, ballots)
    relation, needed = _needed(leaf, base)
    return Reason(
        article=leaf.clause.article,
        clause=describe_clause(leaf.clause),
        satisfied=_total(leaf.coefficients, ballots) >= leaf.threshold,
        have=_total(leaf.counted, ballots),
        needed=needed,
        base=base,
        relation=relation,
        decisive=decisive,
    )


def _needed(leaf: Inequality, base: int) -> tuple[str, int]:
    """Return the clause as '>=' or '<=' a whole number, given the base that the sheet makes."""
    exact = leaf.amount * base if isinstance(leaf.amount, Fraction) else leaf.amount
    match leaf.clause.relation:
        case Relation.AT_LEAST:
            return ">=", ceil(exact)
        case Relation.MORE_THAN:
            return ">=", floor(exact) + 1
        case Relation.AT_MOST:
            return "<=", floor(exact)
        case Relation.FEWER_THAN:
            return "<=", ceil(exact) - 1
