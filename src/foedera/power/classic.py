"""Indices of coalitions that need their members: Johnston, Deegan-Packel, Holler.

They ask who shares the spoils, not who decides: Johnston gives each vulnerable coalition's unit to
its critical members, Deegan and Packel each minimal coalition's to all of its members, and Holler
counts the minimal coalitions that a member belongs to, since a public good is not divided. None is
monotonic in weight (Johnston excepted): a heavier member can score less.

References: Johnston, R. J. (1978), 'On the measurement of power: some reactions to Laver',
Environment and Planning A 10; Deegan, J. & Packel, E. W. (1978), 'A new index of power for simple
n-person games', International Journal of Game Theory 7; Holler, M. J. (1982), 'Forming coalitions
and measuring voting power', Political Studies 30.
"""

from dataclasses import dataclass
from fractions import Fraction

from foedera.power.dependence import Vulnerable, vulnerable
from foedera.power.yesno import yes_no
from foedera.rules import Ballot, NormalForm


@dataclass(frozen=True, slots=True)
class ClassicIndices:
    """One member's indices, each adding up to one over the members; None where none is critical."""

    party: str
    johnston: Fraction | None
    deegan_packel: Fraction | None
    holler: Fraction | None


def classic_indices(form: NormalForm, rest: Ballot = Ballot.NO) -> tuple[ClassicIndices, ...]:
    """Return the indices of each member, in the form's order; all who do not vote yes cast `rest`.

    Raises:
        NotMonotone: a yes can defeat what would be adopted without it.
        TooLarge: members are of too many kinds to be counted.
    """
    game = yes_no(form, rest)
    return shares_of(form.members, game.kinds, vulnerable(game))


def shares_of(
    members: tuple[str, ...], kinds: tuple[tuple[str, ...], ...], found: Vulnerable
) -> tuple[ClassicIndices, ...]:
    """Return the indices that follow from the counts of vulnerable and minimal coalitions."""
    johnston = _shares(kinds, [_divided(counts) for counts in found.critical])
    deegan = _shares(kinds, [_divided(counts) for counts in found.minimal])
    holler = _shares(kinds, [Fraction(sum(counts)) for counts in found.minimal])
    by_party = {
        party: ClassicIndices(party, *scores)
        for kind, *scores in zip(kinds, johnston, deegan, holler, strict=True)
        for party in kind
    }
    return tuple(by_party[member] for member in members)


def _divided(counts: tuple[int, ...]) -> Fraction:
    """Return one unit a coalition, divided by the number of members that share it."""
    return sum((Fraction(many, n) for n, many in enumerate(counts) if many), Fraction(0))


def _shares(kinds: tuple[tuple[str, ...], ...], raw: list[Fraction]) -> list[Fraction | None]:
    total = sum((score * len(kind) for kind, score in zip(kinds, raw, strict=True)), Fraction(0))
    return [score / total if total else None for score in raw]
