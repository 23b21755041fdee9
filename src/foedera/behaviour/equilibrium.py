"""Quantal response equilibria of contribution games: the branch from lambda = 0, and others.

At lambda = 0 everyone flips a coin; as lambda grows, that equilibrium moves along a branch, which
selects one of the several that may exist (McKelvey & Palfrey 1995; Turocy 2005). It is followed

- by steps in lambda, each predicted along the tangent and corrected by Newton's method, and
  refused when the correction is too large for the branch to be the same one; and, where that
  fails since the branch turns back,
- by steps along the branch itself, with lambda as one more unknown (pseudo-arclength).

Reference for both: Allgower & Georg (1990), 'Numerical Continuation Methods'.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.contribute import Game
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import logistic
from foedera.behaviour.parameters import Floats, Number, require_between
from foedera.behaviour.pivots import Spectrum, pivots, quick_pivots, sensitivity, spectrum

TOLERANCE = 1e-11
_ON_THE_WAY = 1e-6  # precision of all steps but the last
_CORRECTIONS = 6
_FURTHEST = 0.1  # a larger correction of any chance may end on another branch
_FIRST_STEP = 0.25
_SHORTEST_STEP = 1e-3
_GROWTH = 2.5
_MOST_STEPS = 2_000
_SAME = 1e-6

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Equilibrium:
    """An equilibrium by crisis: chances and pivotality (crises, parties), success (crises,).

    `turned` (crises,) is true where the branch from lambda = 0 turns back on its way.
    """

    chances: Floats
    pivot: Floats
    success: Floats
    turned: NDArray[np.bool_]


@dataclass(slots=True, eq=False)
class _Branch:
    """Where the branches of a batch stand: chances, the share of the goal, the way ahead."""

    chances: Floats
    done: Floats
    tangent: Floats
    size: Floats


def equilibrium(of: Game, precision: Number) -> Equilibrium:
    """Return the equilibrium at `precision` on the branch from 0, for every game of a batch.

    Raises:
        BehaviourError: the precision is negative, or the branch could not be followed to its end.
    """
    require_between("precision", precision, 0, np.inf)
    goal = np.broadcast_to(np.asarray(precision, dtype=np.float64).reshape(-1), (of.size,))
    waves = spectrum(of.units, of.success)
    branch = _by_steps(of, waves, goal)
    turned = np.zeros(of.size, dtype=np.bool_)
    for row in np.flatnonzero(branch.done < 1).tolist():
        one = of.rows(np.array([row]))
        start = np.append(branch.chances[row], branch.done[row])
        way = np.append(branch.tangent[row], 1.0)
        branch.chances[row], turned[row] = _Along(one, float(goal[row])).to_goal(start, way)
    pivot, success = pivots(branch.chances, of.units, of.success)
    return Equilibrium(branch.chances, pivot, success, turned)


def _by_steps(of: Game, waves: Spectrum, goal: Floats) -> _Branch:
    """Follow every branch by shares of its goal, each with steps of its own."""
    n = len(of.units)
    chances = of.response(np.zeros(of.size), np.zeros((of.size, n)))
    _, inverse, by_lambda = _linearised(of, waves, np.zeros(of.size), chances)
    tangent = -(inverse @ by_lambda[..., None])[..., 0] * goal[:, None]
    branch = _Branch(chances, np.zeros(of.size), tangent, np.full(of.size, _FIRST_STEP))
    while True:
        rows = np.flatnonzero((branch.done < 1) & (branch.size > _SHORTEST_STEP))
        if not len(rows):
            return branch
        whole = len(rows) == of.size
        part = of if whole else of.rows(rows)
        window = waves.window if len(waves.window) == 1 else waves.window[rows]
        _step(part, Spectrum(waves.shift, window), goal[rows], branch, rows)


def _step(of: Game, waves: Spectrum, goal: Floats, branch: _Branch, rows: Rows) -> None:
    then = np.minimum(1.0, branch.done[rows] + branch.size[rows])
    ahead = _predicted(of, branch.chances[rows], branch.tangent[rows], then - branch.done[rows])
    lam = goal * then
    miss, inverse, by_lambda = _linearised(of, waves, lam, ahead)
    needed, last = np.where(then < 1, _ON_THE_WAY, TOLERANCE), bool((then == 1).any())
    point, error = ahead, np.abs(miss).max(axis=1)
    for _ in range(_CORRECTIONS):
        point = np.clip(point - (inverse @ miss[..., None])[..., 0], 0, 1)
        pivot = pivots(point, of.units, of.success)[0] if last else quick_pivots(point, waves)
        miss = point - of.response(lam, pivot)
        before, error = error, np.abs(miss).max(axis=1)
        if ((error < needed) | (error > before / 2)).all():
            break
    solved = error < needed
    moved = np.abs(point - ahead).max(axis=1)
    kept = solved & (moved <= _FURTHEST)
    good = rows[kept]
    branch.chances[good], branch.done[good] = point[kept], then[kept]
    branch.tangent[good] = -((inverse @ by_lambda[..., None])[..., 0] * goal[:, None])[kept]
    # the error of a prediction grows with the square of the step
    ideal = np.sqrt(_FURTHEST / 3 / np.maximum(moved[kept], 1e-9))
    branch.size[good] *= np.clip(ideal, 1 / 2, _GROWTH)
    branch.size[rows[~kept]] /= _GROWTH


def _predicted(of: Game, chances: Floats, tangent: Floats, share: Floats) -> Floats:
    """Return chances further along the tangent, in log-odds, where branches are straighter."""
    p = np.clip(chances, 1e-300, 1 - 1e-16)
    way = tangent / (p * (1 - p)) * share[:, None]
    return logistic(np.log(p) - np.log1p(-p) + np.clip(way, -50, 50)) * of.able


def _linearised(
    of: Game, waves: Spectrum, precision: Floats, chances: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return p - response, the inverse of its Jacobian by p, and its derivative by lambda."""
    miss, by_p, by_lambda = _jacobian(of, waves, precision, chances, exact=False)
    return miss, np.linalg.pinv(by_p) if _singular(by_p) else np.linalg.inv(by_p), by_lambda


def _singular(matrices: Floats) -> bool:
    return bool((np.linalg.det(matrices) == 0).any())


def _jacobian(
    of: Game, waves: Spectrum, precision: Floats, chances: Floats, *, exact: bool = True
) -> tuple[Floats, Floats, Floats]:
    """Return H = p - response, its Jacobian by p, and its derivative by lambda, batched."""
    quick, moves = sensitivity(chances, waves)
    pivot = pivots(chances, of.units, of.success)[0] if exact else quick
    value = of.gain * pivot[..., None] + of.net
    p = logistic(precision[:, None, None] * value)
    slope = p * (1 - p) * of.weights
    miss = chances - (p @ of.weights) * of.able
    by_pivot = (slope * precision[:, None, None] * of.gain).sum(axis=2) * of.able
    by_lambda = -(slope * value).sum(axis=2) * of.able
    return miss, np.eye(chances.shape[1]) - by_pivot[..., None] * moves, by_lambda


class _Along:
    """One branch followed by its length; a point is (p_1, ..., p_n, share of the goal)."""

    def __init__(self, of: Game, goal: float) -> None:
        self._game, self._goal = of, goal
        self._waves = spectrum(of.units, of.success)

    def to_goal(self, point: Floats, tangent: Floats) -> tuple[Floats, bool]:
        """Return the chances where the branch first comes to the goal, and whether it turned."""
        n, size, turned = len(point) - 1, 0.05, False
        for _ in range(_MOST_STEPS):
            tangent = self._tangent(point, tangent)
            turned |= bool(tangent[n] < 0)
            ahead = point + size * tangent
            closing = bool(ahead[n] >= 1)
            if closing:  # the last step ends on the goal
                ahead = point + (1 - point[n]) / tangent[n] * tangent
            found = self._corrected(ahead, np.eye(n + 1)[n] if closing else tangent)
            if found is None or np.abs(found - ahead).max() > _FURTHEST / 2:
                size /= 3
                if size < _SHORTEST_STEP**2:
                    break
                continue
            if closing:
                return found[:n], turned
            point, size = found, min(size * 1.5, 0.5)
        raise BehaviourError(
            "the equilibrium could not be followed from precision 0 to "
            f"{self._goal:g}; a lower precision may do"
        )

    def _system(self, point: Floats) -> tuple[Floats, Floats]:
        lam = np.array([point[-1] * self._goal])
        miss, by_p, by_lambda = _jacobian(self._game, self._waves, lam, point[None, :-1])
        return miss[0], np.column_stack([by_p[0], by_lambda[0] * self._goal])

    def _tangent(self, point: Floats, last: Floats) -> Floats:
        _, wide = self._system(point)
        way = _solved(np.vstack([wide, last]), np.eye(len(last))[-1])
        result: Floats = way / np.linalg.norm(way)
        return result

    def _corrected(self, ahead: Floats, border: Floats) -> Floats | None:
        """Return the point of the branch near `ahead`, by Newton; None if it does not converge."""
        point = ahead.copy()
        for _ in range(2 * _CORRECTIONS):
            miss, wide = self._system(point)
            if np.abs(miss).max() < TOLERANCE:
                return point
            square = np.vstack([wide, border])
            point = point - _solved(square, np.append(miss, border @ (point - ahead)))
            if np.abs(point[:-1] - 1 / 2).max() > 1:
                return None
        return None


def equilibria(
    of: Game, precision: float, rng: np.random.Generator, starts: int = 32
) -> tuple[Equilibrium, ...]:
    """Return the equilibria of one game found by Newton from many random starts.

    Stable and unstable ones, the branch from lambda = 0 first, then by their success. None may be
    missing for want of a start; more starts find more.

    Raises:
        BehaviourError: the batch holds more than one game.
    """
    if of.size != 1:
        raise BehaviourError(f"{of.size} games were given; equilibria are listed for one at a time")
    first = equilibrium(of, precision)
    n = len(of.units)
    points = [first.chances[0]]
    others = []
    even = np.linspace(0.0, 1.0, starts)[:, None] * np.ones(n)  # everyone alike, then anyone
    for start in np.concatenate([even, rng.random((starts, n))]):
        found = _newton(of, precision, start)
        if found is None or any(np.abs(found - known).max() < _SAME for known in points):
            continue
        points.append(found)
        pivot, success = pivots(found[None], of.units, of.success)
        others.append(Equilibrium(found[None], pivot, success, first.turned))
    return first, *sorted(others, key=lambda item: float(item.success[0]))


def _newton(of: Game, precision: float, start: Floats) -> Floats | None:
    point: Floats = np.asarray(start * of.able[0])
    lam, waves = np.array([precision]), spectrum(of.units, of.success)
    for _ in range(40):
        miss, by_p, _ = _jacobian(of, waves, lam, point[None])
        if np.abs(miss).max() < TOLERANCE:
            return point
        point = np.clip(point - _solved(by_p[0], miss[0]), 0, 1)
    return None


def _solved(matrix: Floats, right: Floats) -> Floats:
    """Solve a linear system, by least squares where it is singular (branches cross)."""
    try:
        return np.asarray(np.linalg.solve(matrix, right))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0])
