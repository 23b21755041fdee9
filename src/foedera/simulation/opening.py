"""Which charters are open to a dispute, and on which day each is taken.

A charter stands as it stood on the day of the dispute. A draft that was opened only later is taken
as it was opened, with the parties of that day: what would it have done, had it been there? That is
an assumption and told as one. A treaty that was not yet, or no longer, in force is closed.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from foedera.charters import Charter, View, view
from foedera.proceedings import charter_parties
from foedera.proof import Scene
from foedera.simulation.dispute import Dispute
from foedera.simulation.plan import Plan, plan_in, scene_of

# What a blank is filled with may depend on the day: the view is known only here.
Blanks = Callable[[View], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Opening:
    """A charter brought to a dispute: its plan, its view if it stands, and what is assumed.

    `scene` is the view with the sides of the dispute in their roles.
    """

    plan: Plan
    view: View | None
    assumed: tuple[str, ...] = ()
    scene: Scene | None = None


def opening(
    charter: Charter,
    dispute: Dispute,
    readings: Iterable[str] = (),
    blanks: Blanks | None = None,
    without: Collection[str] = (),
) -> Opening:
    """Return the routes that a charter opens in a dispute, or a closed plan that says why not.

    `without` are parties that have stayed out of it.

    Raises:
        ReadingError: the charter has no such reading.
        SimulationError, InputError, RuleError: its rules cannot be bound.
    """
    start = charter.in_force or charter.opened
    if charter.in_force and dispute.on < start:
        return _closed(charter, f"{charter.id} is in force only from {start}, not on {dispute.on}")
    if charter.ended and dispute.on >= charter.ended:
        return _closed(charter, f"{charter.id} ended on {charter.ended}, before {dispute.on}")
    at = view(charter, max(dispute.on, start), readings)
    filled = dict(blanks(at)) if blanks else None
    parties = charter_parties(at) - frozenset(without) if without else None
    here = scene_of(at, dispute, filled, parties)
    return Opening(plan_in(here, dispute), at, _moved(charter, at.on, dispute), here)


def _closed(charter: Charter, why: str) -> Opening:
    return Opening(Plan(charter.id, "default", (), (), why), None)


def _moved(charter: Charter, taken: date, dispute: Dispute) -> tuple[str, ...]:
    if taken == dispute.on:
        return ()
    stands = f"its text and parties are of that day, all else of {dispute.on}"
    return (f"{charter.id} was opened only on {taken}: {stands}",)


def parties_on(charter: Charter, on: date) -> frozenset[str]:
    """Return the parties of a day; of a draft, of the day on which it was opened if that is later.

    Nobody is party to a treaty that is not, or no longer, in force.
    """
    start = charter.in_force or charter.opened
    if (charter.in_force and on < start) or (charter.ended and on >= charter.ended):
        return frozenset()
    return charter_parties(view(charter, max(on, start)))
