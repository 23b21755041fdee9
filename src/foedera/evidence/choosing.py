"""Choose between specifications of a part by validation inside the training years.

Candidates are listed from simple to rich. Each is fitted at its posterior mode on the years up to
a fold's cut-off and scored on the years after it, none of which is a test year. Of the candidates
within one standard error of the best pooled logarithmic score the first listed is taken (the
one-standard-error rule of Breiman, Friedman, Olshen & Stone 1984); the error is that of the paired
difference from the best, resampling whole events.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.posterior import Posterior
from foedera.evidence.errors import EvidenceError
from foedera.evidence.programs import Program
from foedera.evidence.sampling import require_numpyro
from foedera.evidence.scores import Forecast, auc, brier_terms, log_terms, weights
from foedera.evidence.splits import SPLITS, Split

Floats = NDArray[np.float64]

FOLDS = (Split(1949, 1969), Split(1969, 1989))
FIRST_TEST_YEAR = SPLITS[0].until + 1
_DRAWS, _SEED = 2000, 1
_START = 0.1  # not 0: there the slope of log-odds that are 0 is not told right


@dataclass(frozen=True, slots=True)
class Candidate:
    """A specification: its name, its program over what was seen, its forecast of what is asked."""

    name: str
    program: Callable[[Any], Program]
    forecast: Callable[[Any, Any, Posterior], Forecast]


@dataclass(frozen=True, slots=True)
class Validated:
    """What validation says of a candidate; `behind` is its log score less the best candidate's."""

    name: str
    log: float
    brier: float
    auc: float
    behind: float
    error: float
    chosen: bool
    n: int
    events: int

    def __str__(self) -> str:
        return (
            f"{self.name:<20} log {self.log:.5f}  Brier {self.brier:.5f}  AUC {self.auc:.3f}  "
            f"behind {self.behind:.5f} ({self.error:.5f}){'  chosen' if self.chosen else ''}"
        )


def validate(
    data: Any,  # noqa: ANN401 - data of any part
    candidates: Sequence[Candidate],
    folds: Sequence[Split] = FOLDS,
    fitted: Callable[[Any], Any] = lambda seen: seen,
) -> tuple[Validated, ...]:
    """Return the score of every candidate pooled over the folds, and which one the rule takes.

    `fitted` makes of the years seen what is fitted (a thinned sample, say).

    Raises:
        EvidenceError: a fold reaches into the test years.
    """
    if any(fold.last >= FIRST_TEST_YEAR for fold in folds):
        raise EvidenceError("a fold reaches into the test years")
    found = [_pooled(data, each, folds, fitted) for each in candidates]
    terms = np.array([log_terms(each) for each in found])
    best = int(np.argmin(terms.mean(axis=1)))
    errors = [_error(terms[k] - terms[best], found[best].events) for k in range(len(found))]
    behind = terms.mean(axis=1) - terms[best].mean()
    taken = next(k for k in range(len(found)) if behind[k] <= errors[k])
    return tuple(
        Validated(
            candidate.name,
            float(terms[k].mean()),
            float(brier_terms(found[k]).mean()),
            auc(found[k]),
            float(behind[k]),
            errors[k],
            k == taken,
            len(terms[k]),
            len(np.unique(found[k].events)),
        )
        for k, candidate in enumerate(candidates)
    )


def _pooled(
    data: Any,  # noqa: ANN401 - data of any part
    candidate: Candidate,
    folds: Sequence[Split],
    fitted: Callable[[Any], Any],
) -> Forecast:
    parts = []
    for fold in folds:
        seen, asked = (data.where(side(data.year)) for side in (fold.train, fold.test))
        draws = at_mode(candidate.program, fitted(seen))
        parts.append(candidate.forecast(seen, asked, draws))
    return Forecast(
        np.concatenate([each.chances for each in parts]),
        np.concatenate([each.outcomes for each in parts]),
        np.concatenate([each.events for each in parts]),
    )


def _error(difference: Floats, events: NDArray[np.int64]) -> float:
    weight = weights(events, _DRAWS, _SEED)
    return float((weight @ difference / weight.sum(axis=1)).std())


def at_mode(program: Callable[[Any], Program], seen: Any) -> Posterior:  # noqa: ANN401 - data of any part
    """Return the posterior mode of a program, on the scale without bounds, as a single draw.

    Raises:
        EvidenceError: no mode was found, or NumPyro is missing.
    """
    require_numpyro()
    import jax
    from jax.flatten_util import ravel_pytree
    from numpyro.infer.util import initialize_model
    from scipy.optimize import minimize

    with jax.enable_x64(True):  # noqa: FBT003 - jax's own signature
        found = initialize_model(jax.random.PRNGKey(_SEED), program(seen).run)
        start, unflatten = ravel_pytree(found.param_info.z)
        start = 0 * start + _START

        def loss(flat: Any) -> Any:  # noqa: ANN401 - an array of jax
            return found.potential_fn(unflatten(flat))

        slope = jax.jit(jax.value_and_grad(loss))

        def both(flat: Floats) -> tuple[float, Floats]:
            value, gradient = slope(flat)
            return float(value), np.asarray(gradient, dtype=np.float64)

        done = minimize(both, np.asarray(start), jac=True, method="L-BFGS-B")
        if not done.success:
            raise EvidenceError(f"no mode was found: {done.message}")
        values = found.postprocess_fn(unflatten(jax.numpy.asarray(done.x)))
    return Posterior(
        part="mode",
        until=0,
        data="",
        n=0,
        events=0,
        seed=_SEED,
        sampler="mode",
        made="",
        quantities=(),
        values={name: np.asarray(values[name], dtype=np.float64)[None] for name in values},
    )
