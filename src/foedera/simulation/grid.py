"""A grid of simulations: charters by crises by models by parameters by seeds, as a file.

A cell is one crisis under one model, one choice of parameters and one seed; all charters of the
grid are compared in it on the same random numbers. A cell's stream follows from its crisis and its
seed alone: cells that differ in parameters or models only share it, so that their differences are
sharp, and crises are independent of each other.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from itertools import product
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from foedera.files.faults import keys_of, schema_faults
from foedera.files.record import Names, Record, as_list
from foedera.files.source import Source, read_source
from foedera.simulation.dispute import Dispute, dispute_of
from foedera.simulation.errors import SimulationError
from foedera.simulation.simulate import MOST
from foedera.simulation.vary import force_needed, parameters_of, require_parameters, varied

FORMAT = 1
MOST_CELLS = 1_000_000
# Streams are named by numbers that JSON and Parquet hold exactly in every language.
_STREAM_BITS = 53


def _as_charter(value: object) -> object:
    return {"charter": value} if isinstance(value, str) else value


class Taken(Record):
    """A charter of the grid: its id or file, and how it is taken.

    `on` is a day; without it the charter is taken on the day of each crisis, a draft that was
    opened later as it was opened.
    """

    charter: str
    readings: Names = ()
    on: date | None = None
    blanks: Mapping[str, int] = Field(default_factory=dict)
    text: str | None = Field(default=None, exclude=True)  # of a file, for workers elsewhere

    @property
    def variant(self) -> str:
        """How it is taken, in words; empty if just by the id."""
        parts = [*self.readings, *([f"on {self.on}"] if self.on else [])]
        return ", ".join([*parts, *(f"{name}={value}" for name, value in self.blanks.items())])


Charters = Annotated[
    tuple[Annotated[Taken, BeforeValidator(_as_charter)], ...],
    BeforeValidator(as_list),
]
Numbers = Annotated[
    tuple[float, ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str | float | int) else value),
]
Seeds = Annotated[
    tuple[Annotated[int, Field(ge=0, lt=2**_STREAM_BITS)], ...],
    BeforeValidator(lambda value: [value] if isinstance(value, str | int) else value),
]


class Grid(Record):
    """What a sweep computes: every combination of crises, models, parameters and seeds."""

    charters: Charters
    crises: Names
    models: Names = ("sincere",)
    parameters: Mapping[str, Numbers] = Field(default_factory=dict)
    seeds: Seeds = (1,)
    draws: Annotated[int, Field(ge=1, le=MOST)] = 2_000
    false_alarms: bool = True


_KEYS = keys_of((Grid, Taken))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its place and key, what it computes, and the seed of its random numbers.

    `fit` is the fingerprint of the model's parameters, which a new calibration changes.
    """

    place: int
    key: str
    dispute: Dispute
    model: str
    fit: str
    parameters: tuple[tuple[str, float], ...]
    seed: int
    stream: int

    @property
    def words(self) -> str:
        """The cell in words, for messages."""
        values = "".join(f", {name}={value:g}" for name, value in self.parameters)
        return f"{self.dispute.id}, {self.model}{values}, seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Layout:
    """A grid resolved: its charters (files read), its cells, and the identity of it all.

    `identity` has everything that the numbers depend on, versions included, but the parameters of
    behaviour, which are in the keys of cells; `digest` is its hash.
    """

    grid: Grid
    cells: tuple[Cell, ...]
    identity: Mapping[str, Any]
    digest: str


def read_grid(path: Path) -> Grid:
    """Return the grid in a YAML file.

    Raises:
        SourceError: the file cannot be read or is no YAML.
        SimulationError: it is no grid (told by line).
    """
    return grid_of(read_source(path))


def grid_of(source: Source) -> Grid:
    """Return the grid in a source; raises as :func:`read_grid`."""
    try:
        grid = Grid.model_validate(source.data)
    except ValidationError as error:
        raise SimulationError("\n".join(schema_faults(source, error, _KEYS))) from None
    lists = {"charters": grid.charters, "crises": grid.crises, "models": grid.models}
    for name, values in {**lists, "seeds": grid.seeds, **grid.parameters}.items():
        if not values:
            raise SimulationError(f"{source.name}: '{name}' is an empty list; nothing is computed")
        if len(set(map(str, values))) < len(values):
            raise SimulationError(f"{source.name}: '{name}' has the same entry twice")
    return grid


def lay_out(grid: Grid) -> Layout:
    """Return the cells of a grid, everything in it looked up and checked.

    Raises:
        SimulationError: a crisis, model or parameter is unknown or out of range, or there are too
            many cells.
        CharterError, ReadingError, CrisisError, SourceError: a charter or crisis is not there.
    """
    charters = tuple(_with_text(taken) for taken in grid.charters)
    disputes = tuple(_dispute(name) for name in grid.crises)
    choices = tuple(
        tuple(zip(grid.parameters, values, strict=True))
        for values in product(*grid.parameters.values())
    )
    _check(grid, choices)
    total = len(disputes) * len(grid.models) * len(choices) * len(grid.seeds)
    if total > MOST_CELLS:
        raise SimulationError(f"the grid has {total} cells; at most {MOST_CELLS} are computed")
    identity = _identity(grid, charters, disputes)
    digest = _hash(identity)
    fits = {(d.id, model): _fit(model, d) for d in disputes for model in grid.models}
    every = product(disputes, grid.models, choices, grid.seeds)
    cells = tuple(
        Cell(
            place,
            _hash([digest, asdict(dispute), model, fits[dispute.id, model], choice, seed]),
            dispute,
            model,
            fits[dispute.id, model],
            choice,
            seed,
            stream_of(dispute.id, seed),
        )
        for place, (dispute, model, choice, seed) in enumerate(every)
    )
    return Layout(grid.model_copy(update={"charters": charters}), cells, identity, digest)


def stream_of(crisis: str, seed: int) -> int:
    """Return the seed of a cell's random numbers: that of its crisis and its seed."""
    found = hashlib.sha256(f"{crisis}\n{seed}".encode()).digest()
    return int.from_bytes(found[:8], "big") >> (64 - _STREAM_BITS)


def _fit(model: str, dispute: Dispute) -> str:
    """Return the fingerprint of the parameters with which a model meets a dispute."""
    from foedera.simulation.models import behaviours, unseen

    return behaviours(model, unseen(dispute.on.year)).fingerprint


def _check(grid: Grid, choices: tuple[tuple[tuple[str, float], ...], ...]) -> None:
    from foedera.simulation.models import behaviours

    for model in grid.models:
        parameters_of(model)
        require_parameters(model, grid.parameters)
        first = behaviours(model).behaviours[0]
        for choice in choices:
            varied(first, dict(choice))
            force_needed(dict(choice))


def _with_text(taken: Taken) -> Taken:
    """Return a charter with the text of its file, checked to have the readings that are named."""
    from foedera.charters import charter_ids, load_charter, view

    charter = load_charter(taken.charter)
    view(charter, taken.on or charter.opened, taken.readings)
    for name in taken.blanks:
        if name not in charter.blanks:
            from foedera.charters.select import suggestion

            hint = suggestion(name, charter.blanks)
            raise SimulationError(f"{charter.id} has no blank '{name}'{hint}")
    if taken.charter in charter_ids():
        return taken
    text = Path(taken.charter).read_text(encoding="utf-8")
    return taken.model_copy(update={"text": text})


def _dispute(name: str) -> Dispute:
    from foedera.world.crises import load_crisis

    return dispute_of(load_crisis(name))


def _identity(
    grid: Grid, charters: tuple[Taken, ...], disputes: tuple[Dispute, ...]
) -> dict[str, Any]:
    from foedera import __version__
    from foedera.world import DATA_VERSION

    content = grid.model_dump(mode="json")
    for entry, taken in zip(content["charters"], charters, strict=True):
        if taken.text is not None:
            entry["sha256"] = hashlib.sha256(taken.text.encode()).hexdigest()
    crises = [{**asdict(dispute), "on": dispute.on.isoformat()} for dispute in disputes]
    stamp = {"format": FORMAT, "foedera": __version__, "data": DATA_VERSION}
    # through JSON and back, so that it compares equal with what is read from a folder
    whole: dict[str, Any] = json.loads(json.dumps({**stamp, "grid": content, "disputes": crises}))
    return whole


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()
