"""Commitment: the reliability of an alliance as a special case of contribution.

An ally under attack whose fate hangs on one partner is the contribution game with a single state:
it is pivotal for certain, so that

    r = P(comes) = 1 / (1 + exp(-lambda (b - c + k))).

No body has voted, so that the cost of staying out after a public vote (audience) plays no part. A
reliability observed in history therefore tells what the promise adds to interest: the cost of
breaking it, k = logit(r) / lambda - b + c. With many partners the pivotality is below 1 and the
same promise yields less: that is the collective security of :mod:`~foedera.behaviour.contribute`.

Published shares of commitments honoured, as recalled: about 0.75 (Leeds, Long & Mitchell 2000),
about 0.50 (Berkemeier & Fuhrmann 2018, defence pacts since 1945 lower).
"""

import numpy as np

from foedera.behaviour.contribute import ContributionParameters, willing
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, Number, require_between


def reliability(parameters: ContributionParameters, pivot: Number = 1.0) -> Floats:
    """Return the chance that an ally comes whose part decides with probability `pivot`.

    Its gain is that of an ally of the attacked; the promise binds fully.

    Raises:
        BehaviourError: the pivotality is no probability.
    """
    require_between("the pivotality", pivot, 0, 1)
    gain = np.asarray(parameters.gain + np.asarray(parameters.gain_allied), dtype=np.float64)
    net = np.asarray(parameters.commitment - np.asarray(parameters.cost))
    shape = np.broadcast_shapes(gain.shape, np.shape(pivot), np.shape(net))
    return willing(
        np.broadcast_to(gain, shape).copy(), net, np.asarray(pivot), parameters.precision
    )


def commitment_of(reliability: Number, parameters: ContributionParameters) -> Floats:
    """Return the k that makes an ally come with the given probability.

    It is negative where interest alone would bring the ally more often than history shows.

    Raises:
        BehaviourError: the reliability is not strictly between 0 and 1, or precision is 0.
    """
    require_between("the reliability", reliability, 0, 1)
    r = np.asarray(reliability, dtype=np.float64)
    if ((r <= 0) | (r >= 1)).any() or np.any(np.asarray(parameters.precision) <= 0):
        raise BehaviourError(
            "a cost of breaking a promise needs a reliability strictly between 0 and 1 and a "
            "precision above 0"
        )
    interest = parameters.gain + np.asarray(parameters.gain_allied) - parameters.cost
    return np.asarray(np.log(r / (1 - r)) / parameters.precision - interest)
