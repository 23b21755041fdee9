"""Baselines: what a model must beat to be worth anything. All see the training years only."""

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_CONVERGED = 1e-9
# How many observations the base rate of all weighs against a member's own.
SHRINKAGE = 5.0


def base_rate(train: Ints, test_size: int, kinds: int) -> Floats:
    """Return the shares of outcomes in training as chances (test_size, kinds), one added to each.

    The one added (Laplace) keeps an outcome never seen from being called impossible.
    """
    counts = np.bincount(train, minlength=kinds) + 1.0
    return np.tile(counts / counts.sum(), (test_size, 1))


def member_rate(train: Ints, who: Ints, asked: Ints, kinds: int) -> Floats:
    """Return each member's own shares in training as chances (len(asked), kinds).

    They are drawn towards the base rate as if it had been seen five times; a member never seen gets
    the base rate.
    """
    common = base_rate(train, 1, kinds)[0]
    known, place = np.unique(who, return_inverse=True)
    counts = np.zeros((len(known), kinds))
    np.add.at(counts, (place, train), 1.0)
    shares = (counts + SHRINKAGE * common) / (counts.sum(axis=1, keepdims=True) + SHRINKAGE)
    found = np.searchsorted(known, asked).clip(max=max(len(known) - 1, 0))
    seen = known[found] == asked
    return np.asarray(np.where(seen[:, None], shares[found], common))


def logit(x: Floats, happened: Floats, ridge: float = 1.0) -> Floats:
    """Return coefficients of a logistic regression by Newton's method; `x` has its constant first.

    `ridge` penalises all coefficients but the constant (a normal prior of variance 1 / ridge), so
    that separation does no harm.

    Raises:
        EvidenceError: shapes do not fit.
    """
    if x.ndim != happened.ndim + 1 or len(x) != len(happened):
        raise EvidenceError(f"{x.shape} covariates do not fit {happened.shape} outcomes")
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 1e-9
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        slope = x.T @ (happened - chance) - penalty * beta
        curve = x.T @ ((chance * (1 - chance))[:, None] * x) + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta = beta + np.clip(step, -3, 3)
        if np.abs(step).max() < _CONVERGED:
            break
    return beta


def logit_chances(x: Floats, happened: Ints, asked: Floats) -> Floats:
    """Return chances (len(asked),) of a logistic regression fitted on (x, happened)."""
    beta = logit(_constant(x), happened.astype(np.float64))
    return np.asarray(1 / (1 + np.exp(-(_constant(asked) @ beta))))


def multinomial_chances(x: Floats, outcomes: Ints, asked: Floats, kinds: int) -> Floats:
    """Return chances (len(asked), kinds): a logistic regression an outcome, scaled to add to 1."""
    parts = [logit_chances(x, (outcomes == k).astype(np.int64), asked) for k in range(kinds)]
    found = np.maximum(np.column_stack(parts), 1e-9)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _constant(x: Floats) -> Floats:
    return np.column_stack([np.ones(len(x)), x])
