"""Power across bodies, days and readings, and the table that holds it."""

from datetime import date

import pytest

from foedera.charters import load_charter, view
from foedera.power import (
    YES_NO,
    Column,
    Table,
    compare_power,
    equal_odds,
    likely,
    other_readings,
    parse_game,
    power,
    seat_of,
)
from foedera.proceedings import Bench, normal_form

DAY = date(2009, 12, 1)


def seat(charter, body=None, on=DAY, readings=(), bench=None):
    return seat_of(view(load_charter(charter), on, readings), body, bench)


def test_a_row_says_what_counting_the_body_by_itself_says():
    here = seat("un-sc", "council")
    table, left_out = compare_power([here], ["RUS", "DEU"], YES_NO)
    found = power(normal_form(here.view, here.body, here.decision, Bench()), YES_NO)
    russia = next(member for member in found.members if member.party == "RUS")

    assert left_out == {}
    first, second = table.rows
    assert (first["party"], first["seated"], first["veto"]) == ("RUS", True, True)
    assert first["banzhaf"] == float(russia.banzhaf)
    assert first["power_to_act"] == 848 / 32768
    assert (second["seated"], second["banzhaf"], second["veto"]) == (False, None, None)


def test_enlargement_makes_unanimity_harder():
    days = [date(1990, 1, 1), date(2004, 4, 1), date(2024, 3, 8)]
    table, _ = compare_power([seat("nato", on=day) for day in days])
    assert table.column("members") == [16, 26, 32]
    shares = table.column("power_to_act")
    assert shares == sorted(shares, reverse=True)
    assert "party" not in table.rows[0]


def test_other_readings_are_those_that_change_the_rule_or_its_members():
    here = seat("est-2009", "extraordinary-conference")
    found = {other.view.departures[0] for other in other_readings(here)}
    assert "E1b" in found
    assert all(len(other.view.departures) == 1 for other in other_readings(here))
    table, _ = compare_power([here, *other_readings(here)])
    same = [row for row in table.rows if row["reading"] == "E1b"]
    assert same[0]["power_to_act"] != table.rows[0]["power_to_act"]


def test_what_is_assumed_is_told():
    table, _ = compare_power([seat("est-2009", "extraordinary-conference")])
    assert "no accused" in table.rows[0]["assumed"] or "no established" in table.rows[0]["assumed"]
    table, _ = compare_power([seat("un-sc", "council")])
    assert table.rows[0]["assumed"] is None


def test_what_cannot_be_counted_is_left_out_with_the_reason(monkeypatch):
    monkeypatch.setattr("foedera.power.counting.LARGEST_LAYER", 1)
    monkeypatch.setattr("foedera.power.counting.unroll.__defaults__", (1,))
    table, left_out = compare_power([seat("un-sc", "council")])
    assert table.rows == ()
    (place, reason), *_ = left_out.items()
    assert place == "un-sc council:substantive on 2009-12-01"
    assert "states" in reason


# --------------------------------------------------------------------------------------- tables


def test_counts_hand_themselves_over_as_tables():
    form = parse_game("[3; 2,1,1]")
    table = power(form, YES_NO).to_table()
    assert table.rows[0] == {
        "party": "P1",
        "banzhaf": 0.75,
        "banzhaf_normalised": 0.6,
        "shapley_shubik": pytest.approx(2 / 3),
        "coleman_prevent": 1,
        "coleman_initiate": 0.6,
        "success": 0.875,
        "given_yes": 0.75,
        "given_no": 0,
    }
    assert set(table.rows[0]) == {column.name for column in table.columns}
    chances = likely(form, equal_odds(form.members, YES_NO)).to_table()
    assert set(chances.rows[0]) == {column.name for column in chances.columns}
    assert chances.column("decisiveness") == pytest.approx(table.column("banzhaf"))
    assert chances.column("given_absent") == [None] * 3


COLUMNS = (
    Column("name", str, "who"),
    Column("votes", int, "how many"),
    Column("share", float, "of all"),
    Column("veto", bool, "alone"),
)
TABLE = Table(
    COLUMNS,
    (
        {"name": "A", "votes": 2, "share": 0.5, "veto": True},
        {"name": "B", "votes": None, "share": None, "veto": None},
    ),
)


def test_a_table_keeps_what_is_missing_missing():
    assert TABLE.to_csv() == "name,votes,share,veto\nA,2,0.5,True\nB,,,\n"
    assert TABLE.to_dict()["rows"][1] == {"name": "B", "votes": None, "share": None, "veto": None}
    assert '"says": "how many"' in TABLE.to_json()
    assert str(TABLE) == TABLE.to_csv()


def test_a_table_becomes_a_polars_frame_with_its_types():
    pl = pytest.importorskip("polars", reason="polars is the extra 'data'")
    frame = TABLE.to_polars()
    assert frame.schema == {
        "name": pl.String(),
        "votes": pl.Int64(),
        "share": pl.Float64(),
        "veto": pl.Boolean(),
    }
    assert frame["votes"].null_count() == 1
    empty = Table(COLUMNS, ()).to_polars()
    assert empty.columns == ["name", "votes", "share", "veto"]


def test_a_table_becomes_a_pandas_frame_with_nullable_columns():
    pytest.importorskip("pandas", reason="pandas is not among the extras")
    frame = TABLE.to_pandas()
    assert list(map(str, frame.dtypes)) == ["string", "Int64", "Float64", "boolean"]
    assert frame["votes"].isna().tolist() == [False, True]
