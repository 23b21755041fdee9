"""What is wrong with the terms of a charter's duties, told in sentences."""

from collections.abc import Iterable, Iterator

from foedera.charters.model import Charter, Duty, Terms
from foedera.charters.select import suggestion
from foedera.charters.vocabulary import acts, circumstances

Fault = tuple[tuple[str | int, ...], str]


def term_faults(charter: Charter) -> Iterator[Fault]:
    """Yield (place, sentence) for each word of a duty's terms that the vocabulary lacks."""
    rights = [duty.id for duty in charter.duties if duty.modality == "may" and duty.terms]
    for d, duty in enumerate(charter.duties):
        for t, terms in enumerate(duty.terms):
            place = ("duties", d, "terms", t)
            yield from _unknown((*place, "act"), terms.act, acts(), "act")
            for key, words in (("if", terms.if_), ("if_not", terms.if_not)):
                yield from _unknown((*place, key), words, circumstances(), "circumstance")
            yield from _unknown((*place, "save"), terms.save, rights, "right with terms")
            yield from _shape(place, duty, terms)


def _unknown(
    place: tuple[str | int, ...], words: Iterable[str], known: Iterable[str], what: str
) -> Iterator[Fault]:
    known = list(known)
    for word in words:
        if word not in known:
            yield place, f"there is no {what} '{word}'{suggestion(word, known)}"


def _shape(place: tuple[str | int, ...], duty: Duty, terms: Terms) -> Iterator[Fault]:
    """Yield what no reader could give a meaning to: both sides of a fact, effects of no act."""
    for word in sorted({*terms.if_} & {*terms.if_not}):
        yield (*place, "if_not"), f"'{word}' stands under if as well"
    if not terms.act:
        yield (*place, "act"), "name at least one act"
    asks = duty.modality in {"must", "should"}
    for word in (*terms.if_, *terms.if_not):
        fact = circumstances().get(word)
        if fact is None or not (fact.by_effect or fact.member == "affected"):
            continue
        for name in terms.act:
            act = acts().get(name)
            if act is not None and act.bears_on is None:
                yield place, f"'{word}' needs an act that bears on somebody, unlike '{name}'"
        if asks and len(terms.act) > 1:
            yield place, f"'{word}' speaks of one act, but the duty leaves a choice of several"
    if terms.save and asks:
        yield (*place, "save"), "only a prohibition or a right can leave a right untouched"
