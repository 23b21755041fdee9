"""Perception: closed forms against draws, Condorcet's jury, readings of a threat."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.behaviour import BehaviourError, PerceptionParameters, situation
from foedera.behaviour.gaussian import normal_cdf
from foedera.behaviour.perceive import (
    ThreatReading,
    at_least,
    expected_naming,
    is_threat,
    naming,
    perceive,
    perceive_with,
    perception_law,
    threat_chance,
)

UNBIASED = PerceptionParameters(per_distance=0.0, per_alliance=0.0, own_case=0.0)
glares = st.floats(0.05, 3)


@given(glares)
def test_the_unbiased_are_right_with_probability_phi_of_g(glaring):
    for attacked in (0.0, 1.0):
        law = perception_law(situation([1.0], glaring=glaring, attacked=attacked), UNBIASED)
        right = law.names if attacked else 1 - law.names
        assert right[0, 0] == pytest.approx(float(normal_cdf(glaring)), abs=1e-15)


def test_phi_has_its_tabulated_values():
    found = normal_cdf(np.array([0.0, 1.0, 1.959963984540054, -8.0]))

    assert np.allclose(found, [0.5, 0.8413447460685429, 0.975, 6.220960574271785e-16], rtol=1e-12)


def test_a_majority_of_equal_judges_is_condorcets_sum():
    p = float(normal_cdf(0.4))

    found = at_least(np.full((1, 11), p), 6)[0]

    assert found == pytest.approx(
        sum(comb(11, k) * p**k * (1 - p) ** (11 - k) for k in range(6, 12)), abs=1e-14
    )


def test_under_consensus_all_are_right_with_the_power():
    p = float(normal_cdf(1.3))

    assert at_least(np.full((1, 57), p), 57)[0] == pytest.approx(p**57, rel=1e-12)


def test_the_jury_grows_wise():
    p = np.full((1, 101), float(normal_cdf(0.2)))

    assert at_least(p, 51)[0] > at_least(p[:, :51], 26)[0] > at_least(p[:, :1], 1)[0]


@given(glares, st.floats(0, 3), st.floats(0, 1), st.floats(-2, 2))
def test_the_more_biased_against_the_accused_name_it_more_often(glaring, gap, kept, prior):
    parameters = PerceptionParameters(prior=prior, correction=1 - kept)
    of = situation([1.0, 1.0, 1.0], glaring=glaring, distance_to_accused=[0.0, gap, gap + 1])
    names = perception_law(of, parameters).names[0]
    assert names[0] <= names[1] <= names[2]


@given(glares, st.floats(-2, 2))
def test_whoever_corrects_all_bias_is_as_one_without(glaring, gap):
    of = situation(
        [1.0], glaring=glaring, distance_to_accused=max(gap, 0), distance_to_attacked=max(-gap, 0)
    )
    corrected = perception_law(of, PerceptionParameters(correction=1.0)).names
    assert np.allclose(corrected, perception_law(of, UNBIASED).names)


def test_sides_are_treated_alike():
    """Exchange accused and attacked, and what was true: every chance is mirrored."""
    distances = np.array([0.2, 1.0, 2.5])
    parameters = PerceptionParameters()
    one = situation(np.ones(3), distance_to_accused=distances, side=[-1, 0, 1])
    other = situation(np.ones(3), distance_to_attacked=distances, side=[1, 0, -1], attacked=0.0)

    assert np.allclose(
        perception_law(one, parameters).names, 1 - perception_law(other, parameters).names
    )


def test_draws_agree_with_the_closed_form():
    rng = np.random.default_rng(11)
    of = situation(
        rng.random(6), distance_to_accused=rng.random(6) * 3, side=[-1, 1, 0, 0, 0, 0], glaring=0.7
    )
    parameters = PerceptionParameters(prior=0.3)
    drawn = perceive_with(of, parameters, 40_000, rng)
    expected = expected_naming(perception_law(of, parameters), of.capability)

    found = naming(drawn, of.capability)

    assert np.allclose((drawn > 0).mean(axis=0), perception_law(of, parameters).names[0], atol=0.01)
    assert found.of_parties.mean() == pytest.approx(expected.of_parties[0], abs=0.01)
    assert found.of_capability.mean() == pytest.approx(expected.of_capability[0], abs=0.01)


def test_the_posterior_is_bayes():
    """Log-odds are the log of the ratio of the two densities of the signal."""
    of, noise = situation([1.0], glaring=0.8), np.array([[0.37]])
    signal = 0.8 + 0.37
    densities = [np.exp(-((signal - mean) ** 2) / 2) for mean in (0.8, -0.8)]

    found = perceive(of, UNBIASED, noise)

    assert found[0, 0] == pytest.approx(np.log(densities[0] / densities[1]), abs=1e-12)


def test_the_precision_of_the_noise_is_kept():
    noise = np.zeros((3, 2), dtype=np.float32)

    assert perceive(situation([1.0, 2.0]), UNBIASED, noise).dtype == np.float32


def test_who_decides_on_a_threat_decides_the_answer():
    log_odds = np.array([[-1.0, 2.0, 0.5], [-1.0, 2.0, -0.5]])  # planner, fearing party, a third

    found = {
        reading: is_threat(log_odds, reading, planner=0, fearing=1).tolist()
        for reading in ThreatReading
    }

    assert found == {"planner": [0, 0], "fearing party": [1, 1], "body": [1, 0]}


def test_chances_of_a_threat_agree_with_draws():
    rng = np.random.default_rng(2)
    of = situation(np.ones(5), side=[-1, 1, 0, 0, 0], glaring=0.3)
    law = perception_law(of, PerceptionParameters())
    drawn = law.drawn(rng.standard_normal((40_000, 5)))

    for reading in ThreatReading:
        exact = threat_chance(law, reading, planner=0, fearing=1)[0]
        sampled = is_threat(drawn, reading, planner=0, fearing=1).mean()
        assert sampled == pytest.approx(exact, abs=0.01)


FAULTS = [
    (lambda: PerceptionParameters(correction=1.5), "correction of PerceptionParameters is 1.5"),
    (lambda: situation([1.0], glaring=0.0), "glaring of the situation is 0; a number from 1e-09"),
    (lambda: situation([1.0], distance=1.0), "a situation has no 'distance'; it has all_accused"),
    (lambda: situation([1.0, 2.0], side=[1, 2]), "side of the situation is 2; a number from -1"),
    (lambda: situation([1.0, 2.0], side=[1, 0, 0]), "side of the situation has shape (1, 3)"),
    (lambda: situation([[[1.0]]]), "capability of the situation has 3 dimensions"),
    (lambda: situation([]), "a situation has at least one party"),
    (lambda: situation(["x"]), "capability of the situation is no array of numbers"),
    (
        lambda: perceive(situation([1.0, 2.0]), UNBIASED, np.zeros((3, 1))),
        "the shape of the noise of signals is (3, 1); (draws, 2) is needed",
    ),
    (
        lambda: perceive(situation([1.0], glaring=[1.0, 2.0]), UNBIASED, np.zeros((3, 1))),
        "the shape of the noise of signals is (3, 1); (2, 1) is needed",
    ),
    (lambda: naming(np.zeros((1, 1)), np.zeros(1)), "the parties have no capability: a share"),
    (
        lambda: is_threat(np.zeros((1, 2)), ThreatReading.BODY, planner=0, fearing=2),
        "the fearing party is column 2; there are 2",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS)
def test_a_fault_is_told_in_one_sentence(wrong, sentence):
    with pytest.raises(BehaviourError) as told:
        wrong()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)
