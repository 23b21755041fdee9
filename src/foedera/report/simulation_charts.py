"""Pictures of simulations: how it ends, charters side by side, and who comes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from foedera.report.charts.map import map_chart
from foedera.report.charts.numbers import Z95, dots_chart, shares_chart
from foedera.report.charts.picture import Caption, Picture, PictureError
from foedera.report.maps import area_of
from foedera.simulation import Result, Share

Document = Mapping[str, Any]
UNIT = "share of draws in which it acts; lines: 95 % interval"
SMALLEST = 0.0005  # endings below half a thousandth have no bar


def endings_picture(document: Document, caption: Caption) -> Picture:
    """Return bars of the endings in a document of `foedera simulate`."""
    crisis = document["crisis"]
    title = caption.title or (
        f"{document['charter']} in {crisis['title'] or crisis['id']}: "
        f"it acts in {document['acts']['share']:.0%} of draws"
    )
    rows = [{"name": words, **found} for words, found in document["endings"].items()]
    return _endings(rows, Caption(title, caption.note or _note(document), caption.source))


def comparison_picture(document: Document, caption: Caption) -> Picture:
    """Return dots of how often each charter acts, from a document of `foedera compare`."""
    crisis = document["crisis"]
    title = (crisis["title"] or crisis["id"]) if crisis else document["crises"]
    closed = [row["charter"] for row in document["rows"] if row["closed"]]
    note = caption.note or _note(document)
    note += f" Not open: {', '.join(closed)}." if closed else ""
    shares = {row["charter"]: row["acts"] for row in document["rows"] if not row["closed"]}
    title = caption.title or f"{title}: how often each charter acts"
    return _dots(shares, Caption(title, note, caption.source))


def acts_chart(results: Iterable[Result], caption: Caption) -> Picture:
    """Return bars of how often a charter acts in each of several crises."""
    rows = [{"name": each.dispute, **each.acts.to_dict()} for each in results]
    return shares_chart(rows, caption, label="share of draws in which it acts")


def endings_chart(result: Result, caption: Caption) -> Picture:
    """Return bars of the endings of one crisis under one charter."""
    rows = [{"name": words, **found.to_dict()} for words, found in result.endings().items()]
    return _endings(rows, caption)


def beside_chart(results: Sequence[Result], caption: Caption) -> Picture:
    """Return dots of how often each of several charters acts in one crisis."""
    shares = {each.charter: _plain(each.acts) for each in results if not each.closed}
    return _dots(shares, caption)


def orders_chart(crises: Sequence[tuple[str, Mapping[str, Result]]], caption: Caption) -> Picture:
    """Return dots of how often each order acts, a colour for each of several crises."""
    rows = [
        {**row, "group": crisis}
        for crisis, results in crises
        for row in _intervals({n: _plain(r.acts) for n, r in results.items() if not r.closed})
    ]
    return dots_chart(rows, caption, unit=UNIT)


def comers_map(result: Result, caption: Caption) -> Picture:
    """Return the map of how often each party comes; the accused and others stay blank."""
    burden = result.burden()
    if not burden:
        raise PictureError(f"nobody comes in {result.dispute}: there is nothing to draw")
    return map_chart(
        dict(burden), caption, label="share of draws in which it comes", area=area_of(burden)
    )


def _plain(found: Share) -> dict[str, float]:
    return {"share": found.share, "se": found.se}


def _endings(rows: list[dict[str, Any]], caption: Caption) -> Picture:
    shown = [row for row in rows if row["share"] >= SMALLEST]
    return shares_chart(shown, caption, label="share of draws")


def _dots(shares: Mapping[str, Mapping[str, Any]], caption: Caption) -> Picture:
    return dots_chart(_intervals(shares), caption, unit=UNIT)


def _intervals(shares: Mapping[str, Mapping[str, Any]]) -> list[dict[str, Any]]:
    rows = []
    for name, found in shares.items():
        half = Z95 * found["se"] if found["se"] is not None else None
        lower = None if half is None else max(found["share"] - half, 0)
        upper = None if half is None else min(found["share"] + half, 1)
        rows.append({"name": name, "value": found["share"], "lower": lower, "upper": upper})
    return rows


def _note(document: Document) -> str:
    return (
        f"Model {document['model']} ({document['parameters']}); {document['draws']} draws, "
        f"seed {document['seed']}."
    )
