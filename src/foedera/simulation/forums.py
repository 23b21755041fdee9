"""Forum choice by blockers: the contrary motions that they may bring in any charter that is open.

Where institutions overlap and none stands above the others, both sides shop for a forum (Alter &
Meunier 2009). What a forum decides binds its own members only (Busch 2007): so the attacked wants
one whose members would come, and the accused one whose members would vote for it. The accused, and
those who do not name it, answer with a **contrary motion**: it was not the accused who attacked;
no measure is to be taken. The model of it, in the same steps as that of a measure:

1. **Where.** In every charter to which the accused is a party, else an ally of it if that charter
   may answer an attack on others. The way is that of the measure with the sides exchanged: the
   accused says that it is the one wronged, and names the attacked. Where a text leaves out of the
   vote whoever is *named* as the source of the attack, it is then the attacked that is left out;
   where the exclusion rests on a finding, nobody is. That is the most that a text lets blockers
   do, and it is symmetric: with sides, beliefs and ballots turned round, measure and contrary
   motion change places.
2. **Who votes how.** Who would vote yes on the measure votes no on the contrary motion. Who would
   vote no votes yes if it does not name the accused, and else abstains: it wants no measure, but
   does not say that nothing happened. Who would abstain or stay away does so again. The accused
   votes yes and the attacked no. (That the record of votes on measures tells this much of votes on
   contrary motions is an assumption: hardly any were ever put.) Who looks ahead votes here as it
   leans.
3. **When.** A contrary decision counts against every route on which the measure would not have
   fallen earlier: on the same day it does count, since who comes knows of both.
4. **What it does.** It calls upon those it binds not to come, as strongly as a decision of its
   force calls upon them to (`CALLS`): coming against it costs k + a times that share, as staying
   out of a binding decision does (:mod:`foedera.behaviour.contribute`). Several do not add up: the
   strongest counts. The attacked is not bound: its right of self-defence is inherent. A decision
   that addresses somebody in particular (the suspension of a member, say) bears on nobody's coming
   and is not brought.
5. **Which prevails.** Where charters rank themselves (their `priority`), a decision over which the
   measure prevails does not count, and a measure over which the contrary decision prevails no
   longer calls upon those whom that binds. A recommendation prevails over nothing. Where they are
   silent, both stand, and each calls as strongly as it does.
6. **Choice.** The attacked tries every route; blockers bring every motion that would carry.

What forums tell audiences at home (Chapman 2011: a refusal is a strong signal) is here the cost a
alone; nobody changes its mind about who attacked. That the attacked's friends may act in no forum
at all (Voeten 2001) is the plan `nothing`.

References: Alter & Meunier (2009), 'The Politics of International Regime Complexity', Perspectives
on Politics 7, 13-24, with Drezner's conclusion in the same issue that complexity benefits the
powerful; Busch (2007), 'Overlapping Institutions, Forum Shopping, and Dispute Settlement in
International Trade', International Organization 61, 735-761; Chapman (2011), Securing Approval;
Voeten (2001), APSR 95, 845-858. None of them has this model: it is made of their ideas.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from foedera.charters import Decision, View, find_decision
from foedera.proof import ASSIST, Scene
from foedera.proof.precedence import Side, birthday, precedence
from foedera.proof.scene import ACCUSED, ATTACKED
from foedera.simulation.dispute import Dispute, field_of
from foedera.simulation.opening import Opening
from foedera.simulation.plan import Counter, Plan, Rank, Route, goals_for, route_to

BLOCKED = "blocked"
ASSUMED = (
    "blockers: who would vote yes on a measure votes no on the contrary motion",
    "blockers: who would vote no votes yes on it, but abstains if it names the accused",
    "blockers: a contrary decision takes no measure, so it does not end the right of self-defence",
    "blockers: charters rank by their `priority`; duties in prose, as UN Charter 12(1), do nothing",
)
_OBLIGE = ("legal", "political", "must")


def blocked(
    plan: Plan, openings: Sequence[Opening], dispute: Dispute, *, ranked: bool = True
) -> Plan:
    """Return a plan to which blockers answer in every charter that is open to them.

    `openings` are the charters, those of the plan among them, also where the attacked is no party:
    the accused may be. :func:`~foedera.simulation.compare` of what is returned says how much less
    often it acts than `plan`, and in which forum a contrary motion carries how often. Without
    `ranked`, no charter prevails over another: the most that contrary decisions could do.

    Raises:
        SimulationError: the year lies before the data.
    """
    views = {each.view.charter.id: each.view for each in openings if each.view}
    places = [(each.scene, each.plan.parties) for each in openings if each.scene]
    everybody = set(plan.parties).union(*(parties for _, parties in places))
    friends = _friends(dispute, tuple(sorted(everybody)))
    counters = []
    for here, parties in places:
        movers = tuple(sorted(set(dispute.accused) & set(parties) or friends & set(parties)))
        for route, whom in motions(here, dispute) if movers else ():
            ranks, grounds = _ranked(route, plan, views if ranked else {})
            counters.append(Counter(route, movers, whom, ranks, grounds))
    inside = set(plan.parties).union(*(counter.route.parties for counter in counters))
    name = f"{plan.charter}, {BLOCKED}"
    return replace(plan, charter=name, parties=tuple(sorted(inside)), counters=tuple(counters))


def _friends(dispute: Dispute, parties: tuple[str, ...]) -> frozenset[str]:
    """Return the allies of the accused."""
    field = field_of(dispute, parties)
    return frozenset(field.parties[place] for place in field.friends)


def motions(here: Scene, dispute: Dispute) -> Iterator[tuple[Route, Literal["all", "voters"]]]:
    """Yield the ways to a contrary decision under a charter, and whom each binds.

    `here` is the scene of the measure; whether anybody is there to bring them is for each draw.
    """
    sides = {ACCUSED: frozenset(dispute.attacked), ATTACKED: frozenset(dispute.accused)}
    turned = here.with_roles(sides)
    for goal in _goals(turned, dispute):
        _, decision = find_decision(here.view, goal)
        whom = bound_by(decision, here.view)
        route = route_to(turned, goal, dispute.attacked) if whom else None
        if whom and route:
            yield route, whom


def bound_by(decision: Decision, at: View) -> Literal["all", "voters"] | None:
    """Return whom a decision binds: all parties, those that vote for it, or None: others.

    What recommends binds nobody, and calls upon all as weakly as a recommendation does.
    """
    under = [words for key, words in decision.binds_under.items() if key in at.options]
    words = (under[0] if under else decision.binds).lower()
    if "agreed" in words or "voted for it" in words:
        return "voters"
    return "all" if words.startswith(("all", "nobody")) else None


def _goals(here: Scene, dispute: Dispute) -> tuple[str, ...]:
    """Return the decisions that a measure can be, and those on which help depends."""
    wanted = goals_for(here, dispute.accused)
    help_ = route_to(here, ASSIST, dispute.attacked) if ASSIST in wanted else None
    voted = [gate.id for gate in help_.gates if gate.kind == "vote"] if help_ else []
    return tuple(dict.fromkeys([*(goal for goal in wanted if goal != ASSIST), *voted]))


def _ranked(
    route: Route, plan: Plan, views: Mapping[str, View]
) -> tuple[tuple[Rank, ...], tuple[str, ...]]:
    """Return how a contrary decision stands to each route of a plan, and by which articles."""
    ranks: list[Rank] = []
    grounds: dict[tuple[str, str], set[str]] = {}
    for other in plan.routes:
        rank, by = _rank(route, other, views)
        ranks.append(rank)
        over = (route, other) if rank == "above" else (other, route)
        if by:
            grounds.setdefault((over[0].charter, over[1].charter), set()).update(by)
    words = (f"{a} prevails over {b} ({', '.join(sorted(by))})" for (a, b), by in grounds.items())
    return tuple(ranks), tuple(words)


def _rank(route: Route, other: Route, views: Mapping[str, View]) -> tuple[Rank, tuple[str, ...]]:
    """Return how a contrary decision stands to a route of the measure, and by which articles."""
    if route.charter == other.charter:
        return ("itself" if _bodies(route) & _bodies(other) else "beside"), ()
    if not {route.charter, other.charter} <= views.keys():
        return "beside", ()
    found = precedence(_side(route, views), _side(other, views))
    winner = route if found.prevails == route.charter else other
    if found.prevails is None or found.fallback or winner.binding == "recommendation":
        return "beside", ()
    return ("above" if winner is route else "below"), found.by


def _side(route: Route, views: Mapping[str, View]) -> Side:
    at = views[route.charter]
    return Side(at, frozenset({route.gates[-1].article}), birthday(at), route.binding in _OBLIGE)


def _bodies(route: Route) -> frozenset[str]:
    return frozenset(gate.id.split(":")[0] for gate in route.gates if gate.kind == "vote")
