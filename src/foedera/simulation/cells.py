"""The rows of one cell of a grid: a pure function of the cell, wherever it runs."""

from typing import Any

from foedera.charters import charter_from_text, load_charter, view
from foedera.simulation.endings import Ending
from foedera.simulation.errors import SimulationError
from foedera.simulation.grid import Cell, Grid, Taken
from foedera.simulation.models import behaviours, unseen
from foedera.simulation.opening import opening
from foedera.simulation.plan import Plan, plan_of
from foedera.simulation.result import Result
from foedera.simulation.simulate import Settings, compare
from foedera.simulation.vary import force_needed, varied

Row = dict[str, Any]


def compute(grid: Grid, cell: Cell) -> list[Row]:
    """Return one row a charter: what was asked, the share of every ending, and errors.

    Raises:
        SimulationError: the crisis lies before the data, say, or the parameters here are not those
            of who laid out the grid.
    """
    values = dict(cell.parameters)
    models = behaviours(cell.model, unseen(cell.dispute.on.year))
    if models.fingerprint != cell.fit:
        raise SimulationError("this worker has other parameters of behaviour: install one version")
    settings = Settings(
        draws=grid.draws,
        seed=cell.stream,
        behaviours=tuple(varied(each, values) for each in models.behaviours),
        force_needed=force_needed(values),
        false_alarms=grid.false_alarms,
        name=cell.model,
    )
    plans = [_plan(taken, cell) for taken in grid.charters]
    results = compare(plans, cell.dispute, settings)
    return [_row(cell, *pair) for pair in zip(grid.charters, results, strict=True)]


def _plan(taken: Taken, cell: Cell) -> Plan:
    charter = (
        load_charter(taken.charter)
        if taken.text is None
        else charter_from_text(taken.text, taken.charter)
    )
    blanks = dict(taken.blanks)
    if taken.on is not None:
        return plan_of(view(charter, taken.on, taken.readings), cell.dispute, blanks)
    return opening(charter, cell.dispute, taken.readings, lambda _: blanks).plan


def _row(cell: Cell, taken: Taken, result: Result) -> Row:
    gap, alarm = result.difference["acts"], result.false_alarm
    endings = result.endings()
    return {
        "cell": cell.place,
        "charter": result.charter,
        "variant": taken.variant,
        "reading": result.reading,
        "crisis": cell.dispute.id,
        "model": cell.model,
        "fit": cell.fit[:16],
        **dict(cell.parameters),
        "seed": cell.seed,
        "stream": cell.stream,
        "draws": result.draws,
        "acts": result.acts.share,
        "acts_se": result.acts.se,
        "difference": gap.share,
        "difference_se": gap.se,
        "false_alarm": alarm.share if alarm else None,
        "false_alarm_se": alarm.se if alarm else None,
        **{ending.name.lower(): endings[ending.words].share for ending in Ending},
        "closed": result.closed,
    }
