"""The logit of honouring on the kind of alliance and the age; war effects of deviation `war`."""

import numpy as np

from foedera.evidence.commitment.commitments import COLUMNS, Commitments
from foedera.evidence.programs import Prior, Program, drawn

PRIORS = {
    "constant": Prior("log-odds", "N", 0, 1.5),
    **{name: Prior("log-odds", "N", 0, 1) for name in COLUMNS},
    "war": Prior("log-odds", "N+", 0, 1),
}


def program(of: Commitments) -> Program:
    """Return the model of commitments honoured."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    kinds = jnp.array(of.covariates)
    wars, place = np.unique(of.war, return_inverse=True)
    honoured, where = jnp.array(of.honoured), jnp.array(place)

    def run() -> None:
        b = drawn(PRIORS)
        effect = npy.sample("effect", dist.Normal(0, 1).expand([len(wars)]).to_event(1))
        slopes = jnp.stack([b[name] for name in COLUMNS])
        logits = b["constant"] + kinds @ slopes + b["war"] * effect[where]
        npy.sample("honoured", dist.Bernoulli(logits=logits), obs=honoured)

    return Program(run, PRIORS)
