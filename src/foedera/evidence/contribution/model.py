"""The logit of coming, as in the contribution game with the pivotality observed.

precision (pivot (1 + gain_allied ally + gain_neighbour border) + commitment owes - cost -
cost_allied ally of the accused).
"""

from foedera.evidence.contribution.joiners import Joiners
from foedera.evidence.programs import Prior, Program, drawn

PRIORS = {
    "gain_allied": Prior("utility", "N", 0.5, 1),
    "gain_neighbour": Prior("utility", "N", 0.5, 1),
    "cost": Prior("utility", "N+", 0, 1),
    "cost_allied": Prior("utility", "N", 0.5, 1),
    "commitment": Prior("utility", "N+", 0, 0.5),
    "precision": Prior("per utility", "LogN", 1.5, 0.7),
}


def program(of: Joiners) -> Program:
    """Return the model of who comes to the help of the attacked."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    pivot, ally, owes, border, against = (jnp.array(each) for each in of.covariates.T)
    came = jnp.array(of.came)

    def run() -> None:
        b = drawn(PRIORS)
        gain = 1 + b["gain_allied"] * ally + b["gain_neighbour"] * border
        net = b["commitment"] * owes - b["cost"] - b["cost_allied"] * against
        npy.sample("came", dist.Bernoulli(logits=b["precision"] * (gain * pivot + net)), obs=came)

    return Program(run, PRIORS)
