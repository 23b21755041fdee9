"""The logit of collective action on violence, what was threatened, rank and age.

The products of violence and rank state the claim (C34), but were added after a table of outcomes
over all years was seen.
"""

from foedera.evidence.action.crises import NAMES, CrisisActions
from foedera.evidence.programs import Prior, Program, drawn

PRIORS = {
    "constant": Prior("log-odds", "N", -1, 1.5),
    **{name: Prior("log-odds", "N", 0, 1.5) for name in NAMES[1:]},
}


def program(of: CrisisActions) -> Program:
    """Return the model of collective action in crises."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    x, acted = jnp.array(of.design()), jnp.array(of.acted)

    def run() -> None:
        b = drawn(PRIORS)
        slopes = jnp.stack([b[name] for name in NAMES])
        npy.sample("acted", dist.Bernoulli(logits=x @ slopes), obs=acted)

    return Program(run, PRIORS)
