"""The vote of the behaviour room over ballots: an ordered logit behind a hurdle of absence.

Perception enters by the mean of its log-odds at default parameters; their noise is taken in by the
usual scaling of a logistic law (MacKay 1992). Every draft has an effect of its own, normal with
deviation `draft`.
"""

import numpy as np

from foedera.behaviour import PerceptionParameters
from foedera.behaviour.perceive import perception_law
from foedera.evidence.programs import Prior, Program, drawn
from foedera.evidence.voting.ballots import COLUMNS, Ballots
from foedera.rules import Ballot

_POINT = "log-odds per unit of ideal point"
PRIORS = {
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
_VOTE_COLUMNS = tuple(name for name in COLUMNS if name != "glaring")


def program(of: Ballots) -> Program:
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
        b = drawn(PRIORS)
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

    shown = {name: prior for name, prior in PRIORS.items() if name != "gap"}
    gap = PRIORS["gap"]
    shown["cut_yes"] = Prior(gap.unit, "cut_no + LogN", gap.location, gap.scale)
    return Program(run, shown)
