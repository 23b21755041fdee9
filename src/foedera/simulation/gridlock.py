"""What a charter's rule leaves as it is: gridlock on the positions of its members, and ways round.

Positions are ideal points of the year in the General Assembly (Bailey, Strezhnev & Voeten 2017),
with their 90 % bounds: every figure is a mean over draws of the positions, each normal with the
standard deviation that its bounds imply and independent of the others. Who has no position stands
at the mean of the others, as in a simulation.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.outside import outside_outcome
from foedera.behaviour.spatial import Pivots, pivots_of_count, pivots_of_rule
from foedera.rules import NormalForm
from foedera.simulation.dispute import Dispute, voted_world
from foedera.simulation.expected import Estimate, estimate
from foedera.world import World

DRAWS = 100
SEED = 1
# A normal law has its middle 90 % within so many standard deviations of the mean.
Z90 = 1.644854

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Ideal points of parties: the estimates, draws of them (draws, parties), who has none."""

    parties: tuple[str, ...]
    year: int
    best: Floats
    drawn: Floats
    missing: tuple[str, ...]

    def of(self, parties: Sequence[str]) -> list[int]:
        """Return the columns of some parties."""
        return [self.parties.index(code) for code in parties]


def positions(parties: Sequence[str], on: date, draws: int = DRAWS, seed: int = SEED) -> Positions:
    """Return where parties stand in a year, or in the last before it of which anything is known.

    Raises:
        DataError: the year lies before the data.
        SimulationError: nobody's position is known.
    """
    codes = tuple(parties)
    known = voted_world(World(on.year, codes, carry=True))
    best, spread = known["ideal"], (known["q95"] - known["q05"]) / (2 * Z90)
    gone = np.isnan(best)
    best = np.where(gone, np.nanmean(best), best)
    noise = np.random.default_rng(seed).standard_normal((draws, len(codes)))
    drawn = best + noise * np.nan_to_num(spread)
    missing = tuple(code for code, lacks in zip(codes, gone, strict=True) if lacks)
    return Positions(codes, known.year, best, drawn, missing)


@dataclass(frozen=True, slots=True)
class Gridlock:
    """Which status quos a rule cannot move.

    `interval` is at the estimates, None if every status quo can be moved; `share` is its length as
    a share of the range of positions, `inside` the share of members within it. A rule that not even
    all together satisfy moves nothing: both are 1.
    """

    interval: tuple[float, float] | None
    share: Estimate
    inside: Estimate


def gridlock(rule: NormalForm, at: Positions) -> Gridlock:
    """Return the gridlock of a rule whose members have positions; the others cast no."""
    columns = at.of(rule.members)
    found = [pivots_of_rule(rule, points) for points in at.drawn[:, columns]]
    return _gridlock(pivots_of_rule(rule, at.best[columns]), found, at.drawn[:, columns])


def gridlock_of_count(needed: int, members: Sequence[str], at: Positions) -> Gridlock:
    """Return that of a rule by which so many of the members adopt, each with one vote."""
    columns = at.of(members)
    found = [pivots_of_count(points, needed) for points in at.drawn[:, columns]]
    return _gridlock(pivots_of_count(at.best[columns], needed), found, at.drawn[:, columns])


def _gridlock(best: Pivots, found: Sequence[Pivots], drawn: Floats) -> Gridlock:
    low = np.clip([each.right for each in found], drawn.min(axis=1), None)
    high = np.clip([each.left for each in found], None, drawn.max(axis=1))
    spread = drawn.max(axis=1) - drawn.min(axis=1)
    inside = (drawn >= low[:, None]) & (drawn <= high[:, None])
    share = np.maximum(high - low, 0) / np.where(spread > 0, spread, 1)
    return Gridlock(best.gridlock, estimate(share), estimate(inside.mean(axis=1)))


@dataclass(frozen=True, slots=True)
class WayRound:
    """What a veto is worth to those who hold it, if a coalition can act outside (Voeten 2001).

    Where the accused stands is the status quo, where the `coalition` stands (those nearer to the
    attacked, by capability) what it would bring about alone. `inside` is the share of the way
    between the two that the body gives the coalition, nobody acting outside. `all_from` is the cost
    in legitimacy, as a share of that way, from which on acting outside is no threat and the veto is
    worth all that it holds back. Down to no cost its worth falls in proportion to the cost.
    """

    coalition: tuple[str, ...]
    apart: Estimate
    inside: Estimate
    all_from: Estimate

    def conceded(self, cost: float) -> float:
        """Return the share of the way that the coalition gets where going round costs so much."""
        return self.inside.mean if cost >= self.all_from.mean else 1 - cost


def way_round(rule: NormalForm, at: Positions, dispute: Dispute) -> WayRound | None:
    """Return what the rule's vetoes are worth in a dispute; None where nobody is nearer to it.

    All of the rule's members, accused and attacked need positions.
    """
    columns = at.of(rule.members)
    (accused,), (attacked,) = at.of([dispute.aggressor]), at.of([dispute.victim])
    near = np.abs(at.best - at.best[attacked]) < np.abs(at.best - at.best[accused])
    near[at.of(dispute.accused)] = False
    world = World(dispute.on.year, at.parties, carry=True)
    weight = np.where(near, np.nan_to_num(world["cinc"]), 0)
    if not weight.sum() > 0:
        return None
    apart, inside, threat = [], [], []
    for points in at.drawn:
        status_quo, actor = float(points[accused]), float(points @ weight / weight.sum())
        way = abs(actor - status_quo)
        of = pivots_of_rule(rule, points[columns])
        free = outside_outcome(of, status_quo, actor, way).without
        apart.append(way)
        held = abs(free - actor) / way if way else 0.0
        inside.append(1 - held)
        threat.append(held)
    names = tuple(code for code, yes in zip(at.parties, near, strict=True) if yes)
    return WayRound(names, estimate(apart), estimate(inside), estimate(threat))
