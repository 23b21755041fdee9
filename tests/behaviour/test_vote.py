"""The sincere and the strategic vote: laws, closed forms, exact counts."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.behaviour import (
    BehaviourError,
    Link,
    PerceptionParameters,
    VoteParameters,
    cast,
    happens,
    situation,
)
from foedera.behaviour.gaussian import logistic, normal_cdf
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.strategic import adoption_given, anticipated, tilted
from foedera.behaviour.vote import above, absence, expected_vote, leaning, vote
from foedera.rules import Ballot, Electorate, bind, decide_batch, parse

coefficients = st.floats(-3, 3)


def body(words, size):
    members = tuple(f"M{k}" for k in range(size))
    return bind(parse(words), Electorate(members, {"members": frozenset(members)}))


@st.composite
def voters(draw):
    def column(low, high):
        return draw(st.lists(st.floats(low, high), min_size=4, max_size=4))

    return situation(
        np.ones(4),
        distance_to_accused=column(0, 4),
        distance_to_attacked=column(0, 4),
        exposure=column(0, 1),
        allied_with_accused=column(0, 1),
        side=[-1, 1, 0, 0],
    )


@given(voters(), st.sampled_from(Link), st.floats(-20, 20), coefficients, st.floats(0, 3))
def test_probabilities_add_up_to_one(of, link, log_odds, cut, between):
    parameters = VoteParameters(link=link, cut_no=cut, cut_yes=cut + between)
    found = vote(of, parameters, np.full((2, 4), log_odds))
    assert (found >= 0).all()
    assert np.allclose(found.sum(axis=-1), 1)
    assert found.shape == (2, 4, 4)


@given(voters(), st.sampled_from(Link))
def test_belief_moves_ballots_from_no_to_yes(of, link):
    beliefs = np.repeat(np.linspace(-8, 8, 9)[:, None], 4, axis=1)
    found = vote(of, VoteParameters(link=link), beliefs)
    assert (np.diff(found[..., Ballot.YES], axis=0) >= -1e-15).all()
    assert (np.diff(found[..., Ballot.NO], axis=0) <= 1e-15).all()
    assert np.ptp(found[..., Ballot.ABSENT], axis=0).max() == 0


def test_the_formula_is_that_of_the_ordered_logit():
    of = situation([1.0], distance_to_accused=1.5, exposure=0.2, patience=0.8)
    p = VoteParameters()
    support = 0.5 * 1.2 + 0.5 * 1.5 - 2.0 * 0.2 + 0.5 * 0.8 + 0.2
    away = float(logistic(-3.0 + 0.2))

    found = vote(of, p, np.array([[1.2]]))[0, 0]

    assert absence(of, p)[0, 0] == pytest.approx(away)
    assert found[Ballot.NO] == pytest.approx((1 - away) * float(logistic(-0.5 - support)))
    assert found[Ballot.YES] == pytest.approx((1 - away) * (1 - float(logistic(0.5 - support))))


def test_a_mirrored_party_votes_the_other_way():
    p = VoteParameters(audience=0.0, patience=0.0)
    of = situation([1.0], distance_to_accused=1.0, distance_to_attacked=2.0)
    mirror = situation([1.0], distance_to_accused=2.0, distance_to_attacked=1.0)

    one, other = (vote(s, p, np.array([[x]]))[0, 0] for s, x in ((of, 0.7), (mirror, -0.7)))

    assert one[Ballot.YES] == pytest.approx(other[Ballot.NO])
    assert one[Ballot.ABSTAIN] == pytest.approx(other[Ballot.ABSTAIN])


@pytest.mark.parametrize("link", Link)
def test_noise_integrated_out_agrees_with_draws(link):
    rng = np.random.default_rng(4)
    of = situation(rng.random(5), distance_to_accused=rng.random(5) * 3, side=[-1, 1, 0, 0, 0])
    p, law = VoteParameters(link=link), perception_law(of, PerceptionParameters())
    drawn = vote(of, p, law.drawn(rng.standard_normal((20_000, 5))))

    assert np.allclose(drawn.mean(axis=0), expected_vote(of, p, law)[0], atol=0.01)


def test_under_the_normal_link_the_noise_adds_its_variance():
    of = situation([1.0], glaring=0.6)
    p, law = VoteParameters(link=Link.PROBIT), perception_law(of, PerceptionParameters())
    mean = leaning(of, p) + 0.5 * law.mean
    spread = np.sqrt(1 + (0.5 * law.deviation) ** 2)
    present = 1 - absence(of, p)

    found = expected_vote(of, p, law)

    assert np.allclose(found[..., Ballot.YES], present * normal_cdf((mean - 0.5) / spread))


def test_parameters_may_differ_by_draw():
    of, log_odds = situation([1.0, 1.0]), np.ones((3, 2))
    posterior = np.array([[0.1], [0.5], [0.9]])

    together = vote(of, VoteParameters(perception=posterior), log_odds)

    for k, value in enumerate(posterior[:, 0].tolist()):
        alone = vote(of, VoteParameters(perception=value), log_odds[:1])
        assert np.allclose(together[k], alone[0])


# ------------------------------------------------------------------------------------- casting


@given(st.integers(0, 2**32 - 1))
def test_ballots_come_as_often_as_their_probabilities_say(seed):
    rng = np.random.default_rng(seed)
    odds = rng.dirichlet(np.ones(4), (1, 3))
    ballots = cast(odds, rng.random((20_000, 3)))
    for ballot in Ballot:
        assert np.allclose((ballots == ballot).mean(axis=0), odds[0, :, ballot], atol=0.025)


def test_a_certain_ballot_is_always_cast():
    edges = np.array([[0.0, 0.5, np.nextafter(np.float32(1), np.float32(0))]], dtype=np.float32)
    for ballot in Ballot:
        certain = np.zeros((1, 3, 4), dtype=np.float32)
        certain[..., ballot] = 1

        assert (cast(certain, edges) == ballot).all()


def test_nobody_is_absent_by_rounding():
    thirds = np.array([[[1 / 3, 1 / 3, 1 / 3, 0.0]]], dtype=np.float32)
    last = np.array([[np.nextafter(np.float32(1), np.float32(0))]])

    assert cast(thirds, last)[0, 0] == Ballot.ABSTAIN


def test_common_random_numbers_change_only_what_differs():
    rng = np.random.default_rng(0)
    odds, uniforms = rng.dirichlet(np.ones(4), (1, 4)), rng.random((500, 4))
    changed = odds.copy()
    changed[0, 2] = [0.1, 0.2, 0.3, 0.4]

    same = cast(odds, uniforms) == cast(changed, uniforms)

    assert same[:, [0, 1, 3]].all()
    assert not same[:, 2].all()


def test_deeds_happen_as_often_as_their_chances_say():
    uniforms = np.random.default_rng(1).random((20_000, 3))

    found = happens(np.array([[0.0, 0.3, 1.0]]), uniforms).mean(axis=0)

    assert np.allclose(found, [0, 0.3, 1], atol=0.01)


def test_simulated_votes_agree_with_the_exact_count():
    rng = np.random.default_rng(8)
    rule = body("at least 2/3 of the members are present and at most 1 of the members vote no", 7)
    odds = rng.dirichlet([6, 1, 2, 1], (1, 7))

    exact, _ = adoption_given(rule, odds)
    adopted = decide_batch(rule, cast(odds, rng.random((40_000, 7))))

    error = np.sqrt(exact[0] * (1 - exact[0]) / 40_000)
    assert abs(adopted.mean() - exact[0]) < 4 * error


# ----------------------------------------------------------------------------------- strategic


def test_without_foresight_the_strategic_vote_is_the_sincere_one():
    sincere = np.random.default_rng(0).dirichlet(np.ones(4), (2, 3))
    adoption = np.random.default_rng(1).random((2, 3, 4))

    assert np.allclose(tilted(sincere, np.zeros((2, 3)), adoption), sincere)


@settings(max_examples=20)
@given(st.integers(0, 2**32 - 1), st.floats(0, 4))
def test_the_strategic_vote_is_a_fixed_point_by_brute_force(seed, foresight):
    rng = np.random.default_rng(seed)
    rule = body("at least 2/3 of the members present and voting vote yes", 3)
    sincere = rng.dirichlet(np.ones(4), (1, 3))
    stake = foresight * rng.uniform(-1, 1, (1, 3))
    adoption = anticipated(rule, sincere[None], stake[None], np.ones(1))
    odds = tilted(sincere, stake, adoption)[0]

    sheets = np.array(list(product(range(4), repeat=3)), dtype=np.uint8)
    adopted = decide_batch(rule, sheets)
    for i, ballot in product(range(3), Ballot):
        others = [k for k in range(3) if k != i]
        chosen = sheets[:, i] == ballot
        weight = np.prod([odds[k, sheets[chosen, k]] for k in others], axis=0)
        assert adoption[0, i, ballot] == pytest.approx(float(weight @ adopted[chosen]), abs=1e-7)


def test_who_gains_from_adoption_votes_for_it_more_often():
    rule = body("a majority of the members present and voting", 5)
    sincere = np.full((1, 5, 4), 0.25)
    stake = np.array([[3.0, 1.0, 0.0, -1.0, -3.0]])

    odds = tilted(sincere, stake, anticipated(rule, sincere[None], stake[None], np.ones(1)))

    assert (np.diff(odds[0, :, Ballot.YES]) < 0).all()
    assert (np.diff(odds[0, :, Ballot.NO]) > 0).all()


FAULTS = [
    (lambda: VoteParameters(cut_no=1.0, cut_yes=0.0), "cut_no of VoteParameters is above cut_yes"),
    (lambda: VoteParameters(perception=-0.1), "perception of VoteParameters is -0.1; a number of"),
    (lambda: VoteParameters(exposure=np.nan), "exposure of VoteParameters is nan; a finite number"),
    (lambda: VoteParameters(link="cauchy"), "link is 'cauchy'; logit or probit is needed"),
    (
        lambda: vote(situation([1.0]), VoteParameters(), np.zeros(3)),
        "the shape of the log-odds is (3,); (draws, 1) is needed",
    ),
    (
        lambda: cast(np.full((1, 2, 4), 0.25), np.zeros((5, 3))),
        "probabilities of shape (1, 2, 4) do not fit random numbers of shape (5, 3)",
    ),
    (
        lambda: adoption_given(body("consensus of the members", 3), np.full((1, 2, 4), 0.25)),
        "the rule is for 3 members, the situation has 2 parties",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence"), FAULTS)
def test_a_fault_is_told_in_one_sentence(wrong, sentence):
    with pytest.raises(BehaviourError) as told:
        wrong()

    assert str(told.value).startswith(sentence)
    assert "\n" not in str(told.value)


def test_size_and_democracy_move_absence_and_nothing_else():
    of = situation([1.0, 1.0], size=[-2.0, 1.0], democracy=[0.5, 0.9])
    p = VoteParameters(absence=-2.0, absence_size=-0.6, absence_democracy=-1.5)
    assert absence(of, p)[0] == pytest.approx(
        [1 / (1 + np.exp(2.0 - 1.2)), 1 / (1 + np.exp(2.0 + 0.6 + 0.6))]
    )
    plain = VoteParameters(absence=-2.0)
    assert (leaning(of, p) == leaning(of, plain)).all()


def test_the_band_of_abstention_widens_with_distance():
    of = situation([1.0, 1.0], distance_to_accused=[0.0, 2.0])
    p = VoteParameters(accused=0.0, cut_no=-1.0, cut_yes=1.0, band_accused=0.3)
    assert above(of, p)[0] == pytest.approx([1.0, -1.0 + 2.0 * np.exp(0.6)])
    odds = vote(of, p, np.zeros((1, 2)))[0]
    assert odds[1, Ballot.ABSTAIN] > odds[0, Ballot.ABSTAIN]
    assert odds[1, Ballot.NO] == pytest.approx(odds[0, Ballot.NO])


def test_a_text_is_worded_for_all_who_are_asked():
    of = situation([1.0, 1.0], distance_to_accused=[1.0, 3.0])
    assert of.all_accused.tolist() == [[2.0]]
    moved = leaning(of, VoteParameters(all_accused=-0.5)) - leaning(of, VoteParameters())
    assert moved.tolist() == [[-1.0, -1.0]]
    council = of.of_parties([1])
    assert council.all_accused.tolist() == [[2.0]]  # the same text, whoever votes on it


def test_further_noise_of_support_is_that_of_its_draws():
    of, p = situation([1.0], glaring=0.6), VoteParameters()
    law = perception_law(of, PerceptionParameters())
    found = expected_vote(of, p, law, spread=1.5)[0, 0]
    rng = np.random.default_rng(2)
    shifts = 1.5 * rng.standard_normal((40_000, 1))
    beliefs = law.drawn(rng.standard_normal((40_000, 1))) + shifts / p.perception
    assert vote(of, p, beliefs).mean(axis=0)[0] == pytest.approx(found, abs=0.01)
