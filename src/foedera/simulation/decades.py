"""Decades of crises under a charter, in which aggressors and members learn from what they see.

Each year a state may stand to gain from an attack on another. Which crisis that is, is drawn from a
pool of random ones (:func:`foedera.simulation.random_disputes`); how often the institution would
act on it is simulated through its whole procedure beforehand, with and without an attack, and with
and without trust among its members: without, a decision binds nobody, so that commitment and
audience weigh nothing. Then states learn, year by year (:mod:`foedera.simulation.learning`).

What is assumed: one occasion a year, one reputation for the institution as a whole, states that do
not otherwise change, and the parameters of deterrence and trust, which no data fit. Read the
differences between charters, not dates. All charters share their random numbers.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour
from foedera.charters import Charter
from foedera.simulation.courses import Decades
from foedera.simulation.dispute import Dispute
from foedera.simulation.endings import ACTING
from foedera.simulation.errors import SimulationError
from foedera.simulation.hands import Progress
from foedera.simulation.kept import computed_or_kept, key_of
from foedera.simulation.learning import GROUPS, Chances, Learning, learn
from foedera.simulation.many import random_disputes
from foedera.simulation.opening import Opening, opening, parties_on
from foedera.simulation.result import Tally
from foedera.simulation.simulate import Settings, compare
from foedera.simulation.variants import NOTHING, nothing
from foedera.simulation.vary import varied

if TYPE_CHECKING:
    from foedera.simulation.plan import Plan, Route

__all__ = ["BINDING", "Chances", "Decades", "Institution", "Learning", "decades", "learn"]

Floats = NDArray[np.float64]
# What makes a decision bind: without trust in the others it weighs nothing.
BINDING = {"contribution.commitment": 0.0, "contribution.audience": 0.0}
POOL = 40


@dataclass(frozen=True, slots=True)
class Institution:
    """A charter and how it is taken; without a charter, nothing: each may help on its own.

    With `self_help` each party may do that beside a charter too, as the inherent right of
    collective self-defence lets it (UN Charter, Art. 51); without, only the charter's ways count.
    """

    charter: Charter | None = None
    readings: tuple[str, ...] = ()
    blanks: Mapping[str, int] = field(default_factory=dict)
    self_help: bool = False

    @property
    def name(self) -> str:
        """The charter's id, or 'nothing'."""
        return self.charter.id if self.charter else NOTHING


def decades(  # noqa: PLR0913 - who computes, and where it is kept
    charters: Sequence[Charter | Institution],
    on: date,
    learning: Learning | None = None,
    settings: Settings | None = None,
    *,
    pool: int = POOL,
    executor: Executor | None = None,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Progress | None = None,
) -> tuple[Decades, ...]:
    """Return the decades from a day on under each charter, on the same random numbers.

    The pool is of random crises among all parties of the charters, with the relations of that year;
    `settings.draws` go to each crisis, with trust and without, and are shared out among at most 20
    of the models. Crises are simulated in this process, by `workers` processes (None: one a
    processor), or on an executor, with the same numbers. Those that are finished are kept in the
    folder `keep`, if one is given, and not computed again.

    Raises:
        SimulationError: no charter is given, or no crisis can be drawn.
    """
    sides = [each if isinstance(each, Institution) else Institution(each) for each in charters]
    if not any(side.charter for side in sides):
        raise SimulationError("there is no charter to simulate")
    chosen = learning or Learning()
    how = _narrowed(settings or Settings(draws=2_000))
    everybody = _parties(sides, on)
    if not everybody:
        names = " and ".join(side.name for side in sides if side.charter)
        raise SimulationError(f"{names} binds nobody on {on}: there is nothing to simulate")
    disputes = random_disputes(everybody, on, pool, how.seed)
    seeds = np.random.SeedSequence(how.seed).generate_state(len(disputes))
    bouts = [_Bout(dispute, int(seed)) for dispute, seed in zip(disputes, seeds, strict=True)]
    results = computed_or_kept(
        partial(_chances, tuple(sides), everybody, how),
        bouts,
        executor,
        workers=workers,
        folder=keep,
        key=_key(sides, everybody, how, bouts) if keep else "",
    )
    chances = np.empty((len(bouts), len(sides), 2, 2, len(how.behaviours)))
    with closing(results):
        for count, (place, found) in enumerate(results, 1):
            chances[place] = found
            if progress:
                progress(count, len(bouts))
    opened: NDArray[np.bool_] = np.asarray(~np.isnan(chances).any(axis=(2, 3, 4)))
    chances[~opened] = 0
    each = np.moveaxis(chances, 0, -1)
    first = [_opening(side, disputes[0]) for side in sides]
    return tuple(
        _decades(side, on, chosen, Chances(each[k, 0], each[k, 1]), opened[:, k], first[k])
        for k, side in enumerate(sides)
    )


def _key(
    sides: Sequence[Institution],
    everybody: tuple[str, ...],
    settings: Settings,
    bouts: "Sequence[_Bout]",
) -> str:
    """Return the key of all that the chances depend on."""
    texts = [side.charter.model_dump(mode="json") if side.charter else None for side in sides]
    taken = [(side.readings, dict(side.blanks), side.self_help) for side in sides]
    return key_of([texts, taken, everybody, repr(settings), repr(bouts)])


def _decades(
    side: Institution,
    on: date,
    learning: Learning,
    chances: Chances,
    opened: NDArray[np.bool_],
    first: Opening | None,
) -> Decades:
    return Decades(
        charter=side.name,
        first_year=on.year,
        courses=learn(chances, learning),
        groups=learning.groups,
        on=first.view.on if first and first.view else None,
        reading=first.plan.reading if first else "default",
        acts=float(chances.acts[1].mean()),
        open_share=float(opened.mean()),
        self_help=side.self_help,
        assumed=first.assumed if first else (),
    )


@dataclass(frozen=True, slots=True)
class _Bout:
    """A crisis of the pool and the seed of its random numbers."""

    dispute: Dispute
    seed: int


def _narrowed(settings: Settings) -> Settings:
    """Return the settings with as many of the models as groups can tell apart, evenly chosen."""
    models = settings.behaviours
    number = min(GROUPS, len(models), settings.draws)
    chosen = tuple(models[k * len(models) // number] for k in range(number))
    return replace(settings, behaviours=chosen, false_alarms=True)


def _chances(
    sides: tuple[Institution, ...], everybody: tuple[str, ...], settings: Settings, bout: _Bout
) -> Floats:
    """Return how often each acts (sides, attack or none, trust or none, models); NaN: not open."""
    plans = [_plan(side, bout.dispute, everybody) for side in sides]
    trusting = settings.behaviours
    kinds = (tuple(map(_unbound, trusting)), trusting)
    found = np.zeros((len(sides), 2, 2, len(trusting)))
    for trust, models in enumerate(kinds):
        how = replace(settings, seed=bout.seed, behaviours=models)
        for k, result in enumerate(compare(plans, bout.dispute, how)):
            found[k, 0, trust] = _acting(result.tally, len(models))
            found[k, 1, trust] = _acting(result.false, len(models)) if result.false else 0
    found[[bool(plan.closed) for plan in plans]] = np.nan
    return found


def _acting(tally: Tally, models: int) -> Floats:
    """Return the share of draws that acted, by model."""
    counts = tally.endings if models > 1 else tally.endings.sum(axis=0, keepdims=True)
    return np.asarray(counts[:, list(ACTING)].sum(axis=1) / counts.sum(axis=1))


def _plan(side: Institution, dispute: Dispute, everybody: tuple[str, ...]) -> "Plan":
    opened, alone = _opening(side, dispute), nothing(everybody)
    if opened is None:
        return alone
    return replace(opened.plan, routes=_both(opened.plan, alone)) if side.self_help else opened.plan


def _both(plan: "Plan", alone: "Plan") -> "tuple[Route, ...]":
    return (*plan.routes, *alone.routes)


def _opening(side: Institution, dispute: Dispute) -> Opening | None:
    if side.charter is None:
        return None
    return opening(side.charter, dispute, side.readings, lambda _: side.blanks)


def _unbound(behaviour: Behaviour) -> Behaviour:
    return varied(behaviour, BINDING) if hasattr(behaviour, "contribution") else behaviour


def _parties(sides: Sequence[Institution], on: date) -> tuple[str, ...]:
    every = [parties_on(side.charter, on) for side in sides if side.charter]
    return tuple(sorted(set().union(*every)))
