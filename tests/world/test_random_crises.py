"""Random crises: drawn as the shipped tables say, and the tables as the data say."""

import json
import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.world.crises.acts import find_act
from foedera.world.crises.covariates import (
    APART,
    BY_LAND,
    BY_WATER,
    CLASSES,
    SHAPE,
    TERMS,
    Relations,
    classes,
    design,
    term_name,
)
from foedera.world.crises.generate import dyad_weights, fitted, generate
from foedera.world.crises.relations import relations_of

FITS = (1989, 2008, 2010)


def relations(k=12, seed=0):
    """Some states with all kinds of relations between them."""
    rng = np.random.default_rng(seed)
    border = np.triu(rng.choice([APART, BY_WATER, BY_LAND], (k, k), p=[0.7, 0.1, 0.2]), 1)
    rivals = np.triu(rng.random((k, k)) < 0.15, 1)
    ideal = rng.normal(size=k)
    ideal[0] = np.nan
    return Relations(
        tuple(f"S{n:02}" for n in range(k)),
        rng.dirichlet(np.full(k, 0.5)),
        (border + border.T).astype(np.int8),
        rivals | rivals.T,
        np.abs(ideal[:, None] - ideal[None, :]),
    )


def close(count, share, n, sds=5):
    return abs(count - n * share) <= sds * np.sqrt(n * share * (1 - share)) + 1


def test_dyads_are_drawn_as_they_are_weighted():
    given_ = relations()
    n, k = 200_000, len(given_.codes)
    drawn = generate(given_, n, np.random.default_rng(7))
    weights = dyad_weights(given_)
    counts = np.zeros((k, k))
    np.add.at(counts, (drawn.aggressor, drawn.attacked), 1)
    assert weights.sum() == pytest.approx(1)
    assert not np.diag(counts).any()
    assert all(close(c, w, n) for c, w in zip(counts.ravel(), weights.ravel(), strict=True))


@pytest.mark.parametrize("population", ["crises", "disputes"])
def test_acts_and_scores_have_the_marginals_of_the_table(population):
    given_, n = relations(), 200_000
    drawn = generate(given_, n, np.random.default_rng(8), population=population)
    table = fitted()["populations"][population]
    land = given_.contiguity[drawn.aggressor, drawn.attacked] == BY_LAND
    for where, chosen in (("by land", land), ("other", ~land)):
        total = sum(table["acts"][where].values())
        for index, act in enumerate(drawn.acts):
            share = table["acts"][where].get(act, 0) / total
            count = np.count_nonzero(drawn.act[chosen] == index)
            assert close(count, share, chosen.sum()), (where, act)
    for index, act in enumerate(drawn.acts):
        chosen = drawn.act == index
        total = sum(weight for _, weight in table["glaring"][act])
        for score, weight in table["glaring"][act]:
            count = np.count_nonzero(drawn.glaring[chosen] == score)
            assert close(count, weight / total, chosen.sum()), (act, score)


def test_the_same_seed_draws_the_same_crises_and_another_others():
    one, same, other = (
        generate(relations(), 1000, np.random.default_rng(seed)) for seed in (1, 1, 2)
    )
    for name in ("aggressor", "attacked", "act", "glaring"):
        assert np.array_equal(getattr(one, name), getattr(same, name))
    assert not np.array_equal(one.aggressor, other.aggressor)


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 9), st.integers(0, 50), st.integers(0, 10**6), st.sampled_from(FITS))
def test_every_draw_is_in_range(k, n, seed, until):
    drawn = generate(relations(k, seed), n, np.random.default_rng(seed), until=until)
    assert len(drawn) == n
    assert ((drawn.aggressor >= 0) & (drawn.aggressor < k)).all()
    assert (drawn.aggressor != drawn.attacked).all()
    assert ((drawn.glaring >= 0) & (drawn.glaring <= 1)).all()
    assert all(find_act(act) for act in drawn.acts)


def test_a_pair_falls_into_the_classes_that_its_numbers_say():
    two = Relations(
        ("AAA", "BBB"),
        np.array([0.30, 0.10]),
        np.array([[0, BY_LAND], [BY_LAND, 0]], dtype=np.int8),
        np.array([[False, True], [True, False]]),
        np.array([[0, 0.7], [0.7, 0]]),
    )
    words = [CLASSES[name][kind[0, 1]] for name, kind in zip(CLASSES, classes(two), strict=True)]
    assert words == ["by land", "rivals", "stronger", "major aggressor", "middle"]
    back = [CLASSES[name][kind[1, 0]] for name, kind in zip(CLASSES, classes(two), strict=True)]
    assert back == ["by land", "rivals", "weaker", "major aggressor", "middle"]


@pytest.mark.parametrize("until", FITS)
def test_the_shipped_fit_is_at_the_maximum_of_its_likelihood(until):
    """Poisson scores with the shipped cells vanish for every term that periods do not split.

    The shipped cells are summed over both periods, so the test holds exactly only for the fit
    until 1989, which has one; for the others the sums of fitted counts have to agree by term.
    """
    fit = fitted(until)
    cells = np.array(fit["cells"])
    at = np.ravel_multi_index(cells[:, :5].astype(int).T, SHAPE)
    beta = np.array([term["estimate"] for term in fit["terms"]])
    assert [term["term"] for term in fit["terms"]] == [*map(term_name, TERMS), "from 1990"]
    observed = design()[at].T @ cells[:, 6]
    expected = design()[at].T @ (cells[:, 5] * np.exp(design()[at] @ beta[:-1]))
    if until < 1990:
        assert expected == pytest.approx(observed, rel=0.005)
    assert observed[0] == pytest.approx(fit["disputes"], rel=0.03)


def test_neighbours_and_rivals_fight_more_as_the_literature_has_it():
    """Contiguity and rivalry lead all correlates of conflict (Bremer 1992; Thompson 2001)."""
    terms = {term["term"]: term for term in fitted()["terms"]}
    for name in ("by land", "rivals", "far", "major aggressor"):
        assert terms[name]["estimate"] > 2 * terms[name]["se"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"population": "wars"}, "there is no population 'wars'; there are: disputes, crises"),
        ({"until": 2020}, "no fit of crises until 2020 is shipped; there are: 1989, 2008, 2010"),
    ],
)
def test_what_is_not_shipped_is_refused(words, sentence):
    with pytest.raises(ValueError, match=sentence):
        generate(relations(), 1, np.random.default_rng(0), **words)


def test_one_state_alone_has_no_crisis():
    with pytest.raises(ValueError, match="a crisis needs two states"):
        dyad_weights(relations(1))


def test_relations_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match=r"'share' has the shape \(3,\), not \(2,\)"):
        Relations(("A", "B"), np.ones(3), np.zeros((2, 2)), np.zeros((2, 2)), np.zeros((2, 2)))


def test_the_embedded_tables_give_the_relations_of_a_year():
    """2009: Russia has a land border with Georgia, and a rival in the United States since 2007.

    Contiguity: COW v3.2. Rivalry: Thompson, Sakuwa and Suhas. Capability: NMC v7.0.
    """
    found = relations_of(2009)
    at = {code: n for n, code in enumerate(found.codes)}
    assert found.share.sum() == pytest.approx(1)
    assert 0 < found.share[at["GEO"]] < 0.001
    assert found.contiguity[at["RUS"], at["GEO"]] == BY_LAND
    assert found.contiguity[at["RUS"], at["PRT"]] == APART
    assert found.rivalry[at["RUS"], at["USA"]]
    assert not found.rivalry[at["RUS"], at["PRT"]]
    assert found.distance[at["USA"], at["GBR"]] < found.distance[at["USA"], at["RUS"]]
    weights = dyad_weights(found)
    assert weights[at["RUS"], at["GEO"]] > 100 * weights[at["PRT"], at["ISL"]]


def test_a_state_without_capability_is_named():
    with pytest.raises(ValueError, match="no capability is known of VAT in 2009: leave it out"):
        relations_of(2009, ("RUS", "VAT"))


def test_where_a_source_ends_its_last_year_stands_in():
    late = relations_of(2024, ("RUS", "UKR", "GEO"))
    assert late.contiguity[0, 1] == BY_LAND
    assert not np.isnan(late.distance[0, 1])


FOLDER = os.environ.get("FOEDERA_DATA")


@pytest.mark.skipif(not FOLDER, reason="FOEDERA_DATA names no folder of the originals")
def test_the_shipped_fit_is_what_the_originals_give(tmp_path, monkeypatch):
    from foedera.world.crises.fit import fit

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert json.loads(json.dumps(fit(1989))) == fitted(1989)
