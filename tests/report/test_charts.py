"""Charts show the numbers of the records they were given, and draw without a network."""

import builtins
import json
import re
from datetime import date

import pytest

from foedera.charters import find_decision, load_charter, view
from foedera.power import parse_game, power, smallest_block
from foedera.proceedings import Bench, normal_form
from foedera.report import plot, plot_frontier
from foedera.report.blocking import Corner, Stopper, body_stoppers, frontier, stoppers
from foedera.report.charts import (
    Caption,
    PictureError,
    ReportMissing,
    Stage,
    blocking_chart,
    dots_chart,
    map_chart,
    need_chart,
    power_chart,
    procedure_chart,
    series_chart,
    shares_chart,
)
from foedera.report.charts.layout import layered
from foedera.report.documents.power import power_document
from foedera.rules import Ballot, decide
from foedera.world.memberships import members
from foedera.world.outlines import outline_ids, outlines, places
from foedera.world.parties import parties

DAY = date(2009, 12, 1)
PLAIN = Caption("A finding", source="Source: a test.")


def data(picture):
    """Return every row of the tables that a chart shows or looks things up in."""
    tables = picture.spec.get("datasets", {}).values()
    return [row for table in tables if isinstance(table, list) for row in table]


def est(body):
    at = view(load_charter("est-2009"), DAY)
    organ, decision = find_decision(at, body)
    return at, organ, decision


# ---------------------------------------------------------------------------------- power by member


def test_bars_show_the_indices_of_the_record():
    found = power(parse_game("[3; 2, 1, 1]"), (Ballot.YES, Ballot.NO))
    picture = plot(found)
    shown = {(row["members"], row["index"]): row["value"] for row in data(picture)}
    # [3; 2, 1, 1]: Banzhaf 3/5, 1/5, 1/5 and Shapley-Shubik 2/3, 1/6, 1/6 (Straffin 1993).
    assert shown["P1", "Penrose-Banzhaf, normalised"] == pytest.approx(3 / 5)
    assert shown["P2", "Shapley-Shubik"] == pytest.approx(1 / 6)
    assert shown["P1", "Coleman: power to prevent"] == pytest.approx(1)
    assert "P1 settles 66.7 %" in picture.description


def test_members_alike_share_a_bar_when_they_are_many():
    at, organ, decision = est("conference")
    form = normal_form(at, organ, decision, Bench())
    document = power_document(form, four=True, name="est-2009 conference:decision", at=at)
    picture = plot(document)
    labels = {row["members"] for row in data(picture)}
    assert labels == {"each of 56: ALB, AND, ARM ..."}
    assert "All 56 members weigh alike" in picture.description
    assert "on 2009-12-01; reading: default" in json.dumps(picture.spec["title"])


def test_a_power_that_is_undefined_is_left_out_and_no_zero():
    rows = [
        {"party": "A", "banzhaf_normalised": 0.0, "shapley_shubik": 0.0, "coleman_prevent": None}
    ]
    shown = [row["index"] for row in data(power_chart(rows))]
    assert shown == ["Penrose-Banzhaf, normalised", "Shapley-Shubik"]


# ---------------------------------------------------------------------------------- blocking


def test_who_can_stop_the_draft_treatys_conferences():
    """Article 8(4): the accused alone cannot, with one friend it can; 12 absences break 4/5."""
    at, organ, decision = est("extraordinary-conference")
    found = {(s.coalition, s.by): s.needed for s in body_stoppers(at, organ, decision, Bench())}
    assert found["any members", "voting no"] == 1
    assert found["any members", "staying away"] == 12
    assert found["the accused alone", "voting no"] is None
    assert found["friends of the accused", "voting no"] == 1
    assert found["friends of the accused", "staying away"] == 11
    assert found["CSTO", "staying away"] is None
    assert found["EU", "staying away"] == 12


def test_where_the_accused_differ_the_row_says_it_is_of_the_easiest():
    """In the Security Council a permanent member can veto and an elected one cannot."""
    at = view(load_charter("un-sc"), date(2024, 1, 1))
    organ, decision = find_decision(at, "council:substantive")
    rows = body_stoppers(at, organ, decision, Bench())
    found = {(s.coalition, s.by): s.needed for s in rows}
    assert found["permanent members", "voting no"] == 1
    assert found["elected members", "voting no"] == 7
    assert found["the accused alone, where easiest", "voting no"] == 1
    assert found["the accused alone, where easiest", "staying away"] is None
    assert found["friends of the accused, where easiest", "staying away"] == 6


def test_every_cell_has_its_number():
    rows = [
        Stopper("any members", 9, "voting no", 3).to_dict(),
        Stopper("X", 2, "voting no", None).to_dict(),
        Stopper("the accused alone", 1, "voting no", 1).to_dict(),
        Stopper("friends of the accused", 8, "voting no", 0, helped=True).to_dict(),
        Stopper("Y", 5, "voting no", 4, exact=False).to_dict(),
    ]
    cells = {row["who"]: row["shown"] for row in data(blocking_chart(rows, Caption("")))}
    assert cells == {
        "any members": "3",
        "X (2)": "cannot",
        "the accused alone": "1",
        "friends of the accused": "it alone",
        "Y (5)": "at most 4",
    }


def test_the_frontier_is_that_of_the_rule():
    """Article 27(3): nine yes votes of fifteen; elected members trade absence against no."""
    at = view(load_charter("un-sc"), date(2024, 1, 1))
    organ, decision = find_decision(at, "council:substantive")
    form = normal_form(at, organ, decision, Bench())
    corners = frontier(form)
    elected = [corner for corner in corners if "FRA" not in corner.kind]
    permanent = [corner for corner in corners if "FRA" in corner.kind]
    assert [(c.absent, c.no) for c in elected] == [(n, 7 - n) for n in range(8)]
    assert {c.no for c in permanent} == {1}
    shown = data(plot_frontier(form, PLAIN))
    assert [(row["absent"], row["no"]) for row in shown[: len(corners)]] == [
        (c.absent, c.no) for c in corners
    ]


def test_the_frontier_agrees_with_deciding_and_with_the_smallest_block():
    form = parse_game("[5; 1, 1, 1, 1, 1, 1, 1]")
    corners = frontier(form)
    assert corners[0] == Corner("any of the 7 members", 0, 3)
    assert corners[0].no == smallest_block(form, ballots=[Ballot.NO]).size
    for corner in corners:
        for no, adopted in ((corner.no, False), (corner.no - 1, True)):
            cast = [Ballot.ABSENT] * corner.absent + [Ballot.NO] * no
            sheet = dict(zip(form.members, cast + [Ballot.YES] * 7, strict=False))
            if no >= 0:
                assert decide(form, sheet).adopted is adopted


def test_coalitions_are_measured_against_what_is_needed():
    form = parse_game("[3; 1, 1, 1, 1]")
    rows = [s.to_dict() for s in stoppers(form, {"big": ["P1", "P2"], "all": list(form.members)})]
    shown = data(need_chart(rows, PLAIN))
    assert {(row["coalition"], row["verdict"]) for row in shown if "verdict" in row} == {
        ("big", "can")
    }
    assert "2 are needed" in {row.get("shown") for row in shown}


# ---------------------------------------------------------------------------------- procedure


STAGES = [
    Stage("a", "Ask", "5(1)", "nobody"),
    Stage("b", "Convene", "6(2)", "54 parties", "within 10 days", "several"),
    Stage("c", "Vote", "6(3)", "1 party", ease="one", vote=True),
]


def test_a_procedure_shows_every_stage_with_who_can_stop_it():
    picture = procedure_chart(STAGES, [("a", "b"), ("b", "c"), ("a", "c")], PLAIN)
    rows = data(picture)
    boxes = {row["id"]: row for row in rows if "id" in row}
    assert {key: row["who can stop it"] for key, row in boxes.items()} == {
        "a": "nobody", "b": "54 parties", "c": "1 party",
    }  # fmt: skip
    assert boxes["a"]["x"] < boxes["b"]["x"] < boxes["c"]["x"]
    assert len({row["edge"] for row in rows if "edge" in row}) == 3
    words = [row["line"] for row in rows if "line" in row]
    assert {"Art. 5(1)", "within 10 days", "54 parties"} <= set(words)


def test_boxes_do_not_overlap_even_where_the_graph_has_a_circle():
    ids = [f"s{k}" for k in range(9)]
    edges = [(a, b) for a in ids for b in ids if (int(a[1]) * 5 + int(b[1])) % 4 == 1]
    places, routes = layered(ids, edges, dict.fromkeys(ids, 50.0), (180, 30, 20))
    assert len(routes) == len(set(edges))
    for a in ids:
        for b in ids:
            if a < b and places[a].x == places[b].x:
                assert abs(places[a].y - places[b].y) >= 50


@pytest.mark.parametrize(
    ("stages", "edges", "words"),
    [
        ([], [], "there is nothing to draw: the procedure has no stages"),
        ([STAGES[0], STAGES[0]], [], "two stages of the procedure are called 'a'"),
        (STAGES, [("a", "z")], "an edge of the procedure names 'z', which is no stage"),
    ],
)
def test_a_procedure_that_cannot_be_drawn(stages, edges, words):
    with pytest.raises(PictureError) as fault:
        procedure_chart(stages, edges, PLAIN)
    assert str(fault.value) == words


# ---------------------------------------------------------------------------------- plain numbers


def test_series_keep_their_gaps_and_intervals():
    rows = [
        {"year": 2007, "value": 1.0, "lower": 0.5, "upper": 1.5},
        {"year": 2008, "value": None},
        {"year": 2009, "value": 2.0, "lower": 1.5, "upper": 2.5},
    ]
    picture = series_chart(rows, PLAIN, unit="poles", marks=[{"year": 2008, "label": "Georgia"}])
    shown = [row for row in data(picture) if "value" in row]
    assert {(row["year"], row["value"], row["lower"]) for row in shown} == {
        (2007, 1.0, 0.5), (2008, None, None), (2009, 2.0, 1.5),
    }  # fmt: skip
    assert "Georgia" in picture.svg()


def test_shares_carry_their_interval():
    picture = shares_chart([{"name": "adopted", "share": 0.4, "se": 0.02}], PLAIN)
    row = data(picture)[0]
    assert row["lower"] == pytest.approx(0.4 - 1.96 * 0.02, abs=1e-5)
    assert row["upper"] == pytest.approx(0.4 + 1.96 * 0.02, abs=1e-5)
    assert row["shown"] == "40 % ± 3.9"


def test_a_share_without_a_standard_error_has_no_interval():
    row = data(shares_chart([{"name": "adopted", "share": 0.4, "se": None}], PLAIN))[0]
    assert (row["lower"], row["upper"], row["shown"]) == (0.4, 0.4, "40 %")


def test_dots_compare_groups():
    rows = [
        {"name": "EU", "value": 0.1, "group": "2009"},
        {"name": "EU", "value": 0.2, "group": "2014"},
    ]
    shown = data(dots_chart(rows, PLAIN, unit="power to act"))
    assert {(row["group"], row["value"]) for row in shown} == {("2009", 0.1), ("2014", 0.2)}


def test_rows_that_lack_a_column_are_named():
    with pytest.raises(PictureError, match="every row needs 'share'"):
        shares_chart([{"name": "adopted"}], PLAIN)
    with pytest.raises(PictureError, match="there is nothing to draw: no rows"):
        dots_chart([], PLAIN, unit="x")


# ---------------------------------------------------------------------------------- maps


def test_every_state_of_today_can_be_drawn():
    today = {p.code for p in parties() if p.kind == "state" and p.to is None}
    gone = {p.code for p in parties() if p.to is None} - today
    assert today - outline_ids().keys() - places().keys() == set()
    assert outline_ids().keys() & gone == set()


def test_every_outline_named_exists():
    ids = {shape.get("id") for shape in outlines()["objects"]["countries"]["geometries"]}
    assert {i for found in outline_ids().values() for i in found} <= ids
    assert "XKX" in ids


def test_a_map_shows_its_values_and_says_what_it_cannot_draw():
    shown = {"RUS": 0.25, "DNK": 0.5, "MLT": 0.1, "FRA": None, "AUH": 0.3}
    picture = map_chart(shown, PLAIN, label="share", area="osce")
    rows = data(picture)
    drawn = {(row["party"], row["value"]) for row in rows}
    assert {("RUS", 0.25), ("DNK", 0.5), ("MLT", 0.1), ("FRA", None)} <= drawn
    assert "AUH" not in {party for party, _ in drawn}
    title = " ".join(picture.spec["title"]["subtitle"])
    assert "Not drawn, having no outline: AUH." in title
    assert "Borders of today" in title


@pytest.mark.parametrize("area", ["europe", "osce", "world"])
def test_a_map_of_words_draws_every_area(area):
    words = dict.fromkeys(members("osce", DAY), "OSCE") | dict.fromkeys(
        members("csto", DAY), "CSTO"
    )
    svg = map_chart(words, PLAIN, label="member of", area=area).svg()
    assert svg.startswith("<svg")
    assert "CSTO" in svg
    # Blue for the OSCE and orange for the CSTO, the first two of the palette.
    assert "#0072B2" in svg
    assert "#E69F00" in svg


@pytest.mark.parametrize(
    ("shown", "area", "words"),
    [
        ({"RUS": 1.0}, "asia", "a map is of europe, osce, world, not of 'asia'"),
        ({"RUS": None}, "osce", "there is nothing to draw: no party has a value"),
        ({"RUS": 1.0, "FRA": "x"}, "osce", "a map shows either words or numbers, not both"),
    ],
)
def test_a_map_that_cannot_be_drawn(shown, area, words):
    with pytest.raises(PictureError) as fault:
        map_chart(shown, PLAIN, label="x", area=area)
    assert str(fault.value) == words


# ---------------------------------------------------------------------------------- saving


def bars():
    return plot(power(parse_game("[3; 2, 1, 1]"), (Ballot.YES, Ballot.NO)))


def test_a_picture_is_saved_as_its_name_says(tmp_path):
    heads = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF", "json": b"{", "html": b"<!DOCTYPE"}
    for form, head in heads.items():
        assert bars().save(tmp_path / f"chart.{form}").read_bytes().startswith(head), form


def test_a_page_with_a_chart_needs_no_network(tmp_path):
    page = bars().save(tmp_path / "chart.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script([^>]*)>", page)
    assert scripts
    assert not [attributes for attributes in scripts if "src" in attributes]
    assert "<link" not in re.sub(r"(?s)<script[^>]*>.*?</script>", "", page)


def test_a_chart_saved_otherwise_is_refused(tmp_path):
    with pytest.raises(PictureError, match=r"saved as \.svg, \.png, \.pdf, \.html or \.json"):
        bars().save(tmp_path / "chart.gif")
    with pytest.raises(PictureError, match=r"cannot write .*: No such file or directory"):
        bars().save(tmp_path / "nowhere" / "chart.svg")


def test_what_has_no_picture_is_told_so():
    with pytest.raises(PictureError, match="there is no picture of a int; plot takes a power"):
        plot(3)
    with pytest.raises(PictureError, match="plot takes that of 'foedera power'"):
        plot({"members": []})


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch):
    from foedera.report.charts import picture

    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(picture, "import_module", missing)
    with pytest.raises(ReportMissing) as fault:
        plot(power(parse_game("[2; 1, 1]")))
    assert str(fault.value) == (
        "charts and reports need packages that are not installed: pip install 'foedera[report]'"
    )


def test_the_command_line_need_not_import_what_draws(monkeypatch):
    genuine = builtins.__import__

    def guarded(name, *rest):
        assert name.partition(".")[0] not in {"altair", "vl_convert", "jinja2", "typst"}
        return genuine(name, *rest)

    monkeypatch.setattr(builtins, "__import__", guarded)
    import importlib

    import foedera.report

    importlib.reload(foedera.report)
