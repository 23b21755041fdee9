"""The models of behaviour by name, with posterior draws of their parameters where there are any."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import (
    FAMILY,
    Behaviour,
    ContributionParameters,
    Sincere,
    Strategic,
    VoteParameters,
)
from foedera.behaviour.posterior import (
    contribution_parameters,
    cutoffs,
    draws,
    vote_parameters,
)
from foedera.simulation.errors import SimulationError

DEFAULT = "sincere"
UNCALIBRATED = "uncalibrated: defaults of the authors, not fitted on data"
NO_PARAMETERS = "has no parameters that are fitted on data"
# Posterior draws that are used, evenly from those stored: equilibria take their time.
ROWS = {"sincere": 100, "strategic": 20}

P = TypeVar("P", VoteParameters, ContributionParameters)


@dataclass(frozen=True, slots=True)
class Models:
    """A model of behaviour, once or once for each posterior draw, and what it rests on."""

    name: str
    behaviours: tuple[Behaviour, ...]
    status: str


@cache
def behaviours(model: str = DEFAULT, until: int | None = None) -> Models:
    """Return a model of the family, one for each of some posterior draws where it was calibrated.

    `until` is the last year that the calibration may have seen: a test on a later crisis then
    foretells. What was not fitted by then keeps its default, and `status` says so. Votes are those
    of an assembly of all.

    Raises:
        SimulationError: there is no such model.
    """
    if model not in FAMILY:
        raise SimulationError(f"there is no model '{model}'; there are: {', '.join(FAMILY)}")
    kind = FAMILY[model]
    if kind not in (Sincere, Strategic):
        return Models(model, (kind(),), NO_PARAMETERS)
    rows = ROWS[model]
    votes, contributions = _votes(until, rows), _contributions(until, rows)
    if votes is None and contributions is None:
        return Models(model, (kind(),), UNCALIBRATED)
    maker = Strategic if kind is Strategic else Sincere
    made = tuple(
        maker(
            voting=votes[k] if votes else VoteParameters(),
            contribution=contributions[k] if contributions else ContributionParameters(),
        )
        for k in range(rows)
    )
    parts = {"voting": votes, "contribution": contributions}
    fitted = [f"{part} until {_cutoff(part, until)}" for part, found in parts.items() if found]
    rest = [part for part, found in parts.items() if not found]
    others = ", ".join([*rest, "perception", "contest"])
    return Models(model, made, f"fitted: {', '.join(fitted)}; uncalibrated: {others}")


def unseen(year: int) -> int | None:
    """Return until when a fit may have seen data so that a crisis of a year is new to it.

    None, which is the latest fit, for a crisis before the first cut-off: no fit is older.
    """
    return max((cutoff for cutoff in cutoffs("voting") if cutoff < year), default=None)


def _cutoff(part: str, until: int | None) -> int | None:
    """Return the last cut-off for which a part has draws, at most `until`."""
    return max((year for year in cutoffs(part) if until is None or year <= until), default=None)


def _votes(until: int | None, rows: int) -> list[VoteParameters] | None:
    year = _cutoff("voting", until)
    return None if year is None else _spread(vote_parameters(draws("voting", year)), rows)


def _contributions(until: int | None, rows: int) -> list[ContributionParameters] | None:
    year = _cutoff("contribution", until)
    if year is None:
        return None
    return _spread(contribution_parameters(draws("contribution", year)), rows)


def _spread(parameters: P, rows: int) -> list[P]:
    """Return some of the rows of parameters, evenly spaced, each as plain numbers."""
    arrays = {
        item.name: np.asarray(getattr(parameters, item.name))[:, 0]
        for item in fields(parameters)
        if np.ndim(getattr(parameters, item.name)) > 0
    }
    size = len(next(iter(arrays.values())))
    places = (k * size // rows for k in range(rows))
    return [_at(parameters, arrays, place) for place in places]


def _at(parameters: P, arrays: Mapping[str, NDArray[np.float64]], place: int) -> P:
    plain: dict[str, Any] = {name: float(found[place]) for name, found in arrays.items()}
    return replace(parameters, **plain)
