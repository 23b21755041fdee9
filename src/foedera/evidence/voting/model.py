"""The vote of the behaviour room over ballots: an ordered logit behind a hurdle of absence.

A :class:`Form` says which columns move what; :func:`form_of` gives the one that validation within
the training years took (:mod:`~foedera.evidence.voting.choose`). The noise of perception is taken
in by the usual scaling of a logistic law (MacKay 1992). Every draft has an effect of its own,
normal with deviation `draft`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import PerceptionParameters
from foedera.evidence.programs import Prior, Program, drawn
from foedera.evidence.splits import SPLITS
from foedera.evidence.voting.ballots import Ballots
from foedera.rules import Ballot

Floats = NDArray[np.float64]
Values = Mapping[str, Any]

_POINT = "log-odds per unit of ideal point"
_SQUARE = "log-odds per squared unit of ideal point"
PRIORS = {
    "perception": Prior("log-odds per log-odds", "N+", 0, 0.5),
    "per_distance": Prior("sd per unit of ideal point", "N+", 0, 0.5),
    "per_alliance": Prior("sd", "N+", 0, 1),
    "accused": Prior(_POINT, "N", 0, 1),
    "attacked": Prior(_POINT, "N", 0, 1),
    "spatial": Prior(_SQUARE, "N", 0, 0.5),
    "allied_with_accused": Prior("log-odds", "N", 0, 1.5),
    "allied_with_attacked": Prior("log-odds", "N", 0, 1.5),
    "neighbour": Prior("log-odds", "N", 0, 1),
    "democracy": Prior("log-odds per unit of the index", "N", 0, 1),
    "size": Prior("log-odds per decade of capability", "N", 0, 1),
    "council_accused": Prior(_POINT, "N", 0, 1),
    "council_attacked": Prior(_POINT, "N", 0, 1),
    "own_case": Prior("log-odds", "N+", 0, 5),
    "council": Prior("log-odds", "N", 0, 2),
    "all_accused": Prior(_POINT, "N", 0, 1),
    "all_attacked": Prior(_POINT, "N", 0, 1),
    "accusing": Prior("log-odds", "N", 0, 1),
    "urgent": Prior("log-odds", "N", 0, 1),
    "age": Prior("log-odds per log year", "N", 0, 0.5),
    "cut_no": Prior("log-odds", "N", -2, 3),
    "gap": Prior("log-odds", "LogN", 0.5, 1),
    "band_accused": Prior("log per unit of ideal point", "N", 0, 0.5),
    "band_attacked": Prior("log per unit of ideal point", "N", 0, 0.5),
    "band_council": Prior("log", "N", 0, 0.5),
    "band_size": Prior("log per decade of capability", "N", 0, 0.5),
    "draft": Prior("log-odds", "N+", 0, 1.5),
    "spread_council": Prior("log", "N", 0, 0.5),
    "absence": Prior("log-odds", "N", -2, 1.5),
    "absence_council": Prior("log-odds", "N", 0, 2),
    "absence_alliance": Prior("log-odds", "N", 0, 1),
    "absence_distance": Prior(_POINT, "N", 0, 1),
    "absence_side": Prior("log-odds", "N", -1, 2),
    "absence_accused": Prior(_POINT, "N", 0, 1),
    "absence_attacked": Prior(_POINT, "N", 0, 1),
    "absence_size": Prior("log-odds per decade of capability", "N", 0, 1),
    "absence_democracy": Prior("log-odds per unit of the index", "N", 0, 1),
    "absence_neighbour": Prior("log-odds", "N", 0, 1),
}


@dataclass(frozen=True, slots=True)
class Form:
    """Which columns move support, that of the whole draft, the band of abstention and absence.

    `perception`: "fitted" with the bias of alignment, "assumed" with the bias at its default, or
    "none".
    """

    support: tuple[str, ...]
    draft: tuple[str, ...] = ("council",)
    band: tuple[str, ...] = ()
    absence: tuple[str, ...] = ("council", "alliance", "distance", "side")
    perception: str = "assumed"
    spread: tuple[str, ...] = ()

    def priors(self) -> dict[str, Prior]:
        """Return the parameters of the form with their priors, in the order of all."""
        names = {*self.support, *self.draft, "own_case", "cut_no", "gap", "draft", "absence"}
        names |= {f"band_{name}" for name in self.band}
        names |= {f"absence_{name}" for name in self.absence}
        names |= {f"spread_{name}" for name in self.spread}
        if self.perception != "none":
            names.add("perception")
        if self.perception == "fitted":
            names |= {"per_distance", "per_alliance"}
        return {name: prior for name, prior in PRIORS.items() if name in names}


# The form that others are tried against, and those that the rule took for data that end by 1989 and
# for data that end later.
FIRST = Form(
    ("accused", "attacked", "allied_with_accused", "allied_with_attacked", "neighbour"),
)
EARLY = Form(
    FIRST.support,
    ("council", "all_accused", "all_attacked"),
    ("accused", "attacked", "council"),
    (*FIRST.absence, "size", "democracy"),
    "fitted",
)
LATE = Form(
    FIRST.support,
    ("council", "urgent"),
    ("council",),
    (*FIRST.absence, "size", "democracy"),
    "fitted",
    ("council",),
)


def form_of(of: Ballots) -> Form:
    """Return the form that was chosen for ballots, by the last year in them."""
    return EARLY if int(of.year.max()) <= SPLITS[0].until else LATE


def columns(of: Ballots) -> dict[str, Floats]:
    """Return every column that a form may name, by name; absence has its own for three of them."""
    accused, attacked = of.column("accused"), of.column("attacked")
    return {
        **{name: of.column(name) for name in ("neighbour", "side", "size", "democracy", "age")},
        **{name: of.column(name) for name in ("allied_with_accused", "allied_with_attacked")},
        **{name: of.column(name) for name in ("all_accused", "all_attacked")},
        **{name: of.column(name) for name in ("accusing", "urgent")},
        "accused": accused,
        "attacked": attacked,
        "spatial": accused**2 - attacked**2,
        "council": of.council,
        "council_accused": of.council * accused,
        "council_attacked": of.council * attacked,
        "absence_alliance": of.column("allied_with_accused"),
        "absence_distance": np.minimum(accused, attacked),
        "absence_side": np.abs(of.column("side")),
        "glaring": of.column("glaring"),
        "excess": accused - attacked,
        "alliances": of.column("allied_with_attacked") - of.column("allied_with_accused"),
    }


def belief(form: Form, b: Values, column: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return mean and deviation of the log-odds that the accused attacked, as perception has it."""
    plain = PerceptionParameters()
    fitted = form.perception == "fitted"
    bias = (
        (b["per_distance"] if fitted else plain.per_distance) * column["excess"]
        + (b["per_alliance"] if fitted else plain.per_alliance) * column["alliances"]
        + plain.own_case * column["side"]
    )
    strength = column["glaring"]
    left = (1 - plain.correction) * bias
    return plain.prior + 2 * strength * (strength + left), 2 * strength


def leanings(form: Form, b: Values, column: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the support of members without effects of drafts or cut points, and its deviation."""
    support = sum(b[name] * column[name] for name in (*form.support, *form.draft))
    support += b["own_case"] * column["side"]
    if form.perception == "none":
        return support, 0.0
    mean, deviation = belief(form, b, column)
    return support + b["perception"] * mean, b["perception"] * deviation


def rest(form: Form, b: Values, column: Mapping[str, Any]) -> tuple[Any, Any]:
    """Return the logarithm of what the band is multiplied with, and the log-odds of absence."""
    band = sum(b[f"band_{name}"] * column[name] for name in form.band)
    away = b["absence"] + sum(
        b[f"absence_{name}"] * column.get(f"absence_{name}", column.get(name))
        for name in form.absence
    )
    return band, away


def spread(form: Form, b: Values, column: Mapping[str, Any]) -> Any:  # noqa: ANN401 - arrays
    """Return the deviation of the effect of a draft."""
    apart = sum(b[f"spread_{name}"] * column[name] for name in form.spread)
    return b["draft"] * np.e**apart


def log_chances(of: Ballots, form: Form) -> Callable[[Values], Callable[[Any], Any]]:
    """Return a function of parameters: a function of effects by draft, the log chance of ballots.

    An effect is the support that the average ballot of a draft has, `cut_no` taken off; around
    what it lies is :func:`middles`.
    """
    import jax.numpy as jnp
    from jax.nn import log_sigmoid, sigmoid

    column = {name: jnp.array(found) for name, found in columns(of).items()}
    place = jnp.array(np.unique(of.draft, return_inverse=True)[1])
    away = jnp.array(of.ballot == Ballot.ABSENT)
    no, yes = (jnp.array(of.ballot == kind) for kind in (Ballot.NO, Ballot.YES))
    middle_of = middles(of, form)

    def run(b: Values) -> Callable[[Any], Any]:
        leaning, deviation = leanings(form, b, column)
        apart = leaning - b["cut_no"] - middle_of(b)[place]
        band, absent = rest(form, b, column)
        gap = b["gap"] * jnp.exp(band)
        scale = jnp.sqrt(1 + jnp.pi / 8 * deviation**2)
        stays, comes = log_sigmoid(absent), log_sigmoid(-absent)

        def of_effects(effect: Any) -> Any:  # noqa: ANN401 - arrays of JAX
            support = apart + effect[place]
            low, high = sigmoid(-support / scale), sigmoid((support - gap) / scale)
            chance = jnp.where(no, low, jnp.where(yes, high, 1 - low - high))
            return jnp.where(away, stays, comes + jnp.log(jnp.maximum(chance, 1e-9)))

        return of_effects

    return run


def middles(of: Ballots, form: Form) -> Callable[[Values], Any]:
    """Return a function of parameters: around what the effect of each draft lies.

    Many ballots a draft: effects mix best around their own mean, which is what the draft's average
    ballot has of support.
    """
    import jax.numpy as jnp

    _, place = np.unique(of.draft, return_inverse=True)
    size = np.bincount(place)
    found = columns(of)
    average = {name: jnp.array(np.bincount(place, c) / size) for name, c in found.items()}
    # The belief is a product of the two, of which the first is the same for all on a draft.
    return lambda b: leanings(form, b, average)[0] - b["cut_no"]


def deviations(of: Ballots, form: Form) -> Callable[[Values], Any]:
    """Return a function of parameters: the deviation of the effect of each draft."""
    import jax.numpy as jnp

    _, first = np.unique(of.draft, return_index=True)
    found = columns(of)
    column = {name: jnp.array(found[name][first]) for name in form.spread}
    return lambda b: spread(form, b, column)


# Votes tell what perception adds for an act of the common kind together with these, and apart from
# them only by how acts differ. So the sum is what is sampled: the model is the same.
SHIFTED = ("accused", "attacked", "allied_with_accused", "allied_with_attacked", "cut_no")


def _shifts(b: Values, glaring: float) -> dict[str, Any]:
    """Return what perception of an act so glaring adds to coefficients and takes off `cut_no`."""
    left = 2 * glaring * (1 - PerceptionParameters().correction) * b["perception"]
    distance, alliance = left * b["per_distance"], left * b["per_alliance"]
    signs = (distance, -distance, -alliance, alliance, -2 * glaring**2 * b["perception"])
    return dict(zip(SHIFTED, signs, strict=True))


def program(of: Ballots, form: Form | None = None) -> Program:
    """Return the model of ballots, by default in the form that was chosen for them."""
    import jax.numpy as jnp
    import numpyro as npy
    import numpyro.distributions as dist

    form = form or form_of(of)
    priors, chances, middle = form.priors(), log_chances(of, form), middles(of, form)
    deviation = deviations(of, form)
    # Many ballots tell the effect of a draft in the assembly, few and like ones that in the
    # council: the first mixes best as it is, the second as a multiple of its deviation.
    _, first = np.unique(of.draft, return_index=True)
    few = of.council[first] == 1
    one, other = np.flatnonzero(~few), np.flatnonzero(few)

    common = float(of.column("glaring").mean())
    moved = SHIFTED if form.perception == "fitted" else ()

    def run() -> None:
        b = drawn({name: prior for name, prior in priors.items() if name not in moved})
        for name, shift in _shifts(b, common).items() if moved else ():
            prior = priors[name]
            law = dist.Normal(prior.location + shift, prior.scale)
            b[name] = npy.deterministic(name, npy.sample(f"{name}_whole", law) - shift)
        mean = middle(b)
        wide = deviation(b) * jnp.ones(len(few))
        effect = mean
        if len(one):
            law = dist.Normal(mean[one], wide[one]).to_event(1)
            effect = effect.at[one].set(npy.sample("effect", law))
        if len(other):
            shock = npy.sample("shock", dist.Normal(0, 1).expand([len(other)]).to_event(1))
            effect = effect.at[other].add(wide[other] * shock)
        npy.deterministic("cut_yes", b["cut_no"] + b["gap"])
        npy.factor("ballots", chances(b)(effect).sum())

    shown = {name: prior for name, prior in priors.items() if name != "gap"}
    gap = PRIORS["gap"]
    shown["cut_yes"] = Prior(gap.unit, "cut_no + LogN", gap.location, gap.scale)
    dense = tuple(f"{name}_whole" if name in moved else name for name in priors)
    return Program(run, shown, dense)
