"""Spatial voting, outside options, rules without a sheriff, agreements, the ladder."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.behaviour import BehaviourError
from foedera.behaviour.coalitions import outsider, signatory, stable_sizes
from foedera.behaviour.ladder import (
    Ladder,
    Rung,
    best_policy,
    fixed_policy,
    stationary_value,
)
from foedera.behaviour.outside import outside_outcome
from foedera.behaviour.self_enforcing import (
    CollectiveAction,
    best_rule,
    first_best,
    patience_needed,
    value,
)
from foedera.behaviour.spatial import (
    pivots_of_count,
    pivots_of_rule,
    setter_proposal,
    winset,
)
from foedera.rules import Electorate, bind, parse

points = st.lists(st.integers(-20, 20), min_size=1, max_size=7)


@st.composite
def bodies(draw):
    positions = np.array(draw(points), dtype=float)
    needed = draw(st.integers(1, len(positions)))
    vetoers = draw(st.lists(st.sampled_from(range(len(positions))), max_size=2, unique=True))
    return positions, needed, vetoers


# ------------------------------------------------------------------------------------- spatial


def beats(positions, needed, vetoers, proposal, status_quo):
    prefers = np.abs(positions - proposal) < np.abs(positions - status_quo)
    return prefers.sum() >= needed and prefers[list(vetoers)].all()


@given(bodies(), st.integers(-60, 60))
def test_gridlock_is_where_nothing_beats_the_status_quo(body, thirds):
    positions, needed, vetoers = body
    status_quo = thirds / 3
    found = pivots_of_count(positions, needed, vetoers)
    # what is nearest to the status quo is the easiest to prefer to it
    moved = any(beats(*body, status_quo + step, status_quo) for step in (-1e-6, 1e-6))
    locked = found.gridlock is not None and found.gridlock[0] <= status_quo <= found.gridlock[1]
    assert moved == (not locked)


@given(bodies(), st.integers(-60, 60), st.floats(-70, 70))
def test_the_winset_holds_what_beats_the_status_quo(body, thirds, proposal):
    status_quo = thirds / 3
    low, high = winset(pivots_of_count(*body), status_quo)
    if min(abs(proposal - end) for end in (low, high, status_quo)) < 1e-6:
        return
    assert beats(*body, proposal, status_quo) == (low < proposal < high)


def test_the_gridlock_interval_of_a_count():
    positions = [5.0, 1.0, 2.0, 4.0, 3.0]

    assert pivots_of_count(positions, 4).gridlock == (2.0, 4.0)
    assert pivots_of_count(positions, 3).gridlock == (3.0, 3.0)  # Black's median
    assert pivots_of_count(positions, 5).gridlock == (1.0, 5.0)  # consensus: [min, max]
    assert pivots_of_count(positions, 3, vetoers=[0]).gridlock == (3.0, 5.0)
    assert pivots_of_count(positions, 2).gridlock is None


@given(bodies())
def test_a_rule_in_words_has_the_pivots_of_its_count(body):
    positions, needed, vetoers = body
    members = tuple(f"M{k}" for k in range(len(positions)))
    words = f"at least {needed} of the members vote yes and none of the vetoers vote no"
    groups = {"members": frozenset(members), "vetoers": frozenset(members[k] for k in vetoers)}
    rule = bind(parse(words), Electorate(members, groups))
    assert pivots_of_rule(rule, positions) == pivots_of_count(positions, needed, vetoers)


def test_the_setter_gets_romer_and_rosenthals_point():
    """A setter at 0, a status quo at 10, a pivot at 6: the furthest it can pull is 2 * 6 - 10."""
    of = pivots_of_count([6.0, 7.0, 0.0], 2)

    assert setter_proposal(of, 10.0, 0.0) == 2.0
    assert setter_proposal(of, 6.5, 0.0) == 5.5
    assert setter_proposal(of, 6.0, 0.0) == 6.0


# -------------------------------------------------------------------------------------- outside

VETO = pivots_of_count([0.0, 8.0], 2)  # the actor at 0, the vetoer at 8


def test_with_no_cost_the_veto_is_worth_nothing():
    assert outside_outcome(VETO, 5.0, 0.0, 0.0).outcome == 0.0


def test_with_a_large_cost_the_spatial_result_returns():
    found = outside_outcome(VETO, 5.0, 0.0, 5.0)

    assert (found.outcome, found.without, found.credible) == (5.0, 5.0, False)


@given(st.floats(0, 10), st.floats(0, 10), st.floats(-5, 15))
def test_the_outcome_moves_to_the_outside_actor_as_the_cost_falls(one, other, status_quo):
    low, high = sorted((one, other))
    near, far = (outside_outcome(VETO, status_quo, 0.0, c).outcome for c in (low, high))
    assert abs(near) <= abs(far) + 1e-12
    assert abs(near) <= low + 1e-12 or abs(near) == abs(setter_proposal(VETO, status_quo, 0.0))


# ------------------------------------------------------------------- rules without enforcement


@st.composite
def acting(draw):
    return CollectiveAction(
        members=draw(st.integers(2, 7)),
        favour=draw(st.floats(0.05, 0.95)),
        gain=draw(st.floats(0.1, 3)),
        loss=draw(st.floats(0.1, 3)),
    )


@given(acting())
def test_the_value_of_a_rule_is_that_over_all_profiles(of):
    for needed in range(1, of.members + 1):
        expected = 0.0
        for profile in product([0, 1], repeat=of.members):
            k = sum(profile)
            if k >= needed:
                chance = of.favour**k * (1 - of.favour) ** (of.members - k)
                expected += chance * (of.gain if profile[0] else -of.loss)
        assert value(of, needed) == pytest.approx(expected, abs=1e-12)


@given(acting())
def test_the_first_best_rule_is_worth_most(of):
    worth = [value(of, m) for m in range(1, of.members + 1)]
    assert worth[first_best(of) - 1] == pytest.approx(max(worth), abs=1e-12)


@given(acting(), st.floats(0, 0.999))
def test_the_best_self_enforcing_rule_is_the_first_best_or_unanimity(of, patience):
    """Maggi & Morelli's (2006) result, against a search over every rule that holds."""
    holding = [
        m
        for m in range(1, of.members + 1)
        if m == of.members or value(of, m) * patience >= of.loss * (1 - patience)
    ]
    best = max(value(of, m) for m in holding)
    assert value(of, best_rule(of, patience)) == pytest.approx(best, abs=1e-9)


def test_the_rule_switches_at_the_patience_derived():
    of = CollectiveAction(members=15, favour=0.7, gain=1.0, loss=0.5)
    majority, switch = first_best(of), patience_needed(of, first_best(of))

    assert majority == 5
    assert switch == pytest.approx(0.5 / (0.5 + value(of, 5)))
    assert best_rule(of, switch - 1e-9) == 15
    assert best_rule(of, switch + 1e-9) == 5
    assert patience_needed(of, 15) == 0


@pytest.mark.parametrize("countries", [3, 4, 10, 57, 200])
def test_barretts_largest_agreement_has_three_members(countries):
    assert max(stable_sizes(countries)) == 3


@pytest.mark.parametrize(("k", "n"), [(2, 5), (3, 5), (4, 9)])
def test_barretts_payoffs_are_those_of_the_game(k, n):
    """b = c = 1: benefits b Q less costs c q^2 / 2, signatories maximising their joint payoff."""
    own = np.linspace(0, 10, 100_001)
    joint = own[(k * k * own - k * own**2 / 2).argmax()]
    alone = own[(own - own**2 / 2).argmax()]
    total = k * joint + (n - k) * alone

    assert signatory(k, n) / 2 == pytest.approx(total - joint**2 / 2)
    assert outsider(k, n) / 2 == pytest.approx(total - alone**2 / 2)


# ---------------------------------------------------------------------------------------- ladder


def plain(name, cost, chance):
    return Rung(name, cost=cost, ends=chance, ends_resolute=chance, escalates=0.0)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.02, 1)), min_size=1, max_size=4))
def test_without_learning_the_best_rung_has_the_largest_stationary_value(pairs):
    rungs = tuple(plain(str(k), *pair) for k, pair in enumerate(pairs))
    of = Ladder(rungs, gain=5.0, discount=0.7, periods=70, reach=len(rungs))
    worth = [stationary_value(5.0, chance, cost, 0.7) for cost, chance in pairs]

    found = best_policy(of, beliefs=2)

    assert np.allclose(found.value, max(worth), atol=1e-6)
    for k, expected in enumerate(worth):
        assert fixed_policy(of, k, beliefs=2).at(0, k, 0.5) == pytest.approx(expected, abs=1e-6)


LADDER = Ladder(
    (
        Rung("consult", cost=0.05, ends=0.1, ends_resolute=0.01, escalates=0.2),
        Rung("sanction", cost=0.4, ends=0.3, ends_resolute=0.05, escalates=0.1, agreement=0.6),
        Rung(
            "enforce", cost=2.0, ends=0.5, ends_resolute=0.4, escalates=0.1, agreement=0.3, delay=1
        ),
    ),
    damage=(0.1, 0.6, 2.0),
    gain=8.0,
    periods=40,
)


def test_the_best_policy_is_at_least_as_good_as_any_fixed_one():
    best = best_policy(LADDER)

    for rung in range(3):
        assert (best.value >= fixed_policy(LADDER, rung).value - 1e-9).all()


def test_against_the_resolute_the_body_climbs():
    best = best_policy(LADDER)

    assert best.target[2, 1, -1] == 2
    assert (best.waiting()[2, 1, -1] < 0).all()


def test_agreement_is_worth_having():
    easy = Ladder(
        tuple(Rung(r.name, r.cost, r.ends, r.ends_resolute, r.escalates) for r in LADDER.rungs),
        damage=LADDER.damage,
        gain=8.0,
        periods=40,
    )

    assert (best_policy(easy).value >= best_policy(LADDER).value - 1e-9).all()


def test_a_short_course_agrees_with_the_tree_of_all_courses():
    """Two periods, one rung kept: the mixture over types without any grid of beliefs."""
    rung = Rung("hold", cost=0.1, ends=0.5, ends_resolute=0.25, escalates=0.5)
    of = Ladder((rung,), damage=(0.0, 1.0), gain=4.0, discount=0.9, periods=2)
    expected = 0.0
    for weight, ends in ((0.6, 0.25), (0.4, 0.5)):
        second = 0.5 * (ends * 4 - 0.1) + 0.5 * (ends * 4 - 0.1 - 1.0)
        expected += weight * (ends * 4 - 0.1 + (1 - ends) * 0.9 * second)

    assert best_policy(of, beliefs=101).at(0, 0, 0.6) == pytest.approx(expected, abs=1e-9)


FAULTS = [
    (lambda: pivots_of_count([], 1), "no position is given; at least one member is needed"),
    (lambda: pivots_of_count([1.0], 2), "the number needed is 2; a number from 1 to 1 is needed"),
    (lambda: pivots_of_count([1.0], 1, [3]), "vetoer 3 is no member; there are 1"),
    (lambda: outside_outcome(VETO, 1.0, 0.0, -1.0), "the cost of acting outside is -1"),
    (lambda: CollectiveAction(favour=2.0), "favour of CollectiveAction is 2; a number from 0 to 1"),
    (lambda: CollectiveAction(gain=0.0, loss=0.0), "gain and loss of CollectiveAction are both 0"),
    (lambda: best_rule(CollectiveAction(), 1.0), "patience is 1; a discount factor below 1"),
    (lambda: Ladder(()), "a ladder has at least one rung and one level of violence"),
    (lambda: Rung("x", ends=1.2), "ends of Rung is 1.2; a number from 0 to 1 is needed"),
    (lambda: fixed_policy(LADDER, 3), "rung 3 is none of the 3 of the ladder, from 0"),
    (lambda: stationary_value(1.0, 0.0, 0.1, 1.0), "with chance 0 and discount factor 1 the value"),
]


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS)
def test_a_fault_is_told_in_one_sentence(wrong, sentence):
    with pytest.raises(BehaviourError) as told:
        wrong()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)
