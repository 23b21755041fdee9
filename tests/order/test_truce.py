"""Disputes among the major powers, counted again by hand from the shipped tables."""

import json
from itertools import combinations

import pytest

from foedera.order import great_power_truce
from foedera.world.attributes import MAJOR_POWERS
from foedera.world.tables import rows


@pytest.fixture(scope="module")
def found():
    return great_power_truce()


def test_rates_are_counts_of_pair_years(found):
    decade = next(each for each in found.decades if each.since == 1970)
    majors = [code for code, since in MAJOR_POWERS.items() if since <= 1970]
    pairs = set(combinations(sorted(majors), 2))
    disputes = [
        r for r in rows("disputes") if 1970 <= r["year"] < 1980 and (r["a"], r["b"]) in pairs
    ]
    assert decade.pair_years == 10 * len(pairs)
    assert decade.disputed == pytest.approx(len(disputes) / decade.pair_years)
    deadly = sum(row["fatal"] == 1 for row in disputes)
    assert decade.deadly == pytest.approx(deadly / decade.pair_years)


def test_a_major_power_counts_from_its_year_on(found):
    """China since 1950, Germany and Japan since 1991: 6, 10 and 21 pairs a year."""
    sizes = {each.since: each.pair_years for each in found.decades}
    assert (sizes[1946], sizes[1950], sizes[2000]) == (4 * 6, 10 * 10, 10 * 21)
    assert sizes[1990] == 10 + 9 * 21
    assert found.pairs == 10


def test_years_of_which_half_is_missing_are_told_and_not_used(found):
    assert [each.least for each in found.decades] == [each.since >= 1990 for each in found.decades]
    assert found.complete_until == 1989
    assert found.last_deaths is not None
    assert found.last_deaths <= 1989


def test_intervals_hold_their_rates(found):
    for each in found.decades:
        assert each.disputed_interval.low <= each.disputed <= each.disputed_interval.high
        assert each.deadly_interval.low <= each.deadly <= each.deadly_interval.high
    assert found.contrast_interval.low <= found.contrast <= found.contrast_interval.high
    assert great_power_truce(seed=2).contrast == found.contrast


def test_it_hands_itself_over_and_says_what_is_open(found):
    assert json.loads(found.to_json())["contrast"] == found.contrast
    assert "Both move with time" in found.reading
