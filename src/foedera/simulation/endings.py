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

    @property
    def words(self) -> str:
        """The ending in words, as documents name it."""
        return self.name.lower().replace("_", " ")


MEANINGS: dict[Ending, str] = {
    Ending.ACTED: "a measure was decided in time, and enough came to enforce it",
    Ending.ASSISTED: "the attacked was helped in time by enough, without a decision",
    Ending.NOT_CONVENED: "nobody took, or too few supported, a step that must come before the vote",
    Ending.NO_QUORUM: "the vote failed, and would not have if the absent had come and voted yes",
    Ending.NO_AGREEMENT: "most of those that voted did not name the accused as the aggressor",
    Ending.BLOCKED_BY_ACCUSED: "without the accused's own ballot the measure would have passed",
    Ending.BLOCKED_BY_FRIENDS: "without the ballots of the accused and its allies it would have",
    Ending.BLOCKED_BY_OTHERS: "those who named the accused lost to others who are not its allies",
    Ending.NOBODY_CAME: "help was owed or allowed, and nobody gave it",
    Ending.NOT_ENFORCED: "a measure was decided or help came, but too weak to stop the accused",
    Ending.TOO_LATE: "the procedure took longer than the accused needed",
}

ACTING = (Ending.ACTED, Ending.ASSISTED)
PARALYSIS = tuple(ending for ending in Ending if ending not in ACTING)
