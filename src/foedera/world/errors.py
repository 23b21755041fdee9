"""What can be wrong with data that somebody brings."""

import difflib
from collections.abc import Iterable
from importlib.util import find_spec


class DataError(ValueError):
    """A data file is at fault; the message names file, line and column and what was expected."""


class UnknownTable(ValueError):
    """No table or original goes by this name; the message is one sentence with a suggestion."""


class NoFrames(ValueError):
    """The library of data frames is not installed; the message says how to get it."""


def need_frames() -> None:
    """Raise :class:`NoFrames` unless polars is installed."""
    if find_spec("polars") is None:
        raise NoFrames("this needs polars, which is not installed: pip install 'foedera[data]'")


class DataWarning(UserWarning):
    """A data file can be read, but is probably not what it should be."""


def unknown(kind: str, word: str, known: Iterable[str]) -> str:
    """Return the sentence that no thing of a kind is called so, with the closest or all names."""
    known = list(known)
    close = difflib.get_close_matches(word, known, n=1)
    hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(known)}"
    return f"no {kind} is called '{word}'; {hint}"
