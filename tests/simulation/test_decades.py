"""Decades: who always acts ends up deterring, who never acts does not."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pytest

from foedera.behaviour import Null, RulesOnly, Sincere
from foedera.behaviour.deter import DeterrenceParameters, attack_chance, repeated
from foedera.charters import load_charter
from foedera.simulation import Settings, SimulationError, behaviours
from foedera.simulation.courses import Decades, mean_and_error, smoothed
from foedera.simulation.decades import Institution, decades
from foedera.simulation.learning import GROUPS, MEASURES, Chances, Learning, learn

DAY = date(2020, 1, 1)
RULES = Settings(draws=50, behaviours=(RulesOnly(),))


def constant(acts, alarms=0.0):
    return Chances(np.full((2, 4), acts), np.full((2, 4), alarms))


def of(chances, learning):
    return Decades("x", 2000, learn(chances, learning), learning.groups)


def course(acts, alarms=0.0, **values):
    return of(constant(acts, alarms), Learning(**values))


def test_who_always_acts_ends_up_deterring():
    found = course(1.0)
    assert found.share("attempted", 0, 10).share > 3 * found.share("attempted", 30).share
    assert found.share("deterred", 30).share > 0.97
    assert np.array_equal(found.courses["stopped"], found.courses["attempted"])


def test_who_never_acts_ends_up_not_deterring():
    found = course(0.0)
    assert found.share("attempted", 30).share > 0.9
    assert found.share("stopped").share == 0
    assert found.share("reputation", 30).share < 0.15
    assert found.share("trust", 30).share < 0.1


def test_a_more_decisive_institution_is_never_worse_off():
    rates = [course(q).share("attempted", 20).share for q in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert rates == sorted(rates, reverse=True)


def test_attempted_and_deterred_make_up_the_occasions():
    found = course(0.4, occasions=0.5)
    either = found.courses["attempted"] + found.courses["deterred"]
    assert set(np.unique(either)) == {0.0, 1.0}
    assert found.share("attempted").share + found.share("deterred").share == pytest.approx(
        0.5, abs=0.01
    )


def test_false_alarms_come_only_in_years_without_an_attack_and_cost_trust():
    found = course(1.0, 1.0, accusations=0.5)
    assert found.share("false alarm").share > 0.3
    assert not (found.courses["attempted"] * found.courses["false alarm"]).any()
    careful = course(1.0, 0.0, accusations=0.5)
    assert found.share("trust", 30).share < careful.share("trust", 30).share
    assert np.array_equal(found.courses["attempted"], careful.courses["attempted"])


@pytest.mark.parametrize("acts", [0.0, 0.5, 1.0])
def test_false_accusations_are_as_frequent_whatever_the_institution_does(acts):
    found = course(acts, 1.0, accusations=0.2, replications=2_000)
    quiet = found.courses["attempted"] == 0
    assert found.courses["false alarm"][quiet].mean() == pytest.approx(0.2, abs=0.01)


def test_the_aggressor_is_that_of_repeated_crises():
    """With an occasion every year and no trust at stake it is `deter.repeated`, in distribution."""
    learning = Learning(years=15, replications=4_000)
    found = of(constant(0.35), learning)
    rng = np.random.default_rng(7)
    choices, outcomes = rng.random((2, 4_000, 15))
    other = repeated(0.35, DeterrenceParameters(), choices, outcomes)
    error = np.hypot(found.error("attempted"), other.attacked.std(axis=0) / np.sqrt(4_000))
    gap = np.abs(found.mean("attempted") - other.attacked.mean(axis=0))
    assert (gap < 4.5 * error).all()


def test_without_trust_the_other_row_of_chances_counts():
    chances = Chances(np.array([[0.0], [1.0]]), np.zeros((2, 1)))
    low = learn(chances, Learning(trust=0.1, replications=200))
    high = learn(chances, Learning(trust=0.9, replications=200))
    assert low["stopped"].sum() == 0
    assert np.array_equal(high["stopped"], high["attempted"])


@pytest.mark.parametrize("chance", [0.1, 0.3, 0.7])
def test_a_constant_chance_is_learnt_and_answered(chance):
    """In the long run belief is the chance itself, and attacks are the logit response to it.

    Aggressors that choose roughly never stop trying, so that there is always something to learn.
    """
    rough = DeterrenceParameters(precision=1.0)
    found = course(chance, years=900, replications=400, deterrence=rough)
    belief, late = found.share("reputation", -1), found.share("attempted", 700)
    assert belief.share == pytest.approx(chance, abs=4 * belief.se + 0.005)
    expected = float(attack_chance(chance, rough))
    assert late.share == pytest.approx(expected, abs=4 * late.se + 0.005)
    assert late.se < 0.01


def test_who_is_deterred_learns_nothing_more():
    """Close reasoners that overrate an institution leave it alone, and so never find out."""
    found = course(0.3, years=600, replications=400)
    assert found.share("reputation", -1).share > 0.32


def test_reputation_learns_only_from_attacks():
    found = course(0.5, replications=100)
    reputation, attacks = found.courses["reputation"], found.courses["attempted"]
    moved = reputation[:, 1:] != reputation[:, :-1]
    assert np.array_equal(moved, attacks[:, :-1] == 1)


# ------------------------------------------------------------------------------------------ errors


def test_the_error_is_that_of_groups_and_of_chance():
    """Groups from a normal law of deviation 0.3, courses in them of 1: the formula by hand."""
    rng = np.random.default_rng(3)
    groups = np.repeat(np.arange(20), 50)
    found = [
        mean_and_error(rng.normal(0, 0.3, 20)[groups] + rng.normal(0, 1, 1000), groups)
        for _ in range(200)
    ]
    expected = 0.3**2 * (1 + 1 / 20) + 1 / 1000
    assert np.mean([error**2 for _, error in found]) == pytest.approx(expected, rel=0.1)
    assert np.std([mean for mean, _ in found]) == pytest.approx(0.3 / np.sqrt(20), rel=0.2)


def test_groups_of_unequal_size_count_each_course_once():
    values, groups = np.array([1.0, 1, 1, 5, 5]), np.array([0, 0, 0, 1, 1])
    mean, error = mean_and_error(values, groups)
    assert (mean, error) == (pytest.approx(2.6), pytest.approx(np.sqrt(8 * 1.5)))


def test_an_error_holds_the_pool_of_crises():
    """Means over many pools lie as far apart as the error of each of them says."""
    rng = np.random.default_rng(5)
    means, errors = [], []
    for seed in range(60):
        acts = np.broadcast_to(rng.random(30) < 0.3, (2, 30)).astype(float)
        found = of(Chances(acts, acts * 0), Learning(replications=200, seed=seed))
        share = found.share("attempted")
        means.append(share.share)
        errors.append(share.se)
    assert np.std(means) == pytest.approx(np.sqrt(np.mean(np.square(errors))), rel=0.25)


def test_an_error_holds_what_the_models_differ_in():
    one = of(constant(0.3), Learning())
    acts = np.broadcast_to(np.linspace(0.1, 0.5, GROUPS)[:, None], (2, GROUPS, 4))
    several = of(Chances(acts, acts * 0), Learning())
    assert several.share("reputation", -1).se > 5 * one.share("reputation", -1).se


def test_windows_of_years_end_with_the_course():
    assert smoothed(np.array([1.0, 2, 3, 4, 5]), 3).tolist() == [1.5, 2, 3, 4, 4.5]
    assert smoothed(np.array([1.0, 2]), 5).tolist() == [1.5, 1.5]


# ---------------------------------------------------------------------------------------- charters


def test_charters_are_told_apart_on_the_same_numbers():
    """Under rules alone each attack is either always answered or never."""
    charters = [load_charter("est-2009"), load_charter("nato"), load_charter("est-2009")]
    learning = Learning(years=30, replications=300)
    first, other, again = decades(charters, DAY, learning, RULES, pool=6)
    for measure in MEASURES:
        assert np.array_equal(first.courses[measure], again.courses[measure])
    assert again.less(first, "attempted").se == 0
    gap = other.less(first, "attempted", 20)
    assert gap.share > 0.2
    assert gap.share == pytest.approx(
        other.share("attempted", 20).share - first.share("attempted", 20).share
    )
    frame = first.to_polars()
    assert frame.height == len(MEASURES) * 30
    assert frame["year"].min() == 2020
    assert (frame["low"] <= frame["mean"]).all()


def test_whoever_computes_the_numbers_are_the_same():
    models = behaviours("sincere").behaviours
    settings = Settings(draws=200, behaviours=models)
    charters, learning = [load_charter("osce")], Learning(years=10, replications=80)
    one = decades(charters, DAY, learning, settings, pool=3)
    with ThreadPoolExecutor(2) as executor:
        two = decades(charters, DAY, learning, settings, pool=3, executor=executor)
    for measure in MEASURES:
        assert np.array_equal(one[0].courses[measure], two[0].courses[measure])


def test_where_nobody_sees_anything_truth_and_trust_change_nothing():
    """The null model throws coins: with or without an attack, with or without trust."""
    settings = Settings(draws=400, behaviours=(Null(comes=0.9),))
    learning = Learning(years=20, replications=200, accusations=1.0)
    low, high = (
        decades([load_charter("est-2009")], DAY, replace_trust(learning, trust), settings, pool=4)
        for trust in (0.1, 0.9)
    )
    for measure in set(MEASURES) - {"trust"}:
        assert np.array_equal(low[0].courses[measure], high[0].courses[measure])


def replace_trust(learning, trust):
    return Learning(learning.years, learning.replications, learning.seed, 1.0, 1.0, trust)


def test_help_beside_a_charter_is_never_less_than_alone():
    settings = Settings(draws=200, behaviours=(Sincere(),))
    sides = [Institution(), Institution(load_charter("osce"), self_help=True)]
    alone, beside = decades(sides, DAY, Learning(years=5, replications=60), settings, pool=5)
    assert (alone.charter, alone.on, beside.charter, beside.on) == ("nothing", None, "osce", DAY)
    assert beside.acts >= alone.acts > 0


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"years": 0}, "years is 0; 1 to 1,000 is needed"),
        ({"occasions": 1.5}, "occasions is 1.5; 0 to 1 is needed"),
        ({"replications": 1}, "replications is 1; 40 to 100,000 is needed"),
        ({"years": 1000, "replications": 100_000}, "are at most 10,000,000"),
        ({"seed": -1}, "a seed is a whole number from 0, not -1"),
    ],
)
def test_settings_out_of_range_are_told(values, said):
    with pytest.raises(SimulationError, match=said):
        Learning(**values)


def test_no_charter_is_told():
    with pytest.raises(SimulationError, match="there is no charter to simulate"):
        decades([], DAY)
    with pytest.raises(SimulationError, match="there is no charter to simulate"):
        decades([Institution()], DAY)


def test_a_charter_that_binds_nobody_is_told():
    with pytest.raises(SimulationError, match="concert binds nobody on 2020-01-01"):
        decades([load_charter("concert")], DAY)


# ------------------------------------------------------------------------------------ command line

SMALL = ("--years", "5", "--replications", "40", "--crises", "3", "--draws", "60")


def test_the_verb_prints_rates_a_decade_with_errors(run):
    words = ("decades", "est-2009", "osce", "nothing", *SMALL, "--on", "2020-01-01", "--json")
    first, again = (run(*words) for _ in "ab")
    assert first == again
    document = json.loads(first[1])
    assert [row["charter"] for row in document["rows"]] == ["est-2009", "osce", "nothing"]
    for row in document["rows"]:
        rates = row["a_decade"]
        assert rates["attempted"]["mean"] + rates["deterred"]["mean"] == pytest.approx(10)
        assert row["trust"]["start"] == pytest.approx(0.6)
        assert row["reputation"]["start"] == 0.5
        assert {len(course["mean"]) for course in row["courses"].values()} == {5}
    assert document["rows"][0]["a_decade"]["attempted"]["difference_se"] == 0
    assert "not fitted" in document["unfitted"]
    assert document["rows"][2]["on"] is None
    assert any(words.startswith("nothing: each party") for words in document["assumed"])


def test_the_page_and_the_picture_say_that_learning_is_assumed(run, tmp_path):
    pytest.importorskip("altair")
    path = tmp_path / "decades.svg"
    code, out, _ = run("decades", "osce", "nothing", "--self-help", *SMALL, "--plot", str(path))
    assert code == 0
    assert "How aggressors and members learn is assumed, not fitted" in " ".join(out.split())
    assert "osce and help beside it" in out
    drawn = path.read_text(encoding="utf-8")
    assert "Attacks attempted a year" in drawn
    assert "assumed, not fitted" in drawn


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nothing",), "name a charter to hold 'nothing' against"),
        (("osce", "osce"), "the same charter is named twice"),
        (("osce", "--years", "0"), "years is 0; 1 to 1,000 is needed"),
        (("osce", "--seed", "-1"), "a seed is a whole number from 0, not -1"),
        (("osce", "--crises", "0"), "random crises are 1 to 10000, not 0"),
        (("osce", "--workers", "0"), "workers are at least 1, not 0"),
        (("osce", "--workers", "2", "--dask", "x"), "give --workers or --dask, not both"),
        (("osce", "--reading", "Z9"), "no charter named has the reading"),
        (("osce", "--draws", "0"), "draws are 1 to"),
        (("osce", "--on", "1900-01-01"), "osce binds nobody on 1900-01-01"),
    ],
)
def test_what_is_at_fault_is_told_in_a_sentence(run, words, said):
    code, out, err = run("decades", *words)
    assert (code, out) == (2, "")
    assert said in err
