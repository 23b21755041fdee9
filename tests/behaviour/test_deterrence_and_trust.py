"""Contest, deterrence, patience, global games, commitment, trust: oracles and derivations."""

from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.behaviour import BehaviourError, ContributionParameters
from foedera.behaviour.commit import commitment_of, reliability
from foedera.behaviour.contest import ContestForm, ContestParameters, equilibrium_effort, success
from foedera.behaviour.deter import (
    DeterrenceParameters,
    Reputation,
    attack_chance,
    attacks,
    deterred_from,
    enforcement,
    repeated,
)
from foedera.behaviour.gaussian import normal_cdf
from foedera.behaviour.global_game import acts, laplacian_success, regime_threshold
from foedera.behaviour.patience import enforces, least_patience, least_patience_of
from foedera.behaviour.trust import (
    TrustParameters,
    believe,
    consult,
    cooperate,
    separating_costs,
    separating_stakes,
    threshold,
)

forces = st.just(0.0) | st.floats(1e-6, 1e6)
chances = st.floats(0, 1)

# ------------------------------------------------------------------------------------- contest


def test_three_against_one_squared_prevails_nine_times_in_ten():
    assert float(success(3.0, 1.0, ContestParameters(decisiveness=2.0))) == pytest.approx(
        0.9, abs=1e-15
    )


@given(forces, forces, st.floats(0, 50), st.sampled_from(ContestForm))
def test_one_side_prevails(own, other, decisiveness, form):
    parameters = ContestParameters(decisiveness=decisiveness, form=form)
    both = success(own, other, parameters) + success(other, own, parameters)
    assert both == pytest.approx(1.0) or (own == other == 0 and form is ContestForm.RATIO)


@given(forces, forces, st.floats(0, 1e6))
def test_more_force_prevails_more_often(own, other, more):
    parameters = ContestParameters()
    assert success(own + more, other, parameters) >= success(own, other, parameters)


def test_effort_in_equilibrium_is_a_best_reply():
    prize, m = 2.0, 1.5
    effort = equilibrium_effort(prize, m)
    tries = np.linspace(0.01, 2, 2000)

    worth = success(tries, effort, ContestParameters(decisiveness=m)) * prize - tries

    assert effort == 0.75
    assert tries[worth.argmax()] == pytest.approx(effort, abs=1e-3)


# ---------------------------------------------------------------------------------- deterrence


@given(st.floats(0, 5), st.floats(0.01, 5), chances)
def test_an_aggressor_attacks_below_its_threshold_only(gain, loss, enforced):
    parameters = DeterrenceParameters(gain=gain, loss=loss)
    assert attacks(enforced, parameters) == (gain > enforced * loss)
    if abs(enforced - deterred_from(parameters)) > 1e-9:
        assert attacks(enforced, parameters) == (enforced < deterred_from(parameters))
        assert (attack_chance(enforced, parameters) >= 0.5) == attacks(enforced, parameters)


def test_nothing_deters_who_has_nothing_to_lose():
    assert deterred_from(DeterrenceParameters(loss=0.0)) == np.inf


def test_enforcement_is_a_product():
    assert enforcement(0.5, 0.5, 0.9) == 0.225


def test_reputation_counts_what_was_seen():
    belief = Reputation(np.ones(1), np.ones(1))
    for enforced in (1, 0, 0, 1, 0):
        belief = belief.after(enforced)

    assert belief.mean[0] == pytest.approx((1 + 2) / (2 + 5))
    assert belief.after(1.0, happened=0.0).mean[0] == belief.mean[0]


def test_a_body_that_always_enforces_is_tested_ever_less():
    rng = np.random.default_rng(0)
    parameters = DeterrenceParameters(gain=1.0, loss=1.5)
    draws = rng.random((2, 4000, 30))

    strong, weak = (repeated(q, parameters, *draws) for q in (1.0, 0.0))

    assert strong.attacked[:, -1].mean() < strong.attacked[:, 0].mean() / 2
    assert weak.attacked[:, -1].mean() > 0.95
    assert (strong.belief[:, -1] > weak.belief[:, -1]).all()


# ------------------------------------------------------------------------------------ patience


@given(st.floats(0.01, 10), st.floats(0.01, 10))
def test_at_the_threshold_peace_is_worth_its_cost(cost, flow):
    delta = float(least_patience(cost, flow))
    assert delta == pytest.approx(cost / (cost + flow))
    assert flow * delta / (1 - delta) == pytest.approx(cost, rel=1e-6)


def test_the_grim_trigger_is_the_limit_of_long_suspensions():
    assert least_patience_of(1.0, 2.0, 10_000) == pytest.approx(1 / 3, abs=1e-12)
    assert least_patience_of(1.0, 2.0, 1) == pytest.approx(1 / 2, abs=1e-12)
    assert least_patience_of(2.0, 1.0, 2) == np.inf


def test_the_patient_enforce():
    assert enforces(np.array([0.3, 0.34]), 1.0, 2.0).tolist() == [False, True]


# -------------------------------------------------------------------------------- global games


@pytest.mark.parametrize("noise", [0.1, 1.0])
def test_at_the_threshold_the_number_of_others_is_uniform(noise):
    """P(k of n-1 signals lie above mine) = 1/n under a diffuse prior, whatever the noise."""
    n = 6
    grid = np.linspace(-9, 9, 4001) * noise
    above = normal_cdf(grid / noise)  # chance that another's signal is above mine, by theta - x
    density = np.exp(-((grid / noise) ** 2) / 2) / (noise * np.sqrt(2 * np.pi))

    for k in range(n):
        others = comb(n - 1, k) * above**k * (1 - above) ** (n - 1 - k)
        assert np.trapezoid(others * density, grid) == pytest.approx(1 / n, abs=1e-8)


@pytest.mark.parametrize(("n", "needed"), [(1, 1), (5, 3), (12, 12)])
def test_chances_of_success_are_means_over_the_uniform_number(n, needed):
    shared = np.mean([others + 1 >= needed for others in range(n)])

    assert laplacian_success(n, needed) == pytest.approx(shared)


def test_the_threshold_of_action_lies_where_gain_meets_cost():
    assert acts(10, 6, gain=2.0, cost=1.0)
    assert not acts(10, 7, gain=2.0, cost=1.0)
    assert acts(10, 10, gain=10.0, cost=1.0)
    assert not acts(10, 10, gain=9.9, cost=1.0)


@pytest.mark.parametrize("noise", [0.05, 0.5])
def test_regime_change_has_the_threshold_that_iterated_dominance_leaves(noise):
    """Both the boldest and the most timid play converge to theta* = 1 - c/b."""
    gain, cost = 2.0, 0.5
    found = []
    for start in (-5.0, 6.0):
        x = start  # act on signals below x
        for _ in range(400):
            low, high = -5.0, 6.0
            for _ in range(60):  # the fundamental that is just overcome: share acting = theta
                theta = (low + high) / 2
                share = float(normal_cdf((x - theta) / noise))
                low, high = (theta, high) if share >= theta else (low, theta)
            # act iff b P(fundamental <= theta | x) >= c
            low_x, high_x = -8.0, 9.0
            for _ in range(60):
                middle = (low_x + high_x) / 2
                worth = gain * float(normal_cdf((theta - middle) / noise)) - cost
                low_x, high_x = (middle, high_x) if worth >= 0 else (low_x, middle)
            x = (x + low_x) / 2
        found.append(theta)

    assert regime_threshold(gain, cost) == 0.75
    assert found == pytest.approx([0.75, 0.75], abs=1e-4)


# ---------------------------------------------------------------------------------- commitment


@pytest.mark.parametrize("share", [0.75, 0.5])
def test_the_cost_of_a_broken_promise_reproduces_a_published_reliability(share):
    """Leeds, Long & Mitchell (2000): 0.75; Berkemeier & Fuhrmann (2018): 0.5."""
    k = float(commitment_of(share, ContributionParameters(gain=0.2, gain_allied=0.0, cost=1.0)))

    parameters = ContributionParameters(gain=0.2, gain_allied=0.0, cost=1.0, commitment=k)

    assert float(reliability(parameters)) == pytest.approx(share, abs=1e-12)


def test_an_alliance_is_the_contribution_game_with_one_state():
    from foedera.behaviour.contribute import game
    from foedera.behaviour.equilibrium import equilibrium

    p = ContributionParameters()
    alone = game(np.array([2.0]), 0.3 - 0.2, np.ones(1, dtype=np.int64), 1)

    assert float(reliability(p)) == pytest.approx(equilibrium(alone, 5.0).chances[0, 0])


def test_where_others_decide_as_well_the_same_promise_is_kept_less_often():
    found = reliability(ContributionParameters(), np.array([0.1, 0.5, 1.0]))

    assert (np.diff(found) > 0).all()


# --------------------------------------------------------------------------------------- trust


def test_kydds_threshold():
    assert threshold(TrustParameters(exploited=1.0, tempted=0.5)) == pytest.approx(2 / 3, abs=1e-15)


@given(st.floats(0.01, 5), st.floats(-2, 0.99))
def test_at_the_threshold_both_choices_are_worth_the_same(loss, tempted):
    t = float(threshold(TrustParameters(exploited=loss, tempted=tempted)))
    assert t - (1 - t) * loss == pytest.approx(t * tempted, abs=1e-9)


def test_a_stake_reassures_below_the_threshold_of_trust():
    """Enumerated at l = 1, g = 0.5, h = 1.5: 9/26 < f <= 6/17 at a belief of 0.3."""
    assert threshold(TrustParameters()) > 0.3
    assert separating_stakes(0.3, TrustParameters()) == pytest.approx((9 / 26, 6 / 17))


def test_two_trustworthy_states_below_the_threshold_never_co_operate():
    beliefs = np.array([0.5, 0.7])

    found = cooperate(beliefs[:, None], beliefs[None, :], TrustParameters())

    assert found.tolist() == [[False, False], [False, True]]


def test_a_signal_separates_only_if_it_costs_the_untrustworthy_more():
    assert separating_costs(1.5, 1.0) is None
    assert separating_costs(1.5, 1.0, relative=3.0) == (0.5, 1.0)


@given(st.floats(0, 1), st.floats(0.05, 3), st.floats(0, 0.95), st.floats(1.05, 3), chances)
def test_stakes_separate_where_the_two_types_choose_apart(belief, loss, tempted, greedy, stake):
    """Brute force: both rounds' payoffs of each type, going first or not."""
    p = TrustParameters(exploited=loss, tempted=tempted, greedy=greedy)
    found = separating_stakes(belief, p)
    goes = belief * 1 - (1 - belief) * loss * stake  # the other reveals itself in round one
    waits = belief * stake * tempted
    reveals = belief * stake * greedy
    # the mimic, too, is exploited in round one by another that is untrustworthy
    feigns = belief * (stake + (1 - stake) * greedy) - (1 - belief) * loss * stake
    if min(abs(goes - waits), abs(reveals - feigns)) < 1e-9:
        return
    inside = found is not None and found[0] < stake <= found[1]
    assert inside == (goes >= waits and reveals > feigns)


@given(st.floats(0.01, 0.99), st.integers(0, 12))
def test_belief_is_a_martingale_and_talk_helps_the_trustworthy(belief, rounds):
    talks = consult(belief, rounds, TrustParameters())
    mean = belief * talks.if_trustworthy + (1 - belief) * talks.if_untrustworthy
    assert mean == pytest.approx(belief, abs=1e-12)
    assert talks.if_trustworthy >= belief - 1e-12


def test_rounds_of_consultation_are_bayes_over_every_course():
    p, belief, rounds = TrustParameters(gesture=0.8, feint=0.3), 0.4, 4
    expected = reached = 0.0
    for course in product([0, 1], repeat=rounds):
        t, chance = belief, 1.0
        for gesture in course:
            chance *= 0.8 if gesture else 0.2
            t = float(believe(t, gesture, p))
        expected += chance * t
        reached += chance * (t >= threshold(p))

    talks = consult(belief, rounds, p)

    assert talks.if_trustworthy == pytest.approx(expected)
    assert talks.reaches_if_trustworthy == pytest.approx(reached)


FAULTS = [
    (lambda: success(-1.0, 1.0, ContestParameters()), "the force is -1; a number of at least 0"),
    (lambda: ContestParameters(form="x"), "form is 'x'; ratio or difference is needed"),
    (lambda: enforcement(1.2, 0.5), "P(adopted) is 1.2; a number from 0 to 1 is needed"),
    (lambda: repeated(0.5, DeterrenceParameters(), np.ones(3), np.ones(3)), "choices (3,) and"),
    (lambda: least_patience(1.0, 0.0), "the flow of peace is 0; a number of at least"),
    (lambda: acts(3, 4, 1.0, 1.0), "the number needed is 4; a number from 1 to 3 is needed"),
    (lambda: commitment_of(1.0, ContributionParameters()), "a cost of breaking a promise needs"),
    (lambda: TrustParameters(greedy=1.0), "tempted of TrustParameters must be below 1 and greedy"),
    (lambda: consult(1.0, 3, TrustParameters()), "the belief is 1; a number strictly between"),
]


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS)
def test_a_fault_is_told_in_one_sentence(wrong, sentence):
    with pytest.raises(BehaviourError) as told:
        wrong()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)
