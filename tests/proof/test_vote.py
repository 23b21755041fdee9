"""Forcing, blocking, paradox and equivalence against exhaustive search and known numbers."""

import sys
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from tests.strategies import electorates, rules

from foedera.proof import SolverMissing, every, sheets, systems, vote
from foedera.rules import (
    Ballot,
    Electorate,
    RuleError,
    UnboundRule,
    bind,
    decide,
    decide_batch,
    parse,
)

ALL = tuple(Ballot)


def bound(rule, voters):
    try:
        return bind(rule, voters)
    except UnboundRule:
        return None


def every_sheet(form):
    """Whether each of the 4^n sheets adopts: an array with one axis for each member."""
    sheets = np.array(list(product(range(4), repeat=len(form.members))), dtype=np.uint8)
    return decide_batch(form, sheets).reshape((4,) * len(form.members))


def effective(adopted, coalition, ballots, *, want):
    """Whether some ballots of the coalition give the outcome against all ballots of the others."""
    others = tuple(k for k in range(adopted.ndim) if k not in coalition)
    reached = (adopted == want).all(axis=others)
    return bool(reached[np.ix_(*[ballots] * len(coalition))].any())


def smallest(adopted, ballots, *, want):
    for size in range(adopted.ndim + 1):
        for coalition in combinations(range(adopted.ndim), size):
            if effective(adopted, coalition, ballots, want=want):
                return size
    return None


@settings(max_examples=120)
@given(rules, electorates(largest=5))
def test_effectivity_is_that_of_exhaustive_search(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    adopted = every_sheet(form)
    for size in range(len(form.members) + 1):
        for coalition in combinations(range(len(form.members)), size):
            codes = [form.members[k] for k in coalition]
            for can, want in ((vote.can_force, True), (vote.can_block, False)):
                answer = can(form, codes)
                true = effective(adopted, coalition, range(4), want=want)
                assert answer.verdict == ("holds" if true else "fails")
                if answer:
                    assert_wins(adopted, form, answer.sheet, want=want)


def assert_wins(adopted, form, sheet, *, want):
    """Whatever those outside the sheet cast, the outcome is the one wanted."""
    index = tuple(int(sheet[m]) if m in sheet else slice(None) for m in form.members)
    assert (adopted[index] == want).all()


@settings(max_examples=100)
@given(rules, electorates(largest=5))
def test_no_smaller_coalition_is_effective(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    adopted = every_sheet(form)
    for find, want in ((vote.smallest_forcing, True), (vote.smallest_blocking, False)):
        for ballots in (ALL, (Ballot.ABSENT,)):
            found = find(form, by=ballots)
            assert found.verdict != "unknown"
            assert found.size == smallest(adopted, [int(b) for b in ballots], want=want)
            if found.size is not None:
                assert len(found.sheet) == found.size
                assert_wins(adopted, form, found.sheet, want=want)


@settings(max_examples=60)
@given(rules, electorates(largest=5))
def test_the_listing_has_every_smallest_coalition(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    adopted = every_sheet(form)
    listing = every.all_smallest_blocking(form)
    assert listing.complete
    shown = sum(
        int(np.prod([len(list(combinations(kind, k))) for kind, k in pairs]))
        for pairs in listing.types
    )
    if listing.size is not None:
        true = sum(
            effective(adopted, coalition, range(4), want=False)
            for coalition in combinations(range(adopted.ndim), listing.size)
        )
        assert shown == true


@settings(max_examples=150)
@given(rules, electorates(largest=5))
def test_the_paradox_is_found_where_there_is_one(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    adopted = every_sheet(form)
    true = any(
        (adopted.take(Ballot.NO, axis=k) & ~adopted.take(Ballot.ABSENT, axis=k)).any()
        for k in range(adopted.ndim)
    )
    example = sheets.paradox(form)
    assert example.verdict == ("holds" if true else "fails")
    if true:
        assert example.sheet[example.member] is Ballot.NO
        assert decide(form, example.sheet).adopted
        assert not decide(form, example.sheet | {example.member: Ballot.ABSENT}).adopted


@settings(max_examples=150)
@given(rules, rules, electorates(largest=6))
def test_two_rules_differ_where_a_sheet_shows_it(first, second, voters):
    one, two = bound(first, voters), bound(second, voters)
    if one is None or two is None:
        return
    found = sheets.difference(one, two)
    true = bool((every_sheet(one) != every_sheet(two)).any())
    assert found.verdict == ("holds" if true else "fails")
    if true:
        assert decide(one, found.sheet).adopted is found.first_adopts
        assert decide(two, found.sheet).adopted is not found.first_adopts


@given(rules, electorates(largest=6))
def test_a_rule_does_not_differ_from_itself(rule, voters):
    form = bound(rule, voters)
    if form is not None:
        assert sheets.difference(form, form).verdict == "fails"


def parties(number, **groups):
    codes = tuple(f"P{k:02d}" for k in range(number))
    named = {name: frozenset(codes[:size]) for name, size in groups.items()}
    return Electorate(codes, {"parties": frozenset(codes)} | named)


QUORUM_PARADOX = (
    "at least 1/2 of the parties are present and more than 1/2 of the parties present vote yes"
)


def test_a_quorum_makes_staying_away_stronger_than_voting_no():
    form = bind(parse(QUORUM_PARADOX), parties(56))
    example = sheets.paradox(form)
    assert example.verdict == "holds"
    assert sum(ballot is not Ballot.ABSENT for ballot in example.sheet.values()) == 28
    share = bind(parse("more than 1/2 of the parties vote yes"), parties(56))
    assert sheets.paradox(share).verdict == "fails"


def test_the_security_council():
    council = parties(15, **{"permanent members": 5})
    words = "at least 9 of the parties vote yes and none of the permanent members vote no"
    form = bind(parse(words), council)
    assert all(vote.can_block(form, [f"P{k:02d}"]) for k in range(5))
    assert not vote.can_block(form, ["P05"])
    assert not vote.can_block(form, ["P00"], by=[Ballot.ABSTAIN])
    elected = [f"P{k:02d}" for k in range(5, 15)]
    assert vote.smallest_blocking(form, among=elected).size == 7
    assert vote.smallest_forcing(form).size == 9
    (only,) = every.all_smallest_forcing(form).types
    assert [number for _, number in only] == [5, 4]
    ((kind, number),) = every.all_smallest_blocking(form).types[0]
    assert (len(kind), number) == (5, 1)


@pytest.mark.parametrize("members", [56, 193])
def test_large_weighted_bodies_are_settled_too(members):
    generator = np.random.default_rng(1)
    codes = tuple(f"P{k:03d}" for k in range(members))
    weights = dict(zip(codes, generator.integers(10, 3162, members).tolist(), strict=True))
    voters = Electorate(codes, {"parties": frozenset(codes)}, {"population": weights})
    words = (
        "at least 2/3 of the parties are present and more than 1/2 of the parties present vote yes "
        "and at least 1/2 of the population of the parties vote yes"
    )
    form = bind(parse(words), voters)
    assert sheets.paradox(form).verdict == "holds"
    assert vote.smallest_blocking(form, by=[Ballot.ABSENT]).verdict == "holds"
    assert sheets.difference(form, form).verdict == "fails"


@settings(max_examples=60)
@given(rules, electorates(largest=5))
def test_whether_every_coalition_of_a_size_is_effective(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    adopted = every_sheet(form)
    for size in range(len(form.members) + 1):
        for aim, want in (("force", True), ("block", False)):
            for ballots in (ALL, (Ballot.ABSENT,)):
                true = all(
                    effective(adopted, coalition, [int(b) for b in ballots], want=want)
                    for coalition in combinations(range(adopted.ndim), size)
                )
                answer = every.every_coalition(form, aim, size, by=ballots)
                assert answer.verdict == ("holds" if true else "fails")
                if not true:
                    assert len(answer.coalition) == size


@settings(max_examples=60, deadline=None)
@given(rules, electorates(largest=4))
def test_the_solver_agrees_where_counting_would_do(rule, voters):
    form = bound(rule, voters)
    if form is None:
        return
    counted = [vote.smallest_blocking(form), vote.smallest_forcing(form), sheets.paradox(form)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(systems, "LARGEST_COUNT", 0)
        solved = [vote.smallest_blocking(form), vote.smallest_forcing(form), sheets.paradox(form)]
    assert [answer.verdict for answer in solved] == [answer.verdict for answer in counted]
    assert [answer.size for answer in solved[:2]] == [answer.size for answer in counted[:2]]


def hard_form(members=60):
    """A rule that falls only if two different weights fall short together."""
    generator = np.random.default_rng(3)
    codes = tuple(f"P{k:03d}" for k in range(members))
    weights = {
        name: dict(zip(codes, generator.integers(10, 3162, members).tolist(), strict=True))
        for name in ("population", "votes")
    }
    words = (
        "at least 1/2 of the population of the parties vote yes "
        "or at least 3/5 of the votes of the parties vote yes"
    )
    return bind(parse(words), Electorate(codes, {"parties": frozenset(codes)}, weights))


def test_time_that_runs_out_is_said_with_the_bounds():
    found = vote.smallest_blocking(hard_form(), seconds=0)
    assert found.verdict == "unknown"
    settled = vote.smallest_blocking(hard_form())
    assert settled.verdict == "holds"
    assert found.at_least <= settled.size
    assert found.size is None or found.size >= settled.size


def test_a_missing_solver_is_answered_with_the_command_that_installs_it(monkeypatch):
    for name in ("ortools", "ortools.sat", "ortools.sat.python"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(SolverMissing, match=r"pip install 'foedera\[prove\]'"):
        vote.smallest_blocking(hard_form())


def test_a_stranger_in_a_coalition_is_refused():
    form = bind(parse(QUORUM_PARADOX), parties(4))
    with pytest.raises(RuleError, match="XXX has no seat"):
        vote.can_block(form, ["XXX"])
    with pytest.raises(RuleError, match="same members"):
        sheets.difference(form, bind(parse(QUORUM_PARADOX), parties(5)))
