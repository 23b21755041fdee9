"""Draws from a posterior by the no-U-turn sampler of NumPyro, with its diagnostics."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError

Floats = NDArray[np.float64]

Model = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How draws are made: chains, steps to adapt, draws a chain, draws kept over all, seed."""

    chains: int = 2
    warmup: int = 400
    samples: int = 400
    kept: int = 300
    seed: int = 20_250_701

    def __post_init__(self) -> None:
        if self.chains * self.samples < self.kept or min(self.chains, self.warmup, self.kept) < 1:
            raise EvidenceError(
                f"{self.kept} draws cannot be kept of {self.chains} chains of {self.samples}"
            )

    def words(self) -> str:
        """Return the plan in words."""
        return (
            f"NUTS of NumPyro, {self.chains} chains of {self.warmup} steps to adapt and "
            f"{self.samples} draws, {self.kept} kept"
        )


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Thinned draws by parameter, and r-hat and effective size before thinning."""

    values: dict[str, Floats]
    rhat: dict[str, float]
    ess: dict[str, float]


def require_numpyro() -> None:
    """Say what to install where fits cannot be made.

    Raises:
        EvidenceError: NumPyro is not installed.
    """
    if find_spec("numpyro") is None:
        raise EvidenceError("this needs numpyro, which is not installed: foedera[calibrate]")


def sample(model: Model, names: tuple[str, ...], plan: Plan, dense: tuple[str, ...] = ()) -> Drawn:
    """Return draws of the named parameters of a model with its data in it.

    Of the parameters of `dense` the sampler learns the covariance, of others the variance. Two runs
    with one plan on one machine give the same draws.

    Raises:
        EvidenceError: NumPyro is not installed.
    """
    require_numpyro()
    from jax import random
    from numpyro.diagnostics import effective_sample_size, split_gelman_rubin
    from numpyro.infer import MCMC, NUTS, init_to_median

    kernel = NUTS(
        model,
        target_accept_prob=0.9,
        init_strategy=init_to_median(),
        dense_mass=[dense] if dense else False,
    )
    chains = MCMC(
        kernel,
        num_warmup=plan.warmup,
        num_samples=plan.samples,
        num_chains=plan.chains,
        chain_method="sequential",
        progress_bar=False,
    )
    chains.run(random.PRNGKey(plan.seed))
    found: dict[str, Any] = chains.get_samples(group_by_chain=True)
    grouped = {name: np.asarray(found[name], dtype=np.float64) for name in names}
    total = plan.chains * plan.samples
    places = np.linspace(0, total - 1, plan.kept).astype(np.int64)
    return Drawn(
        values={name: draws.reshape(-1)[places] for name, draws in grouped.items()},
        rhat={name: float(split_gelman_rubin(draws)) for name, draws in grouped.items()},
        ess={name: float(effective_sample_size(draws)) for name, draws in grouped.items()},
    )
