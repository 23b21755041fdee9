"""Simulate a dispute under charters: blocks of draws, one stream of random numbers for all.

A block is a fixed number of draws with its own child of the seed, so that results do not depend on
how many blocks are run at a time or where, and memory stays flat whatever the number of draws.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Sincere, draw_noise
from foedera.simulation.batch import Drawn, Outcome, draw, run
from foedera.simulation.dispute import Dispute, Field, field_of
from foedera.simulation.endings import ACTING, Ending
from foedera.simulation.errors import SimulationError
from foedera.simulation.plan import Plan
from foedera.simulation.result import Result, Share, Tally, spread_error

BLOCK = 4_096  # draws: what a block needs stays within a level-2 cache for a body of 57
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to simulate: how many draws, from which seed, and with which behaviour.

    `behaviours` are used one after the other, a block each: posterior draws of the parameters, or a
    single model. `false_alarms` also draws the same dispute without an attack.
    """

    draws: int = 20_000
    seed: int = 1
    behaviours: tuple[Behaviour, ...] = (Sincere(),)
    force_needed: float = 1.0
    false_alarms: bool = True
    name: str = "sincere"

    def __post_init__(self) -> None:
        if not 1 <= self.draws <= MOST:
            raise SimulationError(f"draws are 1 to {MOST}, not {self.draws}")
        if not self.behaviours:
            raise SimulationError("a simulation needs a model of behaviour")


def simulate(plan: Plan, dispute: Dispute, settings: Settings | None = None) -> Result:
    """Return how a dispute ends under one charter.

    Raises:
        SimulationError: the year lies before the data.
    """
    return compare([plan], dispute, settings)[0]


def compare(
    plans: Sequence[Plan], dispute: Dispute, settings: Settings | None = None
) -> tuple[Result, ...]:
    """Return how a dispute ends under each of several charters, on the same random numbers.

    Each result's `difference` has the share of action less that of the first charter, by `acts`,
    with the error of the paired difference.

    Raises:
        SimulationError: there is no charter, or the year lies before the data.
    """
    if not plans:
        raise SimulationError("there is no charter to simulate")
    chosen = settings or Settings()
    codes = tuple(sorted(set().union(*(plan.parties for plan in plans))))
    field = field_of(dispute, codes, force_needed=chosen.force_needed)
    true = _count(plans, field, chosen)
    false = _count(plans, field.without_attack(), chosen) if chosen.false_alarms else None
    return tuple(
        Result(
            charter=plan.charter,
            dispute=dispute.id,
            reading=plan.reading,
            behaviour=chosen.name,
            seed=chosen.seed,
            parties=codes,
            tally=_tally(true, k, chosen),
            false=_tally(false, k, chosen) if false else None,
            assumed=field.assumed,
            conditions=tuple(dict.fromkeys(c for route in plan.routes for c in route.conditions)),
            closed=plan.closed,
            routes=tuple(route.title for route in plan.routes),
            difference={"acts": _paired(true, k, chosen)},
        )
        for k, plan in enumerate(plans)
    )


def _tally(total: "_Sum", k: int, settings: Settings) -> Tally:
    return Tally(
        total.endings[k],
        total.came[k],
        float(total.force[k]),
        float(total.days[k]),
        len(settings.behaviours) > 1,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sum:
    """What is counted over all blocks: by plan, and by plan and block."""

    endings: NDArray[np.int64]
    discord: NDArray[np.int64]  # draws in which one of a plan and the first acts alone
    came: NDArray[np.int64]
    force: NDArray[np.float64]
    days: NDArray[np.float64]

    def add(self, k: int, block: int, outcome: Outcome, first: NDArray[np.bool_]) -> None:
        acted = np.isin(outcome.endings, ACTING)
        self.endings[k, block] = np.bincount(outcome.endings, minlength=len(Ending))
        self.discord[k, block] = (acted != first).sum()
        self.came[k] += outcome.came.sum(axis=0)
        self.force[k] += float(outcome.force[acted].sum())
        self.days[k] += float(outcome.days[acted].sum())


def _count(plans: Sequence[Plan], field: Field, settings: Settings) -> _Sum:
    sizes = block_sizes(settings)
    shape = (len(plans), len(sizes))
    total = _Sum(
        np.zeros((*shape, len(Ending)), dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.zeros((len(plans), len(field.parties)), dtype=np.int64),
        np.zeros(len(plans)),
        np.zeros(len(plans)),
    )
    streams = np.random.SeedSequence(settings.seed).spawn(len(sizes))
    for block, (size, stream) in enumerate(zip(sizes, streams, strict=True)):
        noise = draw_noise(np.random.default_rng(stream), size, len(field.parties))
        drawn = draw(field, settings.behaviours[block % len(settings.behaviours)], noise)
        outcomes = [_outcome(drawn, plan) for plan in plans]
        first = np.isin(outcomes[0].endings, ACTING)
        for k, outcome in enumerate(outcomes):
            total.add(k, block, outcome, first)
    return total


def block_sizes(settings: Settings) -> list[int]:
    """Return the draws of each block: equal but for the last; more blocks for several models."""
    models = len(settings.behaviours)
    size = BLOCK if models == 1 else max(1, min(BLOCK, settings.draws // models))
    whole, rest = divmod(settings.draws, size)
    return [size] * whole + ([rest] if rest else [])


def _outcome(drawn: Drawn, plan: Plan) -> Outcome:
    if plan.routes:
        return run(drawn, plan)
    draws, parties = drawn.ballots.shape
    nothing = np.zeros(draws, dtype=np.float32)
    shut = np.full(draws, Ending.NOT_CONVENED, dtype=np.uint8)
    return Outcome(shut, nothing, nothing, np.zeros((draws, parties), dtype=np.bool_))


def _paired(total: _Sum, k: int, settings: Settings) -> Share:
    """Return the share of action of a plan less that of the first, with the paired error."""
    acting = total.endings[:, :, list(ACTING)].sum(axis=2)
    sizes = total.endings[0].sum(axis=1)
    mean = float((acting[k] - acting[0]).sum() / sizes.sum())
    if len(settings.behaviours) > 1:
        return Share(mean, spread_error((acting[k] - acting[0]) / sizes, sizes))
    square = float(total.discord[k].sum() / sizes.sum())
    return Share(mean, float(np.sqrt(max(square - mean**2, 0) / sizes.sum())))
