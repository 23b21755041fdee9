"""A small language for questions about a charter's votes.

    the accused with one friend can block extraordinary-conference
    RUS, accused, can block conference by staying away
    the accused alone can prevent any measure
    the attacked with two friends can always obtain extraordinary-conference within 10 days
    the attacked with one friend can always be assisted within 10 days
    some 12 parties can block conference by staying away
    no measure of council without USA
    no measure against P without P

Block and force speak of one vote, prevent and obtain of the whole procedure that leads to it. Words
that mean the same are read alike (paralyse, stop: block; victim: attacked) and printed in one way:
`parse_property(describe_property(p)) == p`.
"""

import difflib
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from foedera.charters.durations import Duration, parse_duration
from foedera.proof.errors import PropertyError
from foedera.rules import Ballot

GRAMMAR = r"""
?start: able | assisted | possible | absence | helpful | bound

able: actor "can" [_ALWAYS] verb decision [_BY way] ["within" length]
assisted: actor "can" [_ALWAYS] "be" "assisted" ["within" length]
length: INTEGER UNIT
verb: VERB
?actor: named | holder | number
named: codes ("," name ",")? "alone"? (_WITH friends ","?)?
holder: "the" name "alone"? (_WITH friends)?
number: QUANTIFIER count _PARTIES
codes: CODE ("and" CODE)*
friends: count _FRIENDS
count: INTEGER | WORD
way: WAY

possible: MEASURES ["of" body] ["against" target] ["without" codes]
target: codes | "any party" -> anybody

absence: "absence alone can defeat" decision
helpful: "coming and" way "can help" decision
bound: ("a party" | CODE) "can be bound against its will by" decision

?decision: ["the"] DECISION -> one_decision
    | "any measure" ["of" body] -> any_decision
body: ["the"] DECISION

name: NAME+
VERB: "block" | "paralyse" | "stop" | "force" | "ensure" | "start" | "prevent" | "obtain"
UNIT: "hours" | "hour" | "days" | "day" | "weeks" | "week" | "months" | "month"
_ALWAYS: "always"
QUANTIFIER: "some" | "any"
MEASURES: "no measure" | "some measure"
WAY: "staying away" | "voting no" | "voting yes" | "abstaining"
_BY: "by"
_WITH: "with"
_PARTIES: "parties" | "party" | "members" | "member"
_FRIENDS: "friends" | "friend"
WORD: /(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b/
CODE: /[A-Z][A-Z0-9_-]*/
DECISION: /(?!(the|any)\b(?!-))[a-z][a-z0-9-]*(:[a-z0-9-]+)?/
NAME: /(?!(alone|with|can)\b)[a-z][a-z-]*/
%import common.INT -> INTEGER
%import common.WS
%ignore WS
"""

_NUMBERS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_VERBS: dict[str, "Verb"] = {
    **dict.fromkeys(("block", "paralyse", "stop"), "block"),
    **dict.fromkeys(("force", "ensure"), "force"),
    "start": "start",
    "prevent": "prevent",
    "obtain": "obtain",
}
_WAYS = {
    "staying away": Ballot.ABSENT,
    "voting no": Ballot.NO,
    "voting yes": Ballot.YES,
    "abstaining": Ballot.ABSTAIN,
}
EACH = "P"  # stands for each party in turn: no measure against P without P
_ROLES = {"victim": "attacked", "attacked party": "attacked", "accused party": "accused"}
LONGEST = 60  # characters of a wrong property that a message repeats
_WORDS = (
    *("can", "block", "force", "start", "defeat", "help", "measure", "without", "against", "alone"),
    *("prevent", "obtain", "always", "be assisted", "within"),
    *("parties", "friends", "absence alone", "coming and", "by staying away", "any", "some", "the"),
)

Verb = Literal["block", "force", "start", "prevent", "obtain"]
PROCEDURE: tuple[Verb, Verb] = ("prevent", "obtain")


@dataclass(frozen=True, slots=True)
class Named:
    """Parties by their codes, bound to a role if one is given, with a number of friends."""

    codes: tuple[str, ...]
    role: str | None = None
    friends: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever is bound to a role (each party in turn if nobody is), with a number of friends."""

    role: str
    friends: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """Some, or any, coalition of a number of parties."""

    count: int
    every: bool = False


Actor = Named | Holder | Number


@dataclass(frozen=True, slots=True)
class Target:
    """A decision by name ('body' or 'body:decision'); None: each of the strongest force."""

    name: str | None = None
    every: bool = False  # 'any measure of' a body: each of its decisions


@dataclass(frozen=True, slots=True)
class Able:
    """A coalition can block or force a vote, start, or prevent or obtain by the whole procedure.

    Whatever the others do; `within` a length of time, for what is obtained.
    """

    actor: Actor
    verb: Verb
    decision: Target
    by: Ballot | None = None
    within: Duration | None = None


@dataclass(frozen=True, slots=True)
class Assisted:
    """A coalition (the attacked with friends) can always bring assistance about, within a time."""

    actor: Actor
    within: Duration | None = None


@dataclass(frozen=True, slots=True)
class Possible:
    """Some (or no) sheet adopts against, or without, some parties.

    `against`: they vote no; (), if `against_any`: each party in turn, accused where there is such a
    role. `without`: they do not vote yes. `unwilling`: each party in turn, as for `against_any`,
    but it may withhold its yes in any way ('against P without P').
    """

    some: bool
    body: str | None = None
    against: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    against_any: bool = False
    unwilling: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """The absence of some defeats a decision for which all who come vote yes."""

    decision: Target


@dataclass(frozen=True, slots=True)
class Helpful:
    """Coming and casting a ballot that is no yes can make a decision pass."""

    ballot: Ballot
    decision: Target


@dataclass(frozen=True, slots=True)
class Bound:
    """A party (one, or whichever) that votes no can be bound all the same."""

    decision: Target
    code: str | None = None


Property = Able | Assisted | Possible | Absence | Helpful | Bound


# ----------------------------------------------------------------------------------------- reading


def parse_property(words: str) -> Property:
    """Return the property that the words state.

    Raises:
        PropertyError: they are not of the language; the message says where reading stopped.
    """
    text = " ".join(words.split()).removesuffix(".")
    text = re.sub(r"^(The|Some|Any|No|Absence|Coming|A)\b(?=\s[a-z0-9])", _lower, text)
    text = re.sub(r"(?<=\bthe )[A-Z][a-z]+( [A-Z][a-z]+)*\b", _as_id, text)
    if not text:
        raise PropertyError("a property needs words, such as 'the accused alone can block council'")
    try:
        found: Property = _Reader().transform(_parser().parse(text))
    except UnexpectedInput as error:
        raise PropertyError(_explain(text, error)) from None
    except VisitError as error:
        raise error.orig_exc from None  # a number or ballot that the words cannot mean
    return found


def _lower(match: "re.Match[str]") -> str:
    return match.group().lower()


def _as_id(match: "re.Match[str]") -> str:
    """Return the id that a body's name in capitals stands for: the Extraordinary Conference."""
    return match.group().lower().replace(" ", "-")


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 3]}..."


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=True)


def _explain(text: str, error: UnexpectedInput) -> str:
    stopped: int | None = getattr(error, "pos_in_stream", None)
    at = len(text) if stopped is None else max(stopped, 0)
    rest = text[at:].strip()
    if not rest or getattr(getattr(error, "token", None), "type", "") == "$END":
        return (
            f"'{_short(text)}' ends too early: say what who can do, as in 'RUS can block council'"
        )
    word = _short(rest.split()[0].strip(",."))
    close = difflib.get_close_matches(word, _WORDS, n=1)
    hint = f"; did you mean '{close[0]}'?" if close and close[0] != word else ""
    if "CODE" in (getattr(error, "accepts", None) or getattr(error, "allowed", None) or ()):
        hint = ": a party goes by its code in capitals"
    return f"'{_short(text)}' cannot be read from '{word}' on (column {at + 1}){hint}"


@v_args(inline=True)
class _Reader(Transformer[Token, Any]):
    def able(
        self, actor: Actor, verb: Verb, decision: Target, *more: Ballot | Duration | None
    ) -> Able:
        way = next((part for part in more if isinstance(part, Ballot)), None)
        length = next((part for part in more if isinstance(part, Duration)), None)
        if length and verb != "obtain":
            raise PropertyError("'within' a time is asked of what parties can 'obtain'")
        if way is not None and verb in PROCEDURE:
            raise PropertyError(
                f"'by {_way(way)}' is asked of one vote: write 'can block' or 'force'"
            )
        return Able(actor, verb, decision, way, length)

    def assisted(self, actor: Actor, length: Duration | None) -> Assisted:
        return Assisted(actor, length)

    def length(self, number: Token, unit: Token) -> Duration:
        try:
            return parse_duration(f"{int(number)} {unit}")
        except ValueError:
            raise PropertyError(f"'within {_short(number)} {unit}' is too long a time") from None

    def verb(self, word: Token) -> Verb:
        return _VERBS[str(word)]

    def way(self, word: Token) -> Ballot:
        return _WAYS[str(word)]

    def named(self, codes: tuple[str, ...], *more: str | int) -> Named:
        role = next((part for part in more if isinstance(part, str)), None)
        friends = next((part for part in more if isinstance(part, int)), 0)
        return Named(codes, role, friends)

    def holder(self, role: str, friends: int = 0) -> Holder:
        return Holder(role, friends)

    def number(self, quantifier: Token, count: int) -> Number:
        return Number(count, every=quantifier == "any")

    def codes(self, *codes: Token) -> tuple[str, ...]:
        return tuple(str(code) for code in codes)

    def friends(self, count: int) -> int:
        return count

    def count(self, word: Token) -> int:
        number = int(word) if word.isdecimal() else _NUMBERS.index(str(word))
        if number < 1:
            raise PropertyError("a number of parties or friends is at least 1")
        return number

    def name(self, *words: Token) -> str:
        name = " ".join(words)
        return _ROLES.get(name, name)

    def body(self, name: Token) -> str:
        return str(name)

    def one_decision(self, name: Token) -> Target:
        return Target(str(name))

    def any_decision(self, body: str | None) -> Target:
        return Target(body, every=True)

    def target(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        return codes

    def anybody(self) -> tuple[str, ...]:
        return ()

    def possible(
        self,
        word: Token,
        body: str | None,
        against: tuple[str, ...] | None,
        without: tuple[str, ...] | None,
    ) -> Possible:
        some = word == "some measure"
        if against == without == (EACH,):
            return Possible(some, body, against_any=True, unwilling=True)
        return Possible(some, body, against or (), without or (), against_any=against == ())

    def absence(self, decision: Target) -> Absence:
        return Absence(decision)

    def helpful(self, way: Ballot, decision: Target) -> Helpful:
        if way not in (Ballot.NO, Ballot.ABSTAIN):
            raise PropertyError("write 'coming and voting no' or 'coming and abstaining' can help")
        return Helpful(way, decision)

    def bound(self, *parts: Any) -> Bound:  # noqa: ANN401 - a token or nothing, then the decision
        *code, decision = parts
        return Bound(decision, str(code[0]) if code else None)


# ---------------------------------------------------------------------------------------- printing


def describe_property(asked: Property) -> str:
    """Return the property in the one way in which it is printed."""
    match asked:
        case Able(actor, verb, decision, by, within):
            way = f" by {_way(by)}" if by is not None else ""
            always = "always " if verb == "obtain" else ""
            return f"{_actor(actor)} can {always}{verb} {_target(decision)}{way}{_within(within)}"
        case Assisted(actor, within):
            return f"{_actor(actor)} can always be assisted{_within(within)}"
        case Possible():
            return _possible(asked)
        case Absence(decision):
            return f"absence alone can defeat {_target(decision)}"
        case Helpful(ballot, decision):
            return f"coming and {_way(ballot)} can help {_target(decision)}"
        case Bound(decision, code):
            return f"{code or 'a party'} can be bound against its will by {_target(decision)}"


def _within(length: Duration | None) -> str:
    return f" within {length}" if length else ""


def _possible(asked: Possible) -> str:
    against = " and ".join(asked.against) or ("any party" if asked.against_any else "")
    without = " and ".join(asked.without)
    if asked.unwilling:
        against = without = EACH
    return "".join(
        (
            "some measure" if asked.some else "no measure",
            f" of {asked.body}" if asked.body else "",
            f" against {against}" if against else "",
            f" without {without}" if without else "",
        )
    )


def _actor(actor: Actor) -> str:
    match actor:
        case Named(codes, role, friends):
            words = " and ".join(codes) + (f", {role}," if role else "")
            return words + (f" with {_friends(friends)}" if friends else "")
        case Holder(role, friends):
            return f"the {role} " + (f"with {_friends(friends)}" if friends else "alone")
        case Number(count, every):
            return f"{'any' if every else 'some'} {count} {'party' if count == 1 else 'parties'}"


def _friends(number: int) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {'friend' if number == 1 else 'friends'}"


def _target(target: Target) -> str:
    if target.every:
        return f"any measure of {target.name}" if target.name else "any measure"
    return target.name or "any measure"


def _way(ballot: Ballot | None) -> str:
    return next(words for words, way in _WAYS.items() if way is ballot)
