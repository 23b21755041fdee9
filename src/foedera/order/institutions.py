"""Institutions side by side on a day: who belongs, what that weighs, how they decide, what binds.

The decision that stands for an institution is its *gravest*: of those by which it may answer acts
(:mod:`foedera.order.threats`) the ones with the strongest measure, from talk to force (suspended
rights, a matter among members, left out); of these the ones that bind most (in law, else
politically, else as recommendations); of these the one with the greatest power to act, every sheet
of yes and no as likely. Bodies of more than 100 members are not
counted; for them the smallest block alone is given. Automatic assistance is a duty to help that no
vote has to precede.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from foedera.charters import Body, Charter, Decision, View, find_decision, holding, library, view
from foedera.charters.durations import OpenTime
from foedera.charters.select import ReadingError, strongest
from foedera.charters.select import answers as own_answers
from foedera.order.errors import OrderError
from foedera.power import YES_NO, TooLarge, power, smallest_block
from foedera.proceedings import Bench, InputError, case_ids, charter_parties, load_case, normal_form
from foedera.proof.ways import is_help
from foedera.rules import NormalForm, RuleError
from foedera.world import World

LARGEST_BODY = 100
_FORCES = ("legal", "political", "recommendation", "internal")


@dataclass(frozen=True, slots=True)
class Strongest:
    """The decision that stands for an institution; `power_to_act` is None where not counted.

    `accused_can_block` is the share of the charter's parties that, accused, could stop it alone by
    voting no, everybody else voting yes.
    """

    name: str
    title: str
    article: str
    binding: str
    members: int
    power_to_act: float | None
    smallest_block: int | None
    accused_can_block: float


@dataclass(frozen=True, slots=True)
class Institution:
    """One institution on a day; shares are of all states of the system, None where unknown.

    `capability_share` is of the CINC, `gdp_share` of GDP, both of `data_year`. `automatic` are the
    articles that oblige to help without a vote; `cases` the cases of the library brought under the
    charter until the day, `age` the whole years in force. `assumed`: the charter never came into
    force, and its parties are assumed.
    """

    id: str
    title: str
    members: int
    capability_share: float | None
    gdp_share: float | None
    missing: tuple[str, ...]
    binding: str
    decision: Strongest | None
    automatic: tuple[str, ...]
    cases: tuple[str, ...]
    age: int | None
    assumed: bool

    def to_dict(self) -> dict[str, Any]:
        """Return the record as JSON has it, the decision's numbers on its own level."""
        best = self.decision
        return {
            "id": self.id,
            "title": self.title,
            "members": self.members,
            "capability_share": self.capability_share,
            "gdp_share": self.gdp_share,
            "missing": list(self.missing),
            "binding": self.binding,
            "decision": best.name if best else None,
            "article": best.article if best else None,
            "power_to_act": best.power_to_act if best else None,
            "smallest_block": best.smallest_block if best else None,
            "accused_can_block": best.accused_can_block if best else None,
            "automatic": list(self.automatic),
            "cases": list(self.cases),
            "age": self.age,
            "assumed": self.assumed,
        }


@dataclass(frozen=True, slots=True)
class Asymmetry:
    """The table of a day; `data_year` is that of capabilities, carried forward if it is earlier."""

    on: date
    institutions: tuple[Institution, ...]
    capability_year: int | None
    gdp_year: int | None

    def to_dict(self) -> dict[str, Any]:
        """Return the table as JSON has it."""
        return {
            "on": self.on.isoformat(),
            "capability_year": self.capability_year,
            "gdp_year": self.gdp_year,
            "institutions": [each.to_dict() for each in self.institutions],
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def asymmetry(on: date, *, drafts: bool = True) -> Asymmetry:
    """Return every institution of the library that stands on a day, the weightiest first.

    Charters that never came into force count, as `assumed`, from the day of their text, unless
    `drafts` is false. Days before 1946 have no capabilities. Data after a source's end are those of
    its last year, which `capability_year` and `gdp_year` say.

    Raises:
        OrderError: no charter of the library stands on the day.
    """
    standing = [charter for charter in library() if stands(charter, on, drafts=drafts)]
    if not standing:
        raise OrderError(f"no charter of the library stands on {on}")
    world = World(on.year, carry=True) if on.year >= 1946 else None  # noqa: PLR2004 - data begin
    found = [institution(view(charter, on), world) for charter in standing]
    found.sort(key=lambda each: (-(each.capability_share or 0), each.id))
    years = {
        key: max(world.years[key].tolist()) or None if world else None for key in ("cinc", "gdp")
    }
    return Asymmetry(on, tuple(found), years["cinc"], years["gdp"])


def stands(charter: Charter, on: date, *, drafts: bool = True) -> bool:
    """Return whether a charter is in force on a day, or (a draft) has been written."""
    start = charter.in_force or (charter.opened if drafts else None)
    return start is not None and start <= on and (charter.ended is None or on < charter.ended)


def institution(
    at: View, world: World | None, parties: frozenset[str] | None = None
) -> Institution:
    """Return one institution; `parties` in place of those of its register, for what is assumed."""
    charter = at.charter
    who = charter_parties(at) if parties is None else parties
    inside = [code for code in sorted(who) if world and code in world.parties]
    start = charter.in_force
    best = gravest_decision(at, parties)
    return Institution(
        charter.id,
        charter.title,
        len(who),
        _share(world, inside, "cinc"),
        _share(world, inside, "gdp"),
        tuple(code for code in sorted(who) if code not in inside),
        best.binding if best else strongest(at),
        best,
        automatic(at),
        tuple(case for case, day in _cases().get(charter.id, ()) if day <= at.on),
        _age(start, at.on) if start and start <= at.on else None,
        start is None,
    )


def _share(world: World | None, codes: Sequence[str], column: str) -> float | None:
    if world is None:
        return None
    values = dict(zip(world.parties, world.share(column).tolist(), strict=True))
    known = [values[code] for code in codes if values[code] >= 0]  # not NaN
    return sum(known) if known else None


def _age(start: date, on: date) -> int:
    return on.year - start.year - ((on.month, on.day) < (start.month, start.day))


@cache
def _cases() -> dict[str, tuple[tuple[str, date], ...]]:
    """Return the cases of the library by charter, each with the day on which it begins."""
    found: dict[str, list[tuple[str, date]]] = {}
    for case_id in case_ids():
        case = load_case(case_id)
        if case.history and case.events:
            for charter in case.charters:
                found.setdefault(charter, []).append((case_id, case.events[0].date.date()))
    return {charter: tuple(cases) for charter, cases in found.items()}


def automatic(at: View) -> tuple[str, ...]:
    """Return the articles that oblige to help the attacked although no body has decided it."""
    bodies = {body.id for body in at.charter.bodies}
    decisions = {d.id for body in at.charter.bodies for d in body.decisions}
    steps = [
        step.article
        for step in holding(at.charter.steps, at)
        if is_help(step)
        and step.modality == "must"
        and not any(_rests_on(word, bodies | decisions) for word in step.after)
    ]
    return tuple(dict.fromkeys(steps))


def _rests_on(condition: str, names: Iterable[str]) -> bool:
    """Return whether every alternative of a condition is the outcome of a vote."""
    # An outcome is written decision:adopted, body:decision:adopted or charter/decision:adopted.
    outcomes = [word.split("/")[-1].split(":") for word in condition.split(" or ")]
    return all(len(parts) > 1 and parts[-2] in names for parts in outcomes)


def gravest_decision(at: View, parties: frozenset[str] | None = None) -> Strongest | None:
    """Return the gravest decision; of several, the one likeliest to be taken.

    None if no decision against a threat is open on the day, or none can be bound without a case.
    """
    found = [_measured(at, body, decision, parties) for body, decision in _answering(at)]
    known = [each for each in found if each is not None]
    reach = _acts_by_way(at.charter.id)  # of equally likely ones the one that answers most acts
    return max(known, key=lambda d: (d.power_to_act or 0, reach.get(d.name, 0)), default=None)


@cache
def _acts_by_way(charter: str) -> dict[str, int]:
    from foedera.order.threats import answers

    return {each.via: len(each.acts) for each in answers() if each.charter == charter}


def _answering(at: View) -> list[tuple[Body, Decision]]:
    """Return the decisions with the strongest measure; of a charter not in the table, its own."""
    from foedera.order.threats import MEASURES, STEP, answers, holds

    own = [each for each in answers() if each.charter == at.charter.id]
    if not own:
        return own_answers(at)
    open_ = [
        each
        for each in own
        if holds(each, at) and not each.via.startswith(STEP) and each.measure != "rights"
    ]
    gravest = max((MEASURES.index(each.measure) for each in open_), default=None)
    if gravest is None:
        return []  # steps alone, or none on the day
    ways = {each.via for each in open_ if each.measure == MEASURES[gravest]}
    found = [find_decision(at, via) for via in sorted(ways)]
    best = min(_FORCES.index(decision.binding) for _, decision in found)
    return [(body, decision) for body, decision in found if decision.binding == _FORCES[best]]


def _measured(
    at: View, body: Body, decision: Decision, parties: frozenset[str] | None
) -> Strongest | None:
    who = charter_parties(at) if parties is None else parties
    form = bound(at, body, decision, parties)
    if form is None:
        return None
    act: float | None = None
    if len(form.members) <= LARGEST_BODY:
        try:
            act = float(power(form, YES_NO).power_to_act)
        except TooLarge:
            act = None
    return Strongest(
        f"{body.id}:{decision.id}",
        decision.title,
        decision.article,
        decision.binding,
        len(form.members),
        act,
        smallest_block(form).size,
        blocking_accused(at, body, decision, who, parties),
    )


def bound(
    at: View,
    body: Body,
    decision: Decision,
    parties: frozenset[str] | None = None,
    accused: str | None = None,
) -> NormalForm | None:
    """Return a decision's rule with one party accused, required roles bound to some party.

    None where it cannot be bound without the facts of a case.
    """
    who = charter_parties(at) if parties is None else parties
    some = frozenset(sorted(who)[:1])
    roles = {name: some for name, role in at.charter.roles.items() if role.required}
    if accused and "accused" in at.charter.roles:
        roles["accused"] = frozenset({accused})
    blanks = {k: b.suggested for k, b in at.charter.blanks.items() if b.suggested is not None}
    try:
        return normal_form(at, body, decision, Bench(roles, blanks, parties))
    except (InputError, ReadingError, RuleError, OpenTime):
        return None


def blocking_accused(
    at: View,
    body: Body,
    decision: Decision,
    who: frozenset[str],
    parties: frozenset[str] | None = None,
) -> float:
    """Return the share of parties that, accused, can alone stop the decision by a no."""
    blocking = 0
    free = bound(at, body, decision, parties)
    for code in sorted(who):
        form = free
        if "accused" in at.charter.roles and _speaks_of_accused(at, body):
            form = bound(at, body, decision, parties, code)
        if form is not None and code in form.members:
            blocking += smallest_block(form, among={code}).size is not None
    return blocking / len(who) if who else 0.0


def _speaks_of_accused(at: View, body: Body) -> bool:
    """Return whether any group or rule of the body can depend on who is accused."""
    names = {"accused"}
    for _ in at.charter.groups:  # groups rest on groups
        for name, parts in at.charter.groups.items():
            if any({part.role, part.group, *part.less} & names for part in parts):
                names.add(name)
    if body.members in names:
        return True
    words = " ".join(entry.clause for d in body.decisions for entry in holding(d.rule, at))
    return any(name in words for name in names)
