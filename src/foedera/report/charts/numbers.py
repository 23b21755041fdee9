"""Plain numbers with their uncertainty: series over years, shares, comparisons by dots."""

from collections.abc import Sequence
from types import ModuleType

from foedera.report.charts.picture import (
    BLUE,
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

Z95 = 1.959964  # two-sided 95 % of the normal distribution


def series_chart(
    rows: Sequence[Row],
    caption: Caption,
    *,
    unit: str,
    marks: Sequence[Row] = (),
    zero: bool = False,
) -> Picture:
    """Return lines over years with a band for their interval.

    `rows` have `year`, `value` and, where known, `lower`, `upper` and `series`; a value of None is
    a gap in the line, not a zero. `marks` are years to point out, with `year` and `label`.
    """
    alt = grammar()
    _check(rows, ("year", "value"))
    full = [{"series": "", "lower": None, "upper": None, **row} for row in rows]
    names = list(dict.fromkeys(row["series"] for row in full))
    legend = (
        alt.Legend(title=None, orient="top", symbolType="stroke", symbolOpacity=1)
        if len(names) > 1
        else None
    )
    color = alt.Color(
        "series:N", scale=alt.Scale(domain=names, range=list(PALETTE[: len(names)])), legend=legend
    )
    x = _years(alt)
    scale = alt.Scale(zero=zero)
    base = alt.Chart(values(full)).encode(x=x, color=color)
    band = base.mark_area(opacity=0.2, line=False).encode(
        y=alt.Y("lower:Q", scale=scale, title=unit), y2="upper:Q"
    )
    tooltip = ["series:N", "year:Q", "value:Q", "lower:Q", "upper:Q"]
    line = base.mark_line(point=alt.OverlayMarkDef(size=14)).encode(
        y=alt.Y("value:Q", scale=scale, title=unit), tooltip=tooltip
    )
    layers = [band, line]
    if marks:
        layers = [*_year_marks(alt, marks), *layers]
    return picture(alt.layer(*layers).properties(width=640, height=300), caption)


def _years(alt: ModuleType) -> Part:
    axis = alt.Axis(format="d", title=None, tickMinStep=1)
    return alt.X("year:Q", axis=axis, scale=alt.Scale(zero=False, nice=False))


def _year_marks(alt: ModuleType, marks: Sequence[Row]) -> list[Part]:
    base = alt.Chart(values(marks)).encode(x=_years(alt))
    words = base.mark_text(align="left", dx=4, dy=8, fontSize=11, color=INK).encode(
        y=alt.value(0), text="label:N"
    )
    return [base.mark_rule(strokeDash=[3, 3], color="#999999"), words]


def shares_chart(rows: Sequence[Row], caption: Caption, *, label: str = "share") -> Picture:
    """Return bars of shares, each with its 95 % interval of 1.96 standard errors either side.

    `rows` have `name`, `share` (0 to 1) and `se`, its standard error; None draws no interval.
    """
    alt = grammar()
    _check(rows, ("name", "share"))
    full = [_with_interval(row) for row in rows]
    order = [row["name"] for row in full]
    base = alt.Chart(values(full)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=300, ticks=False))
    )
    axis = alt.Axis(format="%", title=f"{label}; whiskers: 95 % interval")
    x = alt.X("share:Q", scale=alt.Scale(domain=[0, 1]), axis=axis)
    bars = base.mark_bar(color=BLUE, height={"band": 0.7}, opacity=0.85).encode(
        x=x, tooltip=["name:N", "share:Q", "se:Q"]
    )
    whiskers = base.mark_rule(color=INK, strokeWidth=1.5).encode(x="lower:Q", x2="upper:Q")
    words = base.mark_text(align="left", dx=6, color=INK, fontSize=11).encode(
        x="upper:Q", text="shown:N"
    )
    chart = (bars + whiskers + words).properties(width=520, height=alt.Step(24))
    return picture(chart, caption)


def _with_interval(row: Row) -> Row:
    share, se = row["share"], row.get("se")
    half = Z95 * se if se is not None else 0
    shown = f"{100 * share:.3g} %" + (f" ± {100 * half:.2g}" if se is not None else "")
    lower, upper = max(share - half, 0), min(share + half, 1)
    return {**row, "se": se, "lower": lower, "upper": upper, "shown": shown}


def dots_chart(rows: Sequence[Row], caption: Caption, *, unit: str) -> Picture:
    """Return dots on a common scale to compare named things, by group if there is one.

    `rows` have `name`, `value` and, where known, `group`, `lower` and `upper`.
    """
    alt = grammar()
    _check(rows, ("name", "value"))
    full = [{"group": "", "lower": None, "upper": None, **row} for row in rows]
    order = list(dict.fromkeys(row["name"] for row in full))
    groups = list(dict.fromkeys(row["group"] for row in full))
    color = alt.Color(
        "group:N",
        scale=alt.Scale(domain=groups, range=list(PALETTE[: len(groups)])),
        legend=alt.Legend(title=None, orient="top") if len(groups) > 1 else None,
    )
    y_axis = alt.Axis(labelLimit=300, grid=True, ticks=False, labelPadding=8)
    base = alt.Chart(values(full)).encode(
        y=alt.Y("name:N", sort=order, title=None, axis=y_axis), color=color
    )
    scale = alt.Scale(zero=False, nice=True)
    lines = base.mark_rule(strokeWidth=1.5).encode(
        x=alt.X("lower:Q", scale=scale, title=unit, axis=alt.Axis(tickCount=8)), x2="upper:Q"
    )
    dots = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=alt.X("value:Q", scale=scale, title=unit, axis=alt.Axis(tickCount=8)),
        tooltip=["name:N", "group:N", "value:Q", "lower:Q", "upper:Q"],
    )
    return picture((lines + dots).properties(width=520, height=alt.Step(22)), caption)


def _check(rows: Sequence[Row], columns: tuple[str, ...]) -> None:
    if not rows:
        raise PictureError("there is nothing to draw: no rows")
    for column in columns:
        if any(column not in row for row in rows):
            raise PictureError(f"every row needs '{column}'")
