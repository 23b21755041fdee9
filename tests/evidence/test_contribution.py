"""Who joins: calls declared, samples thinned, and what drew the joiners found again."""

import os

import numpy as np
import pytest

from foedera.behaviour import situation
from foedera.behaviour.contribute import gains, net_costs, willing
from foedera.behaviour.posterior import contribution_parameters, draws
from foedera.evidence.calibrate import fit
from foedera.evidence.contribution.calls import called, calls, read_calls
from foedera.evidence.contribution.forecast import joining_chances
from foedera.evidence.contribution.joiners import COLUMNS, Joiners, _Dispute, _lines, thinned
from foedera.evidence.contribution.model import CHOSEN, Terms, odds
from foedera.evidence.errors import EvidenceError
from foedera.evidence.sampling import Plan

NEEDS_ORIGINALS = pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)
CALL = """
[[calls]]
id = "x"
accused = [645]
attacked = [690]
from = 1990
to = 1991
resolutions = ["S/RES/678"]
"""


def test_calls_are_upon_members_to_help_a_state_in_its_dispute():
    assert called([731], [732], 1950)
    assert called([710, 731], [732, 2], 1951)
    assert not called([732], [731], 1950)  # the other way round
    assert not called([731], [732], 1976)
    assert all(call.resolutions and call.first <= call.last for call in calls())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("accused", "accuser"), "x in calls.toml: 'accused' is unknown or missing"),
        (("from = 1990\n", ""), "x in calls.toml: 'from' is unknown or missing"),
        (("[[calls]]", "[[calls"), "calls.toml cannot be read: "),
    ],
)
def test_a_wrong_call_is_one_sentence(change, says):
    with pytest.raises(EvidenceError) as caught:
        read_calls(CALL.replace(*change))
    assert str(caught.value).startswith(says)


class Known:
    """What is known of four states, in place of the originals."""

    def states(self, _year):
        return [1, 2, 3, 4, 5]

    def capability(self, state, _year):
        return {1: 0.08, 2: 0.01, 3: 0.03, 4: 0.02}.get(state, float("nan"))

    def kilometres(self, state, _other, _year):
        return {3: 500.0, 4: 9000.0, 5: 100.0}[state]

    def ideal(self, state, _year):
        return {1: -1.0, 2: 1.0, 3: 0.8}.get(state, float("nan"))

    def allied(self, state, other, _year):
        return {state, other} == {3, 2}

    def owes(self, state, other, _year):
        return (state, other) == (3, 2)

    def neighbours(self, state, other, _year):
        return (state, other) == (3, 1)

    def major(self, state, _year):
        return state == 4


def test_all_states_of_known_capability_might_have_come():
    dispute = _Dispute(7, 1960, accused=[1], attacked=[2], joined={3}, war=True)
    lines = _lines(dispute, Known())
    assert [line[:4] for line in lines] == [(1, 3, 1960, 7), (0, 4, 1960, 7)]  # 5 is not known
    near, far = (dict(zip(COLUMNS[2:], line[5], strict=True)) for line in lines)
    assert near == {
        "allied_with_attacked": 1,
        "owes": 1,
        "called": 0,
        "neighbour": 1,
        "allied_with_accused": 0,
        "distance": pytest.approx(np.log(1.5)),
        "major_power": 0,
        "leaning": pytest.approx(0.2 - 1.8),  # closer to the attacked
        "war": 1,
    }
    assert (far["major_power"], far["leaning"], far["owes"]) == (1, 0, 0)
    before, own, shrunk, opposed = lines[1][4]
    assert (before, own, opposed) == (0.01, 0.02, 0.08)
    assert shrunk < own


def states(size, seed, values):
    """Return states that came as the model says under the parameters given."""
    rng = np.random.default_rng(seed)
    covariates = (rng.random((size, len(COLUMNS))) < 0.3).astype(float)
    for name in ("pivot", "distance", "leaning"):
        covariates[:, COLUMNS.index(name)] = rng.uniform(0, 1, size)
    logits = odds({name: covariates[:, k] for k, name in enumerate(COLUMNS)}, values, CHOSEN)
    return Joiners(
        came=(rng.random(size) < 1 / (1 + np.exp(-logits))).astype(int),
        state=np.arange(size),
        year=np.full(size, 1960),
        dispute=np.arange(size) // 20,
        covariates=covariates,
        weight=np.ones(size),
        disputes=size // 20,
    )


TRUTH = {
    "gain_allied": 0.5,
    "gain_neighbour": 0.5,
    "cost": 1.2,
    "cost_allied": 0.6,
    "cost_distance": 0.4,
    "cost_major": -0.8,
    "cost_war": -0.5,
    "commitment": 0.7,
    "audience": 0.9,
    "precision": 2.5,
}


def test_the_fit_finds_what_drew_the_joiners():
    pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")
    quick = Plan(chains=1, warmup=120, samples=120, kept=100, seed=4)
    found = fit("contribution", states(2500, 8, TRUTH), 1989, quick)
    for name, value in TRUTH.items():
        spread = found.values[name].std()
        assert abs(found.mean(name) - value) < 4 * spread, name
        assert spread < 0.8


def test_a_thinned_sample_keeps_who_came_and_stands_for_all():
    of = states(4000, 3, TRUTH | {"cost": 2.5})
    of.covariates[:, COLUMNS.index("major_power")] = 0
    kept = thinned(of)
    assert kept.came.sum() == of.came.sum()
    assert kept.tied().sum() == of.tied().sum()
    assert kept.size < of.size
    assert kept.weight.sum() == pytest.approx(of.size, rel=0.05)
    others = (kept.came == 0) & ~kept.tied()
    assert set(kept.weight[others]) == {5.0}


def test_the_forecast_is_the_response_of_the_behaviour_room():
    of, fitted = states(50, 5, TRUTH), draws("contribution")
    column = {name: of.column(name)[:, None] for name in COLUMNS}
    seen = situation(
        np.ones((of.size, 1)),
        allied_with_attacked=column["allied_with_attacked"],
        allied_with_accused=column["allied_with_accused"],
        neighbour=column["neighbour"],
        kilometres=np.expm1(column["distance"]) * 1000,
        major_power=column["major_power"],
        war=column["war"],
    )
    every = contribution_parameters(fitted)
    sure = np.full((of.size, 1), 60.0)
    expected = np.zeros(of.size)
    for k in range(fitted.size):
        values = {name: getattr(every, name)[k, 0] for name in fitted.values}
        one = type(every)(gain=1.0, **values)
        # A pact binds as a decision does, a call as a public vote.
        pact = type(every)(gain=1.0, **(values | {"audience": 0.0}))
        call = type(every)(gain=1.0, **(values | {"commitment": 0.0}))
        none = net_costs(seen, one, np.zeros((1, 1)))
        net = net_costs(seen, pact, column["owes"]) + net_costs(seen, call, column["called"]) - none
        chance = willing(gains(seen, one, sure), net, column["pivot"], one.precision)
        expected += chance[:, 0] / fitted.size
    assert joining_chances(of, fitted) == pytest.approx(expected, abs=1e-9)


def test_disputes_apart_make_chances_less_extreme():
    of, fitted = states(200, 5, TRUTH), draws("contribution")
    apart = Terms(CHOSEN.added, dispute=True)
    wide = {name: values[:1] for name, values in fitted.values.items()}
    wide["dispute"] = np.array([2.0])
    narrow = wide | {"dispute": np.array([0.0])}
    found = [
        joining_chances(of, type(fitted)(**(_fields(fitted) | {"values": values})), apart)
        for values in (wide, narrow)
    ]
    assert found[1] == pytest.approx(
        joining_chances(of, type(fitted)(**(_fields(fitted) | {"values": narrow})))
    )
    assert (np.abs(found[0] - 0.5) <= np.abs(found[1] - 0.5) + 1e-9).all()


def _fields(of):
    return {name: getattr(of, name) for name in type(of).__dataclass_fields__}


@NEEDS_ORIGINALS
def test_nobody_joins_its_own_dispute_twice():
    from foedera.evidence.contribution.joiners import joiners

    found = joiners()
    pairs = np.column_stack([found.dispute, found.state])
    assert len(np.unique(pairs, axis=0)) == found.size
    assert 0.0005 < found.came.mean() < 0.01
    assert 0.5 < found.came[found.tied()].sum() / found.came.sum() < 0.95
    korea = (found.column("called") == 1) & (found.year == 1950)
    assert found.came[korea].sum() > 10
