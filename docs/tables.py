"""Tables of the documentation that are taken from the package, so that they cannot go stale.

A page asks for one with a comment of its own line, such as `<!-- table: library -->`.
"""
# ruff: noqa: INP001 - a Sphinx extension beside its configuration, no package

import re
from collections.abc import Callable, Iterator
from datetime import date
from math import inf
from typing import TYPE_CHECKING, Any, get_args

if TYPE_CHECKING:
    from sphinx.application import Sphinx

    from foedera.charters import Charter

PLACE = re.compile(r"^<!-- table: (?P<name>[a-z]+) -->$", re.MULTILINE)


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> str:
    return "\n".join([_row(*header), _row(*("---" for _ in header)), *(_row(*row) for row in rows)])


def _whole(words: object) -> str:
    """Return words that a page does not break at their hyphens."""
    return f'<span class="whole">{words}</span>'


def _span(charter: "Charter") -> str:
    if charter.in_force is None:
        return f"never (text of {_whole(charter.opened)})"
    until = f" until {_whole(charter.ended)}" if charter.ended else ""
    return f"from {_whole(charter.in_force)}{until}"


def library_table() -> str:
    """Return every charter of the library with its bodies, days and openness to interpretation."""
    from foedera.charters import library

    rows = (
        (
            f"`{charter.id}`",
            "<br>".join([charter.title, *(f"`{body.id}`" for body in charter.bodies)]),
            _span(charter),
            sum(len(body.decisions) for body in charter.bodies),
            len(charter.readings),
            len(charter.blanks),
        )
        for charter in library()
    )
    header = ("id", "title and bodies", "in force", "decisions", "readings", "blanks")
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


def acts_table() -> str:
    """Return the taxonomy of acts and threats."""
    from foedera.world.crises import acts

    rows = (
        (f"`{a.id}`", a.definition, a.force, a.agenda, ", ".join(a.flags), a.basis) for a in acts()
    )
    return _table(("id", "what it is", "force", "agenda", "marks", "basis"), rows)


def criteria_table() -> str:
    """Return the criteria of how glaring an act is."""
    from foedera.world.crises import CRITERIA

    rows = ((f"`{c.id}`", c.weight, c.yes, c.partly, c.basis) for c in CRITERIA)
    return _table(("criterion", "weight", "yes", "partly", "basis"), rows)


def embedded_list() -> str:
    """Return every embedded table: years, rows, terms, what to know, and its columns."""
    from foedera.world.tables import tables

    parts = []
    for table in tables().values():
        years = f", {table.first} to {table.last}" if table.first else ""
        parts.append(f"### {table.name}\n\n{table.title}: {table.rows:,} rows{years}.\n")
        parts.extend(f"- {_plain(note)}" for note in table.notes)
        terms = f"{table.licence} ({table.licence_mark})"
        parts.append(f"- Terms of the source: {_plain(terms)}.")
        parts.append(f"- {_plain(table.citation)}\n")
        rows = ((f"`{c.name}`", c.type, c.unit, _plain(c.description)) for c in table.columns)
        parts.append(_table(("column", "type", "unit", ""), rows) + "\n")
    return "\n".join(parts)


def originals_table() -> str:
    """Return every original that can be brought, its file and its terms."""
    from foedera.world.originals import originals

    rows = (
        (
            f"`{each.name}`",
            each.title,
            f"`{each.files[0]}`",
            each.source.version,
            _plain(f"{each.source.licence} ({each.source.licence_mark})"),
            each.source.ship,
        )
        for each in originals().values()
    )
    return _table(("original", "what", "file", "version known", "terms", "shipped"), rows)


def conduct_table() -> str:
    """Return the acts of the vocabulary of duties."""
    from foedera.charters.vocabulary import Act, vocabulary

    def tied(act: Act) -> str:
        links = [(word, link) for word in ("implies", "excludes") for link in getattr(act, word)]
        return "; ".join(
            f"{word} *{link.act}*" + (f" if {link.if_}" if link.if_ else "") for word, link in links
        )

    rows = ((f"`{a.id}`", a.text, a.bears_on or "", tied(a)) for a in vocabulary().acts)
    return _table(("act", "the party ...", "bears on the", "ties"), rows)


def circumstances_table() -> str:
    """Return the circumstances of the vocabulary of duties."""
    from foedera.charters.vocabulary import vocabulary

    rows = (
        (
            f"`{c.id}`",
            c.holds.replace("{", "*").replace("}", "*"),
            ", ".join(c.implies),
            c.decided_by.replace("{", "*").replace("}", "*"),
        )
        for c in vocabulary().circumstances
    )
    return _table(("circumstance", "it holds where", "implies", "decided by"), rows)


def parameters_table() -> str:
    """Return the parameters of every model of behaviour, a section each."""
    from foedera.behaviour.catalogue import PARAMETERS
    from foedera.behaviour.parameters import describe_parameters

    def accepted(low: float, high: float) -> str:
        if high < inf:
            return f"{low:g} to {high:g}" if low > -inf else f"at most {high:g}"
        return f"at least {low:g}" if low > -inf else "any"

    parts = []
    for model in PARAMETERS:
        rows = (
            (f"`{r.name}`", f"{r.default:g}", r.unit, r.meaning, accepted(r.low, r.high), r.status)
            for r in describe_parameters(model)
        )
        header = ("name", "default", "unit", "meaning", "accepted", "status")
        parts.append(f"### {model.__name__}\n\n{_table(header, rows)}\n")
    return "\n".join(parts)


TABLES: dict[str, Callable[[], str]] = {
    "library": library_table,
    "sources": sources_list,
    "topics": topics_list,
    "kinds": kinds_list,
    "registers": registers_table,
    "parameters": parameters_table,
    "acts": acts_table,
    "criteria": criteria_table,
    "conduct": conduct_table,
    "circumstances": circumstances_table,
    "embedded": embedded_list,
    "originals": originals_table,
}


def filled(text: str) -> str:
    """Return a page with every table that it asks for."""
    return PLACE.sub(lambda place: TABLES[place["name"]](), text)


def _on_source(app: "Sphinx", name: str, source: list[str]) -> None:  # noqa: ARG001 - Sphinx calls it
    source[0] = filled(source[0])


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register with Sphinx."""
    from pygments.lexers.special import TextLexer

    app.add_lexer("csv", TextLexer)
    app.connect("source-read", _on_source)
    return {"version": "1", "parallel_read_safe": True}
