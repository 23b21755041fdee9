"""The pages of the documentation and the fenced blocks in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import typer.main

from foedera.cli import app

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SCHEMAS = DOCS / "reference" / "json"
EXAMPLES = DOCS / "examples"
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(path for path in DOCS.rglob("*.md") if "_build" not in path.parts),
]
SHELL = ("cp ", "sed ", "echo ")

FENCE = re.compile(r"^(?P<mark>```+|~~~+)(?P<info>.*)$")


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


def page(name: str) -> str:
    """Return the text of a page of the reference."""
    return (DOCS / "reference" / name).read_text(encoding="utf-8")


def verbs():
    """Return the commands by name."""
    return typer.main.get_command(app).commands
