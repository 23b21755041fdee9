"""Self-enforcing agreements: how many sign when each may ride free (Barrett 1994).

N identical countries; contributing q costs c q^2 / 2 and brings b q to every country. Signatories
maximise their joint payoff, outsiders their own: q = k b / c for each of k signatories, b / c for
an outsider. In units of b^2 / (2 c) payoffs are

    signatory  s(k) = 2 (k^2 + N - k) - k^2,        outsider  o(k) = 2 (k^2 + N - k) - 1.

An agreement of k is stable if no signatory gains by leaving, s(k) >= o(k - 1), and no outsider by
joining, o(k) >= s(k + 1) (d'Aspremont et al. 1983). Leaving does not pay iff k^2 - 4 k + 3 <= 0, so
the largest stable agreement has three members, however many countries there are.

Reference: Barrett (1994), Oxford Economic Papers 46, 'Self-Enforcing International Environmental
Agreements', linear benefit and quadratic cost.
"""

from foedera.behaviour.parameters import require_between


def signatory(signatories: int, countries: int) -> int:
    """Return a signatory's payoff in units of b^2 / (2 c)."""
    return 2 * (signatories**2 + countries - signatories) - signatories**2


def outsider(signatories: int, countries: int) -> int:
    """Return an outsider's payoff in units of b^2 / (2 c); with k = 0 or 1 nobody has signed."""
    k = max(signatories, 1)
    return 2 * (k**2 + countries - k) - 1


def stable_sizes(countries: int) -> tuple[int, ...]:
    """Return the sizes (from 2) of agreements that nobody gains by leaving or by joining.

    Raises:
        BehaviourError: there is no country.
    """
    require_between("the number of countries", countries, 1, 100_000)
    return tuple(
        k
        for k in range(2, countries + 1)
        if signatory(k, countries) >= outsider(k - 1, countries)
        and (k == countries or outsider(k, countries) >= signatory(k + 1, countries))
    )
