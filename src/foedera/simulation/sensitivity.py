"""Which parameters matter: Sobol's and Morris's analyses of the share of action, by SALib.

Sobol (2001) splits the variance of the share over what each parameter does alone (first order) and
with all others (total). Morris (1991), in the form of Campolongo et al. (2007), takes steps one at
a time: the mean of their sizes says how much a parameter moves the share across its range, their
deviation how much that depends on the others. Morris is the cheaper by far: it screens.

All runs share their random numbers, so that the share moves with the parameters only. An
answer holds for the ranges taken (:mod:`foedera.simulation.ranges`).

References: Sobol (2001), Math. Comput. Simul. 55; Morris (1991), Technometrics 33; Campolongo,
Cariboni & Saltelli (2007), Env. Model. Softw. 22; Herman & Usher (2017), JOSS 2 (SALib).
"""

import json
import math
from collections.abc import Generator, Iterable, Mapping
from concurrent.futures import Executor
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour import Behaviour
from foedera.simulation.batch import draw, run
from foedera.simulation.dispute import Dispute, field_of
from foedera.simulation.endings import ACTING
from foedera.simulation.errors import SimulationError
from foedera.simulation.hands import Progress
from foedera.simulation.kept import computed_or_kept, key_of
from foedera.simulation.models import unseen
from foedera.simulation.plan import Plan, require_route
from foedera.simulation.ranges import Range, central, check_ends, moved, ranges_of
from foedera.simulation.streams import Streams
from foedera.simulation.variants import signature
from foedera.simulation.vary import force_needed, parameters_of, require_parameters

if TYPE_CHECKING:
    import polars as pl

METHODS = ("morris", "sobol")
DEFAULT_SAMPLES: Mapping[str, int] = {"morris": 10, "sobol": 64}
MOST_DRAWS, MOST_RUNS = 100_000, 1_000_000
LEVELS = 4  # of Morris's grid
PART = 16  # runs handed out together: the numbers are drawn once for all of them

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Influence:
    """What one parameter does to the share of action over its range.

    Sobol: `first` and `total` are shares of the variance. Morris: `effect` is the mean size of a
    step across the whole range, `spread` the deviation of steps. Each `_ci` is half the width of
    the 95 % interval (bootstrap). None where the method does not tell. `basis` of the range is the
    posterior (its middle 90 %), given, or assumed (half to one and a half times the default).
    """

    parameter: str
    meaning: str
    unit: str
    low: float
    high: float
    basis: str
    first: float | None = None
    first_ci: float | None = None
    total: float | None = None
    total_ci: float | None = None
    effect: float | None = None
    effect_ci: float | None = None
    spread: float | None = None


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """An analysis: what was asked, mean and deviation of the share, and influences, largest first.

    `runs` is the number of simulations, each of `draws` draws.
    """

    charter: str
    reading: str
    dispute: str
    model: str
    method: str
    samples: int
    runs: int
    draws: int
    seed: int
    mean: float
    deviation: float
    influences: tuple[Influence, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return asdict(self)

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame, a row a parameter."""
        import polars as pl

        return pl.DataFrame([asdict(each) for each in self.influences])


def sensitivity(  # noqa: PLR0913 - each is an option of the analysis
    plan: Plan,
    dispute: Dispute,
    ranges: Mapping[str, Range] | None = None,
    *,
    model: str = "sincere",
    method: str = "morris",
    samples: int | None = None,
    draws: int = 1_000,
    seed: int = 1,
    executor: Executor | None = None,
    workers: int | None = 1,
    keep: Path | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Return how much each parameter moves the share of action of a charter in a dispute.

    The runs are computed in this process, by `workers` processes (None: one a processor), or on an
    executor, with the same numbers. Runs that are finished are kept in the folder `keep`, if one is
    given, and not computed again.

    `samples` are trajectories (Morris) or points (Sobol, a power of 2): with k parameters they cost
    samples * (k + 1) or samples * (k + 2) simulations. Without `ranges` all parameters that can be
    varied by themselves are.

    Raises:
        SimulationError: a name, number or range is at fault, no route is open, or the share is the
            same in all runs; SALib is not installed.
    """
    if find_spec("SALib") is None:
        raise SimulationError("this analysis needs the extra 'sweep': pip install 'foedera[sweep]'")
    require_route(plan)
    until = unseen(dispute.on.year)
    over = dict(ranges_of(model, until) if ranges is None else ranges)
    number = DEFAULT_SAMPLES.get(method, 0) if samples is None else samples
    _check(model, over, method, number, draws)
    centre = central(model, until)
    check_ends(centre, over)
    problem = {
        "num_vars": len(over),
        "names": list(over),
        "bounds": [[each.low, each.high] for each in over.values()],
    }
    points = _points(problem, method, number, seed)
    trial = _Trial(plan, dispute, centre, tuple(over), draws, seed)
    shares = _shares(_runs(trial, points, executor, workers, keep), len(points), progress)
    if shares.std() == 0:
        raise SimulationError(
            f"the share of action is {shares[0]:g} whatever the parameters: nothing to compare"
        )
    told = _analysed(problem, method, points, shares, seed)
    return Sensitivity(
        charter=plan.charter,
        reading=plan.reading,
        dispute=dispute.id,
        model=model,
        method=method,
        samples=number,
        runs=len(points),
        draws=draws,
        seed=seed,
        mean=float(shares.mean()),
        deviation=float(shares.std(ddof=1)),
        influences=_influences(model, over, told),
    )


def _runs(
    trial: "_Trial",
    points: Floats,
    executor: Executor | None,
    workers: int | None,
    folder: Path | None,
) -> Generator[tuple[int, Floats], None, None]:
    """Return the shares at all points, part by part as they are computed or found kept."""
    parts = [points[start : start + PART] for start in range(0, len(points), PART)]
    return computed_or_kept(
        partial(_acting, trial),
        parts,
        executor,
        workers=workers,
        folder=folder,
        key=_key(trial, points) if folder else "",
    )


def _influences(
    model: str, over: Mapping[str, Range], told: Iterable[Mapping[str, Any]]
) -> tuple[Influence, ...]:
    """Return what each parameter moves, the most moving first."""
    rows = parameters_of(model)
    found = [
        Influence(
            path, rows[path].meaning, rows[path].unit, each.low, each.high, each.basis, **figures
        )
        for (path, each), figures in zip(over.items(), told, strict=True)
    ]
    return tuple(sorted(found, key=lambda each: -((each.total or each.effect) or 0.0)))


def _check(model: str, over: Mapping[str, Range], method: str, samples: int, draws: int) -> None:
    if method not in METHODS:
        raise SimulationError(f"there is no method '{method}'; there are: {', '.join(METHODS)}")
    require_parameters(model, over)
    if not over:
        raise SimulationError(f"the model {model} has no parameter to vary")
    if method == "sobol" and samples & (samples - 1):
        raise SimulationError(f"samples of Sobol's method are a power of 2, not {samples}")
    runs = samples * (len(over) + 2)
    if samples < 2 or runs > MOST_RUNS:  # noqa: PLR2004 - an interval needs two
        most = MOST_RUNS // (len(over) + 2)
        raise SimulationError(f"samples are 2 to {most}, not {samples}")
    if not 1 <= draws <= MOST_DRAWS:
        raise SimulationError(f"draws of one run are 1 to {MOST_DRAWS}, not {draws}")


def _points(problem: dict[str, Any], method: str, samples: int, seed: int) -> Floats:
    sampler: Any = import_module(f"SALib.sample.{method}")
    if method == "sobol":
        return np.asarray(sampler.sample(problem, samples, calc_second_order=False, seed=seed))
    return np.asarray(sampler.sample(problem, samples, num_levels=LEVELS, seed=seed))


@dataclass(frozen=True, slots=True)
class _Trial:
    """What all runs of an analysis share; it can be sent to a worker."""

    plan: Plan
    dispute: Dispute
    centre: Behaviour
    names: tuple[str, ...]
    draws: int
    seed: int


def _key(trial: _Trial, points: Floats) -> str:
    """Return the key of all that the shares depend on."""
    rest = (trial.dispute, trial.centre, trial.names, trial.draws, trial.seed)
    return key_of([repr(signature(trial.plan)), repr(rest), points.tolist()])


def _shares(
    runs: Generator[tuple[int, Floats], None, None], number: int, progress: Progress | None
) -> Floats:
    """Return the share of action at each point, from parts in any order."""
    shares, done = np.empty(number), 0
    with closing(runs):
        for place, found in runs:
            shares[PART * place : PART * place + len(found)] = found
            done += len(found)
            if progress:
                progress(done, number)
    return shares


def _acting(trial: _Trial, points: Floats) -> Floats:
    """Return the share of action at some points, with the same random numbers at all."""
    field = field_of(trial.dispute, tuple(sorted(trial.plan.parties)))
    noise = Streams(trial.seed, field.parties).noise(trial.draws)
    shares = np.empty(len(points))
    for k, point in enumerate(points):
        values = dict(zip(trial.names, point.tolist(), strict=True))
        needed = field.situation.needed * force_needed(values)
        here = replace(field, situation=replace(field.situation, needed=needed))
        outcome = run(draw(here, moved(trial.centre, values), noise), trial.plan)
        shares[k] = np.isin(outcome.endings, ACTING).mean()
    return shares


def _analysed(
    problem: dict[str, Any], method: str, points: Floats, shares: Floats, seed: int
) -> list[dict[str, float | None]]:
    """Return the measures of each parameter by the names of `Influence`."""
    analyser: Any = import_module(f"SALib.analyze.{method}")
    if method == "sobol":
        found = analyser.analyze(problem, shares, calc_second_order=False, seed=seed)
        names = {"first": "S1", "first_ci": "S1_conf", "total": "ST", "total_ci": "ST_conf"}
    else:
        found = analyser.analyze(problem, points, shares, num_levels=LEVELS, seed=seed)
        names = {"effect": "mu_star", "effect_ci": "mu_star_conf", "spread": "sigma"}
    return [
        {name: _finite(found[key][k]) for name, key in names.items()}
        for k in range(problem["num_vars"])
    ]


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
