"""Sets of norms that no conduct satisfies, with the situation in which all of them apply.

The search is complete: a conduct is refuted by an act that it is told to do and forbidden to do, or
by two acts that exclude each other; a choice of acts is refuted when each is. Nothing outside the
vocabulary is considered.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations, product

from foedera.proof.facts import NOWHERE, Situation, consistent, exclusions, reaches
from foedera.proof.norms import Norm


@dataclass(frozen=True, slots=True)
class Clash:
    """Norms that cannot all be satisfied in a situation; `right` is one that cannot be used."""

    norms: frozenset[Norm]
    where: Situation
    right: Norm | None = None

    def within(self, other: "Clash") -> bool:
        """Return whether it says all that the other says, of no more norms and facts."""
        return self.norms <= other.norms and self.where <= other.where


def clashes(book: Iterable[Norm]) -> list[Clash]:
    """Return every minimal clash of duties, and every right with the duties that exclude it."""
    search = _Search(tuple(book))
    found = search.refute(frozenset())
    for norm in search.book:
        if norm.modality == "may":
            found.extend(
                Clash(clash.norms | {norm}, clash.where | norm.where, norm)
                for clash in search.refute(frozenset(norm.acts), given=norm.where)
            )
    return minimal(found)


def minimal(found: Iterable[Clash]) -> list[Clash]:
    """Return the clashes that none of the others is within."""
    ordered = sorted(dict.fromkeys(found), key=lambda clash: (len(clash.norms), len(clash.where)))
    kept: list[Clash] = []
    for clash in ordered:
        if not any(other.within(clash) for other in kept):
            kept.append(clash)
    return kept


class _Search:
    def __init__(self, book: tuple[Norm, ...]) -> None:
        self.book = book
        self.asked = [norm for norm in book if norm.modality in {"must", "should"}]
        self.forbidden: dict[str, list[Norm]] = {}
        for norm in book:
            if norm.modality == "must not":
                self.forbidden.setdefault(norm.acts[0], []).append(norm)

    def refute(
        self,
        taken: frozenset[str],
        used: frozenset[Norm] = frozenset(),
        latest: frozenset[str] | None = None,
        given: Situation = NOWHERE,
    ) -> list[Clash]:
        """Return the minimal reasons why acts cannot be done while every norm is satisfied.

        `used` are the norms whose choice was made, `latest` the acts taken last: a further choice
        matters only if one of its acts is excluded by these, since otherwise it would have mattered
        before. Only what is consistent with the situation `given` is returned.
        """
        found = [*self._forbidden(taken), *self._excluded(taken)]
        found = minimal(clash for clash in found if consistent(clash.where | given))
        for norm in self.asked:
            if norm not in used and self._touches(norm, taken if latest is None else latest):
                found.extend(self._choice(norm, taken, used, given))
        return minimal(found)

    def _forbidden(self, taken: frozenset[str]) -> Iterable[Clash]:
        for name in taken:
            for reached, known in reaches(name):
                for norm in self.forbidden.get(reached, ()):
                    if consistent(known | norm.where):
                        yield Clash(frozenset({norm}), known | norm.where)

    def _excluded(self, taken: frozenset[str]) -> Iterable[Clash]:
        for first, second in combinations(sorted(taken), 2):
            for known in exclusions(first, second):
                yield Clash(frozenset(), known)

    def _touches(self, norm: Norm, taken: frozenset[str]) -> bool:
        """Return whether a choice can matter: nothing is taken, or an act of it excludes some."""
        return not taken or any(exclusions(act, other) for act in norm.acts for other in taken)

    def _choice(
        self, norm: Norm, taken: frozenset[str], used: frozenset[Norm], given: Situation
    ) -> list[Clash]:
        """Return the reasons why none of a norm's acts can be done besides those taken."""
        if not consistent(given | norm.where):
            return []
        partial = [Clash(frozenset({norm}), norm.where)]
        for act in norm.acts:
            reasons = self.refute(
                taken | {act}, used | {norm}, frozenset({act}), given | norm.where
            )
            joined = (
                Clash(one.norms | two.norms, one.where | two.where)
                for one, two in product(partial, reasons)
            )
            partial = minimal(clash for clash in joined if consistent(clash.where | given))
        return partial


def satisfied(book: Iterable[Norm], conduct: frozenset[str], holding: Situation) -> bool:
    """Return whether a conduct satisfies every norm in a situation that settles every fact.

    It is the independent judge of what the search finds: conduct with all that it amounts to.
    """
    done = {name for act in conduct for name, where in reaches(act) if where <= holding}
    for first, second in combinations(sorted(done), 2):
        if any(where <= holding for where in exclusions(first, second)):
            return False
    for norm in book:
        if not norm.where <= holding:
            continue
        does = not done.isdisjoint(norm.acts)
        if (norm.modality in {"must", "should"} and not does) or (
            norm.modality == "must not" and does
        ):
            return False
    return True
