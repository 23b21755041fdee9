"""Every model of the family, by one set of tests; the baselines; the strategic model."""

from dataclasses import fields

import numpy as np
import pytest

from foedera.behaviour import (
    FAMILY,
    Behaviour,
    BehaviourError,
    Null,
    RulesOnly,
    Sincere,
    Strategic,
    VoteParameters,
    cast,
    describe_parameters,
    draw_noise,
    expected_ballots,
    happens,
    situation,
)
from foedera.behaviour.anticipate import anticipate
from foedera.behaviour.catalogue import PARAMETERS
from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.pivots import in_units, pivots
from foedera.behaviour.strategic import adoption_given
from foedera.rules import Ballot, Electorate, bind, decide_batch, parse

PARTIES = 9
MEMBERS = tuple(f"P{k}" for k in range(PARTIES))
RULE = bind(
    parse("at least 2/3 of the parties are present and at least 2/3 of the parties vote yes"),
    Electorate(MEMBERS, {"parties": frozenset(MEMBERS)}),
)
RNG = np.random.default_rng(6)
OF = situation(
    RNG.lognormal(0, 1, PARTIES),
    side=[-1, 1, *([0] * (PARTIES - 2))],
    distance_to_accused=RNG.uniform(0, 3, PARTIES),
    distance_to_attacked=RNG.uniform(0, 3, PARTIES),
    allied_with_attacked=[0, 0, 1, 1, *([0] * (PARTIES - 4))],
    exposure=RNG.uniform(0, 0.3, PARTIES),
)
MIXED = situation(
    OF.capability[0],
    side=OF.side[0],
    attacked=[1.0, 0.0, 1.0, 1.0],
    glaring=[0.5, 1.0, 1.5, 2.0],
    needed=[1.0, 2.0, 4.0, 400.0],
)
MIXED_OUT_OF_REACH = situation(OF.capability[0], side=OF.side[0], needed=400.0)
every_model = pytest.mark.parametrize("model", [cls() for cls in FAMILY.values()], ids=list(FAMILY))


def play(model, of, draws, seed=0, *, single=True):
    noise = draw_noise(np.random.default_rng(seed), draws, PARTIES, single=single)
    log_odds = model.perceive(of, noise.signals)
    odds = model.vote(of, log_odds, RULE)
    ballots = cast(odds, noise.ballots)
    decided = decide_batch(RULE, ballots)[:, None].astype(noise.signals.dtype)
    chances = model.contribute(of, log_odds, decided)
    return log_odds, odds, ballots, decided, chances, happens(chances, noise.deeds)


@every_model
def test_it_has_the_three_methods(model):
    assert isinstance(model, Behaviour)


@every_model
@pytest.mark.parametrize(("of", "draws"), [(OF, 50), (MIXED, 4)])
def test_shapes_probabilities_and_precision_are_kept(model, of, draws):
    log_odds, odds, ballots, _, chances, comes = play(model, of, draws)

    assert log_odds.shape == ballots.shape == comes.shape == (draws, PARTIES)
    assert odds.shape in {(draws, PARTIES, 4), (1, PARTIES, 4)}
    assert chances.shape in {(draws, PARTIES), (1, PARTIES)}
    assert {log_odds.dtype, odds.dtype, chances.dtype} == {np.dtype(np.float32)}
    assert np.allclose(odds.sum(axis=-1), 1, atol=1e-6)
    assert (odds >= 0).all()
    assert ((chances >= 0) & (chances <= 1)).all()
    assert not comes[:, 0].any(), "the accused does not enforce against itself"


@every_model
def test_the_same_numbers_give_the_same_play(model):
    one, other = play(model, OF, 30), play(model, OF, 30)

    assert all(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


@every_model
def test_crises_in_one_batch_do_not_touch_each_other(model):
    noise = draw_noise(np.random.default_rng(2), 4, PARTIES, single=False)
    log_odds = model.perceive(MIXED, noise.signals)
    together = model.vote(MIXED, log_odds, RULE)
    deeds = model.contribute(MIXED, log_odds, np.ones((4, 1)))

    for k in range(4):
        alone = situation(
            MIXED.capability[0],
            side=MIXED.side[0],
            attacked=MIXED.attacked[k],
            glaring=MIXED.glaring[k],
            needed=MIXED.needed[k],
        )
        row = min(k, len(together) - 1)
        assert np.allclose(
            model.vote(alone, log_odds[k : k + 1], RULE)[0], together[row], atol=1e-6
        )
        found = model.contribute(alone, log_odds[k : k + 1], np.ones((1, 1)))[0]
        assert np.allclose(found, deeds[min(k, len(deeds) - 1)], atol=1e-6)


@every_model
def test_simulated_adoption_agrees_with_the_exact_count(model):
    draws = 8000
    exact = float(adoption_given(RULE, expected_ballots(model, OF, RULE))[0][0])

    adopted = play(model, OF, draws)[3].mean()

    error = np.sqrt(max(0.0, exact * (1 - exact)) / draws)
    assert abs(adopted - exact) <= 4 * error + 1e-6


@every_model
def test_a_column_too_few_is_told(model):
    with pytest.raises(BehaviourError, match=r"^the shape of the noise of signals is \(5, 2\); "):
        model.perceive(OF, np.zeros((5, 2)))


def test_the_well_informed_do_what_the_rules_let_them():
    _, _, ballots, decided, chances, _ = play(RulesOnly(), OF, 10)

    assert (ballots[:, 1:] == Ballot.YES).all()
    assert (ballots[:, 0] == Ballot.NO).all()
    assert decided.all()
    assert (chances == (OF.side == 0)).all(), "the attacked resists, beside whom the others come"
    assert not play(RulesOnly(), MIXED, 4)[3][1], "nobody acts against a state that did not attack"


def test_the_null_model_sees_and_knows_nothing():
    log_odds, *_ = play(Null(), OF, 4000)

    assert (log_odds > 0).mean() == pytest.approx(0.5, abs=0.02)
    with pytest.raises(BehaviourError, match=r"^the base rates of ballots add up to 1.25; 1 is"):
        Null(yes=0.5)


# ------------------------------------------------------------------------------------- strategic


def test_without_foresight_strategic_ballots_are_sincere():
    noise = draw_noise(np.random.default_rng(1), 20, PARTIES, single=False)
    strategic, sincere = Strategic(foresight=0.0), Sincere()
    log_odds = sincere.perceive(OF, noise.signals)

    assert np.allclose(strategic.vote(OF, log_odds, RULE), sincere.vote(OF, log_odds))


def test_the_strategic_expect_what_happens():
    """Mean play over draws is the equilibrium that each anticipates."""
    model = Strategic()
    expected = model.outlook(OF, decided=True)
    rng = np.random.default_rng(0)
    log_odds = model.perceive(OF, rng.standard_normal((40_000, PARTIES)))

    found = model.contribute(OF, log_odds, np.ones((1, 1))).mean(axis=0)

    units, unit = in_units(OF.capability[0], model.resolution)
    own = float((OF.capability * (OF.side > 0)).sum())
    forces = own + np.arange(units.sum() + 1) * unit
    curve = success(forces, OF.needed[0, 0], model.contest)[None]
    pivot, prevails = pivots(found[None], units, curve)
    assert np.allclose(found, expected.chances[0], atol=0.01)
    assert np.allclose(pivot, expected.pivot, atol=0.02)
    assert prevails[0] == pytest.approx(expected.success[0], abs=0.02)


def test_a_decision_brings_more_to_enforce():
    model = Strategic()

    with_, without = (model.outlook(OF, decided=d) for d in (True, False))

    assert with_.success[0] > without.success[0]


def test_what_nobody_can_reach_hardly_anybody_is_pivotal_for():
    assert (Strategic().outlook(MIXED, decided=True).pivot[3] < 0.002).all()


def test_a_council_foresees_those_outside_it():
    """Its members' part in what all who may come expect, not what they would alone."""
    model, seats = Strategic(), [0, 1, 4, 5]
    every, council = (of for of in (OF, OF.of_parties(seats)))
    found, whole = (model.outlook(of, decided=True) for of in (council, every))
    assert np.array_equal(found.chances, whole.chances[:, seats])
    assert found.success[0] == whole.success[0]


def test_the_strategic_model_needs_a_rule():
    with pytest.raises(BehaviourError, match=r"^the strategic model votes under a rule; none is"):
        Strategic().vote(OF, np.zeros((1, PARTIES)))


def test_the_strategic_model_takes_numbers_only():
    with pytest.raises(BehaviourError, match=r"^exposure is an array; the strategic model takes"):
        Strategic(voting=VoteParameters(exposure=np.ones((3, 1))))


def test_a_council_is_a_situation_of_its_members():
    council = OF.of_parties([0, 3, 5])

    assert council.parties == 3
    assert council.capability.tolist() == [OF.capability[0, [0, 3, 5]].tolist()]
    assert council.needed.tolist() == OF.needed.tolist()


# -------------------------------------------------------------------------------- anticipation


def test_the_aggressor_anticipates_what_is_simulated():
    """Where everybody is informed, ballots and deeds share no signal and the product is exact."""
    of = situation(OF.capability[0], side=OF.side[0], needed=OF.capability[0, 1:].sum() - 1e-9)

    assert anticipate(RulesOnly(), of, RULE).stopped == 1.0
    assert anticipate(RulesOnly(), MIXED_OUT_OF_REACH, RULE).stopped == 0.0


def test_anticipation_is_close_to_simulation_with_noise():
    draws, held = 20_000, OF.capability[0]
    for model in (Null(), Sincere()):
        found = anticipate(model, OF, RULE)
        *_, decided, _, comes = play(model, OF, draws)

        own = float(held @ (OF.side[0] > 0))
        stopped = (own + comes @ held >= OF.needed[0, 0]).mean()

        assert found.adopted == pytest.approx(decided.mean(), abs=0.02)
        assert found.stopped == pytest.approx(stopped, abs=0.03)


def test_a_contest_leaves_room_for_chance():
    decisive, even = (
        anticipate(RulesOnly(), OF, RULE, ContestParameters(decisiveness=m)) for m in (50.0, 0.0)
    )

    assert even.stopped == pytest.approx(0.5)
    assert decisive.stopped == pytest.approx(1.0, abs=1e-6)


def test_a_model_of_nine_parties_is_not_asked_about_several_crises():
    with pytest.raises(BehaviourError, match=r"^the situation holds 4 crises; take one at a time"):
        anticipate(Null(), MIXED, RULE)


# ------------------------------------------------------------------------------------ parameters


@pytest.mark.parametrize("model", PARAMETERS)
def test_every_parameter_has_a_unit_a_meaning_and_a_default_within_its_bounds(model):
    for row in describe_parameters(model):
        assert row.unit
        assert row.meaning
        assert row.low <= row.default <= row.high
        assert row.status == "uncalibrated"


def test_every_quantity_is_described():
    described = {row.name for row in describe_parameters(VoteParameters)}

    assert described == {item.name for item in fields(VoteParameters)} - {"link"}
