"""What lies on the way to a goal, whoever plays: a charter's steps and votes walked backwards."""

from collections.abc import Callable, Iterable, Iterator

from foedera.charters import Body, Decision, ReadingError, Step, View, find_decision, holding
from foedera.proof.scene import Scene

ASSIST = "assistance"  # the goal of help for the attacked, by whichever step the charter has


def is_help(step: Step) -> bool:
    """Return whether a step gives help to the attacked."""
    return step.kind == "assist"


def on_the_way(at: View, goals: Iterable[str]) -> tuple[tuple[Step, ...], tuple[Decision, ...]]:
    """Return every step and decision, whenever it holds, that can be part of a way to the goals."""
    wanted = list(goals)
    steps: dict[str, Step] = {}
    decisions: dict[str, Decision] = {}
    ahead = [f"{goal}:adopted" for goal in wanted if goal != ASSIST]
    if ASSIST in wanted:
        ahead += [step.id for step in at.charter.steps if is_help(step)]
    while ahead:
        name = ahead.pop()
        step = at.charter.step(name)
        if step is not None and name not in steps:
            steps[name] = step
            ahead += [word for words in step.after for word in words.split(" or ")]
            ahead += [step.needs.step] if step.needs else []
        elif step is None:
            for body, decision in _decisions_named(at, name.rpartition(":")[0]):
                if decision is not decisions.setdefault(f"{body.id}:{decision.id}", decision):
                    continue
                openers = [each.id for each in at.charter.steps if each.opens == body.id]
                ahead += [opener for opener in openers if opener not in steps]
    return tuple(steps.values()), tuple(decisions.values())


def _decisions_named(at: View, name: str) -> Iterator[tuple[Body, Decision]]:
    for body in at.charter.bodies:
        for decision in body.decisions:
            if name in (decision.id, f"{body.id}:{decision.id}"):
                yield body, decision


def unavoidable(here: Scene, goal: str) -> frozenset[str]:
    """Return the steps, and the votes as 'body:decision', that every way to a goal passes.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    if goal == ASSIST:
        held = holding(here.view.charter.steps, here.view)
        return _shared(_passed(here, step.id, frozenset()) for step in held if is_help(step))
    body, decision = find_decision(here.view, goal)
    return _passed(here, f"{body.id}:{decision.id}:adopted", frozenset())


def least_on_any_way(here: Scene, goal: str, of_vote: Callable[[str], int]) -> int:
    """Return the least that every way to a goal takes, where each vote on it takes so much.

    `of_vote` says so of 'body:decision'; steps take nothing by themselves.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    if goal != ASSIST:
        body, decision = find_decision(here.view, goal)
        return of_vote(f"{body.id}:{decision.id}")
    held = holding(here.view.charter.steps, here.view)
    helps = (step.id for step in held if is_help(step))
    return min((_least(here, name, of_vote, frozenset()) for name in helps), default=0)


def _least(here: Scene, name: str, of_vote: Callable[[str], int], above: frozenset[str]) -> int:
    """Return the least that a step or an outcome takes; 0 where that is unsure."""
    if name in above or "/" in name:
        return 0
    step = here.view.charter.step(name)
    if step is not None:
        above |= {name}
        before = (
            min(_least(here, word, of_vote, above) for word in words.split(" or "))
            for words in step.after
        )
        return max(before, default=0)
    try:
        body, decision = find_decision(here.view, name.removesuffix(":adopted"))
    except ReadingError:
        return 0
    return of_vote(f"{body.id}:{decision.id}") if name.endswith(":adopted") else 0


def _shared(ways: Iterable[frozenset[str]]) -> frozenset[str]:
    found = list(ways)
    return frozenset.intersection(*found) if found else frozenset()


def _passed(here: Scene, name: str, above: frozenset[str]) -> frozenset[str]:
    """Return what is passed on every way to a step or an outcome; nothing where that is unsure."""
    if name in above or "/" in name:
        return frozenset()
    above |= {name}
    step = here.view.charter.step(name)
    if step is not None:
        before = [
            _shared(_passed(here, word, above) for word in words.split(" or "))
            for words in step.after
        ]
        return frozenset({step.id}).union(*before)
    if not name.endswith(":adopted"):
        return frozenset()
    try:
        body, decision = find_decision(here.view, name.removesuffix(":adopted"))
    except ReadingError:
        return frozenset()
    vote_ = frozenset({f"{body.id}:{decision.id}"})
    if body.session == "continuous":
        return vote_
    held = holding(here.view.charter.steps, here.view)
    openers = (step for step in held if step.opens == body.id)
    return vote_ | _shared(_passed(here, step.id, above) for step in openers)
