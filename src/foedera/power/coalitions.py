"""Minimal winning and minimal blocking coalitions: how many, which, and who stands out.

A coalition votes yes, or obstructs; all others do the contrary, voting no or staying away as the
caller says. It is minimal if it needs every one of its members. Numbers are exact; the coalitions
themselves are found one after the other, those that differ by interchangeable members as one.

References: Shapley (1962), 'Simple games: an outline of the descriptive theory'; Felsenthal &
Machover (1998), The Measurement of Voting Power, chapter 2, on vetoers, dictators and dummies.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from math import comb, prod

from foedera.power.dependence import Vulnerable, minimal_by_size
from foedera.power.indices import YES_NO, power
from foedera.power.yesno import YesNo, dual, is_monotone, yes_no
from foedera.rules import Ballot, NormalForm
from foedera.rules.normal import Conjunction, Disjunction, Inequality, Node


@dataclass(frozen=True, slots=True)
class Coalition:
    """A minimal coalition up to symmetry: of each kind of members, how many it takes."""

    taken: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def size(self) -> int:
        """How many members it has."""
        return sum(number for _, number in self.taken)

    @property
    def number(self) -> int:
        """How many coalitions it stands for."""
        return prod(comb(len(kind), number) for kind, number in self.taken)

    def each(self) -> Iterator[tuple[str, ...]]:
        """Yield every coalition that it stands for."""
        yield from _each(self.taken)


def _each(taken: tuple[tuple[tuple[str, ...], int], ...]) -> Iterator[tuple[str, ...]]:
    if not taken:
        yield ()
        return
    (kind, number), *rest = taken
    for chosen in combinations(kind, number):
        for others in _each(tuple(rest)):
            yield (*chosen, *others)


@dataclass(frozen=True, slots=True, eq=False)
class Minimal:
    """The minimal coalitions of a game: `number` in all, and by size where there are any.

    A rule that nothing can satisfy has none; one that nobody need satisfy has the empty coalition.
    """

    by_size: dict[int, int]
    game: YesNo

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(self.by_size.values())

    def __iter__(self) -> Iterator[Coalition]:
        """Yield the coalitions up to symmetry, those of the mightiest members first."""
        return coalitions_of(self.game)


@dataclass(frozen=True, slots=True)
class Roles:
    """Members that stand out when all vote yes or no; see :func:`roles`."""

    dictators: frozenset[str]
    vetoers: frozenset[str]
    passers: frozenset[str]
    dummies: frozenset[str]

    def of(self, member: str) -> list[str]:
        """Return a member's roles, of dictator, vetoer, passer and dummy."""
        named = {
            "dictator": self.dictators,
            "vetoer": self.vetoers,
            "passer": self.passers,
            "dummy": self.dummies,
        }
        return [name for name, members in named.items() if member in members]


def minimal_winning(form: NormalForm, rest: Ballot = Ballot.NO) -> Minimal:
    """Return the coalitions whose yes adopts against `rest` of all others, and none of less.

    Raises:
        NotMonotone: a yes can defeat what would be adopted without it.
        TooLarge: members are of too many kinds to be counted.
    """
    return minimal_of(yes_no(form, rest))


def minimal_blocking(form: NormalForm, rest: Ballot = Ballot.NO) -> Minimal:
    """Return the coalitions whose `rest` defeats what all others vote for, and none of less.

    Raises:
        NotMonotone: a yes can defeat what would be adopted without it.
        TooLarge: members are of too many kinds to be counted.
    """
    return minimal_of(dual(yes_no(form, rest)))


def minimal_of(game: YesNo, counted: Vulnerable | None = None) -> Minimal:
    """Return the minimal winning coalitions of a game; its counts, if known, spare a second count.

    Raises:
        NotMonotone: a yes can defeat what would be adopted without it.
        TooLarge: members are of too many kinds to be counted.
    """
    by_size = counted.by_size if counted else minimal_by_size(game)
    return Minimal({size: many for size, many in enumerate(by_size) if many}, game)


def coalitions_of(game: YesNo) -> Iterator[Coalition]:
    """Yield the minimal winning coalitions of a game up to symmetry, found as they are asked for.

    Raises:
        NotMonotone: as :func:`minimal_winning`; a game of which this is unsure is counted first.
        TooLarge: this is unsure, and the game too large to be counted.
    """
    if not is_monotone(game):
        minimal_by_size(game)
    for numbers in _grown(game, (), game.sizes):
        pairs = zip(game.kinds, numbers, strict=True)
        yield Coalition(tuple((kind, number) for kind, number in pairs if number))


def _grown(game: YesNo, taken: tuple[int, ...], sizes: tuple[int, ...]) -> Iterator[list[int]]:
    """Yield minimal ways to go on: one more than wins is not minimal, all that cannot win is none.

    `taken` decides for the first kinds how many belong to the coalition.
    """
    left = len(sizes) - len(taken)
    here = [*taken, *[0] * left]
    if game.wins(here):
        if all(not game.wins(less) for less in _without_one(here)):
            yield here
        return
    if left == 0 or not game.wins([*taken, *sizes[len(taken) :]]):
        return
    ways = []
    for number in range(sizes[len(taken)] + 1):
        ways.append((*taken, number))
        if game.wins([*taken, number, *[0] * (left - 1)]):
            break
    for way in reversed(ways):
        yield from _grown(game, way, sizes)


def _without_one(numbers: list[int]) -> Iterator[list[int]]:
    for kind, number in enumerate(numbers):
        if number:
            yield [*numbers[:kind], number - 1, *numbers[kind + 1 :]]


def roles(form: NormalForm, rest: Ballot = Ballot.NO) -> Roles:
    """Return who stands out when each member votes yes or casts `rest`.

    A vetoer alone defeats what all others want, a passer alone adopts what no other wants, a
    dictator does both, a dummy never makes a difference. No four-ballot sheet is looked at.

    Raises:
        NotMonotone: a yes can defeat what would be adopted without it.
        TooLarge: the rule is too large to be counted.
    """
    game = yes_no(form, rest)
    if not is_monotone(game):
        minimal_by_size(game)
    nobody, everybody = [0] * len(game.sizes), list(game.sizes)
    one = [int(k == 0) for k in range(len(game.sizes))]
    alone = [one[-k:] + one[:-k] for k in range(len(game.sizes))]
    vetoers, passers = set[str](), set[str]()
    for kind, single in zip(game.kinds, alone, strict=True):
        others = [whole - less for whole, less in zip(everybody, single, strict=True)]
        if game.wins(everybody) and not game.wins(others):
            vetoers.update(kind)
        if game.wins(single) and not game.wins(nobody):
            passers.update(kind)
    counted = power(_voting_no(form, rest), YES_NO).members
    dummies = frozenset(member.party for member in counted if member.banzhaf == 0)
    return Roles(frozenset(vetoers & passers), frozenset(vetoers), frozenset(passers), dummies)


def _voting_no(form: NormalForm, rest: Ballot) -> NormalForm:
    """Return the rule in which a no counts as `rest` does."""
    return NormalForm(form.members, _renamed(form.root, rest)) if rest != Ballot.NO else form


def _renamed(node: Node, rest: Ballot) -> Node:
    if isinstance(node, Inequality):
        coefficients = node.coefficients.copy()
        coefficients[:, Ballot.NO] = coefficients[:, rest]
        return replace(node, coefficients=coefficients)
    parts = tuple(_renamed(part, rest) for part in node.parts)
    return Conjunction(parts) if isinstance(node, Conjunction) else Disjunction(parts)
