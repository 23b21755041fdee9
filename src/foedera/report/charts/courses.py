"""Courses over years side by side: a panel for each measure, a line with its band for each case."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from foedera.report.charts.picture import (
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

WIDTH, HEIGHT = 300, 150
ACROSS = 2  # panels beside each other


@dataclass(frozen=True, slots=True)
class Panel:
    """A measure: its title, and rows with `year`, `value`, `lower`, `upper` and `series`."""

    title: str
    rows: Sequence[Row]
    top: float | None = None  # of the axis; None: as high as the values


def courses_chart(panels: Sequence[Panel], caption: Caption) -> Picture:
    """Return panels of lines over years with bands, one colour a series in all of them.

    Raises:
        PictureError: there is nothing to draw, or there are more series than colours.
        ReportMissing: the extra `report` is not installed.
    """
    alt = grammar()
    names = list(dict.fromkeys(row["series"] for panel in panels for row in panel.rows))
    if not names:
        raise PictureError("there is no course to draw")
    if len(names) > len(PALETTE):
        raise PictureError(f"{len(names)} courses are too many: at most {len(PALETTE)} are drawn")
    legend = alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1)
    color = alt.Color(
        "series:N",
        scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])),
        legend=legend if len(names) > 1 else None,
    )
    drawn = [_panel(alt, panel, color) for panel in panels]
    whole = alt.concat(*drawn, columns=ACROSS, spacing=22).resolve_legend(color="shared")
    return picture(whole, caption)


def _panel(alt: ModuleType, panel: Panel, color: Part) -> Part:
    x = alt.X(
        "year:Q",
        axis=alt.Axis(format="d", title=None, tickMinStep=1, tickCount=5),
        scale=alt.Scale(zero=False, nice=False),
    )
    scale = alt.Scale(domain=[0, panel.top], clamp=True) if panel.top else alt.Scale(zero=True)
    y = alt.Y("value:Q", scale=scale, title=None, axis=alt.Axis(tickCount=5))
    base = alt.Chart(values(panel.rows)).encode(x=x, color=color)
    band = base.mark_area(opacity=0.18, line=False).encode(
        y=alt.Y("lower:Q", scale=scale, title=None), y2="upper:Q"
    )
    line = base.mark_line(strokeWidth=1.8).encode(
        y=y, tooltip=["series:N", "year:Q", "value:Q", "lower:Q", "upper:Q"]
    )
    title = alt.TitleParams(
        panel.title, anchor="start", fontSize=12, fontWeight="normal", frame="group"
    )
    return alt.layer(band, line).properties(title=title, width=WIDTH, height=HEIGHT)
