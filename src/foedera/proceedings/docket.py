"""What the record of a case amounts to under one charter: derived, never stored.

A docket is frozen; each event that the charter allows gives the next one. Who is a party, which
roles are bound, which steps were taken, which meetings sit and how votes ended is all in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from foedera.charters import Charter, View, holding
from foedera.charters.durations import OpenTime, later, parse_duration
from foedera.charters.select import view
from foedera.proceedings.electorate import Bench, charter_parties, resolve_groups
from foedera.rules import Ballot, Decision


@dataclass(frozen=True, slots=True)
class Done:
    """A step that was taken: when, by whom, towards whom."""

    when: datetime
    party: str
    to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Balloting:
    """A vote or a silence procedure on one measure, open or closed."""

    body: str
    decision: str
    measure: str
    opened: datetime
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    silent_until: datetime | None = None
    silence: bool = False
    result: Decision | None = None


@dataclass(frozen=True, slots=True)
class Docket:
    """The state of a case under one charter."""

    charter: Charter
    readings: tuple[str, ...]
    blanks: Mapping[str, int]
    parties: frozenset[str] | None  # None: as in the table of memberships on the day
    from_record: bool  # parties and entry into force follow from the record alone
    roles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    done: Mapping[str, tuple[Done, ...]] = field(default_factory=dict)
    attending: Mapping[str, frozenset[str]] = field(default_factory=dict)  # by body that sits
    ballotings: tuple[Balloting, ...] = ()
    outcomes: tuple[tuple[datetime, str], ...] = ()  # see `outcome_names`, in order
    suspended: frozenset[str] = frozenset()
    expelled: frozenset[str] = frozenset()


def view_on(docket: Docket, when: datetime) -> View:
    """Return the charter as it stands on the day, under the case's readings."""
    return view(docket.charter, when.date(), docket.readings)


def bench_on(docket: Docket, when: datetime) -> Bench:
    """Return parties, roles and blanks as bound at a moment."""
    return Bench(docket.roles, docket.blanks, parties_on(docket, when))


def parties_on(docket: Docket, when: datetime) -> frozenset[str]:
    """Return the parties at a moment: table or assumption, changed by what the record says."""
    if docket.from_record:
        parties = _by_ratification(docket, when)
    elif docket.parties is None:
        parties = charter_parties(view_on(docket, when))
    else:
        parties = docket.parties
    joined = {party for party, since in _accessions(docket, when).items() if since <= when}
    return (parties | joined) - _left(docket, when) - docket.suspended - docket.expelled


def in_force_from(docket: Docket, when: datetime) -> datetime | None:
    """Return the moment of entry into force that the record brings about, None if not yet."""
    rules = docket.charter.membership
    entries = holding(rules.entry_into_force, view_on(docket, when)) if rules else ()
    if not entries:
        return None
    entry = entries[0]
    dates = {done.party: done.when for done in _taken(docket, "ratify")}
    if entry.counting:
        groups = resolve_groups(view_on(docket, when), Bench(docket.roles, docket.blanks))
        dates = {party: on for party, on in dates.items() if party in groups[entry.counting]}
    needed = entry.number or max(len(entry.named), 1)
    if entry.share:
        numerator, denominator = map(int, entry.share.split("/"))
        needed = -(-numerator * len(_taken(docket, "sign")) // denominator)
    if len(dates) < needed or not dates.keys() >= set(entry.named):
        return None
    last = max([sorted(dates.values())[needed - 1], *(dates[party] for party in entry.named)])
    return later(last, parse_duration(entry.delay), docket.blanks)


def _taken(docket: Docket, kind: str) -> list[Done]:
    """Return the steps of a kind that were taken, in order."""
    ids = [step.id for step in docket.charter.steps if step.kind == kind]
    return sorted((d for step in ids for d in docket.done.get(step, ())), key=lambda d: d.when)


def _by_ratification(docket: Docket, when: datetime) -> frozenset[str]:
    start = in_force_from(docket, when)
    rules = docket.charter.membership
    if start is None or rules is None or when < start:
        return frozenset()
    delay = parse_duration(rules.later_parties_delay)
    return frozenset(
        done.party
        for done in _taken(docket, "ratify")
        if later(done.when, delay, docket.blanks) <= max(when, start)
    )


def _accessions(docket: Docket, when: datetime) -> dict[str, datetime]:
    rules = docket.charter.membership
    delay = parse_duration(rules.later_parties_delay if rules else "immediately")
    start = in_force_from(docket, when) if docket.from_record else None
    if docket.from_record and start is None:
        return {}
    begun = {d.party: later(d.when, delay, docket.blanks) for d in _taken(docket, "accede")}
    return {party: max(since, start) if start else since for party, since in begun.items()}


def _left(docket: Docket, when: datetime) -> frozenset[str]:
    """Return those whose notice of withdrawal has run out (a blank notice never does)."""
    rules = docket.charter.membership
    words = rules.withdrawal_notice if rules else None
    gone = set()
    for done in _taken(docket, "withdraw"):
        try:
            if later(done.when, parse_duration(words or "immediately"), docket.blanks) <= when:
                gone.add(done.party)
        except OpenTime:
            continue
    return frozenset(gone)


def last(docket: Docket, name: str) -> datetime | None:
    """Return when a step was last taken or an outcome last reached, None if never."""
    moments = [done.when for done in docket.done.get(name, ())]
    moments += [when for when, outcome in docket.outcomes if outcome == name]
    return max(moments, default=None)


def outcome_names(body: str, decision: str, result: Decision) -> list[str]:
    """Return the names of an outcome: 'decision:adopted', 'body:decision:rejected' and the like.

    A rejected measure is also 'blocked' if only objections defeated it: every clause that failed
    says how many may vote no. A veto is told from a failed majority by this.
    """
    words = ["adopted"] if result.adopted else ["rejected"]
    if not result.adopted and all(reason.relation == "<=" for reason in result.decisive):
        words.append("blocked")
    return [f"{name}:{word}" for word in words for name in (decision, f"{body}:{decision}")]


def with_step(docket: Docket, step: str, done: Done) -> Docket:
    """Return the docket with one more step taken."""
    return replace(docket, done={**docket.done, step: (*docket.done.get(step, ()), done)})


def with_role(docket: Docket, role: str, parties: frozenset[str]) -> Docket:
    """Return the docket with parties added to a role."""
    bound = docket.roles.get(role, frozenset()) | parties
    return replace(docket, roles={**docket.roles, role: bound})


def sits(docket: Docket, body: str) -> bool:
    """Return whether a body can act: it is always in session, or it was convened."""
    found = docket.charter.body(body)
    return found is not None and (found.session == "continuous" or body in docket.attending)


def with_attendance(docket: Docket, body: str, members: frozenset[str]) -> Docket:
    """Return the docket with exactly these members attending the body."""
    return replace(docket, attending={**docket.attending, body: members})


def open_ballotings(docket: Docket, body: str = "") -> list[tuple[int, Balloting]]:
    """Return the votes and silence procedures not yet closed (of one body), with their places."""
    return [
        (k, balloting)
        for k, balloting in enumerate(docket.ballotings)
        if balloting.result is None and body in ("", balloting.body)
    ]


def with_balloting(docket: Docket, place: int, balloting: Balloting) -> Docket:
    """Return the docket with the balloting at `place` replaced."""
    changed = (*docket.ballotings[:place], balloting, *docket.ballotings[place + 1 :])
    return replace(docket, ballotings=changed)
