"""Many draws of one dispute through the routes of a charter, all at once.

Every draw has its own signals, ballots and deeds. A route passes its gates one after the other;
where one is shut the draw stops, and its cause is read off the ballots: which of them, turned to
yes, would have opened it. The attacked tries every route; the best ending counts.

What a party does before the vote follows from how it would vote: who would vote yes also supports
the proposal that there be a vote. So all routes and charters share the same random numbers, and
differences between them are differences of their rules (common random numbers).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Noise, Sincere, Strategic, cast, happens
from foedera.behaviour.contest import ContestParameters, success
from foedera.rules import Ballot, NormalForm
from foedera.rules.batch import decide_batch
from foedera.simulation.dispute import Field
from foedera.simulation.endings import Ending
from foedera.simulation.plan import Gate, Plan, Route
from foedera.simulation.rows import at_rows

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

# Draws worked on at a time: what each step makes of them stays within a cache.
PIECE = 512

Endings = NDArray[np.uint8]
Value = TypeVar("Value", bound=np.generic)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What the parties believed and would cast in each draw, the same for every route."""

    field: Field
    behaviour: Behaviour
    log_odds: NDArray[np.float32]
    ballots: NDArray[np.uint8]  # (draws, parties)
    noise: Noise
    contest: ContestParameters


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
    """Return beliefs and ballots for every draw of the noise."""
    draws = len(noise.signals)
    log_odds = np.empty_like(noise.signals)
    ballots = np.empty(noise.ballots.shape, dtype=np.uint8)
    for start in range(0, draws, PIECE):
        part = slice(start, min(start + PIECE, draws))
        model = at_rows(behaviour, np.arange(part.start, part.stop), ("perception", "voting"))
        log_odds[part] = model.perceive(field.situation, noise.signals[part])
        odds = _leaning(model).vote(field.situation, log_odds[part])
        ballots[part] = cast(odds, noise.ballots[part])
    return Drawn(field, behaviour, log_odds, ballots, noise, contest or ContestParameters())


def _leaning(behaviour: Behaviour) -> Behaviour:
    """Return how parties lean while no rule is voted under: who looks ahead, sincerely."""
    if isinstance(behaviour, Strategic):
        return Sincere(behaviour.perception, behaviour.voting, behaviour.contribution)
    return behaviour


def run(drawn: Drawn, plan: Plan) -> Outcome:
    """Return how every draw ends under a charter: the best that one of its routes gives.

    Routes are tried in order, each only in the draws where none before it acted; why a vote was
    lost is asked last, and only where that vote is the best that a draw got.
    """
    best = _nothing(drawn)
    lost_in = np.full(len(best.endings), -1, dtype=np.intp)
    worth = np.full(len(best.endings), -1, dtype=np.int8)
    for k, route in enumerate(plan.routes):
        rows = np.flatnonzero(best.endings != Ending.ACTED) if k else np.arange(len(worth))
        if not len(rows):
            break
        found = _route(drawn, route, rows)
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


def _route(drawn: Drawn, route: Route, rows: NDArray[np.intp]) -> Outcome:
    """Return how some draws end on a route, entry by entry; lost votes unexplained."""
    endings = np.full(len(rows), Ending.ACTED, dtype=np.uint8)
    decided = any(gate.kind == "vote" for gate in route.gates)
    helps = route.binding in ("must", "may")
    for k, gate in enumerate(route.gates[: len(route.gates) - 1 if helps else None]):
        _pass(drawn, gate, endings, rows, _LOST + k)
    came, force, wins = _enforce(drawn, route, endings, rows)
    open_ = endings == Ending.ACTED
    if helps:
        anybody = came.any(axis=1)
        endings[open_ & ~anybody] = Ending.NOBODY_CAME
        if not decided:
            endings[open_ & anybody] = Ending.ASSISTED
    endings[_reached(endings) & ~wins] = Ending.NOT_ENFORCED
    days = _days(drawn, route, rows)
    limit = drawn.field.dispute.days
    if limit is not None:
        endings[_reached(endings) & (days > limit)] = Ending.TOO_LATE
    return Outcome(endings, days, force, came)


def _reached(endings: Endings) -> NDArray[np.bool_]:
    return np.asarray((endings == Ending.ACTED) | (endings == Ending.ASSISTED))


def _days(drawn: Drawn, route: Route, rows: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return when each draw's route would be through: evenly between earliest and latest."""
    latest = route.earliest if route.latest is None else route.latest
    share = drawn.noise.deeds[rows, 0] if latest > route.earliest else np.float32(0)
    spread = np.float32(latest - route.earliest)
    return np.broadcast_to(np.float32(route.earliest) + share * spread, len(rows))


# ------------------------------------------------------------------------------------------- gates


def _pass(drawn: Drawn, gate: Gate, endings: Endings, rows: NDArray[np.intp], lost: int) -> None:
    """Stop the draws that do not pass a gate; those stopped before stay as they are."""
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
            passed = decide_batch(gate.form, _sheets(drawn, gate.form, rows[open_]))
            endings[open_[~passed]] = lost


def _sheets(drawn: Drawn, form: NormalForm, rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Return what the members of a body cast; strategic ones under the rule that they vote under.

    What parties foresee is the same in every draw: only their own beliefs differ.
    """
    columns = drawn.field.columns(form.members)
    if not isinstance(drawn.behaviour, Strategic):
        return _taken(drawn.ballots, rows, columns)
    of = drawn.field.seen_by(form.members)
    odds = drawn.behaviour.vote(of, _taken(drawn.log_odds, rows, columns), form)
    return cast(odds, _taken(drawn.noise.ballots, rows, columns))


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
    parties = frozenset(drawn.field.parties)
    inside = np.array([code in parties for code in form.members])
    known = tuple(code for code in form.members if code in parties)
    cast_ = _taken(drawn.ballots, rows, drawn.field.columns(known))
    willing: NDArray[np.uint8] = (cast_ != np.uint8(Ballot.YES)).view(np.uint8)  # yes is 0
    willing *= np.uint8(Ballot.ABSTAIN)
    if inside.all():
        return willing
    sheets = np.full((len(rows), len(form.members)), Ballot.ABSTAIN, dtype=np.uint8)
    sheets[:, inside] = willing
    return sheets


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
    taken = (ballots == Ballot.YES).any(axis=1)
    endings[open_[~taken]] = Ending.NOT_CONVENED


# ---------------------------------------------------------------------------- why a vote was lost


def _explain(drawn: Drawn, route: Route, endings: Endings, rows: NDArray[np.intp]) -> None:
    """Write its cause over every lost vote among some draws of a route."""
    for k, gate in enumerate(route.gates):
        lost = rows[endings[rows] == _LOST + k]
        if len(lost) and gate.form is not None:
            endings[lost] = _causes(drawn, gate.form, _sheets(drawn, gate.form, lost), lost)


def _causes(
    drawn: Drawn, form: NormalForm, sheets: NDArray[np.uint8], rows: NDArray[np.intp]
) -> Endings:
    """Return why some votes were lost: by which ballots, turned to yes, each would have passed."""
    causes = np.full(len(sheets), Ending.BLOCKED_BY_OTHERS, dtype=np.uint8)
    left = np.arange(len(sheets))
    columns = drawn.field.columns(form.members)
    accused = np.isin(columns, drawn.field.accused)
    friends = accused | np.isin(columns, drawn.field.friends)
    yes = np.uint8(Ballot.YES)
    for who, cause in (
        (None, Ending.NO_QUORUM),
        (accused, Ending.BLOCKED_BY_ACCUSED),
        (friends, Ending.BLOCKED_BY_FRIENDS),
    ):
        if not len(left):
            return causes
        now = sheets if len(left) == len(sheets) else sheets.take(left, axis=0)
        turned = np.where(now == Ballot.ABSENT if who is None else who, yes, now)
        passes = decide_batch(form, turned)
        causes[left[passes]] = cause
        left = left[~passes]
    present = (sheets.take(left, axis=0) != Ballot.ABSENT) & ~accused
    named = (_taken(drawn.log_odds, rows[left], columns) > 0) & present
    agreed = 2 * named.sum(axis=1, dtype=np.int16) > present.sum(axis=1, dtype=np.int16)
    causes[left[~agreed]] = Ending.NO_AGREEMENT
    return causes


# ------------------------------------------------------------------------------------- enforcement


def _enforce(
    drawn: Drawn, route: Route, endings: Endings, rows: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.bool_]]:
    """Return who comes in each draw, with what force, and whether that prevails.

    Only draws that are still open are worked out; in the others nobody comes.
    """
    of, accused = drawn.field.situation, drawn.field.accused
    open_ = np.flatnonzero(endings == Ending.ACTED)
    came = np.zeros((len(rows), of.parties), dtype=np.bool_)
    force, wins = np.zeros(len(rows), dtype=np.float32), np.zeros(len(rows), dtype=np.bool_)
    if not len(open_):
        return came, force, wins
    called = np.full((1, 1), CALLS[route.binding], dtype=np.float32)
    every = np.arange(of.parties)
    for start in range(0, len(open_), PIECE):
        part = open_[start : start + PIECE]
        at = rows[part]
        behaviour = at_rows(drawn.behaviour, at, ("contribution",))
        chances = behaviour.contribute(of, _taken(drawn.log_odds, at, every), called)
        came[part] = happens(chances, _taken(drawn.noise.deeds, at, every))
    helps = route.binding in ("must", "may")
    may = (route.gates[-1].able if helps else ()) or route.parties or drawn.field.parties
    able = np.zeros(of.parties, dtype=np.bool_)
    able[drawn.field.columns(may)] = True
    able[accused] = False
    came &= able
    force[open_] = came[open_].astype(np.float32) @ of.capability[0].astype(np.float32)
    chance = success(force[open_], float(of.needed[0, 0]), drawn.contest).astype(np.float32)
    luck = drawn.noise.deeds[rows[open_], accused[0]]  # it sends nobody: a free number
    wins[open_] = luck < chance
    return came, force, wins
