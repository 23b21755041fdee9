"""Print a rule in canonical words; :func:`foedera.rules.parse` reads them back to an equal rule."""

from fractions import Fraction

from foedera.rules.ballots import EVERY_BALLOT, PRESENT, VOTING, Ballot, BallotSet
from foedera.rules.clauses import AllOf, AnyOf, Blank, Clause, Fewest, Group, Relation, Rule

RELATION_WORDS = {
    Relation.AT_LEAST: "at least",
    Relation.MORE_THAN: "more than",
    Relation.AT_MOST: "at most",
    Relation.FEWER_THAN: "fewer than",
}

_Y, _N, _A, _X = Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT

# The fourteen sets of ballots that a clause can count, each with its canonical words.
BALLOT_WORDS: dict[BallotSet, str] = {
    frozenset({_Y}): "vote yes",
    frozenset({_N}): "vote no",
    frozenset({_A}): "abstain",
    frozenset({_X}): "are absent",
    VOTING: "vote",
    PRESENT: "are present",
    frozenset({_A, _X}): "do not vote",
    frozenset({_N, _A, _X}): "do not vote yes",
    frozenset({_Y, _A, _X}): "do not vote no",
    frozenset({_Y, _N, _X}): "do not abstain",
    frozenset({_Y, _A}): "vote yes or abstain",
    frozenset({_N, _A}): "vote no or abstain",
    frozenset({_Y, _X}): "vote yes or are absent",
    frozenset({_N, _X}): "vote no or are absent",
}


def describe(rule: Rule) -> str:
    """Return the rule in canonical words; ``parse(describe(rule)) == rule`` for every rule.

    >>> from foedera.rules import parse
    >>> describe(parse("a quorum of two thirds of the parties and consensus of the parties"))
    'at least 2/3 of the parties are present and none of the parties vote no'
    """
    match rule:
        case AllOf(parts):
            return " and ".join(map(_part, parts))
        case AnyOf(parts):
            return " or ".join(map(_part, parts))
        case Clause():
            words = describe_clause(rule)
            return f"{words} [{rule.article}]" if rule.article else words


def _part(rule: Rule) -> str:
    return describe(rule) if isinstance(rule, Clause) else f"({describe(rule)})"


def describe_clause(clause: Clause) -> str:
    """Return one clause in canonical words, without its article."""
    weight = f"the {clause.weight} of " if clause.weight else ""
    subject = f"{_quantity(clause)} of {weight}{_names(clause.of.names)}{_base(clause.base)}"
    words = f"{subject}{_except(clause.of)} {BALLOT_WORDS[clause.ballots]}"
    if clause.counting:
        words += f", counting only {_names(clause.counting)}"
    if clause.not_counting:
        words += f", not counting {_names(clause.not_counting)}"
    return words


def _except(group: Group) -> str:
    return f" except {_names(group.excepting)}" if group.excepting else ""


def describe_amount(amount: int | Fraction | Blank | Fewest) -> str:
    """Return a number, share, blank or fewest as rules spell it: 9, 2/3, 65%, {seconders}."""
    match amount:
        case Fraction():
            return _share(amount)
        case Blank(name):
            return f"{{{name}}}"
        case Fewest(relation, share, weight, plus):
            words = f"the fewest holding {RELATION_WORDS[relation]} {_share(share)} of the {weight}"
            return f"{words} plus {plus}" if plus else words
        case _:
            return str(amount)


def _quantity(clause: Clause) -> str:
    match clause.relation, clause.amount:
        case Relation.AT_LEAST, Fraction(numerator=1, denominator=1):
            return "all"
        case Relation.FEWER_THAN, Fraction(numerator=1, denominator=1):
            return "not all"
        case Relation.AT_MOST, 0:
            return "none"
        case relation, amount:
            return f"{RELATION_WORDS[relation]} {describe_amount(amount)}"


def _share(share: Fraction) -> str:
    percent = share * 100
    if share.denominator > 10 and percent.denominator == 1:
        return f"{percent.numerator}%"
    return f"{share.numerator}/{share.denominator}"


def _base(base: BallotSet) -> str:
    if base == EVERY_BALLOT:
        return ""
    if base == PRESENT:
        return " present"
    if base == VOTING:
        return " present and voting"
    return f" who {BALLOT_WORDS[base]}"


def _names(names: tuple[str, ...]) -> str:
    return " and ".join(f"the {name}" for name in names)
