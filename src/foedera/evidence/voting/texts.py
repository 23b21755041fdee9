"""What a title and a symbol tell of a text before it is voted on (`texts.toml`)."""

import re
import tomllib
from functools import cache
from importlib.resources import files

from foedera.evidence.errors import EvidenceError

RULES = ("accusing", "urgent")


@cache
def rules() -> dict[str, re.Pattern[str]]:
    """Return the rules by name."""
    return read_rules((files(__package__) / "texts.toml").read_text(encoding="utf-8"))


def read_rules(text: str) -> dict[str, re.Pattern[str]]:
    """Return the rules that a text in TOML declares.

    Raises:
        EvidenceError: a rule is missing or unknown, or is no pattern.
    """
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EvidenceError(f"texts.toml cannot be read: {error}") from None
    odd = sorted(set(found) ^ set(RULES))
    if odd:
        raise EvidenceError(f"texts.toml: '{odd[0]}' is unknown or missing")
    try:
        return {name: re.compile(words) for name, words in found.items()}
    except re.error as error:
        raise EvidenceError(f"texts.toml: a rule is no pattern: {error}") from None


def accusing(title: str) -> bool:
    """Whether a title names the act as armed force, or demands that it end."""
    return rules()["accusing"].search(title.lower()) is not None


def urgent(symbol: str) -> bool:
    """Whether a symbol is of an emergency special session of the General Assembly."""
    return rules()["urgent"].search(symbol.lower()) is not None
