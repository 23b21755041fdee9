"""Maps of Europe, of the area from Vancouver to Vladivostok, and of the world, by party."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Literal

from foedera.report.charts.picture import (
    INK,
    PALETTE,
    Caption,
    Part,
    Picture,
    PictureError,
    Row,
    grammar,
    picture,
    values,
)
from foedera.world.outlines import NOTE, outline_ids, outlines, places
from foedera.world.parties import name

Area = Literal["europe", "osce", "world"]
Value = str | float | None
NO_DATA = "#9A9A9A"
OUTLINES = "outlines"  # the data set of a map that holds the outlines


@dataclass(frozen=True, slots=True)
class _Frame:
    """A projection that keeps areas: what is in its middle, its scale, the size of the picture."""

    kind: str
    rotate: tuple[float, float, float]
    scale: float
    size: tuple[int, int]
    shift: tuple[float, float] = (0, 0)


FRAMES: dict[Area, _Frame] = {
    "europe": _Frame("azimuthalEqualArea", (-18, -53, 0), 820, (720, 560)),
    "osce": _Frame("azimuthalEqualArea", (-10, -76, 0), 345, (720, 540), (20, -20)),
    "world": _Frame("equalEarth", (-11, 0, 0), 134, (720, 360)),
}


def map_chart(
    shown: Mapping[str, Value],
    caption: Caption,
    *,
    label: str,
    area: Area = "osce",
    colours: Mapping[str, str] | None = None,
) -> Picture:
    """Return a map coloured by a value for each party code: words, or numbers in one unit.

    None is shown as 'no data', and parties that are not named stay blank. States too small for an
    outline are dots. Organisations have no outline; the note says who could not be drawn.
    `colours` gives each word its colour; without it they are told apart with any colour vision.

    Raises:
        PictureError: the area is unknown, nothing is to be shown, or words and numbers are mixed.
    """
    alt = grammar()
    frame = _frame(area)
    rows: list[Row] = [
        {"party": code, "name": name(code), "value": value} for code, value in shown.items()
    ]
    numeric = _numeric(shown)
    ids = outline_ids()
    by_outline: list[Row] = [
        {**row, "outline": i} for row in rows for i in ids.get(row["party"], ())
    ]
    dots: list[Row] = [
        {**row, "lon": places()[row["party"]][0], "lat": places()[row["party"]][1]}
        for row in rows
        if row["party"] in places()
    ]
    color = _color(alt, rows, label, colours, numeric=numeric)
    layers = [*_land(alt, by_outline, color, label)]
    if dots:
        layers.append(_dots(alt, dots, color, label))
    chart = alt.layer(*layers).project(**_projection(frame))
    width, height = frame.size
    undrawn = [row["party"] for row in rows if row["party"] not in ids.keys() | places().keys()]
    note = " ".join(filter(None, (caption.note, _undrawn(undrawn), NOTE)))
    full = Caption(caption.title, note, caption.source)
    drawn = picture(chart.properties(width=width, height=height), full, width=118)
    # Handed over beside the chart: Altair would copy the outlines at every turn.
    return replace(drawn, datasets={OUTLINES: outlines()})


def _frame(area: str) -> _Frame:
    for known, frame in FRAMES.items():
        if area == known:
            return frame
    raise PictureError(f"a map is of {', '.join(FRAMES)}, not of '{area}'")


def _numeric(shown: Mapping[str, Value]) -> bool:
    kinds = {isinstance(value, str) for value in shown.values() if value is not None}
    if not kinds:
        raise PictureError("there is nothing to draw: no party has a value")
    if len(kinds) > 1:
        raise PictureError("a map shows either words or numbers, not both")
    return kinds == {False}


def _projection(frame: _Frame) -> dict[str, Any]:
    width, height = frame.size
    shift = frame.shift
    projection = {
        "type": frame.kind,
        "rotate": list(frame.rotate),
        "scale": frame.scale,
        "translate": [width / 2 + shift[0], height / 2 + shift[1]],
    }
    # What lies behind the globe would otherwise be smeared around its rim.
    return projection | ({"clipAngle": 100} if frame.kind.startswith("azimuthal") else {})


def _color(
    alt: ModuleType,
    rows: list[Row],
    label: str,
    colours: Mapping[str, str] | None,
    *,
    numeric: bool,
) -> Part:
    if numeric:
        scale = alt.Scale(range=["#D6E6F4", "#6BAED6", "#08306B"], interpolate="lab")
        legend = alt.Legend(title=label, orient="bottom", gradientLength=300, format="~g")
        missing = alt.value(NO_DATA)
        test = "datum.value === null"
        return alt.condition(test, missing, alt.Color("value:Q", scale=scale, legend=legend))
    words = list(dict.fromkeys(row["value"] for row in rows if row["value"] is not None))
    if colours is None and len(words) > len(PALETTE):
        raise PictureError(f"a map tells at most {len(PALETTE)} words apart, not {len(words)}")
    chosen = dict(zip(words, PALETTE, strict=False)) if colours is None else colours
    domain = [*words, *(["no data"] if any(row["value"] is None for row in rows) else [])]
    reach = [chosen.get(word, NO_DATA) for word in words] + [NO_DATA]
    legend = alt.Legend(title=label, orient="bottom", columns=5, symbolType="square")
    scale = alt.Scale(domain=domain, range=reach[: len(domain)])
    return alt.Color("word:N", scale=scale, legend=legend)


def _land(alt: ModuleType, rows: list[Row], color: Part, label: str) -> list[Part]:
    form = alt.TopoDataFormat(type="topojson", feature="countries")
    topology = alt.NamedData(name=OUTLINES, format=form)
    land = alt.Chart(topology).mark_geoshape(
        fill="#F0F0F0", stroke="#CCCCCC", strokeWidth=0.4, clip=True
    )
    lookup = alt.LookupData(data=values(rows), key="outline", fields=["party", "name", "value"])
    shapes = (
        alt.Chart(topology)
        .transform_lookup(lookup="id", from_=lookup)
        .transform_filter("isValid(datum.party)")
        .transform_calculate(word="isValid(datum.value) ? '' + datum.value : 'no data'")
        .mark_geoshape(stroke="white", strokeWidth=0.6, clip=True, invalid="show")
        .encode(color=color, tooltip=_tooltip(alt, label))
    )
    return [land, shapes]


def _dots(alt: ModuleType, rows: list[Row], color: Part, label: str) -> Part:
    return (
        alt.Chart(values(rows))
        .transform_calculate(word="isValid(datum.value) ? '' + datum.value : 'no data'")
        .mark_circle(size=46, stroke=INK, strokeWidth=0.7, opacity=1, clip=True, invalid="show")
        .encode(longitude="lon:Q", latitude="lat:Q", color=color, tooltip=_tooltip(alt, label))
    )


def _tooltip(alt: ModuleType, label: str) -> list[Part]:
    return [alt.Tooltip("name:N", title="party"), alt.Tooltip("value:N", title=label)]


def _undrawn(codes: list[str]) -> str:
    return f"Not drawn, having no outline: {', '.join(codes)}." if codes else ""
