"""Charts and maps of the order, from its JSON documents."""

from foedera.report.charts.map import Value, map_chart
from foedera.report.charts.numbers import dots_chart, series_chart
from foedera.report.charts.picture import Caption, Picture, source_line
from foedera.report.documents.stamp import Document

LANDMARKS = {2008: "Georgia", 2014: "Crimea"}
GROUPS = 6  # communities told apart on a map


def order_chart(document: Document) -> Picture:
    """Return the effective number of poles over the years, with its interval where there is one.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    rows = [
        {
            "year": row["year"],
            "value": row["effective_poles"],
            "lower": (row["effective_poles_interval"] or {}).get("low"),
            "upper": (row["effective_poles_interval"] or {}).get("high"),
        }
        for row in document["series"]
    ]
    years = {row["year"] for row in rows}
    marks = [{"year": year, "label": word} for year, word in LANDMARKS.items() if year in years]
    eu = ", the EU counted as one" if document["eu"] else ""
    caption = Caption(
        f"Effective number of poles, {document['region']}",
        f"1 / sum of squared shares of {document['capability']}{eu}. Band: 90 % of draws.",
        source_line(document),
    )
    return series_chart(rows, caption, unit="effective poles", marks=marks)


def institutions_chart(document: Document) -> Picture:
    """Return what share of the world's capability each institution holds.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    rows = [
        {"name": row["id"], "value": row[key], "group": word}
        for row in document["institutions"]
        for key, word in (("capability_share", "CINC"), ("gdp_share", "GDP"))
        if row[key] is not None
    ]
    note = f"CINC of {document['capability_year']}, GDP of {document['gdp_year']}."
    caption = Caption(
        f"Share of the world's power by institution, {document['on']}",
        note,
        source_line({key: document[key] for key in ("foedera", "data")}),
    )
    return dots_chart(rows, caption, unit="share of the world")


def communities_map(document: Document) -> Picture:
    """Return the map of the communities by common membership, the smallest told as one.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    found = document["communities"][0]
    shown: dict[str, Value] = {}
    for number, group in enumerate(found["groups"], start=1):
        word = f"group {number}" if number <= GROUPS else "others"
        shown |= dict.fromkeys(group, word)
    area = document["region"]
    caption = Caption(
        f"Communities by common membership, {document['on']}",
        f"Modularity {found['modularity']:.3f}, seed {found['seed']}.",
        source_line({key: document[key] for key in ("foedera", "data")}),
    )
    return map_chart(shown, caption, label="community", area=area)
