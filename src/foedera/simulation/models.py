"""The models of behaviour by name, with posterior draws of their parameters where there are any."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import (
    FAMILY,
    Behaviour,
    ContributionParameters,
    PerceptionParameters,
    Sincere,
    Strategic,
    VoteParameters,
)
from foedera.behaviour.contest import ContestParameters
from foedera.behaviour.posterior import (
    contest_parameters,
    contribution_parameters,
    cutoffs,
    draws,
    perception_parameters,
    vote_parameters,
)
from foedera.simulation.errors import SimulationError

DEFAULT = "sincere"
UNCALIBRATED = "uncalibrated: defaults of the authors, not fitted on data"
# Of perception what votes cannot tell.
LEFT = "prior and correction of perception"
NO_PARAMETERS = "has no parameters that are fitted on data"
# Posterior draws that are used, evenly from those stored: equilibria take their time.
ROWS = {"sincere": 100, "strategic": 20}

P = TypeVar("P", PerceptionParameters, VoteParameters, ContributionParameters, ContestParameters)


@dataclass(frozen=True, slots=True)
class Models:
    """A model of behaviour, once or once for each posterior draw, and what it rests on."""

    name: str
    behaviours: tuple[Behaviour, ...]
    status: str

    @property
    def fingerprint(self) -> str:
        """The hash of all parameters: another fit, or another default, has another."""
        return _fingerprint(self.behaviours)


@lru_cache(maxsize=64)
def _fingerprint(models: tuple[Behaviour, ...]) -> str:
    # numbers print to their last digit, so that equal words are equal parameters
    return hashlib.sha256(repr(models).encode()).hexdigest()


@cache
def behaviours(model: str = DEFAULT, until: int | None = None) -> Models:
    """Return a model of the family, one for each of some posterior draws where it was calibrated.

    `until` is the last year that the calibration may have seen: a test on a later crisis then
    foretells. What was not fitted by then keeps its default, and `status` says so.

    Raises:
        SimulationError: there is no such model, or no fit is so old.
    """
    if model not in FAMILY:
        raise SimulationError(f"there is no model '{model}'; there are: {', '.join(FAMILY)}")
    kind = FAMILY[model]
    if kind not in (Sincere, Strategic):
        return Models(model, (kind(),), NO_PARAMETERS)
    oldest = min(cutoffs("voting"), default=None)
    if until is not None and oldest is not None and until < oldest:
        raise SimulationError(f"no fit ends by {until}: the oldest saw the years until {oldest}")
    rows = ROWS[model]
    # Those who look ahead know the draft: each of their models has one of its own.
    votes = _votes(until, rows, effects=kind is Strategic)
    contributions = _contributions(until, rows)
    contests, seen = _contests(until, rows), _perceptions(until, rows)
    parts = {"voting": votes, "contribution": contributions, "contest": contests}
    if not any(parts.values()):
        return Models(model, (kind(),), UNCALIBRATED)
    maker = Strategic if kind is Strategic else Sincere
    made = tuple(
        maker(
            perception=seen[k] if seen else PerceptionParameters(),
            voting=votes[k] if votes else VoteParameters(),
            contribution=contributions[k] if contributions else ContributionParameters(),
            contest=contests[k] if contests else ContestParameters(),
        )
        for k in range(rows)
    )
    names = {"voting": "voting and the bias of perception"} if seen else {}
    fitted = [
        f"{names.get(part, part)} until {_cutoff(part, until)}"
        for part, found in parts.items()
        if found
    ]
    rest = [part for part, found in parts.items() if not found]
    others = ", ".join([*rest, LEFT if seen else "perception"])
    return Models(model, made, f"fitted: {', '.join(fitted)}; uncalibrated: {others}")


def unseen(year: int) -> int | None:
    """Return until when a fit may have seen data so that a crisis of a year is new to it.

    None, which is the latest fit, for a crisis before the first cut-off: no fit is older.
    """
    return max((cutoff for cutoff in cutoffs("voting") if cutoff < year), default=None)


def _cutoff(part: str, until: int | None) -> int | None:
    """Return the last cut-off for which a part has draws, at most `until`."""
    return max((year for year in cutoffs(part) if until is None or year <= until), default=None)


def _votes(until: int | None, rows: int, *, effects: bool) -> list[VoteParameters] | None:
    year = _cutoff("voting", until)
    if year is None:
        return None
    return _spread(vote_parameters(draws("voting", year), effects=effects), rows)


def _perceptions(until: int | None, rows: int) -> list[PerceptionParameters] | None:
    """Return perception of the same draws as the votes, None where no fit has any of it."""
    year = _cutoff("voting", until)
    found = None if year is None else perception_parameters(draws("voting", year))
    fitted = found is not None and any(np.ndim(getattr(found, f.name)) for f in fields(found))
    return _spread(found, rows) if found is not None and fitted else None


def _contributions(until: int | None, rows: int) -> list[ContributionParameters] | None:
    year = _cutoff("contribution", until)
    if year is None:
        return None
    return _spread(contribution_parameters(draws("contribution", year)), rows)


def _contests(until: int | None, rows: int) -> list[ContestParameters] | None:
    year = _cutoff("contest", until)
    return None if year is None else _spread(contest_parameters(draws("contest", year)), rows)


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
