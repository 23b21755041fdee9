"""The normal and logistic laws, exact to rounding, on arrays."""

import math
from typing import Any

import numpy as np

from foedera.behaviour.parameters import Floats, Number

_ERFC = np.frompyfunc(math.erfc, 1, 1)


def normal_cdf(x: Number) -> Floats:
    """Return the standard normal distribution function at `x`, in double precision.

    Each element is one call of the C library: use it on states and types, not on millions of draws.
    """
    values = np.asarray(x, dtype=np.float64)
    return np.asarray(_ERFC(-values / math.sqrt(2.0)) * 0.5, dtype=np.float64)


def logistic(x: Number) -> Floats:
    """Return 1 / (1 + exp(-x)) without overflow, in the precision of `x`."""
    values = np.asarray(x)
    if not np.issubdtype(values.dtype, np.floating):
        values = values.astype(np.float64)
    result = np.array(values)
    logistic_in_place(result)
    return result


def logistic_in_place(values: Floats) -> None:
    """Replace each value by its logistic: large arrays are worth not being copied."""
    # beyond the edge the result is 0 or 1 to the last digit
    edge = 700.0 if values.dtype == np.float64 else 80.0
    np.negative(values, out=values)
    np.clip(values, -edge, edge, out=values)
    np.exp(values, out=values)
    values += 1
    np.reciprocal(values, out=values)


def hermite(nodes: int) -> tuple[Floats, Floats]:
    """Return nodes and weights with which `(weights * f(nodes)).sum()` is E f(Z), Z normal."""
    points, weights = np.polynomial.hermite_e.hermegauss(nodes)
    total: Any = weights.sum()
    return points, weights / total
