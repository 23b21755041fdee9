"""Counting by weights and by halves against states, brute force and published values."""

from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import product
from math import comb, factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import clauses, electorates, rules

from foedera.charters import find_decision, load_charter, view
from foedera.power import ALL_BALLOTS, YES_NO, TooLarge, halves, indices, power, weighted
from foedera.power.halves import count_by_size, count_halves, count_kinds
from foedera.power.weighted import count_weighted, shapley_weighted, two_way
from foedera.proceedings import Bench, normal_form
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide_batch, parse

# Electors by state and the District of Columbia, 2024-2028 (apportionment of 2020), descending.
ELECTORS = [54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, *[11] * 4, *[10] * 5, 9, 9]
ELECTORS += [8, 8, 8, 7, 7, *[6] * 6, 5, 5, *[4] * 7, *[3] * 7]


def body(words, groups=None, **weights):
    """Bind a rule for as many members as there are weights."""
    number = len(next(iter(weights.values())))
    codes = tuple(f"P{k:03d}" for k in range(number))
    tables = {name: dict(zip(codes, values, strict=True)) for name, values in weights.items()}
    named = {name: frozenset(codes[:size]) for name, size in (groups or {}).items()}
    return bind(parse(words), Electorate(codes, {"members": frozenset(codes)} | named, tables))


def simple(quota, weights):
    return body(f"at least {quota} of the votes of the members vote yes", votes=weights)


def council(day, decision="council:qmv"):
    at = view(load_charter("eu"), date.fromisoformat(day), ())
    return normal_form(at, *find_decision(at, decision), Bench())


def same_counts(found, form, ballots):
    """Compare with the counts by states."""
    expected = indices._by_states(form, ballots)
    assert found.adopting == expected.adopting
    for place, known in enumerate(expected.given):
        assert found.with_yes[place] == known[Ballot.YES]
        assert found.with_no[place] == known[Ballot.NO]
    assert np.allclose(found.shapley, expected.shapley, rtol=0, atol=1e-9)


ballot_choices = st.sampled_from(
    [YES_NO, ALL_BALLOTS, (Ballot.YES, Ballot.NO, Ballot.ABSTAIN), (Ballot.YES, Ballot.ABSENT)]
)


@given(rules, electorates(largest=6), ballot_choices, st.sampled_from([0, 5000]))
def test_halves_and_kinds_count_as_states_do(rule, voters, ballots, compositions):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    if game := two_way(form, ballots):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(halves, "MOST_COMPOSITIONS", compositions)
            same_counts(count_halves(game), form, ballots)


@given(clauses(), electorates(largest=6), ballot_choices)
def test_weights_count_as_states_do(clause, voters, ballots):
    try:
        form = bind(clause, voters)
    except UnboundRule:
        return
    if not (game := two_way(form, ballots)):
        return
    if game.gains.min() < 0 < game.gains.max():
        with pytest.raises(TooLarge, match="hinders"):
            count_weighted(game)
    else:
        same_counts(count_weighted(game), form, ballots)


@given(rules, electorates(largest=5), ballot_choices)
def test_power_is_that_of_states_whichever_way_is_chosen(rule, voters, ballots):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    found, expected = power(form, ballots), indices._by_states(form, ballots)
    others = len(ballots) ** (len(form.members) - 1)
    assert found.adopting == expected.adopting
    for member, known in zip(found.members, expected.given, strict=True):
        assert member.given == {b: Fraction(known[b], others) for b in ballots}


@st.composite
def triples(draw):
    """Draw votes, populations to the person and quotas for two to nine members."""
    number = draw(st.integers(2, 9))
    votes = draw(st.lists(st.integers(1, 30), min_size=number, max_size=number))
    people = draw(st.lists(st.integers(1, 10**8), min_size=number, max_size=number))
    return votes, people, draw(st.integers(1, sum(votes))), draw(st.integers(1, 99))


VOTES = "at least {quota} of the votes of the members vote yes"
PEOPLE = "at least {share}% of the population of the members vote yes"
TRIPLES = (
    f"{VOTES} and more than 1/2 of the members vote yes and {PEOPLE}",
    f"{VOTES} or {PEOPLE} and at most 2 of the members do not vote yes",
    f"{VOTES} and none of the great vote no or {PEOPLE}",
)


@settings(deadline=None)
@given(triples(), st.sampled_from(TRIPLES), st.booleans())
def test_several_large_criteria_count_as_brute_force_does(numbers, words, piecemeal):
    votes, people, quota, share = numbers
    form = body(
        words.format(quota=quota, share=share), {"great": 2}, votes=votes, population=people
    )
    cast = np.array(list(product(range(2), repeat=len(votes))), dtype=np.uint8)
    adopted = decide_batch(form, np.where(cast, int(Ballot.YES), int(Ballot.NO)).astype(np.uint8))
    with pytest.MonkeyPatch.context() as patch:
        if piecemeal:
            patch.setattr(halves, "CHUNK", 4)
        found = count_by_size(two_way(form, YES_NO))
    size = cast.sum(axis=1)
    for number in range(len(votes) + 1):
        assert found.winning[number] == adopted[size == number].sum()
        for member in range(len(votes)):
            expected = (adopted & (size == number) & (cast[:, member] == 1)).sum()
            assert found.holding[member, number] == expected


def coalitions_by_weight_and_size(weights):
    """Count coalitions the plain way, in a dictionary."""
    table = {(0, 0): 1}
    for weight in weights:
        grown = defaultdict(int, table)
        for (total, size), count in table.items():
            grown[total + weight, size + 1] += count
        table = grown
    return table


@pytest.mark.parametrize("place", [0, 12, 50])
def test_electoral_college_by_two_independent_routes(place):
    """538 electors, 270 to win: one member left out of a plain table, against both algorithms."""
    assert (len(ELECTORS), sum(ELECTORS)) == (51, 538)
    weight = ELECTORS[place]
    table = coalitions_by_weight_and_size([*ELECTORS[:place], *ELECTORS[place + 1 :]])
    swings = defaultdict(int)
    for (total, size), count in table.items():
        if 270 - weight <= total < 270:
            swings[size] += count
    member = power(simple(270, ELECTORS), YES_NO).members[place]
    assert member.banzhaf == Fraction(sum(swings.values()), 2**50)
    pivots = sum(factorial(s) * factorial(50 - s) * count for s, count in swings.items())
    assert member.shapley_shubik == pytest.approx(pivots / factorial(51), rel=1e-11)


def test_the_lightest_of_sixty_members_by_exact_fractions():
    """The floating-point index of a member of weight one keeps ten digits."""
    rng = np.random.default_rng(5)
    weights = [1, *(int(w) for w in rng.integers(1, 12, 59))]
    quota = sum(weights) * 3 // 5
    swings = defaultdict(int)
    for (total, size), count in coalitions_by_weight_and_size(weights[1:]).items():
        if total == quota - 1:
            swings[size] += count
    exact = sum(Fraction(count, comb(59, s)) for s, count in swings.items()) / 60
    assert shapley_weighted(quota, tuple(weights))[0] == pytest.approx(float(exact), rel=1e-10)


def test_a_world_assembly_with_weights_of_100_000():
    """193 members: Shapley adds up, heavier members have more, and equal ones the same."""
    rng = np.random.default_rng(193)
    weights = [int(w) for w in np.sort(rng.integers(1, 1037, 193))]
    found = power(simple(sum(weights) // 2 + 1, weights), YES_NO)
    assert sum(m.shapley_shubik for m in found.members) == pytest.approx(1, abs=1e-11)
    assert [m.banzhaf for m in found.members] == sorted(m.banzhaf for m in found.members)
    assert {m.banzhaf for m, w in zip(found.members, weights, strict=True) if w == weights[0]} == {
        found.members[0].banzhaf
    }


@pytest.mark.parametrize("quota_share", [0.2, 0.5, 0.85])
@pytest.mark.parametrize("ballots", [YES_NO, ALL_BALLOTS])
def test_weights_and_halves_agree_on_persons(quota_share, ballots):
    weights = [int(w) for w in np.random.default_rng(2).integers(1, 9000, 17)]
    game = two_way(simple(round(quota_share * sum(weights)), weights), ballots)
    one, other = count_weighted(game), count_halves(game)
    assert (one.adopting, one.with_yes, one.with_no) == (
        other.adopting,
        other.with_yes,
        other.with_no,
    )
    assert np.allclose(one.shapley, other.shapley, rtol=0, atol=1e-13)


@pytest.mark.parametrize(
    ("day", "members", "winning"),
    [
        ("1970-01-01", 6, 14),
        ("1975-01-01", 9, 75),
        ("1982-01-01", 10, 140),
        ("1990-01-01", 12, 402),
        ("2000-01-01", 15, 2549),
    ],
)
def test_the_council_of_six_to_fifteen_as_published(day, members, winning):
    """Felsenthal & Machover (2001) print the power to act as 0.219, 0.146, 0.137, 0.098, 0.078."""
    found = power(council(day), YES_NO)
    assert (len(found.members), found.adopting) == (members, winning)


def test_the_council_of_nice_and_of_lisbon():
    """The power to act falls to 0.020 under Nice and rises to about 0.13 under Lisbon.

    Felsenthal & Machover (2001, 2004), with the populations of their day.
    """
    nice, lisbon = power(council("2010-01-01"), YES_NO), power(council("2015-01-01"), YES_NO)
    assert (len(nice.members), len(lisbon.members)) == (27, 28)
    assert float(nice.power_to_act) == pytest.approx(0.0203, abs=5e-5)
    assert 0.11 < float(lisbon.power_to_act) < 0.14
    for found in (nice, lisbon):
        assert sum(m.shapley_shubik for m in found.members) == pytest.approx(1, abs=1e-12)


def test_nice_by_states_and_by_halves():
    form = council("2010-01-01")
    same_counts(count_halves(two_way(form, YES_NO)), form, YES_NO)
    same_counts(count_halves(two_way(form, ALL_BALLOTS)), form, ALL_BALLOTS)


def sums_of_all_coalitions(values):
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


def test_lisbon_with_persons_by_enumeration():
    """27 members, 134,217,728 coalitions one by one, by the words of Article 16(4)."""
    form = council("2024-01-01")
    people = [int(p) for p in two_way(form, YES_NO).gains.max(axis=1) // 20]
    assert 440e6 < sum(people) < 455e6
    few, many = sums_of_all_coalitions(people[:13]), sums_of_all_coalitions(people[13:])
    heads_few, heads_many = sums_of_all_coalitions([1] * 13), sums_of_all_coalitions([1] * 14)
    with_few, with_many = np.zeros(len(few), np.int64), np.zeros(len(many), np.int64)
    for k, (persons, heads) in enumerate(zip(few, heads_few, strict=True)):
        enough = (many + persons) * 100 >= 65 * sum(people)
        wins = (heads_many >= 15 - heads) & (enough | (heads_many >= 24 - heads))
        with_few[k] = wins.sum()
        with_many += wins
    found = power(form, YES_NO)
    assert found.adopting == with_few.sum()
    for place, member in enumerate(found.members):
        table, bit = (with_few, place) if place < 13 else (with_many, place - 13)
        holding = int(table[(np.arange(len(table)) >> bit) & 1 == 1].sum())
        assert member.banzhaf == Fraction(2 * holding - found.adopting, 2**26)


def test_ballots_that_differ_only_from_yes_are_noes():
    """An abstention and an absence under Lisbon are noes: three ballots against one."""
    two, four = power(council("2024-01-01"), YES_NO), power(council("2024-01-01"))
    for one, other in zip(two.members, four.members, strict=True):
        assert one.shapley_shubik == pytest.approx(other.shapley_shubik, abs=1e-12)
        assert other.given[Ballot.NO] == other.given[Ballot.ABSENT] == other.given[Ballot.ABSTAIN]
    assert four.power_to_act < two.power_to_act


def test_presence_and_yes_are_two_things():
    form = body(
        "at least 2/3 of the members are present and more than 1/2 of the members vote yes",
        votes=[1] * 5,
    )
    assert two_way(form, ALL_BALLOTS) is None
    assert two_way(form, YES_NO) is not None


PERSONS = [int(p) for p in np.random.default_rng(8).integers(10**6, 10**8, 60)]
DOUBLE = (
    "at least 55% of the population of the members vote yes and "
    "at least 50% of the wealth of the members vote yes"
)


@pytest.mark.parametrize(
    ("form", "ballots", "reason"),
    [
        (body(DOUBLE, population=PERSONS, wealth=PERSONS[::-1]), YES_NO, "there may be 40 at most"),
        (
            simple(sum(PERSONS) // 2, PERSONS),
            YES_NO,
            "exact counting .* integer .*; counting needs",
        ),
        (
            body(
                "at least 55% of the population of the members present vote yes", population=PERSONS
            ),
            ALL_BALLOTS,
            "differ in more than yes and no",
        ),
    ],
)
def test_what_no_way_can_count_is_refused_in_a_sentence(form, ballots, reason):
    with pytest.raises(TooLarge, match=reason):
        power(form, ballots)


def test_halves_refuse_more_comparisons_than_stated(monkeypatch):
    monkeypatch.setattr(halves, "MOST_STEPS", 100)
    form = body(DOUBLE, population=PERSONS[:14], wealth=PERSONS[14:28])
    with pytest.raises(TooLarge, match="comparisons, more than 100"):
        count_halves(two_way(form, YES_NO))


def test_weights_refuse_what_they_cannot_count(monkeypatch):
    two = body(DOUBLE, population=PERSONS, wealth=PERSONS)
    with pytest.raises(TooLarge, match="one inequality"):
        count_weighted(two_way(two, YES_NO))
    with pytest.raises(TooLarge, match="up to 1000 members"):
        shapley_weighted(600, (1,) * 1001)
    monkeypatch.setattr(weighted, "LARGEST_QUADRATURE", 1)
    with pytest.raises(TooLarge, match="takes too long"):
        shapley_weighted(3, (2, 1, 1))


def test_weights_find_their_own_mistake(monkeypatch):
    monkeypatch.setattr(weighted, "_without", lambda *_: 1)
    with pytest.raises(ArithmeticError, match="disagree"):
        power(simple(3, [2, 1, 1]), YES_NO)


def test_decided_rules_give_nobody_power():
    for quota in (0, 8):
        form = simple(5, [3, 2, 1])
        game = two_way(form, YES_NO)
        game.needs[:] = quota
        found = count_weighted(game)
        assert found.adopting == (8 if quota == 0 else 0)
        assert not found.shapley.any()
        assert count_halves(game).adopting == found.adopting


def test_equal_members_have_equal_power():
    """Shapley 1/n for n equal members, by halves with an accused that counts for nothing."""
    form = body(
        "at least 5 of the members except the accused vote yes "
        "and none of the members except the accused vote no or at least 7 of the members except "
        "the accused vote yes",
        {"accused": 1},
        votes=[1] * 11,
    )
    found = power(form, YES_NO)
    assert found.members[0].shapley_shubik == 0
    for member in found.members[1:]:
        assert member.shapley_shubik == pytest.approx(1 / 10, abs=1e-12)


def test_a_body_of_two_kinds_is_counted_by_kinds_and_by_halves():
    words = "at least 9 of the members vote yes and none of the great vote no"
    game = two_way(body(words, {"great": 5}, votes=[1] * 15), YES_NO)
    kinds, one_by_one = count_kinds(game), count_by_size(game)
    assert kinds.winning.tolist() == one_by_one.winning.tolist()
    assert kinds.holding[list(kinds.kind)].tolist() == one_by_one.holding.tolist()
    assert (kinds.winning.sum(), len(kinds.holding)) == (848, 2)


def test_a_yes_may_hinder():
    """A yes that hinders: at most a third of the votes may say yes."""
    form = body("at most 1/3 of the votes of the members vote yes", votes=[5, 4, 3, 2, 1])
    game = two_way(form, YES_NO)
    same_counts(count_weighted(game), form, YES_NO)
    same_counts(count_halves(game), form, YES_NO)
    assert not power(form, YES_NO).monotone
