"""The sources of all data, embedded or brought: version, terms of use and how to cite them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Source:
    """A data set by somebody else, and what of it may be passed on.

    `licence_mark` is `read` where the terms were seen and `recalled` where they were not; `ship` is
    what of it foedera passes on: whole, extract, derived, facts, or no.
    """

    key: str
    name: str
    version: str
    licence: str
    licence_mark: str
    ship: str
    citation: str
    bibtex: str


@cache
def sources() -> dict[str, Source]:
    """Return every source by its key."""
    path = files("foedera.world") / "data" / "sources.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        key: Source(key, **{name: text.strip() for name, text in entry.items()})
        for key, entry in found.items()
    }
