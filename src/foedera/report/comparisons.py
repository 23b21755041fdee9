"""A charter beside what else there could be: the orders of Europe, other ranks, other memberships.

Like :mod:`~foedera.report.trials`, what an assessment asks of the simulation. Orders are asked only
about crises in their region, so that a charter for another part of the world meets none of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from foedera.charters import View, library
from foedera.charters.select import own_codes
from foedera.order.plans import scenario_plans, scenarios_about
from foedera.order.regions import states_in
from foedera.report import trials
from foedera.report.random_trials import RandomTrial
from foedera.report.trials import Trial
from foedera.simulation import (
    Dispute,
    Plan,
    Result,
    SimulationError,
    compare,
    compare_many,
    opening,
    together,
)
from foedera.world import World
from foedera.world.system import states_of

MOST_RANDOM = 8  # random crises that are put through every order
GLARING = (0.25, 0.5, 0.75, 1.0)
RANKS = ("major power", "second rank", "other")
SECOND_RANK = 0.01  # of world capability: a second-rank power, as in the record of crises
PER_RANK = 4  # parties of each rank that are put in the place of the accused
PER_CELL = 512  # draws for each of them
UNIVERSAL = 2 / 3  # of all states: parties from which on an institution is a global one


@dataclass(frozen=True, slots=True)
class Orders:
    """Results by order, on the same random numbers; differences are from the first, what stands."""

    results: Mapping[str, Result]
    own: Result

    @property
    def standing(self) -> str:
        """The order that stands: the first scenario."""
        return next(iter(self.results))

    @property
    def open(self) -> bool:
        """Whether what stands is open to the attacked: if not, nothing is held against it."""
        return not self.results[self.standing].closed

    def rows(self, charter: str) -> dict[str, Result]:
        """Return the results by the names to show: what stands, the charter alone, the others."""
        first, *others = self.results.items()
        return dict([first, (f"{charter} alone", self.own), *others])


@lru_cache(maxsize=64)
def through_orders(trial: Trial) -> Orders | None:
    """Return a charter's crisis under each order and under the charter alone; None elsewhere."""
    names = scenarios_about(trial.dispute)
    if not names:
        return None
    first, *others = (each.plan for each in scenario_plans(names, trial.dispute))
    plans = [first, trial.plan, *others]
    chosen = trials.settings(trial.dispute, trials.FEWER, alarms=True)
    return _orders(names, compare(plans, trial.dispute, chosen))


def everywhere(found: Iterable[Trial]) -> dict[Trial, Orders]:
    """Return each of a charter's crises that lies in the orders' region, under each of them."""
    through = {trial: through_orders(trial) for trial in found}
    return {trial: orders for trial, orders in through.items() if orders is not None}


@lru_cache(maxsize=16)
def random_orders(trial: RandomTrial) -> Orders | None:
    """Return the same of random crises among a charter's parties; None if none lies in Europe."""
    plans = dict(zip(trial.disputes, trial.plans, strict=True))
    about = {dispute: scenarios_about(dispute) for dispute in trial.disputes}
    disputes = [dispute for dispute, names in about.items() if names][:MOST_RANDOM]
    if not disputes:
        return None
    names = about[disputes[0]]

    def plans_of(dispute: Dispute) -> list[Plan]:
        first, *others = (each.plan for each in scenario_plans(names, dispute))
        return [first, plans[dispute], *others]

    chosen = trials.settings(disputes[0], trials.FEWER, alarms=True)
    return _orders(names, compare_many(disputes, plans_of, chosen))


def _orders(names: tuple[str, ...], results: tuple[Result, ...]) -> Orders:
    first, own, *others = results
    return Orders(dict(zip(names, [first, *others], strict=True)), own)


@lru_cache(maxsize=16)
def less(trial: Trial, one: str, other: str) -> Result | None:
    """Return an order's result whose difference is from another order; None if one is closed."""
    names = scenarios_about(trial.dispute)
    if not {one, other} <= set(names):
        return None
    plans = [each.plan for each in scenario_plans([other, one], trial.dispute)]
    if not all(plan.routes for plan in plans):
        return None
    return compare(plans, trial.dispute, trials.settings(trial.dispute, trials.FEWER))[1]


@dataclass(frozen=True, slots=True)
class Grid:
    """How often a charter acts by rank of the accused and how glaring the act is."""

    accused: Mapping[str, tuple[str, ...]]
    acts: Mapping[tuple[str, float], Result]


def by_rank(trial: Trial, at: View) -> Grid:
    """Return a crisis with parties of each rank in the place of the accused, by how glaring it is.

    Ranks are those of the record: a major power (Correlates of War), second rank with at least a
    hundredth of world capability, others. At most four of each, spread evenly over their strength.
    Errors are those between them, which differ more than the draws do.
    """
    chosen = _ranked(trial)
    acts = {}
    for rank, codes in chosen.items():
        disputes = [replace(trial.dispute, id=code, accused=(code,)) for code in codes]
        plans = {
            each.accused: opening(
                at.charter, each, at.departures, lambda _: dict(trial.filled)
            ).plan
            for each in disputes
        }
        for glaring in GLARING:
            cell = [replace(each, glaring=glaring) for each in disputes]
            settings = trials.settings(trial.dispute, PER_CELL * len(cell))
            found = compare_many(cell, lambda each: [plans[each.accused]], settings)  # noqa: B023
            acts[rank, glaring] = found[0]
    return Grid(chosen, acts)


def _ranked(trial: Trial) -> dict[str, tuple[str, ...]]:
    parties = [code for code in trial.plan.parties if code not in trial.dispute.attacked]
    world = World(trial.dispute.on.year, parties, carry=True)
    strength = dict(zip(parties, world["cinc"].tolist(), strict=True))
    major = dict(zip(parties, world["major_power"].tolist(), strict=True))
    found: dict[str, list[str]] = {rank: [] for rank in RANKS}
    for code in sorted(parties, key=lambda each: -strength[each]):
        if strength[code] > 0:
            second = strength[code] >= SECOND_RANK
            rank = "major power" if major[code] == 1 else "second rank" if second else "other"
            found[rank].append(code)
    return {rank: _spread(codes) for rank, codes in found.items() if codes}


def _spread(codes: list[str]) -> tuple[str, ...]:
    step = max(len(codes) / PER_RANK, 1)
    return tuple(codes[int(k * step)] for k in range(min(PER_RANK, len(codes))))


def outsiders(trial: Trial) -> tuple[str, ...]:
    """Return a European charter's parties that lie outside Europe; none if they are the most."""
    inside = set(states_in("europe", trial.dispute.on.year))
    everybody = set(states_of(trial.dispute.on.year)) & set(trial.plan.parties)
    out = sorted(everybody - inside)
    return tuple(out) if 2 * len(out) < len(everybody) else ()


def with_global(trial: Trial) -> tuple[Result, dict[str, Result]]:
    """Return the crisis under the charter, and with each global institution open beside it."""
    year = trial.dispute.on.year
    beside = []
    for other in library():
        if other.id == trial.charter or other.in_force is None or own_codes(other):
            continue
        try:
            plan = opening(other, trial.dispute).plan
        except (SimulationError, ValueError):
            continue
        if plan.routes and len(plan.parties) >= UNIVERSAL * len(states_of(year)):
            beside.append(plan)
    both = [together([trial.plan, plan]) for plan in beside]
    own, *found = compare(
        [trial.plan, *both], trial.dispute, trials.settings(trial.dispute, trials.FEWER)
    )
    return own, dict(zip((plan.charter for plan in beside), found, strict=True))
