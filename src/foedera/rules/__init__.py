"""Decision rules: ballots, clauses, their words, their normal form, and the decision on a sheet.

One object, several interpreters: :func:`parse` reads a rule from words and :func:`describe` prints
it back; :func:`bind` turns it into an and/or tree of integer inequalities for one electorate;
:func:`decide` evaluates one sheet with reasons and :func:`decide_batch` many sheets at once.
"""

from foedera.rules.ballots import Ballot, read_ballot
from foedera.rules.batch import decide_batch
from foedera.rules.clauses import (
    AllOf,
    AnyOf,
    Blank,
    Clause,
    Fewest,
    Group,
    Relation,
    Rule,
    all_of,
    any_of,
    clauses,
    majority,
    negate,
    none_of,
    quorum,
    unanimity,
)
from foedera.rules.decide import Decision, Reason, decide
from foedera.rules.describe import describe, describe_clause
from foedera.rules.errors import RuleError, RuleSyntaxError, UnboundRule
from foedera.rules.grammar import parse
from foedera.rules.normal import Conjunction, Disjunction, Electorate, Inequality, NormalForm, bind

__all__ = [
    "AllOf",
    "AnyOf",
    "Ballot",
    "Blank",
    "Clause",
    "Conjunction",
    "Decision",
    "Disjunction",
    "Electorate",
    "Fewest",
    "Group",
    "Inequality",
    "NormalForm",
    "Reason",
    "Relation",
    "Rule",
    "RuleError",
    "RuleSyntaxError",
    "UnboundRule",
    "all_of",
    "any_of",
    "bind",
    "clauses",
    "decide",
    "decide_batch",
    "describe",
    "describe_clause",
    "majority",
    "negate",
    "none_of",
    "parse",
    "quorum",
    "read_ballot",
    "unanimity",
]
