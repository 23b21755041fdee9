"""The words of rules: what they mean, that they come back, and what is said of wrong ones."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import rules

from foedera.rules import Ballot, RuleError, RuleSyntaxError, clauses, describe, negate, parse


@given(rules)
def test_printed_words_read_back_to_the_same_rule(rule):
    assert parse(describe(rule)) == rule


@given(rules)
def test_negating_twice_gives_the_rule_back(rule):
    assert negate(negate(rule)) == rule


@pytest.mark.parametrize(
    ("idiom", "canonical"),
    [
        ("consensus of the parties", "none of the parties vote no"),
        ("consensus minus two of the parties", "at most 2 of the parties vote no"),
        ("unanimity of the members present", "all of the members present vote yes"),
        ("consent of the attacked", "all of the attacked vote yes"),
        ("a quorum of four fifths of the parties", "at least 4/5 of the parties are present"),
        (
            "a two-thirds majority of the members present and voting",
            "at least 2/3 of the members present and voting vote yes",
        ),
        ("a majority of the members", "more than 1/2 of the members vote yes"),
        ("fewer than 4 of the members object", "at most 3 of the members vote no"),
        ("more than 3 of the members concur", "at least 4 of the members vote yes"),
        ("unless all of the members vote yes", "not all of the members vote yes"),
        (
            "none of the parties other than the accused and the attacked stay away",
            "none of the parties except the accused and the attacked are absent",
        ),
        (
            "at least 72% of the members do not vote no",
            "at least 18/25 of the members do not vote no",
        ),
    ],
)
def test_idioms_of_treaties_are_clauses_in_other_words(idiom, canonical):
    assert parse(idiom) == parse(canonical)


def test_and_binds_closer_than_or():
    loose = parse("none of the A vote no or all of the B vote yes and at least 1 of the C vote yes")
    assert loose == parse(
        "none of the A vote no or (all of the B vote yes and at least 1 of the C vote yes)"
    )


def test_each_clause_carries_its_own_article():
    rule = parse("a quorum of 2/3 of the parties [6(3)] and consensus of the parties [6(3) end]")
    assert [clause.article for clause in clauses(rule)] == ["6(3)", "6(3) end"]


def test_a_share_of_those_voting_counts_yes_among_yes_and_no():
    (clause,) = clauses(parse("at least 2/3 of the members present and voting vote yes"))
    assert clause.amount == Fraction(2, 3)
    assert clause.base == {Ballot.YES, Ballot.NO}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("concensus of the parties", "did you mean 'consensus'?"),
        ("", "the words end"),
        ("at least 5/4 of the parties vote yes", "a share lies between 0 and 1, not 5/4"),
        ("at least 1/0 of the parties vote yes", "divides by zero"),
        ("at least 0 of the parties vote yes", "cannot ask for >= 0"),
        ("at least 2/3 of parties vote yes", "expected 'the'"),
        ("all of the parties vote maybe", "found 'maybe'"),
        ("(all of the parties vote yes", "expected ')'"),
        ("at least 9 of the members present vote yes", "only a share"),
        (f"at least {'9' * 30} of the parties vote yes", "found"),
        ("more than all of the parties vote yes", "expected a number"),
        ("all of the parties vote yes and and", "found 'and'"),
    ],
)
def test_unreadable_words_are_answered_with_what_was_found_and_expected(words, said):
    with pytest.raises(RuleSyntaxError) as error:
        parse(words)
    assert said in str(error.value)
    assert "\n" not in str(error.value)


@given(st.text(alphabet="atles 2/3of%{}[]()thepriwy,-", max_size=60))
def test_any_text_is_a_rule_or_a_rule_error(text):
    try:
        parse(text)
    except RuleError as error:
        assert str(error)  # noqa: PT017 - either ending is right, a traceback is not
