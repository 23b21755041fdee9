"""The logit of coming, as in the contribution game with the pivotality observed.

precision (pivot (1 + gain_allied ally + gain_neighbour border) + commitment owes + audience called
- cost - sum of what is added to the cost). A dispute may have an effect of its own, normal with
deviation `dispute` in utility, which is integrated out: intensity and stakes that no covariate
records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.gaussian import hermite
from foedera.evidence.contribution.joiners import Joiners
from foedera.evidence.programs import Prior, Program, drawn

Floats = NDArray[np.float64]

PRIORS = {
    "gain_allied": Prior("utility", "N+", 0, 1),
    "gain_neighbour": Prior("utility", "N+", 0, 1),
    "cost": Prior("utility", "N+", 0, 3),
    "cost_allied": Prior("utility", "N", 0.5, 1),
    "commitment": Prior("utility", "N+", 0, 1),
    "audience": Prior("utility", "N+", 0, 1),
    "precision": Prior("per utility", "LogN", 0.4, 0.7),
}
# What is added to the cost, by the covariate that it is added for.
ADDED = {
    "distance": ("cost_distance", Prior("per log of 1 + thousands of km", "N", 0, 1)),
    "major_power": ("cost_major", Prior("utility", "N", 0, 1)),
    "leaning": ("cost_leaning", Prior("per unit of ideal points", "N", 0, 1)),
    "war": ("cost_war", Prior("utility", "N", 0, 1)),
}
DISPUTE = {"dispute": Prior("utility, deviation", "N+", 0, 1)}
NODES = 9


@dataclass(frozen=True, slots=True)
class Terms:
    """A specification: what is added to the cost, which forces decide, disputes apart or not."""

    added: tuple[str, ...] = ()
    projected: bool = False
    dispute: bool = False

    @property
    def priors(self) -> dict[str, Prior]:
        """The parameters and their priors."""
        more = dict(ADDED[name] for name in self.added)
        return PRIORS | more | (DISPUTE if self.dispute else {})

    @property
    def pivot(self) -> str:
        """The column of how much a state decides."""
        return "pivot_projected" if self.projected else "pivot"


CHOSEN = Terms(("distance", "major_power", "war"))


def odds(column: Mapping[str, Any], b: Mapping[str, Any], terms: Terms) -> Any:  # noqa: ANN401 - arrays of numpy or jax
    """Return the log-odds of coming; columns and parameters broadcast."""
    gain = 1 + b["gain_allied"] * column["allied_with_attacked"]
    gain = gain + b["gain_neighbour"] * column["neighbour"]
    net = b["commitment"] * column["owes"] + b["audience"] * column["called"] - b["cost"]
    net = net - b["cost_allied"] * column["allied_with_accused"]
    for name in terms.added:
        net = net - b[ADDED[name][0]] * column[name]
    return b["precision"] * (gain * column[terms.pivot] + net)


def _drawn(terms: Terms) -> dict[str, Any]:
    """Return the parameters as sample sites, utilities by way of their products with precision.

    The data tell the products; a sampler that walks along them finds its way far sooner. Priors are
    those of the utilities all the same: hence the logarithm of precision, the Jacobian.
    """
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    utilities = {name: prior for name, prior in terms.priors.items() if name != "precision"}
    b = drawn({"precision": terms.priors["precision"]})
    for name, prior in utilities.items():
        law = prior.law()
        free = dist.ImproperUniform(law.support, (), ())
        b[name] = npy.deterministic(name, npy.sample(f"{name}_odds", free) / b["precision"])
        npy.factor(f"{name}_prior", law.log_prob(b[name]) - jnp.log(b["precision"]))
    return b


def program(of: Joiners, terms: Terms = CHOSEN) -> Program:
    """Return the model of who comes to the help of the attacked."""
    import jax
    import jax.numpy as jnp
    import numpyro as npy

    names = (terms.pivot, "allied_with_attacked", "neighbour", "owes", "called")
    column = {
        name: jnp.array(of.column(name)) for name in (*names, "allied_with_accused", *terms.added)
    }
    _, place = np.unique(of.dispute, return_inverse=True)
    signs, weight = jnp.array(2.0 * of.came - 1), jnp.array(of.weight)
    where, count = jnp.array(place), int(place.max()) + 1
    points, shares = hermite(NODES)

    def run() -> None:
        b = _drawn(terms)
        logits = odds(column, b, terms)
        if not terms.dispute:
            npy.factor("came", (weight * jax.nn.log_sigmoid(signs * logits)).sum())
            return
        shift = b["precision"] * b["dispute"] * jnp.array(points)
        told = weight[:, None] * jax.nn.log_sigmoid(signs[:, None] * (logits[:, None] + shift))
        whole = jax.ops.segment_sum(told, where, num_segments=count) + jnp.log(jnp.array(shares))
        npy.factor("came", jax.nn.logsumexp(whole, axis=1).sum())

    return Program(run, terms.priors)
