"""What a fitted model is made of: a NumPyro program over its data, and priors with units.

Priors are normal (N), half normal (N+) or log-normal, weakly informative on the scale of log-odds
per standard unit (Gelman et al. 2008), and are set before any score on test years is seen.
"""

from dataclasses import dataclass
from typing import Any

from foedera.evidence.sampling import Model


@dataclass(frozen=True, slots=True)
class Prior:
    """A parameter's unit and prior: `kind` is N, N+ or LogN, with location and scale."""

    unit: str
    kind: str
    location: float
    scale: float

    def __str__(self) -> str:
        if self.kind == "N+":
            return f"N+({self.scale:g})"
        return f"{self.kind}({self.location:g}, {self.scale:g})"


@dataclass(frozen=True, slots=True)
class Program:
    """A model over its data, and its parameters as they are drawn and as they are stored."""

    run: Model
    priors: dict[str, Prior]


def drawn(priors: dict[str, Prior]) -> dict[str, Any]:
    """Return each parameter as a sample site; called within a program."""
    import numpyro as npy
    import numpyro.distributions as dist

    def law(prior: Prior) -> Any:  # noqa: ANN401 - a distribution of NumPyro
        if prior.kind == "N+":
            return dist.HalfNormal(prior.scale)
        if prior.kind == "LogN":
            return dist.LogNormal(prior.location, prior.scale)
        return dist.Normal(prior.location, prior.scale)

    return {name: npy.sample(name, law(prior)) for name, prior in priors.items()}
