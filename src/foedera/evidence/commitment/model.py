"""The logit of honouring on the kind of alliance and the age; war effects of deviation `war`."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from foedera.evidence.commitment.commitments import COLUMNS, Commitments
from foedera.evidence.programs import Prior, Program, drawn

PRIORS = {
    "constant": Prior("log-odds", "N", 0, 1.5),
    **{name: Prior("log-odds", "N", 0, 1) for name in COLUMNS},
}


@dataclass(frozen=True, slots=True)
class Form:
    """A specification: the scale of the prior on how wars differ, None where they do not."""

    war: float | None = 1.0

    @property
    def priors(self) -> dict[str, Prior]:
        """The parameters and their priors."""
        if self.war is None:
            return PRIORS
        return PRIORS | {"war": Prior("log-odds, deviation", "N+", 0, self.war)}


CHOSEN = Form(war=None)


def program(of: Commitments, form: Form = CHOSEN) -> Program:
    """Return the model of commitments honoured."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    kinds = jnp.array(of.covariates)
    wars, place = np.unique(of.war, return_inverse=True)
    honoured, where = jnp.array(of.honoured), jnp.array(place)

    def run() -> None:
        b: dict[str, Any] = drawn(form.priors)
        slopes = jnp.stack([b[name] for name in COLUMNS])
        logits = b["constant"] + kinds @ slopes
        if form.war is not None:
            effect = npy.sample("effect", dist.Normal(0, 1).expand([len(wars)]).to_event(1))
            logits = logits + b["war"] * effect[where]
        npy.sample("honoured", dist.Bernoulli(logits=logits), obs=honoured)

    return Program(run, form.priors)
