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

    def law(self) -> Any:  # noqa: ANN401 - a distribution of NumPyro
        """Return it as a distribution."""
        import numpyro.distributions as dist

        if self.kind == "N+":
            return dist.HalfNormal(self.scale)
        if self.kind == "LogN":
            return dist.LogNormal(self.location, self.scale)
        return dist.Normal(self.location, self.scale)


@dataclass(frozen=True, slots=True)
class Program:
    """A model over its data, and its parameters as they are drawn and as they are stored.

    The sampler learns how the parameters of `dense` go together; else each has a scale of its own.
    """

    run: Model
    priors: dict[str, Prior]
    dense: tuple[str, ...] = ()


def drawn(priors: dict[str, Prior]) -> dict[str, Any]:
    """Return each parameter as a sample site; called within a program."""
    import numpyro as npy

    return {name: npy.sample(name, prior.law()) for name, prior in priors.items()}
