"""A charter's procedure laid out for a batch of crises: the gates that a measure must pass.

The gates are those of the line of play on which everybody but the accused supports the measure
(:func:`foedera.proof.obtain`): the same steps, bound rules and articles that proofs use, so that a
simulation and a proof can never speak of different procedures.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Literal

from foedera.charters import View
from foedera.charters.durations import OpenTime, later
from foedera.charters.model import Answer, Binding
from foedera.charters.select import answers, find_decision
from foedera.proceedings import Bench
from foedera.proof import ASSIST, Course, Play, Scene, goals, obtain, scene
from foedera.proof.scene import ACCUSED, ATTACKED, DISPUTANTS
from foedera.rules import NormalForm
from foedera.simulation.dispute import Dispute
from foedera.simulation.errors import SimulationError

# How strongly a decision, or a duty without one, calls on those it addresses (0: not at all). What
# binds in law calls in full; the others are assumptions, to be varied (see the sensitivity).
CALLS: Mapping[str, float] = {
    "legal": 1.0,
    "political": 0.5,
    "recommendation": 0.25,
    "internal": 0.0,
    "must": 1.0,
    "may": 0.0,
}
GateKind = Literal["step", "support", "vote", "help"]
# How a contrary decision stands to a route: its own body votes there; the charters say which
# prevails; or they say nothing, and both stand.
Rank = Literal["itself", "above", "below", "beside"]


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

    `earliest` are the days from the act that nobody can shorten. `binding` is the force of the
    decision, or of the duty to help. `parties` may come where the route itself does not say who
    (empty: everybody).
    """

    charter: str
    goal: str
    title: str
    gates: tuple[Gate, ...]
    binding: Binding | Literal["must", "may"]
    earliest: float
    conditions: tuple[str, ...]
    parties: tuple[str, ...] = ()
    answer: Answer | None = None  # how far the decision may go; None: the charter does not say

    @property
    def pull(self) -> float:
        """How strongly it calls to come with force: 0 for what names, watches or sanctions only."""
        return CALLS[self.binding] if self.answer in (None, "force") else 0.0


@dataclass(frozen=True, slots=True)
class Counter:
    """A motion contrary to a plan's measures that blockers may bring (see `simulation.forums`).

    `route` leads to it; one of `movers`, the accused or its allies, must bring it. Its adoption
    binds all parties of its charter, or the `voters` for it. `ranks` has how it stands to each
    route of the plan, `grounds` the articles by which.
    """

    route: Route
    movers: tuple[str, ...]
    binds: Literal["all", "voters"]
    ranks: tuple[Rank, ...]
    grounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Every route that a charter opens to the attacked in a dispute.

    With `counters`, blockers answer with these (none: they find no forum); None: they do nothing.
    """

    charter: str
    reading: str
    parties: tuple[str, ...]
    routes: tuple[Route, ...]
    closed: str = ""  # why no route is open
    counters: tuple[Counter, ...] | None = None


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
    return plan_in(scene_of(at, dispute, blanks, parties), dispute)


def scene_of(
    at: View,
    dispute: Dispute,
    blanks: Mapping[str, int] | None = None,
    parties: frozenset[str] | None = None,
) -> Scene:
    """Return a charter with the sides of a dispute in their roles, as :func:`plan_of` takes it."""
    both = (*dispute.accused, *dispute.attacked)
    roles = {ACCUSED: dispute.accused, ATTACKED: dispute.attacked, DISPUTANTS: both}
    bound = {k: frozenset(v) for k, v in roles.items() if k in at.charter.roles}
    return scene(at, Bench(bound, blanks or {}, parties))


def plan_in(here: Scene, dispute: Dispute) -> Plan:
    """Return the routes that a charter opens in a scene to the attacked of a dispute."""
    at = here.view
    reading = ",".join(at.departures) or "default"
    inside = tuple(sorted(here.parties))
    own = bool(here.parties & set(dispute.attacked))
    wanted = goals_for(here, dispute.attacked)
    routes = [route_to(here, goal, dispute.accused) for goal in wanted]
    found = tuple(route for route in routes if route is not None)
    why = "no route leads to a vote"
    if not own:
        why = f"{' and '.join(dispute.attacked)} is no party to {at.charter.id} on {at.on}"
    return Plan(at.charter.id, reading, inside, found, "" if found else why)


def goals_for(here: Scene, attacked: Collection[str]) -> tuple[str, ...]:
    """Return what may answer an aggression: for a state that is no party, what protects any."""
    at = here.view
    if here.parties & set(attacked):
        return goals(at)
    return tuple(f"{body.id}:{each.id}" for body, each in answers(at) if each.protects == "any")


def route_to(here: Scene, goal: str, against: Collection[str]) -> Route | None:
    """Return a route as gates; None where not even everybody but some parties gets there."""
    course = obtain(here, here.parties - set(against), goal)
    if course.verdict != "holds":
        course = obtain(here, here.parties, goal)
    if course.verdict != "holds":
        return None
    gates = tuple(_gate(play) for play in course.plays if not play.second)
    title, binding, answer = _force(here, goal, course)
    return Route(
        here.view.charter.id,
        course.goal,
        title,
        gates,
        binding,
        _wait(here, course),
        course.conditions,
        tuple(sorted(here.parties)),
        answer,
    )


def _gate(play: Play) -> Gate:
    name = play.step.removesuffix(":adopted")
    if play.form is not None:
        kind: GateKind = "vote" if play.ballots else "support"
        return Gate(name, play.title, play.article, kind, form=play.form)
    free = () if play.must or play.side != "supporters" else tuple(sorted(play.able))
    return Gate(name, play.title, play.article, "step", free)


def _force(
    here: Scene, goal: str, course: Course
) -> tuple[str, Binding | Literal["must", "may"], Answer | None]:
    if goal == ASSIST:
        last = course.plays[-1]
        return last.title, "must" if last.must else "may", None
    body, decision = find_decision(here.view, goal)
    return f"{body.title}: {decision.title}", decision.binding, decision.answer


def _wait(here: Scene, course: Course) -> float:
    """Return the days that nobody can shorten; one that the text leaves blank counts as none."""
    start = end = datetime.combine(here.view.on, time.min)
    try:
        for duration in course.earliest:
            end = later(end, duration, here.bench.blanks)
    except OpenTime:
        return 0.0
    return (end - start).total_seconds() / 86_400


def require_route(plan: Plan) -> None:
    """Raise SimulationError where a charter opens no route, saying why."""
    if not plan.routes:
        raise SimulationError(plan.closed)
