"""Every example of the documentation is run or loaded.

Shown output may leave parts out with `...`. A block with a caption is a file of that name, which
the examples after it on the same page use; `docs/` stands beside it as in a clone.
"""

import doctest
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from tests.docs.pages import (
    DOCS,
    EXAMPLES,
    PAGES,
    ROOT,
    SHELL,
    Block,
    blocks,
    every_block,
)

from foedera.charters import load_charter
from foedera.charters.load import read_charter
from foedera.charters.model import Charter
from foedera.cli import main
from foedera.files.source import Source, read_source, read_text
from foedera.proceedings import load_case
from foedera.proceedings.casefile import read_case
from foedera.proceedings.sheet import parse_sheet
from foedera.simulation.grid import grid_of, lay_out

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
