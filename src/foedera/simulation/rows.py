"""Several models of one kind as one: a batch then takes the parameters of each draw row by row.

Posterior draws of the parameters differ in numbers only. Held together as arrays of shape (models,
1) they cost a batch no more than one model does, where one batch a model would cost a hundred.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour, Sincere
from foedera.behaviour.parameters import unchecked

PARTS = ("perception", "voting", "contribution", "contest")
P = TypeVar("P")


def stacked(models: tuple[Behaviour, ...]) -> Sincere | None:
    """Return several sincere models as one whose parameters have a row for each.

    None where there is only one model, or they differ in more than numbers.
    """
    if len(models) == 1 or not all(isinstance(model, Sincere) for model in models):
        return None
    try:
        return _stacked(models)
    except TypeError:  # parameters that are arrays already cannot be hashed
        return None


@lru_cache(maxsize=16)
def _stacked(models: tuple[Behaviour, ...]) -> Sincere | None:
    sincere = [model for model in models if isinstance(model, Sincere)]
    try:
        parts: dict[str, Any] = {
            name: _together([getattr(model, name) for model in sincere]) for name in PARTS
        }
    except ValueError:
        return None
    return Sincere(**parts)


def _together(parts: Sequence[P]) -> P:
    """Return parameters as one record; raises ValueError where what differs is no number."""
    first: Any = parts[0]
    changed: dict[str, Any] = {}
    for item in fields(first):
        values = [getattr(part, item.name) for part in parts]
        if any(np.ndim(value) for value in values):
            raise ValueError(item.name)
        if any(value != values[0] for value in values):
            changed[item.name] = np.array(values, dtype=np.float32)[:, None]
    whole: P = replace(first, **changed) if changed else first
    return whole


def at_rows(model: Behaviour, rows: NDArray[np.intp], parts: Sequence[str] = PARTS) -> Behaviour:
    """Return a model with the rows of its parameters that some draws have; others are as they are.

    `parts` are those that will be asked; the rest is left as it is.
    """
    if not isinstance(model, Sincere):
        return model
    changed: dict[str, Any] = {}
    for name in parts:
        part: Any = getattr(model, name)
        held = ((item.name, getattr(part, item.name)) for item in fields(part))
        arrays = {key: value for key, value in held if isinstance(value, np.ndarray) and value.ndim}
        if arrays:
            taken = {key: values.take(rows, axis=0) for key, values in arrays.items()}
            changed[name] = unchecked(part, taken)
    return replace(model, **changed) if changed else model
