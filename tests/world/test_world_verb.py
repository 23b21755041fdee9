"""`foedera world`: the fixed keys, the view, and what it refuses in one sentence."""

import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from foedera.cli import app


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *words: CliRunner().invoke(app, ["world", *words])


def test_the_fixed_keys(run):
    found = json.loads(run("--year", "2008", "--json").stdout)

    assert found["year"] == 2008
    assert len(found["parties"]) == 194
    assert {"party", "cinc"} <= found["parties"][0].keys()
    assert found["dyads"] == []
    assert found["camps"] is None


def test_a_pair_comes_in_both_directions(run):
    found = json.loads(run("--year", "2021", "--dyad", "usa,GBR", "--carry", "--json").stdout)

    there, back = found["dyads"]
    assert (there["a"], there["b"], back["a"], back["b"]) == ("USA", "GBR", "GBR", "USA")
    assert there["defence"] == back["defence"] == 1
    assert there["carried"]["defence"] == 2018
    assert "borders and capitals of today, whatever the year" in found["notes"]


def test_what_is_missing_is_null(run):
    found = json.loads(run("--year", "2023", "--parties", "RUS,USA", "--json").stdout)

    assert [party["cinc"] for party in found["parties"]] == [None, None]
    assert [party["cinc_share"] for party in found["parties"]] == [None, None]
    assert found["sources"][0]["missing"] == 2


def test_members_of_a_day(run):
    shown = run("--institution", "csto", "--on", "2009-01-01").stdout

    assert shown.startswith("csto, 2009-01-01: 7 parties\n")
    assert "ideal: missing" not in shown


def test_blocs_by_register_and_by_codes(run):
    words = ("--year", "2008", "--bloc", "eu", "--bloc", "UNION=RUS,BLR", "--json")
    found = {party["party"]: party for party in json.loads(run(*words).stdout)["parties"]}

    assert len(found["EU"]["members"]) == 27
    assert found["UNION"]["members"] == ["RUS", "BLR"]
    assert "RUS" not in found


def test_camps_and_a_map(run, tmp_path):
    pytest.importorskip("altair")
    words = ("--institution", "csto", "--on", "2009-01-01", "--camps", "--map", "m.json")
    found = json.loads(run(*words, "--colour", "ideal", "--json").stdout)

    assert sum(len(camp["parties"]) for camp in found["camps"]["camps"]) == 7
    assert "Ideal point" in (tmp_path / "m.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "world needs a year: --year 2008, or a day: --on 2008-08-01"),
        (("--year", "1850"), "the year 1850 is not between 1946 and 2100"),
        (("--on", "2008"), "'2008' is no day; write it as 2009-12-01"),
        (
            ("--year", "2008", "--on", "2009-01-01"),
            "--on 2009-01-01 is not in the year 2008: give one of the two",
        ),
        (("--year", "2008", "--dyad", "RUS"), "--dyad takes two parties: RUS,USA, not 'RUS'"),
        (("--year", "2008", "--dyad", "RUS,rus"), "--dyad takes two parties, not RUS twice"),
        (
            ("--year", "2008", "--bloc", "=RUS"),
            "write --bloc NAME=CODES, or --bloc eu for a register: '=RUS'",
        ),
        (
            ("--year", "2008", "--bloc", "eu", "--camps"),
            "--camps is for states: leave out --bloc and made-up parties",
        ),
        (
            ("--year", "2008", "--parties", "XXZ"),
            "no party is called 'XXZ'; did you mean 'XKX' (Kosovo)?",
        ),
    ],
)
def test_what_cannot_be_shown(run, words, said):
    result = run(*words)

    assert isinstance(result.exception, ValueError)
    assert type(result.exception).__module__.startswith("foedera.")
    assert str(result.exception) == said


def test_the_room_is_imported_without_numpy_or_polars():
    code = (
        "import sys, foedera.world; assert not {'numpy', 'polars', 'scipy'} & set(sys.modules);"
        "foedera.world.World(2008); assert not {'polars', 'scipy'} & set(sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
