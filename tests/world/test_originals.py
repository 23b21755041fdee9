"""Data that a user brings are checked on arrival, and every fault is told in one sentence."""

import os
import warnings
from pathlib import Path

import pytest

from foedera.world import originals as module
from foedera.world.errors import DataError, DataWarning, UnknownTable
from foedera.world.originals import arrival, arrivals, load, original, originals
from foedera.world.originals.loading import cache_folder

pytest.importorskip("polars")

HEAD = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc"
GOOD = f"{HEAD}\n2,2007,1,,3,4,5.5,6,0.15\n365,2007,1,2,3,4,5,6,0.04\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "downloads"
    path.mkdir()
    return path


def read(folder, text, name="nmc"):
    (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DataWarning)
        return load(name, folder)


def fault(folder, text, name="nmc"):
    with pytest.raises(DataError) as error:
        read(folder, text, name)
    return str(error.value)


def test_a_good_file_is_read_with_its_types(folder):
    found = read(folder, GOOD)

    assert found["ccode"].to_list() == [2, 365]
    assert found["milper"].to_list() == [None, 2]
    assert found["tpop"].to_list() == [5.5, 5.0]


def test_further_columns_are_kept(folder):
    found = read(
        folder, "ccode,year,imports,exports,note\n2,2000,1,2,x\n20,2000,1,2,y\n", "trade_totals"
    )
    assert found["note"].to_list() == ["x", "y"]


def test_the_projects_own_mark_of_a_missing_value(folder):
    assert read(folder, GOOD.replace("2007,1,2", "2007,-9,2"))["milex"].to_list() == [1, None]


def test_the_projects_own_name_of_the_file(folder):
    (folder / "NMC-60-abridged.csv").write_text(GOOD, encoding="utf-8")
    assert arrival("nmc", folder).path.name == "NMC-60-abridged.csv"
    assert arrival("nmc", folder).version is None


YEAR = "a whole number from 1815 to 2100 is expected"
SHARE = "a number from 0 to 1"
WRONG = [
    (
        ",cinc",
        ",cost",
        f"line 1: no column 'cinc'; National material capabilities has {SHARE} there",
    ),
    ("0.04", "1.04", f"line 3, column cinc: '1.04' where {SHARE} is expected"),
    ("0.15", "nan", f"line 2, column cinc: 'nan' where {SHARE} is expected"),
    ("7,1,,", "7,x,,", "line 2, column milex: 'x' where a number of at least 0 is expected"),
    ("\n2,2007", "\n2,", f"line 2, column year: an empty cell where {YEAR}"),
    ("\n2,2007", "\n2,2007.5", f"line 2, column year: '2007.5' where {YEAR}"),
    ("\n365,", "\n2,", "line 3: a second row for ccode 2, year 2007"),
    ("0.04", "0.04,7", "cannot be read: line 3 has 10 cells, its header 9"),
    (",0.04", "", "cannot be read: line 3 has 8 cells, its header 9"),
    (GOOD, "", "cannot be read: it is empty"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_a_wrong_file_is_told_in_one_sentence(old, new, said, folder):
    assert fault(folder, GOOD.replace(old, new)) == f"nmc.csv {said}"


def test_a_misspelt_column_is_pointed_out(folder):
    assert "(there is 'cincs')" in fault(folder, GOOD.replace("cinc", "cincs"))


def test_a_cell_of_several_lines_does_not_shift_the_line(folder):
    head = "rcid,date,resolution,undl_id,title,yes,no,abstain,absent\n"
    text = head + '1,1946-01-26,A,1,"two\nlines",1,2,3,4\n2,1946-13-29,B,2,t,1,2,3,4\n'
    said = fault(folder, text, "unga_resolutions")
    assert said.startswith("unga_resolutions.csv line 4, column date: '1946-13-29' where a day as")


def test_a_word_from_a_list(folder):
    text = "vote_id,ccode,iso3,member,permanent,vote,basis\nR,2,USA,x,1,Q,recorded\n"
    assert "column vote: 'Q' where one of A, N, U, X, Y is expected" in fault(
        folder, text, "unsc_votes"
    )


def test_few_rows_are_a_warning(folder):
    (folder / "nmc.csv").write_text(GOOD, encoding="utf-8")
    with pytest.warns(DataWarning, match=r"nmc.csv has 2 rows; a whole copy has at least 15,000"):
        load("nmc", folder)


def test_no_file_no_folder_no_original(folder, monkeypatch):
    with pytest.raises(
        DataError, match=r"has no nmc.csv or NMC-\*-abridged.csv, which is National"
    ):
        load("nmc", folder)
    with pytest.raises(DataError, match="is no folder; set FOEDERA_DATA"):
        load("nmc", folder / "absent")
    monkeypatch.delenv("FOEDERA_DATA", raising=False)
    with pytest.raises(DataError, match="set FOEDERA_DATA to the folder of your downloads"):
        load("nmc")
    with pytest.raises(UnknownTable, match="no original is called 'nmcc'; did you mean 'nmc'"):
        load("nmcc", folder)


def test_the_environment_names_the_folder(folder, monkeypatch):
    (folder / "nmc.csv").write_text(GOOD, encoding="utf-8")
    monkeypatch.setenv("FOEDERA_DATA", str(folder))
    assert [each.original.name for each in arrivals()] == ["nmc"]


# -------------------------------------------------------------------------------------- the cache


def test_the_cache_answers_and_nothing_is_written_into_the_folder(folder, monkeypatch):
    first = read(folder, GOOD)
    assert [path.name for path in folder.iterdir()] == ["nmc.csv"]
    assert len(list(cache_folder().glob("nmc-*.parquet"))) == 1

    monkeypatch.setattr("foedera.world.originals.loading._read", None)  # it must not be read again
    assert read(folder, GOOD).equals(first)


def test_a_changed_file_is_read_anew(folder):
    read(folder, GOOD)
    assert read(folder, GOOD.replace("0.15", "0.16"))["cinc"][0] == 0.16


def test_a_damaged_cache_is_made_anew(folder):
    first = read(folder, GOOD)
    (kept,) = cache_folder().glob("nmc-*.parquet")
    kept.write_bytes(b"broken")
    assert read(folder, GOOD).equals(first)


def test_a_cache_that_cannot_be_written_does_not_matter(folder, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert read(folder, GOOD).height == 2


# ------------------------------------------------------------------------------- the declarations


@pytest.mark.parametrize("name", originals())
def test_a_declaration_is_whole(name):
    found = original(name)
    columns = {column.name for column in found.columns}
    assert set(found.key) <= columns
    assert len(found.sha256) == 64
    assert found.source.citation
    assert found.source.ship in {"whole", "extract", "derived", "facts", "no"}
    assert {column.kind for column in found.columns} <= {"whole", "number", "day", "text", "one of"}


@pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)
@pytest.mark.parametrize("name", originals())
def test_an_original_at_hand_loads(name):
    if name not in {each.original.name for each in module.arrivals()}:
        pytest.skip(f"{name} is not in {os.environ['FOEDERA_DATA']}")
    found = load(name)
    assert set(original(name).key) <= set(found.columns)
    assert not list(Path(os.environ["FOEDERA_DATA"]).glob("*.part"))
