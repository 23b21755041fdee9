"""Polarity and the shift of power: oracles, identities, known facts."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.order.deficit import FOUR, trust_deficit
from foedera.order.errors import OrderError
from foedera.order.polarity import concentration, effective_poles, polarities, polarity, poles
from foedera.order.regions import EAST_AND_SOUTH_ASIA, euro_atlantic, states_in
from foedera.order.shift import power_shift
from foedera.world import World

shares = st.lists(st.floats(0.01, 1), min_size=2, max_size=30).map(
    lambda values: [value / math.fsum(values) for value in values]
)


def test_the_measures_of_three_unequal_states():
    # Ray and Singer (1973): sqrt((.38 - 1/3) / (1 - 1/3)); Laakso and Taagepera (1979): 1 / .38.
    assert concentration([0.5, 0.3, 0.2]) == pytest.approx(0.2645751311, abs=1e-10)
    assert effective_poles([0.5, 0.3, 0.2]) == pytest.approx(2.6315789474, abs=1e-10)


@pytest.mark.parametrize("n", [2, 3, 7, 50])
def test_equal_states_are_not_concentrated_and_are_as_many_poles(n):
    assert concentration([1 / n] * n) == pytest.approx(0, abs=1e-7)
    assert effective_poles([1 / n] * n) == pytest.approx(n)


def test_one_state_that_has_all():
    assert concentration([1, 0, 0]) == pytest.approx(1)
    assert effective_poles([1, 0, 0]) == pytest.approx(1)


@given(shares)
def test_the_two_measures_tell_the_same(s):
    n = len(s)
    expected = math.sqrt(max(1 / effective_poles(s) - 1 / n, 0) / (1 - 1 / n))
    assert concentration(s) == pytest.approx(expected, abs=1e-6)
    assert 1 <= effective_poles(s) <= n + 1e-9


@given(shares)
def test_fewer_are_poles_at_a_higher_cut(s):
    named = {f"s{i}": share for i, share in enumerate(s)}
    assert set(poles(named, 2 / 3)) <= set(poles(named, 1 / 2)) <= set(poles(named, 1 / 3))
    assert len(poles(named, 1)) >= 1


@pytest.mark.parametrize("bad", [[0.5, 0.4], [1.5, -0.5], [float("nan"), 1]])
def test_what_are_no_shares_is_refused(bad):
    with pytest.raises(OrderError, match=r"^shares are at least 0 and add up to 1$"):
        concentration(bad)


def test_the_poles_of_the_cold_war_and_after():
    # NMC v7.0: in the OSCE area the United States and the Soviet Union hold more than half as much
    # as the leader in 1985; in 2008 the United States alone.
    assert set(polarity(1985, "osce").poles()) == {"USA", "RUS"}
    assert polarity(2008, "osce").poles() == ("USA",)
    assert polarity(2008, "osce", eu=True).poles() == ("USA", "EU")


def test_shares_are_those_of_the_world():
    found = polarity(2007, "world")
    assert found.shares["USA"] == pytest.approx(World(2007).value("USA", "cinc"), rel=1e-2)
    assert sum(found.shares.values()) == pytest.approx(1)
    assert list(found.shares) == sorted(found.shares, key=lambda c: (-found.shares[c], c))


def test_the_eu_as_one_has_what_its_members_have():
    one, many = polarity(2012, "europe", eu=True), polarity(2012, "europe")
    union = [code for code in many.shares if code not in one.shares]
    assert len(union) == 27
    assert one.shares["EU"] == pytest.approx(sum(many.shares[code] for code in union))
    assert one.effective_poles < many.effective_poles


def test_beyond_the_source_nothing_is_known():
    found = polarity(2024, "osce")
    assert found.effective_poles is None
    assert found.to_dict()["concentration"] is None
    assert found.shares == {}


def test_gdp_has_an_interval_that_its_seed_fixes_and_cinc_has_none():
    first, again = (polarity(2008, "osce", "gdp", draws=50, seed=7) for _ in range(2))
    assert first.effective_poles_interval == again.effective_poles_interval
    assert first.effective_poles_interval.low < first.effective_poles_interval.high
    assert polarity(2008, "osce").effective_poles_interval is None


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: polarity(2008, "asia"), "a region is osce, europe, world, not 'asia'"),
        (
            lambda: polarity(2008, "osce", "gnp"),
            "capability is cinc, gdp, population, not 'gnp'",
        ),
        (lambda: polarities(2009, 2008), "the first year, 2009, comes after the last, 2008"),
        (
            lambda: power_shift(2000, 2001, "steel"),
            "power is measured by cinc, gdp, population, hardware, not by 'steel'",
        ),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(call, sentence):
    with pytest.raises(OrderError) as error:
        call()
    assert str(error.value) == sentence


def test_regions_on_known_years():
    # The Soviet Union is one state of Europe in 1980; Kazakhstan is of the OSCE, not of Europe.
    assert "KAZ" not in states_in("osce", 1980)
    assert "KAZ" in states_in("osce", 2000)
    assert "KAZ" not in states_in("europe", 2000)
    assert {"RUS", "TUR"} <= set(states_in("europe", 2000))


def test_the_euro_atlantic_group_grows_with_nato_and_the_eu():
    assert len(euro_atlantic(1949)) == 12  # NATO's founders
    assert {"AUT", "FIN", "SWE"} <= set(euro_atlantic(1995))
    assert not set(euro_atlantic(2019)) & EAST_AND_SOUTH_ASIA


def test_the_shift_of_power_depends_on_counting_people():
    cinc, gdp, people = (
        power_shift(1985, 2012, each, draws=50) for each in ("cinc", "gdp", "population")
    )
    assert cinc.crossing == 1991
    assert gdp.crossing is None
    assert people.crossing == 1985
    assert cinc.asia_rate > 0 > cinc.euro_atlantic_rate


def test_shares_of_a_year_are_sums_of_the_world():
    at = World(2000)
    share = dict(zip(at.parties, at.share("cinc").tolist(), strict=True))
    found = power_shift(2000, 2000).years[0]
    assert found.asia == pytest.approx(
        math.fsum(share[c] for c in EAST_AND_SOUTH_ASIA if not np.isnan(share[c]))
    )


def test_the_deficit_is_one_less_the_mean_trust_of_both_sides():
    found = trust_deficit(1990, 2010, FOUR, draws=20)
    year = found.of(2008)
    means = [year[way]["trust"] for way in ("russia_in_west", "west_in_russia")]
    assert year["deficit"] == pytest.approx(1 - sum(means) / 2)
    assert year["russia_in_west"]["low"] < means[0] < year["russia_in_west"]["high"]
    assert set(year["russia_in_west"]["without"]) == {"votes", "disputes", "alliances"}
    assert {each.year for each in found.visible} == {2008}


def test_trust_is_unknown_before_there_is_a_west():
    found = trust_deficit(1946, 1950, "nato", landmarks=(), draws=20)
    assert found.of(1946)["deficit"] is None
    assert found.of(1950)["deficit"] is not None
    with pytest.raises(OrderError, match=r"^the series has no year 1951$"):
        found.of(1951)
