"""The charts and maps of the order draw what the documents say."""

from datetime import date

import pytest

from foedera.report.documents.order import (
    institutions_document,
    network_document,
    order_document,
)
from foedera.report.order_charts import communities_map, institutions_chart, order_chart

pytest.importorskip("altair")
DAY = date(2010, 9, 1)


def values_of(spec):
    """Return every row of the chart's own data."""
    return [row for rows in spec["datasets"].values() if isinstance(rows, list) for row in rows]


def test_the_chart_of_poles_has_every_year_and_the_landmark():
    document = order_document(
        2007, 2009, region="osce", capability="gdp", eu=True, west="nato", draws=20
    )
    drawn = values_of(order_chart(document).spec)
    poles = {
        row["year"]: row["value"] for row in drawn if row.get("value") is not None and "year" in row
    }
    assert poles == {row["year"]: row["effective_poles"] for row in document["series"]}
    assert {"year": 2008, "label": "Georgia"} in drawn


def test_the_chart_of_institutions_has_each_once_by_measure():
    drawn = values_of(institutions_chart(institutions_document(DAY)).spec)
    assert len({(row["name"], row["group"]) for row in drawn if "name" in row}) == 26


def test_the_map_of_communities_colours_every_member():
    document = network_document(DAY)
    drawn = values_of(communities_map(document).chart.to_dict())
    shown = {row["party"]: row["value"] for row in drawn if "party" in row}
    first = document["communities"][0]["groups"][0]
    assert {shown[code] for code in first if code in shown} == {"group 1"}
