"""Courses over years: a panel a measure, one colour a charter in all of them."""

import pytest

pytest.importorskip("altair", reason="the extra 'report' is not installed")

from foedera.report import Caption, PictureError, plot
from foedera.report.charts import Panel, courses_chart

PLAIN = Caption("A finding", source="Source: a test.")


def rows(series, values):
    return [
        {"series": series, "year": 2000 + k, "value": v, "lower": v - 0.1, "upper": v + 0.1}
        for k, v in enumerate(values)
    ]


def course(*values):
    return {"mean": list(values), "se": [0.05] * len(values)}


def document():
    courses = ("attempted", "deterred", "stopped", "false_alarms", "trust", "reputation")
    return {
        "from": "2020-05-01",
        "years": 3,
        "replications": 1000,
        "window": 5,
        "unfitted": "How states learn is assumed.",
        "model": "sincere",
        "parameters": "fitted",
        "seed": 1,
        "rows": [
            {"charter": name, "courses": {key: course(0.01, 0.5, 0.99) for key in courses}}
            for name in ("osce", "nothing")
        ],
        "foedera": "0",
        "data": "0",
    }


def shown(picture):
    """Return the panels of a chart with the rows that they show."""
    spec = picture.spec
    return {
        panel["title"]["text"]: spec["datasets"][panel["data"]["name"]] for panel in spec["concat"]
    }


def test_every_measure_has_a_panel_and_every_charter_a_line_in_it():
    panels = shown(plot(document()))
    assert list(panels) == [
        "Attacks attempted a year, over 5 years",
        "Attacks stopped a year, over 5 years",
        "Reputation: believed chance of being stopped",
        "Trust of members in each other",
    ]
    for found in panels.values():
        assert [(row["series"], row["year"]) for row in found[:4]] == [
            ("osce", 2020),
            ("osce", 2021),
            ("osce", 2022),
            ("nothing", 2020),
        ]
        assert found[0]["lower"] == 0  # a band does not leave what a share can be
        assert found[2]["upper"] == 1
        assert found[1]["upper"] == pytest.approx(0.5 + 1.959964 * 0.05)


def test_the_picture_says_that_learning_is_assumed_and_where_it_is_from():
    drawn = plot(document()).svg()
    assert "How states learn is assumed." in drawn
    assert "data 0" in drawn


def test_colours_are_those_of_all_panels_together():
    picture = courses_chart(
        [Panel("a", rows("x", [0.1, 0.2])), Panel("b", rows("y", [0.3, 0.4]))], PLAIN
    )
    scales = [
        panel["layer"][1]["encoding"]["color"]["scale"]["domain"]
        for panel in picture.spec["concat"]
    ]
    assert scales == [["x", "y"], ["x", "y"]]


def test_what_cannot_be_drawn_is_told():
    with pytest.raises(PictureError, match="there is no course to draw"):
        courses_chart([Panel("a", [])], PLAIN)
    many = [row for k in range(9) for row in rows(f"charter {k}", [0.5])]
    with pytest.raises(PictureError, match="9 courses are too many: at most 8 are drawn"):
        courses_chart([Panel("a", many)], PLAIN)
