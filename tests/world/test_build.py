"""The embedded tables can be made anew from the originals, byte for byte."""

import os
from pathlib import Path

import pytest

from foedera.world.build.codes import area, code_of, code_of_gw, stands
from foedera.world.build.make import BY_HAND, REGISTER, TABLES, differences, shipped
from foedera.world.build.register import declared, register
from foedera.world.build.text import decimals, significant, table

pytest.importorskip("polars")

needs_originals = pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no originals from which to rebuild the tables",
)


def rebuilt_differently(*names):
    return differences(Path(os.environ["FOEDERA_DATA"]), names)


@needs_originals
def test_the_tables_are_those_that_the_originals_give():
    assert rebuilt_differently(*(name for name in TABLES if name != "distance")) == ()


@needs_originals
@pytest.mark.slow
def test_the_distances_are_those_that_the_outlines_give():
    if not (Path(os.environ["FOEDERA_DATA"]) / "countries-50m.json").exists():
        pytest.skip("countries-50m.json of world-atlas 2.0.2 is not in FOEDERA_DATA")
    assert rebuilt_differently("distance") == ()


def test_the_register_is_that_of_the_tables():
    assert (shipped() / REGISTER).read_text(encoding="utf-8") == register(shipped())


def test_every_registered_table_is_built_or_kept_by_hand():
    assert set(declared()) == {*TABLES, *BY_HAND}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_plain_text_with_line_feeds(name):
    text = (shipped() / f"{name}.csv").read_bytes()
    assert b"\r" not in text
    assert text.endswith(b"\n")
    assert text.decode("utf-8").splitlines()[0].split(",") == list(declared()[name]["columns"])


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (0.25, 3, "0.25"),
        (2.0, 3, "2"),
        (-0.0001, 3, "0"),
        (None, 3, ""),
        (1e-7, 7, "0.0000001"),
        (1200.0, 0, "1200"),
    ],
)
def test_numbers_are_plain_decimals(value, places, text):
    assert decimals(value, places) == text


@pytest.mark.parametrize(
    ("value", "text"), [(23690320.0, "23690000"), (0.0123456, "0.0123"), (0, "0"), (None, "")]
)
def test_significant_digits(value, text):
    assert significant(value, 4 if value and value > 1 else 3) == text


def test_a_cell_with_a_comma_is_quoted():
    assert table(["a", "b"], [["x,y", None]]) == 'a,b\n"x,y",\n'


def test_codes_follow_the_parties():
    assert [code_of(n) for n in (255, 260, 345, 365, 710, 713, 9999)] == [
        *("DEU", "DEU", "SRB", "RUS", "CHN", "TWN", None)
    ]
    assert (code_of_gw(340), code_of_gw(345), code_of_gw(678)) == ("SRB", "SRB", "YEM")
    assert [stands(255, 1989), stands(260, 1989), stands(255, 1990), stands(260, 1990)] == [
        *(False, True, True, False)
    ]


def test_the_area_is_the_osce_the_draft_treaty_and_the_permanent_five():
    assert {"USA", "RUS", "CHN", "TWN", "DDR", "CSK", "MNG", "VAT"} <= area()
    assert not {"EU", "NATO", "JPN"} & area()
