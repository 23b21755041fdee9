"""Which voting rule survives without a sheriff: majority or unanimity (Maggi & Morelli 2006).

The game, with payoffs of our own. n members; in every period each is in favour of a collective act
with probability p, independently and privately. The act needs all to take part. It brings G to a
member in favour and costs a member against L. Under rule m members vote, and the act is
called if at least m are in favour; then each takes part or not.

*Value.* With k in favour a called act is worth k G - (n - k) L in total, so a member expects

    v(m) = sum over k >= m of  C(n, k) p^k (1-p)^(n-k)  (k G - (n - k) L) / n    a period.

*First best.* Call the act iff k G >= (n - k) L: m* = the least whole number >= n L / (G + L). v has
its maximum there.

*Self-enforcement.* Voting as one feels is weakly dominant, and those in favour gain by taking part.
A member against that takes part bears L now and keeps v(m) from the next period on; one that
stays out bears nothing now. The harshest punishment is that nobody takes part again, worth 0,
itself an equilibrium. So rule m < n holds iff

    L <= v(m) delta / (1 - delta)    iff    delta >= L / (L + v(m)).

Under unanimity no one against is ever called upon: it holds at every delta.

*Result.* The bound falls as v(m) rises, so m* is the first majority rule to hold. The best
self-enforcing rule is m* if delta >= L / (L + v(m*)), else unanimity: nothing in between.

Reference: Maggi & Morelli (2006), AER 96, 'Self-Enforcing Voting in International Organizations'.
"""

from dataclasses import dataclass
from math import comb

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import check, quantity, require_between


@dataclass(frozen=True, slots=True)
class CollectiveAction:
    """A body that decides again and again on acts in which all must take part."""

    members: int = 15
    favour: float = quantity(0.7, "probability", "p: a member is in favour", low=0, high=1)
    gain: float = quantity(1.0, "utility", "G: the act, to a member in favour", low=0)
    loss: float = quantity(0.5, "utility", "L: the act, to a member against", low=0)

    def __post_init__(self) -> None:
        check(self)
        require_between("the number of members", self.members, 1, 1000)
        if self.gain + self.loss <= 0:
            raise BehaviourError(
                "gain and loss of CollectiveAction are both 0; nothing is at stake"
            )


def value(of: CollectiveAction, needed: int) -> float:
    """Return v(m), what a member expects a period under the rule that `needed` must be in favour.

    Raises:
        BehaviourError: more are needed than there are members.
    """
    n, p = of.members, of.favour
    require_between("the number needed", needed, 1, n)
    return sum(
        comb(n, k) * p**k * (1 - p) ** (n - k) * (k * of.gain - (n - k) * of.loss) / n
        for k in range(needed, n + 1)
    )


def first_best(of: CollectiveAction) -> int:
    """Return m*, the majority that calls an act exactly when it does more good than harm."""
    return next(
        k
        for k in range(1, of.members + 1)
        if k * of.gain >= (of.members - k) * of.loss or k == of.members
    )


def patience_needed(of: CollectiveAction, needed: int) -> float:
    """Return the discount factor from which on the rule holds; 0 for unanimity.

    1 (never, since patience is below 1) if the rule is worth nothing to its members.
    """
    worth = value(of, needed)
    if needed == of.members or of.loss == 0:
        return 0.0
    return of.loss / (of.loss + worth) if worth > 0 else 1.0


def best_rule(of: CollectiveAction, patience: float) -> int:
    """Return the number in favour that the best self-enforcing rule asks for: m* or n.

    Raises:
        BehaviourError: patience is not from 0 to below 1.
    """
    require_between("patience", patience, 0, 1)
    if patience == 1:
        raise BehaviourError("patience is 1; a discount factor below 1 is needed")
    best = first_best(of)
    return best if patience >= patience_needed(of, best) else of.members
