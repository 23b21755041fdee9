"""Exact counts against brute force on every kind of rule, and against published indices."""

from fractions import Fraction
from itertools import permutations, product
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.power import ALL_BALLOTS, YES_NO, TooLarge, banzhaf, chances, power, unroll
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide, decide_batch, parse


def every_sheet(form, ballots=ALL_BALLOTS):
    cast = list(product([int(b) for b in ballots], repeat=len(form.members)))
    sheets = np.array(cast, dtype=np.uint8)
    return sheets, decide_batch(form, sheets)


@given(rules, electorates(largest=5), st.sampled_from([ALL_BALLOTS, YES_NO]))
def test_counts_are_those_of_brute_force(rule, voters, ballots):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    sheets, adopted = every_sheet(form, ballots)
    odds = np.zeros((len(form.members), 4, 1), dtype=object)
    odds[:, [int(b) for b in ballots], :] = 1
    found = chances(unroll(form), odds)
    assert found.total[0] == adopted.sum()
    for member, ballot in product(range(len(form.members)), ballots):
        assert found.given[member, ballot, 0] == adopted[sheets[:, member] == ballot].sum()


@given(rules, electorates(largest=4), st.integers(0, 2**32 - 1))
def test_probabilities_are_those_of_brute_force(rule, voters, seed):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    sheets, adopted = every_sheet(form)
    odds = np.random.default_rng(seed).dirichlet(np.ones(4), (len(form.members), 3))
    odds = np.moveaxis(odds, 1, 2)
    weight = np.prod(
        [odds[k, sheets[:, k], :] for k in range(len(form.members))], axis=0
    )  # (sheets, distributions)
    found = chances(unroll(form), odds)
    assert np.allclose(found.total, weight[adopted].sum(axis=0), rtol=1e-9, atol=1e-12)


def roll_call_index(form):
    """Count pivots over all orders and all yes/no sheets, as Shapley and Shubik define them."""
    members = form.members
    pivots = dict.fromkeys(members, 0)
    for order in permutations(members):
        for cast in product(YES_NO, repeat=len(members)):
            sheet = dict(zip(members, cast, strict=True))
            pivots[pivot(form, order, sheet)] += 1
    return {m: Fraction(n, factorial(len(members)) * 2 ** len(members)) for m, n in pivots.items()}


def pivot(form, order, sheet):
    """Return the first member in the order after whose declaration the outcome is settled."""
    for k, member in enumerate(order):
        said = {m: sheet[m] for m in order[: k + 1]}
        worst = {m: said.get(m, Ballot.NO) for m in order}
        best = {m: said.get(m, Ballot.YES) for m in order}
        if decide(form, worst).adopted == decide(form, best).adopted:
            return member
    raise AssertionError


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=4), st.data())
def test_shapley_shubik_counts_pivots_over_all_orders(weights, data):
    form = weighted(data.draw(st.integers(1, sum(weights))), weights)
    expected = roll_call_index(form)
    for member in power(form, YES_NO).members:
        assert member.shapley_shubik == pytest.approx(float(expected[member.party]), abs=1e-12)


def weighted(quota, weights):
    codes = tuple(f"P{k:03d}" for k in range(len(weights)))
    voters = Electorate(
        codes, {"members": frozenset(codes)}, {"votes": dict(zip(codes, weights, strict=True))}
    )
    return bind(parse(f"at least {quota} of the votes of the members vote yes"), voters)


def council(members, permanent, votes):
    codes = tuple(f"S{k:02d}" for k in range(members))
    groups = {"members": frozenset(codes), "permanent members": frozenset(codes[:permanent])}
    words = f"at least {votes} of the members vote yes and none of the permanent members vote no"
    return bind(parse(words), Electorate(codes, groups))


def test_security_council_indices_as_published():
    """UNSC since 1966 with yes and no: Shapley 0.1963 and 0.00186, Banzhaf 0.1669 and 0.0165.

    Straffin (1977); Felsenthal & Machover (1998), The Measurement of Voting Power.
    """
    found = power(council(15, 5, 9), YES_NO)
    great, small = found.members[0], found.members[-1]
    assert found.adopting == 848
    assert float(found.power_to_act) == 0.02587890625
    assert great.shapley_shubik == pytest.approx(0.1962703963, abs=5e-11)
    assert small.shapley_shubik == pytest.approx(0.0018648019, abs=5e-11)
    assert float(great.banzhaf_normalised) == pytest.approx(0.1669291339, abs=5e-11)
    assert float(small.banzhaf_normalised) == pytest.approx(0.0165354331, abs=5e-11)
    assert great.coleman_prevent == 1


def test_security_council_before_1966():
    found = power(council(11, 5, 7), YES_NO)
    assert (found.adopting, float(found.power_to_act)) == (57, 0.02783203125)


def test_the_bare_game_that_a_peer_gets_wrong():
    """[3; 2,1,1]: Shapley 2/3, 1/6, 1/6."""
    found = power(weighted(3, [2, 1, 1]), YES_NO)
    assert [m.shapley_shubik for m in found.members] == pytest.approx([2 / 3, 1 / 6, 1 / 6])
    assert [m.banzhaf_normalised for m in found.members] == [
        Fraction(3, 5),
        Fraction(1, 5),
        Fraction(1, 5),
    ]


def parties(number, words, **groups):
    codes = tuple(f"P{k:02d}" for k in range(number))
    bound = {name: frozenset(codes[:size]) for name, size in groups.items()}
    return bind(parse(words), Electorate(codes, {"parties": frozenset(codes)} | bound))


CONFERENCE = "at least 2/3 of the parties are present and none of the parties vote no"
EXTRAORDINARY = (
    "at least 4/5 of the parties are present and "
    "all of the parties except the accused present vote yes"
)


def test_adopting_sheets_of_the_draft_treaty_with_four_ballots():
    """56 parties; a sheet on which nobody objects and enough abstain counts as adopted."""
    conference = power(parties(56, CONFERENCE))
    assert conference.adopting == 255138640123217320939094016
    assert float(conference.power_to_act) == pytest.approx(4.9138e-8, rel=1e-4)
    assert {member.coleman_prevent for member in conference.members} == {1}
    extraordinary = power(parties(56, EXTRAORDINARY, accused=1))
    assert extraordinary.adopting == 507202228838
    assert extraordinary.members[0].shapley_shubik >= 0


@pytest.mark.parametrize("ballots", [YES_NO, ALL_BALLOTS])
def test_shapley_indices_of_a_body_add_up_to_one(ballots):
    for form in (council(15, 5, 9), parties(57, CONFERENCE), weighted(51, [30, 25, 20, 15, 10])):
        total = sum(member.shapley_shubik for member in power(form, ballots).members)
        assert total == pytest.approx(1, abs=1e-9)


def test_seventy_equal_members_have_a_seventieth_each():
    """Where a peer's 64-bit counts overflow."""
    found = power(weighted(36, [1] * 70), YES_NO)
    for member in found.members:
        assert member.shapley_shubik == pytest.approx(1 / 70, abs=1e-12)
        assert member.banzhaf_normalised == Fraction(1, 70)


def test_a_rule_with_too_many_states_is_refused_with_the_number():
    weights = [int(w) for w in np.random.default_rng(3).integers(10**6, 10**7, 40)]
    with pytest.raises(TooLarge, match="more than 1000"):
        unroll(weighted(sum(weights) // 2, weights), largest=1000)


@given(rules, electorates(largest=5), st.sampled_from([ALL_BALLOTS, YES_NO]))
def test_banzhaf_alone_is_that_of_all_the_indices(rule, voters, ballots):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    found = power(form, ballots)
    assert banzhaf(form, ballots) == {member.party: member.banzhaf for member in found.members}
