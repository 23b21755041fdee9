"""Quick fits of forms of the vote, for choosing between them: the marginal posterior by Laplace.

Effects of drafts are integrated out by Laplace's approximation (Tierney & Kadane 1986), one draft
apart from the other; parameters then follow a normal law around their mode, with the curvature
there, half-normal and log-normal ones by their logarithm. What is stored in the package is drawn by
NUTS instead.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.gaussian import hermite
from foedera.evidence.errors import EvidenceError
from foedera.evidence.programs import Prior
from foedera.evidence.voting.ballots import Ballots
from foedera.evidence.voting.elements import ELEMENTS, SECOND, Element
from foedera.evidence.voting.model import (
    FIRST,
    Form,
    columns,
    deviations,
    leanings,
    log_chances,
    middles,
    rest,
    spread,
)
from foedera.rules import Ballot

Floats = NDArray[np.float64]

_DRAWS = 240
_NODES = 11
_STEPS = 15  # of Newton's method for draft effects
_STEP = 0.02  # over which a gradient is differenced


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """A form fitted on a window's training years: draws of its parameters around the mode."""

    form: Form
    values: dict[str, Floats]


class Fitter:
    """Fits forms to the same ballots; the function of JAX is of all elements and compiled once.

    What is not in a form has no effect in its fit: parameters at their neutral values.

    Raises:
        EvidenceError: NumPyro, which brings JAX, is not installed.
    """

    def __init__(self, of: Ballots, elements: Sequence[Element] = (*ELEMENTS, *SECOND)) -> None:
        if find_spec("numpyro") is None:
            raise EvidenceError("this needs numpyro, which is not installed: foedera[calibrate]")
        import jax

        whole = FIRST
        for element in elements:
            whole = element.added(whole)
        self._priors = whole.priors()
        with jax.enable_x64(new_val=True):
            self._slope = jax.jit(jax.value_and_grad(_cost(of, whole, self._priors)))

    def fitted(self, form: Form, seed: int = 1, draws: int = _DRAWS) -> Fit:
        """Return a form fitted by the mode of its marginal posterior and the curvature there."""
        import jax
        from scipy.optimize import minimize

        names = tuple(form.priors())
        at = np.array([list(self._priors).index(name) for name in names])
        active = np.zeros(len(self._priors))
        active[at] = 1
        rest_of = np.array([_start(prior) for prior in self._priors.values()])

        def both(x: Floats) -> tuple[float, Floats]:
            free = rest_of.copy()
            free[at] = x
            with jax.enable_x64(new_val=True):
                value, gradient = self._slope(free, active)
            return float(value), np.asarray(gradient, dtype=np.float64)[at]

        found = minimize(
            both, rest_of[at], jac=True, method="L-BFGS-B", options={"maxiter": 500, "ftol": 1e-10}
        )
        steps = np.eye(len(names)) * _STEP
        rise = [(both(found.x + s)[1] - both(found.x - s)[1]) / (2 * _STEP) for s in steps]
        curve = np.array(rise)
        sizes, axes = np.linalg.eigh((curve + curve.T) / 2)
        root = (axes / np.sqrt(np.maximum(sizes, 1.0))) @ axes.T
        rng = np.random.default_rng(seed)
        # The same numbers for a parameter in every form, so that forms differ by forms alone.
        normal = rng.standard_normal((draws // 2, len(self._priors)))[:, at]
        half = normal @ root.T
        drawn = found.x + np.concatenate([half, -half])
        priors = form.priors()
        return Fit(form, {n: _natural(priors[n], drawn[:, k]) for k, n in enumerate(names)})


def _start(prior: Prior) -> float:
    return float(np.log(prior.scale / 2)) if prior.kind == "N+" else prior.location


def _natural(prior: Prior, free: Any) -> Any:  # noqa: ANN401 - arrays of NumPy or JAX
    import jax.numpy as jnp

    if prior.kind == "N":
        return free
    return np.exp(free) if isinstance(free, np.ndarray) else jnp.exp(free)


def _cost(of: Ballots, form: Form, priors: dict[str, Prior]) -> Any:  # noqa: ANN401 - of JAX
    """Return minus the log marginal posterior of free parameters, a function of JAX."""
    import jax
    import jax.numpy as jnp

    chances, middle = log_chances(of, form), middles(of, form)
    deviation = deviations(of, form)
    _, place = np.unique(of.draft, return_inverse=True)
    count, where = int(place.max()) + 1, jnp.array(place)

    def joint(b: Any) -> Any:  # noqa: ANN401
        """Return a function of effects: each draft's log chance, its effect's among them."""
        of_effects, mean, wide = chances(b), middle(b), deviation(b) * jnp.ones(count)

        def of_drafts(effect: Any) -> Any:  # noqa: ANN401
            law = -(((effect - mean) / wide) ** 2) / 2 - jnp.log(wide)
            return jax.ops.segment_sum(of_effects(effect), where, count) + law

        return of_drafts

    def slopes(of_drafts: Any, effect: Any) -> tuple[Any, Any]:  # noqa: ANN401
        ones = jnp.ones(count)

        def first(e: Any) -> Any:  # noqa: ANN401
            return jax.jvp(of_drafts, (e,), (ones,))[1]

        return jax.jvp(first, (effect,), (ones,))

    def better(of_drafts: Any, effect: Any) -> Any:  # noqa: ANN401
        rise, bend = slopes(of_drafts, effect)
        return effect + jnp.clip(rise / jnp.maximum(-bend, 0.3), -1, 1)

    neutral = {name: getattr(PerceptionParameters(), name, 0.0) for name in priors}

    def cost(free: Any, active: Any) -> Any:  # noqa: ANN401
        b = {
            name: jnp.where(active[k] > 0, _natural(prior, free[k]), neutral[name])
            for k, (name, prior) in enumerate(priors.items())
        }
        held = jax.lax.stop_gradient(b)
        fixed = joint(held)
        found = jax.lax.fori_loop(0, _STEPS, lambda _, e: better(fixed, e), middle(held))
        # One more step, which gradients see: its derivative is that of the mode.
        of_drafts = joint(b)
        effect = better(of_drafts, jax.lax.stop_gradient(found))
        _, bend = slopes(of_drafts, effect)
        marginal = of_drafts(effect) - jnp.log(jnp.maximum(-bend, 1e-3)) / 2
        return -marginal.sum() - sum(
            active[k] * _log_prior(p, free[k]) for k, p in enumerate(priors.values())
        )

    return cost


def _log_prior(prior: Prior, free: Any) -> Any:  # noqa: ANN401 - an array of JAX
    import jax.numpy as jnp

    if prior.kind == "N+":
        return free - (jnp.exp(free) / prior.scale) ** 2 / 2
    return -(((free - prior.location) / prior.scale) ** 2) / 2


def foretold(fit: Fit, asked: Ballots) -> Floats:
    """Return chances of ballots (n, 4): noise of drafts and of perception integrated out."""
    column, total = columns(asked), np.zeros((asked.size, len(Ballot)))
    points, shares = hermite(_NODES)
    size = len(fit.values["draft"])
    for k in range(size):
        b = {name: found[k] for name, found in fit.values.items()}
        support, deviation = leanings(fit.form, b, column)
        band, absent = rest(fit.form, b, column)
        wide = np.sqrt(deviation**2 + spread(fit.form, b, column) ** 2)
        away = _logistic(absent)
        for point, share in zip(points, shares, strict=True):
            at = support - b["cut_no"] + wide * point
            low, high = _logistic(-at), _logistic(at - b["gap"] * np.exp(band))
            weight = share * (1 - away) / size
            total[:, Ballot.NO] += weight * low
            total[:, Ballot.YES] += weight * high
            total[:, Ballot.ABSTAIN] += weight * (1 - low - high)
        total[:, Ballot.ABSENT] += away / size
    return total


def _logistic(x: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -60, 60))))
