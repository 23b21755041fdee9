"""Findings about one charter: what its text makes possible, with the articles that say so.

A finding is a function of the charter under a reading, so that the assessment can ask again under
every other reading and say which findings depend on it. To add one, write a function in a module of
this folder and decorate it with :func:`finds`; it then appears in every assessment, in the order of
the modules named here.
"""

from collections.abc import Iterable
from dataclasses import replace

from foedera.charters import View, holding
from foedera.report.findings import (
    accused,
    alternatives,
    compatibility,
    conditions,
    crises,
    decisiveness,
    force,
    interests,
    membership,
    orders,
    procedure,
    vetoes,
    ways,
)
from foedera.report.findings.record import (
    FINDERS,
    ONCE,
    Brief,
    Finding,
    Value,
    finds,
    finds_once,
)

# The findings in the order in which an assessment shows them.
MODULES = (
    membership,
    ways,
    procedure,
    accused,
    decisiveness,
    force,
    crises,
    alternatives,
    orders,
    conditions,
    vetoes,
    interests,
    compatibility,
)

# The chapter of a report in which the findings of a module stand.
CHAPTERS = {
    membership.__name__: "Membership",
    ways.__name__: "From an act to a decision",
    procedure.__name__: "The procedure as a game",
    accused.__name__: "The accused, its friends, and blocs",
    decisiveness.__name__: "Decisiveness and power",
    force.__name__: "Force, duties, and what is left open",
    crises.__name__: "Would it act?",
    alternatives.__name__: "Compared with the alternatives",
    orders.__name__: "Compared with the alternatives",
    conditions.__name__: "What that hangs on",
    vetoes.__name__: "What its vetoes freeze",
    interests.__name__: "Interests and the long run",
    compatibility.__name__: "Beside other charters",
}

__all__ = [
    "CHAPTERS",
    "FINDERS",
    "MODULES",
    "Brief",
    "Finding",
    "Value",
    "findings",
    "finds",
    "finds_once",
    "unverified",
]


def findings(brief: Brief, *, again: bool = False) -> tuple[Finding, ...]:
    """Return every finding about the charter of a brief; asked again, without the long ones."""
    order = [module.__name__ for module in MODULES]
    finders = sorted(FINDERS, key=lambda finder: order.index(finder.__module__))
    return tuple(
        replace(
            found,
            chapter=CHAPTERS.get(finder.__module__, "Further findings"),
            asked_again=finder not in ONCE,
        )
        for finder in finders
        if not (again and finder in ONCE)
        for found in finder(brief)
    )


def unverified(at: View) -> Iterable[str]:
    """Return the articles that were not, or not wholly, seen in the text."""
    articles = [a.article for a in holding(at.charter.articles, at) if a.mark == "recalled"]
    doubts = [q.article for q in at.charter.readings.values() if q.text_in_doubt]
    return dict.fromkeys([*articles, *doubts])
