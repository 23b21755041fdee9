"""Findings about one charter: what its text makes possible, with the articles that say so.

A finding is a function of the charter under a reading, so that the assessment can ask again under
every other reading and say which findings depend on it. To add one, write a function in a module of
this folder and decorate it with :func:`finds`; it then appears in every assessment, in the order of
the modules named here.
"""

from collections.abc import Iterable

from foedera.charters import View, holding
from foedera.report.findings import accused, decisiveness, force, membership, ways
from foedera.report.findings.record import FINDERS, Brief, Finding, Value, finds

# The findings in the order in which an assessment shows them.
MODULES = (membership, ways, accused, decisiveness, force)

__all__ = ["FINDERS", "MODULES", "Brief", "Finding", "Value", "findings", "finds", "unverified"]


def findings(brief: Brief) -> tuple[Finding, ...]:
    """Return every finding about the charter of a brief."""
    order = [module.__name__ for module in MODULES]
    finders = sorted(FINDERS, key=lambda finder: order.index(finder.__module__))
    return tuple(found for finder in finders for found in finder(brief))


def unverified(at: View) -> Iterable[str]:
    """Return the articles that were not, or not wholly, seen in the text."""
    articles = [a.article for a in holding(at.charter.articles, at) if a.mark == "recalled"]
    doubts = [q.article for q in at.charter.readings.values() if q.text_in_doubt]
    return dict.fromkeys([*articles, *doubts])
