"""How often each contributor decides whether the sum is enough: the leave-one-out kernel.

Contributions are independent, party i sends w_i whole units with probability p_i, and a sum of x
units succeeds with probability S(x): a step at the threshold, or a contest. The chance that
i is pivotal is E[S(X + w_i) - S(X)], X the sum of all others. A backward pass gives the value of
every sum before each party's turn, a forward pass its probability; their product over sums is the
answer for all parties at once in O(parties x units), with positive terms only, so nothing cancels.

It is the kernel of `foedera.power.counting` for one sum, batched over crises.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, require_between

Units = NDArray[np.int64]
# Doubles of one pass held at once; larger batches are taken in pieces.
HELD = 2**23
_OFF_ZERO = 1e-6


def in_units(capability: ArrayLike, resolution: int = 1000) -> tuple[Units, float]:
    """Return capabilities in whole units, and the size of a unit: the total is about `resolution`.

    A party below half a unit counts as nothing, hence is never pivotal.

    Raises:
        BehaviourError: a capability is negative, all are 0, or the resolution is below 1.
    """
    require_between("the capability", capability, 0, np.inf)
    require_between("the resolution", resolution, 1, 1_000_000)
    held = np.asarray(capability, dtype=np.float64)
    if not held.sum() > 0:
        raise BehaviourError("the parties have no capability: there is nothing to contribute")
    unit = float(held.sum()) / resolution
    return np.rint(held / unit).astype(np.int64), unit


def step(thresholds: ArrayLike, largest: int) -> Floats:
    """Return S as a step at each threshold (in units), shape (crises, largest + 1)."""
    need = np.atleast_1d(np.asarray(thresholds))
    return np.asarray(np.arange(largest + 1) >= need[:, None], dtype=np.float64)


def pivots(chances: Floats, units: Units, success: Floats) -> tuple[Floats, Floats]:
    """Return the chance that each party is pivotal, and that the whole succeeds.

    `chances` (crises, parties); `units` (parties,); `success` (crises or 1, X + 1) gives S at
    0..X and S(X) beyond. The results have shapes (crises, parties) and (crises,).

    Raises:
        BehaviourError: shapes do not fit, or units are negative.
    """
    crises, parties = chances.shape
    if units.shape != (parties,) or len(success) not in {1, crises}:
        raise BehaviourError(
            f"chances {chances.shape}, units {units.shape} and success {success.shape} do not fit: "
            "(crises, parties), (parties,) and (crises or 1, sums) do"
        )
    require_between("the units", units, 0, np.inf)
    largest = success.shape[1] - 1
    size = max(1, HELD // (2 * parties * max(largest, 1)))
    pieces = []
    for start in range(0, crises, size):
        part = success if len(success) == 1 else success[start : start + size]
        pieces.append(_passes(chances[start : start + size], units, part))
    return np.concatenate([p for p, _ in pieces]), np.concatenate([t for _, t in pieces])


def _passes(chances: Floats, units: Units, success: Floats) -> tuple[Floats, Floats]:
    crises, parties = chances.shape
    largest = success.shape[1] - 1
    clipped = np.minimum(units, largest).tolist()
    value = np.empty((crises, 2 * largest + 1))
    value[:, : largest + 1] = success
    value[:, largest + 1 :] = success[:, -1:]
    gained = np.empty((parties, crises, largest))
    for i in range(parties - 1, -1, -1):
        w = clipped[i]
        np.subtract(value[:, w : w + largest], value[:, :largest], out=gained[i])
        value[:, :largest] += chances[:, i, None] * gained[i]
    weight = np.zeros((crises, largest))
    weight[:, :1] = 1
    found = np.empty((crises, parties))
    for i in range(parties):
        w = clipped[i]
        found[:, i] = np.einsum("bx,bx->b", weight, gained[i])
        if w:
            moved = chances[:, i, None] * weight
            weight -= moved
            weight[:, w:] += moved[:, : largest - w]
    return found, value[:, 0].clip(0, 1)  # rounding may add a last digit to 1


@dataclass(frozen=True, slots=True, eq=False)
class Spectrum:
    """The kernel's Fourier transform for fixed units: all pairs of parties in one matrix product.

    `shift` (parties, frequencies) is z^w_i - 1, `window` (crises or 1, parties, frequencies) the
    conjugate transform of S(x + w_i) - S(x), weighted for the half of frequencies that is kept.
    """

    shift: NDArray[np.complex128]
    window: NDArray[np.complex128]


def spectrum(units: Units, success: Floats) -> Spectrum:
    """Return the transform for given units and success by force."""
    parties, total, largest = len(units), int(units.sum()), success.shape[1] - 1
    length = total + 1
    sums = np.arange(length)
    after = np.minimum(sums + units[:, None], largest)
    gained = success[:, after] - success[:, np.minimum(sums, largest)][:, None, :]
    window = np.conj(np.fft.rfft(gained, axis=-1)) * (2 / length)
    window[..., 0] /= 2
    if length % 2 == 0:
        window[..., -1] /= 2
    turns = np.outer(units, np.arange(window.shape[-1])) % length
    shift = np.exp(-2j * np.pi * turns / length) - 1
    return Spectrum(shift.reshape(parties, -1), window.astype(np.complex128))


def quick_pivots(chances: Floats, of: Spectrum) -> Floats:
    """Return the chance that each party is pivotal, (crises, parties), to about six digits."""
    factors = _factors(chances, of)
    whole = np.prod(factors, axis=1, keepdims=True)
    return np.asarray(np.real(of.window * whole / factors).sum(axis=-1))


def sensitivity(chances: Floats, of: Spectrum) -> tuple[Floats, Floats]:
    """Return pivotality and d pivot_i / d p_j, (crises, parties, parties), to about six digits.

    Leaving i and j out is dividing the transform of the sum by two factors. A factor that vanishes
    (p = 1/2 at z^w = -1) is moved off zero by a millionth, which is why only steps on the way use
    it; :func:`pivots` has every digit.
    """
    factors = _factors(chances, of)
    left = of.window * np.prod(factors, axis=1, keepdims=True) / factors
    slope = np.real(left @ np.swapaxes(of.shift / factors, 1, 2))
    places = np.arange(chances.shape[1])
    slope[:, places, places] = 0
    return np.real(left).sum(axis=-1), slope


def _factors(chances: Floats, of: Spectrum) -> NDArray[np.complex128]:
    factors = 1 + chances[..., None] * of.shift
    factors[np.abs(factors.real) + np.abs(factors.imag) < _OFF_ZERO] = _OFF_ZERO
    return factors
