"""A line of play as a case file, which the engine of proceedings replays: proof and check apart.

The solver of :mod:`foedera.proof.procedure` knows the charter's steps; the case that shows its
result is judged event by event by :func:`foedera.proceedings.replay`, which knows nothing of it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any

import yaml

from foedera.charters.durations import Duration, OpenTime, later
from foedera.proceedings import CaseFile, Proceeding, replay
from foedera.proceedings.casefile import Event, History, show_moment
from foedera.proof.course import Course, Play, Stop
from foedera.proof.scene import Scene
from foedera.rules import Ballot


def case_of(course: Course, here: Scene) -> CaseFile:
    """Return the case that shows a course: what is done, by whom and when, to its end.

    Those who must act and may put it off act on the last day they have, where the text (or a value
    given to its blank) names one.
    """
    events = tuple(_events(course, here))
    charter = here.view.charter.id
    case = CaseFile.model_validate(
        {
            "id": f"{charter}-{course.goal.replace(':', '-')}-{_word(course)}",
            "title": f"{charter}: {course.goal} {_word(course)}",
            "summary": _summary(course),
            "charters": (charter,),
            "opened": datetime.combine(here.view.on, time.min),
            "readings": {charter: here.view.departures} if here.view.departures else {},
            "blanks": {charter: dict(here.bench.blanks)} if here.bench.blanks else {},
            "roles": _assumed(course, here),
            "parties": {} if here.bench.parties is None else {charter: sorted(here.parties)},
            "events": events,
        }
    )
    found = {"outcome": replay(case).outcome, "mark": "derived", "note": "the outcome proved"}
    return case.model_copy(update={"history": History.model_validate(found)})


def shown(course: Course, here: Scene) -> Proceeding:
    """Return the proceeding of the case that shows a course."""
    return replay(case_of(course, here))


def write_case(case: CaseFile) -> str:
    """Return a case as the text of a YAML file that `foedera replay` reads."""
    data: dict[str, Any] = case.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    data["events"] = [_plain(event) for event in case.events]
    data["opened"] = show_moment(case.opened) if case.opened else None
    text: str = yaml.safe_dump(
        {key: value for key, value in data.items() if value is not None},
        sort_keys=False,
        allow_unicode=True,
        width=100,
    )
    return text


def _plain(event: Event) -> dict[str, Any]:
    data: dict[str, Any] = event.model_dump(mode="json", exclude_defaults=True, by_alias=True)
    return data | {"date": show_moment(event.date)}


def _assumed(course: Course, here: Scene) -> dict[str, tuple[str, ...]]:
    """Return the roles of the case that no step on the line names or binds."""
    charter = here.view.charter
    steps = (charter.step(play.step) for play in course.plays)
    bound = {role for step in steps if step for role in step.binds}
    named = {role for play in course.plays for role in play.roles}
    left = {role for role, codes in here.bench.roles.items() if codes} - bound - named
    return {role: tuple(sorted(here.bench.roles[role])) for role in sorted(left)}


def _word(course: Course) -> str:
    return "obtained" if course.verdict == "holds" else "prevented"


def _summary(course: Course) -> str:
    who = len(course.supporters)
    words = f"A proof, not history: {who} {'party supports' if who == 1 else 'parties support'} "
    if course.stop is None:
        return f"{words}the measure and obtain it, whatever the others do."
    return f"{words}the measure; it is stopped at: {course.stop.title} ({course.stop.article})."


def _events(course: Course, here: Scene) -> Iterator[Event]:
    when = datetime.combine(here.view.on, time.min)
    for play in course.plays:
        when = _moment(when, play, here.bench.blanks)
        if play.ballots:
            yield from _ballot(when, play.body, play.ballots, play.party, here)
            continue
        roles = {role: sorted(codes) for role, codes in play.roles.items()}
        yield _event(when, play.step, party=play.party, to=play.to, roles=roles)
    if course.stop is not None:
        yield from _stopped(when, course.stop, course, here)


def _event(when: datetime, step: str, **said: object) -> Event:
    return Event.model_validate({"date": when, "step": step, "mark": "derived", **said})


def _moment(when: datetime, play: Play, blanks: Mapping[str, int]) -> datetime:
    waits = (play.not_before, play.wait)
    return max((_after(when, wait, blanks) for wait in waits if wait), default=when)


def _after(when: datetime, wait: Duration, blanks: Mapping[str, int]) -> datetime:
    try:
        return later(when, wait, blanks)
    except OpenTime:
        return when  # nobody knows when: the case is told as of the same day


def _stopped(when: datetime, stop: Stop, course: Course, here: Scene) -> Iterator[Event]:
    if stop.body and stop.ballots:
        ours = sorted(course.supporters & set(stop.ballots))
        yield from _ballot(when, stop.body, stop.ballots, ours[0] if ours else "", here)
    elif stop.form is not None:
        step = here.view.charter.step(stop.stage)
        offices = [name for name in step.by if name in here.view.charter.offices] if step else []
        actor = offices[0] if offices else min(course.supporters, default="")
        yield _event(when, stop.stage, party=actor, refused="have come out in support")


def _ballot(
    when: datetime, name: str, ballots: Mapping[str, Ballot], actor: str, here: Scene
) -> Iterator[Event]:
    body = here.view.charter.body(name.partition(":")[0])
    if body is None:
        return
    presiding = body.presiding in here.view.charter.offices or not actor
    if not presiding and body.session == "convened":
        yield _event(when, "attend", party=actor, body=body.id)
    by = body.presiding if presiding else actor
    yield _event(when, "table", party=by, body=name, measure="the measure")
    yield _event(when, "roll-call", body=body.id, ballots=_roll(ballots))
    yield _event(when, "close", body=body.id)


def _roll(ballots: Mapping[str, Ballot]) -> dict[str, tuple[str, ...]]:
    """Return a roll call in which the ballot that most cast is that of the rest."""
    cast: dict[str, list[str]] = {}
    for party, ballot in sorted(ballots.items()):
        cast.setdefault(str(ballot), []).append(party)
    most = max(cast, key=lambda word: len(cast[word]))
    return {word: ("rest",) if word == most else tuple(codes) for word, codes in cast.items()}
