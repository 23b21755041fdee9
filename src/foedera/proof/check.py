"""Check one property of a charter, under the readings taken and under every other one."""

import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from foedera.charters import Body, Decision, ReadingError, View, holding, view
from foedera.charters.select import all_options, question_of
from foedera.proceedings import Bench, CaseFile, InputError
from foedera.proof.course import Course
from foedera.proof.errors import PropertyError, SolverMissing
from foedera.proof.judge import judge, targets_of
from foedera.proof.properties import (
    PROCEDURE,
    Able,
    Assisted,
    Named,
    Property,
    describe_property,
    parse_property,
)
from foedera.proof.scene import ACCUSED, ATTACKED, Result, Scene, scene
from foedera.proof.vote import SECONDS
from foedera.proof.vote import Verdict as Word
from foedera.proof.ways import ASSIST, on_the_way
from foedera.proof.witness import case_of
from foedera.rules import RuleError

if TYPE_CHECKING:
    from foedera.charters.model import Entry


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a property holds, fails or is unknown, and what shows it.

    `witness` is a sheet by party (of the coalition alone where it decides whatever the others do),
    `roles` who was bound to which role in it. `under_readings` has every other option of the
    charter's readings, taken one at a time, with the verdict under it; an option under which there
    is no such decision or party is left out. Of a whole procedure there is the `course` of play and
    a `case` that replays it.
    """

    property: str
    verdict: Word
    text: str
    witness: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    under_readings: Mapping[str, Word] = field(default_factory=dict)
    articles: tuple[str, ...] = ()
    question: str = ""
    course: Course | None = None
    where: Scene | None = None

    def case(self) -> CaseFile | None:
        """Return the case that shows the verdict, for `foedera replay`; None if none is played."""
        if self.course is None or self.where is None:
            return None
        return case_of(self.course, self.where)

    @builtins.property
    def flips(self) -> tuple[str, ...]:
        """The options under which the verdict is another."""
        return tuple(o for o, word in self.under_readings.items() if word != self.verdict)


def check(
    words: str | Property, at: View, bench: Bench | None = None, *, seconds: float = SECONDS
) -> Verdict:
    """Return the verdict on a property of a charter on a day.

    Raises:
        PropertyError: the words are none of the language, or name what the charter does not know,
            or one party is both accused and attacked.
        ReadingError: there is no such body or decision.
    """
    asked = parse_property(words) if isinstance(words, str) else words
    check_apart(bench or Bench(), getattr(asked, "actor", None))
    return verdict_on(asked, scene(at, bench, seconds))


def check_apart(bench: Bench, actor: object = None) -> None:
    """Raise PropertyError if a party is cast as both accused and attacked."""
    sides = {name: bench.roles.get(name, frozenset()) for name in (ACCUSED, ATTACKED)}
    if isinstance(actor, Named) and actor.role in sides:
        sides[actor.role] |= frozenset(actor.codes)
    both = sides[ACCUSED] & sides[ATTACKED]
    if both:
        raise PropertyError(f"{min(both)} cannot be both {ACCUSED} and {ATTACKED}")


def verdict_on(asked: Property, here: Scene, question: str = "") -> Verdict:
    """Return the verdict on a property in a scene."""
    pairs = targets_of(here, asked)
    result = _judge(here, asked)
    return Verdict(
        describe_property(asked),
        result.verdict,
        result.text,
        {party: str(ballot) for party, ballot in result.sheet.items()},
        result.roles,
        _under_readings(here, asked, result.verdict),
        tuple(dict.fromkeys(decision.article for _, decision in pairs)),
        question,
        result.course,
        result.where,
    )


def _judge(here: Scene, asked: Property) -> Result:
    """Judge; a blank that nobody filled, or a missing solver, leaves it unknown and is named."""
    try:
        return judge(here, asked)
    except (RuleError, InputError, SolverMissing) as error:
        return Result("unknown", f"{error}.")


def _under_readings(here: Scene, asked: Property, taken: Word) -> dict[str, Word]:
    said = _said(here, asked)
    found: dict[str, Word] = {}
    for option in all_options(here.view.charter):
        if option in here.view.options:
            continue
        other = _read_otherwise(here, option)
        try:
            same = _said(other, asked) == said
            found[option] = taken if same else _judge(other, asked).verdict
        except (ReadingError, PropertyError):
            continue  # under that option there is no such decision or party to be judged
    return found


def _read_otherwise(here: Scene, option: str) -> Scene:
    at = here.view
    key = question_of(at.charter, option)
    kept = [o for o in at.departures if question_of(at.charter, o) != key]
    other = view(at.charter, at.on, [*kept, option])
    return replace(here, view=other)


def _said(here: Scene, asked: Property) -> tuple[object, ...]:
    """Return what of the charter the verdict rests on; equal under two readings: equal verdicts."""
    at, charter = here.view, here.view.charter
    pairs = targets_of(here, asked)
    read: list[tuple[Entry, ...]] = [
        charter.parties,
        *charter.groups.values(),
        *charter.weights.values(),
        *(decision.rule for _, decision in pairs),
    ]
    if isinstance(asked, Able) and asked.verb == "start":
        read += [charter.steps, *(step.needs.rule for step in charter.steps if step.needs)]
    if isinstance(asked, Assisted) or (isinstance(asked, Able) and asked.verb in PROCEDURE):
        read += _played(at, asked, pairs)
    held = [id(entry) for entries in read for entry in holding(entries, at)]
    return (tuple(held), tuple((id(body), id(decision)) for body, decision in pairs))


def _played(
    at: View, asked: Able | Assisted, pairs: list[tuple[Body, Decision]]
) -> list[tuple["Entry", ...]]:
    """Return the entries on which a procedure rests: its steps, and the votes on the way."""
    goals = [ASSIST] if isinstance(asked, Assisted) else [f"{b.id}:{d.id}" for b, d in pairs]
    steps, decisions = on_the_way(at, goals)
    needs = (step.needs.rule for step in steps if step.needs)
    objections = tuple(step for step in at.charter.steps if step.kind == "object")
    return [steps, objections, decisions, *needs, *(decision.rule for decision in decisions)]
