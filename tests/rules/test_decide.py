"""What a rule decides: against an independent reading of the words, and against known votes."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import ballots, electorates, rules

from foedera.rules import (
    AllOf,
    Ballot,
    Blank,
    Clause,
    Electorate,
    Fewest,
    Relation,
    RuleError,
    UnboundRule,
    bind,
    decide,
    decide_batch,
    parse,
)

Y, N, A, X = Ballot.YES, Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT

COMPARE = {
    Relation.AT_LEAST: lambda have, need: have >= need,
    Relation.MORE_THAN: lambda have, need: have > need,
    Relation.AT_MOST: lambda have, need: have <= need,
    Relation.FEWER_THAN: lambda have, need: have < need,
}


def naive(rule, voters, sheet):
    """Read a rule literally, with sets and fractions, sharing nothing with the normal form."""
    if isinstance(rule, Clause):
        return naive_clause(rule, voters, sheet)
    results = [naive(part, voters, sheet) for part in rule.parts]
    return all(results) if isinstance(rule, AllOf) else any(results)


def naive_clause(clause, voters, sheet):
    def named(names):
        return set().union(*(voters.groups[name] for name in names)) if names else set()

    group = (named(clause.of.names) - named(clause.of.excepting)) & set(voters.members)
    heard = (group & named(clause.counting)) if clause.counting else group
    heard = heard - named(clause.not_counting)

    def weigh(members):
        return sum(voters.weights[clause.weight][m] if clause.weight else 1 for m in members)

    have = weigh(m for m in heard if sheet[m] in clause.ballots)
    match clause.amount:
        case Fraction() as share:
            need = share * weigh(m for m in group if sheet[m] in clause.base)
        case Blank(name):
            need = voters.blanks[name]
        case Fewest() as fewest:
            need = naive_fewest(fewest, voters, group)
        case number:
            need = number
    return COMPARE[clause.relation](have, need)


def naive_fewest(fewest, voters, group):
    held = sorted((voters.weights[fewest.weight][m] for m in group), reverse=True)
    for size in range(1, len(held) + 1):
        if COMPARE[fewest.relation](sum(held[:size]), fewest.share * sum(held)):
            return size + fewest.plus
    raise UnboundRule


@given(rules, electorates(), st.data())
def test_the_normal_form_decides_as_the_words_say(rule, voters, data):
    sheet = {m: data.draw(ballots) for m in voters.members}
    try:
        form = bind(rule, voters)
    except UnboundRule:
        with pytest.raises(UnboundRule):
            naive_all_fewest(rule, voters)
        return
    assert decide(form, sheet).adopted == naive(rule, voters, sheet)


def naive_all_fewest(rule, voters):
    if isinstance(rule, Clause):
        naive_clause(rule, voters, dict.fromkeys(voters.members, X))
        return
    for part in rule.parts:
        naive_all_fewest(part, voters)


@given(rules, electorates(), st.integers(min_value=0, max_value=2**32 - 1))
def test_many_sheets_are_decided_as_each_is_alone(rule, voters, seed):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    cast = np.random.default_rng(seed).integers(0, 4, (40, len(voters.members)), dtype=np.uint8)
    alone = [
        decide(form, dict(zip(form.members, map(Ballot, row.tolist()), strict=True))).adopted
        for row in cast
    ]
    assert decide_batch(form, cast).tolist() == alone


@given(rules, electorates(), st.data())
def test_the_decisive_clauses_agree_with_the_outcome_and_suffice_for_it(rule, voters, data):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    decision = decide(form, {m: data.draw(ballots) for m in voters.members})
    assert decision.decisive
    assert all(reason.satisfied == decision.adopted for reason in decision.decisive)
    for reason in decision.reasons:
        ok = (
            reason.have >= reason.needed
            if reason.relation == ">="
            else reason.have <= reason.needed
        )
        assert ok == reason.satisfied


def council(members=15, permanent=5):
    codes = tuple(f"S{k:02d}" for k in range(members))
    groups = {"members": frozenset(codes), "permanent members": frozenset(codes[:permanent])}
    return Electorate(codes, groups)


def yes_no_sheets(members):
    every = np.arange(2**members, dtype=np.uint32)
    return ((every[:, None] >> np.arange(members, dtype=np.uint32)) & 1).astype(np.uint8)


@pytest.mark.parametrize(
    ("members", "votes", "winning"), [(15, 9, 848), (11, 7, 57)], ids=["1966", "1945"]
)
def test_winning_coalitions_of_the_security_council(members, votes, winning):
    """Known counts: 848 of 2^15 (power to act 0.0259), before 1966 57 of 2^11 (0.0278).

    With yes and no only; choose 9 of 15 with all five: sum of C(10, k) for k >= 4 is 848.
    """
    rule = parse(
        f"at least {votes} of the members vote yes and none of the permanent members vote no"
    )
    adopted = decide_batch(bind(rule, council(members)), yes_no_sheets(members))
    assert adopted.sum() == winning
    assert winning == sum(comb(members - 5, k) for k in range(votes - 5, members - 4))


@pytest.mark.parametrize(
    ("parties", "two_thirds", "four_fifths"),
    [(25, 17, 20), (56, 38, 45), (57, 38, 46), (61, 41, 49)],
)
def test_quorums_of_the_draft_treaty_by_number_of_parties(parties, two_thirds, four_fifths):
    codes = tuple(f"P{k:02d}" for k in range(parties))
    voters = Electorate(codes, {"parties": frozenset(codes)})
    for share, needed in (("2/3", two_thirds), ("4/5", four_fifths)):
        form = bind(parse(f"at least {share} of the parties are present"), voters)
        for present in (needed - 1, needed):
            sheet = {c: A if k < present else X for k, c in enumerate(codes)}
            assert decide(form, sheet).adopted == (present == needed)
            assert decide(form, sheet).reasons[0].counts == {
                "have": present,
                "relation": ">=",
                "needed": needed,
                "base": parties,
            }


def test_leaving_out_the_accused_with_and_without_shrinking_the_base():
    codes = tuple("ABCDE")
    voters = Electorate(codes, {"parties": frozenset(codes), "accused": frozenset("A")})
    sheet = {"A": N, "B": Y, "C": Y, "D": Y, "E": N}
    kept = bind(parse("at least 3/4 of the parties vote yes, not counting the accused"), voters)
    shrunk = bind(parse("at least 3/4 of the parties except the accused vote yes"), voters)
    assert not decide(kept, sheet).adopted
    assert decide(shrunk, sheet).adopted


def test_the_fewest_with_a_share_of_the_weight_size_a_blocking_minority():
    """TFEU 238(3)(a): the fewest holding more than 35 % of the population, plus one."""
    codes = ("DEU", "FRA", "ITA", "MLT")
    voters = Electorate(
        codes,
        {"participants": frozenset(codes)},
        {"population": {"DEU": 83, "FRA": 67, "ITA": 60, "MLT": 1}},
    )
    rule = parse(
        "fewer than the fewest holding more than 35% of the population plus 1 of the participants "
        "do not vote yes"
    )
    form = bind(rule, voters)
    # Germany alone holds 83 of 211 (39 %), so two must oppose to block.
    assert decide(form, {"DEU": N, "FRA": Y, "ITA": Y, "MLT": Y}).adopted
    assert not decide(form, {"DEU": N, "FRA": Y, "ITA": Y, "MLT": N}).adopted


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("none of the veto powers vote no", "'veto powers', which is no group or role here"),
        ("at least {seconders} of the parties support", "leaves 'seconders' open"),
        ("at least half of the population of the parties vote yes", "no weights are given"),
    ],
)
def test_a_rule_that_cannot_be_bound_says_what_is_missing(words, said):
    voters = Electorate(("A", "B"), {"parties": frozenset("AB")})
    with pytest.raises(UnboundRule, match=said):
        bind(parse(words), voters)


def test_a_sheet_must_have_one_ballot_for_every_member_and_no_other():
    voters = Electorate(("A", "B"), {"parties": frozenset("AB")})
    form = bind(parse("consensus of the parties"), voters)
    with pytest.raises(RuleError, match="no ballot is given for B"):
        decide(form, {"A": Y})
    with pytest.raises(RuleError, match="C cast a ballot but may not vote here"):
        decide(form, {"A": Y, "B": Y, "C": N})


@pytest.mark.parametrize(
    ("cast", "said"),
    [
        (np.zeros((3, 2), dtype=np.int64), "numpy uint8"),
        (np.zeros((3, 5), dtype=np.uint8), "shape"),
        (np.full((3, 2), 4, dtype=np.uint8), "a ballot is 0"),
    ],
)
def test_arrays_that_are_no_sheets_are_refused(cast, said):
    voters = Electorate(("A", "B"), {"parties": frozenset("AB")})
    with pytest.raises(RuleError, match=said):
        decide_batch(bind(parse("consensus of the parties"), voters), cast)


def test_weights_whose_sums_would_overflow_are_refused():
    voters = Electorate(
        ("A", "B"), {"parties": frozenset("AB")}, {"votes": {"A": 2**60, "B": 2**60 - 1}}
    )
    with pytest.raises(UnboundRule, match="too large to be counted"):
        bind(parse("at least 2/3 of the votes of the parties vote yes"), voters)
