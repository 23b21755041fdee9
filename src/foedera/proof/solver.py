"""What counting cannot settle, by OR-Tools CP-SAT; imported only when such a question is asked.

One whole number for each kind of members and column says how many of them choose it; a part of an
'or' holds when its switch is on. The tree is monotone, so switches need to imply in one direction.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from foedera.proof.errors import SolverMissing
from foedera.proof.systems import (
    NONE,
    Every,
    Found,
    Kind,
    Leaf,
    Question,
    Table,
    Tree,
    leaves,
    spread,
)

if TYPE_CHECKING:
    from ortools.sat.python.cp_model import CpModel, CpSolver, IntVar, LinearExprT

_ROUNDING = 1e-6  # the solver reports its bound, a whole number, in floating point


def ask_solver(asked: Question, kinds: list[Kind], seconds: float, *, at_least: int = 0) -> Found:
    """Return the cheapest choices that fulfil a question, none, or what is known by then.

    `at_least` is a cost below which there are surely none.

    Raises:
        SolverMissing: OR-Tools is not installed.
    """
    try:
        from ortools.sat.python import cp_model
    except ImportError:
        raise SolverMissing from None
    model = cp_model.CpModel()
    numbers = [_numbers(model, kind) for kind in kinds]
    factors = [
        np.concatenate([kind.coefficients[:, k] for kind in kinds])
        for k in range(len(leaves(asked.tree)))
    ]
    _impose(model, asked.tree, iter([_sum(numbers, factor) for factor in factors]), [])
    price = _sum(numbers, np.concatenate([kind.cost for kind in kinds]))
    _set_price(model, asked, price, at_least)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return NONE
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        bound = _bound(solver) if asked.cost.any() else 0
        return Found("unknown", at_least=max(at_least, bound))
    return _read(asked, kinds, numbers, solver, proved=status == cp_model.OPTIMAL)


def _numbers(model: "CpModel", kind: Kind) -> list["IntVar"]:
    size = len(kind.members)
    row = [model.new_int_var(0, size, "") for _ in kind.columns]
    model.add(sum(row) == size)
    return row


def _sum(numbers: list[list["IntVar"]], factors: Table) -> "LinearExprT":
    from ortools.sat.python.cp_model import LinearExpr

    variables = [variable for row in numbers for variable in row]
    return LinearExpr.weighted_sum(variables, factors.tolist())


def _set_price(model: "CpModel", asked: Question, price: "LinearExprT", at_least: int) -> None:
    if asked.exactly is not None:
        model.add(price == asked.exactly)
    elif asked.cost.any():
        model.add(price >= at_least)
        model.minimize(price)


def _impose(
    model: "CpModel", tree: Tree, sums: Iterator["LinearExprT"], switch: list["IntVar"]
) -> None:
    """Demand a tree wherever the switch, if any, is on; sums come in the order of its leaves."""
    if isinstance(tree, Leaf):
        model.add(next(sums) >= tree.threshold).only_enforce_if(switch)
    elif isinstance(tree, Every):
        for part in tree.parts:
            _impose(model, part, sums, switch)
    else:
        switches = [model.new_bool_var("") for _ in tree.parts]
        model.add_bool_or(switches).only_enforce_if(switch)
        for part, own in zip(tree.parts, switches, strict=True):
            _impose(model, part, sums, [own])


def _bound(solver: "CpSolver") -> int:
    return max(0, int(np.ceil(solver.best_objective_bound - _ROUNDING)))


def _read(
    asked: Question,
    kinds: list[Kind],
    numbers: list[list["IntVar"]],
    solver: "CpSolver",
    *,
    proved: bool,
) -> Found:
    values = [np.array([solver.value(v) for v in row], dtype=np.int64) for row in numbers]
    cost = sum(int(kind.cost @ value) for kind, value in zip(kinds, values, strict=True))
    settled = proved or asked.exactly is not None or not asked.cost.any()
    at_least = cost if settled else _bound(solver)
    return Found("found" if settled else "unknown", spread(kinds, values), cost, at_least)
