"""Read the stored draws of a part: what was fitted, on what, and how well the sampler did."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats

PARTS = ("voting", "contribution", "contest", "commitment", "action")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A parameter that was fitted: unit, prior, and how well its draws mixed.

    `rhat` is the split potential scale reduction (1 is best; above 1.01 suspect), `ess` the
    effective number of draws before thinning.
    """

    name: str
    unit: str
    prior: str
    rhat: float
    ess: float


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Draws of one part; `values` maps a parameter to its draws, all of one length.

    `until` is the last year of the data fitted, `data` says which data, `n` how many observations
    in how many `events` they are, `seed` and `sampler` how the draws were made.
    """

    part: str
    until: int
    data: str
    n: int
    events: int
    seed: int
    sampler: str
    made: str
    quantities: tuple[Quantity, ...]
    values: Mapping[str, Floats]

    @property
    def size(self) -> int:
        """The number of draws."""
        return len(next(iter(self.values.values())))

    def mean(self, name: str) -> float:
        """Return the posterior mean of a parameter.

        Raises:
            BehaviourError: no parameter is so called.
        """
        return float(self._of(name).mean())

    def interval(self, name: str, level: float = 0.9) -> tuple[float, float]:
        """Return the central interval of a parameter.

        Raises:
            BehaviourError: no parameter is so called, or the level is not between 0 and 1.
        """
        if not 0 < level < 1:
            raise BehaviourError(f"the level is {level:g}; a number between 0 and 1 is needed")
        low, high = np.quantile(self._of(name), [(1 - level) / 2, (1 + level) / 2]).tolist()
        return low, high

    def _of(self, name: str) -> Floats:
        if name not in self.values:
            known = ", ".join(self.values)
            raise BehaviourError(f"{self.part} has no parameter '{name}'; it has {known}")
        return self.values[name]

    def to_json(self) -> dict[str, Any]:
        """Return the document that is stored, draws to five significant digits."""
        head = {name: getattr(self, name) for name in _HEAD}
        return head | {
            "quantities": [asdict(quantity) for quantity in self.quantities],
            "values": {
                name: [float(f"{value:.5g}") for value in found.tolist()]
                for name, found in self.values.items()
            },
        }


_HEAD = ("part", "until", "data", "n", "events", "seed", "sampler", "made")


def cutoffs(part: str) -> tuple[int, ...]:
    """Return the cut-off years for which a part has draws, ascending.

    Raises:
        BehaviourError: there is no such part.
    """
    if part not in PARTS:
        raise BehaviourError(f"no part is called '{part}'; there are {', '.join(PARTS)}")
    names = (path.name for path in files(__package__).iterdir())
    found = (name.removesuffix(".json").rpartition("-") for name in names if _is_draws(name))
    return tuple(sorted(int(year) for stem, _, year in found if stem == part))


def _is_draws(name: str) -> bool:
    return name.endswith(".json")


@cache
def draws(part: str, until: int | None = None) -> Posterior:
    """Return the draws of a part, fitted on data up to `until` (inclusive); the latest by default.

    Raises:
        BehaviourError: there is no such part, or none was fitted with that cut-off.
    """
    known = cutoffs(part)
    year = until if until is not None else max(known, default=None)
    if year not in known:
        years = ", ".join(map(str, known)) or "none"
        raise BehaviourError(f"{part} has no draws until {until}; there are draws until {years}")
    text = (files(__package__) / f"{part}-{year}.json").read_text(encoding="utf-8")
    return posterior_of(json.loads(text))


def posterior_of(document: Mapping[str, Any]) -> Posterior:
    """Return the draws that a stored document holds.

    Raises:
        BehaviourError: a key is missing, or the draws are not of one length.
    """
    missing = [key for key in (*_HEAD, "quantities", "values") if key not in document]
    if missing:
        raise BehaviourError(f"stored draws have no '{missing[0]}'")
    values = {name: np.array(found, dtype=np.float64) for name, found in document["values"].items()}
    if len({found.shape for found in values.values()}) != 1:
        raise BehaviourError("stored draws differ in length between parameters")
    quantities = tuple(Quantity(**each) for each in document["quantities"])
    return Posterior(**{key: document[key] for key in _HEAD}, quantities=quantities, values=values)
