"""Decide every Security Council vote on record by the charter and hold it against the record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from foedera.charters import find_decision, load_charter, view
from foedera.proceedings.electorate import Bench, normal_form
from foedera.rules import Ballot, NormalForm, decide, read_ballot
from foedera.world.council_votes import CouncilVote
from foedera.world.memberships import members

CHARTER, PROCEDURAL, SUBSTANTIVE = "un-sc", "council:procedural", "council:substantive"


@dataclass(slots=True)
class CouncilCheck:
    """How many votes agree with the record, by what is known of them, and which do not.

    `agree` counts: 'every ballot known'; 'whatever the unknown ballots' (every completion that fits
    the tally gives the recorded outcome); 'for some unknown ballots'; 'without a vote' (nothing to
    decide); 'only as a procedural question' (the record does not say which one was procedural).
    `contradictions` and `seats` (votes whose members are not those of the table of
    memberships) hold one sentence a vote.
    """

    agree: Counter[str] = field(default_factory=Counter)
    contradictions: list[str] = field(default_factory=list)
    seats: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        """The number of votes looked at."""
        return sum(self.agree.values()) + len(self.contradictions)


def check_council_votes(votes: Iterable[CouncilVote]) -> CouncilCheck:
    """Return how the charter's decisions compare with the record.

    Whether a question was procedural is taken from the record where it says so.
    """
    check = CouncilCheck()
    for vote in votes:
        if vote.without_vote:
            check.agree["without a vote"] += 1
            continue
        form = _form(vote)
        if set(vote.ballots) != set(form.members):
            check.seats.append(_seats(vote, form))
            continue
        outcomes = {decide(form, sheet).adopted for sheet in completions(vote)}
        if vote.procedural is None and vote.adopted and outcomes == {False}:
            # Carried over a permanent member's no: lawful only if the question was procedural.
            outcomes = {decide(_bound(vote.on, PROCEDURAL), s).adopted for s in completions(vote)}
            if outcomes == {True}:
                check.agree["only as a procedural question"] += 1
                continue
        if vote.adopted not in outcomes:
            was, is_ = ("adopted", "rejected") if vote.adopted else ("rejected", "adopted")
            check.contradictions.append(f"{vote.id} ({vote.on}): recorded as {was}, decided {is_}")
        elif None not in vote.ballots.values():
            check.agree["every ballot known"] += 1
        elif len(outcomes) == 1:
            check.agree["whatever the unknown ballots"] += 1
        else:
            check.agree["for some unknown ballots"] += 1
    return check


def _form(vote: CouncilVote) -> NormalForm:
    return _bound(vote.on, PROCEDURAL if vote.procedural else SUBSTANTIVE)


@cache
def _bound(day: date, name: str) -> NormalForm:
    at = view(load_charter(CHARTER), day)
    return normal_form(at, *find_decision(at, name), Bench())


def _seats(vote: CouncilVote, form: NormalForm) -> str:
    more = ", ".join(sorted(set(vote.ballots) - set(form.members))) or "none"
    fewer = ", ".join(sorted(set(form.members) - set(vote.ballots))) or "none"
    return (
        f"{vote.id} ({vote.on}): on record but not seated: {more}; seated, not on record: {fewer}"
    )


def completions(vote: CouncilVote) -> list[dict[str, Ballot]]:
    """Return the sheets that matter among those that fit what is known of a vote.

    Known vetoes are set first. The rule looks only at the number of yes and at the noes of
    permanent members, so two ways to place the remaining noes span all: first on the permanent
    members whose ballot is unknown, or last.
    """
    known = {m: read_ballot(word) for m, word in vote.ballots.items() if word is not None}
    unknown = [member for member, word in vote.ballots.items() if word is None]
    known |= {member: Ballot.NO for member in unknown if member in vote.vetoed_by}
    unknown = [member for member in unknown if member not in vote.vetoed_by]
    if not unknown:
        return [known]
    if vote.tally is None:
        return [known | dict.fromkeys(unknown, ballot) for ballot in Ballot]
    permanent = frozenset(members(CHARTER, vote.on, frozenset({"permanent"})))
    orders = [
        sorted(unknown, key=lambda member: member in permanent, reverse=first)
        for first in (True, False)
    ]
    return [known | _spread(order, vote.tally, known) for order in orders]


def _spread(
    order: list[str], tally: tuple[int, int, int], known: dict[str, Ballot]
) -> dict[str, Ballot]:
    """Give the noes, abstentions and yeses still missing from the tally out in this order."""
    cast = Counter(known.values())
    yes, no, abstain = tally
    pool = [Ballot.NO] * max(no - cast[Ballot.NO], 0)
    pool += [Ballot.ABSTAIN] * max(abstain - cast[Ballot.ABSTAIN], 0)
    pool += [Ballot.YES] * max(yes - cast[Ballot.YES], 0)
    pool += [Ballot.ABSENT] * len(order)
    return dict(zip(order, pool, strict=False))
