"""Charters: the model, the library, and what a charter says on one day under chosen readings."""

from foedera.charters.load import (
    CharterError,
    charter_from_text,
    charter_ids,
    library,
    load_charter,
)
from foedera.charters.model import Body, Charter, Decision, Step
from foedera.charters.select import (
    ReadingError,
    View,
    decision_names,
    decision_rule,
    find_decision,
    holding,
    view,
)
from foedera.files.source import SourceError

__all__ = [
    "Body",
    "Charter",
    "CharterError",
    "Decision",
    "ReadingError",
    "SourceError",
    "Step",
    "View",
    "charter_from_text",
    "charter_ids",
    "decision_names",
    "decision_rule",
    "find_decision",
    "holding",
    "library",
    "load_charter",
    "view",
]
