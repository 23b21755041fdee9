"""Power indices of a body, from exact counts.

With the two ballots yes and no these are the classical indices; with abstention and absence they
are those of (j,k) games. A member's *stake* in a ballot is how much likelier adoption is once it
casts that ballot; the Penrose-Banzhaf index compares yes with no.

References: Penrose (1946); Banzhaf (1965); Coleman (1971) on the power to act, to prevent and to
initiate; Felsenthal & Machover (1997) on abstention; Freixas (2005) on the Shapley-Shubik index of
(j,k) games; Laruelle & Valenciano (2005) on success.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import Chances, Diagram, chances, unroll
from foedera.rules import Ballot, NormalForm
from foedera.rules.normal import inequalities

YES_NO = (Ballot.YES, Ballot.NO)
ALL_BALLOTS = tuple(Ballot)


@dataclass(frozen=True, slots=True)
class MemberPower:
    """One member's indices; probabilities are over equally likely sheets of the ballots counted.

    `banzhaf` is how much likelier adoption is with its yes than with its no; `coleman_prevent` is the
    share of the adopting sheets that its no would defeat, `coleman_initiate` that of the rejecting
    sheets which its yes would carry; `given` is the chance of adoption by its ballot; `success` the
    chance that the outcome is what its yes or no asked for.
    """

    party: str
    banzhaf: Fraction
    banzhaf_normalised: Fraction
    shapley_shubik: float
    coleman_prevent: Fraction | None
    coleman_initiate: Fraction | None
    given: dict[Ballot, Fraction]
    success: Fraction


@dataclass(frozen=True, slots=True)
class Power:
    """The indices of a body. `adopting` of `sheets` equally likely sheets adopt.

    `monotone` says that in no clause another ballot serves adoption better than a yes; where it is
    false, a member's swings can go both ways and an index shows only their balance.
    """

    ballots: tuple[Ballot, ...]
    adopting: int
    sheets: int
    members: tuple[MemberPower, ...]
    monotone: bool

    @property
    def power_to_act(self) -> Fraction:
        """Coleman's power of the collectivity to act: the share of sheets that adopt."""
        return Fraction(self.adopting, self.sheets)


def power(form: NormalForm, ballots: Collection[Ballot] = ALL_BALLOTS) -> Power:
    """Return the indices of a body whose members cast the given ballots, each equally likely.

    Counts are whole numbers; Shapley-Shubik is a polynomial integrated exactly up to rounding.

    Raises:
        TooLarge: the rule has too many states to be counted this way.
    """
    chosen = tuple(ballot for ballot in Ballot if ballot in ballots)
    diagram = unroll(form)
    counts = chances(diagram, _uniform_counts(len(form.members), chosen))
    adopting = int(counts.total[0])
    sheets = len(chosen) ** len(form.members)
    swings = [int(given[Ballot.YES, 0]) - int(given[Ballot.NO, 0]) for given in counts.given]
    total = sum(swings)
    shapley = shapley_shubik(diagram, form, chosen)
    members = tuple(
        _member(form.members[k], counts, k, swings[k], total, float(shapley[k]), chosen, sheets)
        for k in range(len(form.members))
    )
    return Power(chosen, adopting, sheets, members, _is_monotone(form))


def _uniform_counts(members: int, ballots: tuple[Ballot, ...]) -> NDArray[np.object_]:
    odds = np.zeros((members, 4, 1), dtype=object)
    odds[:, [int(ballot) for ballot in ballots], :] = 1
    return odds


def _member(
    party: str,
    counts: Chances,
    place: int,
    swings: int,
    total: int,
    shapley: float,
    ballots: tuple[Ballot, ...],
    sheets: int,
) -> MemberPower:
    adopting = int(counts.total[0])
    others = sheets // len(ballots)
    given = {ballot: Fraction(int(counts.given[place, ballot, 0]), others) for ballot in ballots}
    yes, no = given[Ballot.YES], given[Ballot.NO]
    rejecting = sheets - adopting
    # Of the adopting sheets those that its no would defeat; of the others those its yes would carry.
    prevent = sum((chance - no for chance in given.values()), Fraction(0)) * others
    initiate = sum((yes - chance for chance in given.values()), Fraction(0)) * others
    return MemberPower(
        party,
        Fraction(swings, others),
        Fraction(swings, total) if total else Fraction(0),
        shapley,
        prevent / adopting if adopting else None,
        initiate / rejecting if rejecting else None,
        given,
        (yes + 1 - no) / 2,
    )


def shapley_shubik(
    diagram: Diagram, form: NormalForm, ballots: tuple[Ballot, ...] = YES_NO
) -> NDArray[np.float64]:
    """Return each member's Shapley-Shubik index: the chance that its ballot settles the outcome.

    Members declare themselves in random order, each with a random ballot (Felsenthal & Machover's
    and Freixas's roll call). Those who have not yet spoken are taken at their worst for adoption
    (no) to see whether it is certain, and at their best (yes) to see whether rejection is. The sum
    over orders is an integral over the chance t of having spoken, of a polynomial of degree n - 1:
    ceil(n / 2) Gauss-Legendre nodes integrate it exactly.
    """
    size = len(form.members)
    nodes, widths = np.polynomial.legendre.leggauss((size + 1) // 2)
    spoken, widths = (nodes + 1) / 2, widths / 2
    places = [int(ballot) for ballot in ballots]
    index = np.zeros(size)
    for silent in (Ballot.NO, Ballot.YES):
        odds = np.zeros((size, 4, len(spoken)))
        odds[:, places, :] = spoken / len(ballots)
        odds[:, int(silent), :] += 1 - spoken
        given = chances(diagram, odds).given
        # What its word adds to the certainty of adoption, or takes from the hope of it.
        moved = given[:, places, :].mean(axis=1) - given[:, int(silent), :]
        index += (np.abs(moved) * widths).sum(axis=1)
    return index


def _is_monotone(form: NormalForm) -> bool:
    """Return whether in every clause a yes serves adoption at least as well as any other ballot."""
    return all(
        (leaf.coefficients[:, [Ballot.YES]] >= leaf.coefficients).all()
        for leaf in inequalities(form.root)
    )
