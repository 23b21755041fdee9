"""Threats and answers: which institution may answer which act, with which measure, and the holes.

The mapping from acts to decisions and steps is data (`threats.yaml`), one article an answer. When
an answer holds is what its charter says of the decision or step on the day. There is a hole where
the strongest measure at hand is weaker than the act calls for: at least help against armed force,
sanctions against the threat of it, and terms of settlement for the rest (our convention, `NEEDED`).
What a body can only recommend does not fill it, save terms of settlement. The hole is `open` if
nobody has the measure, `by leave` if only decisions have it that the accused alone could stop.
Whether an institution would act is another question: see its power to act.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from foedera.charters import View, find_decision, holding, library, load_charter, view
from foedera.charters.model import Mark
from foedera.charters.select import ReadingError
from foedera.files.faults import keys_of, schema_faults
from foedera.files.record import Names, Record
from foedera.files.source import read_source
from foedera.order.errors import OrderError
from foedera.order.institutions import bound, stands
from foedera.power import smallest_block
from foedera.proceedings import charter_parties
from foedera.world.crises import Act, acts, find_act
from foedera.world.parties import resolve

FILE = Path(str(files("foedera.order") / "threats.yaml"))

Measure = Literal["talk", "facts", "call", "settle", "rights", "sanctions", "help", "force"]
MEASURES: tuple[Measure, ...] = (
    "talk",
    "facts",
    "call",
    "settle",
    "rights",
    "sanctions",
    "help",
    "force",
)
NEEDED: dict[str, Measure] = {"armed": "help", "threat": "sanctions", "none": "settle"}
RECOMMENDED: Measure = "call"  # as much as a recommendation of anything but a settlement is worth
STEP = "step:"


class Answer(Record):
    """One way in which an institution may answer acts; `via` is body:decision or step:ID."""

    charter: str
    via: str
    article: str
    measure: Measure
    acts: Names
    victim: Literal["party", "any"]
    author: Literal["party", "any"] = "any"
    mark: Mark = "verified"
    why: str
    since: date | None = Field(None, alias="from")
    until: date | None = None


class _Table(Record):
    groups: dict[str, Annotated[tuple[str, ...], BeforeValidator(tuple)]]
    answers: tuple[Answer, ...]


@cache
def answers(path: Path = FILE) -> tuple[Answer, ...]:
    """Return every answer in the file, its acts spelt out.

    Raises:
        OrderError: the file has faults: a key, an act, a charter, a decision or an article.
        SourceError: it is no YAML.
    """
    source = read_source(path)
    try:
        table = TypeAdapter(_Table).validate_python(source.data)
    except ValidationError as error:
        raise OrderError("\n".join(schema_faults(source, error, keys_of([Answer])))) from None
    found = []
    for number, answer in enumerate(table.answers):
        try:
            spelt = tuple(dict.fromkeys(_spelt(answer.acts, table.groups)))
            _check(answer)
        except ValueError as error:
            raise OrderError(f"{source.at(('answers', number))}: {error}") from None
        found.append(answer.model_copy(update={"acts": spelt}))
    return tuple(found)


def _spelt(words: Iterable[str], groups: dict[str, tuple[str, ...]]) -> Iterable[str]:
    for word in words:
        if word in groups:
            yield from _spelt(groups[word], groups)
        else:
            yield find_act(word).id


def _check(answer: Answer) -> None:
    """Raise ValueError unless the charter has the article, and the decision or step."""
    charter = load_charter(answer.charter)
    if answer.article not in {article.article for article in charter.articles} | {
        cited for body in charter.bodies for d in body.decisions for cited in [d.article]
    } | {step.article for step in charter.steps}:
        raise OrderError(f"{charter.id} has no article '{answer.article}'")
    if answer.via.startswith(STEP):
        if charter.step(answer.via.removeprefix(STEP)) is None:
            raise OrderError(f"{charter.id} has no step '{answer.via.removeprefix(STEP)}'")
        return
    head, _, tail = answer.via.partition(":")
    body = charter.body(head)
    if body is None or all(decision.id != tail for decision in body.decisions):
        raise OrderError(f"{charter.id} has no decision '{answer.via}'")


def holds(answer: Answer, at: View) -> bool:
    """Return whether an answer is open on the view's day under its readings."""
    if (answer.since and at.on < answer.since) or (answer.until and at.on >= answer.until):
        return False
    if answer.via.startswith(STEP):
        steps = {step.id for step in holding(at.charter.steps, at)}
        return answer.via.removeprefix(STEP) in steps
    try:
        find_decision(at, answer.via)
    except ReadingError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Row:
    """One act: the answers open on the day, and the hole if there is one."""

    act: Act
    answers: tuple[Answer, ...]
    blocked: frozenset[str]  # `charter via` of decisions that the accused alone could stop
    recommended: frozenset[str]  # `charter via` of decisions that bind nobody

    @property
    def hole(self) -> Literal["open", "by leave", ""]:
        """Whether the measure that the act calls for is out of reach, and why."""
        need = MEASURES.index(NEEDED[self.act.force])
        if MEASURES.index(self.at_hand or "talk") < need:
            return "open"
        return "by leave" if MEASURES.index(self.without_leave or "talk") < need else ""

    @property
    def at_hand(self) -> Measure | None:
        """The strongest measure that any institution may take; None: nobody may even talk."""
        return self._best(self.answers)

    @property
    def without_leave(self) -> Measure | None:
        """The strongest measure that the accused alone could not stop."""
        return self._best([each for each in self.answers if _name(each) not in self.blocked])

    def _best(self, among: Iterable[Answer]) -> Measure | None:
        worth = [self._worth(answer) for answer in among]
        return max(worth, key=MEASURES.index, default=None)

    def _worth(self, answer: Answer) -> Measure:
        mere = _name(answer) in self.recommended and answer.measure != "settle"
        return min(answer.measure, RECOMMENDED, key=MEASURES.index) if mere else answer.measure

    def strongest(self, charter: str) -> Answer | None:
        """Return a charter's strongest answer to the act."""
        own = [answer for answer in self.answers if answer.charter == charter]
        return max(own, key=lambda each: MEASURES.index(each.measure), default=None)

    def to_dict(self) -> dict[str, Any]:
        """Return the row as JSON has it."""
        return {
            "act": self.act.id,
            "title": self.act.title,
            "force": self.act.force,
            "agenda": self.act.agenda,
            "flags": list(self.act.flags),
            "at_hand": self.at_hand,
            "without_leave": self.without_leave,
            "needed": NEEDED[self.act.force],
            "hole": self.hole or None,
            "answers": [
                {
                    "charter": answer.charter,
                    "measure": answer.measure,
                    "via": answer.via,
                    "article": answer.article,
                    "victim": answer.victim,
                    "author": answer.author,
                    "mark": answer.mark,
                    "why": answer.why,
                    "accused_can_block": _name(answer) in self.blocked,
                    "recommended": _name(answer) in self.recommended,
                }
                for answer in self.answers
            ],
        }


@dataclass(frozen=True, slots=True)
class ThreatMatrix:
    """Acts by institutions on a day, for a victim and an accused if they were named."""

    on: date
    victim: str | None
    accused: str | None
    charters: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def holes(self) -> tuple[Row, ...]:
        """The acts against which the measure called for is out of reach."""
        return tuple(row for row in self.rows if row.hole)

    def to_dict(self) -> dict[str, Any]:
        """Return the matrix as JSON has it."""
        return {
            "on": self.on.isoformat(),
            "victim": self.victim,
            "accused": self.accused,
            "charters": list(self.charters),
            "acts": [row.to_dict() for row in self.rows],
            "holes": [row.act.id for row in self.holes],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def threat_matrix(
    on: date, *, victim: str | None = None, accused: str | None = None, drafts: bool = False
) -> ThreatMatrix:
    """Return who may answer which act on a day.

    With a victim, only answers that can protect it count; with an accused, only those that can deal
    with it, and decisions that it alone could stop (all others voting yes) are marked. `drafts`
    lets charters count that never came into force.

    Raises:
        OrderError: no charter stands on the day, or victim and accused are one.
        UnknownParty: nobody goes by a code.
    """
    who = resolve(victim, on) if victim else None
    by = resolve(accused, on) if accused else None
    if who and who == by:
        raise OrderError(f"{who} cannot be both the victim and the accused")
    views = [view(each, on) for each in library() if stands(each, on, drafts=drafts)]
    named = {answer.charter for answer in answers()}
    views = [at for at in views if at.charter.id in named]
    if not views:
        raise OrderError(f"no charter of the library stands on {on}")
    found = [
        answer for at in views for answer in answers() if _open(answer, at, victim=who, accused=by)
    ]
    ways = {(answer.charter, answer.via) for answer in found}
    blocked = {
        f"{at.charter.id} {via}"
        for at in views
        for charter, via in ways
        if by and charter == at.charter.id and can_stop(at, via, by)
    }
    recommended = {
        f"{at.charter.id} {via}"
        for at in views
        for charter, via in ways
        if charter == at.charter.id and _recommends(at, via)
    }
    rows = tuple(
        Row(
            act,
            tuple(answer for answer in found if act.id in answer.acts),
            frozenset(blocked),
            frozenset(recommended),
        )
        for act in acts()
    )
    return ThreatMatrix(on, who, by, tuple(at.charter.id for at in views), rows)


def _name(answer: Answer) -> str:
    return f"{answer.charter} {answer.via}"


def _recommends(at: View, via: str) -> bool:
    return not via.startswith(STEP) and find_decision(at, via)[1].binding == "recommendation"


def _open(answer: Answer, at: View, *, victim: str | None, accused: str | None) -> bool:
    if answer.charter != at.charter.id or not holds(answer, at):
        return False
    parties = charter_parties(at)
    helps = answer.victim == "any" or victim is None or victim in parties
    reaches = answer.author == "any" or accused is None or accused in parties
    return helps and reaches


def can_stop(at: View, via: str, accused: str) -> bool:
    """Return whether an accused party alone can stop a decision that all others vote for.

    A step is taken without a vote: nobody can stop it. What cannot be bound without a case's facts
    is taken as not stopped.
    """
    if via.startswith(STEP):
        return False
    form = bound(at, *find_decision(at, via), accused=accused)
    if form is None or accused not in form.members:
        return False
    return smallest_block(form, among={accused}).size is not None
