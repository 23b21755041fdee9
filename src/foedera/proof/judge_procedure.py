"""The verdict on a property of a whole procedure: prevent, obtain, be assisted."""

from dataclasses import replace

from foedera.charters import Body, Decision
from foedera.charters.durations import Duration
from foedera.proof.course import Course
from foedera.proof.errors import PropertyError
from foedera.proof.prevail import Few, smallest_obtaining, smallest_preventing, within
from foedera.proof.procedure import obtain
from foedera.proof.properties import Able, Actor, Assisted, Number
from foedera.proof.scene import Codes, Result, Scene
from foedera.proof.trials import Trial, count_able, kinds, settle, trials
from foedera.proof.vote import Verdict
from foedera.proof.ways import ASSIST
from foedera.rules import Ballot

_NOT: dict[Verdict, Verdict] = {"holds": "fails", "fails": "holds", "unknown": "unknown"}


def judge_procedure(here: Scene, asked: Able, body: Body, decision: Decision) -> Result:
    """Return whether a coalition can prevent or obtain a decision over the whole procedure.

    Raises:
        PropertyError: the property asks of every coalition of a number, or of unknown parties.
    """
    goal = f"{body.id}:{decision.id}"
    title = f"a decision of the {body.title} ({decision.title})"
    return _judge(here, asked.actor, goal, asked.verb == "prevent", asked.within, title)


def judge_assistance(here: Scene, asked: Assisted) -> Result:
    """Return whether a coalition can always bring help for the attacked about."""
    return _judge(here, asked.actor, ASSIST, prevents=False, limit=asked.within, title="assistance")


def _judge(
    here: Scene,
    actor: Actor,
    goal: str,
    prevents: bool,  # noqa: FBT001 - the two verbs of the game
    limit: Duration | None,
    title: str,
) -> Result:
    verb = "prevent" if prevents else "obtain"
    if isinstance(actor, Number):
        if actor.every:
            raise PropertyError(
                f"who can {verb} is asked of some parties, not of any {actor.count}"
            )
        tried, friends = [Trial({}, frozenset())], actor.count
    else:
        tried, friends = trials(here, actor, sorted(here.parties)), actor.friends
    kind = kinds(here)
    alike = {kind(trial.coalition): trial for trial in reversed(tried)}
    judged = {
        key: _one(_bound(here, trial), trial, goal, prevents, friends, limit)
        for key, trial in alike.items()
    }
    results = [judged[kind(trial.coalition)] for trial in tried]
    found = settle(results, "fails", "holds")
    number = friends if isinstance(actor, Number) else 0
    text = count_able(tried, results, found, verb, friends, number)
    more = f": {found.text}" if found.text else ""
    return replace(found, text=f"{text[0].upper()}{text[1:]} {title}{more}.")


def _bound(here: Scene, trial: Trial) -> Scene:
    """Return the scene in which the trial's roles are those of the case."""
    bound = here.with_roles(trial.roles)
    known = frozenset(trial.roles) & here.view.charter.roles.keys()
    return replace(bound, given=here.given | known)


def _one(
    here: Scene,
    trial: Trial,
    goal: str,
    prevents: bool,  # noqa: FBT001 - as above
    friends: int,
    limit: Duration | None,
) -> Result:
    ours = trial.coalition & here.parties
    if prevents:
        verdict, course, text = _prevents(here, ours, goal, friends)
    else:
        verdict, course, text = _obtains(here, ours, goal, friends)
        if course.conditions and verdict == "holds":
            verdict = "fails"  # what rests on another's choice is not always obtained
        if limit and verdict == "holds":
            verdict, words = within(course, limit, here)
            text = "; ".join(part for part in (text, words) if part)
    sheet = dict(course.stop.ballots) if course.stop else _last_sheet(course)
    return Result(verdict, text, sheet, trial.shown, course, here)


def _prevents(here: Scene, ours: Codes, goal: str, friends: int) -> tuple[Verdict, Course, str]:
    if not friends:
        course = obtain(here, here.parties - ours, goal)
        return _NOT[course.verdict], course, _where(course)
    few = smallest_preventing(here, goal, ours)
    course = obtain(here, here.parties - few.coalition, goal) if few.size else few.course
    return few.at_most(friends), course, _size(few, _where(course))


def _obtains(here: Scene, ours: Codes, goal: str, friends: int) -> tuple[Verdict, Course, str]:
    if not friends:
        course = obtain(here, ours, goal)
        return course.verdict, course, _where(course)
    few = smallest_obtaining(here, goal, ours)
    return few.at_most(friends), few.course, _size(few, _where(few.course))


def _where(course: Course) -> str:
    """Return at which stage a course is stopped, and on what it rests where it is not."""
    if course.stop is not None:
        how = "stopped" if course.stop.settled else "unknown"
        return f"{how} at '{course.stop.title}' ({course.stop.article}), {course.stop.why}"
    rests = dict.fromkeys((*course.relied, *course.conditions))
    return f"if {'; '.join(rests)}" if rests else ""


def _size(few: Few, where: str) -> str:
    if few.size is None and not few.settled:
        needed = "how many are needed is not settled"
    elif few.size is None:
        needed = "no number of others is enough"
    else:
        short = f"between {few.at_least} and " if few.at_least < few.size else ""
        needed = f"{short}{few.size} needed"
    return f"{needed}; {where}" if where else needed


def _last_sheet(course: Course) -> dict[str, Ballot]:
    votes = [play for play in course.plays if play.ballots]
    return dict(votes[-1].ballots) if votes else {}
