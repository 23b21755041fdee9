"""What may happen next, and why other things may not.

Two tables and a loop: the charter's steps say what a step needs, the meeting moves below say what
every body's meeting has; both are judged by the same short chain of checks, each of which either
passes or refuses with a reason and the article it rests on.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time

from foedera.charters import Body, Decision, ReadingError, Step, View, find_decision, holding
from foedera.charters.durations import OpenTime, later, parse_duration
from foedera.charters.model import Limit
from foedera.charters.select import holds, rule_of, suggestion
from foedera.proceedings.casefile import show_moment
from foedera.proceedings.docket import (
    Balloting,
    Docket,
    bench_on,
    last,
    open_ballotings,
    sits,
    view_on,
)
from foedera.proceedings.electorate import normal_form, resolve_groups, weight_tables
from foedera.proceedings.errors import Forbidden, InputError
from foedera.rules import Ballot, Electorate, NormalForm, bind, decide
from foedera.rules.normal import inequalities

# The moves that every body's meeting has; the decision or the body gives the article.
MEETING_MOVES = {
    "attend": "attend the meeting",
    "leave": "leave the meeting",
    "table": "put a measure to the vote",
    "vote": "cast a ballot",
    "roll-call": "record the ballots of a vote",
    "close": "close the vote and announce its result",
    "open-silence": "open a silence procedure",
    "object": "break the silence by an objection",
    "end-silence": "announce that the silence was not broken",
}


@dataclass(frozen=True, slots=True)
class Move:
    """Something somebody wants to do: a step of the charter, or a meeting move in a body."""

    step: str
    party: str
    body: str = ""
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """A move that is allowed, under which article, until when, and whether it is a duty."""

    party: str
    step: str
    article: str
    until: str | None = None
    must: bool = False
    body: str = ""
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A move that is not allowed, and why."""

    party: str
    step: str
    reason: str
    article: str


@dataclass(frozen=True, slots=True)
class Moment:
    """A docket at one moment, with what is looked up again and again."""

    docket: Docket
    when: datetime
    view: View
    groups: dict[str, frozenset[str]]
    others: Mapping[str, Docket]  # the case under its other charters


def moment(docket: Docket, when: datetime, others: Mapping[str, Docket] | None = None) -> Moment:
    """Return the docket at a moment with its groups filled, beside those of the other charters."""
    at = view_on(docket, when)
    return Moment(docket, when, at, resolve_groups(at, bench_on(docket, when)), others or {})


def permit(now: Moment, move: Move) -> Permission:
    """Return the permission for a move.

    Raises:
        Forbidden: the charter does not allow it; with reason and article.
        InputError: the charter has no such step, body or decision.
    """
    step = now.docket.charter.step(move.step)
    if step is not None:
        return _permit_step(now, step, move)
    if move.step in MEETING_MOVES:
        return _permit_meeting(now, move)
    known = [*(s.id for s in now.docket.charter.steps), *MEETING_MOVES]
    raise InputError(
        f"{now.docket.charter.id} has no step '{move.step}'{suggestion(move.step, known)}"
    )


def may(now: Moment) -> tuple[list[Permission], list[Refusal]]:
    """Return every move that is open to somebody, and every one refused, with its reason."""
    allowed: list[Permission] = []
    refused: list[Refusal] = []
    for move in _candidates(now):
        try:
            allowed.append(permit(now, move))
        except Forbidden as no:
            refused.append(Refusal(move.party, move.step, no.reason, no.article))
    return allowed, refused


def _candidates(now: Moment) -> Iterator[Move]:
    offices = set(now.docket.charter.offices)
    for step in holding(now.docket.charter.steps, now.view):
        groups = [name for name in step.by if name not in offices]
        parties = now.groups["parties"].union(*(now.groups[name] for name in groups))
        actors = [name for name in step.by if name in offices] + (sorted(parties) if groups else [])
        yield from (Move(step.id, actor) for actor in actors)
    for body in holding(now.docket.charter.bodies, now.view):
        if sits(now.docket, body.id):
            yield from _meeting_candidates(now, body)


def _meeting_candidates(now: Moment, body: Body) -> Iterator[Move]:
    for member in sorted(now.groups[body.members]):
        # A body in continuous session has no roll of attendance: who casts a ballot is present.
        moves = ["table"] if body.session == "continuous" else ["attend", "leave", "table"]
        if open_ballotings(now.docket, body.id):
            moves += ["vote"]
        if any(balloting.silence for _, balloting in open_ballotings(now.docket, body.id)):
            moves += ["object"]
        yield from (Move(step, member, body.id) for step in moves)
    procedures = (decision.silence for decision in holding(body.decisions, now.view))
    if any(silence and holds(silence, now.view) for silence in procedures):
        yield Move("open-silence", body.presiding, body.id)
    for _, balloting in open_ballotings(now.docket, body.id):
        step = "end-silence" if balloting.silence else "close"
        yield Move(step, body.presiding, body.id)


# ------------------------------------------------------------------------- steps of the charter


def _permit_step(now: Moment, step: Step, move: Move) -> Permission:
    if step not in holding(now.docket.charter.steps, now.view):
        raise Forbidden(_not_open(step, now), step.article)
    _check_actor(now, step, move.party)
    _check_after(now, step)
    _check_support(now, step)
    _check_not_before(now, step)
    until, overdue = _check_deadline(now, step)
    # A duty is due once something in the case has called for it, not by standing in the text.
    must = step.modality == "must" and bool(step.after)
    if _fulfilled(now, step, move.party):
        until, must, overdue = None, False, False
    taken = [done.party for done in now.docket.done.get(step.id, ())]
    if not step.repeats and move.party in taken:
        raise Forbidden(f"{move.party} has done so already", step.article)
    return Permission(move.party, step.id, step.article, until, must, overdue=overdue)


def _fulfilled(now: Moment, step: Step, party: str) -> bool:
    """Return whether the party took the step since all that calls for it had last happened.

    What an office does is done for all; a duty of each member of a group each must fulfil, save
    that a meeting is held once.
    """
    once = party in now.docket.charter.offices or step.kind in ("consult", "convene")
    done = now.docket.done.get(step.id, ())
    taken = max((d.when for d in done if once or d.party == party), default=None)
    if taken is None:
        return False
    calls = [_when(now, name) for words in step.after for name in words.split(" or ")]
    return all(call <= taken for call in calls if call)


def _not_open(step: Step, now: Moment) -> str:
    on = now.when.date()
    if step.since and on < step.since:
        return f"this is provided for only from {step.since}"
    if step.until and on >= step.until:
        return f"this was provided for only until {step.until}"
    return "this is not provided for under the readings taken"


def _check_actor(now: Moment, step: Step, party: str) -> None:
    offices = [name for name in step.by if name in now.docket.charter.offices]
    groups = [name for name in step.by if name not in offices]
    if party in offices or any(party in now.groups[name] for name in groups):
        return
    unbound = [name for name in groups if not now.groups[name]]
    if unbound and len(unbound) == len(step.by):
        raise Forbidden(f"the case has no {' or '.join(unbound)} yet", step.article)
    raise Forbidden(f"only the {' or the '.join(step.by)} may {step.title}", step.article)


def _check_after(now: Moment, step: Step) -> None:
    for words in step.after:
        if not any(_when(now, name) for name in words.split(" or ")):
            raise Forbidden(f"{_not_yet(now.docket, words)}", step.article)


def _not_yet(docket: Docket, words: str) -> str:
    wants = []
    for name in words.split(" or "):
        earlier = docket.charter.step(name)
        if earlier:
            wants.append(f"somebody must first {earlier.title}")
        else:
            decision, _, outcome = name.rpartition(":")
            wants.append(f"'{decision}' must first be {outcome}")
    return ", or ".join(wants)


def _when(now: Moment, name: str) -> datetime | None:
    """Return when a step was last taken or an outcome reached, here or under another charter."""
    charter_id, _, rest = name.rpartition("/")
    docket = now.others.get(charter_id) if charter_id else now.docket
    return last(docket, rest) if docket else None


def _check_support(now: Moment, step: Step) -> None:
    if step.needs is None:
        return
    rule = rule_of(step.needs.rule, now.view)
    if rule is None:
        return
    members = tuple(sorted(frozenset().union(*now.groups.values())))
    bench = bench_on(now.docket, now.when)
    form = bind(rule, Electorate(members, now.groups, weight_tables(now.view), bench.blanks))
    backers = {done.party for done in now.docket.done.get(step.needs.step, ())}
    sheet = {m: Ballot.YES if m in backers else Ballot.ABSENT for m in members}
    verdict = decide(form, sheet)
    if not verdict.adopted:
        why = verdict.decisive[0]
        raise Forbidden(
            f"{why.have} of the {why.needed} needed have come out in support", why.article or ""
        )


def _bound(now: Moment, limit: Limit) -> tuple[datetime | None, str]:
    """Return when a time limit falls (None if it rests on a blank or has not begun), in words."""
    starts = [_when(now, name) for name in limit.after.split(" or ")]
    begun = max((start for start in starts if start), default=None)
    if begun is None:
        return None, ""
    duration = parse_duration(limit.within)
    try:
        end = later(begun, duration, now.docket.blanks)
    except OpenTime:
        return None, f"{duration} after {show_moment(begun)}"
    return end, "at once" if duration.amount == 0 else show_moment(end)


def _check_not_before(now: Moment, step: Step) -> None:
    if step.not_before is None:
        return
    start, words = _bound(now, step.not_before)
    # An event dated by its day alone may have happened at any hour of it.
    latest = datetime.combine(now.when.date(), time.max) if _whole_day(now.when) else now.when
    if start is not None and latest < start:
        raise Forbidden(f"not before {words}", step.not_before.article or step.article)


def _check_deadline(now: Moment, step: Step) -> tuple[str | None, bool]:
    """Return until when a step is due, in words, and whether that time has run out."""
    if step.deadline is None:
        return None, False
    end, words = _bound(now, step.deadline)
    # 'At once' sets no moment after which a duty is late: that is for a judge, not for a clock.
    overdue = end is not None and words != "at once" and now.when > _ends(end)
    if overdue and step.deadline.lapses:
        raise Forbidden(
            f"the time for it ran out on {words}", step.deadline.article or step.article
        )
    return words or None, overdue


def _whole_day(when: datetime) -> bool:
    return (when.hour, when.minute) == (0, 0)


def _ends(when: datetime) -> datetime:
    return datetime.combine(when.date(), time.max) if _whole_day(when) else when


# ---------------------------------------------------------------------------- meetings of bodies


def _permit_meeting(now: Moment, move: Move) -> Permission:
    body, decision = _where(now, move)
    article = decision.article
    if not sits(now.docket, body.id) and move.step != "open-silence":
        raise Forbidden(f"the {body.title} has not been convened", body.article)
    members = now.groups[body.members]
    if move.step in ("attend", "leave", "vote", "object") and move.party not in members:
        raise Forbidden(f"{move.party} is no member of the {body.title}", body.article)
    until = _MEETING_CHECKS[move.step](now, body, decision, move)
    return Permission(move.party, move.step, article, until, must=False, body=body.id)


def _where(now: Moment, move: Move) -> tuple[Body, Decision]:
    """Return body and decision of a meeting move: as named, or those of the vote that is open."""
    name = move.body
    pending = open_ballotings(now.docket, name.partition(":")[0])
    if move.step in ("vote", "roll-call", "close", "object", "end-silence") and pending:
        balloting = pending[-1][1]
        name = f"{balloting.body}:{balloting.decision}"
    if not name:
        sitting = [b.id for b in now.docket.charter.bodies if sits(now.docket, b.id)]
        if len(sitting) != 1:
            known = ", ".join(body.id for body in now.docket.charter.bodies)
            raise InputError(f"'{move.step}' must say in which body: {known}")
        name = sitting[0]
    try:
        return find_decision(now.view, name)
    except ReadingError as error:
        raise InputError(str(error)) from None


def pending(now: Moment, move: Move) -> tuple[int, Balloting]:
    """Return the open vote that a move speaks of: of its measure, else the latest in its body."""
    found = open_ballotings(now.docket, move.body.partition(":")[0])
    if move.measure:
        found = [pair for pair in found if pair[1].measure == move.measure] or found
    if not found:
        body = now.docket.charter.body(move.body.partition(":")[0])
        article = body.article if body else ""
        raise Forbidden("no measure has been put to the vote", article)
    return found[-1]


def _attend(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    if move.party in now.docket.attending.get(body.id, ()):
        raise Forbidden(f"{move.party} attends already", body.article)


def _leave(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    if move.party not in now.docket.attending.get(body.id, ()):
        raise Forbidden(f"{move.party} does not attend", body.article)


def _table(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    if move.party == body.presiding:
        return
    allowed = now.groups[body.members]
    if decision.proposed_by:
        offices = set(now.docket.charter.offices)
        if move.party in offices & set(decision.proposed_by):
            return
        allowed = frozenset().union(
            *(now.groups[name] for name in decision.proposed_by if name not in offices)
        )
    if move.party not in allowed:
        raise Forbidden(f"{move.party} may not table a measure here", decision.article)
    if body.session == "convened" and move.party not in now.docket.attending.get(body.id, ()):
        raise Forbidden(f"{move.party} does not attend", body.article)


def _vote(now: Moment, body: Body, decision: Decision, move: Move) -> str | None:
    _, balloting = pending(now, move)
    if balloting.silence:
        raise Forbidden("silence is being kept: a member may only object", decision.article)
    if move.party in balloting.ballots:
        raise Forbidden(f"{move.party} has voted already", decision.article)
    article = excluded_by(
        normal_form(now.view, body, decision, bench_on(now.docket, now.when)), move.party
    )
    if article is not None:
        raise Forbidden(f"the vote of {move.party} is not counted in this decision", article)
    if body.session == "convened" and move.party not in now.docket.attending.get(body.id, ()):
        raise Forbidden(f"{move.party} does not attend", body.article)
    return None


def excluded_by(form: NormalForm, party: str) -> str | None:
    """Return the article that leaves a member's vote out of a decision, None if it counts.

    A vote is left out when yes, no and abstention of the member weigh the same in every clause;
    its attendance may still count for a quorum.
    """
    place = form.members.index(party)
    leaves = inequalities(form.root)
    for leaf in leaves:
        row = leaf.coefficients[place]
        if not row[Ballot.YES] == row[Ballot.NO] == row[Ballot.ABSTAIN]:
            return None
    left_out = [leaf for leaf in leaves if not leaf.coefficients[place].any()]
    return (left_out or leaves)[-1].clause.article or ""


def _close(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    _, balloting = pending(now, move)
    if balloting.silence:
        raise Forbidden("silence is being kept until its time is up", decision.article)
    _presides(body, move)


def _presides(body: Body, move: Move) -> None:
    if move.party != body.presiding:
        raise Forbidden(f"only the {body.presiding} may {MEETING_MOVES[move.step]}", body.article)


def _roll_call(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    pending(now, move)
    _presides(body, move)


def _open_silence(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    if decision.silence is None or not holds(decision.silence, now.view):
        raise Forbidden("no silence procedure is provided for this decision", decision.article)
    openers = decision.silence.opened_by or (body.presiding,)
    if move.party not in openers and not any(
        move.party in now.groups.get(name, ()) for name in openers
    ):
        raise Forbidden(
            f"only the {' or the '.join(openers)} may open a silence procedure",
            decision.silence.article,
        )


def _object(now: Moment, body: Body, decision: Decision, move: Move) -> str | None:
    _, balloting = pending(now, move)
    if not balloting.silence:
        raise Forbidden("no silence procedure is open", decision.article)
    end = balloting.silent_until
    if end and now.when > _ends(end):
        raise Forbidden(f"the silence ended on {show_moment(end)}", decision.article)
    return show_moment(end) if end else None


def _end_silence(now: Moment, body: Body, decision: Decision, move: Move) -> None:
    _, balloting = pending(now, move)
    if not balloting.silence:
        raise Forbidden("no silence procedure is open", decision.article)
    _presides(body, move)
    end = balloting.silent_until
    if end and now.when < end and now.when.date() != end.date():
        raise Forbidden(f"the silence lasts until {show_moment(end)}", decision.article)


_MEETING_CHECKS = {
    "attend": _attend,
    "leave": _leave,
    "table": _table,
    "vote": _vote,
    "roll-call": _roll_call,
    "close": _close,
    "open-silence": _open_silence,
    "object": _object,
    "end-silence": _end_silence,
}
