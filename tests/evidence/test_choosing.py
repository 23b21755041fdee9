"""The choice between specifications: rule and folds on hand-made candidates, and modes."""

import numpy as np
import pytest

from foedera.evidence.choose import CHOICES
from foedera.evidence.choosing import FOLDS, Candidate, at_mode, validate
from foedera.evidence.errors import EvidenceError
from foedera.evidence.parts import PARTS
from foedera.evidence.programs import Prior, Program, drawn
from foedera.evidence.scores import binary
from foedera.evidence.splits import Split

pytest.importorskip("numpyro", reason="numpyro (foedera[calibrate]) is not installed")


class Coins:
    """Tosses of one coin, one a year."""

    def __init__(self, year, heads):
        self.year, self.heads = year, heads

    def where(self, chosen):
        return Coins(self.year[chosen], self.heads[chosen])


def coins():
    """Return tosses of which nine in ten are heads."""
    years = np.arange(1900, 1990)
    return Coins(years, (years % 10 > 0).astype(int))


def program(of):
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    priors = {"odds": Prior("log-odds", "N", 0, 1)}

    def run():
        b = drawn(priors)
        npy.sample(
            "heads", dist.Bernoulli(logits=b["odds"] * jnp.ones(len(of.heads))), obs=of.heads
        )

    return Program(run, priors)


def certain(chance):
    return lambda _seen, asked, _draws: binary(
        np.full(len(asked.year), chance), asked.heads, asked.year
    )


def test_of_those_within_an_error_of_the_best_the_first_listed_is_taken():
    names = {"coin": 0.5, "close": 0.87, "best": 0.9}
    listed = [Candidate(name, program, certain(chance)) for name, chance in names.items()]
    found = {each.name: each for each in validate(coins(), listed)}
    assert [name for name, each in found.items() if each.chosen] == ["close"]
    assert found["coin"].behind > found["coin"].error
    assert found["best"].n == found["best"].events == 40  # 1950 to 1989
    assert min(each.behind for each in found.values()) == 0


def test_what_is_tried_was_not_fitted():
    seen = []

    def spying(of):
        seen.append(of.year.max())
        return program(of)

    validate(coins(), [Candidate("spy", spying, certain(0.5))])
    assert seen == [fold.until for fold in FOLDS]


def test_no_fold_reaches_into_the_test_years():
    assert all(fold.last < 1990 for of in CHOICES.values() for fold in of.folds)
    with pytest.raises(EvidenceError, match="a fold reaches into the test years"):
        validate(coins(), [], (Split(1969, 1995),))


def test_the_mode_is_where_the_slope_is_none():
    of = coins()
    mode = float(at_mode(program, of).values["odds"][0])
    chance = 1 / (1 + np.exp(-mode))
    assert of.heads.sum() - len(of.heads) * chance == pytest.approx(mode, abs=1e-3)


@pytest.mark.parametrize("part", CHOICES)
def test_what_is_fitted_is_one_of_the_candidates(part):
    from importlib import import_module

    forms = {
        "contribution": ("Terms", "CONTRIBUTION"),
        "contest": ("Form", "CONTEST"),
        "action": ("Form", "ACTION"),
        "commitment": ("Form", "COMMITMENT"),
    }
    listed = getattr(import_module("foedera.evidence.choose"), forms[part][1])
    chosen = import_module(f"foedera.evidence.{part}.model").CHOSEN
    assert chosen in listed.values()
    assert [each.name for each in CHOICES[part].candidates] == list(listed)
    assert part in PARTS
