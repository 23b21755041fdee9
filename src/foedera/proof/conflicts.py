"""Conflicts between two charters: situations in which a party to both cannot comply with both.

A *conflict of duties* leaves no lawful conduct; a *liberty curtailed* is a right under one charter
that the other's duties exclude; a *tension* is either, where one of the duties asks for best
efforts only. The search is complete over the vocabulary of acts and circumstances: finding nothing
proves that, in these words, there is nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal as OneOf

from foedera.charters import View, view
from foedera.charters.select import all_options, question_of
from foedera.proof.cast import Cast, cast_of, counts
from foedera.proof.clashes import Clash, clashes
from foedera.proof.facts import Situation, deciders, in_words
from foedera.proof.kept import Kept
from foedera.proof.norms import Norm, norms
from foedera.proof.precedence import Precedence, Side, birthday, precedence

Kind = OneOf["conflict of duties", "liberty curtailed", "tension"]
KINDS: tuple[Kind, ...] = ("conflict of duties", "liberty curtailed", "tension")
Key = tuple[str, tuple[str, ...], tuple[str, ...], Situation]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A minimal situation in which a party to two charters cannot satisfy both.

    `duties` are the articles, first charter's then second's; `acts` what each asks, forbids or
    allows; `decided_by` those in whose hands the situation is; `example` parties that could stand
    for the characters, `candidates` how many could.
    `under_readings` has every other option that bears on duties, taken one at a time: whether the
    same conflict stands under it.
    """

    kind: Kind
    duties: tuple[str, str]
    acts: tuple[str, str]
    situation: str
    decided_by: tuple[str, ...]
    example: dict[str, str]
    candidates: dict[str, int]
    priority: Precedence
    under_readings: dict[str, bool] = field(default_factory=dict)

    @property
    def vanishes_under(self) -> tuple[str, ...]:
        """The options under which it is gone."""
        return tuple(option for option, stands in self.under_readings.items() if not stands)


@dataclass(frozen=True, slots=True)
class Comparison:
    """All conflicts of two charters on a day: under the readings taken, and under others only.

    `norms` is how many constraints were compared, `common` how many are parties to both.
    """

    first: View
    second: View
    conflicts: tuple[Conflict, ...]
    under_others: tuple[Conflict, ...]
    norms: tuple[int, int]
    common: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether both charters state duties in the vocabulary, all of which were compared."""
        return all(self.norms)

    @property
    def text(self) -> str:
        """The result in a sentence."""
        for at, number in zip((self.first, self.second), self.norms, strict=True):
            if not number:
                return (
                    f"No duty of {at.charter.id} is stated in the vocabulary, so that there is "
                    "nothing to compare."
                )
        if not self.common:
            return "No party belongs to both on that day, so that nobody owes duties under both."
        found = {kind: sum(c.kind == kind for c in self.conflicts) for kind in KINDS}
        said = [_several(number, kind) for kind, number in found.items() if number]
        searched = "the vocabulary of acts and circumstances was searched completely"
        return f"{', '.join(said) or 'No conflict'}: {searched}."


def _several(number: int, kind: str) -> str:
    many = {"conflict of duties": "conflicts of duties", "liberty curtailed": "liberties curtailed"}
    return f"{number} {kind if number == 1 else many.get(kind, kind + 's')}"


def conflicts(first: View, second: View) -> Comparison:
    """Return every conflict between two charters, and those that only other readings bring about.

    The two may be the same charter: then its own duties are held against each other.
    """
    base = _found(first, second)
    elsewhere: dict[Key, Conflict] = {}
    stands: dict[str, set[Key]] = {}
    for option, one, two in _other_readings(first, second):
        again = _found(one, two)
        stands[option] = set(again)
        for key, conflict in again.items():
            if key not in base:
                elsewhere.setdefault(key, conflict)
    cast = cast_of(first, second)
    book = (len(norms(first)), len(norms(second)))
    return Comparison(
        first,
        second,
        _with_readings(base, stands),
        _with_readings(elsewhere, stands),
        book,
        tuple(sorted(cast.common)),
    )


def conflicts_as_read(first: View, second: View) -> tuple[tuple[Conflict, ...], int]:
    """Return the conflicts under the readings taken alone, and how many are parties to both."""
    return _as_read(Kept(first, _resting(first)), Kept(second, _resting(second)))


@lru_cache(maxsize=512)
def _as_read(first: Kept, second: Kept) -> tuple[tuple[Conflict, ...], int]:
    found = tuple(_found(first.view, second.view).values())
    ordered = sorted(found, key=lambda c: (KINDS.index(c.kind), c.duties, c.situation))
    return tuple(ordered), len(cast_of(first.view, second.view).common)


def _with_readings(found: dict[Key, Conflict], stands: dict[str, set[Key]]) -> tuple[Conflict, ...]:
    done = [
        Conflict(
            c.kind,
            c.duties,
            c.acts,
            c.situation,
            c.decided_by,
            c.example,
            c.candidates,
            c.priority,
            {option: key in keys for option, keys in stands.items()},
        )
        for key, c in found.items()
    ]
    return tuple(sorted(done, key=lambda c: (KINDS.index(c.kind), c.duties, c.situation)))


def _found(first: View, second: View) -> dict[Key, Conflict]:
    cast = cast_of(first, second)
    ids = {first.charter.id, second.charter.id}
    book = dict.fromkeys((*norms(first), *norms(second)))
    smallest: dict[tuple[str, tuple[str, ...], tuple[str, ...]], list[tuple[Clash, Situation]]] = {}
    for clash in clashes(book):
        if {norm.charter for norm in clash.norms} != ids:
            continue
        where = cast.reduced(clash.where)
        if cast.example(where) is None:
            continue
        key = (_kind(clash), _acts(clash, first), _acts(clash, second))
        smallest.setdefault(key, []).append((clash, where))
    found: dict[Key, Conflict] = {}
    for (kind, one, two), entries in smallest.items():
        for where in _minimal(where for _, where in entries):
            same = [clash for clash, known in entries if known == where]
            if not any(_superfluous(each, where, smallest.values()) for each in same):
                found[kind, one, two, where] = _conflict(first, second, cast, same, where)
    return found


def _superfluous(
    clash: Clash, where: Situation, every: Iterable[list[tuple[Clash, Situation]]]
) -> bool:
    """Return whether the same duty or right fails already in a situation with fewer facts."""
    asked = _asked(clash)
    return any(
        known < where and _asked(other) <= asked and other.right == clash.right
        for entries in every
        for other, known in entries
    )


def _asked(clash: Clash) -> frozenset[Norm]:
    return frozenset(norm for norm in clash.norms if norm.modality != "must not")


def _minimal(found: Iterable[Situation]) -> list[Situation]:
    kept: list[Situation] = []
    for where in sorted(dict.fromkeys(found), key=len):
        if not any(other <= where for other in kept):
            kept.append(where)
    return kept


def _kind(clash: Clash) -> Kind:
    if any(norm.modality == "should" for norm in clash.norms):
        return "tension"
    return "liberty curtailed" if clash.right else "conflict of duties"


def _side(clash: Clash, at: View) -> list[Norm]:
    own = [norm for norm in clash.norms if norm.charter == at.charter.id]
    return sorted(own, key=lambda norm: (norm.article, norm.modality, norm.acts))


def _acts(clash: Clash, at: View) -> tuple[str, ...]:
    """Return what one side's norms say, whichever articles say it."""
    said = {f"{norm.modality} {' or '.join(norm.acts)}" for norm in _side(clash, at)}
    return tuple(sorted(said))


def _conflict(
    first: View, second: View, cast: Cast, same: list[Clash], where: Situation
) -> Conflict:
    sides = [[norm for clash in same for norm in _side(clash, at)] for at in (first, second)]
    articles = [_join(_cited(at, side)) for at, side in zip((first, second), sides, strict=True)]
    acts = ["; ".join(_acts(same[0], at)) for at in (first, second)]
    ranked = [
        Side(
            at,
            frozenset(norm.article for norm in side),
            max(birthday(at), *(_since(at, norm) for norm in side)),
            any(norm.modality != "may" for norm in side),
        )
        for at, side in zip((first, second), sides, strict=True)
    ]
    return Conflict(
        _kind(same[0]),
        (articles[0], articles[1]),
        (acts[0], acts[1]),
        in_words(where),
        deciders(where),
        cast.example(where) or {},
        dict(counts(cast, where)),
        precedence(*ranked),
    )


def _since(at: View, norm: Norm) -> date:
    duty = next(duty for duty in at.charter.duties if duty.id == norm.duty)
    return duty.since or birthday(at)


def _cited(at: View, side: Iterable[Norm]) -> Iterable[str]:
    """Return the articles of norms in the order of the charter's text."""
    order = [article.article for article in at.charter.articles]
    found = {norm.article for norm in side}
    return sorted(found, key=lambda name: (_place(order, name), name))


def _place(order: list[str], article: str) -> int:
    return order.index(article) if article in order else len(order)


def _join(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def _other_readings(first: View, second: View) -> Iterator[tuple[str, View, View]]:
    """Yield every option not taken that a duty or the list of parties rests on, with both views."""
    same = first.charter.id == second.charter.id
    for option in relevant_options(first):
        other = read_otherwise(first, option)
        yield f"{first.charter.id}:{option}", other, other if same else second
    if not same:
        for option in relevant_options(second):
            yield f"{second.charter.id}:{option}", first, read_otherwise(second, option)


def relevant_options(at: View) -> list[str]:
    """Return the options not taken of the questions on which duties or parties rest."""
    asked = {question_of(at.charter, option) for option in _resting(at)}
    return [
        option
        for option in all_options(at.charter)
        if question_of(at.charter, option) in asked and option not in at.options
    ]


def _resting(at: View) -> set[str]:
    """Return the options that duties, priorities or the list of parties name."""
    charter = at.charter
    terms = [each for duty in charter.duties for each in duty.terms]
    entries = (*charter.duties, *terms, *charter.priority, *charter.parties)
    return {option for entry in entries for option in (*entry.when, *entry.unless)}


def read_otherwise(at: View, option: str) -> View:
    """Return a view with another option in place of the one taken."""
    key = question_of(at.charter, option)
    kept = [o for o in at.departures if question_of(at.charter, o) != key]
    return view(at.charter, at.on, [*kept, option])
