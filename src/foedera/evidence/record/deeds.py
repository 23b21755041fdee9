"""What each body that was open to a crisis did, as the library of crises has it in codes.

A body is open where a charter of the library was in force on the day and the attacked was party to
it, as the simulator takes it; and where it may answer attacks on others too, if the library says
what it did: bodies far from a crisis are silent on it without number. Drafts that were never in
force have no record. Crises without a state on either side cannot be brought as an attack and stay
out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from foedera.charters import charter_ids, load_charter
from foedera.simulation import Plan, decisions_only, dispute_of, opening
from foedera.world.crises import Crisis, crises, load_crisis
from foedera.world.crises.coded import furthest
from foedera.world.crises.model import Response

FIRST = 1946  # before it the League's lone council, and no votes that models were fitted on
SOURCES = "library of crises of foedera, coded by the rule in the reference of the crisis file"


@dataclass(frozen=True, slots=True)
class Deed:
    """One body in one crisis, and the plan by which it could have decided.

    Of several entries the one that went furthest counts. `coded` is None where the library does
    not say what the body did.
    """

    crisis: Crisis
    institution: str
    plan: Plan
    coded: Response | None

    @property
    def year(self) -> int:
        """The year in which the crisis began."""
        return self.crisis.start.year

    @property
    def decided(self) -> bool:
        """Whether the body adopted a text against the act."""
        return self.coded is not None and self.coded.decided == "yes"

    @property
    def adopted(self) -> bool:
        """Whether it adopted any text on the crisis."""
        return self.coded is not None and self.coded.decided in ("yes", "other")

    @property
    def asked(self) -> str | None:
        """Whether the crisis was brought before the body: yes, no, or None where not known."""
        return self.coded.asked if self.coded else None

    @property
    def obstacle(self) -> str | None:
        """What kept it from deciding, as far as the record tells; 'not asked' where nobody did."""
        if self.coded is None or self.decided:
            return None
        return self.coded.blocked_by or ("not asked" if self.coded.asked == "no" else None)


@dataclass(frozen=True, slots=True)
class Shut:
    """A body of the record to which, by the charter, the attacked could not turn."""

    crisis: Crisis
    coded: Response
    why: str


@cache
def deeds() -> tuple[Deed, ...]:
    """Return every body open to every crisis since 1946, by the day on which it began."""
    return tuple(deed for crisis in _crises() for deed in _of(crisis))


@cache
def shut() -> tuple[Shut, ...]:
    """Return the coded bodies whose charter the simulator takes to be closed to the crisis."""
    return tuple(each for crisis in _crises() for each in _shut(crisis))


def _crises() -> Iterator[Crisis]:
    for crisis in crises():
        if crisis.start.year >= FIRST and crisis.aggressor and crisis.attacked:
            yield crisis


@cache
def _plans(name: str) -> tuple[Plan, ...]:
    """Return the plans of all charters of the library for a crisis, those closed to it too."""
    dispute = dispute_of(load_crisis(name))
    charters = map(load_charter, charter_ids())
    return tuple(opening(each, dispute).plan for each in charters if each.in_force)


def _of(crisis: Crisis) -> Iterator[Deed]:
    for plan in _plans(crisis.id):
        coded = furthest(crisis, plan.charter)
        if plan.routes and (coded or set(crisis.attacked) & set(plan.parties)):
            yield Deed(crisis, plan.charter, decisions_only(plan), coded)


def _shut(crisis: Crisis) -> Iterator[Shut]:
    for plan in _plans(crisis.id):
        coded = furthest(crisis, plan.charter)
        if coded and not plan.routes:
            yield Shut(crisis, coded, plan.closed)
