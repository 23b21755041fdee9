"""The models of behaviour by name, with posterior draws of their parameters where there are any."""

from dataclasses import dataclass
from importlib import import_module

from foedera.behaviour import FAMILY, Behaviour, Sincere, Strategic
from foedera.simulation.errors import SimulationError

DEFAULT = "sincere"
UNCALIBRATED = "uncalibrated: defaults of the authors, not fitted on data"
NO_PARAMETERS = "has no parameters that are fitted on data"


@dataclass(frozen=True, slots=True)
class Models:
    """A model of behaviour, once or once for each posterior draw, and what it rests on."""

    name: str
    behaviours: tuple[Behaviour, ...]
    status: str


def behaviours(model: str = DEFAULT, until: int | None = None) -> Models:
    """Return a model of the family, one for each posterior draw where it was calibrated.

    `until` is the last year that the calibration may have seen: a test on a later crisis then
    foretells. Without a stored posterior the defaults stand, and `status` says so.

    Raises:
        SimulationError: there is no such model.
    """
    if model not in FAMILY:
        raise SimulationError(f"there is no model '{model}'; there are: {', '.join(FAMILY)}")
    kind = FAMILY[model]
    if kind not in (Sincere, Strategic):
        return Models(model, (kind(),), NO_PARAMETERS)
    found = _posterior(model, until)
    return found or Models(model, (kind(),), UNCALIBRATED)


def _posterior(model: str, until: int | None) -> Models | None:
    """Return the models of the stored posterior, None where none is stored."""
    try:
        stored = import_module("foedera.behaviour.posterior")
    except ModuleNotFoundError:
        return None
    drawn = getattr(stored, "behaviours", None)
    if drawn is None:
        return None
    made: tuple[Behaviour, ...]
    made, status = drawn(model, until)
    return Models(model, made, status)
