"""The logit of collective action on violence, what was threatened, rank and age.

The products of violence and rank state the claim (C34), but were added after a table of outcomes
over all years was seen. The ordered form has the same covariates for all five levels of what
organisations did, the chance to act being that of the fourth or more. Decades may differ, by an
effect that is normal with deviation `age`.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from foedera.evidence.action.crises import ACTED, LEVELS, NAMES, CrisisActions
from foedera.evidence.programs import Prior, Program, drawn

SLOPES = {name: Prior("log-odds", "N", 0, 1.5) for name in NAMES[1:]}
PRODUCTS = tuple(name for name in NAMES if "_by_" in name)
CONSTANT = {"constant": Prior("log-odds", "N", -1, 1.5)}
# How much more it takes to reach each level than the one below it, around condemnation.
STEPS = {f"step_{k}": Prior("log-odds", "N+", 0, 1.5) for k in range(2, len(LEVELS))}
AGE = {"age": Prior("log-odds, deviation", "N+", 0, 0.5)}


@dataclass(frozen=True, slots=True)
class Form:
    """A specification: products of violence and rank, ordered levels, effects of decades."""

    products: bool = True
    ordered: bool = False
    age: bool = False

    @property
    def priors(self) -> dict[str, Prior]:
        """The parameters and their priors."""
        slopes = {k: v for k, v in SLOPES.items() if self.products or k not in PRODUCTS}
        return CONSTANT | slopes | (STEPS if self.ordered else {}) | (AGE if self.age else {})


CHOSEN = Form(ordered=True, age=True)


def program(of: CrisisActions, form: Form = CHOSEN) -> Program:
    """Return the model of collective action in crises."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    x, acted, level = jnp.array(of.design()), jnp.array(of.acted), jnp.array(of.level)
    decades, place = np.unique(of.year // 10, return_inverse=True)
    where = jnp.array(place)

    def run() -> None:
        b: dict[str, Any] = drawn(form.priors)
        slopes = jnp.stack([b.get(name, 0.0) for name in NAMES])
        logits = x @ slopes
        if form.age:
            effect = npy.sample("effect", dist.Normal(0, 1).expand([len(decades)]).to_event(1))
            logits = logits + b["age"] * effect[where]
        if form.ordered:
            steps = jnp.cumsum(jnp.stack([0.0, *(b[name] for name in STEPS)]))
            cuts = steps - steps[ACTED - 1]
            npy.sample("level", dist.OrderedLogistic(logits, cuts), obs=level)
        else:
            npy.sample("acted", dist.Bernoulli(logits=logits), obs=acted)

    return Program(run, form.priors)
