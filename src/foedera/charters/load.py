"""Load charter files: from the library in the package, or from a user's own path."""

import difflib
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from foedera.charters import model
from foedera.charters.model import Charter
from foedera.charters.select import suggestion
from foedera.charters.source import Path_, Source, SourceError, read_source, read_text
from foedera.charters.validate import faults

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

LIBRARY = Path(str(files("foedera.charters") / "library"))


class CharterError(SourceError):
    """A charter file is at fault; `faults` has one sentence for each fault found."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.faults = tuple(messages)


def charter_ids() -> tuple[str, ...]:
    """Return the ids of the charters in the library, sorted."""
    return tuple(sorted(path.stem for path in LIBRARY.glob("*.yaml")))


def library() -> tuple[Charter, ...]:
    """Return every charter in the library, in the order of :func:`charter_ids`."""
    return tuple(load_charter(charter_id) for charter_id in charter_ids())


@cache
def load_charter(name: str) -> Charter:
    """Return a charter of the library by id, or the one in a YAML file by path.

    Raises:
        CharterError: the file has faults, each told in a sentence.
        SourceError: there is no such charter, or the file is no YAML.
    """
    if name.endswith((".yaml", ".yml")):
        return read_charter(read_source(Path(name)))
    path = LIBRARY / f"{name}.yaml"
    if "/" in name or not path.is_file():
        raise SourceError(
            f"there is no charter '{name}' in the library{suggestion(name, charter_ids())}"
        )
    charter = read_charter(read_source(path))
    if charter.id != name:
        raise CharterError([f"{path.name} line 1: its id is '{charter.id}', not '{name}'"])
    return charter


def charter_from_text(text: str, name: str = "charter.yaml") -> Charter:
    """Return the charter in `text`; raises as :func:`load_charter`."""
    return read_charter(read_text(text, name))


def read_charter(source: Source) -> Charter:
    """Return the charter in a document; raises :class:`CharterError` with every fault found."""
    if not isinstance(source.data, dict):
        raise CharterError([f"{source.name} line 1: a charter is a mapping that begins with 'id:'"])
    try:
        charter = _adapter().validate_python(source.data)
    except ValidationError as error:
        raise CharterError(schema_faults(source, error)) from None
    found = [f"{source.at(path)}: {message}" for path, message in faults(charter)]
    if found:
        raise CharterError(found)
    return charter


@cache
def _adapter() -> TypeAdapter[Charter]:
    return TypeAdapter(Charter)


def schema_faults(source: Source, error: ValidationError) -> list[str]:
    """Return one sentence for each fault that the model found in a document."""
    messages = []
    for fault in error.errors():
        path = _known_path(source, fault["loc"])
        messages.append(f"{source.at(path)}: {_sentence(fault)}")
    return list(dict.fromkeys(messages))


def _known_path(source: Source, location: tuple[int | str, ...]) -> Path_:
    path: Path_ = ()
    for part in location:
        if (*path, part) in source.lines:
            path = (*path, part)
    return path


def _sentence(fault: "ErrorDetails") -> str:
    """Return what is wrong and what would be accepted, in the words of a charter's author."""
    location, given = fault["loc"], fault.get("input")
    key = str(location[-1]) if location else "charter"
    message = str(fault["msg"]).removeprefix("Value error, ")
    # A day is read as its midnight (see proceedings.casefile); its author wrote no hour.
    shown = f"'{str(given).removesuffix('T00:00')[:60]}'"
    sentences = {
        "missing": f"'{key}' is missing",
        "extra_forbidden": f"there is no key '{key}' here{_meant(key)}",
        "value_error": message,
        "literal_error": f"{shown} cannot stand here{_among(str(given), fault)}",
    }
    kind = fault["type"]
    if kind in sentences:
        return sentences[kind]
    if kind.startswith(("date_", "datetime_")):
        return f"{shown} is no day: write it as 2009-11-29"
    if kind.endswith(("_type", "_attributes_type")) and isinstance(given, str):
        return f"{shown} stands where 'key: value' pairs belong"
    return f"{shown} does not fit '{key}': {message[0].lower()}{message[1:]}"


def _among(given: str, fault: "ErrorDetails") -> str:
    """Return what a word from a fixed list could have been."""
    known = re.findall(r"'([^']*)'", str(fault.get("ctx", {}).get("expected", "")))
    close = difflib.get_close_matches(given, known, n=1)
    return f"; did you mean '{close[0]}'?" if close else f"; write one of: {', '.join(known)}"


def _meant(key: str) -> str:
    """Return a hint if a key that is not known looks like one of the model's keys."""
    close = difflib.get_close_matches(key, _known_keys(), n=1, cutoff=0.75)
    return f"; did you mean '{close[0]}'?" if close and close[0] != key else ""


@cache
def _known_keys() -> tuple[str, ...]:
    models = [
        m for m in vars(model).values() if isinstance(m, type) and issubclass(m, model.Record)
    ]
    return tuple(sorted({f.alias or name for m in models for name, f in m.model_fields.items()}))
