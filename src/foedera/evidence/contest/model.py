"""The contest as in the behaviour room: log-odds that side A prevails = m log(F_A / F_B) + first.

`first` is the advantage of the side that acted first, where the form has one. It is a nuisance: who
attacks chose the occasion, and weak states fight when they think that they can win (Reed 2000;
Slantchev 2004), so that m is what superiority is worth in contests that somebody thought worth
fighting.
"""

from dataclasses import dataclass
from typing import Any

from foedera.evidence.contest.forces import Contests
from foedera.evidence.programs import Prior, Program, drawn

PRIORS = {"decisiveness": Prior("exponent", "N+", 0, 1)}
FIRST = {"first": Prior("log-odds", "N", 0, 1)}
WAR = {"war": Prior("exponent, added in wars", "N", 0, 0.5)}


@dataclass(frozen=True, slots=True)
class Form:
    """A specification: the scale of force, the advantage of acting first, wars apart or not."""

    scale: str = "strength"
    first: bool = True
    war: bool = False

    @property
    def priors(self) -> dict[str, Prior]:
        """The parameters and their priors."""
        return PRIORS | (FIRST if self.first else {}) | (WAR if self.war else {})


CHOSEN = Form(first=False)


def program(of: Contests, form: Form = CHOSEN) -> Program:
    """Return the model of who prevails."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    ratio, war = jnp.array(of.ratio(form.scale)), jnp.array(of.war)
    prevailed = jnp.array(of.prevailed)

    def run() -> None:
        b: dict[str, Any] = drawn(form.priors)
        power = b["decisiveness"] + (b["war"] * war if form.war else 0)
        odds = power * ratio + b.get("first", 0.0)
        npy.sample("prevailed", dist.Bernoulli(logits=odds), obs=prevailed)

    return Program(run, form.priors)
