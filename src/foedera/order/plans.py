"""Scenarios of the order as plans of a simulation: every charter of one, tried together."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from foedera.charters import charter_ids, load_charter
from foedera.order.regions import area_of
from foedera.order.scenarios import Scenario, Seat, scenario, scenarios
from foedera.simulation import Dispute, Plan, plan_of, together


@dataclass(frozen=True, slots=True)
class Ordered:
    """A scenario in a dispute: its plan, the day of its text, and what is assumed (or nothing)."""

    scenario: str
    plan: Plan
    on: date
    assumed: str


def scenario_plan(name: str, dispute: Dispute) -> Ordered:
    """Return what a scenario opens to the attacked; raises as :func:`scenario_plans`."""
    return scenario_plans([name], dispute)[0]


def scenario_plans(names: Sequence[str], dispute: Dispute) -> tuple[Ordered, ...]:
    """Return what each scenario opens to the attacked: the routes of all its charters.

    Raises:
        OrderError: there is no such scenario, or none of its charters stands.
    """
    known: dict[object, Plan] = {}
    return tuple(_ordered(name, dispute, known) for name in names)


def _ordered(name: str, dispute: Dispute, known: dict[object, Plan]) -> Ordered:
    found = scenario(name)
    day = _day(found, dispute.on)
    each = [_plan(seat, dispute, known) for seat in found.seats(day)]
    whole = replace(together(each), charter=name)
    closed = "" if whole.routes else "; ".join(plan.closed for plan in each)
    later = f"{name} is possible only from {day}: its charters and parties are of that day, "
    assumed = f"{later}all else of {dispute.on}" if day != dispute.on else ""
    return Ordered(name, replace(whole, closed=closed), found.on or day, assumed)


def _plan(seat: Seat, dispute: Dispute, known: dict[object, Plan]) -> Plan:
    """Return the plan of a charter; scenarios share many, which are laid out once."""
    key = (seat.view.charter.id, seat.view.on, frozenset(seat.view.options), seat.parties)
    if key not in known:
        known[key] = _inside(plan_of(seat.view, dispute, None, seat.parties))
    return known[key]


def _inside(plan: Plan) -> Plan:
    """Return a plan without what only strangers could do: powers that a text names, now not in."""
    parties = set(plan.parties)
    routes = []
    for route in plan.routes:
        strange = [gate for gate in route.gates if gate.able and not parties & set(gate.able)]
        gates = (replace(g, able=tuple(c for c in g.able if c in parties)) for g in route.gates)
        routes += [] if strange else [replace(route, gates=tuple(gates))]
    closed = plan.closed or ("" if routes else "only powers that are no party could act")
    return replace(plan, routes=tuple(routes), closed=closed)


def scenarios_about(dispute: Dispute) -> tuple[str, ...]:
    """Return the scenarios that speak to a dispute; none where it lies outside their region.

    They order the area of the OSCE: somebody attacked must lie in it, and so must the accused. A
    scenario without a charter on the day, or on that of its last draft, is left out.
    """
    region = area_of("osce") or frozenset()
    if not set(dispute.accused) | set(dispute.attacked) <= region:
        return ()
    return tuple(each.id for each in scenarios() if each.possible(_day(each, dispute.on)))


def _day(found: Scenario, on: date) -> date:
    """Return the day of the dispute, or that on which the last draft of the scenario was opened."""
    known = [load_charter(each.charter) for each in found.charters if each.charter in charter_ids()]
    return max([on, *(charter.opened for charter in known if charter.in_force is None)])
