"""The smallest coalitions that stop a decision, against exhaustive search and known numbers."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from tests.strategies import electorates, rules

from foedera.power import smallest_block, smallest_support
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide, parse


def exhaustive_block(form, rest, ballots, *, want):
    """Try every coalition by size and every way it can cast its ballots."""
    for size in range(len(form.members) + 1):
        for coalition in combinations(form.members, size):
            for cast in product(ballots, repeat=size):
                sheet = dict.fromkeys(form.members, rest)
                sheet |= dict(zip(coalition, cast, strict=True))
                if decide(form, sheet).adopted == want:
                    return size
    return None


@settings(max_examples=150)
@given(rules, electorates(largest=4))
def test_no_smaller_coalition_blocks_and_the_one_shown_does(rule, voters):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    ballots = (Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
    block = smallest_block(form)
    true_size = exhaustive_block(form, Ballot.YES, ballots, want=False)
    if block.exact:
        assert block.size == true_size
    else:
        assert true_size is None or block.at_least <= true_size
        assert block.size is None or true_size is None or true_size <= block.size
    if block.size is not None:
        sheet = dict.fromkeys(form.members, Ballot.YES) | block.sheet
        assert len(block.sheet) == block.size
        assert not decide(form, sheet).adopted


@settings(max_examples=100)
@given(rules, electorates(largest=4))
def test_the_smallest_support_adopts(rule, voters):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    support = smallest_support(form)
    true_size = exhaustive_block(form, Ballot.ABSENT, (Ballot.YES,), want=True)
    if support.exact:
        assert support.size == true_size
    if support.size is not None:
        sheet = dict.fromkeys(form.members, Ballot.ABSENT) | support.sheet
        assert decide(form, sheet).adopted


def parties(number, **groups):
    codes = tuple(f"P{k:02d}" for k in range(number))
    bound = {name: frozenset(codes[:size]) for name, size in groups.items()}
    return Electorate(codes, {"parties": frozenset(codes)} | bound)


@pytest.mark.parametrize(
    ("number", "two_thirds", "four_fifths"), [(25, 9, 6), (56, 19, 12), (57, 20, 12), (61, 21, 13)]
)
def test_smallest_boycotts_of_the_draft_treaty(number, two_thirds, four_fifths):
    for share, size in (("2/3", two_thirds), ("4/5", four_fifths)):
        form = bind(parse(f"at least {share} of the parties are present"), parties(number))
        assert smallest_block(form, ballots=[Ballot.ABSENT]).size == size
        assert not smallest_block(form, ballots=[Ballot.NO]).possible


def test_the_accused_counts_as_absent_without_being_counted_among_its_friends():
    voters = parties(56, accused=1)
    kept = bind(parse("at least 4/5 of the parties are present"), voters)
    shrunk = bind(parse("at least 4/5 of the parties except the accused are present"), voters)
    away = {"helped_by": ["P00"], "ballots": [Ballot.ABSENT]}
    assert smallest_block(kept, **away).size == 11
    assert smallest_block(shrunk, **away).size == 12


def test_a_coalition_that_cannot_block_is_told_so():
    voters = parties(15, accused=1)
    form = bind(parse("none of the parties except the accused vote no"), voters)
    assert not smallest_block(form, among=["P00"]).possible
    assert smallest_block(form, among=["P00", "P01"]).size == 1
