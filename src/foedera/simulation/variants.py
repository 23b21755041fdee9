"""Plans made of plans: several charters together, none at all, one part, another binding force."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from foedera.charters.model import Binding
from foedera.rules import NormalForm
from foedera.rules.normal import Node, inequalities
from foedera.simulation.plan import Gate, Plan, Route

NOTHING = "nothing"
TOGETHER = "together"


def together(plans: Sequence[Plan]) -> Plan:
    """Return one plan with the routes of all: the attacked tries every charter that is open."""
    parties = sorted(set().union(*(plan.parties for plan in plans)))
    routes = tuple(route for plan in plans for route in plan.routes)
    closed = "" if routes else "no charter is open"
    readings = ",".join(sorted({plan.reading for plan in plans} - {"default"}))
    return Plan(TOGETHER, readings or "default", tuple(parties), routes, closed)


def nothing(parties: Iterable[str]) -> Plan:
    """Return the plan of having no charter: nobody decides, and each may help the attacked.

    The inherent right of individual or collective self-defence (UN Charter, Art. 51) needs none.
    """
    able = tuple(sorted(parties))
    title = "help by whoever wants to"
    gate = Gate("help", title, "", "help", able)
    route = Route(NOTHING, "assistance", title, (gate,), "may", 0.0, (), able)
    return Plan(NOTHING, "default", able, (route,))


def decisions_only(plan: Plan) -> Plan:
    """Return the plan without help that needs no decision: what its bodies alone come to."""
    kept = [k for k, route in enumerate(plan.routes) if route.binding not in ("must", "may")]
    routes = tuple(plan.routes[k] for k in kept)
    counters = plan.counters and tuple(
        replace(counter, ranks=tuple(counter.ranks[k] for k in kept)) for counter in plan.counters
    )
    closed = "" if routes else "no decision can be reached"
    return replace(plan, routes=routes, counters=counters, closed=closed)


def bound_as(plan: Plan, binding: Binding) -> Plan:
    """Return the plan with all its decisions of one force, to ask what hangs on it."""
    routes = tuple(
        route if route.binding in ("must", "may") else replace(route, binding=binding)
        for route in plan.routes
    )
    return replace(plan, routes=routes)


def signature(plan: Plan) -> tuple[object, ...]:
    """Return what a plan is up to its names: equal plans give equal results."""
    answers = ((_route(c.route), c.movers, c.binds, c.ranks) for c in plan.counters or ())
    routes = (_route(route) for route in plan.routes)
    return (plan.charter, plan.parties, plan.closed, *routes, *answers)


def _route(r: Route) -> tuple[object, ...]:
    return (r.goal, r.binding, r.earliest, r.conditions, r.parties, _gates(r))


def _gates(route: Route) -> tuple[object, ...]:
    return tuple(
        (gate.kind, gate.able, form_key(gate.form) if gate.form else None) for gate in route.gates
    )


def form_key(form: NormalForm) -> tuple[object, ...]:
    """Return what a bound rule is up to its words: equal rules decide alike."""
    leaves = inequalities(form.root)
    sums = tuple((leaf.coefficients.tobytes(), leaf.threshold) for leaf in leaves)
    return (form.members, _shape(form.root), sums)


def _shape(node: Node) -> object:
    parts = getattr(node, "parts", None)
    return (type(node).__name__, tuple(map(_shape, parts))) if parts else ""
