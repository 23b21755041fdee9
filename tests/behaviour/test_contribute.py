"""Contribution games: printed oracles, brute force, and the exact counts of the power room."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.behaviour import BehaviourError, ContributionParameters, situation
from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.contribute import Game, alone, gains, game, net_costs, symmetric, willing
from foedera.behaviour.equilibrium import _Along, equilibria, equilibrium
from foedera.behaviour.pivots import (
    in_units,
    pivots,
    quick_pivots,
    sensitivity,
    spectrum,
    step,
)
from foedera.power import chances as exact_chances
from foedera.power import unroll
from foedera.rules import Ballot, Electorate, bind, parse

chance_lists = st.lists(st.floats(0, 1), min_size=1, max_size=6)


@st.composite
def kernels(draw):
    p = np.array(draw(chance_lists))
    units = np.array(draw(st.lists(st.integers(0, 6), min_size=len(p), max_size=len(p))))
    return p, units, draw(st.integers(1, 15))


def brute(p, units, succeeds):
    """Return each party's chance to be pivotal and that of success, over all subsets."""
    n = len(p)
    found, total = np.zeros(n), 0.0
    for comes in product([0, 1], repeat=n):
        chosen = np.array(comes)
        total += np.prod(np.where(chosen, p, 1 - p)) * succeeds(int(chosen @ units))
        for i in range(n):
            if not chosen[i]:
                others = np.prod(np.delete(np.where(chosen, p, 1 - p), i))
                without = int(chosen @ units)
                found[i] += others * (succeeds(without + int(units[i])) - succeeds(without))
    return found, total


@given(kernels())
def test_pivots_at_a_threshold_are_those_of_brute_force(drawn):
    p, units, need = drawn
    found, total = pivots(p[None], units, step(need, need))
    expected, whole = brute(p, units, lambda x: float(x >= need))
    assert np.allclose(found[0], expected, atol=1e-14)
    assert total[0] == pytest.approx(whole, abs=1e-14)


@given(kernels())
def test_pivots_in_a_contest_are_those_of_brute_force(drawn):
    p, units, opposed = drawn
    sums = np.arange(int(units.sum()) + 1)
    success = sums**2 / (sums**2 + opposed**2)
    found, total = pivots(p[None], units, success[None])
    expected, whole = brute(p, units, lambda x: float(success[x]))
    assert np.allclose(found[0], expected, atol=1e-14)
    assert total[0] == pytest.approx(whole, abs=1e-14)


@given(kernels())
def test_the_transformed_kernel_agrees_and_gives_the_slopes(drawn):
    p, units, need = drawn
    success = step(need, need)
    waves = spectrum(units, success)
    found, slope = sensitivity(p[None], waves)
    assert np.allclose(found, pivots(p[None], units, success)[0], atol=1e-4)
    assert np.allclose(quick_pivots(p[None], waves), found, atol=1e-9)
    for j in range(len(p)):
        ends = np.stack([p, p])
        ends[:, j] = 0, 1
        low, high = pivots(ends, units, success)[0]
        expected = high - low
        expected[j] = 0
        assert np.allclose(slope[0, :, j], expected, atol=1e-4)


def test_pivots_agree_with_the_exact_counts_of_a_rule():
    rng = np.random.default_rng(3)
    names = tuple("ABCDEFGHIJKL")
    units = rng.integers(1, 40, len(names))
    need = int(units.sum()) // 2 + 1
    electorate = Electorate(
        members=names,
        groups={"members": frozenset(names)},
        weights={"force": dict(zip(names, units.tolist(), strict=True))},
    )
    rule = bind(parse("more than 50% of the force of the members vote yes"), electorate)
    p = rng.random((len(names), 3))
    odds = np.zeros((len(names), 4, 3))
    odds[:, Ballot.YES], odds[:, Ballot.NO] = p, 1 - p
    exact = exact_chances(unroll(rule), odds)

    found, total = pivots(p.T, units, step(need, need))

    assert np.allclose(total, exact.total, atol=1e-13)
    assert np.allclose(found.T, exact.given[:, Ballot.YES] - exact.given[:, Ballot.NO], atol=1e-13)


def test_large_batches_are_taken_in_pieces(monkeypatch):
    p = np.random.default_rng(0).random((7, 4))
    units, success = np.array([1, 2, 3, 4]), step([1, 2, 3, 4, 5, 6, 7], 7)
    whole = pivots(p, units, success)

    monkeypatch.setattr("foedera.behaviour.pivots.HELD", 1)

    assert np.array_equal(pivots(p, units, success)[0], whole[0])


# ------------------------------------------------------------------------------------ oracles

SYMMETRIC = [
    (5, 3, 0.2, 5.0, (0.6420825168,)),
    (5, 3, 0.2, 20.0, (0.0187151847, 0.1716493008, 0.717426276)),
    (20, 8, 0.1, 10.0, (0.4971466915,)),
]


@pytest.mark.parametrize(("n", "need", "cost", "precision", "roots"), SYMMETRIC)
def test_symmetric_equilibria_are_the_printed_ones(n, need, cost, precision, roots):
    found = symmetric(n, need, 1.0, cost, precision)

    assert tuple(round(p, 10) for p in found) == roots


@pytest.mark.parametrize(("n", "need", "cost", "precision", "roots"), SYMMETRIC)
def test_the_branch_from_zero_leads_to_a_printed_equilibrium(n, need, cost, precision, roots):
    found = equilibrium(game(np.ones(n), cost, np.ones(n, dtype=np.int64), need), precision)

    assert np.allclose(found.chances, roots[-1], atol=1e-10)
    assert not found.turned.any()


def test_many_starts_find_all_three_symmetric_equilibria():
    of = game(np.ones(5), 0.2, np.ones(5, dtype=np.int64), 3)

    found = equilibria(of, 20.0, np.random.default_rng(1))
    alike = sorted(float(e.chances[0, 0]) for e in found if np.ptp(e.chances) < 1e-9)

    assert np.allclose(alike, [0.0187151847, 0.1716493008, 0.717426276], atol=1e-10)
    assert found[0].chances[0, 0] == pytest.approx(0.717426276)


@pytest.mark.parametrize(("precision", "within"), [(1e3, 1e-3), (1e4, 1e-4), (1e5, 1e-5)])
def test_the_volunteers_dilemma_is_the_limit(precision, within):
    (coming,) = symmetric(5, 1, 1.0, 0.3, precision)

    assert round(0.3 ** (1 / 4), 10) == 0.7400828045
    assert 1 - coming == pytest.approx(0.7400828045, abs=within)


def test_the_general_solver_follows_the_volunteers_dilemma():
    found = equilibrium(game(np.ones(5), 0.3, np.ones(5, dtype=np.int64), 1), 1e4)

    assert np.allclose(1 - found.chances, 0.74001828, atol=1e-7)


# --------------------------------------------------------------------------- laws of equilibria


@st.composite
def games(draw, largest=5):
    n = draw(st.integers(1, largest))
    numbers = st.floats(0, 3)
    gain = np.array(draw(st.lists(numbers, min_size=n, max_size=n)))
    cost = np.array(draw(st.lists(st.floats(-0.5, 1), min_size=n, max_size=n)))
    units = np.array(draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))
    return game(gain, cost, units, draw(st.integers(1, 20))), draw(st.floats(0, 8))


@given(games())
def test_an_equilibrium_is_a_fixed_point(drawn):
    of, precision = drawn
    found = equilibrium(of, precision)
    pivot, success = pivots(found.chances, of.units, of.success)
    answer = of.response(np.array([precision]), pivot)
    assert np.allclose(found.chances, answer, atol=1e-9)
    assert np.allclose(found.success, success)


@settings(max_examples=40)
@given(games(largest=4))
def test_both_ways_to_follow_the_branch_lead_to_the_same_equilibrium(drawn):
    of, precision = drawn
    n = len(of.units)
    start = np.append(of.response(np.zeros(1), np.zeros((1, n)))[0], 0.0)
    along, _ = _Along(of, max(precision, 0.1)).to_goal(start, np.eye(n + 1)[n])
    assert np.allclose(equilibrium(of, max(precision, 0.1)).chances[0], along, atol=1e-6)


def test_a_batch_gives_what_each_game_gives_alone():
    rng = np.random.default_rng(5)
    units = rng.integers(1, 30, 12)
    gain, net = rng.uniform(0.5, 2, (6, 12, 1)), -rng.uniform(0, 0.6, (6, 12, 1))
    able = np.ones((1, 12))
    able[0, 0] = 0
    need = rng.integers(20, 150, 6)
    whole = Game(gain, net, np.ones(1), units, step(need, int(need.max())), able)

    together = equilibrium(whole, 5.0)

    for k in range(6):
        alone = equilibrium(whole.rows(np.array([k])), 5.0)
        assert np.allclose(together.chances[k], alone.chances[0], atol=1e-9)
    assert (together.chances[:, 0] == 0).all()


def test_where_the_branch_turns_back_it_is_followed_round():
    rng = np.random.default_rng(1)
    turned = 0
    for _ in range(12):
        units = in_units(rng.lognormal(0, 1.5, 12), 100)[0]
        of = game(rng.uniform(0.5, 4, 12), rng.uniform(0.02, 0.5, 12), units, 40)
        found = equilibrium(of, 25.0)
        turned += int(found.turned[0])
        answer = of.response(np.array([25.0]), found.pivot)
        assert np.allclose(found.chances, answer, atol=1e-8)
    assert turned


def test_the_large_carry_the_burden():
    """Olson & Zeckhauser (1966): with equal stakes the chance to come rises with size."""
    units = np.array([1, 2, 3, 5, 8])

    found = equilibrium(game(np.full(5, 2.0), 0.4, units, 10), 4.0)

    assert (np.diff(found.chances[0]) > -1e-12).all()
    assert found.chances[0, -1] > found.chances[0, 1] > found.chances[0, 0]


def test_commitment_and_audience_raise_the_chance_to_come():
    of = situation([1.0, 1.0])
    log_odds = np.zeros((1, 2))
    p = ContributionParameters()
    drive = [
        willing(gains(of, p, log_odds), net_costs(of, p, np.full((1, 1), d)), np.ones(1), 5.0)
        for d in (0.0, 1.0)
    ]

    odds = [np.log(x / (1 - x)) for x in drive]

    assert np.allclose(odds[1] - odds[0], 5.0 * (p.commitment + p.audience))


def test_in_units_keeps_shares_and_drops_what_is_below_half_a_unit():
    units, unit = in_units([600.0, 399.6, 0.4], 1000)

    assert units.tolist() == [600, 400, 0]
    assert unit == pytest.approx(1.0)


FAULTS = [
    (
        lambda: ContributionParameters(cost=-1.0),
        "cost of ContributionParameters is -1; a number of",
    ),
    (lambda: ContributionParameters(precision=-1.0), "precision of ContributionParameters is -1"),
    (
        lambda: ContributionParameters(gain="much"),
        "gain of ContributionParameters is 'much'",
    ),
    (lambda: symmetric(5, 6, 1.0, 0.1, 1.0), "the threshold is 6; a number from 1 to 5 is needed"),
    (lambda: game(np.ones(2), 0.1, np.ones(3, dtype=int), 1), "2 parties of 1 types need as many"),
    (lambda: game(np.ones(2), 0.1, np.ones(2, dtype=int), 0), "the threshold is 0; a number of at"),
    (
        lambda: in_units([0.0, 0.0]),
        "the parties have no capability: there is nothing",
    ),
    (lambda: pivots(np.ones((1, 2)), np.ones(3, dtype=int), step(1, 1)), "chances (1, 2), units"),
]


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS)
def test_a_fault_is_told_in_one_sentence(wrong, sentence):
    with pytest.raises(BehaviourError) as told:
        wrong()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)


def test_what_a_party_decides_alone_is_the_rise_of_the_attacked_s_chance():
    of = situation(
        [[4.0, 1.0, 2.0, 0.0]], side=[-1, 1, 0, 0], needed=[[3.0]], resisting=[[0.5]], war=[[0.2]]
    )
    contest = ContestParameters(decisiveness=np.array([[0.5], [2.0]]))
    found = alone(of, contest, np.float64)
    before, after = (success(force, 3.0, contest) for force in (1.5, 3.5))
    assert found[:, 2:3] == pytest.approx(after - before)
    assert found[:, 1].tolist() == [1, 1]  # the attacked's own fight
    assert found[:, 3].tolist() == [0, 0]
    nobody = situation([[4.0, 2.0]], side=[-1, 0], needed=[[2.0]])
    assert alone(nobody, ContestParameters(decisiveness=0.4), np.float64)[0, 1] == pytest.approx(
        0.5
    )


def test_what_is_added_to_the_cost():
    of = situation([1.0, 1.0], kilometres=[0.0, 4000.0], major_power=[0, 1], war=0.5)
    p = ContributionParameters(
        cost=1.0, cost_distance=0.5, cost_major=-0.3, cost_war=-0.2, commitment=0.0, audience=0.0
    )
    found = -net_costs(of, p, np.zeros((1, 1)))[0]
    assert found.tolist() == pytest.approx([0.9, 0.9 + 0.5 * np.log(5) - 0.3])
