"""Power indices of a body, from exact counts.

With the two ballots yes and no these are the classical indices; with abstention and absence they
are those of (j,k) games. A member's *stake* in a ballot is how much likelier adoption is once it
casts that ballot; the Penrose-Banzhaf index compares yes with no. Whatever the way of counting
(states, weights or halves), the results are the same.

References: Penrose (1946); Banzhaf (1965); Coleman (1971) on the power to act, to prevent and to
initiate; Felsenthal & Machover (1997) on abstention; Freixas (2005) on the Shapley-Shubik index of
(j,k) games; Laruelle & Valenciano (2005) on success.
"""

from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import Diagram, TooLarge, chances, unroll
from foedera.power.halves import count_by_size, count_halves, count_kinds, sheets_by_kind
from foedera.power.tables import Cell, Column, Table
from foedera.power.weighted import (
    MOST_MEMBERS,
    Counts,
    TwoWay,
    count_weighted,
    swings_weighted,
    two_way,
)
from foedera.rules import Ballot, NormalForm
from foedera.rules.normal import inequalities

YES_NO = (Ballot.YES, Ballot.NO)
ALL_BALLOTS = tuple(Ballot)

# Where several inequalities are counted: halves of so few members are quicker than any states,
# and so few states are quicker than the halves of more members.
FEW_MEMBERS = 20
FEW_STATES = 500

INDICES = (
    Column("banzhaf", float, "chance of adoption with its yes less that with its no"),
    Column("banzhaf_normalised", float, "its share of the members' Penrose-Banzhaf indices"),
    Column("shapley_shubik", float, "chance that its ballot settles the outcome"),
    Column("coleman_prevent", float, "share of adopting sheets that its no would defeat"),
    Column("coleman_initiate", float, "share of rejecting sheets that its yes would carry"),
    Column("success", float, "chance that the outcome is what its yes or no asked for"),
)


@dataclass(frozen=True, slots=True)
class MemberPower:
    """One member's indices; probabilities are over equally likely sheets of the ballots counted.

    `banzhaf` is how much likelier adoption is with its yes than with its no; `coleman_prevent` is
    the share of the adopting sheets that its no would defeat, `coleman_initiate` that of the
    rejecting sheets which its yes would carry; `given` is the chance of adoption by its ballot;
    `success` the chance that the outcome is what its yes or no asked for.
    """

    party: str
    banzhaf: Fraction
    banzhaf_normalised: Fraction
    shapley_shubik: float
    coleman_prevent: Fraction | None
    coleman_initiate: Fraction | None
    given: dict[Ballot, Fraction]
    success: Fraction

    def indices(self) -> dict[str, Cell]:
        """Return the cells of the columns `INDICES`."""
        prevent, initiate = self.coleman_prevent, self.coleman_initiate
        return {
            "banzhaf": float(self.banzhaf),
            "banzhaf_normalised": float(self.banzhaf_normalised),
            "shapley_shubik": self.shapley_shubik,
            "coleman_prevent": None if prevent is None else float(prevent),
            "coleman_initiate": None if initiate is None else float(initiate),
            "success": float(self.success),
        }


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

    def to_table(self) -> Table:
        """Return a table with a row a member: its indices, and the chance of adoption by ballot."""
        by_ballot = tuple(
            Column(f"given_{ballot}", float, f"chance of adoption once it has cast {ballot}")
            for ballot in self.ballots
        )
        rows = tuple(
            {"party": member.party}
            | member.indices()
            | {f"given_{ballot}": float(member.given[ballot]) for ballot in self.ballots}
            for member in self.members
        )
        return Table((Column("party", str, "the member"), *INDICES, *by_ballot), rows)


def power(form: NormalForm, ballots: Collection[Ballot] = ALL_BALLOTS) -> Power:
    """Return the indices of a body whose members cast the given ballots, each equally likely.

    Counts are whole numbers and exact; Shapley-Shubik is exact up to rounding.

    Raises:
        TooLarge: the rule can be counted neither state by state, nor by its weights, nor by halves.
    """
    _check_size(form)
    chosen = tuple(ballot for ballot in Ballot if ballot in ballots)
    counted = _count(form, chosen)
    sheets = len(chosen) ** len(form.members)
    members = _members(form, counted, chosen, sheets)
    return Power(chosen, counted.adopting, sheets, members, _is_monotone(form))


def _check_size(form: NormalForm) -> None:
    """Refuse what would take minutes: more members than any institution has."""
    if len(form.members) > MOST_MEMBERS:
        raise TooLarge(
            f"power is counted for up to {MOST_MEMBERS} members, not {len(form.members)}"
        )


def banzhaf(form: NormalForm, ballots: Collection[Ballot] = ALL_BALLOTS) -> dict[str, Fraction]:
    """Return each member's Penrose-Banzhaf index alone, as :func:`power` does with all the others.

    Raises:
        TooLarge: as :func:`power`.
    """
    _check_size(form)
    chosen = tuple(ballot for ballot in Ballot if ballot in ballots)
    game = two_way(form, chosen)
    others = len(chosen) ** (len(form.members) - 1)
    if game is not None and len(game.leaves) == 1:
        with suppress(TooLarge):
            swings = swings_weighted(game)
            return {m: Fraction(s, others) for m, s in zip(form.members, swings, strict=True)}
    if game is None or len(game.members) > FEW_MEMBERS:
        return {member.party: member.banzhaf for member in power(form, chosen).members}
    found = count_kinds(game) or count_by_size(game)
    _, with_yes, with_no = sheets_by_kind(game, found)
    of_kind = [Fraction(yes - no, others) for yes, no in zip(with_yes, with_no, strict=True)]
    return {party: of_kind[kind] for party, kind in zip(form.members, found.kind, strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class _Counted:
    """Adopting sheets; of them, for each member, those of the others by its ballot; Shapley."""

    adopting: int
    given: tuple[dict[Ballot, int], ...]
    shapley: NDArray[np.float64]


def _count(form: NormalForm, ballots: tuple[Ballot, ...]) -> _Counted:
    """Count in the first way that is not too large, the quickest first.

    A rule of any kind can be counted state by state; where each ballot counts as a yes or as a no,
    one inequality also by its weights, and several by halves.
    """
    game = two_way(form, ballots)
    if game is None:
        try:
            return _by_states(form, ballots)
        except TooLarge as refusal:
            raise TooLarge(
                f"{refusal}, and the ballots differ in more than yes and no, so that it cannot be "
                "counted by weights or halves"
            ) from None
    refusals = []
    for way in _ways(form, ballots, game):
        try:
            return way()
        except TooLarge as refusal:
            refusals.append(str(refusal))
    raise TooLarge("; ".join(refusals))


def _ways(
    form: NormalForm, ballots: tuple[Ballot, ...], game: TwoWay
) -> list[Callable[[], _Counted]]:
    """Return the ways of counting a rule of two classes of ballots, the quickest first."""
    weights, halves = (
        partial(_by_classes, game, count) for count in (count_weighted, count_halves)
    )
    states = partial(_by_states, form, ballots)
    if len(game.leaves) == 1:
        return [weights, halves, states]
    if len(game.members) <= FEW_MEMBERS:
        return [halves, states]
    try:
        diagram = unroll(form, FEW_STATES)
    except TooLarge:
        return [halves, states]
    return [partial(states, diagram)]


def _by_states(
    form: NormalForm, ballots: tuple[Ballot, ...], diagram: Diagram | None = None
) -> _Counted:
    diagram = diagram or unroll(form)
    counts = chances(diagram, _uniform_counts(len(form.members), ballots))
    given = tuple(
        {ballot: int(member[ballot, 0]) for ballot in {*ballots, *YES_NO}}
        for member in counts.given
    )
    return _Counted(int(counts.total[0]), given, shapley_shubik(diagram, form, ballots))


def _by_classes(game: TwoWay, count: Callable[[TwoWay], Counts]) -> _Counted:
    found = count(game)
    pairs = tuple(zip(found.with_yes, found.with_no, strict=True))
    labels = tuple(zip(Ballot, game.like_yes, strict=True))
    by_pair = {
        (yes, no): {ballot: yes if like_yes else no for ballot, like_yes in labels}
        for yes, no in set(pairs)
    }
    given = tuple(by_pair[pair] for pair in pairs)
    return _Counted(found.adopting, given, found.shapley)


def _uniform_counts(members: int, ballots: tuple[Ballot, ...]) -> NDArray[np.object_]:
    odds = np.zeros((members, 4, 1), dtype=object)
    odds[:, [int(ballot) for ballot in ballots], :] = 1
    return odds


def _members(
    form: NormalForm, counted: _Counted, ballots: tuple[Ballot, ...], sheets: int
) -> tuple[MemberPower, ...]:
    swings = sum(given[Ballot.YES] - given[Ballot.NO] for given in counted.given)
    alike: dict[tuple[int | float, ...], _Figures] = {}
    members = []
    for party, given, shapley in zip(
        form.members, counted.given, counted.shapley.tolist(), strict=True
    ):
        key = (shapley, *given.values())
        if key not in alike:
            alike[key] = _figures(given, shapley, swings, counted.adopting, ballots, sheets)
        members.append(MemberPower(party, *alike[key]))
    return tuple(members)


# What members of one kind share: the fields of a `MemberPower` after its party.
_Figures = tuple[
    Fraction, Fraction, float, Fraction | None, Fraction | None, dict[Ballot, Fraction], Fraction
]


def _figures(
    counts: dict[Ballot, int],
    shapley: float,
    total: int,
    adopting: int,
    ballots: tuple[Ballot, ...],
    sheets: int,
) -> _Figures:
    others, rejecting = sheets // len(ballots), sheets - adopting
    yes, no = counts[Ballot.YES], counts[Ballot.NO]
    # The adopting sheets that its no would defeat; the rejecting ones that its yes would carry.
    prevent = sum(counts[ballot] - no for ballot in ballots)
    initiate = sum(yes - counts[ballot] for ballot in ballots)
    return (
        Fraction(yes - no, others),
        Fraction(yes - no, total) if total else Fraction(0),
        shapley,
        Fraction(prevent, adopting) if adopting else None,
        Fraction(initiate, rejecting) if rejecting else None,
        {ballot: Fraction(counts[ballot], others) for ballot in ballots},
        Fraction(yes + others - no, 2 * others),
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
        (leaf.coefficients[:, Ballot.YES, None] >= leaf.coefficients).all()
        for leaf in inequalities(form.root)
    )
