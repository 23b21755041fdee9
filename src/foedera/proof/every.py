"""All coalitions of a rule: whether every one of a size is effective, and every smallest one.

Interchangeable members are taken as one; where that leaves too many coalitions to try, or one could
not be settled in time, the answer says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np

from foedera.proof.kinds import coalitions, kinds_of, shares
from foedera.proof.systems import opposite, question, solve, with_tables
from foedera.proof.vote import (
    BALLOTS,
    OTHERS,
    SECONDS,
    Aim,
    Answer,
    Search,
    Verdict,
    ballots_for,
    beside,
    effective,
    have_one_worst,
    smallest,
)
from foedera.rules import Ballot, NormalForm

LARGEST_LISTING = 20_000


@dataclass(frozen=True, slots=True)
class Listing:
    """Every smallest coalition up to symmetry: for each, how many of which interchangeable members.

    `complete` is false where there were too many to try or one could not be settled in time.
    """

    size: int | None
    types: tuple[tuple[tuple[tuple[str, ...], int], ...], ...] = ()
    complete: bool = True


def every_coalition(
    form: NormalForm,
    aim: Aim,
    size: int,
    *,
    by: Iterable[Ballot] = BALLOTS,
    seconds: float = SECONDS,
) -> Answer:
    """Return whether every coalition of a size is effective, or one that is not."""
    ballots = tuple(by)
    search = Search(form, aim, ballots, seconds)
    others = opposite(search.wanted)
    columns = [int(ballot) for ballot in ballots]
    limited = with_tables(others, lambda table: table[:, columns])
    weak = with_tables(others, lambda table: beside(table, table[:, columns].min(axis=1)))
    allowed = np.ones((len(form.members), OTHERS + 1), dtype=np.bool_)
    cost = np.zeros(allowed.shape, dtype=np.int64)
    cost[:, OTHERS] = 1
    found = solve(question(weak, allowed, cost, exactly=size), seconds)
    if found.choice is not None:
        inside = found.choice == OTHERS
        sheet = search.sheet(np.where(inside, columns[0], found.choice))
        return Answer("fails", sheet, tuple(np.array(form.members)[inside].tolist()))
    # The bound takes each inequality's own worst ballot of the coalition; that proves it effective
    # only if every member has one ballot that is all of them, since the others choose after it.
    if found.status == "none" and have_one_worst(limited).all():
        return Answer("holds")
    return _each_coalition(search, size)


def _each_coalition(search: Search, size: int) -> Answer:
    tried = list(islice(coalitions(search.form, size), LARGEST_LISTING + 1))
    late: Verdict = "holds" if len(tried) <= LARGEST_LISTING else "unknown"
    for coalition in tried[:LARGEST_LISTING]:
        answer = effective(search, coalition)
        if answer.verdict == "fails":
            return Answer("fails", answer.sheet, coalition)
        late = "unknown" if answer.verdict == "unknown" else late
    return Answer(late)


def all_smallest_blocking(form: NormalForm, *, by: Iterable[Ballot] = BALLOTS) -> Listing:
    """Return every smallest blocking coalition, interchangeable members taken as one."""
    return _listing(Search(form, "block", tuple(by)))


def all_smallest_forcing(form: NormalForm, *, by: Iterable[Ballot] = BALLOTS) -> Listing:
    """Return every smallest forcing coalition, interchangeable members taken as one."""
    return _listing(Search(form, "force", tuple(by)))


def _listing(search: Search) -> Listing:
    least = smallest(search, None, ())
    if least.size is None or least.verdict != "holds":
        return Listing(None, complete=least.verdict == "fails")
    kinds = kinds_of(search.form)
    tried = list(islice(shares(kinds, least.size), LARGEST_LISTING + 1))
    complete = len(tried) <= LARGEST_LISTING
    types = []
    for numbers in tried[:LARGEST_LISTING]:
        pairs = [(kind, number) for kind, number in zip(kinds, numbers, strict=True) if number]
        coalition = {member for kind, number in pairs for member in kind[:number]}
        status = ballots_for(search, search.mask(coalition)).status
        complete &= status != "unknown"
        if status == "found":
            types.append(tuple(pairs))
    return Listing(least.size, tuple(types), complete)
