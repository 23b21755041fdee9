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

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Noise, cast, happens
from foedera.behaviour.contest import ContestParameters, success
from foedera.rules import Ballot, NormalForm
from foedera.rules.batch import decide_batch
from foedera.simulation.dispute import Field
from foedera.simulation.endings import Ending
from foedera.simulation.plan import Gate, Plan, Route

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

Endings = NDArray[np.uint8]


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
    log_odds = behaviour.perceive(field.situation, noise.signals)
    ballots = cast(behaviour.vote(field.situation, log_odds), noise.ballots)
    return Drawn(field, behaviour, log_odds, ballots, noise, contest or ContestParameters())


def run(drawn: Drawn, plan: Plan) -> Outcome:
    """Return how every draw ends under a charter: the best that one of its routes gives."""
    outcomes = [_route(drawn, route) for route in plan.routes]
    rank = np.stack([_worth(outcome.endings) for outcome in outcomes])
    best = rank.argmax(axis=0)
    rows = np.arange(len(best))
    return Outcome(
        np.stack([outcome.endings for outcome in outcomes])[best, rows],
        np.stack([outcome.days for outcome in outcomes])[best, rows],
        np.stack([outcome.force for outcome in outcomes])[best, rows],
        np.stack([outcome.came for outcome in outcomes])[best, rows],
    )


# The further a draw gets, the more it is worth: action, then force too weak, then a decision lost.
_WORTH = np.zeros(len(Ending), dtype=np.uint8)
_WORTH[Ending.ACTED], _WORTH[Ending.ASSISTED] = 10, 9
_WORTH[Ending.NOT_ENFORCED], _WORTH[Ending.TOO_LATE] = 8, 7
for _lost in (
    Ending.NO_QUORUM,
    Ending.NO_AGREEMENT,
    Ending.BLOCKED_BY_ACCUSED,
    Ending.BLOCKED_BY_FRIENDS,
    Ending.BLOCKED_BY_OTHERS,
):
    _WORTH[_lost] = 6
_WORTH[Ending.NOT_CONVENED] = 4
_WORTH[Ending.NOBODY_CAME] = 3


def _worth(endings: Endings) -> NDArray[np.uint8]:
    return _WORTH[endings]


def _route(drawn: Drawn, route: Route) -> Outcome:
    draws = len(drawn.ballots)
    endings = np.full(draws, Ending.ACTED, dtype=np.uint8)
    decided = any(gate.kind == "vote" for gate in route.gates)
    helps = route.binding in ("must", "may")
    for gate in route.gates[: len(route.gates) - 1 if helps else None]:
        _pass(drawn, gate, endings)
    came, force, wins = _enforce(drawn, route, endings)
    open_ = endings == Ending.ACTED
    if helps:
        endings[open_ & ~came.any(axis=1)] = Ending.NOBODY_CAME
        if not decided:
            endings[open_ & came.any(axis=1)] = Ending.ASSISTED
    reached = (endings == Ending.ACTED) | (endings == Ending.ASSISTED)
    endings[reached & ~wins] = Ending.NOT_ENFORCED
    days = _days(drawn, route)
    limit = drawn.field.dispute.days
    if limit is not None:
        reached = (endings == Ending.ACTED) | (endings == Ending.ASSISTED)
        endings[reached & (days > limit)] = Ending.TOO_LATE
    return Outcome(endings, days, force, came)


def _days(drawn: Drawn, route: Route) -> NDArray[np.float32]:
    """Return when each draw's route would be through: evenly between earliest and latest."""
    latest = route.earliest if route.latest is None else route.latest
    share = drawn.noise.deeds[:, 0] if latest > route.earliest else np.float32(0)
    spread = np.float32(latest - route.earliest)
    return np.broadcast_to(np.float32(route.earliest) + share * spread, len(drawn.ballots))


# ------------------------------------------------------------------------------------------- gates


def _pass(drawn: Drawn, gate: Gate, endings: Endings) -> None:
    """Stop the draws that do not pass a gate, by cause; those stopped before stay as they are."""
    open_ = np.flatnonzero(endings == Ending.ACTED)
    if not len(open_):
        return
    if gate.kind == "step":
        _step(drawn, gate, endings, open_)
    elif gate.form is not None:
        if gate.kind == "support":
            passed = decide_batch(gate.form, _supporting(drawn, gate.form, open_))
            endings[open_[~passed]] = Ending.NOT_CONVENED
        else:
            columns = drawn.field.columns(gate.form.members)
            sheets = drawn.ballots[open_][:, columns]
            passed = decide_batch(gate.form, sheets)
            lost = open_[~passed]
            endings[lost] = _causes(drawn, gate.form, columns, sheets[~passed], lost)


def _supporting(drawn: Drawn, form: NormalForm, rows: NDArray[np.intp]) -> NDArray[np.uint8]:
    """Return who supports a proposal: all who would vote yes; who is no party does not."""
    inside = np.isin(form.members, drawn.field.parties)
    sheets = np.full((len(rows), len(form.members)), Ballot.ABSTAIN, dtype=np.uint8)
    known = tuple(np.array(form.members)[inside].tolist())
    willing = drawn.ballots[rows][:, drawn.field.columns(known)] == Ballot.YES
    sheets[:, inside] = np.where(willing, Ballot.YES, Ballot.ABSTAIN)
    return sheets


def _step(drawn: Drawn, gate: Gate, endings: Endings, open_: NDArray[np.intp]) -> None:
    """Let a step be taken: by the attacked if it may, by others if they would vote yes."""
    if not gate.able or set(gate.able) & set(drawn.field.dispute.attacked):
        return
    able = drawn.field.columns(gate.able)
    taken = (drawn.ballots[open_][:, able] == Ballot.YES).any(axis=1)
    endings[open_[~taken]] = Ending.NOT_CONVENED


def _causes(
    drawn: Drawn,
    form: NormalForm,
    columns: NDArray[np.intp],
    sheets: NDArray[np.uint8],
    rows: NDArray[np.intp],
) -> Endings:
    """Return why some votes were lost: by which ballots, turned to yes, each would have passed."""
    causes = np.full(len(sheets), Ending.BLOCKED_BY_OTHERS, dtype=np.uint8)
    if not len(sheets):
        return causes
    accused = np.isin(columns, drawn.field.accused)
    named = (drawn.log_odds[rows][:, columns] > 0) & (sheets != Ballot.ABSENT)
    present = (sheets != Ballot.ABSENT) & ~accused
    disagree = 2 * (named & present).sum(axis=1) <= present.sum(axis=1)
    causes[disagree] = Ending.NO_AGREEMENT
    friends = accused | np.isin(columns, drawn.field.friends)
    for mask, cause in (
        (friends, Ending.BLOCKED_BY_FRIENDS),
        (accused, Ending.BLOCKED_BY_ACCUSED),
    ):
        turned = np.where(mask, np.uint8(Ballot.YES), sheets)
        causes[decide_batch(form, np.ascontiguousarray(turned))] = cause
    came = np.where(sheets == Ballot.ABSENT, np.uint8(Ballot.YES), sheets)
    causes[decide_batch(form, came)] = Ending.NO_QUORUM
    return causes


# ------------------------------------------------------------------------------------- enforcement


def _enforce(
    drawn: Drawn, route: Route, endings: Endings
) -> tuple[NDArray[np.bool_], NDArray[np.float32], NDArray[np.bool_]]:
    """Return who comes in each draw, with what force, and whether that prevails."""
    of = drawn.field.situation
    draws, parties = drawn.ballots.shape
    called = np.full((draws, 1), np.float32(CALLS[route.binding]), dtype=np.float32)
    chances = drawn.behaviour.contribute(of, drawn.log_odds, called)
    came = happens(np.broadcast_to(chances, (draws, parties)), drawn.noise.deeds)
    if route.binding in ("must", "may"):
        able = np.zeros(parties, dtype=np.bool_)
        able[drawn.field.columns(route.gates[-1].able or drawn.field.parties)] = True
        able[drawn.field.accused] = False
        came = came & able
    came = came & (endings == Ending.ACTED)[:, None]
    force = came.astype(np.float32) @ of.capability[0].astype(np.float32)
    chance = success(force, float(of.needed[0, 0]), drawn.contest).astype(np.float32)
    luck = drawn.noise.deeds[:, drawn.field.accused[0]]  # the accused sends nobody: a free number
    return came, force, luck < chance
