"""Load crises: from the library in the package, or from a user's own file."""

import difflib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from foedera.files.faults import keys_of, schema_faults
from foedera.files.source import Path_, Source, SourceError, read_source
from foedera.world.crises.coded import miscoded
from foedera.world.crises.glaring import Glaring
from foedera.world.crises.model import Crisis, Narrative, Response, Statement
from foedera.world.parties import UnknownParty, resolve

LIBRARY = Path(str(files("foedera.world.crises") / "library"))

_KEYS = keys_of((Crisis, Narrative, Response, Statement, Glaring))


class CrisisError(SourceError):
    """The file of a crisis is at fault; the message has one sentence for each fault found."""


def crisis_ids() -> tuple[str, ...]:
    """Return the ids of the crises in the library, sorted."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def crises() -> tuple[Crisis, ...]:
    """Return every crisis of the library, by the day on which it began."""
    return tuple(sorted(map(load_crisis, crisis_ids()), key=lambda found: (found.start, found.id)))


@cache
def load_crisis(name: str) -> Crisis:
    """Return a crisis of the library by id, or the one in a YAML file by path.

    Raises:
        CrisisError: there is no such crisis, or the file has faults, each told in a sentence.
        SourceError: there is no such file, or it is no YAML.
    """
    if name.endswith((".yaml", ".yml")):
        return read_crisis(read_source(Path(name)))
    path = LIBRARY / f"{name}.yaml"
    if "/" in name or not path.is_file():
        close = difflib.get_close_matches(name, crisis_ids(), n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ": 'foedera crises' lists them"
        raise CrisisError(f"there is no crisis '{name}' in the library{hint}")
    crisis = read_crisis(read_source(path))
    if crisis.id != name:
        raise CrisisError(f"{path.name} line 1: its id is '{crisis.id}', not '{name}'")
    return crisis


def read_crisis(source: Source) -> Crisis:
    """Return the crisis in a document; raises :class:`CrisisError` with a sentence per fault."""
    if not isinstance(source.data, dict):
        raise CrisisError(f"{source.name} line 1: a crisis is a mapping that begins with 'id:'")
    try:
        crisis = _adapter().validate_python(source.data)
    except ValidationError as error:
        raise CrisisError("\n".join(schema_faults(source, error, _KEYS))) from None
    messages = [f"{source.at(path)}: {fault}" for path, fault in _faults(crisis)]
    if messages:
        raise CrisisError("\n".join(messages))
    return crisis


@cache
def _adapter() -> TypeAdapter[Crisis]:
    return TypeAdapter(Crisis)


def _faults(crisis: Crisis) -> Iterator[tuple[Path_, str]]:
    """Yield where and how a crisis contradicts itself or names what is not known."""
    if crisis.end and crisis.end < crisis.start:
        yield ("end",), f"it ends on {crisis.end}, before it starts on {crisis.start}"
    for side, other in (("aggressor", "author"), ("attacked", "victim")):
        if not getattr(crisis, side) and not getattr(crisis, other):
            yield (side,), f"name the {side}, or say in '{other}' who it is where that is no state"
    for code in sorted(set(crisis.aggressor) & set(crisis.attacked)):
        yield ("attacked",), f"'{code}' cannot be aggressor and attacked at once"
    for n, response in enumerate(crisis.organisations):
        yield from ((("organisations", n), fault) for fault in miscoded(response))
    yield from _unknown_parties(crisis)
    yield from _unknown_sources(crisis)


def _unknown_parties(crisis: Crisis) -> Iterator[tuple[Path_, str]]:
    named: list[tuple[Path_, str]] = [
        ((side, n), code)
        for side in ("aggressor", "attacked")
        for n, code in enumerate(getattr(crisis, side))
    ]
    for n, narrative in enumerate(crisis.narratives):
        named.append((("narratives", n, "party"), narrative.party))
        named += [(("narratives", n, "names"), code) for code in narrative.names]
    for path, code in named:
        try:
            found = resolve(code, crisis.start)
        except UnknownParty as error:
            yield path, str(error)
        else:
            if found != code:
                yield path, f"write '{found}', not '{code}'"


def _unknown_sources(crisis: Crisis) -> Iterator[tuple[Path_, str]]:
    cited: list[tuple[Path_, tuple[str, ...]]] = [
        (("cited",), crisis.cited),
        (("outcome", "sources"), crisis.outcome.sources),
    ]
    cited += [(("narratives", n), part.sources) for n, part in enumerate(crisis.narratives)]
    cited += [(("organisations", n), part.sources) for n, part in enumerate(crisis.organisations)]
    for path, keys in cited:
        for key in keys:
            if key not in crisis.sources:
                yield path, f"there is no source '{key}' in 'sources'"
