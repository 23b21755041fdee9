"""The four ballots, and the sets of them that clauses speak of."""

from enum import IntEnum

from foedera.rules.errors import RuleError


class Ballot(IntEnum):
    """What a member did in one vote; the number is its column in a coefficient table."""

    YES = 0
    NO = 1
    ABSTAIN = 2
    ABSENT = 3

    def __str__(self) -> str:
        """Return the ballot as a sheet spells it."""
        return self.name.lower()


BallotSet = frozenset[Ballot]

PRESENT: BallotSet = frozenset({Ballot.YES, Ballot.NO, Ballot.ABSTAIN})
VOTING: BallotSet = frozenset({Ballot.YES, Ballot.NO})
EVERY_BALLOT: BallotSet = frozenset(Ballot)

# The spellings met in vote records: full words, the UN Library's letters, 'X' for not taking part.
_SPELLINGS = {
    "yes": Ballot.YES,
    "y": Ballot.YES,
    "for": Ballot.YES,
    "no": Ballot.NO,
    "n": Ballot.NO,
    "against": Ballot.NO,
    "abstain": Ballot.ABSTAIN,
    "abstained": Ballot.ABSTAIN,
    "a": Ballot.ABSTAIN,
    "absent": Ballot.ABSENT,
    "x": Ballot.ABSENT,
}


def read_ballot(word: str) -> Ballot:
    """Return the ballot that `word` spells (yes, no, abstain, absent; also Y, N, A, X).

    Raises:
        RuleError: the word is none of these.

    >>> read_ballot("Yes")
    <Ballot.YES: 0>
    """
    try:
        return _SPELLINGS[word.strip().lower()]
    except KeyError:
        message = f"no ballot is called '{word.strip()}': write yes, no, abstain or absent"
        raise RuleError(message) from None
