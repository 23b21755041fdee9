"""How a crisis can end under a charter, and the causes of paralysis, in the order of precedence."""

from enum import IntEnum


class Ending(IntEnum):
    """What came of a crisis; everything from `NOT_CONVENED` on is paralysis, by its cause."""

    ACTED = 0
    ASSISTED = 1
    NOT_CONVENED = 2
    NO_QUORUM = 3
    NO_AGREEMENT = 4
    BLOCKED_BY_ACCUSED = 5
    BLOCKED_BY_FRIENDS = 6
    BLOCKED_BY_OTHERS = 7
    NOBODY_CAME = 8
    NOT_ENFORCED = 9
    TOO_LATE = 10
    NOT_OPEN = 11

    @property
    def words(self) -> str:
        """The ending in words, as documents name it."""
        return self.name.lower().replace("_", " ")


MEANINGS: dict[Ending, str] = {
    Ending.ACTED: "a measure was decided in time, and those who came turned the outcome",
    Ending.ASSISTED: "without a decision, help came in time and turned the outcome",
    Ending.NOT_CONVENED: "nobody took, or too few supported, a step that must come before the vote",
    Ending.NO_QUORUM: "fewer came to the vote than the text asks for",
    Ending.NO_AGREEMENT: "most of those that voted did not name the accused as the aggressor",
    Ending.BLOCKED_BY_ACCUSED: "had the accused abstained or stayed away, it would have passed",
    Ending.BLOCKED_BY_FRIENDS: "had the accused and its allies not opposed, it would have passed",
    Ending.BLOCKED_BY_OTHERS: "those who named the accused lost to others who are not its allies",
    Ending.NOBODY_CAME: "help was owed or allowed, and nobody gave it",
    Ending.NOT_ENFORCED: "a measure was decided or help came, but it did not turn the outcome",
    Ending.TOO_LATE: "the procedure took longer than the accused needed",
    Ending.NOT_OPEN: "the charter is not open to the attacked: nothing was tried",
}

ACTING = (Ending.ACTED, Ending.ASSISTED)
PARALYSIS = tuple(ending for ending in Ending if ending not in ACTING)
