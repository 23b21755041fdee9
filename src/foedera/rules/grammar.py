"""Read a rule from words.

The words are those of treaties, made regular: a clause says how many of whom do what
('at least 2/3 of the parties are present'), clauses are joined by 'and' and 'or' ('and' binds
closer; parentheses group), and a clause may cite its article in square brackets.
"""

import difflib
from dataclasses import replace
from fractions import Fraction
from functools import cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args

from foedera.rules.ballots import EVERY_BALLOT, PRESENT, VOTING, Ballot, BallotSet
from foedera.rules.clauses import (
    Amount,
    Blank,
    Clause,
    Fewest,
    Group,
    Relation,
    Rule,
    all_of,
    any_of,
    majority,
    negate,
    none_of,
    quorum,
    unanimity,
    whole,
)
from foedera.rules.errors import RuleError, RuleSyntaxError

GRAMMAR = r"""
?start: rule
?rule: conjunction (_OR conjunction)*           -> disjunction
conjunction: part (_AND part)*
?part: cited | "(" rule ")" | "unless"i part    -> unless
cited: _clause CITATION?
_clause: counted | idiom

counted: quantity "of"i [weight] those verb counting?
?quantity: "all"i -> every
    | "not"i "all"i -> not_every
    | "none"i -> nobody
    | relation amount -> bounded
!relation: "at least"i | "more than"i | "at most"i | "fewer than"i | "less than"i
?amount: share | number | blank | fewest
share: FRACTION | PERCENT | WORDED_SHARE
number: INTEGER | WORDED_NUMBER
blank: "{" NAME "}"
fewest: "the"i "fewest"i "holding"i relation share "of"i "the"i name ["plus"i INTEGER]
weight: "the"i name "of"i

group: names [_EXCEPT names]
names: "the"i name (_AND_THE name)*
name: NAME+
those: names [base] -> all_those
    | names [base] _EXCEPT names [base] -> those_except
base: "present"i -> those_present
    | "present"i _AND_VOTING -> those_voting
    | "voting"i -> those_voting
    | "who"i verb -> those_who
counting: _COUNTING_ONLY names -> counting_only
    | _NOT_COUNTING names -> not_counting

idiom: "consensus"i "of"i group -> consensus
    | "consensus"i "minus"i number "of"i group -> consensus_minus
    | "unanimity"i "of"i those -> unanimous
    | "consent"i "of"i group -> consent
    | _A "quorum"i "of"i (share | number) "of"i group -> attendance
    | _A "majority"i "of"i those -> simple_majority
    | _A share "majority"i "of"i those -> special_majority

verb: VERB

VERB.3: /(do|does) not (vote yes|vote no|abstain|vote|object)\b/i
    | /votes? (yes|no) or abstains?\b/i
    | /votes? (yes|no) or (are|is) absent\b/i
    | /votes? (yes|no)\b/i | /(are|is) (present|absent)\b/i
    | /(attends?|abstains?|objects?|consents?|concurs?|supports?|vote)\b/i
    | /stays? away\b/i
_AND_THE.4: /and\s+the\b/i
_AND_VOTING.4: /and\s+voting\b/i
_COUNTING_ONLY.4: /(,\s*)?counting\s+only\b/i
_NOT_COUNTING.4: /(,\s*)?not\s+counting\b/i
_EXCEPT.4: /(except|other than)\b/i
_AND.2: /(,\s*)?and\b/i
_OR.2: /(,\s*)?or\b/i
FRACTION.2: /\d{1,12}\s*\/\s*\d{1,12}(?!\d)/
PERCENT.2: /\d{1,12}(\.\d{1,12})?\s*%/
INTEGER: /\d{1,18}(?!\d)/
WORDED_SHARE.2: /(half|(a|one) (third|quarter))\b/i
    | /(two[ -]thirds|three[ -]quarters|(three|four)[ -]fifths)\b/i
WORDED_NUMBER: /(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/i
CITATION: /\[[^\[\]\n]+\]/
_A: /an?\b/i
NAME: /(?!(of|and|or|the|except|other|present|voting|who|not|counting|unless|plus|all|none)\b)\
(?!votes\s+(yes|no)\b)(?!(vote|abstains?|attends?|objects?|consents?|concurs?|supports?|stays?|is|are|do|does)\b)\
[a-z][a-z0-9_'-]*/i
%import common.WS
%ignore WS
""".replace("\\\n", "")

_WORDED = {
    "half": Fraction(1, 2),
    "a third": Fraction(1, 3),
    "one third": Fraction(1, 3),
    "two thirds": Fraction(2, 3),
    "a quarter": Fraction(1, 4),
    "one quarter": Fraction(1, 4),
    "three quarters": Fraction(3, 4),
    "three fifths": Fraction(3, 5),
    "four fifths": Fraction(4, 5),
}
_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_RELATIONS = {
    "at least": Relation.AT_LEAST,
    "more than": Relation.MORE_THAN,
    "at most": Relation.AT_MOST,
    "fewer than": Relation.FEWER_THAN,
    "less than": Relation.FEWER_THAN,
}
_VERBS: dict[str, set[Ballot]] = {
    "vote yes": {Ballot.YES},
    "vote no": {Ballot.NO},
    "object": {Ballot.NO},
    "consent": {Ballot.YES},
    "concur": {Ballot.YES},
    "support": {Ballot.YES},
    "abstain": {Ballot.ABSTAIN},
    "are absent": {Ballot.ABSENT},
    "stay away": {Ballot.ABSENT},
    "are present": set(PRESENT),
    "attend": set(PRESENT),
    "vote": set(VOTING),
}


def parse(text: str) -> Rule:
    """Return the rule that `text` says.

    Raises:
        RuleSyntaxError: the words are no rule; the message names them and what would be read.

    >>> parse("consensus minus one of the parties") == parse("at most 1 of the parties vote no")
    True
    """
    try:
        rule: Rule = _parser().parse(text)  # type: ignore[assignment]  # the reader makes rules
    except UnexpectedInput as error:
        raise _syntax_error(text, error) from None
    except RuleError as error:
        raise RuleSyntaxError(f"in '{_shorten(text)}': {error}", 1) from None
    return rule


@cache
def _parser() -> Lark:
    # The reader works while lark parses, so that no tree is built in between.
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=True, transformer=_Reader())


# Words that open or join clauses, for guessing what a misspelt one was meant to be.
_RULE_WORDS = (
    *("all", "none", "consensus", "unanimity", "consent", "quorum", "majority", "minus"),
    *("least", "most", "more", "fewer", "than", "present", "voting", "except", "abstain"),
    *("absent", "counting", "unless", "and", "or", "the", "of"),
)

# What a reader may write next, in words; lark knows it by the names of terminals.
_EXPECTED = {
    "VERB": "what they do (vote yes, vote no, abstain, are present, are absent ...)",
    "NAME": "a name",
    "INTEGER": "a number",
    "WORDED_NUMBER": "a number",
    "FRACTION": "a share such as 2/3",
    "PERCENT": "a percentage",
    "WORDED_SHARE": "a share such as two thirds",
    "LBRACE": "a {blank}",
    "THE": "'the'",
    "OF": "'of'",
    "ALL": "'all'",
    "NONE": "'none'",
    "AT_LEAST": "'at least'",
    "MORE_THAN": "'more than'",
    "AT_MOST": "'at most'",
    "FEWER_THAN": "'fewer than'",
    "CONSENSUS": "'consensus'",
    "UNANIMITY": "'unanimity'",
    "CONSENT": "'consent'",
    "_A": "'a quorum' or 'a majority'",
    "LPAR": "'('",
    "RPAR": "')'",
    "_AND": "'and'",
    "_OR": "'or'",
    "$END": "the end",
}


def _syntax_error(text: str, error: UnexpectedInput) -> RuleSyntaxError:
    start: int = max(getattr(error, "pos_in_stream", None) or 0, 0)
    rest = "" if _at_end(error) else text[start:].strip()
    found = f"found '{_shorten(rest)}'" if rest else "the words end"
    names: set[str] = set()
    for attribute in ("accepts", "expected", "allowed"):  # by which error lark raised
        names = names or set(getattr(error, attribute, None) or ())
    words = list(dict.fromkeys(words for key, words in _EXPECTED.items() if key in names))
    hope = f"; expected {', '.join(words)}" if words else ""
    column = text.find(rest) + 1 if rest else len(text) + 1
    message = f"cannot read the rule '{_shorten(text)}': {found}{_suggest(rest)}{hope}"
    return RuleSyntaxError(message, column)


# What people write, and how rules say it.
_HABITS = {
    "shall": "leave out 'shall': rules say 'are present', 'vote yes'",
    "must": "leave out 'must': rules say 'are present', 'vote yes'",
    "simple": "write 'a majority of the ...'",
    "absolute": "write 'a majority of the ...'",
    "excluding": "write 'except the ...'",
    "per": "write 50%",
    "percent": "write 50%",
    "each": "write 'all of the ...'",
    "every": "write 'all of the ...'",
    "no": "write 'none of the ...'",
    "any": "write 'at least 1 of the ...'",
}


def _suggest(rest: str) -> str:
    """Return a hint if the word where reading stopped is a habit or a misspelt word of rules."""
    first = rest.split(maxsplit=1)[0].lower() if rest else ""
    if first in _HABITS:
        return f" ({_HABITS[first]})"
    close = difflib.get_close_matches(first, _RULE_WORDS, n=1, cutoff=0.75)
    return f" (did you mean '{close[0]}'?)" if close and close[0] != first else ""


def _at_end(error: UnexpectedInput) -> bool:
    token = getattr(error, "token", None)
    return isinstance(token, Token) and token.type == "$END"


def _shorten(words: str, width: int = 60) -> str:
    words = " ".join(words.split())
    return words if len(words) <= width else words[: width - 3] + "..."


def _ballots(words: str) -> BallotSet:
    """Return the ballots that a verb phrase names: 'vote no or are absent', 'do not abstain'."""
    words = " ".join(words.lower().split())
    negative = words.startswith(("do not ", "does not "))
    if negative:
        words = words.split(" ", 2)[2]
    if words.startswith(("vote ", "votes ")) and " or " in words:
        first, second = words.split(" or ")
        return _ballots(first) | _ballots(second)
    head, _, tail = words.partition(" ")
    plural = {"is": "are", "stays": "stay"}.get(head, head.rstrip("s") if head != "is" else head)
    meaning = frozenset(_VERBS[f"{plural} {tail}".strip()])
    return EVERY_BALLOT - meaning if negative else meaning


@v_args(inline=True)
class _Reader(Transformer[Token, Any]):
    """Turn lark's tree into the rule, from the leaves up."""

    def disjunction(self, *parts: Rule) -> Rule:
        return any_of(*parts)

    def conjunction(self, *parts: Rule) -> Rule:
        return all_of(*parts)

    def unless(self, rule: Rule) -> Rule:
        return negate(rule)

    def cited(self, clause: Clause, citation: Token | None = None) -> Clause:
        return replace(clause, article=citation[1:-1].strip()) if citation else clause

    def counted(
        self,
        quantity: tuple[Relation, Amount],
        weight: str | None,
        those: tuple[Group, BallotSet],
        ballots: BallotSet,
        counting: tuple[str, tuple[str, ...]] | None = None,
    ) -> Clause:
        relation, amount = quantity
        limits = dict([counting]) if counting else {}
        return Clause(
            relation,
            amount,
            those[0],
            ballots,
            base=those[1],
            weight=weight,
            counting=limits.get("counting", ()),
            not_counting=limits.get("not_counting", ()),
        )

    def every(self) -> tuple[Relation, Amount]:
        return Relation.AT_LEAST, Fraction(1)

    def not_every(self) -> tuple[Relation, Amount]:
        return Relation.FEWER_THAN, Fraction(1)

    def nobody(self) -> tuple[Relation, Amount]:
        return Relation.AT_MOST, 0

    def bounded(self, relation: Relation, amount: Amount) -> tuple[Relation, Amount]:
        # bool and Fraction are no whole numbers here; only int amounts have two spellings.
        return whole(relation, amount) if isinstance(amount, int) else (relation, amount)

    def relation(self, words: Token) -> Relation:
        return _RELATIONS[" ".join(words.lower().split())]

    def share(self, token: Token) -> Fraction:
        words = " ".join(token.lower().replace("-", " ").split())
        if words in _WORDED:
            return _WORDED[words]
        if words.endswith("%"):
            return Fraction(words.rstrip("% ")) / 100
        numerator, denominator = words.replace(" ", "").split("/")
        if int(denominator) == 0:
            raise RuleError(f"'{token}' divides by zero")
        return Fraction(int(numerator), int(denominator))

    def number(self, token: Token) -> int:
        return int(token) if token.isdigit() else _NUMBERS.index(token.lower())

    def blank(self, name: Token) -> Blank:
        return Blank(str(name))

    def fewest(
        self, relation: Relation, share: Fraction, weight: str, plus: Token | None
    ) -> Fewest:
        return Fewest(relation, share, weight, int(plus) if plus else 0)

    def weight(self, name: str) -> str:
        return name

    def group(self, names: tuple[str, ...], excepting: tuple[str, ...] | None) -> Group:
        return Group(names, excepting or ())

    def names(self, *names: str) -> tuple[str, ...]:
        return names

    def name(self, *words: Token) -> str:
        return " ".join(words)

    def all_those(self, names: tuple[str, ...], base: BallotSet | None) -> tuple[Group, BallotSet]:
        return Group(names), base or EVERY_BALLOT

    def those_except(
        self,
        names: tuple[str, ...],
        base: BallotSet | None,
        excepting: tuple[str, ...],
        late_base: BallotSet | None,
    ) -> tuple[Group, BallotSet]:
        # 'the parties present except the accused' or 'the parties except the accused present'.
        if base and late_base:
            raise RuleError("a clause says once whether those present or voting are meant")
        return Group(names, excepting), base or late_base or EVERY_BALLOT

    def those_present(self) -> BallotSet:
        return PRESENT

    def those_voting(self) -> BallotSet:
        return VOTING

    def those_who(self, ballots: BallotSet) -> BallotSet:
        return ballots

    def verb(self, words: Token) -> BallotSet:
        return _ballots(words)

    def counting_only(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        return "counting", names

    def not_counting(self, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        return "not_counting", names

    def consensus(self, group: Group) -> Clause:
        return none_of(group)

    def consensus_minus(self, objections: int, group: Group) -> Clause:
        return none_of(group, objections)

    def unanimous(self, those: tuple[Group, BallotSet]) -> Clause:
        return unanimity(*those)

    def consent(self, group: Group) -> Clause:
        return unanimity(group)

    def attendance(self, amount: Amount, group: Group) -> Clause:
        return quorum(amount, group)

    def simple_majority(self, those: tuple[Group, BallotSet]) -> Clause:
        return majority(Fraction(1, 2), *those, relation=Relation.MORE_THAN)

    def special_majority(self, share: Fraction, those: tuple[Group, BallotSet]) -> Clause:
        return majority(share, *those)
