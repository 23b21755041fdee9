"""From where to where each parameter of a model is varied, and on what ground.

Ranges are those of the posterior where the model was calibrated (its middle 90 %), else half to one
and a half times the default: then an answer holds for that assumption only.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from foedera.behaviour import Behaviour, ParameterRow
from foedera.behaviour.posterior.parameters import VOTE_BESIDE
from foedera.simulation.errors import SimulationError
from foedera.simulation.models import behaviours
from foedera.simulation.vary import FORCE, force_needed, parameters_of, varied

# A range where no posterior tells one: this much of the default to either side.
HALF = 0.5
# Calibrated models count utility in gains: it is 1 by definition, not a quantity of its own.
UNIT = "contribution.gain"
CUT_NO, CUT_YES = "voting.cut_no", "voting.cut_yes"
POSTERIOR, ASSUMED, GIVEN = "posterior", "assumed", "given"


@dataclass(frozen=True, slots=True)
class Range:
    """From where to where a parameter is varied, and on what ground."""

    low: float
    high: float
    basis: str


def ranges_of(model: str, until: int | None = None) -> dict[str, Range]:
    """Return the range of every parameter of a model that can be varied by itself.

    `until` is the last year that the calibration may have seen.

    Raises:
        SimulationError: there is no such model.
    """
    made = behaviours(model, until).behaviours
    known = parameters_of(model)
    if len(made) > 1:
        known.pop(UNIT, None)
        for path in (f"voting.{name}" for name in VOTE_BESIDE):
            if path in known and not any(np.any(_value(each, path)) for each in made):
                known.pop(path)  # the form that was fitted does without it
    found = {path: _range(path, row, made) for path, row in known.items()}
    return {path: each for path, each in found.items() if _movable(made[0], path, each)}


def central(model: str, until: int | None) -> Behaviour:
    """Return a model at the posterior means of its parameters, or at its defaults."""
    made = behaviours(model, until).behaviours
    if len(made) == 1:
        return made[0]
    paths = [path for path in parameters_of(model) if path != FORCE]
    means = {path: float(np.mean([_value(each, path) for each in made])) for path in paths}
    return varied(made[0], means)


def _range(path: str, row: ParameterRow, made: tuple[Behaviour, ...]) -> Range:
    if len(made) > 1 and path != FORCE:
        values = [float(np.mean(_value(behaviour, path))) for behaviour in made]
        low, high = (float(x) for x in np.quantile(values, [0.05, 0.95]))
        if low < high:
            return Range(low, high, POSTERIOR)
    centre = row.default if path == FORCE else float(np.mean(_value(made[0], path)))
    reach = HALF * (abs(centre) or 1.0)
    return Range(max(centre - reach, row.low), min(centre + reach, row.high), ASSUMED)


def _value(behaviour: Behaviour, path: str) -> Any:  # noqa: ANN401 - a number or posterior draws
    found: Any = behaviour
    for name in path.split("."):
        found = getattr(found, name)
    return found


def moved(centre: Behaviour, values: Mapping[str, float]) -> Behaviour:
    """Return a model with some parameters moved, the cut points of votes kept in order.

    They are drawn apart: where that for no would lie above that for yes, nobody abstains.
    """
    if not {CUT_NO, CUT_YES} & set(values):
        return varied(centre, values)
    low, high = (values.get(path, _value(centre, path)) for path in (CUT_NO, CUT_YES))
    return varied(centre, {**values, CUT_NO: min(low, high)})


def _movable(behaviour: Behaviour, path: str, over: Range) -> bool:
    """Return whether a parameter may take both ends while the others stay (base rates may not)."""
    try:
        for value in (over.low, over.high):
            moved(behaviour, {path: value})
    except SimulationError:
        return False
    return over.low < over.high


def check_ends(centre: Behaviour, over: Mapping[str, Range]) -> None:
    """Raise SimulationError for a range that is empty or leads out of what a parameter may be."""
    for path, each in over.items():
        if not each.low < each.high:
            raise SimulationError(
                f"{path} goes from {each.low:g} to {each.high:g}; the first must be the smaller"
            )
        for value in (each.low, each.high):
            moved(centre, {path: value})
            force_needed({path: value})
