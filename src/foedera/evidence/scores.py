"""Scores of forecasts: Brier, logarithmic, AUC, calibration; intervals by resampling events.

`chances` are (n, k) probabilities of k outcomes, `outcomes` (n,) which came true. Observations of
one event (a dispute, a war) are no independent trials, so intervals resample whole events; two
forecasts are compared on the same resampled events. References: Brier (1950), Monthly Weather
Review 78; Good (1952) for the logarithm; Hanley & McNeil (1982) for AUC; Cox (1958) for the
calibration slope; Gneiting & Raftery (2007) for proper scores; Cameron, Gelbach & Miller (2008)
for resampling clusters.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST = 1e-6  # a forecast of 0 that comes true costs this much and not infinitely much
_TWO = 2


@dataclass(frozen=True, slots=True, eq=False)
class Forecast:
    """Chances (n, k), what came true (n,) as a column, and the event (n,) each belongs to.

    `of` is the column whose chance AUC and calibration are about.
    """

    chances: Floats
    outcomes: Ints
    events: Ints
    of: int = 1

    def __post_init__(self) -> None:
        shape = self.chances.shape
        if len(shape) != _TWO or shape[1] < _TWO or shape[0] == 0:
            raise EvidenceError(f"chances have shape {shape}; (observations, outcomes) is needed")
        if self.outcomes.shape != shape[:1] or self.events.shape != shape[:1]:
            raise EvidenceError(f"{shape[0]} chances need as many outcomes and events")
        if not np.isfinite(self.chances).all() or (self.chances < 0).any():
            raise EvidenceError("a chance is negative or no number")
        if not np.allclose(self.chances.sum(axis=1), 1, atol=1e-4):
            raise EvidenceError("the chances of an observation do not add up to 1")
        if ((self.outcomes < 0) | (self.outcomes >= shape[1])).any():
            raise EvidenceError(f"an outcome is none of the {shape[1]} columns")


def binary(chance: Floats, happened: Ints, events: Ints) -> Forecast:
    """Return the forecast of something that happens (1) or not (0)."""
    return Forecast(np.column_stack([1 - chance, chance]), happened, events)


def brier_terms(of: Forecast) -> Floats:
    """Return each observation's sum of squared errors over outcomes.

    For two outcomes it is halved: then it is the square (p - y)^2 that most articles print.
    """
    rows = np.arange(len(of.outcomes))
    wrong = of.chances.copy()
    wrong[rows, of.outcomes] -= 1
    terms: Floats = (wrong**2).sum(axis=1)
    return terms / 2 if of.chances.shape[1] == _TWO else terms


def log_terms(of: Forecast) -> Floats:
    """Return each observation's -log(chance of what came true), the chance at least 1e-6."""
    found = of.chances[np.arange(len(of.outcomes)), of.outcomes]
    return np.asarray(-np.log(np.maximum(found, LEAST)))


def brier(of: Forecast) -> float:
    """Return the Brier score: 0 is perfect."""
    return float(brier_terms(of).mean())


def log_score(of: Forecast) -> float:
    """Return the logarithmic score in nats: 0 is perfect."""
    return float(log_terms(of).mean())


def auc(of: Forecast) -> float:
    """Return the chance that a case of `of` was given more than one that was none; ties half.

    NaN if all or none were.
    """
    return _auc(of.chances[:, of.of], of.outcomes == of.of, np.ones(len(of.outcomes)))


def _auc(chance: Floats, happened: NDArray[np.bool_], weight: Floats) -> float:
    """Return AUC of weighted observations by one sort: the weight of pairs in the right order."""
    values, place = np.unique(chance, return_inverse=True)
    yes = np.bincount(place, weight * happened, len(values))
    no = np.bincount(place, weight * ~happened, len(values))
    pairs = yes.sum() * no.sum()
    below = np.cumsum(no) - no
    return float((yes * (below + no / 2)).sum() / pairs) if pairs > 0 else float("nan")


@dataclass(frozen=True, slots=True)
class Bin:
    """One bin of the calibration curve: mean chance, share that happened, how many."""

    chance: float
    share: float
    n: int


def calibration_curve(of: Forecast, bins: int = 10) -> tuple[Bin, ...]:
    """Return the calibration curve in bins of equal width; empty bins are left out."""
    if bins < 1:
        raise EvidenceError(f"a calibration curve has at least one bin, not {bins}")
    chance, happened = of.chances[:, of.of], of.outcomes == of.of
    place = np.minimum((chance * bins).astype(np.int64), bins - 1)
    inside = [place == k for k in range(bins)]
    return tuple(
        Bin(float(chance[m].mean()), float(happened[m].mean()), int(m.sum()))
        for m in inside
        if m.any()
    )


def calibration_slope(of: Forecast) -> float:
    """Return the slope of what happened on the log-odds foretold: 1 is right, below overconfident.

    By logistic regression with an intercept (Cox 1958); NaN if the forecast is the same for all or
    everything came out alike.
    """
    chance = np.clip(of.chances[:, of.of], LEAST, 1 - LEAST)
    happened = (of.outcomes == of.of).astype(np.float64)
    x = np.column_stack([np.ones_like(chance), np.log(chance / (1 - chance))])
    if x[:, 1].std() < LEAST or happened.min() == happened.max():
        return float("nan")
    from foedera.evidence.baselines import logit

    return float(logit(x, happened, ridge=LEAST)[1])


def weights(events: Ints, draws: int, seed: int) -> Floats:
    """Return how often each observation counts in each resampling of events, (draws, n).

    Raises:
        EvidenceError: there are fewer than two events or no draws.
    """
    names, place = np.unique(events, return_inverse=True)
    if len(names) < _TWO or draws < 1:
        raise EvidenceError(
            f"resampling needs at least two events and one draw, not {len(names)} and {draws}"
        )
    rng = np.random.default_rng(seed)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return counts[:, place].astype(np.float64)


def interval(values: Floats, level: float = 0.9) -> tuple[float, float]:
    """Return the central interval of resampled values, NaN left out."""
    if np.isnan(values).all():
        return float("nan"), float("nan")
    low, high = np.nanquantile(values, [(1 - level) / 2, (1 + level) / 2]).tolist()
    return low, high


Resampled = Callable[[Forecast, Floats], Floats]


def _mean(terms: Callable[[Forecast], Floats]) -> Resampled:
    def over(of: Forecast, weight: Floats) -> Floats:
        return np.asarray(weight @ terms(of) / weight.sum(axis=1))

    return over


def _auc_over(of: Forecast, weight: Floats) -> Floats:
    chance, happened = of.chances[:, of.of], of.outcomes == of.of
    return np.array([_auc(chance, happened, row) for row in weight])


@dataclass(frozen=True, slots=True)
class Metric:
    """A score: its value and its values over resampled events; whether less is better."""

    name: str
    value: Callable[[Forecast], float]
    resampled: Resampled
    less: bool


METRICS = (
    Metric("brier", brier, _mean(brier_terms), less=True),
    Metric("log", log_score, _mean(log_terms), less=True),
    Metric("auc", auc, _auc_over, less=False),
)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A score of a model and of a baseline on the same cases, with 90 % intervals.

    `difference` is the model less the baseline. `verdict`: better, worse, or unclear where the
    interval of the difference holds 0.
    """

    metric: str
    model: float
    interval: tuple[float, float]
    baseline: float
    difference: float
    difference_interval: tuple[float, float]
    verdict: str
    n: int
    events: int


def compare(
    model: Forecast, baseline: Forecast, *, draws: int = 1000, seed: int = 1
) -> tuple[Comparison, ...]:
    """Return the scores of two forecasts of the same cases, resampling the same events.

    Raises:
        EvidenceError: they are not of the same cases, or there are fewer than two events.
    """
    same = np.array_equal(model.outcomes, baseline.outcomes)
    if not (same and np.array_equal(model.events, baseline.events)):
        raise EvidenceError("two forecasts are compared on the same cases; these differ")
    weight = weights(model.events, draws, seed)
    return tuple(_compared(metric, model, baseline, weight) for metric in METRICS)


def _compared(metric: Metric, model: Forecast, baseline: Forecast, weight: Floats) -> Comparison:
    mine, other = metric.resampled(model, weight), metric.resampled(baseline, weight)
    value, against = metric.value(model), metric.value(baseline)
    low, high = interval(mine - other)
    gain = (high < 0) if metric.less else (low > 0)
    loss = (low > 0) if metric.less else (high < 0)
    verdict = "better" if gain else "worse" if loss else "unclear"
    events: Any = len(np.unique(model.events))
    return Comparison(
        metric.name,
        value,
        interval(mine),
        against,
        value - against,
        (low, high),
        verdict,
        len(model.outcomes),
        int(events),
    )
