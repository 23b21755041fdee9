"""What a finding is, what is assessed, and the register of functions that find."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from foedera.charters import View
from foedera.proceedings import Bench, charter_parties

Value = str | int | float | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Brief:
    """What is assessed: a charter on a day under readings, who is accused, and its friends."""

    view: View
    accused: str | None = None
    friends: tuple[str, ...] = ()
    blanks: dict[str, int] = field(default_factory=dict)

    def bench(self, accused: str | None = None) -> Bench:
        """Return the roles and blanks bound for one accused party (none: nobody is accused).

        A role that decisions cannot do without is bound to some party, whichever.
        """
        roles = {"accused": frozenset({accused})} if accused else {}
        some = frozenset(sorted(charter_parties(self.view))[:1])
        needed = {name for name, role in self.view.charter.roles.items() if role.required}
        return Bench(dict.fromkeys(needed, some) | roles, self.blanks)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement about the charter: `value` for machines, `text` for readers, and its articles.

    `chapter` is what it is about in one or two words, for a report's contents. `headline` is the
    answer in one sentence, for those findings that a reader with one minute should see; `detail`
    marks those that only a reader with an hour does. A figure that was simulated has its standard
    error in `se`, says in `source` of what it is, and in `evidence` how well the models it rests on
    foretold what they had not seen. `asked_again` is False for what is found under the readings
    taken only. `table` has rows of words to show below the text, the first of them the heads.
    """

    id: str
    title: str
    value: Value
    text: str
    articles: tuple[str, ...]
    claim: str | None = None
    chapter: str = ""
    headline: str = ""
    detail: bool = False
    se: float | None = None
    source: str = ""
    evidence: str = ""
    asked_again: bool = True
    table: tuple[tuple[str, ...], ...] = ()


Finder = Callable[[Brief], Iterator[Finding]]
FINDERS: list[Finder] = []
ONCE: set[Finder] = set()


def finds(finder: Finder) -> Finder:
    """Register a function that yields findings; a module's are shown in the order of its text."""
    FINDERS.append(finder)
    return finder


def finds_once(finder: Finder) -> Finder:
    """Register one whose findings take long: they are not asked again under other readings."""
    ONCE.add(finder)
    return finds(finder)


def plural(number: int, word: str) -> str:
    """Return '1 party' or '3 parties'."""
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number} {word if number == 1 else plural}"
