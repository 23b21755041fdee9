"""The documentation does what it says: every example is run, every name in it exists.

Shown output may leave parts out with `...`. A block with a caption is a file of that name, which
the examples after it on the same page use; `docs/` stands beside it as in a clone.
"""

import doctest
import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import jsonschema
import pytest
import typer.main

from foedera.charters import charter_ids, load_charter
from foedera.charters import model as charter_model
from foedera.charters.load import read_charter
from foedera.charters.model import Charter
from foedera.cli import app, main
from foedera.files.record import Record
from foedera.files.source import Source, read_source, read_text
from foedera.proceedings import casefile, load_case
from foedera.proceedings.casefile import read_case
from foedera.proceedings.sheet import parse_sheet
from foedera.rules import Ballot, Electorate, bind, decide, describe, parse
from foedera.simulation.grid import grid_of, lay_out
from foedera.world.crises import model as crisis_model

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
SCHEMAS = DOCS / "reference" / "json"
EXAMPLES = DOCS / "examples"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts),
]
SHELL = ("cp ", "sed ", "echo ")

FENCE = re.compile(r"^(?P<mark>```+|~~~+)(?P<info>.*)$")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the file that it is (if it has a caption), and its text."""

    page: Path
    line: int
    language: str
    caption: str
    text: str

    def __str__(self):
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def blocks(page: Path) -> Iterator[Block]:
    lines = page.read_text(encoding="utf-8").splitlines()
    start, mark, info = 0, "", ""
    for number, line in enumerate(lines, start=1):
        if mark and line.startswith(mark):
            yield _block(page, start, info, lines[start : number - 1])
            mark = ""
        elif not mark and (found := FENCE.match(line)):
            start, mark, info = number, found["mark"], found["info"].strip()
    assert not mark, f"{page.name}:{start}: a block is not closed"


def _block(page: Path, line: int, info: str, body: list[str]) -> Block:
    directive, _, argument = info.partition("}")
    options: dict[str, str] = {}
    while directive.startswith("{") and body and (found := re.match(r":(\w+): (.*)", body[0])):
        options[found[1]] = found[2]
        body = body[1:]
    if directive == "{literalinclude":
        text = (page.parent / argument.strip()).read_text(encoding="utf-8")
        return Block(page, line, options.get("language", ""), options.get("caption", ""), text)
    language = argument.strip() if directive == "{code-block" else info
    return Block(page, line, language, options.get("caption", ""), "\n".join([*body, ""]))


def every_block(*languages: str) -> list[Block]:
    return [block for page in PAGES for block in blocks(page) if block.language in languages]


def as_ids(values):
    return [str(value) for value in values]


# ------------------------------------------------------------------------------ what is shown runs

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@dataclass
class Terminal:
    """Runs commands as a reader would, `foedera` in this process."""

    monkeypatch: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]
    code: int = 0

    def run(self, command: str) -> str:
        words = shlex.split(command)
        if command == "echo $?":
            return f"{self.code}\n"
        if words[0] != "foedera":
            assert command.startswith(SHELL), f"no example may run '{command}'"
            done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, text=True)  # noqa: PLW1510
            self.code = done.returncode
            return done.stdout + done.stderr
        self.monkeypatch.setattr(sys, "argv", words)
        try:
            main()
            self.code = 0
        except SystemExit as stop:
            self.code = int(stop.code or 0)
        captured = self.capsys.readouterr()
        return captured.out + captured.err


def commands(block: Block) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with the output shown below it."""
    command, shown = "", []
    for line in [*block.text.splitlines(), "$ "]:
        if command.endswith("\\"):
            command = f"{command[:-1].rstrip()} {line.strip()}"
        elif line.startswith("$ "):
            if command:
                yield command, "\n".join(shown)
            command, shown = line[2:], []
        else:
            assert command, f"{block}: a console block begins with '$ '"
            shown.append(line)


def trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines()).strip("\n") + "\n"


def run_console(block: Block, terminal: Terminal) -> None:
    for command, shown in commands(block):
        got = trimmed(terminal.run(command))
        want = trimmed(shown)
        if not shown.strip():
            assert terminal.code == 0 or "--check" in command, f"{block}: {command}\n{got}"
            continue
        same = doctest.OutputChecker().check_output(want, got, doctest.ELLIPSIS)
        assert same, f"{block}: $ {command}\n{apart(want, got)}"


def apart(want: str, got: str) -> str:
    """Return the shown lines that were not printed, or all that was printed if there are none."""
    printed = got.splitlines()
    strange = [line for line in want.splitlines() if "..." not in line and line not in printed]
    return "shown but not printed:\n" + "\n".join(strange) if strange else f"printed:\n{got}"


def run_python(block: Block, names: dict[str, object]) -> None:
    if ">>>" not in block.text:
        exec(compile(block.text, str(block), "exec"), names)  # noqa: S102
        return
    test = doctest.DocTestParser().get_doctest(block.text, names, str(block), None, block.line)
    told: list[str] = []
    runner = doctest.DocTestRunner(optionflags=FLAGS, verbose=False)
    runner.run(test, clear_globs=False, out=told.append)
    names.update(test.globs)
    assert not runner.failures, "".join(told)


RUN = [
    page for page in PAGES if any(block.language in {"console", "python"} for block in blocks(page))
]


@pytest.mark.parametrize("page", RUN, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_example_of_a_page_prints_what_is_shown(page, tmp_path, monkeypatch, capsys):
    (tmp_path / "docs").symlink_to(DOCS)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("FOEDERA_DATA", raising=False)
    terminal, names = Terminal(monkeypatch, capsys), {}
    for block in blocks(page):
        if block.caption:
            path = tmp_path / block.caption
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        if block.language == "console":
            run_console(block, terminal)
        if block.language == "python":
            run_python(block, names)


# --------------------------------------------------------------------------- what is written loads

CHARTER_KEYS = {field.alias or name for name, field in Charter.model_fields.items()}
COMPANY = read_source(EXAMPLES / "company-board.yaml")
SMALL_CASE = {"id": "example", "title": "Example", "charters": "est-2009"}


@pytest.mark.parametrize("block", every_block("yaml"), ids=str)
def test_every_yaml_example_loads(block):
    """Whole files load; parts of a charter load in place of those of the company's board."""
    if all(line.startswith("#") for line in block.text.splitlines()):
        return
    source = read_text(block.text, str(block))
    if not isinstance(source.data, dict):
        return
    keys = set(source.data)
    if "crises" in keys:
        lay_out(grid_of(source))
    elif {"events", "charters", "history"} & keys:
        read_case(Source(str(block), SMALL_CASE | source.data, source.lines))
    elif keys <= CHARTER_KEYS:
        whole = source.data if {"id", "bodies"} <= keys else in_company(source.data)
        read_charter(Source(str(block), whole, source.lines))


def in_company(part):
    """Return the board's charter with a part of it replaced; mappings are added to."""
    whole = dict(COMPANY.data)
    for key, value in part.items():
        whole[key] = whole.get(key, {}) | value if isinstance(value, dict) else value
    if "bodies" in part and "steps" not in part:
        bodies = [body | {"session": "continuous"} for body in part["bodies"]]
        whole |= {"steps": [], "bodies": bodies}
    return whole


@pytest.mark.parametrize("block", every_block("csv"), ids=str)
def test_every_csv_example_has_rows_of_one_length(block):
    rows = [line.split(",") for line in block.text.splitlines()]
    assert len({len(row) for row in rows}) == 1
    if rows[0] == ["party", "ballot"]:
        assert parse_sheet(block.text, str(block), [row[0] for row in rows])


@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_every_file_of_the_examples_loads(path):
    if path.suffix == ".csv":
        members = re.findall(r"^(\w+),", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert parse_sheet(path.read_text(encoding="utf-8"), path.name, members)
    elif "charters:" in path.read_text(encoding="utf-8"):
        assert load_case(str(path))
    else:
        assert load_charter(str(path))


# ----------------------------------------------------------------------- the reference is complete


def page(name: str) -> str:
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def verbs():
    return typer.main.get_command(app).commands


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


# ------------------------------------------------------------------------------ JSON documents

GRID = "{charters: [est-2009, osce], crises: georgia-2008, draws: 50}"
COUNCIL = "vote_id,kind,date,yes,no,abstain,vetoed_by,without_vote,procedural\n"


@pytest.fixture
def document(monkeypatch, capsys, tmp_path):
    """Return a verb's document, as printed; files are written to a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grid.yaml").write_text(GRID, encoding="utf-8")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["foedera", *map(str, words), "--json"])
        with pytest.raises(SystemExit) as stop:
            main()
        captured = capsys.readouterr()
        assert not stop.value.code, captured.err
        return json.loads(captured.out)

    return call


@pytest.fixture
def council(tmp_path):
    (tmp_path / "unsc_resolutions.csv").write_text(COUNCIL, encoding="utf-8")
    (tmp_path / "unsc_votes.csv").write_text("vote_id,iso3,vote\n", encoding="utf-8")
    return tmp_path


COMPANY_FILE, VOTE = EXAMPLES / "company-board.yaml", EXAMPLES / "draft-treaty-vote.csv"
CRISIS = EXAMPLES / "caucasus.yaml"
CALLS = [
    ("charters",),
    ("show", "est-2009"),
    ("show", COMPANY_FILE),
    ("show", EXAMPLES / "seato.yaml", "--on", "1970-01-01"),
    ("members", "est-2009", "--on", "2009-12-01"),
    ("members", COMPANY_FILE, "--body", "board"),
    ("decide", "est-2009", "extraordinary-conference", "--sheet", VOTE, "--on", "2010-01-12"),
    ("next", CRISIS),
    ("replay", CRISIS),
    ("cases",),
    ("crises",),
    ("crises", "kyrgyzstan-2010"),
    ("council-votes",),
    ("diff", "est-2009", "est-2009", "--to-reading", "E1b", "--body", "extraordinary-conference"),
    ("diff", COMPANY_FILE, "est-2009"),
    ("assess", "est-2009", "--on", "2009-12-01", "--accused", "RUS", "--friends", "BLR,ARM"),
    ("assess", COMPANY_FILE),
    ("power", "un-sc", "council", "--on", "2022-02-25"),
    ("power", "--game", "[3; 2,1,1]"),
    ("power", "un-sc", "council", "--on", "2022-02-25", "--all", "--union", "nato"),
    ("likely", "un-sc", "council", "--together", "0.5"),
    ("likely", "--game", "[3; 2,1,1]"),
    ("powers", "un-sc", "nato@1990-01-01", "--party", "RUS,USA"),
    ("powers", "concert", "--on", "1820-01-01", "--on", "1821-01-01"),
    ("export", "un-sc", "council", "--to", "council.json"),
    ("export", "--game", "[3; 2,1,1]", "--to", "game.nfg"),
    ("prove", "est-2009", "absence alone can defeat conference"),
    ("prove", "nrc", "--battery"),
    ("conflicts", "est-2009", "nato", "--on", "2009-12-01", "--lever", "RUS"),
    ("conflicts", "eapc", "nato"),
    ("simulate", "est-2009", "--crisis", "georgia-2008", "--draws", "200"),
    ("simulate", "nrc", "--crisis", "su-24-2015", "--draws", "100", "--model", "null"),
    ("compare", "osce", "nato", "nothing", "--crisis", "georgia-2008", "--draws", "100"),
    ("compare", "osce", "--random", "3", "--draws", "90", "--on", "2010-01-01"),
    ("sweep", "grid.yaml", "--out", "runs", "--workers", "1"),
    ("sensitivity", "est-2009", "--crisis", "georgia-2008", "--samples", "2", "--draws", "50"),
    (
        *("sensitivity", "est-2009", "--crisis", "georgia-2008", "--method", "sobol"),
        *("--samples", "2", "--draws", "50", "--parameter", "contribution.cost"),
    ),
    ("data",),
    ("data", "nmc", "--check"),
    ("order", "--from", "2008", "--to", "2009", "--eu", "--capability", "gdp", "--draws", "20"),
    ("order", "--from", "2022", "--to", "2024", "--west", "DEU,FRA,GBR,USA", "--draws", "20"),
    ("institutions", "--on", "2010-09-01"),
    ("institutions", "--on", "1820-06-01"),
    ("network", "--on", "2010-09-01"),
    ("threats", "--on", "2010-09-01", "--victim", "GEO", "--accused", "RUS"),
    ("threats", "--drafts"),
    ("scenarios", "--on", "2010-09-01"),
    ("world", "--year", "2008"),
    ("world", "--institution", "osce", "--on", "2021-12-01", "--camps", "--carry"),
    ("world", "--year", "2008", "--bloc", "eu", "--dyad", "EU,RUS", "--dyad", "RUS,USA"),
]


def closed(schema):
    """Return a schema that admits only the keys that it describes."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    stricter = {key: closed(part) for key, part in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        stricter["additionalProperties"] = False
    return stricter


@pytest.mark.parametrize("words", CALLS, ids=lambda words: " ".join(map(str, words))[:60])
def test_what_a_verb_prints_is_what_its_schema_says(words, document, council):
    schema = json.loads((SCHEMAS / f"{words[0]}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    words = (*words, council) if words == ("council-votes",) else words

    found = document(*words)

    jsonschema.validate(found, closed(schema))


def test_every_verb_has_a_schema():
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(verbs())


# ------------------------------------------------------------------------------------ links


def slug(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.replace("`", "").strip().lower())
    return kept.replace(" ", "-")


def prose(path: Path) -> str:
    """Return a page without its fenced blocks."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"^(```+).*?^\1$", "", text, flags=re.DOTALL | re.MULTILINE)


def anchors(path: Path) -> set[str]:
    text = prose(path)
    return {slug(heading) for heading in re.findall(r"^#{1,4} (.+)$", text, re.MULTILINE)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_leads_somewhere(page):
    text = prose(page)
    for link in LINK.finditer(text):
        target, _, anchor = link["target"].partition("#")
        if "://" in target or target.startswith("mailto:"):
            continue
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{page.name}: {link['target']}"
        if anchor:
            assert anchor in anchors(path), f"{page.name}: {link['target']}"


def test_every_page_is_reached_from_a_table_of_contents():
    listed = set()
    for path in DOCS.rglob("index.md"):
        for block in blocks(path):
            entries = block.text.split() if block.language == "{toctree}" else []
            listed |= {(path.parent / f"{entry}.md").resolve() for entry in entries}
    pages = {path.resolve() for path in PAGES if DOCS in path.parents}
    assert pages - listed == {(DOCS / "index.md").resolve()}


# -------------------------------------------------------------------------------- the library


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
