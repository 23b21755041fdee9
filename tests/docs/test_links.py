"""Every link inside the documentation leads somewhere, and every page is reached."""

import re
from pathlib import Path

import pytest
from tests.docs.pages import (
    DOCS,
    PAGES,
    ROOT,
    blocks,
)

LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")


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
