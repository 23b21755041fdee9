import json
from dataclasses import fields

import numpy as np
import pytest

from foedera.behaviour import BehaviourError, PerceptionParameters, situation
from foedera.behaviour.commit import reliability
from foedera.behaviour.posterior import (
    PARTS,
    Body,
    contribution_parameters,
    cutoffs,
    draft_spread,
    draws,
    perception_parameters,
    vote_parameters,
)
from foedera.behaviour.posterior.files import posterior_of
from foedera.behaviour.vote import VoteParameters, vote

EVERY = [(part, year) for part in PARTS for year in cutoffs(part)]


@pytest.mark.parametrize(("part", "until"), EVERY)
def test_stored_draws_mixed_and_say_what_they_are(part, until):
    found = draws(part, until)
    assert (found.part, found.until) == (part, until)
    assert {q.name for q in found.quantities} == set(found.values)
    for quantity in found.quantities:
        assert quantity.rhat < 1.02, quantity
        assert quantity.ess > 100, quantity
        assert quantity.unit
        assert quantity.prior
    assert all(np.isfinite(values).all() for values in found.values.values())
    assert all(len(values) == 300 for values in found.values.values())
    assert found.n >= found.events > 1


def test_the_latest_draws_come_without_a_year():
    assert draws("voting") is not None
    assert draws("voting").until == max(cutoffs("voting"))


def test_a_document_read_back_is_the_same():
    found = draws("action", 1989)
    again = posterior_of(json.loads(json.dumps(found.to_json())))
    assert again.to_json() == found.to_json()
    assert found.interval("violence")[0] < found.mean("violence") < found.interval("violence")[1]


@pytest.mark.parametrize("body", ["council", "assembly"])
def test_draws_become_parameters_of_the_vote(body):
    found = vote_parameters(draws("voting", 1989), body)
    drawn = [f.name for f in fields(VoteParameters) if np.ndim(getattr(found, f.name))]
    assert {getattr(found, name).shape for name in drawn} == {(300, 1)}
    of = situation([1.0, 1, 1], distance_to_accused=[0, 1, 3], distance_to_attacked=[3, 2, 0])
    chances = vote(of, found, np.zeros((300, 3)))
    assert chances.sum(axis=-1) == pytest.approx(1)
    yes = chances[..., 0].mean(axis=0)
    assert yes[0] < yes[1] < yes[2]  # the farther from the accused, the sooner a yes


def test_rows_are_draws_with_a_draft_effect_of_their_own():
    fitted = draws("voting", 1989)
    found = vote_parameters(fitted, rows=5000, rng=np.random.default_rng(1))
    assert found.cut_no.shape == (5000, 1)
    spread = np.hypot(fitted.mean("draft"), fitted.values["cut_no"].std())
    assert found.cut_no.std() == pytest.approx(spread, rel=0.1)
    again = vote_parameters(fitted, rows=5000, rng=np.random.default_rng(1))
    assert (found.cut_no == again.cut_no).all()


def test_a_reliability_fixes_the_commitment():
    fitted = draws("contribution")
    found = contribution_parameters(fitted, reliability=0.43)
    assert reliability(found) == pytest.approx(0.43, abs=1e-9)
    plain = contribution_parameters(fitted)
    assert plain.commitment.ravel().tolist() == fitted.values["commitment"].tolist()


def test_what_is_not_there_is_said():
    with pytest.raises(BehaviourError, match="no part is called 'peace'; there are voting, contr"):
        draws("peace")
    with pytest.raises(BehaviourError, match="voting has no draws until 1950; there are draws un"):
        draws("voting", 1950)
    with pytest.raises(BehaviourError, match="draws of voting are needed, not of action"):
        vote_parameters(draws("action"))
    with pytest.raises(BehaviourError, match="to take draws at random a generator is needed"):
        contribution_parameters(draws("contribution"), rows=3)
    with pytest.raises(BehaviourError, match="action has no parameter 'luck'; it has constant"):
        draws("action").mean("luck")
    with pytest.raises(BehaviourError, match="stored draws have no 'part'"):
        posterior_of({})
    document = draws("action").to_json()
    document["values"]["grave"].pop()
    with pytest.raises(BehaviourError, match="stored draws differ in length between parameters"):
        posterior_of(document)


def test_a_form_of_one_cutoff_lacks_what_another_has():
    early, late = (vote_parameters(draws("voting", year)) for year in (1989, 2025))
    assert np.ndim(early.all_accused) == 2
    assert late.all_accused == 0
    assert np.ndim(late.absence_size) == 2


def test_a_council_has_a_band_and_a_spread_of_its_own():
    fitted = draws("voting", 2025)
    council, all_ = (vote_parameters(fitted, body, effects=False) for body in Body)
    ratio = (council.cut_yes - council.cut_no) / (all_.cut_yes - all_.cut_no)
    assert np.log(ratio[:, 0]) == pytest.approx(fitted.values["band_council"])
    wider = draft_spread(fitted, "council") / draft_spread(fitted)
    assert np.log(wider[:, 0]) == pytest.approx(fitted.values["spread_council"])
    shifted = vote_parameters(fitted, urgent=True, effects=False).cut_no - all_.cut_no
    assert shifted[:, 0] == pytest.approx(-fitted.values["urgent"])


def test_perception_is_of_the_same_draws_as_the_vote():
    fitted = draws("voting", 2008)
    seen = perception_parameters(fitted)
    assert seen.per_distance[:, 0].tolist() == fitted.values["per_distance"].tolist()
    assert seen.prior == PerceptionParameters().prior
    with pytest.raises(BehaviourError, match="draws of voting are needed, not of action"):
        perception_parameters(draws("action"))
