"""The battery: properties that every charter is tested on.

To add one, write a function that returns the property for a decision of a charter (or None where
it makes no sense), with the question as its docstring, and decorate it with :func:`asks`.
"""

from collections.abc import Callable

from foedera.charters import Charter, View, holding
from foedera.charters.durations import Duration
from foedera.charters.select import answers
from foedera.proceedings import Bench
from foedera.proof.check import Verdict, check_apart, verdict_on
from foedera.proof.properties import (
    Able,
    Absence,
    Assisted,
    Bound,
    Helpful,
    Holder,
    Number,
    Possible,
    Property,
    Target,
    Verb,
)
from foedera.proof.scene import ACCUSED, ATTACKED, scene
from foedera.proof.vote import SECONDS
from foedera.proof.ways import is_help
from foedera.rules import Ballot

Probe = Callable[[Charter, str], Property | None]
PROBES: list[Probe] = []
TEN_DAYS = Duration(10, "days")


def asks(probe: Probe) -> Probe:
    """Register a property of the battery; they are asked in the order of registration."""
    PROBES.append(probe)
    return probe


def battery(
    at: View, bench: Bench | None = None, *, seconds: float = SECONDS
) -> tuple[Verdict, ...]:
    """Return the verdict on every property for each decision of the strongest binding force.

    Raises:
        PropertyError: one party is both accused and attacked.
    """
    check_apart(bench or Bench())
    here = scene(at, bench, seconds)
    names = [f"{body.id}:{decision.id}" for body, decision in answers(at)]
    found = [verdict_on(asked, here, question) for asked, question in _of_assistance(at)]
    for name in names:
        for probe in PROBES:
            asked = probe(at.charter, name)
            if asked is not None:
                found.append(verdict_on(asked, here, (probe.__doc__ or "").strip()))
    return tuple(found)


def _of_assistance(at: View) -> list[tuple[Property, str]]:
    """Return what is asked once of a charter that provides for help to the attacked."""
    if ATTACKED not in at.charter.roles or not any(map(is_help, holding(at.charter.steps, at))):
        return []
    question = "Can the attacked, with one friend, always be assisted within ten days?"
    return [(Assisted(Holder(ATTACKED, 1), TEN_DAYS), question)]


@asks
def can_act(_: Charter, name: str) -> Property:
    """Can it ever act?"""
    return Possible(some=True, body=name)


@asks
def can_act_against_each(_: Charter, name: str) -> Property:
    """Can it act against each party, over its no?"""
    return Possible(some=True, body=name, against_any=True)


@asks
def accused_blocks(charter: Charter, name: str) -> Property | None:
    """Can the accused block alone?"""
    return _accused(charter, name, 0)


@asks
def accused_blocks_with_a_friend(charter: Charter, name: str) -> Property | None:
    """Can the accused block with one friend?"""
    return _accused(charter, name, 1)


@asks
def accused_prevents(charter: Charter, name: str) -> Property | None:
    """Can the accused alone prevent it at some step of the procedure?"""
    return _accused(charter, name, 0, "prevent")


@asks
def accused_prevents_with_a_friend(charter: Charter, name: str) -> Property | None:
    """Can the accused with one friend prevent it at some step of the procedure?"""
    return _accused(charter, name, 1, "prevent")


def _accused(charter: Charter, name: str, friends: int, verb: Verb = "block") -> Property | None:
    if ACCUSED not in charter.roles:
        return None
    return Able(Holder(ACCUSED, friends), verb, Target(name))


@asks
def one_party_blocks(_: Charter, name: str) -> Property:
    """Can some single party block whatever the others do?"""
    return Able(Number(1), "block", Target(name))


@asks
def bound_against_its_will(_: Charter, name: str) -> Property:
    """Can a party that votes no be bound?"""
    return Bound(Target(name))


@asks
def absence_defeats(_: Charter, name: str) -> Property:
    """Can absence alone defeat it?"""
    return Absence(Target(name))


@asks
def victim_starts(charter: Charter, name: str) -> Property:
    """Can the victim alone start the procedure?"""
    actor = Holder("attacked") if "attacked" in charter.roles else Number(1, every=True)
    return Able(actor, "start", Target(name))


@asks
def no_helps(_: Charter, name: str) -> Property:
    """Can coming and voting no make a measure pass that staying away would have defeated?"""
    return Helpful(Ballot.NO, Target(name))


@asks
def abstaining_helps(_: Charter, name: str) -> Property:
    """Can coming and abstaining make a measure pass that staying away would have defeated?"""
    return Helpful(Ballot.ABSTAIN, Target(name))
