"""Camps: the silhouette by hand, and blocs that everybody knows."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.world.camps import camps, silhouette
from foedera.world.errors import DataError
from foedera.world.memberships import members


def by_hand(distance, labels):
    scores = []
    for i, own in enumerate(labels):
        mates = [j for j, label in enumerate(labels) if label == own and j != i]
        others = [
            np.mean([distance[i][j] for j, label in enumerate(labels) if label == other])
            for other in set(labels) - {own}
        ]
        if not mates:
            scores.append(0.0)
            continue
        inner, outer = np.mean([distance[i][j] for j in mates]), min(others)
        scores.append((outer - inner) / max(inner, outer) if max(inner, outer) else 0.0)
    return float(np.mean(scores))


@given(st.integers(0, 2**32 - 1), st.integers(4, 9))
def test_the_silhouette_is_that_of_the_definition(seed, size):
    rng = np.random.default_rng(seed)
    points = rng.normal(size=size)
    distance = np.abs(points[:, None] - points)
    labels = np.append([0, 1], rng.integers(0, 3, size - 2))

    found = silhouette(distance, labels)

    assert found == pytest.approx(by_hand(distance, labels.tolist()))


def test_the_blocs_of_the_cold_war():
    """The Warsaw Pact and NATO in the CSCE of 1985; the neutral stand apart."""
    found = camps("osce", date(1985, 1, 1), draws=20)

    nato = set(members("nato", date(1985, 1, 1)))
    assert set(found.camps[0]) == nato
    assert set(found.camps[1]) == {"BGR", "CSK", "DDR", "HUN", "POL", "ROU", "RUS"}
    assert "VAT" in found.left_out
    assert min(found.stability[code] for code in nato) > 0.8


def test_camps_are_a_partition():
    on = date(2008, 8, 1)
    found = camps("osce", on, draws=5)

    inside = [code for camp in found.camps for code in camp]
    assert sorted([*inside, *found.left_out]) == list(members("osce", on))
    assert len(camps("osce", on, count=3, draws=1).camps) == 3
    assert found.to_polars().height == len(inside)
    assert json.loads(found.to_json())["of"] == {"ideal": 2008, "alliances": 2008, "trust": 2008}


def test_a_source_that_has_ended_is_left_out_or_carried():
    nato = ["RUS", "USA", "GBR", "FRA"]
    plain = camps(nato, date(2022, 1, 1), draws=2)
    carried = camps(nato, date(2022, 1, 1), draws=2, carry=True)

    assert "alliances" not in plain.of
    assert carried.of["alliances"] == 2018


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: camps(["RUS", "USA"], date(2008, 1, 1)),
            "camps need three parties of which something is known in 2008",
        ),
        (
            lambda: camps(["RUS", "USA", "GBR"], date(2090, 1, 1)),
            "no source of camps covers 2090; carry=True takes the last years known",
        ),
        (
            lambda: camps("nato", date(2008, 1, 1), features=["alliance"]),
            "no feature of camps is called 'alliance'; did you mean 'alliances'?",
        ),
        (
            lambda: camps(["RUS", "USA", "GBR"], date(2008, 1, 1), count=4),
            "there can be 1 to 3 camps, not 4",
        ),
    ],
)
def test_camps_that_cannot_be(call, said):
    with pytest.raises(DataError) as error:
        call()
    assert str(error.value) == said
