"""A charter tried on crises of history: what an assessment asks of the simulation.

Everything is remembered by what the charter's procedure comes to in the crisis, not by its
readings: a reading that changes nothing about it costs nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache

from foedera.charters import Charter, View, library
from foedera.charters.model import Binding
from foedera.charters.select import own_codes
from foedera.simulation import (
    Dispute,
    Models,
    Naming,
    Opening,
    Plan,
    Result,
    Settings,
    behaviours,
    bound_as,
    compare,
    decisions_only,
    dispute_of,
    naming,
    nothing,
    opening,
    signature,
    unseen,
)
from foedera.simulation.opening import parties_on
from foedera.world.crises import Crisis, crises, find_act

MODEL = "sincere"
SEED = 1
DRAWS = 4_096
FEWER = 2_048  # where several charters, or several questions, are asked
PLAIN = 0.5  # less glaring crises are no test of a charter
FIRST_YEAR = 1946  # of the data on states
AROUND = timedelta(days=15 * 365)  # how far from a draft's day a crisis may lie
MOST_CRISES = 5


@dataclass(frozen=True, slots=True)
class Trial:
    """A charter in a crisis; two are equal if the procedure comes to the same."""

    charter: str
    key: tuple[object, ...]
    dispute: Dispute
    opened: Opening = field(compare=False)
    filled: tuple[tuple[str, int], ...] = ()

    @property
    def plan(self) -> Plan:
        """The routes that the charter opens."""
        return self.opened.plan


def models(dispute: Dispute) -> Models:
    """Return the model that assessments use, fitted on what came before the crisis if it can be."""
    return behaviours(MODEL, unseen(dispute.on.year))


def settings(dispute: Dispute, draws: int = DRAWS, *, alarms: bool = False) -> Settings:
    """Return how assessments simulate: one seed for all, so that figures can be told again."""
    found = models(dispute)
    return Settings(draws, SEED, found.behaviours, false_alarms=alarms, name=found.name)


@dataclass(frozen=True, slots=True)
class Asked:
    """What an assessment asks of; the view is held so that its charter keeps its identity."""

    charter: int
    on: date
    options: tuple[str, ...]
    blanks: tuple[tuple[str, int], ...]
    accused: str | None
    at: View = field(compare=False)


def asked(at: View, blanks: dict[str, int], accused: str | None = None) -> Asked:
    """Return what is asked of, to remember answers by."""
    options = tuple(sorted(at.options))
    return Asked(id(at.charter), at.on, options, tuple(sorted(blanks.items())), accused, at)


def tried(at: View, blanks: dict[str, int], accused: str | None = None) -> tuple[Trial, ...]:
    """Return all of :func:`trials`, remembered: several chapters of an assessment ask for them."""
    return _tried(asked(at, blanks, accused))


@lru_cache(maxsize=64)
def _tried(of: Asked) -> tuple[Trial, ...]:
    return tuple(trials(of.at, dict(of.blanks), of.accused))


def trials(at: View, blanks: dict[str, int], accused: str | None = None) -> Iterator[Trial]:
    """Yield the charter in each of a few crises that fit it, the most telling first.

    Where one party is accused and history has crises with it, only those.
    """
    for crisis in chosen_crises(at.charter, accused):
        dispute = dispute_of(crisis)
        try:
            opened = opening(at.charter, dispute, at.departures, lambda _: blanks)
        except ValueError:
            continue  # a blank is open, or a rule cannot be bound on that day: nothing to simulate
        if opened.plan.routes:
            filled = tuple(sorted(blanks.items()))
            yield Trial(at.charter.id, signature(opened.plan), dispute, opened, filled)


def chosen_crises(charter: Charter, accused: str | None = None) -> tuple[Crisis, ...]:
    """Return at most five armed and plain crises in which a party is attacked, one for each pair.

    Those among parties come first; then the more glaring, for a draft the nearer to its day.
    """
    if own_codes(charter):
        return ()
    fitting = [crisis for crisis in crises() if _fits(charter, crisis)]
    named = [crisis for crisis in fitting if accused in crisis.aggressor]
    found: dict[tuple[object, object], Crisis] = {}
    for crisis in sorted(named or fitting, key=lambda each: _rank(charter, each)):
        found.setdefault((crisis.aggressor, crisis.attacked), crisis)
    return tuple(found.values())[:MOST_CRISES]


def _fits(charter: Charter, crisis: Crisis) -> bool:
    if not (crisis.aggressor and crisis.attacked) or crisis.start.year < FIRST_YEAR:
        return False
    if charter.in_force is None and abs(crisis.start - charter.opened) > AROUND:
        return False
    plain = (crisis.glaring.score() or 0) >= PLAIN and find_act(crisis.act).force == "armed"
    return plain and set(crisis.attacked) <= parties_on(charter, crisis.start)


def _rank(charter: Charter, crisis: Crisis) -> tuple[bool, float, str]:
    outside = not set(crisis.aggressor) <= parties_on(charter, crisis.start)
    if charter.in_force is None:
        return (outside, abs(crisis.start - charter.opened) / AROUND, crisis.id)
    return (outside, -(crisis.glaring.score() or 0), crisis.id)


@lru_cache(maxsize=256)
def outcome(trial: Trial) -> tuple[Result, Result]:
    """Return how the crisis ends, and how if nobody may help without a decision."""
    plans = [trial.plan, decisions_only(trial.plan)]
    whole, decided = compare(plans, trial.dispute, settings(trial.dispute, alarms=True))
    return whole, decided


@lru_cache(maxsize=256)
def named(trial: Trial, glaring: float = 1.0) -> Naming:
    """Return who names the aggressor, with the act so many times as glaring."""
    dispute = replace(trial.dispute, glaring=trial.dispute.glaring * glaring)
    return naming(trial.plan, dispute, settings(dispute, FEWER))


@lru_cache(maxsize=256)
def beside(trial: Trial) -> tuple[Result, ...]:
    """Return how the crisis ends under the charter, every other that is open, and under none."""
    others = (opened.plan for opened in _others(trial.charter, trial.dispute))
    plans = [trial.plan, *others, nothing(trial.plan.parties)]
    return compare(plans, trial.dispute, settings(trial.dispute, FEWER))


@lru_cache(maxsize=256)
def _others(charter: str, dispute: Dispute) -> tuple[Opening, ...]:
    found = []
    for other in library():
        if other.id != charter and other.in_force and not own_codes(other):
            try:
                opened = opening(other, dispute)
            except ValueError:
                continue
            found += [opened] if opened.plan.routes else []
    return tuple(found)


@lru_cache(maxsize=64)
def each_route(trial: Trial) -> tuple[Result, ...]:
    """Return how the crisis ends by each decision alone, no other way being open."""
    plan = decisions_only(trial.plan)
    plans = [replace(plan, routes=(route,)) for route in plan.routes]
    return compare(plans, trial.dispute, settings(trial.dispute, FEWER)) if plans else ()


@lru_cache(maxsize=256)
def bound(trial: Trial, forces: tuple[Binding, ...]) -> tuple[Result, ...]:
    """Return how the crisis ends with the charter as it is, and with its decisions of each force.

    Help without a decision is left out, so that the difference is that of the decisions.
    """
    plan = decisions_only(trial.plan)
    plans = [plan, *(bound_as(plan, force) for force in forces)]
    return compare(plans, trial.dispute, settings(trial.dispute, FEWER, alarms=True))


@lru_cache(maxsize=256)
def stopped(trial: Trial, multiples: tuple[float, ...]) -> tuple[Result, ...]:
    """Return how the crisis ends if it takes so many times the accused's capability to stop it."""
    return tuple(
        compare(
            [trial.plan],
            trial.dispute,
            replace(settings(trial.dispute, FEWER), force_needed=multiple),
        )[0]
        for multiple in multiples
    )


def without(
    trial: Trial, at: View, blocs: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[str, Result]:
    """Return how the crisis ends where a bloc has stayed out of the charter, by its name.

    The first entry, '', is the charter with all its parties. A bloc with the attacked is left out.
    """
    plans, kept = [trial.plan], [""]
    for name, codes in blocs:
        gone = set(codes) & set(trial.plan.parties)
        if not gone or gone & set(trial.dispute.attacked):
            continue
        opened = opening(
            at.charter, trial.dispute, at.departures, lambda _: dict(trial.filled), tuple(gone)
        )
        plans.append(opened.plan)
        kept.append(name)
    key = tuple(signature(plan) for plan in plans)
    return dict(zip(kept, _without(_Plans(key, tuple(plans)), trial.dispute), strict=True))


@dataclass(frozen=True, slots=True)
class _Plans:
    key: tuple[object, ...]
    plans: tuple[Plan, ...] = field(compare=False)


@lru_cache(maxsize=256)
def _without(of: _Plans, dispute: Dispute) -> tuple[Result, ...]:
    return compare(of.plans, dispute, settings(dispute, FEWER))
