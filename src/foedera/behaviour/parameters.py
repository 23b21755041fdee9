"""Parameters of models: numbers with a unit, a meaning, bounds and a status.

Every model keeps its parameters in a small frozen dataclass whose fields are made by
:func:`quantity`. :func:`check` holds values against their bounds and :func:`describe_parameters`
gives the rows of a table, so that the reference shows what the code uses.

A value is a number, or an array of shape (draws, 1) when it is a posterior draw for each row of
a batch: all models broadcast.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.errors import BehaviourError

Floats = NDArray[np.floating[Any]]
Number = float | Floats
P = TypeVar("P")

UNCALIBRATED = "uncalibrated"


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """One line of a table of parameters; `low` and `high` are the values that are accepted."""

    model: str
    name: str
    default: float
    unit: str
    meaning: str
    low: float
    high: float
    status: str


def quantity(
    default: float,
    unit: str,
    meaning: str,
    *,
    low: float = -np.inf,
    high: float = np.inf,
) -> Any:  # noqa: ANN401 - a dataclass field stands where a number is declared
    """Return a dataclass field for a parameter; its default is uncalibrated."""
    facts = {"unit": unit, "meaning": meaning, "low": low, "high": high, "status": UNCALIBRATED}
    return field(default=default, metadata=facts)


def check(parameters: object) -> None:
    """Hold every quantity of a dataclass against its bounds.

    Raises:
        BehaviourError: a value is no finite number, or lies outside its bounds.
    """
    if not is_dataclass(parameters):
        raise BehaviourError(f"{type(parameters).__name__} is no set of parameters")
    for item in fields(parameters):
        if "low" in item.metadata:
            _within(type(parameters).__name__, item.name, getattr(parameters, item.name), item)


def _within(model: str, name: str, value: object, item: Any) -> None:  # noqa: ANN401 - a Field
    low, high = item.metadata["low"], item.metadata["high"]
    require_between(f"{name} of {model}", value, low, high)


def require_between(name: str, value: object, low: float, high: float) -> None:
    """Refuse what is not a finite number (or an array of them) from `low` to `high`.

    Raises:
        BehaviourError: in one sentence with the name, the value and the range.
    """
    try:
        numbers = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise BehaviourError(f"{name} is {value!r}; {_range(low, high)} is needed") from None
    wrong = ~(np.isfinite(numbers) & (numbers >= low) & (numbers <= high))
    if wrong.any():
        found = float(numbers[wrong].flat[0])
        raise BehaviourError(f"{name} is {found:g}; {_range(low, high)} is needed")


def _range(low: float, high: float) -> str:
    if np.isfinite(low) and np.isfinite(high):
        return f"a number from {low:g} to {high:g}"
    if np.isfinite(low):
        return f"a number of at least {low:g}"
    return f"a number of at most {high:g}" if np.isfinite(high) else "a finite number"


def unchecked(parameters: P, values: Mapping[str, object]) -> P:
    """Return parameters with some values changed to ones that surely are within their bounds.

    Such as rows of values that were checked: to check them draw by draw costs as much as to vote.
    """
    made = copy(parameters)
    for name, value in values.items():
        object.__setattr__(made, name, value)
    return made


def weighed(
    terms: Sequence[tuple[Number, Floats]],
    parties: int,
    kind: Any = np.float64,  # noqa: ANN401 - a dtype
) -> Floats:
    """Return the sum of parameters times covariates, (draws or crises, parties).

    Parameters have a row a draw, covariates a row a crisis and a column a party (or one for all).
    One crisis and many draws are a product of matrices.
    """
    # most covariates of a crisis are nothing for all, and many parameters are
    used = [
        (np.asarray(of), by)
        for of, by in terms
        if not (isinstance(of, float) and of == 0) and by.any()
    ]
    if not used:
        return np.zeros((1, parties), dtype=kind)
    if any(len(by) > 1 for _, by in used):
        return np.asarray(sum(of * by for of, by in used) + np.zeros((1, parties)), dtype=kind)
    rows = max(of.shape[0] if of.ndim else 1 for of, _ in used)
    weights = np.empty((rows, len(used)), dtype=kind)
    table = np.empty((len(used), parties), dtype=kind)
    for k, (of, by) in enumerate(used):
        weights[:, k : k + 1] = of
        table[k] = by[0]
    return np.asarray(weights @ table)


def describe_parameters(model: type) -> tuple[ParameterRow, ...]:
    """Return the parameters of a dataclass with units, defaults and bounds, in order."""
    return tuple(
        ParameterRow(
            model.__name__,
            item.name,
            float(cast("Any", item.default)),
            item.metadata["unit"],
            item.metadata["meaning"],
            item.metadata["low"],
            item.metadata["high"],
            item.metadata["status"],
        )
        for item in fields(model)
        if "unit" in item.metadata and not callable(item.default)
    )
