"""Power when some members are bound to act together: Owen value and Banzhaf-Owen value.

Members are parted into a-priori unions, the rest standing alone. Unions bargain with each other as
blocs, and within a union its members bargain over what the bloc wins. The Owen value takes random
orders in which no outsider comes between members of a union; Banzhaf-Owen lets each other bloc vote
yes with chance 1/2 and each fellow member with chance 1/2. With nobody bound together, or all in
one union, they are Shapley-Shubik and Penrose-Banzhaf. Both are defined for yes and no; `rest` says
what all who do not vote yes cast.

For a member of a union of u, in a game of m unions, a swing counted where a other unions and b
fellow members vote yes weighs a! (m-1-a)! / m! times b! (u-1-b)! / u!. A bloc is one player whose
coefficients are summed, so the counts by (a, b) are exact: from the table of compositions, else
state by state with weights 2^w and 2^(w u) for the yes of a fellow and of a bloc, which make each
count a digit of one big integer (Kronecker's substitution).

References: Owen, G. (1977), 'Values of games with a priori unions', in Henn & Moeschlin, Essays in
Mathematical Economics and Game Theory; Owen, G. (1981), 'Modification of the Banzhaf-Coleman index
for games with a priori unions', in Holler, Power, Voting, and Voting Power; Alonso-Meijide & Bowles
(2005), 'Generating functions for coalitional power indices', Annals of Operations Research 137.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from math import factorial, prod

import numpy as np

from foedera.power.counting import TooLarge, chances, unroll
from foedera.power.grid import along, grid, held, leaving, total_by
from foedera.power.yesno import YesNo, yes_no
from foedera.rules import Ballot, NormalForm
from foedera.rules.normal import Conjunction, Disjunction, Inequality, Node

# Compositions up to which a table is quicker than states; states that carry big integers.
SMALL_TABLE = 2**18
MOST_STATES = 20_000

# Signed swings by (blocs, fellows) that vote yes.
Swings = dict[tuple[int, int], int]


class UnionError(ValueError):
    """The unions are no partition of the members."""


@dataclass(frozen=True, slots=True)
class UnionPower:
    """One member's values; `union` is None for one that stands alone."""

    party: str
    union: str | None
    owen: Fraction
    banzhaf_owen: Fraction


def union_power(
    form: NormalForm, unions: Mapping[str, Collection[str]], rest: Ballot = Ballot.NO
) -> tuple[UnionPower, ...]:
    """Return the Owen and Banzhaf-Owen values of each member, in the form's order.

    `unions` maps a name to the codes of its members; who is in none stands alone.

    Raises:
        UnionError: a code has no seat, is in two unions, or a union is empty.
        TooLarge: there are too many states to count.
    """
    parts = _parts(form, unions)
    named = {code: name for name, codes in unions.items() for code in codes}
    alone = any(len(part) == 1 for part in parts)
    values = _values(merged(form, parts, None), (), len(parts), rest) if alone else {}
    for part in parts:
        if len(part) > 1:
            values |= _values(merged(form, parts, part), part, len(parts), rest)
    return tuple(UnionPower(code, named.get(code), *values[code]) for code in form.members)


def _parts(form: NormalForm, unions: Mapping[str, Collection[str]]) -> list[tuple[str, ...]]:
    seen: dict[str, str] = {}
    for name, codes in unions.items():
        if not codes:
            raise UnionError(f"the union '{name}' has no members here")
        for code in sorted(codes):
            if code not in form.members:
                seats = f"the {len(form.members)} that vote here"
                raise UnionError(f"{code} of the union '{name}' has no seat among {seats}")
            if code in seen:
                raise UnionError(
                    f"{code} belongs to the unions '{seen[code]}' and '{name}': a member is bound "
                    "to one at most"
                )
            seen[code] = name
    joined = [tuple(code for code in form.members if code in codes) for codes in unions.values()]
    return joined + [(code,) for code in form.members if code not in seen]


def merged(
    form: NormalForm, parts: Iterable[tuple[str, ...]], opened: tuple[str, ...] | None
) -> NormalForm:
    """Return the rule in which each part but the one opened casts one ballot as one player.

    A part of several members is called by their codes joined by '+'.
    """
    players: list[tuple[str, ...]] = []
    for part in parts:
        players += [(code,) for code in part] if part == opened else [part]
    rows = {code: row for row, code in enumerate(form.members)}
    owner = np.zeros((len(players), len(form.members)), dtype=np.int64)
    for player, codes in enumerate(players):
        owner[player, [rows[code] for code in codes]] = 1

    def summed(node: Node) -> Node:
        if isinstance(node, Inequality):
            tables = (owner @ table for table in (node.coefficients, node.counted, node.base))
            coefficients, counted, base = tables
            return replace(node, coefficients=coefficients, counted=counted, base=base)
        inner = tuple(summed(part) for part in node.parts)
        return Conjunction(inner) if isinstance(node, Conjunction) else Disjunction(inner)

    return NormalForm(tuple("+".join(codes) for codes in players), summed(form.root))


def _values(
    form: NormalForm, bound: tuple[str, ...], unions: int, rest: Ballot
) -> dict[str, tuple[Fraction, Fraction]]:
    """Return the values of the members of one union, all others being blocs.

    With nobody bound every player is a union, and all of them are valued.
    """
    game = yes_no(form, rest, apart=bound)
    valued = set(bound or form.members)
    ways = [partial(_by_table, game, valued), partial(_by_states, form, valued, rest)]
    if prod(size + 1 for size in game.sizes) > SMALL_TABLE:
        ways.reverse()
    refusals = []
    for way in ways:
        try:
            found = way()
        except TooLarge as refusal:
            refusals.append(str(refusal))
        else:
            break
    else:
        raise TooLarge("; ".join(refusals))
    return {player: _weighed(swings, unions, len(bound)) for player, swings in found.items()}


def _weighed(swings: Swings, unions: int, bound: int) -> tuple[Fraction, Fraction]:
    fellows, owen, total = max(bound - 1, 0), Fraction(0), 0
    for (a, b), number in swings.items():
        # With nobody bound the counts take each union for a fellow.
        blocs, within = (a, b) if bound else (b, 0)
        order = factorial(blocs) * factorial(unions - 1 - blocs)
        order *= factorial(within) * factorial(fellows - within)
        owen += Fraction(number * order, factorial(unions) * factorial(fellows + 1))
        total += number
    return owen, Fraction(total, 2 ** (unions - 1 + fellows))


def _by_table(game: YesNo, inside: set[str]) -> dict[str, Swings]:
    table = grid(game)
    within = [kind[0] in inside for kind in game.kinds]
    length = sum(size for size, own in zip(game.sizes, within, strict=True) if own) + 1
    steps = [
        [k if own else k * length for k in range(size + 1)]
        for size, own in zip(game.sizes, within, strict=True)
    ]
    outer_class, inner_class = along(table, steps, np.int64, add=True)
    classes = (sum(game.sizes) + 1) * length
    weights = {kind: held(table, kind) for kind, own in enumerate(within) if own}
    sums = {kind: [0] * classes for kind in weights}
    for row in range(len(table.wins)):
        for kind, swings, backward in leaving(table, row):
            if not within[kind]:
                continue
            for mask, sign in ((swings, 1), (backward, -1)):
                cells = np.flatnonzero(mask)
                if len(cells):
                    many = weights[kind][1][cells] * weights[kind][0][row]
                    place = inner_class[cells] + outer_class[row] - 1  # not the member itself
                    counted = total_by(place, many, classes)
                    sums[kind] = [
                        old + sign * new for old, new in zip(sums[kind], counted, strict=True)
                    ]
    return {
        player: {divmod(place, length): many for place, many in enumerate(sums[kind]) if many}
        for kind in weights
        for player in game.kinds[kind]
    }


def _by_states(form: NormalForm, inside: set[str], rest: Ballot) -> dict[str, Swings]:
    width, length = len(form.members) + 1, len(inside)
    odds = np.zeros((len(form.members), 4, 1), dtype=object)
    odds[:, int(rest), :] = 1
    for row, player in enumerate(form.members):
        odds[row, int(Ballot.YES), 0] = 1 << (width if player in inside else width * length)
    given = chances(unroll(form, MOST_STATES), odds).given[..., 0]
    found = {}
    for row, player in enumerate(form.members):
        if player in inside:
            yes, no = _digits(given[row, Ballot.YES], width), _digits(given[row, rest], width)
            places = sorted(yes.keys() | no.keys())
            changes = {p: yes.get(p, 0) - no.get(p, 0) for p in places}
            found[player] = {divmod(p, length): many for p, many in changes.items() if many}
    return found


def _digits(number: int, width: int) -> dict[int, int]:
    """Return the digits of a number in base 2^width that are not 0, by place."""
    mask, found, place = (1 << width) - 1, {}, 0
    while number:
        if number & mask:
            found[place] = number & mask
        number, place = number >> width, place + 1
    return found
