"""A charter's procedure laid out for a batch of crises: the gates that a measure must pass.

The gates are those of the line of play on which everybody but the accused supports the measure
(:func:`foedera.proof.obtain`): the same steps, bound rules and articles that proofs use, so that a
simulation and a proof can never speak of different procedures.
"""

from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from foedera.charters import View
from foedera.charters.durations import OpenTime, later
from foedera.charters.model import Binding
from foedera.charters.select import find_decision
from foedera.proceedings import Bench
from foedera.proof import ASSIST, Course, Play, Scene, goals, obtain, scene
from foedera.proof.scene import ACCUSED, ATTACKED
from foedera.rules import NormalForm
from foedera.simulation.dispute import Dispute
from foedera.simulation.errors import SimulationError

GateKind = Literal["step", "support", "vote", "help"]


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must happen.

    A `step` needs one willing party of `able` (nobody: an office or a duty does it); `support` and
    `vote` must satisfy `form`; `help` needs a party of `able` that comes.
    """

    id: str
    title: str
    article: str
    kind: GateKind
    able: tuple[str, ...] = ()
    form: NormalForm | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """One way under a charter to a goal: its gates, how long it takes, and how it binds.

    `earliest` and `latest` are days from the act; `latest` is None where the text sets no limit or
    leaves it blank. `binding` is the force of the decision, or of the duty to help. `parties` may
    come where the route itself does not say who (empty: everybody).
    """

    charter: str
    goal: str
    title: str
    gates: tuple[Gate, ...]
    binding: Binding | Literal["must", "may"]
    earliest: float
    latest: float | None
    conditions: tuple[str, ...]
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every route that a charter opens to the attacked in a dispute."""

    charter: str
    reading: str
    parties: tuple[str, ...]
    routes: tuple[Route, ...]
    closed: str = ""  # why no route is open


def plan_of(
    at: View,
    dispute: Dispute,
    blanks: dict[str, int] | None = None,
    parties: frozenset[str] | None = None,
) -> Plan:
    """Return the routes that a charter opens on the day of a dispute.

    Blanks that nobody fills take the value that the text suggests, else the time counts as none.
    `parties` are those of the day, or others to ask what they would change.
    """
    roles = {ACCUSED: dispute.accused, ATTACKED: dispute.attacked}
    bound = {k: frozenset(v) for k, v in roles.items() if k in at.charter.roles}
    here = scene(at, Bench(bound, blanks or {}, parties))
    reading = ",".join(at.departures) or "default"
    inside = tuple(sorted(here.parties))
    if not here.parties & set(dispute.attacked):
        why = f"{' and '.join(dispute.attacked)} is no party to {at.charter.id} on {at.on}"
        return Plan(at.charter.id, reading, inside, (), why)
    routes = [_route(here, goal, dispute) for goal in goals(at)]
    found = tuple(route for route in routes if route is not None)
    return Plan(at.charter.id, reading, inside, found, "" if found else "no route leads to a vote")


def _route(here: Scene, goal: str, dispute: Dispute) -> Route | None:
    """Return a route as gates; None where not even everybody together gets there."""
    accused = here.parties & set(dispute.accused)
    course = obtain(here, here.parties - accused, goal)
    if course.verdict != "holds":
        course = obtain(here, here.parties, goal)
    if course.verdict != "holds":
        return None
    gates = tuple(_gate(play) for play in course.plays if not play.second)
    earliest, latest = _times(here, course)
    title, binding = _force(here, goal, course)
    return Route(
        here.view.charter.id,
        course.goal,
        title,
        gates,
        binding,
        earliest,
        latest,
        course.conditions,
        tuple(sorted(here.parties)),
    )


def _gate(play: Play) -> Gate:
    name = play.step.removesuffix(":adopted")
    if play.form is not None:
        kind: GateKind = "vote" if play.ballots else "support"
        return Gate(name, play.title, play.article, kind, form=play.form)
    free = () if play.must or play.side != "supporters" else tuple(sorted(play.able))
    return Gate(name, play.title, play.article, "step", free)


def _force(here: Scene, goal: str, course: Course) -> tuple[str, Binding | Literal["must", "may"]]:
    if goal == ASSIST:
        last = course.plays[-1]
        return last.title, "must" if last.must else "may"
    body, decision = find_decision(here.view, goal)
    return f"{body.title}: {decision.title}", decision.binding


def _times(here: Scene, course: Course) -> tuple[float, float | None]:
    """Return the days that nobody can shorten and those that the obliged may take."""
    start = datetime.combine(here.view.on, time.min)
    try:
        first = last = start
        for duration in course.earliest:
            first = later(first, duration, here.bench.blanks)
        for duration in course.latest:
            last = later(last, duration, here.bench.blanks)
    except OpenTime:
        return 0.0, None
    days = [(end - start).total_seconds() / 86_400 for end in (first, last)]
    return days[0], None if course.unlimited else days[1]


def require_route(plan: Plan) -> None:
    """Raise SimulationError where a charter opens no route, saying why."""
    if not plan.routes:
        raise SimulationError(plan.closed)
