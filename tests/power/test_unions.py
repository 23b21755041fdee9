"""Owen and Banzhaf-Owen values: textbook cases, identities, and brute force over orders."""

from collections import Counter
from fractions import Fraction
from itertools import permutations, product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.power.test_coalitions import winners
from tests.strategies import electorates, rules

from foedera.power import YES_NO, parse_game, power
from foedera.power import unions as counting
from foedera.power.unions import UnionError, union_power
from foedera.rules import Ballot, Electorate, UnboundRule, bind, parse


def brute_owen(members, parts, winning):
    """Return the mean contribution over all orders that keep the unions together."""
    orders = [
        [m for block in blocks for m in block]
        for outer in permutations(parts)
        for blocks in product(*(permutations(part) for part in outer))
    ]
    gained = Counter()
    for order in orders:
        for k, member in enumerate(order):
            before = frozenset(order[:k])
            gained[member] += (before | {member} in winning) - (before in winning)
    return [Fraction(gained[m], len(orders)) for m in members]


def brute_banzhaf(members, parts, winning):
    values = []
    for member in members:
        own = next(part for part in parts if member in part)
        players = [frozenset(part) for part in parts if part != own]
        players += [frozenset({m}) for m in own if m != member]
        total = 0
        for choice in product([False, True], repeat=len(players)):
            others = frozenset().union(*(p for p, yes in zip(players, choice, strict=True) if yes))
            total += (others | {member} in winning) - (others in winning)
        values.append(Fraction(total, 2 ** len(players)))
    return values


@pytest.mark.parametrize("small", [2**18, 0])
@settings(deadline=None, max_examples=60)
@given(
    rules,
    electorates(largest=5),
    st.lists(st.integers(0, 3), min_size=5, max_size=5),
    st.sampled_from([Ballot.NO, Ballot.ABSENT]),
)
def test_any_rule_agrees_with_brute_force(small, rule, voters, labels, rest):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    unions = {}
    for member, label in zip(form.members, labels, strict=False):
        if label:
            unions.setdefault(f"U{label}", set()).add(member)
    parts = [tuple(sorted(codes)) for codes in unions.values()]
    parts += [(m,) for m in form.members if not any(m in part for part in parts)]
    winning = winners(form, rest)
    with pytest.MonkeyPatch.context() as patch:  # both ways of counting
        patch.setattr(counting, "SMALL_TABLE", small)
        found = union_power(form, unions, rest)
    assert [one.owen for one in found] == brute_owen(form.members, parts, winning)
    assert [one.banzhaf_owen for one in found] == brute_banzhaf(form.members, parts, winning)


def test_three_equals_of_whom_two_unite():
    """Majority of three with a union of two: (1/2, 1/2, 0): Hart & Kurz (1983), Econometrica 51."""
    found = union_power(parse_game("[2; 1,1,1]"), {"pair": {"P1", "P2"}})
    assert [one.owen for one in found] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert [one.banzhaf_owen for one in found] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert [one.union for one in found] == ["pair", "pair", None]


@pytest.mark.parametrize("bound", [{}, {"all": [f"P{k}" for k in range(1, 7)]}])
def test_without_unions_or_with_one_they_are_the_plain_indices(bound):
    form = parse_game("[12; 4,4,4,2,2,1]")
    plain = power(form, YES_NO).members
    for one, other in zip(union_power(form, bound), plain, strict=True):
        assert float(one.owen) == pytest.approx(other.shapley_shubik, abs=1e-12)
        assert one.banzhaf_owen == other.banzhaf


def test_a_union_gets_what_its_bloc_gets_and_all_get_one():
    """Owen's quotient property, in a body of 56 with three unions and consensus but two."""
    codes = tuple(f"P{k:02d}" for k in range(56))
    words = "at least 2/3 of the parties are present and at most 2 of the parties vote no"
    form = bind(parse(words), Electorate(codes, {"parties": frozenset(codes)}))
    unions = {"A": codes[:28], "B": codes[28:35], "C": codes[35:37]}
    found = union_power(form, unions)
    assert sum(one.owen for one in found) == 1
    # A or B alone exceeds two noes; C does not, but with one or two more.
    shares = Counter()
    for one in found:
        shares[one.union] += one.owen
    blocs = counting.merged(form, [*unions.values(), *((c,) for c in codes[37:])], None)
    plain = [m.shapley_shubik for m in power(blocs, YES_NO).members]
    assert [float(shares[u]) for u in "ABC"] == pytest.approx(plain[:3], abs=1e-12)
    assert prod(float(one.owen) >= 0 for one in found)


@pytest.mark.parametrize(
    ("unions", "said"),
    [
        ({"A": ["P9"]}, "P9 of the union 'A' has no seat among the 3 that vote here"),
        ({"A": ["P1"], "B": ["P1"]}, "P1 belongs to the unions 'A' and 'B'"),
        ({"A": []}, "the union 'A' has no members here"),
    ],
)
def test_what_is_no_partition_is_answered_in_one_sentence(unions, said):
    with pytest.raises(UnionError, match=said):
        union_power(parse_game("[2; 1,1,1]"), unions)
