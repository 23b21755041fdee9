"""The contest: forces read off hand rows, what drew disputes found again, what is known of wars."""

import os

import numpy as np
import pytest

from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.posterior import contest_parameters, draws
from foedera.evidence.calibrate import fit
from foedera.evidence.contest.forces import SCALES, Contests, _ratios, projected
from foedera.evidence.contest.forecast import forecast
from foedera.evidence.sampling import Plan

NEEDS_ORIGINALS = pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)


class Known:
    """Capabilities and distances of a few states, in place of the originals."""

    def __init__(self, capability, kilometres):
        self._capability, self._kilometres = capability, kilometres

    def capability(self, state, _year):
        return self._capability.get(state, float("nan"))

    def kilometres(self, state, other, _year):
        return self._kilometres.get((state, other), float("nan"))


def row(state, side, first):
    return {"ccode": state, "sidea": side, "orig": first}


ROWS = [row(1, 1, 1), row(2, 0, 1), row(3, 0, 0), row(4, 0, 0)]


def test_a_side_is_all_who_took_part_and_first_parties_those_of_the_first_day():
    of = Known({1: 0.08, 2: 0.01, 3: 0.03}, {(1, 2): 0.0, (3, 2): 9000.0})
    found = dict(zip(SCALES, _ratios(ROWS, 1960, of, {(1, 1960): 50.0}), strict=True))
    assert found["strength"] == pytest.approx(np.log(0.08 / 0.04))  # state 4 is not known
    assert found["first_parties"] == pytest.approx(np.log(0.08 / 0.01))
    assert found["spending"] == found["strength"]  # what side B spent is not known
    far = projected(0.03, 9000.0, 1960)
    assert far < 0.03
    assert found["projected"] == pytest.approx(np.log(0.08 / (0.01 + far)))


def test_a_dispute_with_a_side_of_which_nothing_is_known_is_left_out():
    assert _ratios(ROWS, 1960, Known({1: 0.08}, {}), {}) is None
    assert _ratios(ROWS[:1], 1960, Known({1: 0.08}, {}), {}) is None


def test_force_shrinks_with_distance_and_the_sooner_the_older():
    """Bueno de Mesquita (1981): to the power log10(miles / miles a day + 10 - e)."""
    assert projected(0.1, 0.0, 1990) == 0.1
    shares = [projected(0.1, km, 1990) for km in (1000, 5000, 15000)]
    assert shares == sorted(shares, reverse=True)
    assert projected(0.1, 5000, 1900) < projected(0.1, 5000, 1930) < projected(0.1, 5000, 1960)


def disputes(size, decisiveness, seed):
    rng = np.random.default_rng(seed)
    ratio = rng.normal(0, 1.5, size)
    chance = success(np.exp(ratio), 1.0, ContestParameters(decisiveness=decisiveness))
    nothing = np.zeros(size, int)
    return Contests(
        prevailed=(rng.random(size) < chance).astype(int),
        dispute=np.arange(size),
        year=nothing + 1950,
        war=nothing,
        ratios=np.tile(ratio[:, None], len(SCALES)),
    )


@pytest.mark.parametrize("truth", [0.4, 1.5])
def test_the_fit_finds_how_decisive_superiority_was(truth):
    pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")
    quick = Plan(chains=1, warmup=200, samples=200, kept=100, seed=4)
    found = fit("contest", disputes(3000, truth, seed=8), 1989, quick)
    spread = found.values["decisiveness"].std()
    assert abs(found.mean("decisiveness") - truth) < 4 * spread
    assert spread < 0.1


def test_the_forecast_is_the_contest_of_the_behaviour_room():
    of = disputes(40, 1.0, seed=3)
    fitted = draws("contest")
    found = forecast(of, of, fitted)
    power = contest_parameters(fitted)
    assert power.decisiveness.shape == (fitted.size, 1)
    chance = success(np.exp(of.ratio())[None], 1.0, power).mean(axis=0)
    assert found.model.chances[:, 1] == pytest.approx(chance)
    assert set(found.baselines["coin"].chances[:, 1]) == {0.5}
    sure = found.baselines["stronger side"].chances[:, 1]
    assert (sure > 0.5).tolist() == (of.ratio() > 0).tolist()


@NEEDS_ORIGINALS
def test_the_stronger_side_won_about_two_thirds_of_wars():
    """Biddle (2004), Military Power, ch. 2: such measures do little better than a coin (recalled).

    Stam (1996), Win, Lose, or Draw, has capability matter, but far from decide (recalled).
    """
    from foedera.evidence.contest.forces import contests

    found = contests()
    wars = found.where(found.war == 1)
    stronger = (wars.prevailed == (wars.ratio() > 0)).mean()
    assert 0.55 < stronger < 0.72
    assert wars.size > 50
