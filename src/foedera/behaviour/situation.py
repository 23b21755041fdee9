"""A situation: how a batch of crises looks to every party, as arrays.

It is all that models of behaviour know. Rows are crises (or one row that holds for all draws),
columns are the parties in the order of the sheet; every array is two-dimensional with one row or
as many rows as there are crises, so a batch may mix crises and a single crisis costs one row.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, require_between

_BOUNDS = {
    "attacked": (0.0, 1.0),
    "glaring": (1e-9, 1e6),
    "distance_to_accused": (0.0, np.inf),
    "distance_to_attacked": (0.0, np.inf),
    "allied_with_accused": (0.0, 1.0),
    "allied_with_attacked": (0.0, 1.0),
    "exposure": (0.0, 1.0),
    "patience": (0.0, 1.0),
    "neighbour": (0.0, 1.0),
    "side": (-1.0, 1.0),
    "size": (-6.0, 3.0),
    "democracy": (0.0, 1.0),
    "all_accused": (0.0, np.inf),
    "all_attacked": (0.0, np.inf),
    "kilometres": (0.0, 21_000.0),
    "major_power": (0.0, 1.0),
    "war": (0.0, 1.0),
    "capability": (0.0, np.inf),
    "needed": (0.0, np.inf),
    "resisting": (0.0, np.inf),
}
_OF_THE_CRISIS = (
    "attacked",
    "glaring",
    "all_accused",
    "all_attacked",
    "war",
    "needed",
    "resisting",
)
_TWO = 2


@dataclass(frozen=True, slots=True, eq=False)
class Situation:
    """What parties face; arrays of shape (1 or crises, parties), of the crisis (1 or crises, 1).

    `attacked`: 1 where the accused did attack, 0 where it did not (the truth, which no party sees).
    `glaring`: how plain the act is, in standard deviations of a signal's noise, above 0.
    `distance_to_accused`, `distance_to_attacked`: between ideal points, in their unit.
    `allied_with_accused`, `allied_with_attacked`, `neighbour`: 0 or 1 (shares are allowed).
    `exposure`: share of the party's trade that is with the accused, 0 to 1.
    `patience`: discount factor a year, 0 to 1.
    `side`: -1 the accused itself, 1 the attacked itself, 0 everybody else.
    `size`: decades (powers of ten) above a thousandth of the capability of all states.
    `democracy`: index of electoral democracy, 0 to 1.
    `all_accused`, `all_attacked`: mean distances of all who are asked to vote.
    `kilometres`: between the party's territory and that of the accused.
    `major_power`: 1 for a major power, else 0.
    `war`: 1 where accused and attacked fight a war, 0 where no force is used; shares between.
    `capability`: what the party could send, `needed`: what it takes to stop the accused,
    `resisting`: what the attacked holds against it where it is none of the parties; one unit.
    """

    attacked: Floats
    glaring: Floats
    distance_to_accused: Floats
    distance_to_attacked: Floats
    allied_with_accused: Floats
    allied_with_attacked: Floats
    exposure: Floats
    patience: Floats
    neighbour: Floats
    side: Floats
    size: Floats
    democracy: Floats
    all_accused: Floats
    all_attacked: Floats
    kilometres: Floats
    major_power: Floats
    war: Floats
    capability: Floats
    needed: Floats
    resisting: Floats
    # Of a part of the parties: all of them, and where the part stands among them.
    whole: "Situation | None" = None
    places: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name, (low, high) in _BOUNDS.items():
            require_between(f"{name} of the situation", getattr(self, name), low, high)
        _check_shapes(self)

    @property
    def parties(self) -> int:
        """The number of parties."""
        return int(self.capability.shape[1])

    @property
    def rows(self) -> int:
        """The number of crises told apart; 1 if all draws are of the same crisis."""
        return max(len(getattr(self, name)) for name in _BOUNDS)

    def of_parties(self, columns: ArrayLike) -> "Situation":
        """Return the same crises seen by some parties only, such as the members of a council.

        The attacked resists also where it is none of them.
        """
        chosen = np.asarray(columns, dtype=np.intp)
        values: dict[str, Any] = {
            name: value if name in _OF_THE_CRISIS else value[:, chosen]
            for name, value in ((name, getattr(self, name)) for name in _BOUNDS)
        }
        left = np.delete(self.capability * (self.side > 0), chosen, axis=1)
        values |= {
            "resisting": self.resisting + left.sum(axis=1, keepdims=True),
            "whole": self,
            "places": tuple(chosen.tolist()),
        }
        return Situation(**values)


def situation(capability: ArrayLike, **values: ArrayLike) -> Situation:
    """Return a situation from numbers, lists by party, or arrays (crises, parties).

    Whatever is left out takes a neutral value: the accused did attack (`attacked` 1), `glaring` 1,
    `needed` half of all capability, `patience` 0.9, `democracy` 0.5, `all_accused` and
    `all_attacked` the mean of the parties' own distances, and 0 for the rest. One-dimensional
    values are by party, except those of the crisis: `attacked`, `glaring`, `all_accused`,
    `all_attacked`, `war`, `needed` and `resisting`.

    Raises:
        BehaviourError: a name is unknown, a value is out of range, or shapes do not fit.

    >>> situation([3.0, 2.0, 1.0], side=[-1, 1, 0]).parties
    3
    """
    unknown = sorted(set(values) - set(_BOUNDS))
    if unknown:
        raise BehaviourError(
            f"a situation has no '{unknown[0]}'; it has {', '.join(sorted(_BOUNDS))}"
        )
    strength = _rows("capability", capability)
    if strength.shape[1] == 0:
        raise BehaviourError("a situation has at least one party")
    zeros = np.zeros((1, strength.shape[1]))
    neutral: dict[str, Any] = dict.fromkeys(_BOUNDS, zeros)
    neutral |= {
        "attacked": np.ones((1, 1)),
        "glaring": np.ones((1, 1)),
        "patience": zeros + 0.9,
        "democracy": zeros + 0.5,
        "war": np.zeros((1, 1)),
        "needed": strength.sum(axis=1, keepdims=True) / 2,
        "resisting": np.zeros((1, 1)),
    }
    given = {name: _rows(name, value) for name, value in values.items()}
    given = {
        name: np.broadcast_to(value, (len(value), strength.shape[1]))
        if value.shape[1] == 1 and name not in _OF_THE_CRISIS
        else value
        for name, value in given.items()
    }
    for name, of in (("all_accused", "accused"), ("all_attacked", "attacked")):
        own = (neutral | given)[f"distance_to_{of}"]
        neutral[name] = own.mean(axis=1, keepdims=True)
    return Situation(**(neutral | given | {"capability": strength}))


def _rows(name: str, value: ArrayLike) -> Floats:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise BehaviourError(f"{name} of the situation is no array of numbers") from None
    if array.ndim > _TWO:
        raise BehaviourError(f"{name} of the situation has {array.ndim} dimensions; two are known")
    if array.ndim < _TWO:
        array = array.reshape((-1, 1) if name in _OF_THE_CRISIS else (1, -1))
    return array


def _check_shapes(of: Situation) -> None:
    shapes = {name: getattr(of, name).shape for name in _BOUNDS}
    flat = [name for name, shape in shapes.items() if len(shape) != _TWO]
    if flat:
        raise BehaviourError(f"{flat[0]} of the situation must have two dimensions")
    rows = max(shape[0] for shape in shapes.values())
    for name, shape in shapes.items():
        wide = 1 if name in _OF_THE_CRISIS else of.parties
        if shape[0] not in {1, rows} or shape[1] != wide:
            raise BehaviourError(
                f"{name} of the situation has shape {shape}; (1, {wide}) or ({rows}, {wide}) is "
                "needed"
            )


def require_columns(name: str, array: Floats, of: Situation) -> None:
    """Refuse an array that is not (draws, parties), draws fitting the rows of the situation.

    Raises:
        BehaviourError: with the shape that was found and the one that is needed.
    """
    fits = array.ndim == _TWO and array.shape[1] == of.parties
    if not fits or (of.rows != 1 and len(array) not in {1, of.rows}):
        draws = "draws" if of.rows == 1 else of.rows
        raise BehaviourError(
            f"the shape of {name} is {array.shape}; ({draws}, {of.parties}) is needed"
        )
