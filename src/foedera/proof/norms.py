"""The duties of a charter on a day under readings, as constraints on the conduct of a party.

A norm asks for one of its acts, forbids its act, or lets the party do it, in every situation that
contains its own. What a duty saves (self-defence from the prohibition of force) is taken out of it
piece by piece, so that each norm's situation stays a plain list of facts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from foedera.charters import View, holding
from foedera.charters.model import Duty, Modality, Terms
from foedera.charters.vocabulary import acts
from foedera.proof.facts import NOWHERE, Situation, consistent, situation


@dataclass(frozen=True, slots=True)
class Norm:
    """A duty or right in the vocabulary: `acts` of which one must be done, or the one at issue."""

    charter: str
    duty: str
    article: str
    modality: Modality
    acts: tuple[str, ...]
    where: Situation


def norms(at: View) -> tuple[Norm, ...]:
    """Return the norms of a charter; duties without terms do not bear on conduct so stated."""
    duties = {duty.id: duty for duty in holding(at.charter.duties, at)}
    found = dict.fromkeys(norm for duty in duties.values() for norm in _of_duty(at, duty, duties))
    return tuple(found)


def _of_duty(at: View, duty: Duty, duties: dict[str, Duty]) -> Iterator[Norm]:
    for terms in holding(duty.terms, at):
        choice = duty.modality in {"must", "should"}
        for names in [terms.act] if choice else [(name,) for name in terms.act]:
            act = acts()[names[0]]
            where = situation(terms.if_, terms.if_not, at.charter.id, act)
            if where is None:
                continue
            for left in _without_saved(at, terms, names[0], duties):
                if consistent(where | left):
                    whole = where | left
                    yield Norm(at.charter.id, duty.id, duty.article, duty.modality, names, whole)


def _without_saved(
    at: View, terms: Terms, name: str, duties: dict[str, Duty]
) -> Iterator[Situation]:
    """Yield the situations in which no right that the terms save extends to the act."""
    saved = [
        known
        for right in terms.save
        if right in duties
        for part in holding(duties[right].terms, at)
        if name in part.act
        and (known := situation(part.if_, part.if_not, at.charter.id, acts()[name])) is not None
    ]
    failing = [[(fact, not value) for fact, value in sorted(known)] for known in saved]
    for literals in product(*failing):
        yield NOWHERE | frozenset(literals)
