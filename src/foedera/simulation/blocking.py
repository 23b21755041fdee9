"""Many draws of a dispute while blockers bring contrary motions (see `simulation.forums`).

The same signals, ballots and deeds as without blockers: a contrary decision can only make parties
stay out that would have come. So only the draws in which one carries are worked out again.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Noise, Sincere
from foedera.rules import Ballot
from foedera.simulation.batch import (
    Drawn,
    Outcome,
    Pull,
    days_of,
    leaning,
    passes,
    run,
)
from foedera.simulation.endings import ACTING
from foedera.simulation.plan import Counter, Plan
from foedera.simulation.rows import at_rows

# The same ballots on the contrary motion.
_TURNED = np.arange(len(Ballot), dtype=np.uint8)
_TURNED[[Ballot.YES, Ballot.NO]] = Ballot.NO, Ballot.YES


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """How draws end while blockers answer, and what did it.

    `motions` (draws, counters) says which contrary motions carry, `alone` (draws, forums) in which
    draws those of one forum would be enough to undo the action that they undo.
    """

    outcome: Outcome
    motions: NDArray[np.bool_]
    alone: NDArray[np.bool_]


def forums_of(plan: Plan) -> dict[str, list[int]]:
    """Return the places of the counters of a plan by the charter under which each is brought."""
    found: dict[str, list[int]] = {}
    for place, counter in enumerate(plan.counters or ()):
        found.setdefault(counter.route.charter, []).append(place)
    return found


def turned(drawn: Drawn) -> Drawn:
    """Return what parties would cast on the contrary motion, with the sides exchanged.

    Who would vote against the measure although it names the accused abstains. The attacked votes
    against what denies the attack, as the accused does against the measure.
    """
    of = drawn.field.dispute
    dispute = replace(of, accused=of.attacked, attacked=of.accused)
    ballots = _TURNED[drawn.ballots]
    torn = (ballots == Ballot.YES) & (drawn.log_odds > 0)
    torn[:, drawn.field.accused] = False
    ballots[torn] = Ballot.ABSTAIN
    ballots[:, drawn.field.situation.side[0] > 0] = Ballot.NO
    return replace(
        drawn,
        field=replace(drawn.field, dispute=dispute),
        behaviour=_as_cast(drawn.behaviour),
        ballots=ballots,
    )


def _as_cast(behaviour: Behaviour) -> Behaviour:
    """Return a model under which every body votes as was cast: none as a council of its own."""
    leans = leaning(behaviour)
    if not isinstance(leans, Sincere):
        return leans
    plain = replace(leans.voting, council=0.0, council_band=0.0, council_absence=0.0)
    return replace(leans, voting=plain)


def carried(contrary: Drawn, counters: Sequence[Counter]) -> NDArray[np.bool_]:
    """Return in which draws each contrary motion is brought and carries, (draws, counters).

    `contrary` has the :func:`turned` ballots.
    """
    found = np.zeros((len(contrary.ballots), len(counters)), dtype=np.bool_)
    for k, counter in enumerate(counters):
        found[:, k] = passes(contrary, counter.route) & _brought(contrary, counter)
    return found


def _brought(contrary: Drawn, counter: Counter) -> NDArray[np.bool_]:
    """Return where one of those that may bring a motion is for it: the accused always is."""
    columns = contrary.field.columns(counter.movers)
    return np.asarray((contrary.ballots[:, columns] == Ballot.YES).any(axis=1))


def run_blocked(drawn: Drawn, plan: Plan, free: Outcome) -> Answered:
    """Return how every draw ends while blockers answer; `free` is how while they do nothing."""
    counters, forums = plan.counters or (), forums_of(plan)
    contrary = turned(drawn)
    motions = carried(contrary, counters)
    alone = np.zeros((len(motions), len(forums)), dtype=np.bool_)
    bearing = [k for k, counter in enumerate(counters) if _bears(counter)]
    rows = np.flatnonzero(motions[:, bearing].any(axis=1))
    if not len(rows):
        return Answered(free, motions, alone)
    found = _run_at(drawn, contrary, plan, motions, rows)
    parts = {}
    for item in fields(free):
        whole = getattr(free, item.name).copy()
        whole[rows] = getattr(found, item.name)
        parts[item.name] = whole
    outcome = Outcome(**parts)
    undone = np.flatnonzero(_acts(free) & ~_acts(outcome))
    for place, (_, own) in enumerate(forums.items()):
        only = np.zeros_like(motions)
        only[:, own] = motions[:, own]
        which = undone[only[undone].any(axis=1)]
        if len(which):
            alone[which, place] = ~_acts(_run_at(drawn, contrary, plan, only, which))
    return Answered(outcome, motions, alone)


def _acts(outcome: Outcome) -> NDArray[np.bool_]:
    return np.isin(outcome.endings, ACTING)


def _run_at(
    drawn: Drawn,
    contrary: Drawn,
    plan: Plan,
    motions: NDArray[np.bool_],
    rows: NDArray[np.intp],
) -> Outcome:
    """Return how some draws end where the contrary motions said to carry do."""
    part = at_draws(drawn, rows)
    return run(part, plan, _pull(part, plan, at_draws(contrary, rows).ballots, motions[rows]))


def _bears(counter: Counter) -> bool:
    """Return whether a contrary decision can matter to any route of the measure."""
    counts = any(rank in {"above", "beside"} for rank in counter.ranks)
    return counts and counter.route.pull > 0


def at_draws(drawn: Drawn, rows: NDArray[np.intp]) -> Drawn:
    """Return some of the draws, each with its own numbers and parameters."""
    noise = Noise(*(getattr(drawn.noise, item.name)[rows] for item in fields(drawn.noise)))
    contest = drawn.contest
    if np.ndim(contest.decisiveness):
        contest = replace(contest, decisiveness=np.asarray(contest.decisiveness)[rows])
    return replace(
        drawn,
        behaviour=at_rows(drawn.behaviour, rows),
        log_odds=drawn.log_odds[rows],
        ballots=drawn.ballots[rows],
        noise=noise,
        contest=contest,
    )


def _pull(drawn: Drawn, plan: Plan, ballots: NDArray[np.uint8], motions: NDArray[np.bool_]) -> Pull:
    """Return how strongly parties are called on each route, less what contrary decisions call for.

    `ballots` are those on the contrary motions, `motions` says which of them carry in which draw.
    """
    every = np.arange(len(drawn.ballots))
    decisions = [
        (
            counter,
            np.asarray(motions[:, places].any(axis=1)),
            days_of(drawn, counter.route, every),
            _bound(drawn, counter, ballots),
        )
        for counter, places in _alike(plan.counters or ())
    ]

    def called(place: int, rows: NDArray[np.intp]) -> NDArray[np.float32]:
        route = plan.routes[place]
        shape = (len(rows), drawn.field.situation.parties)
        to_come = np.full(shape, route.pull, dtype=np.float32)
        to_stay = np.zeros(shape, dtype=np.float32)
        until = days_of(drawn, route, rows)
        for counter, carry, days, bound in decisions:
            rank = counter.ranks[place]
            if rank in {"itself", "below"}:
                continue
            hit = (carry[rows] & (days[rows] <= until))[:, None] & (
                bound if len(bound) == 1 else bound[rows]
            )
            np.maximum(to_stay, hit * np.float32(counter.route.pull), out=to_stay)
            if rank == "above":
                to_come[hit] = 0
        return to_come - to_stay

    return called


def _alike(counters: Sequence[Counter]) -> list[tuple[Counter, list[int]]]:
    """Return the motions that bear, those together which do the same: one of them is enough."""
    found: dict[object, tuple[Counter, list[int]]] = {}
    for place, counter in enumerate(counters):
        if _bears(counter):
            of = counter.route
            same = (of.charter, of.binding, of.earliest, counter.binds, counter.ranks)
            found.setdefault(same, (counter, []))[1].append(place)
    return list(found.values())


def _bound(drawn: Drawn, counter: Counter, ballots: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return whom a contrary decision binds, (1 or draws, parties): never the attacked."""
    inside = np.zeros((1, drawn.field.situation.parties), dtype=np.bool_)
    inside[0, drawn.field.columns(counter.route.parties)] = True
    inside &= drawn.field.situation.side <= 0
    return inside if counter.binds == "all" else inside & (ballots == Ballot.YES)
