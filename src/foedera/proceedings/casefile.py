"""A case as its file gives it: under which charters, on which assumptions, and its record.

Events are frozen; a record is a tuple of them and only ever grows. What a case *is* at any moment
is derived from the record by :mod:`foedera.proceedings.docket`, never stored.
"""

from datetime import date, datetime
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from foedera.charters.model import Mark
from foedera.charters.select import suggestion
from foedera.files.faults import keys_of, schema_faults
from foedera.files.record import Names, Record
from foedera.files.source import Source, SourceError, read_source
from foedera.proceedings.errors import InputError

CASES = Path(str(files("foedera.proceedings") / "cases"))

BallotWord = Literal["yes", "no", "abstain", "absent"]
PartiesMode = Literal["register", "eligible", "record"]


def _moment(value: object) -> object:
    """Read '2022-02-25' as the start of that day; hours may follow: '2022-02-25 14:00'."""
    if isinstance(value, str) and len(value.strip()) == len("2022-02-25"):
        return f"{value.strip()}T00:00"
    return value


Moment = Annotated[datetime, BeforeValidator(_moment)]


class Event(Record):
    """One thing that happened in a case (or, with `refused`, was tried and must be refused)."""

    date: Moment
    step: str
    party: str = Field("", description="who; empty: the office that presides or is charged with it")
    charter: str = Field("", description="empty: the first charter of the case")
    to: Names = ()
    roles: dict[str, Names] = Field(default_factory=dict)
    body: str = Field("", description="body or body:decision, for meetings and votes")
    measure: str = ""
    ballot: BallotWord | None = None
    ballots: dict[BallotWord, Names] = Field(
        default_factory=dict,
        description="a roll call: ballot and parties; 'rest' stands for all others, else absent",
    )
    text: str = ""
    refused: str = Field("", description="words of the reason for which it must be refused")
    mark: Mark = "verified"
    sources: Names = ()


class History(Record):
    """What history records, for the replay to be held against."""

    outcome: str = Field(description="outcome of the replay, such as 'substantive: rejected'")
    sources: Names = ()
    note: str = ""
    mark: Mark = "verified"


class CaseFile(Record):
    """A dispute or crisis brought under one or more charters."""

    id: str
    title: str
    summary: str = ""
    charters: Names
    opened: Moment | None = Field(None, description="when the case begins, before its first event")
    roles: dict[str, Names] = Field(default_factory=dict)
    readings: dict[str, Names] = Field(default_factory=dict, description="options by charter id")
    blanks: dict[str, dict[str, int]] = Field(default_factory=dict, description="by charter id")
    parties: dict[str, PartiesMode | tuple[str, ...]] = Field(
        default_factory=dict,
        description="by charter id: register (default), eligible, record, or a list of codes",
    )
    events: tuple[Event, ...] = ()
    history: History | None = None
    sources: dict[str, str] = Field(default_factory=dict)


def case_ids() -> tuple[str, ...]:
    """Return the ids of the historical cases in the package, sorted."""
    return tuple(sorted(path.stem for path in CASES.glob("*.yaml")))


def load_case(name: str) -> CaseFile:
    """Return a case of the library by id, or the one in a YAML file by path.

    Raises:
        InputError, SourceError: there is no such case, or the file has faults (told by line).
    """
    if name.endswith((".yaml", ".yml")):
        return _beside(read_case(read_source(Path(name))), Path(name).parent)
    path = CASES / f"{name}.yaml"
    if "/" in name or not path.is_file():
        raise InputError(f"there is no case '{name}' in the library{suggestion(name, case_ids())}")
    return read_case(read_source(path))


def _beside(case: CaseFile, folder: Path) -> CaseFile:
    """Return a case whose charter files are looked for beside the case file."""

    def found(word: str) -> str:
        beside = folder / word
        return str(beside) if word.endswith((".yaml", ".yml")) and beside.is_file() else word

    return case.model_copy(
        update={
            "charters": tuple(map(found, case.charters)),
            "readings": {found(key): value for key, value in case.readings.items()},
            "blanks": {found(key): value for key, value in case.blanks.items()},
            "parties": {found(key): value for key, value in case.parties.items()},
            "events": tuple(
                event.model_copy(update={"charter": found(event.charter)}) for event in case.events
            ),
        }
    )


def read_case(source: Source) -> CaseFile:
    """Return the case in a document; raises :class:`SourceError` with a sentence per fault."""
    if not isinstance(source.data, dict):
        raise SourceError(f"{source.name} line 1: a case is a mapping that begins with 'id:'")
    try:
        return _adapter().validate_python(source.data)
    except ValidationError as error:
        raise SourceError("\n".join(schema_faults(source, error, _KEYS))) from None


_KEYS = keys_of((CaseFile, Event, History))


@cache
def _adapter() -> TypeAdapter[CaseFile]:
    return TypeAdapter(CaseFile)


def day(moment: datetime) -> date | datetime:
    """Return a moment as a day where it is midnight, for printing."""
    return moment.date() if (moment.hour, moment.minute) == (0, 0) else moment


def show_moment(moment: datetime) -> str:
    """Return '2022-02-25' or '2022-02-25 14:00'."""
    shown = day(moment)
    return shown.isoformat(" ", "minutes") if isinstance(shown, datetime) else shown.isoformat()
