"""Trust from behaviour: by hand on small cases, its identities, and what is known of it."""

import json
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.world.deficit import trust, trust_matrix
from foedera.world.errors import DataError
from foedera.world.pairs import ideal_points
from foedera.world.system import states_of
from foedera.world.trust import (
    SOURCES,
    Dispute,
    TrustModel,
    base_rate,
    expected_distance,
    trust_paths,
)

NOTHING = TrustModel(votes=0, peace=0, hostility=0, defence=0, lesser=0, nonaggression=0)


def only(**weights):
    zero = dict.fromkeys(("votes", "peace", "hostility", "defence", "lesser", "nonaggression"), 0.0)
    return TrustModel(**(zero | weights))


def test_the_expected_distance_is_that_of_all_pairs():
    points = ideal_points([2000], states_of(2000))[0]
    points = points[~np.isnan(points)]
    by_hand = sum(2 * abs(a - b) for a, b in combinations(points, 2)) / len(points) ** 2

    assert expected_distance(2000) == pytest.approx(by_hand)
    assert np.isnan(expected_distance(2099))


def test_an_alliance_alone_by_hand():
    """Defence since 1949: alpha is a geometric sum of 2 a year, beta stays 1."""
    found = trust("USA", "GBR", 1946, 1955, model=only(defence=2.0), draws=1)

    fade = 0.5**0.1
    for year in range(1949, 1956):
        years = year - 1949 + 1
        alpha = 1 + 2 * sum(fade**back for back in range(years))
        assert found.mean[found.years.index(year)] == pytest.approx(alpha / (alpha + 1))


def test_disputes_alone_by_hand():
    """Finland and Russia without a record of 1950 but for one that is added."""
    war = [Dispute(1950, "FIN", "RUS", 5)]
    model = only(hostility=1.0)
    found = trust("FIN", "RUS", 1949, 1951, model=model, draws=1, added=war)

    beta = 1 + 4
    assert found.mean[1] == pytest.approx(1 / (1 + beta))
    assert found.mean[2] == pytest.approx(1 / (2 + 4 * 0.5**0.1))


def test_votes_alone_by_hand():
    """One year of votes: alpha and beta share 1 by 2 ** (-d / D); the bounds move it a little."""
    found = trust("UKR", "RUS", 1991, 1991, model=only(votes=1.0), draws=2000)
    points = ideal_points([1991], ["UKR", "RUS"])[0]
    share = 2 ** (-abs(points[0] - points[1]) / expected_distance(1991))

    assert found.mean[0] == pytest.approx((1 + share) / 3, abs=0.03)


def test_nothing_weighs_nothing():
    found = trust("RUS", "USA", 1946, 2023, model=NOTHING, draws=1)

    assert np.nanmax(np.abs(found.mean - 0.5)) == 0


@settings(max_examples=8)
@given(
    st.sampled_from(list(combinations(["RUS", "USA", "GBR", "DEU", "GEO", "BRA", "CHN"], 2))),
    st.integers(0, 100),
)
def test_trust_is_a_chance_within_its_interval(pair, seed):
    found = trust(*pair, 1946, 2024, draws=60, seed=seed)

    known = ~np.isnan(found.mean)
    assert ((found.mean[known] > 0) & (found.mean[known] < 1)).all()
    assert (found.low[known] < found.mean[known]).all()
    assert (found.mean[known] < found.high[known]).all()
    assert np.array_equal(known, ~np.isnan(found.low))
    nothing = np.add.reduce([found.informed[key] for key in SOURCES]) == 0
    assert np.array_equal(nothing, ~known)


@given(st.integers(1946, 1989), st.integers(1, 5), st.integers(0, 4))
@settings(max_examples=8)
def test_a_worse_dispute_lowers_trust(year, hostility, more):
    def after(level):
        added = [Dispute(year, "PRT", "ESP", level)]
        return trust("PRT", "ESP", year, year, draws=1, added=added).mean[0]

    assert after(min(hostility + more, 5)) <= after(hostility)


def test_a_source_left_out_is_as_if_it_weighed_nothing():
    found = trust("RUS", "USA", 1946, 2014, draws=50)
    model = TrustModel(defence=0, lesser=0, nonaggression=0)
    without = trust("RUS", "USA", 1946, 2014, draws=50, model=model)

    known = ~np.isnan(found.without["alliances"])
    assert found.without["alliances"][known] == pytest.approx(without.mean[known])


def test_beyond_all_sources_trust_is_missing_or_fades():
    found = trust("RUS", "USA", 2014, 2030)
    carried = trust("RUS", "USA", 2014, 2030, carry=True)

    assert np.isnan(found.mean[-1])
    assert not any(found.informed[key][-1] for key in SOURCES)
    assert found.informed["disputes"].tolist() == [1] + [0] * 16  # the source ends in 2014
    # Without evidence the belief goes back towards one half.
    known = int((~np.isnan(found.mean)).sum())
    tail = carried.mean[known - 1 :]
    assert (np.diff(np.abs(tail - 0.5)) < 0).all()


def test_a_state_without_the_other_has_no_trust():
    found = trust("GEO", "RUS", 1985, 1995)

    assert np.isnan(found.mean[:6]).all()
    assert not np.isnan(found.mean[7:]).any()


def test_the_deficit_of_russia_and_the_west():
    """Low in the cold war, higher after; members are those of each year's end."""
    found = trust("RUS", "nato", 1948, 2023, draws=100)

    assert np.isnan(found.mean[0])
    assert found.pairs[found.years.index(1990)] == 16
    at = {year: found.mean[found.years.index(year)] for year in (1970, 1990, 2007, 2023)}
    assert at[1970] < at[1990] < at[2023] < at[2007]


def test_one_of_the_known_events_needs_a_record():
    plain = trust("GEO", "RUS", 1992, 2014)
    war = trust("GEO", "RUS", 1992, 2014, added=[Dispute(2008, "GEO", "RUS", 5)])

    assert abs(plain.shift(2008).change) < 0.01
    assert war.shift(2008).change < -0.05
    with pytest.raises(DataError, match="the series has no year 2015"):
        plain.shift(2015)


def test_a_matrix_is_the_pairs():
    found = trust_matrix(["RUS", "USA", "GBR", "VAT"], 2008, draws=40)
    alone = trust("RUS", "GBR", 2008, 2008, draws=2000)

    assert found.mean[0, 2] == pytest.approx(alone.mean[0], abs=0.02)
    assert np.isnan(found.mean[3]).all()
    assert np.isnan(np.diag(found.mean)).all()
    assert found.value("rus", "GBR") == found.mean[0, 2]
    assert str(found) == "trust in 2008: 6 of 12 pairs known"
    assert found.to_polars().height == len(json.loads(found.to_json())["pairs"]) == 12
    with pytest.raises(DataError, match="FRA is not in this matrix of 2008"):
        found.value("RUS", "FRA")


def test_the_base_rate_is_counted():
    rate, typical = base_rate()

    assert 0 < rate < 0.1
    assert 3 < typical < 5


def test_a_series_is_handed_over():
    found = trust("RUS", "USA", 2013, 2024)
    told = json.loads(found.to_json())

    assert told["series"][-1]["trust"] is None
    assert told["model"]["half_life"] == 10
    assert (told["seed"], told["draws"], told["level"]) == (1, 400, 0.9)
    assert found.to_polars()["trust"].null_count() == int(np.isnan(found.mean).sum())
    assert json.loads(trust("RUS", "USA", 2013, 2024).to_json()) == told


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: trust("RUS", "RUS"), "there is no pair between RUS and RUS"),
        (
            lambda: trust("RUS", "USA", 2000, 1999),
            "the first year, 2000, comes after the last, 1999",
        ),
        (lambda: trust("RUS", "USA", draws=0), "trust needs at least one draw, not 0"),
        (
            lambda: trust_paths([("RUS", "RUS")], [2000]),
            "trust is between two parties, not of RUS in itself",
        ),
        (lambda: TrustModel(half_life=0), "the prior and the half-life of trust are above 0"),
        (lambda: TrustModel(votes=-1), "a weight of trust is at least 0"),
        (lambda: Dispute(2000, "A", "B", 6), "a level of hostility is from 1 to 5, not 6"),
    ],
)
def test_trust_that_cannot_be(call, said):
    with pytest.raises(DataError) as error:
        call()
    assert str(error.value) == said
