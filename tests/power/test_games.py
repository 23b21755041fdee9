"""Bare weighted games in the field's notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.power import YES_NO, parse_game, power
from foedera.rules import RuleError


def test_the_security_council_as_a_bare_game():
    """[39; 7,7,7,7,7, 1 ...]: the well-known weighted form of the Council of fifteen."""
    found = power(parse_game("[39; 7,7,7,7,7,1,1,1,1,1,1,1,1,1,1]"), YES_NO)
    assert found.adopting == 848


def test_several_criteria_are_joined_by_and_and_or():
    both = power(parse_game("[2; 1,1,1] & [3; 2,1,1]"), YES_NO)
    either = power(parse_game("[2; 1,1,1] | [3; 2,1,1]"), YES_NO)
    assert (both.adopting, either.adopting) == (3, 4)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is no game"),
        ("[3; 2,1", "write quota and weights"),
        ("[0; 1,1]", "the quota of a game is at least 1"),
        ("[2; 1,1] & [2; 1,1,1]", "the same players"),
        ("[2; 1,-1]", "is no game"),
    ],
)
def test_what_is_no_game_is_answered_in_one_sentence(text, said):
    with pytest.raises(RuleError, match=said) as error:
        parse_game(text)
    assert "\n" not in str(error.value)


@given(st.text(alphabet="[]0123456789;,&| -", max_size=40))
def test_any_text_is_a_game_or_a_rule_error(text):
    try:
        parse_game(text)
    except RuleError as error:
        assert str(error)  # noqa: PT017 - either ending is right, a traceback is not
