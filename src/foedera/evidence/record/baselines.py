"""Baselines of the record: rates in crises that began strictly earlier."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.baselines import SHRINKAGE
from foedera.evidence.record.deeds import Deed

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def earlier_rate(of: Sequence[Deed], happened: Bools) -> Floats:
    """Return for each deed the share that happened in crises which began before, one added each.

    The one added (Laplace) makes it a half before the first crisis.
    """
    return np.array([_rate(_before(of, deed), happened) for deed in of])


def own_rate(of: Sequence[Deed], happened: Bools) -> Floats:
    """Return for each deed the body's own share in earlier crises.

    It is drawn to the rate of all bodies in them as if that had been seen five times.
    """
    names = np.array([deed.institution for deed in of])
    found = []
    for deed in of:
        before = _before(of, deed)
        own = before & (names == deed.institution)
        common = _rate(before, happened)
        found.append((happened[own].sum() + SHRINKAGE * common) / (own.sum() + SHRINKAGE))
    return np.array(found)


def _before(of: Sequence[Deed], deed: Deed) -> Bools:
    """Return the deeds in crises that began earlier; some of those crises had not ended yet."""
    return np.array([other.crisis.start < deed.crisis.start for other in of])


def _rate(chosen: Bools, happened: Bools) -> float:
    return float((happened[chosen].sum() + 1) / (chosen.sum() + 2))
