"""Read YAML as text with positions.

PyYAML would read the state code NO as False and 48:00 as 2880. It is used here for its fast parser
only: documents are composed into nodes and every scalar stays the string that the author wrote,
which the model then reads by its own types. The nodes also know their lines, so that every fault
can be shown where it stands.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: slower, the same nodes
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]


class _Loader(_SafeLoader):
    """A loader that guesses no types: every scalar is text."""


_Loader.yaml_implicit_resolvers = {}

# What libyaml's words mean for somebody who writes a charter.
_QUOTE = "; put quotation marks around text that contains ': ', a comma or a brace"
_HINTS = {
    "mapping values are not allowed in this context": _QUOTE,
    "did not find expected ',' or '}'": _QUOTE,
    "did not find expected ',' or ']'": _QUOTE,
    "found character that cannot start any token": "; indent with spaces, not with tabs",
}

Data = str | None | list["Data"] | dict[str, "Data"]
Path_ = tuple[str | int, ...]


class SourceError(ValueError):
    """A file is at fault; the message is one sentence with its name and line."""


@dataclass(frozen=True, slots=True)
class Source:
    """A document as plain data, with the line (from 1) of each place in it."""

    name: str
    data: Data
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """Return the line of the nearest known place at or above `path`."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def at(self, path: Path_) -> str:
        """Return 'file line N, a.b[2].c' for a message."""
        words = ""
        for part in path:
            words += f"[{part}]" if isinstance(part, int) else f".{part}" if words else str(part)
        place = f"{self.name} line {self.line(path)}"
        return f"{place}, {words}" if words else place


def read_source(path: Path, name: str | None = None) -> Source:
    """Return the document in a YAML file.

    Raises:
        SourceError: the file cannot be read, is no UTF-8, no YAML, or repeats a key.
    """
    shown = name or path.name
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SourceError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError) as error:
        reason = "it is not UTF-8 text" if isinstance(error, ValueError) else error.strerror
        raise SourceError(f"{shown} cannot be read: {reason}") from None
    return read_text(text, shown)


def read_text(text: str, name: str) -> Source:
    """Return the document in `text`, called `name` in messages; raises as :func:`read_source`."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        hint = _HINTS.get(str(error.problem), "")
        raise SourceError(f"{name} line {line} is not YAML: {error.problem}{hint}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        words = " ".join(str(error).split())[:120]
        raise SourceError(f"{name} is not YAML: {words or 'it is nested too deeply'}") from None
    if node is None:
        raise SourceError(f"{name} line 1: the file is empty")
    lines: dict[Path_, int] = {}
    try:
        data = _build(node, (), lines, name, frozenset())
    except RecursionError:
        raise SourceError(f"{name} is nested too deeply") from None
    return Source(name, data, lines)


def _build(
    node: yaml.Node, path: Path_, lines: dict[Path_, int], name: str, above: frozenset[int]
) -> Data:
    line = node.start_mark.line + 1
    lines.setdefault(path, line)
    if id(node) in above:
        raise SourceError(f"{name} line {line}: an anchor contains itself")
    if isinstance(node, yaml.ScalarNode):
        return _scalar(node)
    above = above | {id(node)}
    if isinstance(node, yaml.SequenceNode):
        return [_build(part, (*path, k), lines, name, above) for k, part in enumerate(node.value)]
    data: dict[str, Data] = {}
    for key, value in node.value:
        word = key.value
        if not isinstance(word, str):
            raise SourceError(f"{name} line {key.start_mark.line + 1}: a key must be a word")
        if word in data:
            raise SourceError(f"{name} line {key.start_mark.line + 1}: '{word}' is given twice")
        lines[(*path, word)] = key.start_mark.line + 1
        data[word] = _build(value, (*path, word), lines, name, above)
    return data


def _scalar(node: yaml.ScalarNode) -> str | None:
    unquoted = not node.style
    return None if unquoted and node.value in {"", "~", "null"} else str(node.value)
