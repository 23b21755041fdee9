"""Codes, numbers and names of parties."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.world.parties import RETIRED, UnknownParty, cow, name, parties, resolve


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("RUS", "RUS"),
        ("fra", "FRA"),
        (" Usa ", "USA"),
        ("365", "RUS"),
        ("2", "USA"),
        ("002", "USA"),
        ("255", "DEU"),
        ("260", "DEU"),
        ("265", "DDR"),
        ("300", "AUH"),
        ("315", "CSK"),
        ("345", "SRB"),
        ("678", "YEM"),
        ("680", "YMD"),
        ("713", "TWN"),
        ("yug", "SRB"),
        ("ZAR", "COD"),
        ("nato", "NATO"),
        ("EU", "EU"),
        ("vat", "VAT"),
        ("XKX", "XKX"),
    ],
)
def test_a_word_stands_for_a_code(word, code):
    assert resolve(word) == code


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("RUX", "no party is called 'RUX'; did you mean 'RUS' (Russia)?"),
        ("Russia", "no party is called 'Russia'; its code is 'RUS'"),
        ("Irelnd", "no party is called 'Irelnd'; did you mean 'IRL' (Ireland)?"),
        ("999", "no state has the COW number 999"),
        ("?", "no party is called '?': write an ISO-3166 alpha-3 code or a COW number"),
    ],
)
def test_an_unknown_word_is_refused_with_a_suggestion(word, message):
    with pytest.raises(UnknownParty) as caught:
        resolve(word)
    assert str(caught.value) == message


def test_a_party_that_ended_is_unknown_from_the_day_after():
    assert resolve("csk", date(1992, 12, 31)) == "CSK"
    with pytest.raises(UnknownParty, match="it ended on 1993-01-01"):
        resolve("csk", date(1993, 1, 1))


def test_a_state_between_two_spells_keeps_its_code():
    assert resolve("POL", date(1942, 1, 1)) == "POL"


def test_the_cow_number_depends_on_the_day():
    """COW State System Membership v2016: West Germany until 2 October 1990, then Germany."""
    assert cow("DEU", date(1938, 1, 1)) == 255
    assert cow("DEU", date(1950, 1, 1)) is None
    assert cow("DEU", date(1990, 10, 2)) == 260
    assert cow("DEU", date(1990, 10, 3)) == 255
    assert cow("VAT", date(2000, 1, 1)) is None
    with pytest.raises(UnknownParty, match="did you mean 'DEU'"):
        cow("DEZ", date(2000, 1, 1))


def test_a_name_is_the_latest_one():
    assert name("DEU") == "Germany"
    assert name("SRB") == "Serbia"
    assert name("YEM") == "Yemen"
    assert name("KOR") == "South Korea"
    with pytest.raises(UnknownParty):
        name("Germany")


def test_spells_of_a_number_follow_each_other():
    for number in {party.cow for party in parties() if party.cow}:
        own = [party for party in parties() if party.cow == number]
        assert len({party.code for party in own}) == 1
        for earlier, later in pairwise(own):
            assert earlier.since < earlier.to <= later.since


def test_every_code_is_three_capitals_and_every_kind_known():
    for party in parties():
        assert party.kind in {"state", "organisation"}
        assert party.kind == "organisation" or (party.code.isupper() and len(party.code) == 3)
        assert party.name
        assert party.to is None or party.since < party.to
    assert not set(RETIRED) & {party.code for party in parties()}


@given(st.sampled_from(parties()))
def test_what_is_resolved_stays_as_it_is(party):
    assert resolve(party.code.lower()) == party.code == resolve(resolve(party.code))
    if party.cow is not None:
        assert resolve(f"{party.cow:03d}") == party.code


@given(st.text(max_size=6))
def test_any_text_gives_a_code_or_one_sentence(text):
    known = {party.code for party in parties()}
    if text.strip().upper() in known | set(RETIRED):
        assert resolve(text) in known
    elif not text.strip().isdecimal():
        with pytest.raises(UnknownParty, match="no party is called"):
            resolve(text)
