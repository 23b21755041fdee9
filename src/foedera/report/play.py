"""One dispute brought to every charter that is open: who prevails where, when, at which stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from foedera.charters import View
from foedera.proceedings import Bench, InputError
from foedera.proof import ASSIST, Scene, Standing, goals, scene, standing
from foedera.proof.scene import ACCUSED, ATTACKED, DISPUTANTS
from foedera.world.parties import resolve


@dataclass(frozen=True, slots=True)
class Sides:
    """Who is attacked, who is accused, and who stands by the accused."""

    attacked: str
    accused: str
    friends: tuple[str, ...]
    on: date

    @property
    def document(self) -> dict[str, Any]:
        """The sides as part of a JSON document."""
        return {
            "attacked": self.attacked,
            "accused": self.accused,
            "friends": list(self.friends),
            "on": self.on.isoformat(),
        }


def sides_of(attacked: str, accused: str, friends: Sequence[str], on: date) -> Sides:
    """Return the sides with the parties' codes.

    Raises:
        UnknownParty: nobody goes by one of the words on the day.
        InputError: one party stands on both sides.
    """
    codes = [resolve(word.strip(), on) for word in (attacked, accused, *friends)]
    for code in codes:
        if codes.count(code) > 1:
            raise InputError(f"{code} cannot stand on both sides, or twice on one")
    return Sides(codes[0], codes[1], tuple(codes[2:]), on)


def open_scenes(
    views: Sequence[View], blanks: Sequence[Mapping[str, int]], sides: Sides
) -> tuple[list[Scene], list[tuple[str, str]]]:
    """Return the scenes of the charters that are open to the attacked, and why others are not."""
    scenes, closed = [], []
    for at, filled in zip(views, blanks, strict=True):
        here = scene(at, Bench(_roles(at, sides), filled))
        if sides.attacked in here.parties:
            scenes.append(here)
        else:
            closed.append((at.charter.id, f"{sides.attacked} is no party on {at.on}"))
    return scenes, closed


def _roles(at: View, sides: Sides) -> dict[str, frozenset[str]]:
    accused, attacked = frozenset({sides.accused}), frozenset({sides.attacked})
    roles = {ACCUSED: accused, ATTACKED: attacked, DISPUTANTS: accused | attacked}
    return {name: codes for name, codes in roles.items() if name in at.charter.roles}


def play_all(
    scenes: Sequence[Scene], sides: Sides, goal: str | None
) -> list[tuple[Scene, list[Standing]]]:
    """Return where everybody stands on each goal of each charter.

    Raises:
        ReadingError: no charter has the goal that was asked for.
    """
    friends = frozenset(sides.friends)
    accused, attacked = frozenset({sides.accused}), frozenset({sides.attacked})
    rows = []
    for here in scenes:
        wanted = (goal,) if goal and goal != ASSIST else goals(here.view)
        found = [each for each in wanted if goal != ASSIST or each == ASSIST]
        stands = [
            standing(here, each, friends, accused=accused, attacked=attacked) for each in found
        ]
        rows.append((here, stands))
    return rows
