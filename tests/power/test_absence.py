"""The price of absence and inclusiveness, by brute force and where a treaty makes them plain."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.power import ALL_BALLOTS, YES_NO, parse_game, power
from foedera.power.absence import inclusiveness, price_of_absence
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide_batch, parse


@settings(deadline=None, max_examples=60)
@given(rules, electorates(largest=4), st.sampled_from([ALL_BALLOTS, YES_NO]))
def test_any_rule_agrees_with_brute_force(rule, voters, others):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    for k, found in enumerate(price_of_absence(form, others)):
        for ballot in Ballot:
            choices = [[ballot] if j == k else others for j in range(len(form.members))]
            adopted = decide_batch(form, np.array(list(product(*choices)), dtype=np.uint8))
            assert found.given[ballot] == Fraction(int(adopted.sum()), len(adopted))
        stakes = found.to_supporter + found.to_opponent
        assert stakes == found.given[Ballot.YES] - found.given[Ballot.NO]


def three(words):
    codes = ("A", "B", "C")
    return bind(parse(words), Electorate(codes, {"parties": frozenset(codes)}))


def test_who_opposes_does_better_to_stay_away_where_its_presence_makes_the_quorum():
    """With a quorum of all and a third to adopt, each can stop the measure only by not coming."""
    form = three("all of the parties are present and at least 1/3 of the parties vote yes")
    for member in price_of_absence(form):
        assert member.best_to_stop == (Ballot.ABSENT,)
        assert member.best_to_pass == (Ballot.YES,)
        assert member.to_opponent < 0 < member.to_supporter
        assert member.given[Ballot.ABSENT] == 0


def test_absence_is_as_good_as_a_no_where_only_yes_votes_count():
    for member in price_of_absence(parse_game("[3; 2,1,1]"), YES_NO):
        assert member.to_opponent == 0
        assert member.best_to_stop == (Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)


def test_inclusiveness_counts_winning_coalitions():
    """[3; 2,1,1] has three winning coalitions, all with the first player, two with each other."""
    found = power(parse_game("[3; 2,1,1]"), YES_NO)
    assert [inclusiveness(m, found) for m in found.members] == [1, Fraction(2, 3), Fraction(2, 3)]
    nobody = power(parse_game("[9; 2,1,1]"), YES_NO)
    assert inclusiveness(nobody.members[0], nobody) is None


def test_the_count_of_a_body_can_be_used_again():
    form = three("at least 2/3 of the parties are present and none of the parties vote no")
    assert price_of_absence(form, counted=power(form)) == price_of_absence(form)
    with pytest.raises(AttributeError):
        price_of_absence(form)[0].party = "B"
