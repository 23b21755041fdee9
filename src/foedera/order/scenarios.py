"""Scenarios of the European order: configurations of charters and memberships, on one sheet.

A scenario is data (`scenarios.yaml`): which charters stand, who is party, and by which decision
each would act on an attack. :func:`compare_scenarios` says of each what it covers, how decisive it
is, who can block, and where a victim stands against the accused over the whole procedure
(:func:`foedera.proof.standing`). A simulation takes the same :class:`Seat` records.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from foedera.charters import View, charter_ids, decision_names, find_decision, load_charter, view
from foedera.files.faults import keys_of, schema_faults
from foedera.files.record import Names, Record
from foedera.files.source import read_source
from foedera.order.errors import OrderError
from foedera.order.institutions import LARGEST_BODY, bound, stands
from foedera.order.networks import Communities, by_membership, communities
from foedera.power import YES_NO, power, smallest_block
from foedera.proceedings import Bench, charter_parties
from foedera.proof import scene, standing
from foedera.world import World
from foedera.world.errors import unknown
from foedera.world.memberships import institutions, members
from foedera.world.parties import resolve

FILE = Path(str(files("foedera.order") / "scenarios.yaml"))
CHARTERS = Path(str(files("foedera.order") / "charters"))
MEMBERS_OF = {"EU": "eu", "NATO": "nato", "CSTO": "csto", "CIS": "cis", "OSCE": "osce"}

Where = Literal["obtainable", "accused blocks", "outside"]


class Chosen(Record):
    """A charter of a scenario, how it acts, and its parties if not those of the day."""

    charter: str
    decision: str
    readings: Names = ()
    parties: Names = ()


class Scenario(Record):
    """A named order: `charters` in the order in which they would be asked."""

    id: str
    title: str
    summary: str
    on: date | None = Field(None, description="the day of the charters' text; empty: as asked")
    charters: Annotated[tuple[Chosen, ...], BeforeValidator(tuple)]

    def seats(self, day: date) -> tuple["Seat", ...]:
        """Return the charters that stand on a day, with their parties.

        Raises:
            OrderError: none of them stands.
        """
        standing_ = self._standing(day)
        if not standing_:
            raise OrderError(f"no charter of the scenario '{self.id}' stands on {day}")
        return standing_

    def possible(self, day: date) -> bool:
        """Return whether any of its charters stands on a day, with the decision that it needs."""
        return bool(self._standing(day))

    def _standing(self, day: date) -> tuple["Seat", ...]:
        found = [_seat(self, chosen, day) for chosen in self.charters]
        return tuple(seat for seat in found if seat is not None)


class _File(Record):
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """A charter on a day, its parties there, and the decision by which it acts (body:decision)."""

    view: View
    parties: frozenset[str]
    decision: str
    on: date  # the day of memberships; that of the text may be another

    @property
    def states(self) -> frozenset[str]:
        """The states behind the parties: of an organisation, its members on the day."""
        behind = {
            code: members(MEMBERS_OF[code], self.on) if code in MEMBERS_OF else (code,)
            for code in self.parties
        }
        return frozenset(state for states in behind.values() for state in states)

    def bench(self, accused: str | None = None, attacked: str | None = None) -> Bench:
        """Return who is accused and attacked, as far as the charter knows such roles."""
        roles = {"accused": accused, "attacked": attacked}
        known = {
            role: frozenset({code})
            for role, code in roles.items()
            if code and role in self.view.charter.roles
        }
        return Bench(known, {}, self.parties)


@cache
def scenarios(path: Path = FILE) -> tuple[Scenario, ...]:
    """Return the scenarios in the file.

    Raises:
        OrderError: the file has faults: a key, a charter, a decision or a party.
        SourceError: it is no YAML.
    """
    source = read_source(path)
    try:
        found = TypeAdapter(_File).validate_python(source.data).scenarios
    except ValidationError as error:
        keys = keys_of([_File, Scenario, Chosen])
        raise OrderError("\n".join(schema_faults(source, error, keys))) from None
    for number, each in enumerate(found):
        for place, chosen in enumerate(each.charters):
            try:
                _check(chosen)
            except ValueError as error:
                at = source.at(("scenarios", number, "charters", place))
                raise OrderError(f"{at}: {error}") from None
    return found


def scenario(name: str) -> Scenario:
    """Return the scenario of that id; raises :class:`OrderError` if there is none."""
    for each in scenarios():
        if each.id == name:
            return each
    raise OrderError(unknown("scenario", name, [each.id for each in scenarios()]))


def _check(chosen: Chosen) -> None:
    charter = load_charter(_place(chosen.charter))
    head, _, tail = chosen.decision.partition(":")
    body = charter.body(head)
    if body is None or all(decision.id != tail for decision in body.decisions):
        raise OrderError(f"{charter.id} has no decision '{chosen.decision}'")
    for word in chosen.parties:
        name = word.removeprefix("-")
        if name not in institutions():
            resolve(name)


def _place(name: str) -> str:
    """Return what loads a charter: its id, or the path of one written for comparison."""
    own = CHARTERS / f"{name}.yaml"
    return name if name in charter_ids() or not own.exists() else str(own)


def _seat(at: Scenario, chosen: Chosen, day: date) -> Seat | None:
    charter = load_charter(_place(chosen.charter))
    text_of = at.on or day
    if not stands(charter, text_of):
        return None
    found = view(charter, text_of, chosen.readings)
    if chosen.decision not in decision_names(found):
        return None
    who = _named(chosen.parties, day) if chosen.parties else charter_parties(found)
    return Seat(found, who, chosen.decision, day)


def _named(words: tuple[str, ...], day: date) -> frozenset[str]:
    inside: set[str] = set()
    for word in words:
        name = word.removeprefix("-")
        codes = set(members(name, day)) if name in institutions() else {resolve(name, day)}
        inside = inside - codes if word.startswith("-") else inside | codes
    return frozenset(inside)


def redivision(at: Scenario, on: date, seed: int = 1) -> Communities:
    """Return into which groups of states the charters of a scenario divide those in them.

    The United Nations, which hold everybody, are left out.

    Raises:
        OrderError: none of its charters stands, or nobody is tied by them.
        NoGraphs: networkx is not installed.
    """
    held = {seat.view.charter.id: seat.states for seat in at.seats(on)}
    held.pop("un-sc", None)
    return communities(by_membership(held), "membership", seed)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One charter of a scenario between a victim and an accused.

    `vetoes` are the parties that can stop the decision alone, nobody being accused. `where` says
    where the victim stands: outside (no party: it can bring nothing before it); accused blocks (the
    accused alone prevents the decision); obtainable (all others together obtain it against the
    accused, which does not say that they would). `against` and `needed` are the fewest
    that prevent it beside the accused, and that obtain it beside the victim; None if nobody can.
    """

    charter: str
    title: str
    decision: str
    article: str
    binding: str
    parties: int
    power_to_act: float | None
    smallest_block: int | None
    vetoes: tuple[str, ...]
    where: Where
    accused_inside: bool
    against: int | None
    needed: int | None
    stopped_at: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """A scenario: its states, what they weigh, and each of its charters.

    `capability_share` is of the CINC of all states of the system. `obtainable_under` are the
    charters under which all others together obtain a decision for the victim.
    """

    scenario: str
    title: str
    summary: str
    states: int
    capability_share: float | None
    obtainable_under: tuple[str, ...]
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The scenarios side by side on a day, for a victim and an accused."""

    on: date
    victim: str
    accused: str
    capability_year: int
    outcomes: tuple[Outcome, ...]
    left_out: tuple[str, ...]  # scenarios of which no charter stands on the day

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as JSON has it."""
        return {
            "on": self.on.isoformat(),
            "victim": self.victim,
            "accused": self.accused,
            "capability_year": self.capability_year,
            "scenarios": [_outcome(each) for each in self.outcomes],
            "left_out": list(self.left_out),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)


def _outcome(found: Outcome) -> dict[str, Any]:
    return {
        "id": found.scenario,
        "title": found.title,
        "summary": found.summary,
        "states": found.states,
        "capability_share": found.capability_share,
        "obtainable_under": list(found.obtainable_under),
        "charters": [_sheet_dict(sheet) for sheet in found.sheets],
    }


def _sheet_dict(sheet: Sheet) -> dict[str, Any]:
    names = Sheet.__dataclass_fields__
    told = {name: getattr(sheet, name) for name in names}
    return told | {"vetoes": list(sheet.vetoes)}


def compare_scenarios(
    on: date, victim: str, accused: str, names: tuple[str, ...] = ()
) -> Comparison:
    """Return what each scenario (or those named) gives a victim against an accused.

    Raises:
        OrderError: victim and accused are one, no scenario is called so, or a scenario named has no
            charter that stands on the day.
        UnknownParty: nobody goes by a code.
    """
    who, by = resolve(victim, on), resolve(accused, on)
    if who == by:
        raise OrderError(f"{who} cannot be both the victim and the accused")
    chosen = tuple(scenario(name) for name in names) or scenarios()
    world = World(on.year, carry=True)
    weights = dict(zip(world.parties, world.share("cinc").tolist(), strict=True))
    # Of all scenarios those that are possible on the day; one that is named has to be.
    gone = () if names else tuple(each.id for each in chosen if not each.possible(on))
    outcomes = tuple(
        _compared(each, on, who, by, weights) for each in chosen if each.id not in gone
    )
    return Comparison(on, who, by, max(world.years["cinc"].tolist()), outcomes, gone)


def _compared(
    at: Scenario, on: date, victim: str, accused: str, weights: Mapping[str, float]
) -> Outcome:
    seats = at.seats(on)
    # The United Nations hold everybody: they are asked, but say nothing of what a scenario covers.
    regional = [seat for seat in seats if seat.view.charter.id != "un-sc"] or list(seats)
    states = frozenset().union(*(seat.states for seat in regional))
    known = [weights[code] for code in sorted(states) if weights.get(code, float("nan")) >= 0]
    sheets = tuple(_sheet(seat, victim, accused) for seat in seats)
    obtainable = tuple(sheet.charter for sheet in sheets if sheet.where == "obtainable")
    return Outcome(
        at.id,
        at.title,
        at.summary,
        len(states),
        sum(known) if known else None,
        obtainable,
        sheets,
    )


def _sheet(seat: Seat, victim: str, accused: str) -> Sheet:
    at = seat.view
    body, decision = find_decision(at, seat.decision)
    form = bound(at, body, decision, seat.parties)
    count = form is not None and len(form.members) <= LARGEST_BODY
    inside = victim in seat.states
    found = standing(scene(at, seat.bench(accused, victim)), seat.decision) if inside else None
    return Sheet(
        at.charter.id,
        at.charter.title,
        seat.decision,
        decision.article,
        decision.binding,
        len(seat.parties),
        float(power(form, YES_NO).power_to_act) if form and count else None,
        smallest_block(form).size if form else None,
        tuple(
            code
            for code in (form.members if form else ())
            if form and smallest_block(form, among={code}).size is not None
        ),
        _where(found.alone.verdict) if found else "outside",
        accused in seat.states,
        found.against.size if found else None,
        found.needed.size if found else None,
        found.alone.stop.stage if found and found.alone.stop else "",
    )


def _where(verdict: str) -> Where:
    return "obtainable" if verdict == "holds" else "accused blocks"
