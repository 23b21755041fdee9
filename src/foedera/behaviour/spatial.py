"""Voting in one dimension: what a rule lets move, and where to.

Members have ideal points x_i, the status quo is q, loss is the distance. A proposal y > q is
preferred to q by those with x_i > (y + q) / 2, and below likewise. So a rule has two pivots:

    right  the largest R such that the members at or above R adopt without the others,
    left   the smallest L such that the members at or below L adopt without the others,

and the status quo is stable iff R <= q <= L: the gridlock interval [R, L]. With m of n equal votes
that is [x_(n-m+1), x_(m)], ascending; a vetoer at v makes R <= v <= L; consensus gives
[min, max]. Where R > L (fewer than half decide) every status quo can be moved: the core is
empty. The winset of q lies between q and 2 R - q if q < R, and between 2 L - q and q if q > L.

References: Black (1958); Romer & Rosenthal (1978) for the setter; Krehbiel (1998) for pivots;
Tsebelis (2002) for veto players.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, require_between
from foedera.rules import Ballot, NormalForm, decide_batch


@dataclass(frozen=True, slots=True)
class Pivots:
    """The pivots of a rule; `right` is -inf (`left` inf) if even all together do not adopt."""

    right: float
    left: float

    @property
    def gridlock(self) -> tuple[float, float] | None:
        """The interval of status quos that cannot be moved (the core); None if it is empty."""
        return (self.right, self.left) if self.right <= self.left else None

    @property
    def width(self) -> float:
        """The length of the gridlock interval, 0 if it is empty."""
        return max(0.0, self.left - self.right)


def pivots_of_count(positions: ArrayLike, needed: int, vetoers: Sequence[int] = ()) -> Pivots:
    """Return the pivots where `needed` of n equal votes adopt and `vetoers` must agree.

    Raises:
        BehaviourError: positions are no numbers, more are needed than there are, or a vetoer is no
            member.
    """
    points = _points(positions)
    require_between("the number needed", needed, 1, len(points))
    strangers = [v for v in vetoers if not 0 <= v < len(points)]
    if strangers:
        raise BehaviourError(f"vetoer {strangers[0]} is no member; there are {len(points)}")
    ordered = np.sort(points)
    veto = points[list(vetoers)]
    right = min([float(ordered[len(points) - needed]), *veto.tolist()])
    left = max([float(ordered[needed - 1]), *veto.tolist()])
    return Pivots(right, left)


def pivots_of_rule(rule: NormalForm, positions: ArrayLike, opposed: Ballot = Ballot.NO) -> Pivots:
    """Return the pivots of any rule of a charter, members in its order.

    Those who prefer the status quo cast `opposed`. For rules under which a yes never harms, which
    are nearly all, the gridlock interval is exact; for others it is what can be moved by the
    members on one side of a point.

    Raises:
        BehaviourError: there are not as many positions as members.
    """
    points = _points(positions)
    if len(points) != len(rule.members):
        raise BehaviourError(
            f"{len(points)} positions are given for {len(rule.members)} members of the rule"
        )
    marks = np.unique(points)
    above = np.where(points >= marks[:, None], Ballot.YES, opposed).astype(np.uint8)
    below = np.where(points <= marks[:, None], Ballot.YES, opposed).astype(np.uint8)
    right, left = marks[decide_batch(rule, above)], marks[decide_batch(rule, below)]
    return Pivots(
        float(right.max()) if len(right) else -np.inf, float(left.min()) if len(left) else np.inf
    )


def winset(of: Pivots, status_quo: float) -> tuple[float, float]:
    """Return the open interval of what beats the status quo; empty (q, q) under gridlock.

    Where both sides can move it (the core is empty) the interval has q inside.
    """
    q = status_quo
    return (
        2 * of.left - q if of.left < q else q,
        2 * of.right - q if of.right > q else q,
    )


def setter_proposal(of: Pivots, status_quo: float, setter: float) -> float:
    """Return what an agenda setter achieves: the point nearest to it that is not beaten by q."""
    low, high = winset(of, status_quo)
    return min(max(setter, low), high)


def _points(positions: ArrayLike) -> Floats:
    points = np.asarray(positions, dtype=np.float64).reshape(-1)
    if not len(points):
        raise BehaviourError("no position is given; at least one member is needed")
    require_between("a position", points, -np.inf, np.inf)
    return points
