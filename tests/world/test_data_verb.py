"""`foedera data` lists, cites and checks."""

import json

import pytest
from typer.testing import CliRunner

from foedera.cli import app
from foedera.world.tables import tables

FIXED = {"name", "rows", "from", "to", "licence", "citation"}  # the contract of the command line


def run(*words):
    return CliRunner().invoke(app, ["data", *words])


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("FOEDERA_DATA", str(tmp_path))
    (tmp_path / "trade_totals.csv").write_text(
        "ccode,year,imports,exports\n2,2000,1,-2\n", encoding="utf-8"
    )
    return tmp_path


def test_the_fixed_keys():
    found = json.loads(run("--json").stdout)

    assert [table["name"] for table in found["tables"]] == list(tables())
    assert all(table.keys() >= FIXED for table in found["tables"])
    assert [o["name"] for o in found["originals"] if o["file"]] == ["trade_totals"]
    assert found["faults"] is None


def test_the_list_says_what_was_found(folder):
    shown = run().stdout

    assert "1946-2022" in shown
    assert "trade_totals (trade_totals.csv): another version" in " ".join(shown.split())
    assert all(len(line) <= 80 for line in shown.splitlines() if str(folder) not in line)


def test_one_table_and_one_original():
    assert "CC BY-SA 4.0 (recalled)" in run("regime").stdout
    assert "not found: icb_crises.csv" in run("icb_crises").stdout


def test_bibtex_names_every_source_once():
    shown = run("--bibtex").stdout

    assert shown.count("@article{bailey2017estimating,") == 1
    assert shown.count("@article{barbieri2009trading,") == 1  # it was found in the folder
    assert "felbermayr" not in shown  # it was not
    assert run("sanctions_gsdb3", "--bibtex").stdout.startswith("@article{felbermayr2020global,")


def test_a_check_tells_what_is_wrong(folder):
    found = run("--check", "--json")

    assert found.exit_code == 1
    assert json.loads(found.stdout)["faults"] == [
        "trade_totals.csv line 2, column exports: '-2' where a number of at least 0 is expected"
    ]
    (folder / "trade_totals.csv").unlink()
    assert run("--check").exit_code == 0


def test_without_frames_the_list_is_there_and_a_check_says_what_is_needed(monkeypatch):
    monkeypatch.setattr("foedera.world.errors.find_spec", lambda _: None)
    assert run().exit_code == 0
    assert "pip install 'foedera[data]'" in str(run("--check").exception)


def test_an_unknown_name():
    found = run("alliance")
    assert str(found.exception) == "no table is called 'alliance'; did you mean 'alliances'?"
