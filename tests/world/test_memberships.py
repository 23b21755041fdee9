"""Members by day: published counts, and what must hold for every row of the tables."""

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.world import DATA_DATE, memberships
from foedera.world.memberships import (
    FULL,
    PARTIAL,
    UnknownInstitution,
    institutions,
    members,
    spells,
    weight_year,
    weights,
)
from foedera.world.parties import parties

DATA = Path(memberships.__file__).parent / "data"
DAY = timedelta(days=1)
SPELLS = [spell for institution in institutions() for spell in spells(institution)]


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# What a source says of the number of members on a day.
COUNTS = [
    ("osce", "1973-07-03", 35, "opening at Helsinki: 35 states (CVCE)"),
    ("osce", "1990-11-21", 34, "Charter of Paris, signed by 34"),
    ("osce", "1992-07-08", 52, "Helsinki summit, before Yugoslavia's suspension"),
    ("osce", "1992-07-09", 51, "Helsinki document, signed by 51"),
    ("osce", "2000-08-01", 54, "osce.org/zagreb/52792: 54 active States"),
    ("osce", "2009-11-29", 56, "OSCE"),
    ("osce", "2012-11-20", 56, "OSCE, before Mongolia"),
    ("osce", "2012-11-21", 57, "OSCE, with Mongolia"),
    ("est-2009", "2009-11-29", 56, "OSCE states of the day the draft was published"),
    ("est-2009", "2012-11-21", 57, "with Mongolia"),
    ("nato", "1949-08-24", 12, "North Atlantic Treaty"),
    ("nato", "1955-05-06", 15, "nato.int topics_49212: ten rounds of enlargement"),
    ("nato", "1982-05-30", 16, "as above"),
    ("nato", "1999-03-12", 19, "as above; rferl 1102243: 19 Allies in 2003"),
    ("nato", "2004-03-29", 26, "as above"),
    ("nato", "2009-04-01", 28, "as above"),
    ("nato", "2020-03-27", 30, "as above"),
    ("nato", "2023-04-04", 31, "as above"),
    ("nato", "2024-03-07", 32, "as above"),
    ("nrc", "2002-05-28", 20, "Rome Declaration: at twenty"),
    ("nrc", "2009-06-01", 29, "28 Allies and Russia"),
    ("eapc", "1997-05-30", 44, "Sintra"),
    ("eapc", "2009-06-01", 50, "28 Allies and 22 partners (NATO)"),
    ("eu", "1958-01-01", 6, "EEC Treaty"),
    ("eu", "1973-01-01", 9, "first accession"),
    ("eu", "1981-01-01", 10, "second accession"),
    ("eu", "1986-01-01", 12, "third accession"),
    ("eu", "1995-01-01", 15, "fourth accession"),
    ("eu", "2004-05-01", 25, "fifth accession"),
    ("eu", "2007-01-01", 27, "fifth accession, second part"),
    ("eu", "2013-07-01", 28, "Croatia"),
    ("eu", "2020-01-31", 28, "last day of the United Kingdom"),
    ("eu", "2020-02-01", 27, "without the United Kingdom"),
    ("cst-1992", "1994-04-20", 9, "Treaty of Tashkent in force"),
    ("cst-1992", "1999-04-20", 6, "protocol of extension"),
    ("csto", "2003-09-18", 6, "Charter in force"),
    ("csto", "2006-06-23", 7, "panarmenian.net 18523: Uzbekistan back"),
    ("csto", "2012-12-19", 6, "tass.com 687141"),
    ("cis", "2010-01-01", 10, "nine members (CIA World Factbook) and Ukraine, a founding state"),
    ("sco", "2001-06-15", 6, "founders"),
    ("sco", "2017-06-09", 8, "India, Pakistan"),
    ("sco", "2023-07-04", 9, "Iran"),
    ("sco", "2024-07-04", 10, "Belarus"),
    ("rio", "1960-08-20", 21, "San José: all American republics"),
    ("rio", "1962-01-31", 21, "Punta del Este, res. VI: 14-1-6 with Cuba voting"),
    ("rio", "1964-07-26", 20, "ninth meeting, without Cuba"),
    ("un", "1945-12-27", 51, "original Members"),
    ("un", "1950-11-03", 60, "A/RES/377 (V): 60 Members"),
    ("un", "1962-01-01", 104, "as the roll calls of the Assembly"),
    ("un", "1984-12-31", 159, "UN, growth in membership"),
    ("un", "2002-12-31", 191, "UN, growth in membership"),
    ("un", "2022-03-02", 193, "A/RES/ES-11/1"),
    ("league", "1920-01-10", 42, "founding Members"),
    ("league", "1934-09-28", 58, "greatest extent (eh.lenin.ru, Wikipedia)"),
    ("league", "1935-10-11", 57, "58 less Paraguay; 54 of them were in the Assembly"),
    ("coe", "2022-02-25", 47, "rm.coe.int, day of Russia's suspension"),
    ("coe", "2022-03-16", 46, "without Russia"),
    ("arab-league", "2024-01-01", 22, "Wikipedia, Member states of the Arab League"),
    ("au", "2002-07-09", 53, "amo.au.int: 53 at the launch"),
    ("au", "2011-07-27", 54, "AU press release 79/2011: 54th Member"),
    ("au", "2017-01-31", 55, "amo.au.int: 55 Members"),
    ("concert", "1815-11-20", 4, "Treaty of Paris"),
    ("concert", "1820-10-20", 5, "with France since Aix-la-Chapelle"),
    ("seato", "1955-02-19", 8, "Manila Pact"),
]


@pytest.mark.parametrize(("institution", "day", "count", "source"), COUNTS)
def test_the_number_of_members_is_the_published_one(institution, day, count, source):
    assert len(members(institution, date.fromisoformat(day))) == count, source


@pytest.mark.parametrize("year", range(1946, 2026))
def test_the_security_council_is_full(year):
    """UN Charter, Art. 23: eleven members, fifteen since 1966."""
    size, elected = (15, 10) if year >= 1966 else (11, 6)
    for month in (2, 6, 12):
        on = date(year, month, 1)
        assert len(members("un-sc", on)) == size
        assert len(members("un-sc", on, frozenset({"elected"}))) == elected
        assert set(members("un-sc", on)) <= set(members("un", on))


def test_seats_of_the_security_council_change_hands_within_a_year():
    """China's seat (A/RES/2758), Yemen's in 1990, terms split by agreement."""
    assert "TWN" in members("un-sc", date(1971, 10, 24))
    assert "CHN" in members("un-sc", date(1971, 10, 25))
    assert "TWN" not in members("un-sc", date(1971, 10, 25))
    assert {"YEM", "YMD"} & set(members("un-sc", date(1990, 5, 21))) == {"YMD"}
    assert {"YEM", "YMD"} & set(members("un-sc", date(1990, 5, 22))) == {"YEM"}
    for year, first, second in ((1961, "LBR", "IRL"), (1963, "PHL", "CSK"), (2017, "ITA", "NLD")):
        assert first in members("un-sc", date(year, 12, 31))
        assert first not in members("un-sc", date(year + 1, 1, 1))
        assert second in members("un-sc", date(year + 1, 1, 1))


@pytest.mark.parametrize(
    ("day", "council"),
    [
        # Poverty Bay Herald, 26 October 1931: thirteen states for, Japan against.
        ("1931-10-24", "GBR PER POL IRL PAN GTM CHN ESP SRB DEU ITA FRA NOR JPN"),
        # The committee of thirteen was the Council without Italy.
        ("1935-10-07", "GBR FRA ITA RUS ARG AUS DNK PRT CHL ESP TUR POL ROU ECU"),
        # Seven for, China, Finland, Greece, Yugoslavia abstain, Iran, Peru, Soviet Union absent.
        ("1939-12-14", "GBR FRA BEL BOL DOM EGY ZAF CHN FIN GRC SRB IRN PER RUS"),
    ],
)
def test_the_council_of_the_league_at_three_votes(day, council):
    assert set(members("league-council", date.fromisoformat(day))) == set(council.split())


@pytest.mark.parametrize("year", range(2004, 2026))
def test_the_peace_and_security_council_has_fifteen_of_the_union(year):
    """PSC Protocol, Art. 5(1)."""
    for month in (4, 12):
        council = members("au-psc", date(year, month, 20))
        assert len(council) == 15
        assert set(council) <= set(members("au", date(year, month, 20)))


def test_the_day_a_spell_ends_is_outside_and_the_day_it_begins_inside():
    for spell in SPELLS:
        assert spell.holds(spell.since)
        assert not spell.holds(spell.since - DAY)
        if spell.to:
            assert spell.holds(spell.to - DAY)
            assert not spell.holds(spell.to)


def test_a_body_can_still_call_up_the_member_it_suspends_or_expels_that_day():
    assert "SRB" in members("osce", date(1992, 7, 8))
    assert "RUS" in members("coe", date(2022, 2, 25))
    assert "RUS" in members("league-council", date(1939, 12, 14))
    assert "RUS" not in members("league-council", date(1939, 12, 15))


def test_statuses_choose():
    on = date(2024, 6, 1)
    assert "ARM" not in members("csto", on)
    assert members("csto", on, frozenset({"frozen"})) == ("ARM",)
    assert members("est-2009", on, frozenset({"eligible-organisation"})) == (
        *("CIS", "CSTO", "EU", "NATO", "OSCE"),
    )
    assert "JPN" in members("league", date(1934, 1, 1), frozenset({"withdrawing"}))
    with pytest.raises(ValueError, match="'elcted' is no status"):
        members("un-sc", on, frozenset({"elcted"}))


def test_lists_that_are_no_institution():
    """Rferl 1102243: the Defence Planning Committee of 2003 is 18 of 19; AU suspensions."""
    assert members("nato-dpc-absent", date(2003, 2, 16)) == ("FRA",)
    assert members("nato-dpc-absent", date(2009, 4, 4)) == ()
    suspended = ("BFA", "GAB", "GIN", "MLI", "NER", "SDN")
    assert members("au-suspended", date(2023, 9, 3)) == suspended


def test_an_unknown_institution_is_refused_with_a_suggestion():
    with pytest.raises(UnknownInstitution, match="'natoo'; did you mean 'nato'"):
        members("natoo", date(2000, 1, 1))
    with pytest.raises(UnknownInstitution, match="there are: arab-league, au"):
        spells("xyz")


def test_every_party_of_a_spell_is_known():
    assert {spell.party for spell in SPELLS} <= {party.code for party in parties()}


def test_every_cell_of_a_spell_is_in_order():
    for spell in SPELLS:
        assert spell.status in FULL | PARTIAL
        assert spell.mark in {"verified", "recalled"}
        assert spell.source
        assert spell.institution == spell.institution.lower()
        assert spell.to is None or spell.since < spell.to


def test_no_two_spells_of_a_party_in_an_institution_overlap():
    for institution in institutions():
        own = sorted(spells(institution), key=lambda spell: (spell.party, spell.since))
        for earlier, later in pairwise(own):
            if earlier.party == later.party:
                assert earlier.to is not None, later
                assert earlier.to <= later.since, later


def test_tables_have_the_columns_and_line_ends_that_are_documented():
    spell_columns = ["institution", "party", "from", "to", "status", "mark", "source"]
    weight_columns = ["institution", "weight", "party", "from", "to", "value", "mark", "source"]
    for name, columns in (("memberships.csv", spell_columns), ("weights.csv", weight_columns)):
        assert list(next(rows(name))) == columns
        assert b"\r" not in (DATA / name).read_bytes()


@given(
    st.sampled_from(institutions()),
    st.dates(min_value=date(1815, 1, 1), max_value=DATA_DATE),
)
def test_members_are_sorted_and_change_only_where_a_spell_does(institution, on):
    found = members(institution, on)
    assert list(found) == sorted(set(found))
    if found != members(institution, on + DAY):
        assert any(on + DAY in (spell.since, spell.to) for spell in spells(institution))


# The treaties' totals of votes in the Council (CVCE; TFEU): the base of the thresholds 12/17 ...
@pytest.mark.parametrize(
    ("day", "total"),
    [
        ("1958-01-01", 17),
        ("1973-01-01", 58),
        ("1981-01-01", 63),
        ("1986-01-01", 76),
        ("1995-01-01", 87),
        ("2004-05-01", 124),
        ("2004-11-01", 321),
        ("2007-01-01", 345),
        ("2013-07-01", 352),
        ("2017-03-31", 352),
    ],
)
def test_the_votes_of_the_council_add_up(day, total):
    on = date.fromisoformat(day)
    votes = weights("eu", "votes", on)
    assert sum(votes.values()) == total
    assert set(votes) == set(members("eu", on))


def test_the_votes_end_with_the_last_request_for_them():
    """Protocol 36, Art. 3(2): until 31 March 2017."""
    assert weights("eu", "votes", date(2017, 4, 1)) == {}


@given(st.dates(min_value=date(1990, 1, 1), max_value=DATA_DATE))
def test_every_member_of_the_union_has_a_population(on):
    found = weights("eu", "population", on)
    assert set(found) == set(members("eu", on))
    assert all(300_000 < value < 85_000_000 for value in found.values())
    assert weight_year("eu", "population", on) == min(on.year, 2019) or on.year == 2005


def test_the_population_says_of_which_year_it_is():
    assert weight_year("eu", "population", date(2022, 6, 1)) == 2019
    assert weight_year("eu", "population", date(2013, 6, 1)) == 2013
    assert weight_year("eu", "population", date(1989, 12, 31)) is None
    assert weights("eu", "population", date(1989, 12, 31)) == {}
    assert "GBR" not in weights("eu", "population", date(2020, 2, 1))
    with pytest.raises(UnknownInstitution, match="no table of 'votes' is known for 'nato'"):
        weights("nato", "votes", date(2000, 1, 1))


def test_weights_of_a_party_do_not_overlap():
    entries = sorted(
        (row["weight"], row["party"], row["from"], row["to"]) for row in rows("weights.csv")
    )
    for earlier, later in pairwise(entries):
        if earlier[:2] == later[:2]:
            assert earlier[3], later
            assert earlier[3] <= later[2], later


def test_weights_name_their_source():
    for row in rows("weights.csv"):
        assert row["source"]
        assert row["mark"] in {"verified", "recalled"}
        assert int(row["value"]) > 0
