"""Which of two charters prevails where their duties clash, and which articles say so.

What the charters themselves say comes first (Vienna Convention on the Law of Treaties, Article
30(2)); where they are silent, a treaty goes before a political commitment, and between treaties
Article 30(3)-(4) is named as the fallback that it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from foedera.charters import View, holding
from foedera.charters.select import strongest

VIENNA = "Vienna Convention on the Law of Treaties, Article 30(3)-(4)"
Claim = tuple[str, str]  # the charter that prevails, and the article that says so


@dataclass(frozen=True, slots=True)
class Precedence:
    """The charter that prevails (None: open), the articles by which, and how that follows."""

    prevails: str | None
    by: tuple[str, ...]
    text: str
    fallback: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One charter in a clash: the articles of its duties, and the day of the youngest of them.

    `obliges` is false where it only lets a party do what the other forbids.
    """

    view: View
    articles: frozenset[str]
    born: date
    obliges: bool = True

    @property
    def id(self) -> str:
        """The charter's id."""
        return self.view.charter.id


def birthday(at: View) -> date:
    """Return the day a charter entered into force; a draft is taken to do so last of all."""
    return at.charter.in_force or date.max


def precedence(first: Side, second: Side) -> Precedence:
    """Return which of two charters prevails where these duties of theirs clash."""
    pairs = ((first, second), (second, first))
    over = [claim for one, two in pairs for claim in _over(one, two)]
    related = [claim for one, two in pairs for claim in _related(one, two)]
    claims = over or related
    winners = sorted({winner for winner, _ in claims})
    if not winners:
        return _silent(first, second)
    if len(winners) > 1:
        by = tuple(dict.fromkeys(article for _, article in claims))
        return Precedence(None, by, f"each claims precedence ({', '.join(by)}): open")
    agreeing = [claim for claim in (*over, *related) if claim[0] == winners[0]]
    by = tuple(dict.fromkeys(article for _, article in agreeing))
    political = [s.id for s in (first, second) if strongest(s.view) != "legal"]
    force = f"; {political[0]} binds politically only" if len(political) == 1 else ""
    return Precedence(winners[0], by, f"{winners[0]} prevails ({', '.join(by)}){force}")


def _articles(side: Side, other: str, words: str) -> Iterator[str]:
    """Yield the articles by which a charter says so of another, for the duties at issue."""
    for rule in holding(side.view.charter.priority, side.view):
        named = "all" in rule.charters or other in rule.charters
        bears = not rule.duties or not side.articles.isdisjoint(rule.duties)
        ranks = side.obliges or not rule.obligations
        if rule.rule == words and named and bears and ranks and other != side.id:
            yield f"{side.id} {rule.article}"


def _over(one: Side, two: Side) -> Iterator[Claim]:
    for article in _articles(one, two.id, "prevails over"):
        yield one.id, article


def _related(one: Side, two: Side) -> Iterator[Claim]:
    """Yield what a charter says on one that it yields to, finds in force, or bars from then on."""
    for article in _articles(one, two.id, "yields to"):
        yield two.id, article
    if strongest(two.view) != "legal":  # only treaties are agreements that a clause may refer to
        return
    if two.born < one.born:
        for article in _articles(one, two.id, "stands beside earlier"):
            yield two.id, article
    if one.born < two.born:
        for article in _articles(one, two.id, "bars later"):
            yield one.id, article


def _silent(first: Side, second: Side) -> Precedence:
    """Return what holds where no charter ranks itself."""
    if first.id == second.id:
        return Precedence(None, (), "both stand in one text, which does not rank them")
    legal = [side.id for side in (first, second) if strongest(side.view) == "legal"]
    if len(legal) == 1:
        text = f"{legal[0]} binds in law, the other politically only"
        return Precedence(legal[0], (), text, fallback=True)
    if not legal:
        text = "two political commitments; neither ranks itself"
        return Precedence(None, (), text, fallback=True)
    if first.born == second.born:
        return Precedence(None, (VIENNA,), f"neither is later ({VIENNA})", fallback=True)
    later = max(first, second, key=lambda side: side.born).id
    text = (
        f"neither says; between states that are parties to both the later, {later}, prevails, "
        f"towards any other each stands ({VIENNA})"
    )
    return Precedence(later, (VIENNA,), text, fallback=True)
