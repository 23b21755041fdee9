"""Simulate a dispute under charters: blocks of draws, one stream of random numbers for all.

Draws are made in blocks, so that memory stays flat whatever their number; every party has a stream
of its own (:mod:`~foedera.simulation.streams`), so that results depend neither on the blocks nor on
which other charters are compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Sincere
from foedera.simulation.answers import Answers, forums, no_answers
from foedera.simulation.batch import Drawn, Outcome, draw, run
from foedera.simulation.blocking import run_blocked
from foedera.simulation.dispute import Dispute, Field, field_of
from foedera.simulation.endings import ACTING, Ending
from foedera.simulation.errors import SimulationError
from foedera.simulation.forums import ASSUMED
from foedera.simulation.plan import Plan
from foedera.simulation.result import Forum, Result, Share, Tally, spread_error
from foedera.simulation.rows import at_rows, stacked
from foedera.simulation.streams import Streams

BLOCK = 4_096  # draws: what a block needs stays within a level-2 cache for a body of 57
MOST = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How to simulate: how many draws, from which seed, and with which behaviour.

    `behaviours` are used in turn, draw by draw or a block each: posterior draws of the parameters,
    or a single model. `false_alarms` also draws the same dispute without an attack.
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
    with the error of the paired difference; where blockers answer also, by `unblocked`, the share
    less that without them, and `forums` says how often they carry their motions where.

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
            parties=field.parties,
            tally=_tally(true, k, chosen),
            false=_tally(false, k, chosen) if false else None,
            assumed=field.assumed if plan.counters is None else (*field.assumed, *ASSUMED),
            conditions=_conditions(plan),
            closed=plan.closed,
            routes=tuple(route.title for route in plan.routes),
            difference=_differences(true, k, chosen),
            forums=_forums(true, false, k, chosen),
        )
        for k, plan in enumerate(plans)
    )


def _conditions(plan: Plan) -> tuple[str, ...]:
    """Return the events that a plan rests on, and those that the answers to it do."""
    routes = (*plan.routes, *(counter.route for counter in plan.counters or ()))
    return tuple(dict.fromkeys(words for route in routes for words in route.conditions))


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
    """What is counted: by plan, and by plan and group, that of a model or of a block."""

    endings: NDArray[np.int64]
    discord: NDArray[np.int64]  # draws in which one of a plan and the first acts alone
    came: NDArray[np.int64]
    force: NDArray[np.float64]
    days: NDArray[np.float64]
    answers: dict[int, Answers]  # of the plans to which blockers answer

    def add(
        self, k: int, group: NDArray[np.intp], outcome: Outcome, first: NDArray[np.bool_]
    ) -> None:
        acted = np.isin(outcome.endings, ACTING)
        cells = group * len(Ending) + outcome.endings
        found = np.bincount(cells, minlength=self.endings[k].size)
        self.endings[k] += found.reshape(self.endings[k].shape)
        self.discord[k] += np.bincount(group[acted != first], minlength=self.discord.shape[1])
        self.came[k] += outcome.came.sum(axis=0)
        self.force[k] += float(outcome.force[acted].sum())
        self.days[k] += float(outcome.days[acted].sum())


def _count(plans: Sequence[Plan], field: Field, settings: Settings) -> _Sum:
    sizes, models = block_sizes(settings), len(settings.behaviours)
    shape = (len(plans), len(sizes) if models == 1 else min(models, settings.draws))
    whole = stacked(settings.behaviours)
    total = _Sum(
        np.zeros((*shape, len(Ending)), dtype=np.int64),
        np.zeros(shape, dtype=np.int64),
        np.zeros((len(plans), len(field.parties)), dtype=np.int64),
        np.zeros(len(plans)),
        np.zeros(len(plans)),
        {
            k: no_answers(plan, shape[1])
            for k, plan in enumerate(plans)
            if plan.counters is not None
        },
    )
    streams, done = Streams(settings.seed, field.parties), 0
    for block, size in enumerate(sizes):
        noise = streams.noise(size)
        behaviour, group = of_block(settings, whole, block, np.arange(done, done + size))
        drawn = draw(field, behaviour, noise)
        done += size
        first = None
        unanswered: dict[int, Outcome] = {}  # by routes: what blockers answer to is run once
        for k, plan in enumerate(plans):
            routes = id(plan.routes)
            if routes not in unanswered:
                unanswered[routes] = _outcome(drawn, plan)
            outcome = unanswered[routes]
            if k in total.answers:
                answered = run_blocked(drawn, plan, outcome)
                total.answers[k].add(group, outcome, answered)
                outcome = answered.outcome
            first = np.isin(outcome.endings, ACTING) if first is None else first
            total.add(k, group, outcome, first)
    return total


def of_block(
    settings: Settings, whole: Behaviour | None, block: int, draws: NDArray[np.intp]
) -> tuple[Behaviour, NDArray[np.intp]]:
    """Return the model of a block, and the group in which each of its draws is counted."""
    models = len(settings.behaviours)
    if whole is not None:
        group = draws % models
        return at_rows(whole, group), group
    if models == 1:
        return settings.behaviours[0], np.full(len(draws), block, dtype=np.intp)
    group = np.full(len(draws), block % models, dtype=np.intp)
    return settings.behaviours[block % models], group


def block_sizes(settings: Settings) -> list[int]:
    """Return the draws of each block: equal but for the last.

    Models that cannot be held together as rows have more blocks, one each at least.
    """
    models = len(settings.behaviours)
    size = (
        BLOCK
        if stacked(settings.behaviours) or models == 1
        else max(1, min(BLOCK, settings.draws // models))
    )
    whole, rest = divmod(settings.draws, size)
    return [size] * whole + ([rest] if rest else [])


def _outcome(drawn: Drawn, plan: Plan) -> Outcome:
    if plan.routes:
        return run(drawn, plan)
    draws, parties = drawn.ballots.shape
    nothing = np.zeros(draws, dtype=np.float32)
    shut = np.full(draws, Ending.NOT_OPEN, dtype=np.uint8)
    return Outcome(shut, nothing, nothing, np.zeros((draws, parties), dtype=np.bool_))


def _differences(total: _Sum, k: int, settings: Settings) -> dict[str, Share]:
    """Return the share of action of a plan less that of the first, and that without blockers."""
    acting = total.endings[:, :, list(ACTING)].sum(axis=2)
    sizes = total.endings[0].sum(axis=1)
    found = {"acts": _paired(acting[k] - acting[0], total.discord[k], sizes, settings)}
    if answers := total.answers.get(k):
        gap = acting[k] - answers.free
        found["unblocked"] = _paired(gap, answers.moved, sizes, settings)
    return found


def _forums(true: _Sum, false: _Sum | None, k: int, settings: Settings) -> tuple[Forum, ...] | None:
    if k not in true.answers:
        return None
    sizes, several = true.endings[0].sum(axis=1), len(settings.behaviours) > 1
    return forums(true.answers[k], false.answers[k] if false else None, sizes, several=several)


def _paired(
    gap: NDArray[np.int64], discord: NDArray[np.int64], sizes: NDArray[np.int64], settings: Settings
) -> Share:
    """Return the mean of a gap with the paired error; `discord` counts the draws with one."""
    mean = float(gap.sum() / sizes.sum())
    if len(settings.behaviours) > 1:
        return Share(mean, spread_error(gap / sizes, sizes))
    square = float(discord.sum() / sizes.sum())
    return Share(mean, float(np.sqrt(max(square - mean**2, 0) / sizes.sum())))
