"""What is wrong with a file and what would be accepted, in the words of its author."""

import difflib
import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from pydantic import ValidationError

from foedera.files.record import Record
from foedera.files.source import Path_, Source

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails


def schema_faults(source: Source, error: ValidationError, known: Collection[str]) -> list[str]:
    """Return one sentence for each fault that the model found in a document.

    `known` has the model's keys (:func:`keys_of`), for hints on those that are misspelt.
    """
    messages = []
    for fault in error.errors():
        path = _known_path(source, fault["loc"])
        messages.append(f"{source.at(path)}: {_sentence(fault, known)}")
    return list(dict.fromkeys(messages))


def keys_of(records: Iterable[type[Record]]) -> tuple[str, ...]:
    """Return the keys of some records as an author writes them, sorted."""
    return tuple(sorted({f.alias or name for r in records for name, f in r.model_fields.items()}))


def _known_path(source: Source, location: tuple[int | str, ...]) -> Path_:
    path: Path_ = ()
    for part in location:
        if (*path, part) in source.lines:
            path = (*path, part)
    return path


def _sentence(fault: "ErrorDetails", known: Collection[str]) -> str:
    location, given = fault["loc"], fault.get("input")
    key = str(location[-1]) if location else "file"
    message = str(fault["msg"]).removeprefix("Value error, ")
    # A day is read as its midnight (see proceedings.casefile); its author wrote no hour.
    shown = f"'{str(given).removesuffix('T00:00')[:60]}'"
    sentences = {
        "missing": f"'{key}' is missing",
        "extra_forbidden": f"there is no key '{key}' here{_meant(key, known)}",
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


def _meant(key: str, known: Collection[str]) -> str:
    """Return a hint if a key that is not known looks like one of the model's keys."""
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
    return f"; did you mean '{close[0]}'?" if close and close[0] != key else ""
