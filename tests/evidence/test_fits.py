from dataclasses import replace

import numpy as np
import pytest

from foedera.behaviour import PerceptionParameters, cast
from foedera.behaviour.perceive import perception_law
from foedera.behaviour.vote import VoteParameters, expected_vote
from foedera.evidence import calibrate
from foedera.evidence.action.crises import ACTED, NAMES, CrisisActions
from foedera.evidence.calibrate import fit, store
from foedera.evidence.errors import EvidenceError
from foedera.evidence.parts import PARTS
from foedera.evidence.programs import Program
from foedera.evidence.sampling import Drawn, Plan
from foedera.evidence.voting.ballots import COLUMNS, Ballots, thinned

pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")
QUICK = Plan(chains=1, warmup=250, samples=250, kept=100, seed=4)


STEPS = (1.0, 0.5, 1.5)


def crises(size, truth, seed):
    rng = np.random.default_rng(seed)
    of = CrisisActions(
        acted=np.zeros(size, int),
        level=np.zeros(size, int),
        first=np.ones(size, int),
        enforced=np.zeros(size, int),
        crisis=np.arange(size),
        year=rng.integers(1920, 1990, size),
        violence=rng.integers(4, size=size),
        grave=rng.integers(2, size=size),
        rank=rng.integers(3, size=size),
    )
    # Condemnation lies at 0, the levels below and above it as far as the steps say.
    steps = np.cumsum((0.0, *STEPS))
    leaning = of.design() @ truth + rng.logistic(size=size)
    of.level[:] = (leaning[:, None] > steps - steps[ACTED - 1]).sum(axis=1)
    of.acted[:] = of.level >= ACTED
    return of


def test_the_fit_finds_what_drew_the_crises(tmp_path):
    truth = np.array([-1.5, 1.0, 0.5, -0.5, 0.2, 1.0, 1.5, -1.0])
    found = fit("action", crises(2500, truth, seed=8), 1989, QUICK)
    steps = [name for name in found.values if name.startswith("step_")]
    for name, value in zip((*NAMES, *steps), (*truth, *STEPS), strict=True):
        spread = found.values[name].std()
        assert abs(found.mean(name) - value) < 4 * spread, name
        assert spread < 0.8
    assert (found.n, found.events, found.until) == (2500, 2500, 1989)
    assert max(q.rhat for q in found.quantities) < 1.1
    assert found.mean("age") < 0.2  # decades were drawn alike
    path = store(found, tmp_path)
    assert path.name == "action-1989.json"


def test_the_fit_finds_what_drew_the_ballots():
    drafts, members = 30, 40
    size = drafts * members
    rng = np.random.default_rng(6)
    draft = np.repeat(np.arange(drafts), members)
    covariates = np.zeros((size, len(COLUMNS)))
    covariates[:, 0] = rng.uniform(0, 4, size)
    covariates[:, 1] = rng.uniform(0, 4, size)
    covariates[:, 2] = rng.random(size) < 0.2
    covariates[:, 6] = rng.uniform(0.4, 2, drafts)[draft]
    nobody = np.zeros(size, int)
    council = np.zeros(size)
    of = Ballots(
        nobody, nobody + 2, nobody + 1980, draft, draft // 4, council, covariates, ("x",), 0
    )
    truth = VoteParameters(
        perception=0.3,
        accused=0.8,
        attacked=-0.6,
        allied_with_accused=-2.0,
        patience=0.0,
        audience=0.0,
        cut_no=-2.0,
        cut_yes=-0.5,
        absence=-2.0,
        absence_alliance=1.0,
        absence_distance=0.0,
    )
    law = perception_law(of.situation(), PerceptionParameters())
    chances = expected_vote(of.situation(), truth, law)[:, 0]
    of.ballot[:] = cast(chances[None], rng.random((1, size)))[0]
    plan = Plan(chains=1, warmup=150, samples=120, kept=100, seed=4)
    found = fit("voting", of, 1989, plan)
    for name in ("accused", "attacked", "allied_with_accused", "absence", "absence_alliance"):
        value, spread = getattr(truth, name), found.values[name].std()
        assert abs(found.mean(name) - value) < 4 * spread, name
        assert spread < 0.6
    assert found.mean("draft") < 0.6


def test_years_after_the_cutoff_are_not_seen(monkeypatch):
    seen = []

    def program(data):
        seen.append(data.year)
        return Program(lambda: None, {})

    blind = replace(PARTS["action"], program=program)
    monkeypatch.setitem(calibrate.PARTS, "action", blind)
    monkeypatch.setattr(calibrate, "sample", lambda *_: Drawn({}, {}, {}))
    found = fit("action", crises(400, np.zeros(8), seed=1), 1950)
    assert seen[0].max() == 1950
    assert found.n == len(seen[0]) < 400


def test_what_cannot_be_fitted_is_said():
    of = crises(10, np.zeros(8), seed=1)
    with pytest.raises(EvidenceError, match="action has no data up to 1900"):
        fit("action", of, 1900)
    with pytest.raises(EvidenceError, match="no part is called 'peace'; there are voting"):
        fit("peace", of, 1989)
    with pytest.raises(EvidenceError, match="900 draws cannot be kept of 1 chains of 400"):
        Plan(chains=1, kept=900)


def test_thinning_keeps_the_parties_to_the_dispute_and_no_more_than_asked():
    size = 300
    covariates = np.zeros((size, len(COLUMNS)))
    covariates[:, 6] = 1
    covariates[[40, 260], 5] = [-1, 1]
    ids = np.arange(size)
    draft = np.repeat([3, 8, 9], [200, 95, 5])
    of = Ballots(ids % 4, ids, ids + 0, draft, draft, np.zeros(size), covariates, ("x",), 0)
    kept = thinned(of, 10)
    assert np.bincount(kept.draft)[[3, 8, 9]].tolist() == [10, 10, 5]
    assert {40, 260} <= set(kept.member.tolist())
    assert thinned(of, 10).member.tolist() == kept.member.tolist()
