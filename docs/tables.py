"""Tables of the documentation that are taken from the package, so that they cannot go stale.

A page asks for one with a comment of its own line, such as `<!-- table: library -->`.
"""
# ruff: noqa: INP001 - a Sphinx extension beside its configuration, no package

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from foedera.charters import Charter

PLACE = re.compile(r"^<!-- table: (?P<name>[a-z]+) -->$", re.MULTILINE)


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    return "\n".join([_row(*header), _row(*("---" for _ in header)), *(_row(*row) for row in rows)])


def _span(charter: "Charter") -> str:
    if charter.in_force is None:
        return f"never (text of {charter.opened})"
    until = f" until {charter.ended}" if charter.ended else ""
    return f"from {charter.in_force}{until}"


def library_table() -> str:
    """Return every charter of the library with its bodies, days and openness to interpretation."""
    from foedera.charters import library

    rows = (
        (
            f"`{charter.id}`",
            charter.title,
            "<br>".join(f"`{body.id}`" for body in charter.bodies),
            _span(charter),
            sum(len(body.decisions) for body in charter.bodies),
            len(charter.readings),
            len(charter.blanks),
        )
        for charter in library()
    )
    header = ("id", "title", "bodies", "in force", "decisions", "readings", "blanks")
    return _table(header, rows)


def sources_list() -> str:
    """Return, charter by charter, which text a file follows and from which sources."""
    from foedera.charters import library

    parts = []
    for charter in library():
        recalled = sum(article.mark == "recalled" for article in charter.articles)
        parts.append(f"### {charter.title}\n\n`{charter.id}`. {charter.summary.strip()}\n")
        if charter.text_status:
            parts.append(f"{charter.text_status.strip()}\n")
        parts.append(f"{len(charter.articles)} articles, {recalled} of them recalled.\n")
        parts.extend(f"- `{key}`: {_plain(source)}" for key, source in charter.sources.items())
        parts.append("")
    return "\n".join(parts)


def _plain(words: str) -> str:
    """Return a source without the characters that Markdown would read as its own."""
    return re.sub(r"([*_<>\[\]`|])", r"\\\1", " ".join(words.split()))


def topics_list() -> str:
    """Return the topics that an article can be tagged with."""
    from foedera.charters.model import Topic

    return ", ".join(f"`{topic}`" for topic in get_args(Topic))


def kinds_list() -> str:
    """Return the kinds of step."""
    from foedera.charters.model import StepKind

    return ", ".join(f"`{kind}`" for kind in get_args(StepKind))


def registers_table() -> str:
    """Return the institutions of the table of memberships, with how many belong on its last day."""
    from foedera.world import DATA_DATE
    from foedera.world.memberships import institutions, members, spells

    def first(name: str) -> date:
        return min(spell.since for spell in spells(name))

    rows = ((f"`{name}`", first(name), len(members(name, DATA_DATE))) for name in institutions())
    return _table(("register", "from", f"full members on {DATA_DATE}"), rows)


TABLES: dict[str, Callable[[], str]] = {
    "library": library_table,
    "sources": sources_list,
    "topics": topics_list,
    "kinds": kinds_list,
    "registers": registers_table,
}


def filled(text: str) -> str:
    """Return a page with every table that it asks for."""
    return PLACE.sub(lambda place: TABLES[place["name"]](), text)


def _on_source(app: "Sphinx", name: str, source: list[str]) -> None:  # noqa: ARG001
    source[0] = filled(source[0])


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register with Sphinx."""
    from pygments.lexers.special import TextLexer

    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _on_source)
    return {"version": "1", "parallel_read_safe": True}
