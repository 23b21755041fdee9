"""Parameters of a simulation by name: a behaviour's by dotted path, and those of the setting.

`contribution.cost` is the field `cost` of the part `contribution` of a model; `foresight` is a
field of the model itself; `force_needed` belongs to the simulation (:class:`Settings`).
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from foedera.behaviour import FAMILY, Behaviour, ParameterRow, describe_parameters
from foedera.behaviour.errors import BehaviourError
from foedera.simulation.errors import SimulationError

FORCE = "force_needed"
FORCE_ROW = ParameterRow(
    "Settings",
    FORCE,
    1.0,
    "times the capability of the accused",
    "force that it takes to stop the accused",
    0.01,
    1000.0,
    "assumed",
)


def parameters_of(model: str) -> dict[str, ParameterRow]:
    """Return the parameters of a model of the family by their paths, and `force_needed`.

    Raises:
        SimulationError: there is no such model.
    """
    if model not in FAMILY:
        raise SimulationError(f"there is no model '{model}'; there are: {', '.join(FAMILY)}")
    kind = FAMILY[model]
    rows = {row.name: row for row in describe_parameters(kind)}
    for name, part in _parts(kind()).items():
        rows |= {f"{name}.{row.name}": row for row in describe_parameters(type(part))}
    return rows | {FORCE: FORCE_ROW}


def _parts(behaviour: Behaviour) -> dict[str, Any]:
    """Return the sets of parameters that a model is made of, by the name of the field."""
    made: Any = behaviour
    held = {item.name: getattr(made, item.name) for item in fields(made)}
    return {name: part for name, part in held.items() if is_dataclass(part)}


def require_parameters(model: str, names: Mapping[str, object]) -> None:
    """Raise SimulationError for a name that a model does not have, naming those that it has."""
    from foedera.charters.select import suggestion

    known = parameters_of(model)
    for name in names:
        if name not in known:
            raise SimulationError(
                f"the model {model} has no parameter '{name}'{suggestion(name, known)}"
            )


def varied(behaviour: Behaviour, values: Mapping[str, float]) -> Behaviour:
    """Return a model with some parameters, by path, changed; `force_needed` is passed over.

    Raises:
        SimulationError: a parameter is unknown or out of range.
    """
    parts: dict[str, dict[str, float]] = {}
    for path, value in values.items():
        part, _, name = path.rpartition(".")
        if path != FORCE:
            parts.setdefault(part, {})[name] = value
    made: Any = behaviour
    try:
        for part, changes in parts.items():
            held = replace(getattr(made, part), **changes) if part else None
            made = replace(made, **({part: held} if part else changes))
    except (TypeError, AttributeError):
        names = ", ".join(values)
        raise SimulationError(f"{type(behaviour).__name__} has not all of: {names}") from None
    except BehaviourError as error:
        raise SimulationError(str(error)) from None
    changed: Behaviour = made
    return changed


def force_needed(values: Mapping[str, float]) -> float:
    """Return the force needed that a choice of parameters names, else 1.

    Raises:
        SimulationError: it is out of range.
    """
    value = float(values.get(FORCE, FORCE_ROW.default))
    if not (np.isfinite(value) and FORCE_ROW.low <= value <= FORCE_ROW.high):
        raise SimulationError(
            f"{FORCE} is {value:g}; a number from {FORCE_ROW.low:g} to {FORCE_ROW.high:g} is needed"
        )
    return value
