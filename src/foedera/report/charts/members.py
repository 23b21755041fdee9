"""Power by member: bars of the indices, members that are alike on one bar."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import Any

from foedera.report.charts.picture import (
    BLUE,
    INK,
    Caption,
    Part,
    Picture,
    Row,
    grammar,
    picture,
    values,
)

INDICES = {
    "banzhaf_normalised": "Penrose-Banzhaf, normalised",
    "shapley_shubik": "Shapley-Shubik",
    "coleman_prevent": "Coleman: power to prevent",
}
FEW = 12  # up to so many members each has a bar of its own, alike or not
NAMED = 5  # members of one kind that its label names


def power_rows(members: Iterable[Any]) -> list[Row]:
    """Return the plain numbers of members' powers: the index is None where it is undefined."""
    return [
        {"party": member.party}
        | {
            index: None if (value := getattr(member, index)) is None else float(value)
            for index in INDICES
        }
        for member in members
    ]


def power_chart(members: Sequence[Row], caption: Caption | None = None) -> Picture:
    """Return bars of each member's indices, the mightiest first.

    `members` are rows of `party`, `banzhaf_normalised`, `shapley_shubik` and `coleman_prevent`, as
    in the JSON document of `foedera power`. Of more than twelve, those alike share a bar.
    """
    alt = grammar()
    kinds = _kinds(members)
    caption = caption or Caption("")
    title = caption.title or _finding(kinds)
    rows = [
        {"members": label, "index": name, "value": row[index], "shown": _percent(row[index])}
        for label, row, _ in kinds
        for index, name in INDICES.items()
        if row[index] is not None
    ]
    order = [label for label, _, _ in kinds]
    widest = max((len(label) for label in order), default=0)
    panel = (640 - 5 * min(widest, 50)) // 3
    parts = [
        _panel(alt, [row for row in rows if row["index"] == name], order, panel, first=k == 0)
        for k, name in enumerate(INDICES.values())
    ]
    chart = alt.hconcat(*parts, spacing=26)
    return picture(chart, Caption(title, caption.note or NOTE, caption.source))


NOTE = (
    "Each value is of one member. The first two indices are shares of all the members' power; the "
    "third is the share of adopting sheets that the member's no would defeat."
)


def _panel(alt: ModuleType, rows: list[Row], order: list[str], width: int, *, first: bool) -> Part:
    y = alt.Y(
        "members:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=380, ticks=False, domain=False, labels=first),
    )
    title = rows[0]["index"] if rows else ""
    top = max((row["value"] for row in rows), default=0) or 1
    scale = alt.Scale(domain=[0, top * 1.35], nice=False)
    axis = alt.Axis(format=".3~%", tickCount=3, title=title)
    base = alt.Chart(values(rows)).encode(
        x=alt.X("value:Q", scale=scale, axis=axis),
        y=y,
        tooltip=["members:N", "index:N", alt.Tooltip("value:Q", format=".6g")],
    )
    bars = base.mark_bar(color=BLUE, height={"band": 0.72})
    words = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(text="shown:N")
    return (bars + words).properties(width=width, height=alt.Step(20))


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.3g} %"


Kind = tuple[str, Row, list[str]]


def _kinds(members: Sequence[Row]) -> list[Kind]:
    """Group the members whose indices are alike to nine digits, the mightiest first."""
    ranked = sorted(members, key=lambda row: (-round(row["shapley_shubik"], 9), row["party"]))
    if len(ranked) <= FEW:
        return [(row["party"], row, [row["party"]]) for row in ranked]
    alike: dict[tuple[float | None, ...], list[Row]] = defaultdict(list)
    for row in ranked:
        alike[tuple(_rounded(row[index]) for index in INDICES)].append(row)
    return [
        (_label([row["party"] for row in rows]), rows[0], [row["party"] for row in rows])
        for rows in alike.values()
    ]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 9)


def _label(parties: list[str]) -> str:
    if len(parties) <= NAMED:
        return ", ".join(parties)
    return f"each of {len(parties)}: {', '.join(parties[:3])} ..."


def _finding(kinds: list[Kind]) -> str:
    if not kinds:
        return "No members"
    high, low = kinds[0], kinds[-1]
    if high[1]["shapley_shubik"] - low[1]["shapley_shubik"] < 1e-9:  # noqa: PLR2004 - rounding
        count = sum(len(parties) for _, _, parties in kinds)
        return f"All {count} members weigh alike: each settles {_settles(high)} of the outcomes"
    return f"{_name(high)} settles {_settles(high)} of the outcomes, {_name(low)} {_settles(low)}"


def _settles(kind: Kind) -> str:
    return _percent(kind[1]["shapley_shubik"])


def _name(kind: Kind) -> str:
    parties = kind[2]
    if len(parties) == 1:
        return parties[0]
    return f"each of {', '.join(parties)}" if len(parties) <= NAMED else f"each of {len(parties)}"
