"""A view as the key of what was found for it before."""

from collections.abc import Iterable

from foedera.charters import View
from foedera.charters.select import question_of


class Kept:
    """A view, equal to any other of its charter and day that answers some questions alike.

    The questions are those of the options given, on which whatever is kept rests; by default all.
    """

    def __init__(self, at: View, resting_on: Iterable[str] | None = None) -> None:
        self.view = at
        taken = at.options
        if resting_on is not None:
            asked = {question_of(at.charter, option) for option in resting_on}
            taken = frozenset(o for o in taken if question_of(at.charter, o) in asked)
        self.key = (id(at.charter), at.on, taken)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)
