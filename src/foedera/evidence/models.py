"""The four models that are fitted, as NumPyro programs, with units and priors of each parameter.

voting: the vote of the behaviour room (ordered logit behind a hurdle of absence). Perception enters
by the mean of its log-odds at default parameters; their noise is taken in by the usual scaling of
a logistic law (MacKay 1992). Every draft has an effect of its own, normal with deviation `draft`.

contribution: logit of coming as in the contribution game with the pivotality observed:
precision (pivot (1 + gain_allied ally + gain_neighbour border) + commitment owes - cost -
cost_allied ally of the accused).

commitment: logit of honouring on the kind of alliance and the age; war effects of deviation `war`.

action: logit of collective action on violence, what was threatened, rank and age.

Priors are normal (N), half normal (N+) or log-normal, weakly informative on the scale of log-odds
per standard unit (Gelman et al. 2008), and were set before any score on test years was seen. The
products of violence and rank in `action` state the claim, but were added after a table of outcomes
over all years was seen.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.perceive import perception_law
from foedera.evidence import action, commitment
from foedera.evidence.action import CrisisActions
from foedera.evidence.commitment import Commitments
from foedera.evidence.contribution import Joiners
from foedera.evidence.sampling import Model
from foedera.evidence.voting import COLUMNS, Ballots
from foedera.rules import Ballot


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


_POINT = "log-odds per unit of ideal point"
VOTING = {
    "perception": Prior("log-odds per log-odds", "N+", 0, 0.5),
    "accused": Prior(_POINT, "N", 0, 1),
    "attacked": Prior(_POINT, "N", 0, 1),
    "allied_with_accused": Prior("log-odds", "N", 0, 1.5),
    "allied_with_attacked": Prior("log-odds", "N", 0, 1.5),
    "neighbour": Prior("log-odds", "N", 0, 1),
    "own_case": Prior("log-odds", "N+", 0, 5),
    "council": Prior("log-odds", "N", 0, 2),
    "cut_no": Prior("log-odds", "N", -2, 3),
    "gap": Prior("log-odds", "LogN", 0.5, 1),
    "draft": Prior("log-odds", "N+", 0, 1.5),
    "absence": Prior("log-odds", "N", -2, 1.5),
    "absence_council": Prior("log-odds", "N", 0, 2),
    "absence_alliance": Prior("log-odds", "N", 0, 1),
    "absence_distance": Prior(_POINT, "N", 0, 1),
    "absence_side": Prior("log-odds", "N", -1, 2),
}
CONTRIBUTION = {
    "gain_allied": Prior("utility", "N", 0.5, 1),
    "gain_neighbour": Prior("utility", "N", 0.5, 1),
    "cost": Prior("utility", "N+", 0, 1),
    "cost_allied": Prior("utility", "N", 0.5, 1),
    "commitment": Prior("utility", "N+", 0, 0.5),
    "precision": Prior("per utility", "LogN", 1.5, 0.7),
}
COMMITMENT = {
    "constant": Prior("log-odds", "N", 0, 1.5),
    **{name: Prior("log-odds", "N", 0, 1) for name in commitment.COLUMNS},
    "war": Prior("log-odds", "N+", 0, 1),
}
ACTION = {
    "constant": Prior("log-odds", "N", -1, 1.5),
    **{name: Prior("log-odds", "N", 0, 1.5) for name in action.NAMES[1:]},
}


@dataclass(frozen=True, slots=True)
class Program:
    """A model over its data, and its parameters as they are drawn and as they are stored."""

    run: Model
    priors: dict[str, Prior]


def voting(of: Ballots) -> Program:
    """Return the model of ballots."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist
    from jax.nn import log_sigmoid, sigmoid

    law = perception_law(of.situation(), PerceptionParameters())
    noise = jnp.array(law.deviation[:, 0])
    column = {name: jnp.array(of.column(name)) for name in _VOTE_COLUMNS}
    council = jnp.array(of.council)
    nearer = jnp.minimum(column["accused"], column["attacked"])
    _, first, place = np.unique(of.draft, return_index=True, return_inverse=True)
    where, of_council = jnp.array(place), council[first]
    average = np.bincount(place, law.mean[:, 0]) / np.bincount(place)
    common, apart = jnp.array(average), jnp.array(law.mean[:, 0] - average[place])
    away = jnp.array(of.ballot == Ballot.ABSENT)
    no, yes = (jnp.array(of.ballot == kind) for kind in (Ballot.NO, Ballot.YES))

    def run() -> None:
        b = _drawn(VOTING)
        # Many ballots a draft: effects mix best around their own mean, which holds all that
        # differs between drafts only (the lower cut, the council, how glaring the act is).
        middle = b["council"] * of_council + b["perception"] * common - b["cut_no"]
        effect = npy.sample("effect", dist.Normal(middle, b["draft"]).to_event(1))
        support = b["perception"] * apart + effect[where]
        support += sum(b[name] * column[name] for name in _VOTE_COLUMNS if name != "side")
        support += b["own_case"] * column["side"]
        scale = jnp.sqrt(1 + jnp.pi / 8 * (b["perception"] * noise) ** 2)
        npy.deterministic("cut_yes", b["cut_no"] + b["gap"])
        low, high = sigmoid(-support / scale), sigmoid((support - b["gap"]) / scale)
        chance = jnp.where(no, low, jnp.where(yes, high, 1 - low - high))
        absent = (
            b["absence"]
            + b["absence_council"] * council
            + b["absence_alliance"] * column["allied_with_accused"]
            + b["absence_distance"] * nearer
            + b["absence_side"] * jnp.abs(column["side"])
        )
        cast = log_sigmoid(-absent) + jnp.log(jnp.maximum(chance, 1e-9))
        npy.factor("ballots", jnp.where(away, log_sigmoid(absent), cast).sum())

    shown = {name: prior for name, prior in VOTING.items() if name != "gap"}
    gap = VOTING["gap"]
    shown["cut_yes"] = Prior(gap.unit, "cut_no + LogN", gap.location, gap.scale)
    return Program(run, shown)


_VOTE_COLUMNS = tuple(name for name in COLUMNS if name != "glaring")


def contribution(of: Joiners) -> Program:
    """Return the model of who comes to the help of the attacked."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    pivot, ally, owes, border, against = (jnp.array(each) for each in of.covariates.T)
    came = jnp.array(of.came)

    def run() -> None:
        b = _drawn(CONTRIBUTION)
        gain = 1 + b["gain_allied"] * ally + b["gain_neighbour"] * border
        net = b["commitment"] * owes - b["cost"] - b["cost_allied"] * against
        npy.sample("came", dist.Bernoulli(logits=b["precision"] * (gain * pivot + net)), obs=came)

    return Program(run, CONTRIBUTION)


def honouring(of: Commitments) -> Program:
    """Return the model of commitments honoured."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    kinds = jnp.array(of.covariates)
    wars, place = np.unique(of.war, return_inverse=True)
    honoured, where = jnp.array(of.honoured), jnp.array(place)

    def run() -> None:
        b = _drawn(COMMITMENT)
        effect = npy.sample("effect", dist.Normal(0, 1).expand([len(wars)]).to_event(1))
        slopes = jnp.stack([b[name] for name in commitment.COLUMNS])
        logits = b["constant"] + kinds @ slopes + b["war"] * effect[where]
        npy.sample("honoured", dist.Bernoulli(logits=logits), obs=honoured)

    return Program(run, COMMITMENT)


def acting(of: CrisisActions) -> Program:
    """Return the model of collective action in crises."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    x, acted = jnp.array(of.design()), jnp.array(of.acted)

    def run() -> None:
        b = _drawn(ACTION)
        slopes = jnp.stack([b[name] for name in action.NAMES])
        npy.sample("acted", dist.Bernoulli(logits=x @ slopes), obs=acted)

    return Program(run, ACTION)


PROGRAMS: dict[str, Callable[[Any], Program]] = {
    "voting": voting,
    "contribution": contribution,
    "commitment": honouring,
    "action": acting,
}


def _drawn(priors: dict[str, Prior]) -> dict[str, Any]:
    import numpyro as npy
    import numpyro.distributions as dist

    def law(prior: Prior) -> Any:  # noqa: ANN401 - a distribution of NumPyro
        if prior.kind == "N+":
            return dist.HalfNormal(prior.scale)
        if prior.kind == "LogN":
            return dist.LogNormal(prior.location, prior.scale)
        return dist.Normal(prior.location, prior.scale)

    return {name: npy.sample(name, law(prior)) for name, prior in priors.items()}
