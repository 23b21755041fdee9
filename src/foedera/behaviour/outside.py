"""Outside options: what a veto is worth if a coalition may act elsewhere (Voeten 2001).

One dimension. Blocked in the body, the outside actor s can bring about its own ideal point alone,
at a cost c in legitimacy. Inside, with no outside option, the agenda setter s would get the point
y0 at distance d0 from s (q itself under gridlock; see :mod:`~foedera.behaviour.spatial`).

- c >= d0: acting outside is no better for s than what the body offers; the threat is empty, and
  the outcome is y0.
- c < d0: s refuses anything further than c from its ideal point. Members who would keep y0
  concede the nearest point to it that s accepts, at distance c.

So the outcome lies at distance min(c, d0) from s on the side of y0: as c falls it moves to s, with
c = 0 the veto is worth nothing, and with c large the spatial result returns. If the setter holds
the bargaining power instead, it takes all of the threat and gets its ideal point whenever c < d0;
`concession` in [0, 1] is the part of c that the others keep.

Reference: Voeten (2001), APSR 95, 'Outside Options and the Logic of Security Council Action'. The
one-dimensional form here is derived from it, not copied.
"""

from dataclasses import dataclass

import numpy as np

from foedera.behaviour.parameters import require_between
from foedera.behaviour.spatial import Pivots, setter_proposal


@dataclass(frozen=True, slots=True)
class OutsideOutcome:
    """Where policy ends, where it would without the option, and whether the threat is credible."""

    outcome: float
    without: float
    credible: bool


def outside_outcome(
    of: Pivots, status_quo: float, actor: float, cost: float, concession: float = 1.0
) -> OutsideOutcome:
    """Return the outcome when `actor` may act alone at `cost`, in units of distance.

    Raises:
        BehaviourError: the cost is negative or the concession outside 0 to 1.
    """
    require_between("the cost of acting outside", cost, 0, np.inf)
    require_between("the concession", concession, 0, 1)
    inside = setter_proposal(of, status_quo, actor)
    distance = abs(inside - actor)
    if cost >= distance:
        return OutsideOutcome(inside, inside, credible=False)
    toward = 1.0 if inside > actor else -1.0
    return OutsideOutcome(actor + toward * concession * cost, inside, credible=True)
