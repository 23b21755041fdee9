"""What becomes of those who came: each draw has its model's contest, and the attacked resists."""

from dataclasses import replace

import numpy as np
import pytest

from foedera.behaviour import ContributionParameters, Sincere, VoteParameters, draw_noise
from foedera.behaviour.contest import ContestParameters, success
from foedera.charters import load_charter
from foedera.simulation import Ending, behaviours, dispute_of, field_of
from foedera.simulation.batch import draw, run
from foedera.simulation.opening import opening
from foedera.simulation.rows import at_rows, stacked
from foedera.world import World
from foedera.world.crises import load_crisis

GEORGIA = dispute_of(load_crisis("georgia-2008"))
WILLING = Sincere(
    voting=VoteParameters(cut_no=-6.0, cut_yes=-4.0, absence=-6.0),
    contribution=ContributionParameters(cost=0.5),
)
DRAWS = 2000
KINDS = np.array([0.0, 0.5, 6.0])


def drawn(model, field):
    noise = draw_noise(np.random.default_rng(5), DRAWS, len(field.parties))
    return draw(field, model, noise)


def test_each_draw_has_the_contest_of_its_model():
    plan = opening(load_charter("osce"), GEORGIA).plan
    field = field_of(GEORGIA, tuple(sorted(plan.parties)))
    models = tuple(replace(WILLING, contest=ContestParameters(decisiveness=m)) for m in KINDS)
    group = np.arange(DRAWS) % len(models)
    together = run(drawn(at_rows(stacked(models), group), field), plan).endings
    apart = np.array([run(drawn(model, field), plan).endings for model in models])
    assert (together == apart[group, np.arange(DRAWS)]).all()
    won = [(apart[k] == Ending.ACTED).mean() for k in range(len(models))]
    assert len(set(won)) == len(models)


def test_help_turns_the_outcome_as_often_as_the_contest_says():
    """Of the crises that the attacked alone would lose, by common luck, those that it then wins."""
    plan = opening(load_charter("osce"), GEORGIA).plan
    field = field_of(GEORGIA, tuple(sorted(plan.parties)))
    contest = ContestParameters(decisiveness=0.5)
    found = run(drawn(replace(WILLING, contest=contest), field), plan)
    decided = np.isin(found.endings, (Ending.ACTED, Ending.NOT_ENFORCED))
    own = field.situation.capability[0, field.parties.index("GEO")]
    needed = field.situation.needed[0, 0]
    alone = success(own, needed, contest)
    chance = ((success(found.force + own, needed, contest) - alone) / (1 - alone))[decided]
    acted = (found.endings == Ending.ACTED)[decided]
    error = np.sqrt((chance * (1 - chance)).sum()) / decided.sum()
    assert decided.sum() > 500
    assert abs(acted.mean() - chance.mean()) < 4 * error


def test_the_attacked_resists_where_it_is_no_party_and_alone_it_is_no_enforcement():
    world = World(2008, ("GEO", "RUS"), carry=True)
    outside = field_of(GEORGIA, ("DEU", "FRA", "RUS")).situation
    inside = field_of(GEORGIA, ("DEU", "FRA", "GEO", "RUS")).situation
    assert outside.resisting[0, 0] == pytest.approx(world["cinc"][0])
    assert inside.resisting[0, 0] == 0
    plan = opening(load_charter("osce"), GEORGIA).plan
    field = field_of(GEORGIA, tuple(sorted(plan.parties)))
    nobody = replace(WILLING, contribution=ContributionParameters(cost=50.0))
    found = run(drawn(nobody, field), plan)
    assert not found.came.any()
    assert not np.isin(found.endings, (Ending.ACTED, Ending.ASSISTED)).any()


def test_the_models_of_simulations_carry_draws_of_the_contest():
    found = behaviours("sincere")
    fitted = {model.contest.decisiveness for model in found.behaviours}
    assert len(fitted) > 50
    assert "contest until" in found.status
    assert "contest" not in found.status.partition("uncalibrated")[2]
    # The least recent fit is of years before 1990, as for the other parts.
    assert "contest until 1989" in behaviours("sincere", 2000).status


def test_distance_and_rank_are_those_of_the_data_and_war_follows_how_glaring_the_act_is():
    of = field_of(GEORGIA, ("DEU", "FRA", "GEO", "RUS", "USA"))
    km = dict(zip(of.parties, of.situation.kilometres[0], strict=True))
    assert km["RUS"] == km["GEO"] == 0
    assert 0 < km["DEU"] < km["FRA"]
    assert 0 < km["USA"] < 200  # across the Bering Strait
    rank = dict(zip(of.parties, of.situation.major_power[0], strict=True))
    assert rank == {"DEU": 1, "FRA": 1, "GEO": 0, "RUS": 1, "USA": 1}
    assert of.situation.war[0, 0] == GEORGIA.glaring
