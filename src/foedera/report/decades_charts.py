"""The picture of decades of crises: what comes of them year by year under each charter."""

from collections.abc import Iterator, Mapping
from typing import Any

from foedera.report.charts.courses import Panel, courses_chart
from foedera.report.charts.numbers import Z95
from foedera.report.charts.picture import Caption, Picture, Row

Document = Mapping[str, Any]
PANELS = {
    "attempted": "Attacks attempted a year, over {window} years",
    "stopped": "Attacks stopped a year, over {window} years",
    "reputation": "Reputation: believed chance of being stopped",
    "trust": "Trust of members in each other",
}


def decades_picture(document: Document, caption: Caption) -> Picture:
    """Return the courses in a document of `foedera decades`, a panel for each measure.

    Raises:
        PictureError: there are more charters than colours.
        ReportMissing: the extra `report` is not installed.
    """
    names = ", ".join(row["charter"] for row in document["rows"])
    title = caption.title or f"{document['years']} years of crises: {names}"
    note = caption.note or (
        f"{document['unfitted']} Lines: means of {document['replications']} courses of events; "
        f"bands: 95 % interval (chance, the crises drawn, the fit of behaviour). Model "
        f"{document['model']} ({document['parameters']}); seed {document['seed']}."
    )
    panels = [
        Panel(
            words.format(**document), list(_rows(document, key)), 1.0 if key != "stopped" else None
        )
        for key, words in PANELS.items()
    ]
    return courses_chart(panels, Caption(title, note, caption.source))


def _rows(document: Document, key: str) -> Iterator[Row]:
    first = int(document["from"][:4])
    for row in document["rows"]:
        course = row["courses"][key]
        for k, (mean, se) in enumerate(zip(course["mean"], course["se"], strict=True)):
            yield {
                "series": row["charter"],
                "year": first + k,
                "value": mean,
                "lower": max(mean - Z95 * se, 0),
                "upper": min(mean + Z95 * se, 1),
            }
