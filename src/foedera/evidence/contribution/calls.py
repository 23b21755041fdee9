"""Calls of the United Nations upon members to come to the help of the attacked (`calls.toml`)."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass, fields
from functools import cache
from importlib.resources import files
from typing import Any

from foedera.evidence.errors import EvidenceError


@dataclass(frozen=True, slots=True)
class Call:
    """A call on members in a dispute: who is accused and attacked, first years, resolutions."""

    id: str
    accused: tuple[int, ...]
    attacked: tuple[int, ...]
    first: int
    last: int
    resolutions: tuple[str, ...]

    def concerns(self, accused: Collection[int], attacked: Collection[int], year: int) -> bool:
        """Whether it is about a dispute of these sides that began in that year."""
        sides = set(self.accused) & set(accused) and set(self.attacked) & set(attacked)
        return bool(sides) and self.first <= year <= self.last


@cache
def calls() -> tuple[Call, ...]:
    """Return the calls that the package declares."""
    text = (files(__package__) / "calls.toml").read_text(encoding="utf-8")
    return read_calls(text)


def read_calls(text: str) -> tuple[Call, ...]:
    """Return the calls of a text in the form of `calls.toml`.

    Raises:
        EvidenceError: it cannot be read, or a call has an unknown or missing key.
    """
    try:
        found = tomllib.loads(text).get("calls", [])
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"calls.toml cannot be read: {error}") from None
    return tuple(_call(each) for each in found)


def called(accused: Collection[int], attacked: Collection[int], year: int) -> bool:
    """Whether members were called upon to help the attacked in a dispute."""
    return any(call.concerns(accused, attacked, year) for call in calls())


_KEYS = {"from": "first", "to": "last"}


def _call(entry: dict[str, Any]) -> Call:
    named = {_KEYS.get(key, key): value for key, value in entry.items()}
    wrong = sorted({item.name for item in fields(Call)} ^ set(named))
    if wrong:
        shown = {value: key for key, value in _KEYS.items()}.get(wrong[0], wrong[0])
        raise EvidenceError(
            f"{named.get('id', 'a call')} in calls.toml: '{shown}' is unknown or missing"
        )
    lists = {key: tuple(named[key]) for key in ("accused", "attacked", "resolutions")}
    return Call(**(named | lists))
