"""Networks of institutions: brute force on small graphs, known memberships, missing links."""

from collections import deque
from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.order import networks
from foedera.order.errors import NoGraphs, OrderError
from foedera.order.networks import (
    belonging,
    brokerage,
    by_membership,
    communities,
    network,
    ties,
)

DAY = date(2010, 9, 1)
small = st.dictionaries(
    st.sampled_from(["I1", "I2", "I3"]),
    st.frozensets(st.sampled_from(["a", "b", "c", "d"]), min_size=1),
    min_size=1,
)


def paths_from(start, near):
    """Return the distance to each node and the number of shortest paths."""
    distance, count, queue = {start: 0}, {start: 1}, deque([start])
    while queue:
        node = queue.popleft()
        for other in near[node]:
            if other not in distance:
                distance[other], count[other] = distance[node] + 1, 0
                queue.append(other)
            if distance[other] == distance[node] + 1:
                count[other] += count[node]
    return distance, count


@given(small)
def test_brokerage_is_the_share_of_shortest_paths_by_brute_force(held):
    near = {name: set(who) for name, who in held.items()}
    for name, who in held.items():
        for code in who:
            near.setdefault(code, set()).add(name)
    known = {node: paths_from(node, near) for node in near}
    pairs = max((len(near) - 1) * (len(near) - 2) / 2, 1)
    found = brokerage(held)
    for node in near:
        total = 0.0
        for s, t in combinations(sorted(set(near) - {node}), 2):
            distance, count = known[s]
            back, ways = known[t]
            if t in distance and node in distance and distance[node] + back[node] == distance[t]:
                total += count[node] * ways[node] / count[t]
        assert found[node] == pytest.approx(total / pairs)


@given(small)
def test_a_tie_weighs_as_many_institutions_as_are_shared(held):
    graph = by_membership(held)
    for a, b in combinations(sorted({code for who in held.values() for code in who}), 2):
        shared = sum({a, b} <= who for who in held.values())
        assert graph.get_edge_data(a, b, {"weight": 0})["weight"] == shared


def test_two_cliques_are_two_communities():
    # Modularity of two cliques without a tie between them is 1/2 (Newman and Girvan 2004).
    found = communities(by_membership({"X": ("a", "b", "c"), "Y": ("d", "e", "f")}), "membership")
    assert found.groups == (("a", "b", "c"), ("d", "e", "f"))
    assert found.modularity == pytest.approx(0.5)


def test_nobody_tied_is_refused():
    with pytest.raises(OrderError, match=r"^nobody is tied by membership$"):
        communities(by_membership({"X": ("a",)}), "membership")


def test_members_on_known_days():
    held = belonging(DAY)
    assert len(held["nato"]) == 28  # with Albania and Croatia, since 1 April 2009
    assert len(held["eu"]) == 27
    assert len(held["osce"]) == 56
    assert set(held["csto"]) == {"ARM", "BLR", "KAZ", "KGZ", "RUS", "TJK", "UZB"}
    assert "CHN" not in held["sco"]
    assert "CHN" in belonging(DAY, "world")["sco"]
    # The Treaty of 1992 had nine parties until three let it lapse in 1999.
    assert len(belonging(date(1998, 1, 1))["csto"]) == 9
    assert len(belonging(date(2000, 1, 1))["csto"]) == 6


def test_nothing_joins_the_alliances_of_east_and_west():
    found = network(DAY)
    assert found.link("csto", "nato").missing
    assert {(link.a, link.b) for link in found.missing} >= {("csto", "nato"), ("nato", "sco")}
    both = found.link("eu", "nato")
    assert len(both.shared) == 21
    assert both.jaccard == pytest.approx(21 / 34)
    assert both.ties == ("eu 42(7)",)


def test_the_same_seed_finds_the_same_communities():
    assert network(DAY, seed=3).communities == network(DAY, seed=3).communities


def test_ties_are_unknown_where_a_charter_is_not_in_the_library():
    assert ties("coe", "nato", DAY) is None


def test_who_is_unknown_is_told_in_one_sentence():
    with pytest.raises(OrderError, match=r"^no institution is called 'efta'; there are: arab-"):
        network(DAY, without=["efta"])
    with pytest.raises(OrderError, match=r"^fewer than two institutions have members on 1900"):
        network(date(1900, 1, 1))


def test_without_networkx_the_sentence_says_how_to_get_it(monkeypatch):
    def gone(_name):
        raise ModuleNotFoundError

    monkeypatch.setattr(networks, "import_module", gone)
    with pytest.raises(NoGraphs, match=r"pip install 'foedera\[order\]'$"):
        network(DAY)


def test_organisations_of_the_original_are_those_of_the_year(monkeypatch):
    pl = pytest.importorskip("polars")
    frame = pl.DataFrame(
        {
            "igo": ["X", "X", "X", "Y"],
            "ccode": [2, 220, 365, 2],
            "from": [1950, 1960, 1990, 2000],
            "to": [2014, 2014, 1995, 2014],
        }
    )
    monkeypatch.setattr("foedera.world.originals.load", lambda _name: frame)
    assert networks.cow_belonging(1992) == {"X": ("FRA", "RUS", "USA")}
    assert networks.cow_belonging(2005) == {"X": ("FRA", "USA"), "Y": ("USA",)}
