"""A procedure as a graph: stages from left to right, and at each who may stop it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, Literal

from foedera.proceedings.minutes import cite
from foedera.report.charts.layout import Place, layered
from foedera.report.charts.picture import (
    BLUE,
    GREY,
    INK,
    VERMILLION,
    Caption,
    Part,
    Picture,
    PictureError,
    Row,
    grammar,
    picture,
    values,
    wrapped,
)

Ease = Literal["one", "several", "nobody"]
FILL = {"one": "#FBE3D6", "several": "#FDF3DC", "nobody": "#EAF1F6"}
EDGE = {"one": VERMILLION, "several": "#C98A00", "nobody": "#8FA9BC"}
WORDS = {
    "one": "one party can stop it here",
    "several": "several together can",
    "nobody": "nobody can, or nothing is provided",
}

LETTERS, BOLD, LINE, PAD, BOX = 29, 26, 14, 8, 180  # characters a line; sizes in pixels
GAP_X, GAP_Y = 26, 22


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a procedure: a step or a vote, who can stop it there, and its time limit.

    `ease` says how many it takes to stop it there: one, several, or nobody can.
    """

    id: str
    title: str
    article: str = ""
    who_can_stop: str = ""
    time: str = ""
    ease: Ease = "nobody"
    vote: bool = False


Edge = tuple[str, str]


@dataclass(slots=True)
class _Drawing:
    words: list[Row] = field(default_factory=list)
    boxes: list[Row] = field(default_factory=list)
    lines: list[Row] = field(default_factory=list)
    heads: list[Row] = field(default_factory=list)


def procedure_chart(stages: Sequence[Stage], edges: Iterable[Edge], caption: Caption) -> Picture:
    """Return the graph of a procedure: boxes for stages, arrows for what must have gone before.

    A thick frame marks a vote. Edges that would close a circle are left out of the layering, not
    of the drawing.

    Raises:
        PictureError: there are no stages, two share an id, or an edge names one that is not there.
    """
    alt = grammar()
    edges = list(edges)
    _check(stages, edges)
    texts = {stage.id: _lines(stage) for stage in stages}
    heights = {key: LINE * len(lines) + 2 * PAD for key, lines in texts.items()}
    places, routes = layered([s.id for s in stages], edges, heights, (BOX, GAP_X, GAP_Y))
    drawing = _Drawing()
    for stage in stages:
        _draw_stage(drawing, stage, texts[stage.id], places[stage.id])
    for number, route in enumerate(routes):
        points = [{"edge": number, "n": n, "x": x, "y": y} for n, (x, y) in enumerate(route)]
        drawing.lines += points
        drawing.heads.append(points[-1])
    width = max(place.x for place in places.values()) + BOX
    height = max(place.y + place.height / 2 for place in places.values())
    chart = alt.layer(*_layers(alt, drawing, width, height)).properties(width=width, height=height)
    return picture(chart, caption, width=max(70, int(width / 6.2)))


def _check(stages: Sequence[Stage], edges: Sequence[Edge]) -> None:
    ids = [stage.id for stage in stages]
    if not ids:
        raise PictureError("there is nothing to draw: the procedure has no stages")
    twice = next((key for key in ids if ids.count(key) > 1), None)
    if twice is not None:
        raise PictureError(f"two stages of the procedure are called '{twice}'")
    unknown = next((end for edge in edges for end in edge if end not in ids), None)
    if unknown is not None:
        raise PictureError(f"an edge of the procedure names '{unknown}', which is no stage")


def _lines(stage: Stage) -> list[tuple[str, str]]:
    """Return the lines of a box with the style of each."""
    parts = (
        ("title", stage.title),
        ("article", cite(stage.article) if stage.article else ""),
        ("free" if stage.ease == "nobody" else "stop", stage.who_can_stop),
        ("time", stage.time),
    )
    return [
        (style, line)
        for style, words in parts
        if words
        for line in wrapped(words, BOLD if style == "title" else LETTERS)
    ]


def _draw_stage(
    drawing: _Drawing, stage: Stage, lines: list[tuple[str, str]], place: Place
) -> None:
    top = place.y - place.height / 2
    drawing.boxes.append(
        {
            "id": stage.id,
            "title": stage.title,
            "who can stop it": stage.who_can_stop,
            "ease": WORDS[stage.ease],
            "vote": stage.vote,
            "x": place.x,
            "x2": place.x + BOX,
            "y": top,
            "y2": top + place.height,
        }
    )
    for n, (style, line) in enumerate(lines):
        y = top + PAD + LINE * (n + 0.5)
        drawing.words.append({"style": style, "line": line, "x": place.x + PAD, "y": y})


def _layers(alt: ModuleType, drawing: _Drawing, width: float, height: float) -> list[Part]:
    x = alt.X("x:Q", scale=alt.Scale(domain=[0, width], nice=False), axis=None)
    y = alt.Y("y:Q", scale=alt.Scale(domain=[height, 0], nice=False), axis=None)
    ease = {"domain": list(WORDS.values())}
    boxes = alt.Chart(values(drawing.boxes)).encode(x=x, y=y, x2="x2:Q", y2="y2:Q")
    legend = alt.Legend(title=None, orient="bottom", columns=3, symbolType="square", symbolSize=160)
    fill = alt.Fill("ease:N", scale=alt.Scale(range=list(FILL.values()), **ease), legend=legend)
    stroke = alt.Stroke("ease:N", scale=alt.Scale(range=list(EDGE.values()), **ease), legend=legend)
    thick = alt.condition("datum.vote", alt.value(2.6), alt.value(1))
    rects = boxes.mark_rect(cornerRadius=5).encode(
        fill=fill, stroke=stroke, strokeWidth=thick, tooltip=["title:N", "who can stop it:N"]
    )
    edges = alt.Chart(values(drawing.lines)).encode(x=x, y=y)
    lines = edges.mark_line(interpolate="monotone", color="#9A9A9A", strokeWidth=1.3).encode(
        detail="edge:N", order="n:Q"
    )
    tips = alt.Chart(values(drawing.heads)).encode(x=x, y=y)
    heads = tips.mark_point(
        shape="triangle-right", filled=True, size=70, color="#9A9A9A", opacity=1, xOffset=-4
    )
    layers = [lines, heads, rects] if drawing.lines else [rects]
    styles: dict[str, dict[str, Any]] = {
        "title": {"fontWeight": "bold", "color": INK},
        "article": {"color": GREY},
        "stop": {"color": "#A33E00"},
        "free": {"color": INK},
        "time": {"color": BLUE, "fontStyle": "italic"},
    }
    for style, look in styles.items():
        rows = [row for row in drawing.words if row["style"] == style]
        if rows:
            base = alt.Chart(values(rows)).encode(x=x, y=y, text="line:N")
            layers.append(base.mark_text(align="left", baseline="middle", fontSize=11, **look))
    return layers
