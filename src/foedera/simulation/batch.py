"""Many draws of one dispute through the routes of a charter, all at once.

Every draw has its own signals, ballots and deeds. A route passes its gates one after the other;
where one is shut the draw stops, and its cause is read off the ballots: whose, had they not opposed
it, would have opened it. The attacked tries every route; the best ending counts.

What a party does before the vote follows from how it would vote: who would vote yes also supports
the proposal that there be a vote. So all routes and charters share the same random numbers, and
differences between them are differences of their rules (common random numbers).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import (
    Behaviour,
    Noise,
    Sincere,
    Situation,
    Strategic,
    cast,
    happens,
)
from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.parameters import unchecked
from foedera.behaviour.vote import VoteParameters, few_seats, in_council, on_drafts
from foedera.rules import Ballot, NormalForm
from foedera.rules.batch import decide_batch
from foedera.rules.normal import Conjunction, Inequality, Node
from foedera.simulation.dispute import Field
from foedera.simulation.endings import Ending
from foedera.simulation.plan import Gate, Plan, Route
from foedera.simulation.rows import at_rows

# Days that a decision takes on average, where the text sets no shorter time: the first
# vote on a crisis came after two days in the median of the dated cases of the library, and an
# exponential law of mean three has that median.
PACE = 3.0

# Draws worked on at a time: what each step makes of them stays within a cache.
PIECE = 1_024

# As bytes: compared with another kind of number, ballots would all be made that kind first.
_YES, _ABSENT = np.uint8(Ballot.YES), np.uint8(Ballot.ABSENT)

_LEAST = 1e-12  # of a chance that the attacked alone falls, so that a share of it can be taken

Endings = NDArray[np.uint8]
# How strongly each party is called in some draws of a route, given by its place: (rows, parties).
Pull = Callable[[int, NDArray[np.intp]], NDArray[np.float32]]
Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the parties believed and would cast in each draw, the same for every route."""

    field: Field
    behaviour: Behaviour
    log_odds: NDArray[np.float32]
    ballots: NDArray[np.uint8]  # (draws, parties)
    noise: Noise
    contest: ContestParameters  # a row a draw where it is one of several


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The ending of each draw, the days to it where a decision fell, and the force that came."""

    endings: Endings
    days: NDArray[np.float32]
    force: NDArray[np.float32]
    came: NDArray[np.bool_]


def draw(
    field: Field, behaviour: Behaviour, noise: Noise, contest: ContestParameters | None = None
) -> Drawn:
    """Return beliefs and ballots for every draw of the noise.

    The contest is that of the model if none is given, and the default if the model has none.
    """
    draws = len(noise.signals)
    log_odds = np.empty_like(noise.signals)
    ballots = np.empty(noise.ballots.shape, dtype=np.uint8)
    for start in range(0, draws, PIECE):
        part = slice(start, min(start + PIECE, draws))
        model = at_rows(behaviour, np.arange(part.start, part.stop), ("perception", "voting"))
        log_odds[part] = model.perceive(field.situation, noise.signals[part])
        leans = leaning(model, noise.drafts[part])
        odds = leans.vote(field.situation, log_odds[part])
        ballots[part] = cast(odds, noise.ballots[part])
    own = behaviour.contest if isinstance(behaviour, Sincere | Strategic) else ContestParameters()
    return Drawn(field, behaviour, log_odds, ballots, noise, contest or own)


def leaning(behaviour: Behaviour, drafts: NDArray[np.float32] | None = None) -> Behaviour:
    """Return how parties lean while no rule is voted under: who looks ahead, sincerely.

    `drafts` sets the draft of each draw apart from others.
    """
    if isinstance(behaviour, Strategic):
        return Sincere(behaviour.perception, behaviour.voting, behaviour.contribution)
    if isinstance(behaviour, Sincere) and drafts is not None:
        return replace(behaviour, voting=on_drafts(behaviour.voting, drafts))
    return behaviour


def run(drawn: Drawn, plan: Plan, pull: Pull | None = None) -> Outcome:
    """Return how every draw ends under a charter: the best that one of its routes gives.

    Routes are tried in order, each only in the draws where none before it acted; why a vote was
    lost is asked last, and only where that vote is the best that a draw got. `pull` says how
    strongly parties are called where that is not the same for all.
    """
    best = _nothing(drawn)
    lost_in = np.full(len(best.endings), -1, dtype=np.intp)
    worth = np.full(len(best.endings), -1, dtype=np.int8)
    for k, route in enumerate(plan.routes):
        rows = np.flatnonzero(best.endings != Ending.ACTED) if k else np.arange(len(worth))
        if not len(rows):
            break
        found = _route(drawn, route, rows, pull(k, rows) if pull else None)
        rank = _WORTH[found.endings]
        better = rank > worth[rows]
        at = rows[better]
        worth[at] = rank[better]
        best.endings[at] = found.endings[better]
        best.days[at] = found.days[better]
        best.force[at] = found.force[better]
        best.came[at] = found.came[better]
        lost_in[at] = k
    for k, route in enumerate(plan.routes):
        _explain(drawn, route, best.endings, np.flatnonzero(lost_in == k))
    return best


def _nothing(drawn: Drawn) -> Outcome:
    draws = len(drawn.ballots)
    return Outcome(
        np.full(draws, Ending.NOT_CONVENED, dtype=np.uint8),
        np.zeros(draws, dtype=np.float32),
        np.zeros(draws, dtype=np.float32),
        np.zeros(drawn.ballots.shape, dtype=np.bool_),
    )


# A vote at gate k is lost, by what is not known yet: _LOST + k. No ending has so high a number.
_LOST = 100

# The further a draw gets, the more it is worth: action, then force too weak, then a decision lost.
_WORTH = np.zeros(256, dtype=np.int8)
_WORTH[Ending.ACTED], _WORTH[Ending.ASSISTED] = 10, 9
_WORTH[Ending.NOT_ENFORCED], _WORTH[Ending.TOO_LATE] = 8, 7
_WORTH[_LOST:] = 6
_WORTH[Ending.NOT_CONVENED] = 4
_WORTH[Ending.NOBODY_CAME] = 3


def _route(
    drawn: Drawn, route: Route, rows: NDArray[np.intp], called: NDArray[np.float32] | None
) -> Outcome:
    """Return how some draws end on a route, entry by entry; lost votes unexplained."""
    endings = np.full(len(rows), Ending.ACTED, dtype=np.uint8)
    decided = any(gate.kind == "vote" for gate in route.gates)
    helps = route.binding in ("must", "may")
    for k in range(len(route.gates) - helps):
        _pass(drawn, route, k, endings, rows)
    came, force, wins = _enforce(drawn, route, endings, rows, called)
    open_ = endings == Ending.ACTED
    if helps:
        anybody = came.any(axis=1)
        endings[open_ & ~anybody] = Ending.NOBODY_CAME
        if not decided:
            endings[open_ & anybody] = Ending.ASSISTED
    endings[_reached(endings) & ~wins] = Ending.NOT_ENFORCED
    days = days_of(drawn, route, rows)
    limit = drawn.field.dispute.days
    if limit is not None:
        endings[_reached(endings) & (days > limit)] = Ending.TOO_LATE
    return Outcome(endings, days, force, came)


def _reached(endings: Endings) -> NDArray[np.bool_]:
    return np.asarray((endings == Ending.ACTED) | (endings == Ending.ASSISTED))


def days_of(drawn: Drawn, route: Route, rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return when each draw's route would be through, in days after the act.

    Decisions, and those to help without one, take their time (:data:`PACE`) after whatever wait the
    text prescribes. What it allows for convening is no limit on deciding. The pace is the same on
    every route of a draw.
    """
    taken = -np.float32(PACE) * np.log1p(-drawn.noise.pace[rows])
    return np.asarray(np.float32(route.earliest) + taken)


# ------------------------------------------------------------------------------------------- gates


def passes(drawn: Drawn, route: Route) -> NDArray[np.bool_]:
    """Return in which draws a route to a decision passes all its gates."""
    rows = np.arange(len(drawn.ballots))
    endings = np.full(len(rows), Ending.ACTED, dtype=np.uint8)
    for k in range(len(route.gates)):
        _pass(drawn, route, k, endings, rows)
    return np.asarray(endings == Ending.ACTED)


def _pass(drawn: Drawn, route: Route, place: int, endings: Endings, rows: NDArray[np.intp]) -> None:
    """Stop the draws that do not pass a gate; those stopped before stay as they are."""
    gate = route.gates[place]
    open_ = np.flatnonzero(endings == Ending.ACTED)
    if not len(open_):
        return
    if gate.kind == "step":
        _step(drawn, gate, endings, open_, rows)
    elif gate.form is not None:
        if gate.kind == "support":
            passed = decide_batch(gate.form, _supporting(drawn, gate.form, rows[open_]))
            endings[open_[~passed]] = Ending.NOT_CONVENED
        else:
            passed = decide_batch(gate.form, _sheets(drawn, route, gate.form, rows[open_]))
            endings[open_[~passed]] = _LOST + place


def _sheets(
    drawn: Drawn, route: Route, form: NormalForm, rows: NDArray[np.intp]
) -> NDArray[np.uint8]:
    """Return what the members of a body cast; strategic ones under the rule that they vote under.

    What parties foresee is the same in every draw: only their own beliefs differ.
    """
    columns = drawn.field.columns(form.members)
    model = drawn.behaviour
    few = few_seats(len(form.members), len(route.parties))
    if isinstance(model, Sincere) and few and _differs(model.voting):
        council = at_rows(model, rows, ("voting",))
        voting = in_council(council.voting) if isinstance(council, Sincere) else model.voting
        model = leaning(replace(model, voting=voting), drawn.noise.drafts[rows])
    elif not isinstance(model, Strategic):
        return _taken(drawn.ballots, rows, columns)
    of = drawn.field.seen_by(form.members, route.parties)
    odds = model.vote(of, _taken(drawn.log_odds, rows, columns), form)
    return cast(odds, _taken(drawn.noise.ballots, rows, columns))


def _differs(voting: VoteParameters) -> bool:
    """Return whether votes in a council differ from those in an assembly of all."""
    return any(
        np.any(each) for each in (voting.council, voting.council_band, voting.council_absence)
    )


def _taken(
    values: NDArray[Value], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> NDArray[Value]:
    """Return rows and columns of an array, without a copy of what is taken whole."""
    if len(rows) < len(values):
        values = values.take(rows, axis=0)
    whole = len(columns) == values.shape[1] and bool((columns[1:] > columns[:-1]).all())
    return values if whole else values.take(columns, axis=1)


def _supporting(drawn: Drawn, form: NormalForm, rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Return who supports a proposal: all who would vote yes; who is no party does not."""
    parties = len(drawn.field.parties)
    place = {code: k for k, code in enumerate(drawn.field.parties)}
    cast_ = _taken(drawn.ballots, rows, np.arange(parties))
    willing = np.full((len(rows), parties + 1), Ballot.ABSTAIN, dtype=np.uint8)
    np.multiply(cast_ != _YES, np.uint8(Ballot.ABSTAIN), out=willing[:, :-1])  # yes is 0
    return willing.take([place.get(code, parties) for code in form.members], axis=1)


def _step(
    drawn: Drawn,
    gate: Gate,
    endings: Endings,
    open_: NDArray[np.intp],
    rows: NDArray[np.intp],
) -> None:
    """Let a step be taken: by the attacked if it may, by others if they would vote yes."""
    if not gate.able or set(gate.able) & set(drawn.field.dispute.attacked):
        return
    ballots = _taken(drawn.ballots, rows[open_], drawn.field.columns(gate.able))
    taken = (ballots == _YES).any(axis=1)
    endings[open_[~taken]] = Ending.NOT_CONVENED


# ---------------------------------------------------------------------------- why a vote was lost


def _explain(drawn: Drawn, route: Route, endings: Endings, rows: NDArray[np.intp]) -> None:
    """Write its cause over every lost vote among some draws of a route."""
    for k, gate in enumerate(route.gates):
        lost = rows[endings[rows] == _LOST + k]
        if len(lost) and gate.form is not None:
            endings[lost] = _causes(drawn, gate.form, _sheets(drawn, route, gate.form, lost), lost)


def _causes(
    drawn: Drawn, form: NormalForm, sheets: NDArray[np.uint8], rows: NDArray[np.intp]
) -> Endings:
    """Return why some votes were lost, the first that holds of the causes in their order."""
    columns = drawn.field.columns(form.members)
    accused = np.isin(columns, drawn.field.accused)
    friends = accused | np.isin(columns, drawn.field.friends)
    present = (sheets != _ABSENT) & ~accused
    named = (_taken(drawn.log_odds, rows, columns) > 0) & present
    agreed = 2 * named.sum(axis=1, dtype=np.int16) > present.sum(axis=1, dtype=np.int16)
    causes = np.where(agreed, Ending.BLOCKED_BY_OTHERS, Ending.NO_AGREEMENT).astype(np.uint8)
    for who, cause in ((friends, Ending.BLOCKED_BY_FRIENDS), (accused, Ending.BLOCKED_BY_ACCUSED)):
        causes[_passes_without(form, sheets, who)] = cause
    causes[~_quorate(form, sheets)] = Ending.NO_QUORUM
    return causes


def _passes_without(
    form: NormalForm, sheets: NDArray[np.uint8], who: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Return which sheets adopt had some members abstained or stayed away.

    Where the rule cannot do without their yes, had they voted yes.
    """
    passes = np.zeros(len(sheets), dtype=np.bool_)
    if not who.any():
        return passes
    for ballot in _instead(form, tuple(who.tolist())):
        turned = sheets.copy()
        turned[:, who] = ballot
        passes |= decide_batch(form, turned)
    return passes


@lru_cache(maxsize=256)
def _instead(form: NormalForm, who: tuple[bool, ...]) -> tuple[Ballot, ...]:
    """Return what some members could cast so as not to oppose a measure that all others support."""
    trials = np.zeros((2, len(who)), dtype=np.uint8)  # yes is 0
    trials[:, np.array(who)] = [[Ballot.ABSTAIN], [Ballot.ABSENT]]
    able = decide_batch(form, trials).any()
    return (Ballot.ABSTAIN, Ballot.ABSENT) if able else (Ballot.YES,)


def _quorate(form: NormalForm, sheets: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Return which sheets have the attendance without which the rule adopts nothing."""
    quorate = np.ones(len(sheets), dtype=np.bool_)
    for quorum in _quorums(form):
        quorate &= decide_batch(quorum, sheets)
    return quorate


@lru_cache(maxsize=256)
def _quorums(form: NormalForm) -> tuple[NormalForm, ...]:
    """Return the quorums of a rule: inequalities that count all who come alike, whatever they cast.

    One that stands beside an alternative is left out, as the rule can do without it.
    """
    return tuple(NormalForm(form.members, leaf) for leaf in _needed(form.root) if _attends(leaf))


def _needed(node: Node) -> list[Inequality]:
    if isinstance(node, Conjunction):
        return [leaf for part in node.parts for leaf in _needed(part)]
    return [node] if isinstance(node, Inequality) else []


def _attends(leaf: Inequality) -> bool:
    came, away = np.split(leaf.coefficients, [int(Ballot.ABSENT)], axis=1)
    alike = bool((came == came[:, :1]).all())
    return alike and bool((came[:, :1] >= away).all() and (came[:, :1] > away).any())


# ------------------------------------------------------------------------------------- enforcement


def _enforce(
    drawn: Drawn,
    route: Route,
    endings: Endings,
    rows: NDArray[np.intp],
    called: NDArray[np.float32] | None = None,
) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.bool_]]:
    """Return who comes in each draw, with what force, and whether that prevails.

    Only draws that are still open are worked out; in the others nobody comes. `called` is how
    strongly each party is called, where that is not by the binding of the route alone.
    """
    of = drawn.field.situation
    open_ = np.flatnonzero(endings == Ending.ACTED)
    came = np.zeros((len(rows), of.parties), dtype=np.bool_)
    force, wins = np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.bool_)
    if not len(open_):
        return came, force, wins
    seats, may, able = _asked(drawn, route)
    by_all = np.full((1, 1), route.pull, dtype=np.float32)
    # Where nobody has decided who is the aggressor, who does not name it helps nobody against it.
    freely = not any(gate.kind == "vote" for gate in route.gates)
    model = _unwatched(drawn.behaviour) if freely else drawn.behaviour
    strength = seats.capability[0].astype(np.float32)
    for start in range(0, len(open_), PIECE) if able.any() else ():
        part = open_[start : start + PIECE]
        at = rows[part]
        behaviour = at_rows(model, at, ("contribution", "contest"))
        pull = by_all if called is None else called[part][:, may]
        log_odds = _taken(drawn.log_odds, at, may)
        chances = behaviour.contribute(seats, log_odds, pull)
        comes = happens(chances, _taken(drawn.noise.deeds, at, may))
        comes &= able
        if freely:
            comes &= log_odds > 0
        force[part] = comes.astype(np.float32) @ strength
        if len(may) == of.parties:
            came[part] = comes
        else:
            came[part[:, None], may] = comes
    own = (of.capability[0] * (of.side[0] > 0)).sum() + of.resisting[0, 0]
    sent = force[open_]
    contest, needed = _contest_at(drawn.contest, rows[open_]), float(of.needed[0, 0])
    alone, held = success(own, needed, contest), success(sent + own, needed, contest)
    # Help is asked for where the attacked alone would fall: of those cases, the share it turns.
    turned = (held - alone) / np.maximum(1 - alone, _LEAST)
    wins[open_] = drawn.noise.luck[rows[open_]] < turned.astype(np.float32)
    return came, force, wins


def _unwatched(behaviour: Behaviour) -> Behaviour:
    """Return a model without what staying out costs after a public vote: there was none."""
    if not isinstance(behaviour, Sincere | Strategic):
        return behaviour
    return replace(behaviour, contribution=unchecked(behaviour.contribution, {"audience": 0.0}))


MOST = 1.25  # times as many parties as may come that are worked out without picking these


def _asked(drawn: Drawn, route: Route) -> tuple[Situation, NDArray[np.intp], NDArray[np.bool_]]:
    """Return who is asked to come on a route: their situation, their columns, and who of them may.

    Where nearly all may, all are asked: to pick columns costs more than to work out a few in vain.
    Those who look ahead are only asked together with others that may come.
    """
    names = _who_may(drawn, route)
    may, every = drawn.field.columns(names), np.arange(drawn.field.situation.parties)
    if isinstance(drawn.behaviour, Strategic) or MOST * len(may) < len(every):
        return drawn.field.seen_by(names), may, np.ones(len(may), dtype=np.bool_)
    return drawn.field.situation, every, np.isin(every, may)


def _who_may(drawn: Drawn, route: Route) -> tuple[str, ...]:
    """Return who may come on a route: neither the accused, nor the attacked, which resists."""
    helps = route.binding in ("must", "may")
    may = (route.gates[-1].able if helps else ()) or route.parties or drawn.field.parties
    sides = {*drawn.field.dispute.accused, *drawn.field.dispute.attacked}
    return tuple(code for code in may if code not in sides)


def _contest_at(contest: ContestParameters, rows: NDArray[np.intp]) -> ContestParameters:
    """Return the contest of some draws, one a draw where it is not the same for all."""
    if np.ndim(contest.decisiveness) == 0:
        return contest
    return replace(contest, decisiveness=np.asarray(contest.decisiveness)[rows, 0])
