"""Run the record of a case: its charter judges every event, which then changes the docket."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, time

from foedera.charters import Charter, ReadingError, Step, find_decision, load_charter
from foedera.charters.durations import OpenTime, later, parse_duration
from foedera.charters.select import own_codes, question_of, suggestion
from foedera.proceedings.casefile import CaseFile, Event, show_moment
from foedera.proceedings.docket import (
    Balloting,
    Docket,
    Done,
    bench_on,
    in_force_from,
    outcome_names,
    with_attendance,
    with_balloting,
    with_role,
    with_step,
)
from foedera.proceedings.electorate import normal_form
from foedera.proceedings.errors import Forbidden, InputError
from foedera.proceedings.moves import (
    MEETING_MOVES,
    Moment,
    Move,
    Permission,
    moment,
    pending,
    permit,
)
from foedera.proceedings.sheet import complete, member_code
from foedera.rules import Ballot, Decision, decide, read_ballot
from foedera.world.parties import UnknownParty, resolve

# Steps by which a treaty comes into being: they need no treaty in force.
BEFORE_FORCE = frozenset({"sign", "ratify", "accede"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the minutes: an event, the article it rests on, and what it brought about."""

    n: int
    event: Event
    charter: str
    party: str
    article: str
    title: str
    result: Decision | None = None
    outcome: str = ""
    refusal: str = ""
    late: str = ""  # by when it was due, if it came too late


@dataclass(frozen=True, slots=True)
class Proceeding:
    """A case after its events: the dockets by charter and one entry an event."""

    case: CaseFile
    dockets: Mapping[str, Docket]
    entries: tuple[Entry, ...] = ()

    @property
    def now(self) -> datetime:
        """The moment of the last event; before any, when the case opens or its charters begin."""
        if self.entries:
            return self.entries[-1].event.date
        begun = [d.charter.in_force or d.charter.opened for d in self.dockets.values()]
        return self.case.opened or datetime.combine(max(begun), time.min)

    @property
    def outcome(self) -> str:
        """The last decision with its result, else the last step taken, else 'open'."""
        decided = [entry.outcome for entry in self.entries if entry.outcome]
        if decided:
            return decided[-1]
        taken = [entry.event.step for entry in self.entries if not entry.refusal]
        return taken[-1] if taken else "open"


def replay(case: CaseFile) -> Proceeding:
    """Return the proceeding that the record of a case makes.

    Raises:
        Forbidden: an event is not allowed, or one marked `refused` is; with event, date, article.
        InputError: the case names unknown charters, parties, readings, bodies, or dates run back.
    """
    proceeding = open_case(case)
    for event in case.events:
        proceeding = advance(proceeding, event)
    return proceeding


def open_case(case: CaseFile) -> Proceeding:
    """Return a case before its first event."""
    for known in (case.readings, case.blanks, case.parties):
        for charter_id in known:
            if charter_id not in case.charters:
                raise InputError(f"{case.id}: '{charter_id}' is none of the case's charters")
    charters = {charter_id: load_charter(charter_id) for charter_id in case.charters}
    known_roles = {role for charter in charters.values() for role in charter.roles}
    for role in case.roles:
        if role not in known_roles:
            hint = suggestion(role, sorted(known_roles))
            raise InputError(f"{case.id}: no charter of the case has a role '{role}'{hint}")
    return Proceeding(case, {key: _docket(case, key, found) for key, found in charters.items()})


def _docket(case: CaseFile, charter_id: str, charter: Charter) -> Docket:
    readings = case.readings.get(charter_id, ())
    for option in readings:
        question_of(charter, option)
    mode = case.parties.get(charter_id, "register")
    if mode == "register" and charter.in_force is None:
        mode = "eligible"
    blanks = case.blanks.get(charter_id, {})
    for blank in blanks:
        if blank not in charter.blanks:
            raise InputError(f"{case.id}: {charter_id} has no blank '{blank}'")
    docket = Docket(
        charter,
        readings,
        blanks,
        parties=frozenset(_code(charter, word) for word in mode)
        if isinstance(mode, tuple)
        else None,
        from_record=mode == "record",
    )
    for role, parties in case.roles.items():
        if role in charter.roles:
            docket = with_role(
                docket, role, frozenset(_code(docket.charter, party) for party in parties)
            )
    return docket


def _code(charter: Charter, word: str) -> str:
    if word in own_codes(charter):
        return word
    try:
        return resolve(word)
    except UnknownParty as error:
        raise InputError(str(error)) from None


def advance(proceeding: Proceeding, event: Event) -> Proceeding:
    """Return the proceeding with one more event; raises as :func:`replay`."""
    n = len(proceeding.entries) + 1
    try:
        return _advance(proceeding, event, n)
    except Forbidden as no:
        place = _place(proceeding, event, n)
        raise Forbidden(f"{place}: {no.reason}", no.article) from None
    except (InputError, ReadingError, ValueError) as error:
        raise InputError(f"{_place(proceeding, event, n)}: {error}") from None


def _place(proceeding: Proceeding, event: Event, n: int) -> str:
    who = f" by {event.party}" if event.party else ""
    return f"{proceeding.case.id}, event {n} ({show_moment(event.date)}, {event.step}{who})"


def _advance(proceeding: Proceeding, event: Event, n: int) -> Proceeding:
    if proceeding.entries and event.date < proceeding.now:
        raise InputError(f"it comes after an event of {show_moment(proceeding.now)}: order by date")
    charter_id = event.charter or proceeding.case.charters[0]
    if charter_id not in proceeding.dockets:
        raise InputError(f"'{charter_id}' is none of the charters of this case")
    docket = proceeding.dockets[charter_id]
    if event.refused:
        entry = _refused(docket, event, n, proceeding.dockets)
        return replace(proceeding, entries=(*proceeding.entries, entry))
    docket, entry = take(docket, event, n, proceeding.dockets)
    dockets = {**proceeding.dockets, charter_id: docket}
    return replace(proceeding, dockets=dockets, entries=(*proceeding.entries, entry))


def _refused(docket: Docket, event: Event, n: int, others: Mapping[str, Docket]) -> Entry:
    try:
        take(docket, event, n, others)
    except Forbidden as no:
        if event.refused not in f"{no.reason} {no.article}":
            raise InputError(
                f"it is refused for another reason than '{event.refused}': {no}"
            ) from None
        title = _title(docket.charter.step(event.step), event.step)
        return Entry(
            n, event, docket.charter.id, _who(docket, event), no.article, title, refusal=no.reason
        )
    raise InputError(f"the case says that it is refused ('{event.refused}'), but it is allowed")


def _who(docket: Docket, event: Event) -> str:
    """Return who tried what was refused: as given, else the office that would have acted."""
    try:
        return _actor(moment(docket, event.date), event)
    except InputError:
        return event.party


def _title(step: Step | None, name: str) -> str:
    return step.title if step else MEETING_MOVES.get(name, name)


def take(
    docket: Docket, event: Event, n: int, others: Mapping[str, Docket] | None = None
) -> tuple[Docket, Entry]:
    """Return docket and entry after an event; raises :class:`Forbidden` if it is not allowed.

    `others` is the case under its other charters: a step may rest on what happened there.
    """
    _check_force(docket, event)
    docket = _named_roles(docket, event)
    now = moment(docket, event.date, others)
    move = Move(event.step, _actor(now, event), event.body, event.measure)
    permission = permit(now, move)
    entry = Entry(
        n,
        event,
        docket.charter.id,
        move.party,
        permission.article,
        _title(docket.charter.step(event.step), event.step),
        late=permission.until or "" if permission.overdue else "",
    )
    step = docket.charter.step(event.step)
    if step is not None:
        return _after_step(docket, step, event, move), entry
    return _MEETING_EFFECTS[event.step](now, event, move, permission, entry)


def _check_force(docket: Docket, event: Event) -> None:
    charter, on = docket.charter, event.date.date()
    step = charter.step(event.step)
    if on < charter.opened:
        raise Forbidden(f"the text exists only from {charter.opened}", "")
    if charter.ended and on >= charter.ended:
        raise Forbidden(f"the charter ended on {charter.ended}", "")
    if step is not None and step.kind in BEFORE_FORCE:
        return
    if docket.from_record:
        start = in_force_from(docket, event.date)
        if start is None or event.date < start:
            when = f"from {show_moment(start)}" if start else "too few have ratified"
            rules = charter.membership
            article = rules.entry_into_force[0].article if rules and rules.entry_into_force else ""
            raise Forbidden(f"the charter is not in force ({when})", article)
    elif charter.in_force and on < charter.in_force and docket.parties is None:
        raise Forbidden(f"the charter is in force only from {charter.in_force}", "")


def _named_roles(docket: Docket, event: Event) -> Docket:
    """Bind the roles that an event names, if its step may name them."""
    step = docket.charter.step(event.step)
    for role, parties in event.roles.items():
        if role not in docket.charter.roles:
            raise InputError(f"{docket.charter.id} has no role '{role}'")
        if step is None or role not in step.names:
            raise Forbidden(f"'{event.step}' cannot name the {role}", step.article if step else "")
        docket = with_role(
            docket, role, frozenset(_code(docket.charter, party) for party in parties)
        )
    return docket


def _actor(now: Moment, event: Event) -> str:
    """Return who takes the step: as given, else the office charged with it or presiding."""
    charter = now.docket.charter
    everybody = frozenset().union(*now.groups.values())
    if event.party:
        known = everybody | set(charter.offices) | {body.presiding for body in charter.bodies}
        return event.party if event.party in known else _code(charter, event.party)
    step = charter.step(event.step)
    if step is not None:
        offices = [name for name in step.by if name in charter.offices]
        if offices:
            return offices[0]
        raise InputError("it must say which party took the step")
    named = charter.body(event.body.partition(":")[0])
    if named is None and event.step in ("table", "open-silence", "attend", "leave"):
        bodies = ", ".join(body.id for body in charter.bodies)
        raise InputError(f"'{event.step}' must say in which body: {bodies}")
    organ = named or charter.body(pending(now, Move(event.step, ""))[1].body)
    return organ.presiding if organ else ""


# ---------------------------------------------------------------------------- effects of events


def _after_step(docket: Docket, step: Step, event: Event, move: Move) -> Docket:
    to = tuple(_code(docket.charter, word) for word in event.to)
    docket = with_step(docket, step.id, Done(event.date, move.party, to))
    for role, sources in step.binds.items():
        bound = {move.party} if "party" in sources else set()
        bound |= set(to) if "to" in sources else set()
        docket = with_role(docket, role, frozenset(bound))
    match step.kind:
        case "suspend":
            docket = replace(docket, suspended=docket.suspended | set(to))
        case "expel":
            docket = replace(docket, expelled=docket.expelled | set(to))
        case "readmit":
            docket = replace(
                docket,
                suspended=docket.suspended - set(to),
                expelled=docket.expelled - set(to),
            )
        case _:
            pass
    return with_attendance(docket, step.opens, frozenset()) if step.opens else docket


Effect = tuple[Docket, Entry]


def _attended(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    present = now.docket.attending.get(p.body, frozenset())
    change = {move.party}
    present = present | change if event.step == "attend" else present - change
    return with_attendance(now.docket, p.body, present), entry


def _opened(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    body, decision = find_decision(now.view, event.body or p.body)
    silent_until = None
    if event.step == "open-silence" and decision.silence:
        try:
            within = parse_duration(decision.silence.within)
            silent_until = later(event.date, within, now.docket.blanks)
        except OpenTime:
            silent_until = None
    balloting = Balloting(
        body.id,
        decision.id,
        event.measure,
        event.date,
        silent_until=silent_until,
        silence=event.step == "open-silence",
    )
    return replace(now.docket, ballotings=(*now.docket.ballotings, balloting)), entry


def _voted(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    place, balloting = pending(now, move)
    if event.ballot is None:
        raise InputError("a vote needs a ballot: yes, no or abstain")
    ballots = {**balloting.ballots, move.party: read_ballot(event.ballot)}
    return with_balloting(now.docket, place, replace(balloting, ballots=ballots)), entry


def _called(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    place, balloting = pending(now, move)
    body, _ = find_decision(now.view, balloting.body)
    ballots = {**balloting.ballots, **roll_call(event, now.groups[body.members])}
    return with_balloting(now.docket, place, replace(balloting, ballots=ballots)), entry


def roll_call(event: Event, members: Iterable[str]) -> dict[str, Ballot]:
    """Return the ballot of every member in a roll call; the unnamed are absent or the 'rest'.

    Raises:
        InputError: a party votes twice, is unknown or no member, or two ballots have the rest.
    """
    inside = frozenset(members)
    sheet: dict[str, Ballot] = {}
    rest = Ballot.ABSENT
    seen_rest = False
    for word, parties in event.ballots.items():
        for party in parties:
            if party == "rest":
                if seen_rest:
                    raise InputError("only one ballot can be that of the rest")
                rest, seen_rest = read_ballot(word), True
                continue
            code = member_code(party, inside, "the roll call")
            if code in sheet:
                raise InputError(f"{code} votes twice")
            sheet[code] = read_ballot(word)
    return {member: sheet.get(member, rest) for member in sorted(inside)}


def _objected(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    place, balloting = pending(now, move)
    broken = replace(balloting, ballots={**balloting.ballots, move.party: Ballot.NO})
    return _decided(now, place, broken, entry)


def _closed(now: Moment, event: Event, move: Move, p: Permission, entry: Entry) -> Effect:
    place, balloting = pending(now, move)
    return _decided(now, place, balloting, entry)


def _decided(now: Moment, place: int, balloting: Balloting, entry: Entry) -> Effect:
    name = f"{balloting.body}:{balloting.decision}"
    body, decision = find_decision(now.view, name)
    form = normal_form(now.view, body, decision, bench_on(now.docket, now.when))
    result = decide(form, final_sheet(now, balloting, form.members))
    outcome = f"{decision.id}:{'adopted' if result.adopted else 'rejected'}"
    docket = with_balloting(now.docket, place, replace(balloting, result=result))
    reached = [(now.when, name) for name in outcome_names(body.id, decision.id, result)]
    docket = replace(docket, outcomes=(*docket.outcomes, *reached))
    return docket, replace(entry, result=result, outcome=outcome, article=decision.article)


def final_sheet(now: Moment, balloting: Balloting, members: tuple[str, ...]) -> dict[str, Ballot]:
    """Return every member's ballot when a vote is closed.

    Who attends without having voted abstains; under a silence procedure who keeps silent assents.
    """
    present = now.docket.attending.get(balloting.body, frozenset())
    silent = Ballot.YES if balloting.silence else Ballot.ABSTAIN
    cast = dict(balloting.ballots)
    for member in members:
        if member not in cast and (balloting.silence or member in present):
            cast[member] = silent
    return complete(cast, members)


_MEETING_EFFECTS = {
    "attend": _attended,
    "leave": _attended,
    "table": _opened,
    "vote": _voted,
    "roll-call": _called,
    "close": _closed,
    "open-silence": _opened,
    "object": _objected,
    "end-silence": _closed,
}
