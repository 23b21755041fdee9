"""What each original is said to be: its file, its columns with type and range, its key."""

import difflib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from foedera.world.errors import UnknownTable
from foedera.world.sources import Source, sources

Kind = Literal["whole", "number", "day", "text", "one of"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what its cells are, from `least` to `most` (None: no bound), or one of `words`."""

    name: str
    kind: Kind
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()
    required: bool = False  # no cell may be empty

    @property
    def expected(self) -> str:
        """Return in words what a cell should be."""
        if self.kind == "one of":
            return f"one of {', '.join(self.words)}"
        word = {"whole": "a whole number", "number": "a number", "day": "a day as 2009-12-01"}
        return f"{word.get(self.kind, 'text')}{self._between()}"

    def _between(self) -> str:
        if self.least is None:
            return ""
        if self.most is None:
            return f" of at least {self.least:g}"
        return f" from {self.least:g} to {self.most:g}"


@dataclass(frozen=True, slots=True)
class Original:
    """A data set by others as foedera reads it; columns that are not declared are kept unchecked.

    `files` are names or patterns of the file, the first foedera's own; `rows` is the least number
    of rows that a whole copy has; `sha256` that of the version known (`source.version`); `missing`
    are cells that stand for no value.
    """

    name: str
    title: str
    source: Source
    files: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: int
    sha256: str
    missing: tuple[str, ...]


@cache
def originals() -> dict[str, Original]:
    """Return every original by name, sorted."""
    found: dict[str, Original] = {}
    for path in (files("foedera.world.originals") / "declared").iterdir():
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            found[name] = _original(name, entry)
    return dict(sorted(found.items()))


def original(name: str) -> Original:
    """Return the original of that name.

    Raises:
        UnknownTable: there is none.
    """
    try:
        return originals()[name]
    except KeyError:
        raise UnknownTable(f"no original is called '{name}'{meant(name, originals())}") from None


def meant(name: str, known: dict[str, Any]) -> str:
    """Return a hint at what a misspelt name may have been."""
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; there are: {', '.join(known)}"


def _original(name: str, entry: dict[str, Any]) -> Original:
    return Original(
        name,
        entry["title"],
        sources()[entry["source"]],
        tuple(entry["files"]),
        tuple(_column(column, said) for column, said in entry["columns"].items()),
        tuple(entry.get("key", ())),
        entry["rows"],
        entry["sha256"],
        tuple(entry.get("missing", ())),
    )


def _column(name: str, said: str) -> Column:
    """Read such as 'whole 2..999 required', 'number 0..', 'day', 'one of Y N A'."""
    words = said.split()
    required = words[-1] == "required"
    words = words[: len(words) - required]
    if words[:2] == ["one", "of"]:
        return Column(name, "one of", words=tuple(words[2:]), required=required)
    kind: Kind = words[0]  # type: ignore[assignment]
    least, _, most = words[1].partition("..") if len(words) > 1 else ("", "", "")
    return Column(
        name,
        kind,
        float(least) if least else None,
        float(most) if most else None,
        required=required,
    )
