"""A situation: how a batch of crises looks to every party, as arrays.

It is all that models of behaviour know. Rows are crises (or one row that holds for all draws),
columns are the parties in the order of the sheet; every array is two-dimensional with one row or
as many rows as there are crises, so a batch may mix crises and a single crisis costs one row.
"""

from dataclasses import dataclass, fields

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
    "capability": (0.0, np.inf),
    "needed": (0.0, np.inf),
}
_OF_THE_CRISIS = ("attacked", "glaring", "needed")
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
    `capability`: what the party could send, `needed`: what it takes to stop the accused, one unit.
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
    capability: Floats
    needed: Floats

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
        """Return the same crises seen by some parties only, such as the members of a council."""
        chosen = np.asarray(columns, dtype=np.intp)
        values = {name: getattr(self, name) for name in _BOUNDS}
        return Situation(
            **{
                name: value if name in _OF_THE_CRISIS else value[:, chosen]
                for name, value in values.items()
            }
        )


def situation(capability: ArrayLike, **values: ArrayLike) -> Situation:
    """Return a situation from numbers, lists by party, or arrays (crises, parties).

    Whatever is left out takes a neutral value: the accused did attack (`attacked` 1), `glaring` 1,
    `needed` half of all capability, `patience` 0.9, and 0 for the rest. One-dimensional
    values are by party, except `attacked`, `glaring` and `needed`, which are by crisis.

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
    neutral: dict[str, Floats] = dict.fromkeys(_BOUNDS, zeros)
    neutral |= {
        "attacked": np.ones((1, 1)),
        "glaring": np.ones((1, 1)),
        "patience": zeros + 0.9,
        "needed": strength.sum(axis=1, keepdims=True) / 2,
    }
    given = {name: _rows(name, value) for name, value in values.items()}
    given = {
        name: np.broadcast_to(value, (len(value), strength.shape[1]))
        if value.shape[1] == 1 and name not in _OF_THE_CRISIS
        else value
        for name, value in given.items()
    }
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
    shapes = {item.name: getattr(of, item.name).shape for item in fields(of)}
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
