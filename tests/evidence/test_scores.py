import numpy as np
import pytest

from foedera.evidence.baselines import base_rate, logit, logit_chances, member_rate
from foedera.evidence.errors import EvidenceError
from foedera.evidence.scores import (
    Forecast,
    auc,
    binary,
    brier,
    calibration_curve,
    calibration_slope,
    compare,
    interval,
    log_score,
    weights,
)
from foedera.evidence.splits import Split, both_sides


def forecast(chance, happened, events=None):
    events = range(len(chance)) if events is None else events
    return binary(np.array(chance, float), np.array(happened), np.array(list(events)))


def test_scores_by_hand():
    of = forecast([0.9, 0.2, 0.6], [1, 0, 0])
    assert brier(of) == pytest.approx((0.01 + 0.04 + 0.36) / 3)
    assert log_score(of) == pytest.approx(-(np.log(0.9) + np.log(0.8) + np.log(0.4)) / 3)
    assert auc(of) == 1.0


def test_brier_of_four_ballots_is_the_sum_over_outcomes():
    of = Forecast(np.array([[0.7, 0.1, 0.1, 0.1]]), np.array([1]), np.array([0]))
    assert brier(of) == pytest.approx(0.49 + 0.81 + 0.01 + 0.01)


def test_auc_counts_ties_half_and_is_unknown_when_all_is_alike():
    assert auc(forecast([0.5, 0.5, 0.1], [1, 0, 0])) == pytest.approx(0.75)
    assert np.isnan(auc(forecast([0.5, 0.6], [1, 1])))


def test_auc_is_the_share_of_pairs_in_order():
    rng = np.random.default_rng(3)
    chance, happened = rng.random(60).round(1), rng.integers(2, size=60)
    yes, no = chance[happened == 1], chance[happened == 0]
    pairs = (yes[:, None] > no).mean() + (yes[:, None] == no).mean() / 2
    assert auc(forecast(chance, happened)) == pytest.approx(pairs)


def test_a_forecast_of_zero_that_comes_true_costs_a_finite_sum():
    assert log_score(forecast([0.0], [1])) == pytest.approx(-np.log(1e-6))


def test_calibration_of_what_is_drawn_from_the_forecast_is_one():
    rng = np.random.default_rng(5)
    chance = rng.uniform(0.02, 0.98, size=20_000)
    of = forecast(chance, (rng.random(20_000) < chance).astype(int))
    assert calibration_slope(of) == pytest.approx(1, abs=0.05)
    for each in calibration_curve(of):
        assert each.share == pytest.approx(each.chance, abs=0.04)


def test_overconfidence_has_a_slope_below_one():
    rng = np.random.default_rng(5)
    x = rng.normal(size=20_000)
    of = forecast(1 / (1 + np.exp(-2 * x)), (rng.random(20_000) < 1 / (1 + np.exp(-x))).astype(int))
    assert calibration_slope(of) == pytest.approx(0.5, abs=0.03)


def test_resampling_takes_whole_events():
    counts = weights(np.array([7, 7, 7, 2, 2]), 200, seed=1)
    assert (counts[:, :3] == counts[:, :1]).all()
    assert (counts[:, 3] == counts[:, 4]).all()
    assert (counts[:, 0] + counts[:, 3] == 2).all()


def test_intervals_by_event_are_wider_than_by_case_when_events_move_together():
    rng = np.random.default_rng(2)
    happened = np.repeat(rng.integers(2, size=20), 50)
    spread = {}
    for name, events in (("event", np.repeat(np.arange(20), 50)), ("case", np.arange(1000))):
        resampled = weights(events, 500, seed=4)
        low, high = interval(resampled @ happened / resampled.sum(axis=1))
        spread[name] = high - low
    assert spread["event"] > 4 * spread["case"]


def test_the_same_seed_gives_the_same_intervals_and_the_better_forecast_wins():
    rng = np.random.default_rng(1)
    chance = rng.uniform(0.05, 0.95, size=600)
    happened = (rng.random(600) < chance).astype(int)
    events = np.repeat(np.arange(60), 10)
    model, flat = (forecast(c, happened, events) for c in (chance, np.full(600, 0.5)))
    first, again = compare(model, flat), compare(model, flat)
    assert first == again
    assert [c.verdict for c in first] == ["better"] * 3
    assert [c.verdict for c in compare(flat, model)] == ["worse"] * 3
    assert [c.verdict for c in compare(model, model)] == ["unclear"] * 3
    assert first[0].events == 60


@pytest.mark.parametrize(
    ("chances", "outcomes", "says"),
    [
        ([[0.5, 0.6]], [0], "the chances of an observation do not add up to 1"),
        ([[-0.5, 1.5]], [0], "a chance is negative or no number"),
        ([[0.5, 0.5]], [2], "an outcome is none of the 2 columns"),
        ([[0.5, 0.5]], [0, 1], "1 chances need as many outcomes and events"),
        ([[1.0]], [0], r"chances have shape \(1, 1\); \(observations, outcomes\) is needed"),
    ],
)
def test_what_is_no_forecast_is_refused(chances, outcomes, says):
    with pytest.raises(EvidenceError, match=says):
        Forecast(np.array(chances), np.array(outcomes), np.zeros(len(outcomes), int))


def test_one_event_has_no_interval_and_different_cases_are_not_compared():
    with pytest.raises(EvidenceError, match="at least two events and one draw, not 1 and 9"):
        weights(np.zeros(5, int), 9, seed=1)
    with pytest.raises(EvidenceError, match="compared on the same cases; these differ"):
        compare(forecast([0.5, 0.5], [1, 0]), forecast([0.5, 0.5], [0, 1]))


def test_base_rates():
    assert base_rate(np.array([1, 1, 0]), 2, 2).tolist() == [[0.4, 0.6], [0.4, 0.6]]
    found = member_rate(
        np.array([1] * 20 + [0] * 20), np.repeat([2, 9], 20), np.array([2, 9, 5]), 2
    )
    assert found[:, 1].tolist() == pytest.approx([(20 + 2.5) / 25, 2.5 / 25, 0.5])


def test_logit_finds_the_odds_of_a_table():
    x = np.array([[1.0, 0]] * 40 + [[1.0, 1]] * 40)
    happened = np.array([1] * 10 + [0] * 30 + [1] * 30 + [0] * 10, float)
    beta = logit(x, happened, ridge=1e-9)
    assert beta.tolist() == pytest.approx([np.log(1 / 3), 2 * np.log(3)], abs=1e-6)
    chance = logit_chances(x[:, 1:], happened.astype(int), np.array([[0.0], [1.0]]))
    assert chance[1] > chance[0]


def test_splits_keep_the_cutoff_year_in_training():
    years = np.array([1989, 1990])
    split = Split(1989)
    assert split.train(years).tolist() == [True, False]
    assert split.test(years).tolist() == [False, True]
    assert split.label == "-1989 / 1990-"
    with pytest.raises(EvidenceError, match=r"votes has nothing to score in the split -1989"):
        both_sides(split, years[:1], "votes")
