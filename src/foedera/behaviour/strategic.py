"""The strategic vote: voters anticipate whether adoption would be enforced, and by whom.

Adoption is worth to party i

    V_i = b_i (R1 - R0) - c_i (p1_i - p0_i) - (k + a) (1 - p1_i),

where R is the chance that the aggression ends and p_i that i comes, with (1) and without (0) a
decision, both from the contribution game. Its ballot moves the chance of adoption from the one
that it expects of the others: A_i(b) = P(adopted | i casts b). The logit quantal response is

    P_i(b)  is proportional to  S_i(b) exp(mu V_i A_i(b)),

S_i being the sincere choice: with mu = 0 voting is sincere, and the fixed point is followed from
there. A_i is exact, from the leave-one-out counts of `foedera.power.counting` at the others'
expected ballots; each party's own belief enters through S_i and b_i, so that the equilibrium is
Bayesian. Parties do not learn from being decisive (Feddersen & Pesendorfer 1998): a limitation.

References: McKelvey & Palfrey (1995); Brennan & Lomasky (1993) for ballots that also express.
"""

from functools import lru_cache

import numpy as np

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats
from foedera.power import Diagram, chances, unroll
from foedera.rules import NormalForm

_TOLERANCE = 1e-9
_MOST_ROUNDS = 2_000


@lru_cache(maxsize=64)
def _diagram(rule: NormalForm) -> Diagram:
    return unroll(rule)


def adoption_given(rule: NormalForm, odds: Floats) -> tuple[Floats, Floats]:
    """Return P(adopted) (crises,) and P(adopted | i casts b) (crises, parties, 4), exactly.

    `odds` (crises, parties, 4) are the ballots' probabilities, parties in the order of the rule.

    Raises:
        BehaviourError: the rule has other members than there are parties.
    """
    if odds.shape[1] != len(rule.members):
        raise BehaviourError(
            f"the rule is for {len(rule.members)} members, the situation has {odds.shape[1]} "
            "parties; take the parties that vote"
        )
    found = chances(_diagram(rule), np.moveaxis(np.asarray(odds, dtype=np.float64), 0, 2))
    return found.total, np.moveaxis(found.given, 2, 0)


def tilted(sincere: Floats, stake: Floats, adoption: Floats) -> Floats:
    """Return ballots' probabilities, sincere ones tilted by stake times the chance of adoption.

    `sincere` (draws, parties, 4), `stake` = mu V (draws, parties), `adoption` (1 or draws, parties,
    4). Ballots that are sincerely impossible stay so.
    """
    kind = sincere.dtype
    push = np.moveaxis(adoption, -1, 0).astype(kind) * stake.astype(kind)
    push -= push.max(axis=0)
    planes = np.moveaxis(sincere, -1, 0) * np.exp(push)
    planes /= planes.sum(axis=0)
    return np.moveaxis(planes, 0, -1)


def anticipated(rule: NormalForm, sincere: Floats, stake: Floats, weights: Floats) -> Floats:
    """Return A_i(b) (crises, parties, 4) in equilibrium, followed from the sincere vote.

    `sincere` (types, crises, parties, 4) and `stake` (types, crises, parties) by what a party may
    believe, `weights` (types,) the probability of each.

    Raises:
        BehaviourError: no equilibrium was found near the branch that starts at the sincere vote.
    """
    mean = np.tensordot(weights, sincere, axes=1)
    adoption = adoption_given(rule, mean)[1]
    reach = float(np.abs(stake).max(initial=0.0) * np.ptp(adoption, axis=-1).max(initial=0.0))
    stages = max(1, int(np.ceil(reach)))
    for stage in range(1, stages + 1):
        mean = _settled(rule, sincere, stake * (stage / stages), weights, mean)
    return adoption_given(rule, mean)[1]


def _settled(
    rule: NormalForm, sincere: Floats, stake: Floats, weights: Floats, mean: Floats
) -> Floats:
    share, last = 1.0, np.inf
    for _ in range(_MOST_ROUNDS):
        adoption = adoption_given(rule, mean)[1]
        answers = [tilted(s, v, adoption) for s, v in zip(sincere, stake, strict=True)]
        answer = np.tensordot(weights, np.stack(answers), axes=1)
        miss = float(np.abs(answer - mean).max())
        if miss < _TOLERANCE:
            return answer
        # swinging to and fro: go less far; else further again
        share = max(share / 2, 1 / 64) if miss > last else min(share * 1.25, 1.0)
        last = miss
        mean = mean + share * (answer - mean)
    raise BehaviourError("the strategic vote did not settle; a lower foresight may do")
