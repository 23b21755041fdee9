"""Global games: which of several equilibria is played when signals are slightly noisy.

n parties act or stay out; action succeeds if at least m of them act. With a little private noise in
how parties see the fundamentals, exactly one threshold strategy survives (Carlsson & van Damme
1993). At the threshold a party believes that the number of others who act is uniform on 0..n-1:
for signals x_j = theta + sigma e_j and a diffuse prior its rank among the n signals says nothing,
whatever sigma (Morris & Shin 2003, section 2: Laplacian beliefs). Two cases, derived here:

*Shared gain.* Success is worth b to those who acted, acting costs c: act iff
b P(K >= m - 1) >= c with K uniform on 0..n-1, that is

    b (n - m + 1) / n >= c.

If success is worth b to everyone, a party gains by acting only where it decides. Where fewer than
all are needed the game then rewards staying out the more others act, and the selection above does
not hold: that case is the contribution game's (:mod:`~foedera.behaviour.equilibrium`). Where all
are needed both cases are one, b / n >= c.

*Continuum, regime change.* Success needs a share of at least theta, itself the fundamental: the
threshold is where b times the uniform chance 1 - theta equals c,

    theta* = 1 - c / b,

for every sigma (Morris & Shin 2003): efficient action fails for theta between 1 - c/b and 1.
"""

from foedera.behaviour.parameters import require_between


def acts(parties: int, needed: int, gain: float, cost: float) -> bool:
    """Return whether parties act in the limit of small noise.

    Raises:
        BehaviourError: more are needed than there are, or a number is out of range.
    """
    return laplacian_success(parties, needed) * gain >= _checked(gain, cost)


def laplacian_success(parties: int, needed: int) -> float:
    """Return the chance, under a uniform number of others, that acting brings success.

    Raises:
        BehaviourError: more are needed than there are.
    """
    require_between("the number of parties", parties, 1, 1_000_000)
    require_between("the number needed", needed, 1, parties)
    return (parties - needed + 1) / parties


def regime_threshold(gain: float, cost: float) -> float:
    """Return theta* = 1 - c / b, the hardest fundamental that is overcome; 0 if none is.

    Raises:
        BehaviourError: the gain is not above 0 or the cost is negative.
    """
    require_between("the gain", gain, 1e-300, float("inf"))
    return max(0.0, 1 - _checked(gain, cost) / gain)


def _checked(gain: float, cost: float) -> float:
    require_between("the gain", gain, 0, float("inf"))
    require_between("the cost", cost, 0, float("inf"))
    return cost
