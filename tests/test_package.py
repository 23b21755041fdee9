"""The package as a whole: its version, and how little its import costs."""

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import foedera

ROOT = Path(__file__).parent.parent

LOADED = "import sys, foedera; print(*{name.partition('.')[0] for name in sys.modules})"


def test_the_version_is_the_one_installed() -> None:
    assert foedera.__version__ == version("foedera")


def test_the_citation_names_the_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")

    assert f"\nversion: {foedera.__version__}\n" in citation


def test_the_changelog_has_a_section_for_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert f"\n## [{foedera.__version__}] - " in changelog


def test_importing_foedera_loads_none_of_its_dependencies() -> None:
    dependencies = {"lark", "numpy", "pydantic", "rich", "ruamel", "typer"}

    loaded = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, check=True, text=True
    ).stdout.split()

    assert dependencies.isdisjoint(loaded)
