"""Decades: who always acts ends up deterring, who never acts does not."""

from datetime import date

import numpy as np
import pytest

from foedera.behaviour import RulesOnly
from foedera.behaviour.deter import DeterrenceParameters, repeated
from foedera.charters import load_charter
from foedera.simulation import Settings, SimulationError
from foedera.simulation.decades import MEASURES, Chances, Decades, Learning, decades, learn


def constant(acts, alarms=0.0):
    return Chances(np.full((2, 4), acts), np.full((2, 4), alarms))


def course(acts, alarms=0.0, **values):
    return Decades("x", 2000, learn(constant(acts, alarms), Learning(**values)))


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


def test_the_aggressor_is_that_of_repeated_crises():
    """With an occasion every year and no trust at stake it is `deter.repeated`, in distribution."""
    learning = Learning(years=15, replications=4_000)
    found = Decades("x", 2000, learn(constant(0.35), learning))
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


def test_charters_are_told_apart_on_the_same_numbers():
    """Under rules alone each attack is either always answered or never."""
    charters = [load_charter("est-2009"), load_charter("nato"), load_charter("est-2009")]
    settings = Settings(draws=50, behaviours=(RulesOnly(),))
    learning = Learning(years=30, replications=300)
    first, other, again = decades(charters, date(2020, 1, 1), learning, settings, pool=6)
    for measure in MEASURES:
        assert np.array_equal(first.courses[measure], again.courses[measure])
    assert first.share("attempted", 20).share < other.share("attempted", 20).share
    frame = first.to_polars()
    assert frame.height == len(MEASURES) * 30
    assert frame["year"].min() == 2020
    assert (frame["low"] <= frame["mean"]).all()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"years": 0}, "years is 0; 1 to 1,000 is needed"),
        ({"occasions": 1.5}, "occasions is 1.5; 0 to 1 is needed"),
        ({"replications": 1}, "replications is 1; 2 to 100,000 is needed"),
    ],
)
def test_settings_out_of_range_are_told(values, said):
    with pytest.raises(SimulationError, match=said):
        Learning(**values)


def test_no_charter_is_told():
    with pytest.raises(SimulationError, match="there is no charter to simulate"):
        decades([], date(2020, 1, 1))
