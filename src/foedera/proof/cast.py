"""Who can stand for the characters of a situation, given the memberships of the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product

from foedera.charters import View
from foedera.charters.vocabulary import circumstances
from foedera.proceedings import charter_parties
from foedera.proof.facts import Literal, Situation, closure
from foedera.world.memberships import members

Codes = frozenset[str]
PARTY = "party"  # the one whose conduct is judged; it is a party to both charters
APART = (("party", "attacked"), ("party", "attacker"), ("party", "other"), ("attacked", "attacker"))
ENOUGH = 5  # of each character, so that distinct ones can be found if there are any


@dataclass(frozen=True, slots=True)
class Cast:
    """The parties to two charters on a day, and everybody else who may come into a situation."""

    on: date
    parties: dict[str, Codes]
    everyone: Codes
    great: Codes

    @property
    def common(self) -> Codes:
        """The parties to both charters."""
        return frozenset.intersection(*self.parties.values())

    def candidates(self, character: str, known: Situation) -> Codes:
        """Return who can be a character where these memberships and holdings are given."""
        found = self.common if character == PARTY else self.everyone
        for fact, value in known:
            if fact.member == character and fact.charter in self.parties:
                parties = self.parties[fact.charter]
                found = found & parties if value else found - parties
            held = circumstances()[fact.circumstance].held_by
            if held and character == PARTY:
                codes = {h.code for h in held if h.since <= self.on < (h.until or date.max)}
                found = found & codes if value else found - codes
        return found

    def characters(self, known: Situation) -> list[str]:
        """Return the characters of a situation whose membership matters to it, the party first."""
        return [PARTY, *sorted({fact.member for fact, _ in known if fact.member})]

    def example(self, known: Situation) -> dict[str, str] | None:
        """Return distinct parties that can stand for the characters; None if there are none."""
        who = self.characters(known)
        lists = [self._preferred(character, known) for character in who]
        for chosen in product(*lists):
            roles = dict(zip(who, chosen, strict=True))
            if all(roles.get(one, one) != roles.get(two, two) for one, two in APART):
                return roles
        return None

    def _preferred(self, character: str, known: Situation) -> list[str]:
        """Return the first few candidates: attackers great, and from outside, where possible."""
        abroad = character in {"attacker", "other"}

        def order(code: str) -> tuple[bool, bool, str]:
            return abroad and code not in self.great, abroad and code in self.common, code

        return sorted(self.candidates(character, known), key=order)[:ENOUGH]

    def implied(self, literal: Literal, known: Situation) -> bool:
        """Return whether a literal follows from the rest, by the vocabulary or by membership."""
        fact, _ = literal
        if literal in closure(known):
            return True
        character = fact.member
        if character is None and circumstances()[fact.circumstance].held_by:
            character = PARTY
        if character is None:
            return False
        others = self.candidates(character, known)
        return others == self.candidates(character, known | {literal})

    def reduced(self, known: Situation) -> Situation:
        """Return a situation without what follows from the rest of it."""
        for literal in sorted(known, key=lambda lit: (lit[1], lit[0])):
            rest = known - {literal}
            if self.implied(literal, rest):
                known = rest
        return known


def cast_of(first: View, second: View) -> Cast:
    """Return the cast of two charters on the later of their days."""
    on = max(first.on, second.on)
    parties = {at.charter.id: charter_parties(at) for at in (first, second)}
    states = frozenset(members("un", on)) | frozenset(members("league", on))
    everyone = states.union(*parties.values())
    great = frozenset(members("un-sc", on, frozenset({"permanent"})))
    return Cast(on, parties, everyone, great)


def counts(cast: Cast, known: Situation) -> Iterator[tuple[str, int]]:
    """Yield each character that matters with the number of those who can stand for it."""
    for character in cast.characters(known):
        yield character, len(cast.candidates(character, known))
