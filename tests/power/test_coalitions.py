"""Minimal coalitions, roles and the indices built on them: published values and brute force."""

from fractions import Fraction
from itertools import chain, combinations, islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.power import YES_NO, TooLarge, parse_game, power
from foedera.power import dependence as counting
from foedera.power.classic import classic_indices
from foedera.power.coalitions import minimal_blocking, minimal_winning, roles
from foedera.power.dependence import vulnerable
from foedera.power.yesno import NotMonotone, dual, yes_no
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide, parse

COUNCIL_OF_FIFTEEN = "[39; 7,7,7,7,7,1,1,1,1,1,1,1,1,1,1]"
SIX = "[12; 4,4,4,2,2,1]"


def subsets(members):
    return chain.from_iterable(combinations(members, k) for k in range(len(members) + 1))


def winners(form, rest=Ballot.NO):
    """Return every winning coalition: its members vote yes, all others cast `rest`."""
    found = set()
    for coalition in map(frozenset, subsets(form.members)):
        sheet = {m: Ballot.YES if m in coalition else rest for m in form.members}
        if decide(form, sheet).adopted:
            found.add(coalition)
    return found


def minimal_among(winning):
    return {c for c in winning if all(c - {m} not in winning for m in c)}


def brute_indices(members, winning):
    critical = {c: [m for m in c if c - {m} not in winning] for c in winning}
    minimal = minimal_among(winning) - {frozenset()}
    raw = [
        {m: sum(Fraction(1, len(c)) for c in critical.values() if m in c) for m in members},
        {m: sum(Fraction(1, len(c)) for c in minimal if m in c) for m in members},
        {m: Fraction(sum(m in c for c in minimal)) for m in members},
    ]
    totals = [sum(scores.values()) for scores in raw]
    return [
        tuple(
            scores[m] / total if total else None for scores, total in zip(raw, totals, strict=True)
        )
        for m in members
    ]


def expanded(minimal):
    return [frozenset(c) for kind in minimal for c in kind.each()]


@settings(deadline=None)
@given(rules, electorates(), st.sampled_from([Ballot.NO, Ballot.ABSENT, Ballot.ABSTAIN]))
def test_any_rule_agrees_with_brute_force(rule, voters, rest):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    winning = winners(form, rest)
    everybody = frozenset(form.members)
    grows = all(c | {m} in winning for c in winning for m in everybody)
    if not grows:
        for question in (minimal_winning, minimal_blocking, classic_indices, roles):
            with pytest.raises(NotMonotone, match=r"a yes of \w+ can defeat"):
                question(form, rest)
        return
    blocking = {c for c in map(frozenset, subsets(everybody)) if everybody - c not in winning}
    for found, family in (
        (minimal_winning(form, rest), winning),
        (minimal_blocking(form, rest), blocking),
    ):
        listed = expanded(found)
        assert len(listed) == len(set(listed)) == found.number
        assert set(listed) == minimal_among(family)
        assert sum(kind.number for kind in found) == found.number
        assert all(found.by_size[size] for size in {len(c) for c in listed})
    scores = [(one.johnston, one.deegan_packel, one.holler) for one in classic_indices(form, rest)]
    assert scores == brute_indices(form.members, winning)
    who = roles(form, rest)
    critical = {m for c in winning for m in c if c - {m} not in winning}
    assert who.dummies == everybody - critical
    wins = {m for m in everybody if {m} in winning and frozenset() not in winning}
    blocks = {m for m in everybody if everybody in winning and everybody - {m} not in winning}
    assert (who.passers, who.vetoers, who.dictators) == (wins, blocks, wins & blocks)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=9), st.data())
def test_polynomials_count_what_the_table_counts(weights, data):
    assume(any(weights))
    quota = data.draw(st.integers(1, sum(weights)))
    game = yes_no(parse_game(f"[{quota}; {', '.join(map(str, weights))}]"))
    assume(len(game.needs) == 1)
    for one in (game, dual(game)):
        by_table = counting._by_table(counting.grid(one))
        assert counting._by_weights(one) == by_table


def test_security_council():
    """210 ways to find four of ten elected members beside the five, and each five or seven block.

    Deegan-Packel and Holler are 1/9 and 2/45; Johnston follows from the 638 adopting coalitions
    that depend on the five alone: (210/9 + 638/5) / 848.
    """
    form = parse_game(COUNCIL_OF_FIFTEEN)
    great, small = (classic_indices(form)[k] for k in (0, -1))
    assert minimal_winning(form).by_size == {9: 210}
    assert minimal_blocking(form).by_size == {1: 5, 7: 120}
    assert great.johnston == (Fraction(210, 9) + Fraction(638, 5)) / 848
    assert (great.deegan_packel, small.deegan_packel) == (Fraction(1, 9), Fraction(2, 45))
    assert (great.holler, small.holler) == (Fraction(1, 9), Fraction(2, 45))
    assert roles(form).of("P1") == ["vetoer"]
    assert roles(form).of("P6") == []


def test_the_six_of_1958():
    """[12; 4,4,4,2,2,1]: four minimal coalitions, and Luxembourg a dummy.

    Felsenthal & Machover (1998), section 5.3, on the dummy; the indices follow from the list.
    """
    form = parse_game(SIX)
    found = minimal_winning(form)
    assert found.by_size == {3: 1, 4: 3}
    assert [(kind.size, kind.number) for kind in found] == [(3, 1), (4, 3)]
    assert roles(form).dummies == {"P6"}
    large, middle, least = (classic_indices(form)[k] for k in (0, 3, 5))
    assert [i.deegan_packel for i in (large, middle, least)] == [
        Fraction(5, 24),
        Fraction(3, 16),
        0,
    ]
    assert [i.holler for i in (large, middle, least)] == [Fraction(1, 5), Fraction(1, 5), 0]


def test_deegan_packel_as_printed():
    """[51; 35,20,15,15,15]: 18/60, 9/60 and 11/60: the lighter 15 beats the 20.

    Holler & Illing (2006), Einführung in die Spieltheorie, 6th edition, chapter 6.3.3.
    """
    scores = [one.deegan_packel for one in classic_indices(parse_game("[51; 35,20,15,15,15]"))]
    assert scores == [Fraction(n, 60) for n in (18, 9, 11, 11, 11)]


def test_johnston_as_printed():
    """[4; 3,2,1]: 2/3, 1/6, 1/6 (manual of the R package CoopGame, johnstonIndex)."""
    scores = [one.johnston for one in classic_indices(parse_game("[4; 3,2,1]"))]
    assert scores == [Fraction(2, 3), Fraction(1, 6), Fraction(1, 6)]


def test_johnston_of_the_federal_system():
    """President, Senate and House, two thirds of both against a veto: the President has 77 %.

    Brams, Affuso & Kilgour (1989), 'Presidential power: a game-theoretic analysis'; Taylor (1995),
    Mathematics and Politics, chapter 4; both without the Vice-President.
    """

    def criterion(quota, president, senator, representative):
        weights = [president, *[senator] * 100, *[representative] * 435]
        return f"[{quota}; {','.join(map(str, weights))}]"

    signed = [criterion(1, 1, 0, 0), criterion(51, 0, 1, 0), criterion(218, 0, 0, 1)]
    over = [criterion(67, 0, 1, 0), criterion(290, 0, 0, 1)]
    form = parse_game(" & ".join(signed) + " | " + " & ".join(over))
    found = classic_indices(form)[0]
    assert round(float(found.johnston), 2) == 0.77


def test_consensus_of_fifty_seven():
    codes = tuple(f"P{k:02d}" for k in range(57))
    words = "at least 2/3 of the parties are present and none of the parties vote no"
    form = bind(parse(words), Electorate(codes, {"parties": frozenset(codes)}))
    assert minimal_winning(form).by_size == {57: 1}
    assert minimal_blocking(form).by_size == {1: 57}
    # Who stays away objects to nothing: 38 make the quorum and 20 absences break it.
    assert set(minimal_winning(form, Ballot.ABSENT).by_size) == {38}
    assert set(minimal_blocking(form, Ballot.ABSENT).by_size) == {20}
    assert roles(form).vetoers == set(codes)
    assert not roles(form, Ballot.ABSENT).vetoers


def test_large_counts_are_whole_numbers_and_listed_one_by_one():
    """100 of 193 equal members: more coalitions than any word of a machine holds."""
    form = parse_game(f"[97; {', '.join(['1'] * 193)}]")
    found = minimal_winning(form)
    assert found.number > 2**180
    first = list(islice((c for kind in found for c in kind.each()), 3))
    assert [len(c) for c in first] == [97] * 3
    assert {one.johnston for one in classic_indices(form)} == {Fraction(1, 193)}


def test_what_nobody_or_everybody_adopts():
    never, always = parse_game("[9; 1,2]"), bind_always()
    assert minimal_winning(never).number == 0
    assert minimal_winning(always).by_size == {0: 1}
    assert classic_indices(always)[0].johnston is None
    assert minimal_blocking(always).number == 0


def bind_always():
    return bind(
        parse("at most 9 of the parties vote no"),
        Electorate(("A", "B"), {"parties": frozenset("AB")}),
    )


def test_too_many_kinds_are_refused_with_a_reason():
    weights = ", ".join(str(2**20 + 7**k % 1009) for k in range(40))
    game = yes_no(parse_game(f"[{2**24}; {weights}]"))
    with pytest.raises(TooLarge, match=r"would shift .* different coalitions") as error:
        vulnerable(game)
    assert "\n" not in str(error.value)


def test_the_electoral_college_agrees_with_the_swings_counted_otherwise():
    """51 members of 19 weights (2010 census): swings by number of critical members add up."""
    votes = [55, 38, 29, 29, 20, 20, 18, 16, 16, 15, 14, 13, 12, *[11] * 4, *[10] * 4, *[9] * 3]
    votes += [*[8] * 2, *[7] * 3, *[6] * 6, *[5] * 3, *[4] * 5, *[3] * 8]
    form = parse_game(f"[270; {', '.join(map(str, votes))}]")
    game = yes_no(form)
    found = vulnerable(game)
    banzhaf = {member.party: member.banzhaf for member in power(form, YES_NO).members}
    for kind, counts in zip(game.kinds, found.critical, strict=True):
        assert Fraction(sum(counts), 2**50) == banzhaf[kind[0]]
    assert counting.minimal_by_size(game) == found.by_size
