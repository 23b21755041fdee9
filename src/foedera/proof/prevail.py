"""Who prevails over a whole procedure: alone, with friends, with how few, and within what time."""

from dataclasses import dataclass, replace
from datetime import datetime, time

from foedera.charters import holding
from foedera.charters.durations import Duration, OpenTime, later
from foedera.proof import vote
from foedera.proof.course import Course, Play, Stop
from foedera.proof.procedure import obtain
from foedera.proof.scene import ACCUSED, ATTACKED, Codes, Scene
from foedera.proof.vote import Verdict
from foedera.proof.ways import least_on_any_way, on_the_way, unavoidable
from foedera.rules import Ballot

ROUNDS = 200  # stages or friends tried before a search gives up


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a line of play, and the fewest parties that can stop it there (None: nobody)."""

    id: str
    title: str
    article: str
    smallest: int | None
    coalition: tuple[str, ...] = ()
    how: str = ""


@dataclass(frozen=True, slots=True)
class Few:
    """The fewest parties, besides those that help anyway, that prevail (`size` None: none can).

    `at_least` is the proven lower bound; where it is less than `size`, that is the best found.
    `settled` is false where a vote could not be settled, or a blank of the text is open: then
    nothing is said beyond the bound.
    """

    size: int | None
    at_least: int
    coalition: Codes
    course: Course
    settled: bool = True

    def at_most(self, number: int) -> Verdict:
        """Return whether so many are enough."""
        if not self.settled:
            return "fails" if self.at_least > number else "unknown"
        if self.size is not None and self.size <= number:
            return "holds"
        return "fails" if self.size is None or self.at_least > number else "unknown"


def stages(
    course: Course, helped_by: Codes = frozenset(), attacked: Codes | None = None
) -> tuple[Stage, ...]:
    """Return the stages of a line of play with the fewest that can stop each.

    Those of `helped_by` obstruct anyway and are not counted; everybody else supports, and the
    attacked (by default who has that role in the course) always does.
    """
    if attacked is None:
        attacked = course.roles.get(ATTACKED, frozenset())
    attacked &= course.supporters
    return tuple(_stage(play, helped_by, attacked) for play in course.plays if not play.second)


def _stage(play: Play, helped_by: Codes, attacked: Codes) -> Stage:
    head = (play.step.removesuffix(":adopted"), play.title, play.article)
    if play.objector:
        return Stage(*head, 1, (play.objector,), f"by objecting: {play.objection}")
    if play.form is not None:
        by = tuple(Ballot) if play.ballots else (Ballot.ABSENT,)
        seats = frozenset(play.form.members)
        inside = helped_by & seats
        least = vote.smallest_blocking(play.form, among=seats - attacked, helped_by=inside, by=by)
        coalition = tuple(c for c in least.members if c not in inside)
        how = _how(least.sheet) if play.ballots else "by giving no support"
        return Stage(*head, least.size, coalition, how)
    inevitable = _inevitable(play, attacked)
    if inevitable:
        return Stage(*head, None, (), inevitable)
    others = tuple(sorted(play.able - helped_by))
    return Stage(*head, len(others), others, "by not taking the step")


def _inevitable(play: Play, attacked: Codes) -> str:
    """Return why nobody can stop a step by leaving it undone; nothing if some can."""
    if play.side == "office" and not play.bound:
        return f"the {play.party} may and need not"
    if play.side == "obstructors" and not play.bound:
        return f"the act of {play.party}, which the case supposes"
    if play.must or play.side != "supporters":
        return "a duty"
    return "the attacked takes it" if attacked & play.able else ""


def _how(sheet: dict[str, Ballot]) -> str:
    words = {Ballot.NO: "voting no", Ballot.ABSENT: "staying away", Ballot.ABSTAIN: "abstaining"}
    used = dict.fromkeys(words[ballot] for ballot in sheet.values() if ballot in words)
    return " or ".join(f"by {way}" for way in used)


def smallest_preventing(
    here: Scene, goal: str, helped_by: Codes = frozenset(), attacked: Codes | None = None
) -> Few:
    """Return the fewest that, with some who obstruct anyway, can always prevent a goal.

    Everybody else supports it; the attacked (by default who has that role) are never counted. Each
    round stops the supporters' best line at its weakest stage; a lower bound is the weakest stage
    of the first line.
    """
    against, bound = helped_by, 0
    course = obtain(here, here.parties - against, goal)
    for round_ in range(ROUNDS):
        added = len(against - helped_by)
        if course.verdict == "unknown":
            return Few(None, min(bound, added), against, course, settled=False)
        if course.verdict != "holds":
            least = added if added <= bound or round_ == 0 else bound
            return Few(added, least, against, course)
        weak = [stage for stage in stages(course, against, attacked) if stage.smallest]
        if not weak:
            return Few(None, len(here.parties), against, course)
        weakest = min(weak, key=lambda stage: stage.smallest or 0)
        bound = bound or weakest.smallest or 0
        against |= frozenset(weakest.coalition)
        course = obtain(here, here.parties - against, goal)
    return Few(None, bound, against, course, settled=False)


def smallest_obtaining(here: Scene, goal: str, helped_by: Codes = frozenset()) -> Few:
    """Return the fewest that, with some who support it anyway, can always obtain a goal.

    Everybody else obstructs; the accused is no friend. A lower bound is what a vote takes that no
    way to the goal avoids. Where several ways lead to it, each of their votes is tried first.
    """
    best = _gather(here, goal, helped_by, helped_by)
    if best.size is None or best.at_least >= best.size:
        return best
    at = here.view
    votes = {
        f"{body.id}:{decision.id}"
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
        if decision in on_the_way(at, [goal])[1]
    }
    others = {each: _gather(here, each, helped_by, helped_by) for each in sorted(votes - {goal})}
    least = {each: few.at_least for each, few in others.items()}
    bound = least_on_any_way(here, goal, lambda each: least.get(each, 0))
    best = replace(best, at_least=max(best.at_least, min(bound, best.size)))
    for first in (few.coalition for few in others.values() if few.size is not None):
        found = _gather(here, goal, helped_by, first)
        if found.size is not None and found.size < (best.size or 0):
            best = replace(found, at_least=min(best.at_least, found.size))
    return best


def _gather(here: Scene, goal: str, helped_by: Codes, ours: Codes) -> Few:
    """Return how many are enough if friends are added, to some who are there, stop by stop."""
    friendly = here.parties - here.bench.roles.get(ACCUSED, frozenset())
    bound, always = 0, unavoidable(here, goal)
    course = obtain(here, ours, goal)
    for _ in range(ROUNDS):
        added = len(ours - helped_by)
        if course.verdict != "fails" or course.stop is None:
            open_ = course.verdict == "unknown"
            size = None if open_ else added
            return Few(size, min(bound, added), ours, course, settled=not open_)
        more, least = _friends(course.stop, ours, helped_by, friendly)
        bound = max(bound, least if course.stop.stage in always else 1)
        if not more:
            return Few(None, len(here.parties), ours, course)
        ours |= more
        course = obtain(here, ours, goal)
    return Few(None, bound, ours, course, settled=False)


def _friends(stop: Stop, ours: Codes, first: Codes, friendly: Codes) -> tuple[Codes, int]:
    """Return whose help gets past a stage, and how many must join the first at least."""
    if stop.form is None or not stop.body:
        return frozenset(sorted((stop.able & friendly) - ours)[:1]), 1
    seats = frozenset(stop.form.members)
    among = friendly & seats
    least = vote.smallest_forcing(stop.form, among=among, helped_by=ours & seats)
    alone = vote.smallest_forcing(stop.form, among=among, helped_by=first & seats)
    return frozenset(least.members) - ours, alone.size or 0


def within(course: Course, limit: Duration, here: Scene) -> tuple[Verdict, str]:
    """Return whether a line of play surely ends within a time, and why.

    The text promises no time where a duty on the line has no limit; a blank leaves it unknown.
    """
    if course.verdict != "holds":
        return course.verdict, ""
    if course.unlimited:
        return "fails", f"the text sets no time to {course.unlimited[0]}"
    start = datetime.combine(here.view.on, time.min)
    end = start
    try:
        for duration in course.latest:
            end = later(end, duration, here.bench.blanks)
        last = later(start, limit, here.bench.blanks)
    except OpenTime as error:
        return "unknown", f"{error}: fill it with --blank {error.blank}=NUMBER"
    hours = int((end - start).total_seconds() // 3600)
    spent = f"{hours // 24} days" if hours % 24 == 0 else f"{hours} hours"
    words = f"it can take {spent}" if hours else "it can be done the same day"
    return ("holds" if end <= last else "fails"), words
