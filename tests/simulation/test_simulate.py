"""Whole simulations: exact where that is possible, repeatable, sharp between charters."""

import json
import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from foedera.behaviour import Null, RulesOnly, Sincere, VoteParameters, draw_noise, expected_ballots
from foedera.charters import load_charter
from foedera.power.counting import chances, unroll
from foedera.simulation import (
    Dispute,
    Ending,
    Gate,
    Plan,
    Route,
    Settings,
    SimulationError,
    behaviours,
    bound_as,
    compare,
    compare_many,
    decisions_only,
    dispute_of,
    field_of,
    naming,
    nothing,
    opening,
    random_disputes,
    signature,
    simulate,
    together,
)
from foedera.simulation.batch import draw, run
from foedera.world.crises import load_crisis

GEORGIA = dispute_of(load_crisis("georgia-2008"))
DRAWS = 8_192
ADOPTED = [Ending.ACTED, Ending.NOT_ENFORCED, Ending.TOO_LATE]


def opened(charter, dispute=GEORGIA):
    return opening(load_charter(charter), dispute).plan


def vote_alone(form, parties):
    """Return a plan whose only gate is one vote, which binds nobody: adoption alone counts."""
    gate = Gate("vote", "vote", "", "vote", form=form)
    route = Route("test", "vote", "vote", (gate,), "internal", 0.0, (), parties)
    return Plan("test", "default", parties, (route,))


def adopted_share(form, parties, model, draws=DRAWS):
    field = field_of(GEORGIA, parties)
    drawn = draw(field, model, draw_noise(np.random.default_rng(3), draws, len(field.parties)))
    endings = run(drawn, vote_alone(form, parties)).endings
    return float(np.isin(endings, ADOPTED).mean()), field


def exact_share(form, field, model):
    seats = field.seen_by(form.members)
    odds = expected_ballots(model, seats)[0]
    return float(chances(unroll(form), odds[:, :, None]).total[0])


# Votes are independent given the crisis: what is simulated must be what is counted. Supportive
# parameters, so that adoption is neither rare nor certain.
WILLING = Sincere(voting=VoteParameters(cut_no=-4.5, cut_yes=-2.5, own_case=1.0))


@pytest.mark.parametrize(
    ("charter", "goal"),
    [
        ("est-2009", "conference:decision"),
        ("est-2009", "extraordinary-conference:collective-measures"),
        ("un-sc", "council:substantive"),
        ("un-ga", "assembly:important"),
        ("osce", "permanent-council:consensus-minus-one"),
    ],
)
@pytest.mark.parametrize("model", [WILLING, Null(0.85, 0.05, 0.05, 0.05)], ids=["sincere", "null"])
def test_a_simulated_vote_is_adopted_as_often_as_counting_says(charter, goal, model):
    plan = opened(charter)
    route = next(each for each in plan.routes if each.goal == goal)
    form = next(gate.form for gate in route.gates if gate.kind == "vote")
    share, field = adopted_share(form, plan.parties, model)
    exact = exact_share(form, field, model)
    error = math.sqrt(max(exact * (1 - exact), 1 / DRAWS) / DRAWS)
    assert abs(share - exact) < 4.5 * error, (share, exact)


def test_the_council_of_nato_is_simulated_as_counted():
    dispute = Dispute("made-up", ("RUS",), ("EST",), date(2008, 8, 8), 0.9)
    plan = opened("nato", dispute)
    form = next(g.form for r in plan.routes for g in r.gates if g.kind == "vote")
    model = Null(0.5, 0.01, 0.3, 0.19)
    field = field_of(dispute, plan.parties)
    drawn = draw(field, model, draw_noise(np.random.default_rng(1), DRAWS, len(field.parties)))
    endings = run(drawn, vote_alone(form, plan.parties)).endings
    share = np.isin(endings, ADOPTED).mean()
    exact = exact_share(form, field, model)
    assert 0.05 < exact < 0.95
    assert abs(share - exact) < 4.5 * math.sqrt(exact * (1 - exact) / DRAWS)


PARTIES = ("RUS", "GEO", "USA", "FRA", "POL")


# ------------------------------------------------------------------- what is known without a model


def alone(plan, goal):
    return replace(plan, routes=tuple(route for route in plan.routes if route.goal == goal))


def test_the_well_informed_end_as_the_proofs_say():
    """Draft treaty: Art. 6(3) consensus needs the accused, Art. 8(4) leaves it out."""
    plan, model = opened("est-2009"), (RulesOnly(),)
    chosen = Settings(512, 1, model, force_needed=0.01, false_alarms=True)
    unhurried = replace(GEORGIA, days=None)
    conference = simulate(alone(plan, "conference:decision"), unhurried, chosen)
    assert conference.tally.share(Ending.BLOCKED_BY_ACCUSED).share == 1
    goal = "extraordinary-conference:collective-measures"
    extraordinary = simulate(alone(plan, goal), unhurried, chosen)
    assert extraordinary.tally.share(Ending.ACTED).share > 0.99
    assert extraordinary.false_alarm.share == 0


def test_only_decisions_on_force_call_to_come_with_it():
    """EU: unanimity (31(1)) breaks off relations, 42(4) sends forces."""
    pulls = {route.goal: route.pull for route in opened("eu").routes}
    assert pulls["council:unanimity"] == 0
    assert pulls["council:csdp"] == 1


def test_the_interval_is_silent_where_draws_cannot_tell_it():
    models = behaviours("sincere", 1989).behaviours
    few, many = (
        simulate(opened("un-sc"), GEORGIA, Settings(draws, 1, models, false_alarms=False))
        for draws in (500, 10_000)
    )
    assert few.interval is None
    low, high = many.interval
    assert low < many.acts.share < high


def test_the_veto_of_the_accused_shuts_the_council():
    found = simulate(
        decisions_only(opened("un-sc")), GEORGIA, Settings(256, behaviours=(RulesOnly(),))
    )
    assert found.tally.share(Ending.BLOCKED_BY_ACCUSED).share == 1


# ------------------------------------------------------------------------------- random numbers


def test_the_same_seed_gives_the_same_document():
    plan = opened("est-2009")
    chosen = Settings(3_000, 7, behaviours().behaviours)
    first, again = (simulate(plan, GEORGIA, chosen).to_json() for _ in range(2))
    assert first == again
    assert first != simulate(plan, GEORGIA, replace(chosen, seed=8)).to_json()


def test_a_charter_differs_from_itself_by_nothing():
    plan = opened("osce")
    first, same = compare([plan, plan], GEORGIA, Settings(3_000, 2))
    assert first.tally.endings.tolist() == same.tally.endings.tolist()
    assert (same.difference["acts"].share, same.difference["acts"].se) == (0.0, 0.0)


def test_paired_errors_are_smaller_than_those_of_two_runs():
    plans = [opened("est-2009"), replace(opened("est-2009"), routes=opened("est-2009").routes[:2])]
    first, second = compare(plans, GEORGIA, Settings(4_096, 3, (WILLING,)))
    alone_ = math.hypot(first.acts.se, second.acts.se)
    assert second.difference["acts"].se <= alone_


def test_posterior_draws_as_rows_are_the_models_one_by_one():
    """Two models held together give each draw its own: means are those of the two alone."""
    models = (WILLING, Sincere(voting=VoteParameters(cut_no=5.0, cut_yes=6.0)))
    plan = decisions_only(opened("est-2009"))
    both = simulate(plan, GEORGIA, Settings(8_192, 1, models, force_needed=0.01))
    each = [
        simulate(plan, GEORGIA, Settings(8_192, 1, (model,), force_needed=0.01)).acts.share
        for model in models
    ]
    shares = both.tally.endings[:, [Ending.ACTED, Ending.ASSISTED]].sum(axis=1) / 4_096
    assert shares == pytest.approx(each, abs=0.03)
    assert each[0] > each[1] + 0.2
    assert both.acts.se == pytest.approx(abs(shares[0] - shares[1]) / 2, rel=1e-9)


# ------------------------------------------------------------------------------ plans of plans


def test_together_is_never_worse_than_each():
    plans = [opened("est-2009"), opened("osce")]
    whole, *each = compare([together(plans), *plans], GEORGIA, Settings(2_000, 1))
    assert whole.acts.share >= max(result.acts.share for result in each)


def test_decisions_of_no_force_bring_nobody_more():
    plan = decisions_only(opened("est-2009"))
    chosen = Settings(4_096, 1, (replace(WILLING),), force_needed=0.5)
    weak, strong = compare([bound_as(plan, f) for f in ("internal", "legal")], GEORGIA, chosen)
    assert sum(strong.burden().values()) >= sum(weak.burden().values())


def test_without_a_charter_help_alone_is_possible():
    found = simulate(nothing(PARTIES), GEORGIA, Settings(1_000))
    possible = (Ending.ASSISTED, Ending.NOBODY_CAME, Ending.NOT_ENFORCED, Ending.TOO_LATE)
    assert found.tally.share(*possible).share == 1


def test_plans_are_equal_by_what_they_come_to():
    charter = load_charter("est-2009")
    same = [opening(charter, GEORGIA, readings).plan for readings in ((), ("E7b",), ("E1b",))]
    keys = [signature(plan) for plan in same]
    assert keys[0] == keys[1] != keys[2]


# ---------------------------------------------------------------------- which charters are open


def test_a_draft_is_taken_as_opened_and_says_so():
    found = opening(load_charter("est-2009"), GEORGIA)
    assert found.view.on == date(2009, 11, 29)
    (said,) = found.assumed
    assert said.startswith("est-2009 was opened only on 2009-11-29: its text and parties are of")


@pytest.mark.parametrize(
    ("charter", "said"),
    [
        ("concert", "concert ended on 1822-12-14, before 2008-08-07"),
        ("csto", "GEO is no party to csto on 2008-08-07"),
    ],
)
def test_what_is_not_open_says_why(charter, said):
    assert opened(charter).closed == said


def test_a_treaty_not_yet_in_force_is_closed():
    cyprus = dispute_of(load_crisis("cyprus-1974"))
    assert "is in force only from" in opened("csto", cyprus).closed


def test_an_accused_that_is_no_party_has_no_seat_and_cannot_come():
    falklands = dispute_of(load_crisis("falklands-1982"))
    found = simulate(opened("nato", falklands), falklands, Settings(500))
    assert "ARG" in found.parties
    assert "ARG" not in found.burden()


def test_parties_that_stay_out_have_no_say():
    out = opening(load_charter("osce"), GEORGIA, without=("USA", "CAN")).plan
    assert set(opened("osce").parties) - set(out.parties) == {"USA", "CAN"}


# --------------------------------------------------------------------------------- who names whom


def test_the_more_glaring_the_more_name_the_aggressor():
    plan, chosen = opened("est-2009"), Settings(1_000, 1)
    plain, faint = (
        naming(plan, replace(GEORGIA, glaring=glaring), chosen) for glaring in (1.0, 0.2)
    )
    assert plain.parties.share > faint.parties.share
    assert plain.most.share >= faint.most.share


def test_well_informed_parties_all_name_the_aggressor():
    found = naming(opened("est-2009"), GEORGIA, Settings(100, behaviours=(RulesOnly(),)))
    assert (found.parties.share, found.capability.share, found.most.share) == (
        1,
        pytest.approx(1),
        1,
    )
    assert found.acts_if_not is None


# ---------------------------------------------------------------------------------- random crises


def test_random_crises_are_repeatable_and_among_the_parties():
    states = opened("osce").parties
    first, again = (random_disputes(states, date(2008, 1, 1), 20, 4) for _ in range(2))
    assert first == again
    assert all({*each.accused, *each.attacked} <= set(states) for each in first)


def test_many_crises_add_up_to_their_mean():
    disputes = random_disputes(opened("osce").parties, date(2008, 1, 1), 4, 1)
    found = compare_many(disputes, lambda each: [opened("osce", each)], Settings(400, 9))[0]
    assert found.tally.endings.shape == (4, len(Ending))
    assert found.draws == 400
    assert found.dispute == "4 random crises"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: random_disputes(PARTIES, date(2008, 1, 1), 0, 1), "random crises are 1 to 10000"),
        (lambda: random_disputes(PARTIES[:1], date(2008, 1, 1), 3, 1), "give at least two"),
        (
            lambda: compare_many([GEORGIA] * 9, lambda _: [opened("osce")], Settings(5)),
            "9 crises need as many draws: 5 are",
        ),
        (lambda: behaviours("clever"), "there is no model 'clever'; there are: null, rules-only"),
        (lambda: Settings(0), "draws are 1 to"),
        (
            lambda: dispute_of(load_crisis("september-11-2001")),
            "september-11-2001 has no aggressor: it cannot be brought as an attack",
        ),
    ],
)
def test_what_cannot_be_simulated_is_told(call, said):
    with pytest.raises(SimulationError, match=said):
        call()


def test_results_hand_themselves_over():
    found = simulate(opened("osce"), GEORGIA, Settings(200))
    assert json.loads(found.to_json())["draws"] == 200
    frame = found.to_polars()
    assert frame["share"].sum() == pytest.approx(1)
    assert set(found.paralysis()) < set(found.endings())
