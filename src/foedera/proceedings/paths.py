"""Every way from an act to a decision: the steps of a charter walked backwards from the vote.

A path is what must happen, in order, before a body can vote. Its length in time is a sum of the
charter's own limits, blanks included: nothing is filled in that the text leaves open.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from foedera.charters import Body, Decision, Step, View, holding
from foedera.charters.durations import Duration, parse_duration
from foedera.charters.select import answers


@dataclass(frozen=True, slots=True)
class Path:
    """The steps, in order, that lead to a vote on a decision."""

    body: Body
    decision: Decision
    steps: tuple[Step, ...]

    @property
    def starters(self) -> tuple[str, ...]:
        """Who may take the first step: groups, roles or offices."""
        return self.steps[0].by if self.steps else (self.body.members,)

    @property
    def id(self) -> str:
        """A name for the path: the decision and its first step."""
        first = self.steps[0].id if self.steps else "table"
        return f"{self.body.id}:{self.decision.id} via {first}"

    def earliest(self) -> tuple[Duration, ...]:
        """Return the waiting times that nobody can shorten; their sum is the shortest time."""
        waits = (step.not_before for step in self.steps if step.not_before)
        return tuple(parse_duration(limit.within) for limit in waits)

    def latest(self) -> tuple[Duration, ...]:
        """Return the limits within which the obliged must act; their sum is the time promised."""
        limits = (step.deadline for step in self.steps if step.deadline and step.modality == "must")
        found = (parse_duration(limit.within) for limit in limits)
        return tuple(duration for duration in found if duration.amount != 0)


def paths(at: View, *, binding: frozenset[str] | None = None) -> tuple[Path, ...]:
    """Return every path to a decision of the given force; None: to those that answer an aggression.

    See :func:`foedera.charters.select.answers` for which these are.
    """
    chosen = answers(at) if binding is None else _of_force(at, binding)
    return tuple(
        Path(body, decision, steps) for body, decision in chosen for steps in _to_body(at, body)
    )


def _of_force(at: View, forces: frozenset[str]) -> list[tuple[Body, Decision]]:
    return [
        (body, decision)
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
        if decision.binding in forces
    ]


def _to_body(at: View, body: Body) -> Iterator[tuple[Step, ...]]:
    """Yield the step sequences after which a body sits; none are needed if it always does."""
    openers = [step for step in holding(at.charter.steps, at) if step.opens == body.id]
    if body.session == "continuous":
        yield ()
    for opener in openers:
        yield from _before(at, opener, frozenset())


def _before(at: View, step: Step, above: frozenset[str]) -> Iterator[tuple[Step, ...]]:
    """Yield every sequence that ends with `step`, each earlier requirement met once."""
    if step.id in above:
        return
    wanted = [words.split(" or ") for words in step.after]
    if step.needs:
        wanted.append([step.needs.step])
    choices = [list(_alternatives(at, names, above | {step.id})) for names in wanted]
    for chosen in product(*choices):
        sequence = {earlier.id: earlier for branch in chosen for earlier in branch}
        yield (*sequence.values(), step)


def _alternatives(at: View, names: list[str], above: frozenset[str]) -> Iterator[tuple[Step, ...]]:
    for name in names:
        step = at.charter.step(name)
        if step is None:
            yield ()  # an outcome such as 'decision:adopted', reached elsewhere
        elif step in holding(at.charter.steps, at):
            yield from _before(at, step, above)
