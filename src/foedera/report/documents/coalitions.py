"""The parts of a count's document on coalitions, unions and absence."""

from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import TypeVar

from foedera.power import (
    Absence,
    ClassicIndices,
    Coalition,
    Minimal,
    NotMonotone,
    Power,
    Roles,
    TooLarge,
    UnionPower,
    dual,
    inclusiveness,
    minimal_of,
    price_of_absence,
    roles,
    shares_of,
    union_power,
    vulnerable,
    yes_no,
)
from foedera.report.documents.stamp import Document
from foedera.rules import Ballot, NormalForm

# Coalitions listed, those that differ by interchangeable members as one.
LISTED = 20

T = TypeVar("T")


def add_every_index(
    document: Document, form: NormalForm, found: Power, rest: Ballot = Ballot.NO
) -> None:
    """Add to a body's document all that coalitions say: minimal ones, indices, roles, absence.

    Where a rule is not monotone or too large, the value is null and `refused` says why.
    """
    winning, shares, refused = _winning(form, rest)
    blocking, not_blocked = _unless_refused(lambda: minimal_of(dual(yes_no(form, rest))))
    who, unknown = _unless_refused(lambda: roles(form, rest))
    prices, too_large = _unless_refused(lambda: price_of_absence(form, found.ballots, found))
    document["rest"] = str(rest)
    document["minimal_winning"] = _minimal(winning)
    document["minimal_blocking"] = _minimal(blocking)
    told = (refused, not_blocked, unknown, too_large)
    document["refused"] = list(dict.fromkeys(reason for reason in told if reason))
    for k, counted in enumerate(found.members):
        included = inclusiveness(counted, found)
        document["members"][k] |= {
            "inclusiveness": None if included is None else float(included),
            "roles": _roles(who, counted.party),
            "absence": _absence(prices[k]) if prices else None,
        } | _classic(shares[k] if shares else None)


def add_unions(
    document: Document,
    form: NormalForm,
    unions: Mapping[str, Collection[str]],
    rest: Ballot = Ballot.NO,
) -> None:
    """Add the values of each member when some are bound together.

    Raises:
        UnionError: the unions are no partition.
        TooLarge: they cannot be counted.
    """
    document["unions"] = {name: sorted(codes) for name, codes in unions.items()}
    document["rest"] = str(rest)
    for k, value in enumerate(union_power(form, unions, rest)):
        document["members"][k] |= _union(value)


def _winning(
    form: NormalForm, rest: Ballot
) -> tuple[Minimal | None, tuple[ClassicIndices, ...], str | None]:
    """Return the minimal winning coalitions and the indices on them, from one count."""
    game = yes_no(form, rest)
    counts, refused = _unless_refused(lambda: vulnerable(game))
    if counts is None:
        return None, (), refused
    return minimal_of(game, counts), shares_of(form.members, game.kinds, counts), None


def _unless_refused(count: Callable[[], T]) -> tuple[T | None, str | None]:
    try:
        return count(), None
    except (NotMonotone, TooLarge) as refusal:
        return None, str(refusal)


def _minimal(found: Minimal | None) -> Document | None:
    if found is None:
        return None
    return {
        "number": str(found.number),
        "by_size": {str(size): str(many) for size, many in found.by_size.items()},
        "listed": [_coalition(coalition) for coalition in islice(found, LISTED)],
    }


def _coalition(coalition: Coalition) -> Document:
    return {
        "size": coalition.size,
        "alike": str(coalition.number),
        "take": [{"number": number, "of": list(kind)} for kind, number in coalition.taken],
    }


def _roles(who: Roles | None, party: str) -> list[str] | None:
    return None if who is None else who.of(party)


def _classic(found: ClassicIndices | None) -> Document:
    names = ("johnston", "deegan_packel", "holler")
    values = [None if found is None else getattr(found, name) for name in names]
    return {
        name: None if value is None else float(value)
        for name, value in zip(names, values, strict=True)
    }


def _absence(found: Absence) -> Document:
    return {
        "given": {str(ballot): float(chance) for ballot, chance in found.given.items()},
        "to_supporter": float(found.to_supporter),
        "to_opponent": float(found.to_opponent),
        "best_to_stop": [str(ballot) for ballot in found.best_to_stop],
        "best_to_pass": [str(ballot) for ballot in found.best_to_pass],
    }


def _union(found: UnionPower) -> Document:
    return {
        "union": found.union,
        "owen": float(found.owen),
        "banzhaf_owen": float(found.banzhaf_owen),
    }
