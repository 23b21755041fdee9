"""What a member loses by not coming, and how often it is among those who adopt.

Where presence counts, an opponent that comes can carry the very quorum that it wants to fail; where
only votes count, staying away is as good as a no. The chance of adoption given each of a member's
four ballots, the others independent, tells both. Inclusiveness is the share of the adopting sheets
on which a member votes yes.

References: König, T. & Bräuninger, T. (1998), 'The inclusiveness of European decision rules',
Journal of Theoretical Politics 10, on inclusiveness; Felsenthal & Machover (1997), 'Ternary voting
games', International Journal of Game Theory 26, and Lindner (2008), 'Voting games with abstention:
the quorum', on ballots that are not cast; Moulin (1988), 'Condorcet's principle implies the no show
paradox', Journal of Economic Theory 45, for the name of the paradox.
"""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from foedera.power.counting import chances, unroll
from foedera.power.indices import ALL_BALLOTS, MemberPower, Power, power
from foedera.power.weighted import two_way
from foedera.rules import Ballot, NormalForm


@dataclass(frozen=True, slots=True)
class Absence:
    """One member's four choices, the others casting the ballots counted, each as likely.

    `given` is the chance of adoption by the member's ballot. `to_supporter` is how much of it one
    who is for the measure loses by staying away instead of voting yes, `to_opponent` how much of
    the chance of rejection one who is against loses by staying away instead of voting no; below 0:
    staying away serves it better, the no-show paradox. The two add up to the Penrose-Banzhaf index.
    `best_to_stop` and `best_to_pass` are all ballots that make adoption least and most likely.
    """

    party: str
    given: dict[Ballot, Fraction]

    @property
    def to_supporter(self) -> Fraction:
        """What a supporter loses by absence."""
        return self.given[Ballot.YES] - self.given[Ballot.ABSENT]

    @property
    def to_opponent(self) -> Fraction:
        """What an opponent loses by absence."""
        return self.given[Ballot.ABSENT] - self.given[Ballot.NO]

    @property
    def best_to_stop(self) -> tuple[Ballot, ...]:
        """The ballots that make adoption least likely."""
        return _at(self.given, min(self.given.values()))

    @property
    def best_to_pass(self) -> tuple[Ballot, ...]:
        """The ballots that make adoption most likely."""
        return _at(self.given, max(self.given.values()))


def price_of_absence(
    form: NormalForm, others: Collection[Ballot] = ALL_BALLOTS, counted: Power | None = None
) -> tuple[Absence, ...]:
    """Return the price of absence of each member; the others cast `others`, each as likely.

    `counted` spares a second count if it is that of the same rule with all four ballots.

    Raises:
        TooLarge: the rule is too large to be counted.
    """
    if set(others) == set(ALL_BALLOTS):
        found = counted if counted and counted.ballots == ALL_BALLOTS else power(form)
        return tuple(Absence(member.party, dict(member.given)) for member in found.members)
    game = two_way(form, ALL_BALLOTS)
    if game is not None and {Ballot.YES, Ballot.NO} <= set(others):
        members = power(form, others).members
        like = [Ballot.YES if as_yes else Ballot.NO for as_yes in game.like_yes]
        return tuple(Absence(m.party, {b: m.given[like[b]] for b in Ballot}) for m in members)
    return _by_states(form, others)


def _by_states(form: NormalForm, others: Collection[Ballot]) -> tuple[Absence, ...]:
    odds = np.zeros((len(form.members), 4, 1), dtype=object)
    odds[:, [int(ballot) for ballot in others], :] = 1
    sheets = len(set(others)) ** (len(form.members) - 1)
    given = chances(unroll(form), odds).given[..., 0]
    return tuple(
        Absence(party, {ballot: Fraction(int(row[ballot]), sheets) for ballot in Ballot})
        for party, row in zip(form.members, given, strict=True)
    )


def inclusiveness(member: MemberPower, counted: Power) -> Fraction | None:
    """Return the share of the adopting sheets on which a member votes yes (König & Bräuninger).

    None if no sheet adopts.
    """
    if not counted.adopting:
        return None
    return member.given[Ballot.YES] / (len(counted.ballots) * counted.power_to_act)


def _at(given: dict[Ballot, Fraction], chance: Fraction) -> tuple[Ballot, ...]:
    return tuple(ballot for ballot in Ballot if given[ballot] == chance)
