"""Scenarios of the order as plans of a simulation: every charter of one, tried together."""

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from foedera.order.scenarios import Scenario
    from foedera.simulation import Dispute, Plan


def scenario_plans(
    names: list[str], dispute: "Dispute"
) -> tuple[list["Plan"], list[str], dict[str, "date"]]:
    """Return a plan for each scenario, what is assumed, and the day on which each is taken.

    Raises:
        OrderError: there is no such scenario, or none of its charters stands.
    """
    from foedera.order.scenarios import scenario
    from foedera.simulation import plan_of, together

    plans, assumed, days = [], [], {}
    for name in names:
        found = scenario(name)
        day = _day(found, dispute.on)
        if day != dispute.on:
            stands = f"its charters and parties are of that day, all else of {dispute.on}"
            assumed.append(f"{name} is possible only from {day}: {stands}")
        seats = found.seats(day)
        each = [plan_of(seat.view, dispute, None, seat.parties) for seat in seats]
        whole = replace(together(each), charter=name)
        closed = "" if whole.routes else "; ".join(plan.closed for plan in each)
        plans.append(replace(whole, closed=closed))
        days[name] = found.on or day
    return plans, assumed, days


def _day(found: "Scenario", on: "date") -> "date":
    """Return the day of the dispute, or that on which the last draft of the scenario was opened."""
    from foedera.charters import charter_ids, load_charter

    known = [load_charter(each.charter) for each in found.charters if each.charter in charter_ids()]
    return max([on, *(charter.opened for charter in known if charter.in_force is None)])
