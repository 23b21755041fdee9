"""The vocabulary of duties: acts, circumstances, and what holds between them whatever is agreed.

It is data (`vocabulary.yaml`). A charter's duties refer to it by name; to add an act or a
circumstance, add it there with its sentence.
"""

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, TypeAdapter

from foedera.files.record import Names, Record
from foedera.files.source import read_source

VOCABULARY = Path(__file__).parent / "vocabulary.yaml"
AFFECTED = "affected"  # stands for the character on which an act bears


class Link(Record):
    """Another act to which an act is tied, always or in one circumstance."""

    act: str
    if_: str | None = Field(None, alias="if")


class Act(Record):
    """Conduct of a party; `bears_on` is the character whose security its `effect` touches."""

    id: str
    text: str
    bears_on: str | None = None
    effect: str = ""
    significant: bool = Field(
        default=False, description="it affects that one's security in anybody's view"
    )
    implies: tuple[Link, ...] = ()
    excludes: tuple[Link, ...] = ()


class Holder(Record):
    """A party of which a circumstance is true for a time."""

    code: str
    since: date = Field(alias="from")
    until: date | None = None


class Circumstance(Record):
    """A fact of the situation: its sentence where it holds and where it does not.

    By charter or by effect there is one such fact for each; `member` is the character that it
    makes a party, `given` says that it always holds of acts that are significant in themselves,
    `decided_by` in whose hands it is.
    """

    id: str
    holds: str
    fails: str
    implies: Names = ()
    decided_by: str = ""
    by_charter: bool = False
    by_effect: bool = False
    given: bool = False
    member: str | None = None
    held_by: tuple[Holder, ...] = ()


class Vocabulary(Record):
    """Every character, act and circumstance."""

    characters: dict[str, str]
    acts: tuple[Act, ...]
    circumstances: tuple[Circumstance, ...]


@cache
def vocabulary() -> Vocabulary:
    """Return the vocabulary."""
    return TypeAdapter(Vocabulary).validate_python(read_source(VOCABULARY).data)


@cache
def acts() -> dict[str, Act]:
    """Return the acts by id."""
    return {act.id: act for act in vocabulary().acts}


@cache
def circumstances() -> dict[str, Circumstance]:
    """Return the circumstances by id."""
    return {circumstance.id: circumstance for circumstance in vocabulary().circumstances}
