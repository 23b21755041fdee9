"""The taxonomy of acts and threats, read from `acts.yaml`, which defines each with its basis."""

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter

from foedera.files.record import Record
from foedera.files.source import read_source

TAXONOMY = Path(str(files("foedera.world.crises") / "acts.yaml"))

Force = Literal["armed", "threat", "none"]
Agenda = Literal["hard", "soft"]
Flag = Literal["hybrid", "intermestic", "transnational", "structural", "systemic"]


class Act(Record):
    """One kind of act or threat."""

    id: str
    title: str
    definition: str
    force: Force
    agenda: Agenda
    flags: tuple[Flag, ...] = ()
    basis: str


class _Taxonomy(Record):
    acts: tuple[Act, ...]


@cache
def acts() -> tuple[Act, ...]:
    """Return the taxonomy, from open force to structural threats."""
    return TypeAdapter(_Taxonomy).validate_python(read_source(TAXONOMY).data).acts


@cache
def _by_id() -> dict[str, Act]:
    return {act.id: act for act in acts()}


def find_act(act_id: str) -> Act:
    """Return the act of that id.

    Raises:
        ValueError: the taxonomy has no such act; the message suggests one.
    """
    try:
        return _by_id()[act_id]
    except KeyError:
        close = difflib.get_close_matches(act_id, _by_id(), n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(_by_id())}"
        raise ValueError(f"no act is called '{act_id}'; {hint}") from None


def is_act(value: str) -> str:
    """Return the id itself if it is an act's, for use as a validator; raises as `find_act`."""
    return find_act(value).id
