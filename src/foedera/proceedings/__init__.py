"""Proceedings: cases, what may happen next and why, replay of the record, minutes."""

from foedera.proceedings.casefile import CaseFile, Event, case_ids, load_case
from foedera.proceedings.electorate import (
    Bench,
    charter_parties,
    electorate,
    normal_form,
    resolve_groups,
    weight_tables,
    weight_years,
)
from foedera.proceedings.errors import Forbidden, InputError
from foedera.proceedings.minutes import minutes
from foedera.proceedings.moves import Permission, Refusal, may, moment
from foedera.proceedings.paths import Path, paths
from foedera.proceedings.replay import Proceeding, advance, open_case, replay
from foedera.proceedings.sheet import complete, read_sheet

__all__ = [
    "Bench",
    "CaseFile",
    "Event",
    "Forbidden",
    "InputError",
    "Path",
    "Permission",
    "Proceeding",
    "Refusal",
    "advance",
    "case_ids",
    "charter_parties",
    "complete",
    "electorate",
    "load_case",
    "may",
    "minutes",
    "moment",
    "normal_form",
    "open_case",
    "paths",
    "read_sheet",
    "replay",
    "resolve_groups",
    "weight_tables",
    "weight_years",
]
