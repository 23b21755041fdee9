"""The reference names every verb, option, key, phrase and charter that there is."""

import re
import sys
from itertools import product

import pytest
from tests.docs.pages import DOCS, page, verbs

from foedera.charters import charter_ids, load_charter
from foedera.charters import model as charter_model
from foedera.files.record import Record
from foedera.proceedings import casefile
from foedera.rules import Ballot, Electorate, bind, decide, describe, parse
from foedera.world.crises import model as crisis_model


def section(text: str, heading: str) -> str:
    """Return a page's part under '## `heading`', to the next heading of that level."""
    _, _, rest = text.partition(f"\n## `{heading}`")
    assert rest, f"the reference has no section '{heading}'"
    return rest.split("\n## ")[0]


@pytest.mark.parametrize("verb", verbs())
def test_every_verb_and_option_is_in_the_reference(verb):
    told = section(page("command-line.md"), verb)
    for parameter in verbs()[verb].params:
        options = [word for word in parameter.opts if word.startswith("--")]
        for word in options or [parameter.name.upper()]:
            assert word == "--help" or f"`{word}" in told, f"{verb}: {word}"


def records(module):
    return [
        found
        for found in vars(module).values()
        if isinstance(found, type)
        and issubclass(found, Record)
        and found.__module__ == module.__name__
    ]


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (charter_model, "charter-file.md"),
        (casefile, "case-file.md"),
        (crisis_model, "crisis-file.md"),
    ],
)
def test_every_key_of_a_file_is_in_the_reference(module, name):
    told = page(name)
    for record in records(module):
        for field, info in record.model_fields.items():
            assert f"`{info.alias or field}`" in told, f"{record.__name__}.{field}"


# ------------------------------------------------------------------------ the language of rules


def rows(text: str, *header: str) -> list[list[str]]:
    """Return the rows of every table whose header begins with these words."""
    found, inside = [], False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if not line.startswith("|"):
            inside = False
        elif tuple(cells[: len(header)]) == header:
            inside = True
        elif inside and not set(line) <= set("|-: "):
            found.append(cells)
    assert found, header
    return found


LANGUAGE = rows(page("rule-language.md"), "you write", "canonical words")


@pytest.mark.parametrize("cells", LANGUAGE, ids=lambda cells: cells[0])
def test_every_phrase_is_read_as_the_reference_says(cells):
    written, canonical = cells[0].strip("`"), cells[1].strip("`")
    assert describe(parse(written)) == (canonical if canonical != "the same" else written)


def counted(cells):
    return len(cells) > 2 and any(sign in cells[2] for sign in "≥≤")


@pytest.mark.parametrize("cells", list(filter(counted, LANGUAGE)), ids=lambda cells: cells[0])
def test_every_inequality_of_the_reference_is_that_of_the_phrase(cells):
    """All sheets of five parties, held against the inequality as a reader would work it out."""
    signs = {"·": "*", "\N{MINUS SIGN}": "-", "≥": ">=", "≤": "<="}
    code = "".join(signs.get(sign, sign) for sign in cells[2].strip("`"))
    members = ("ANN", "BEN", "CLO", "DAN", "EVE")
    groups = {"parties": frozenset(members)}
    form = bind(parse(cells[0].strip("`")), Electorate(members, groups, blanks={"seconders": 2}))
    for cast in product(Ballot, repeat=len(members)):
        yes, no, abstain, absent = (cast.count(ballot) for ballot in Ballot)
        names = {"yes": yes, "no": no, "abstain": abstain, "absent": absent, "n": len(members)}
        names |= {"present": yes + no + abstain, "seconders": 2}
        said = eval(code, {}, names)  # noqa: S307
        assert decide(form, dict(zip(members, cast, strict=True))).adopted == said, cast


def test_every_rule_in_the_vocabulary_can_be_read():
    for cells in rows(page("rule-language.md"), "the treaty says", "the rule says"):
        for rule in re.findall(r"`([^`]+)`", cells[1]):
            parse(rule)


@pytest.fixture(scope="module")
def tables():
    sys.path.insert(0, str(DOCS))
    try:
        import tables as found
    finally:
        sys.path.remove(str(DOCS))
    return found


def test_the_table_of_the_library_has_every_charter_and_body(tables):
    told = tables.filled(page("library.md"))
    assert "<!-- table" not in told
    for charter_id in charter_ids():
        assert f"`{charter_id}`" in told
        for body in load_charter(charter_id).bodies:
            assert f"`{body.id}`" in told


def test_the_pages_on_files_fill_their_lists(tables):
    crises = tables.filled(page("crisis-file.md"))
    assert "`power-shift`" in crises
    assert "`regular-forces`" in crises
    told = tables.filled(page("charter-file.md"))
    assert "`withdrawal`" in told
    assert "`ratify`" in told
    assert "<!-- table" not in told
