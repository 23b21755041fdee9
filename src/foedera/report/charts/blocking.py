"""The blocking frontier: who can stop a decision, with how many, and by which ballots."""

from collections.abc import Sequence
from types import ModuleType

from foedera.report.charts.picture import (
    BLUE,
    INK,
    ORANGE,
    PALETTE,
    VERMILLION,
    Caption,
    Part,
    Picture,
    PictureError,
    Row,
    grammar,
    picture,
    values,
)

ALONE, TOGETHER, NOBODY = "one of them is enough", "some of them together", "they cannot"
EASE = {ALONE: VERMILLION, TOGETHER: "#F3C98B", NOBODY: "#DDE6EC"}
NOTE = (
    "Each cell: how many of the coalition must cast that ballot to stop what everybody else votes "
    "for; 'cannot' where all of them together are too few. Friends are counted beside the accused."
)


def blocking_chart(rows: Sequence[Row], caption: Caption) -> Picture:
    """Return a table in colours: coalitions down, ways of stopping across, numbers in the cells.

    `rows` have `coalition`, `members`, `by`, `needed` (None: they cannot), and where they matter
    `helped` and `exact`, as :class:`~foedera.report.blocking.Stopper` gives them.
    """
    alt = grammar()
    if not rows:
        raise PictureError("there is nothing to draw: nobody is asked who could stop it")
    full = [{**row, "who": _who(row), "ease": _ease(row), "shown": _shown(row)} for row in rows]
    who = list(dict.fromkeys(row["who"] for row in full))
    by = list(dict.fromkeys(row["by"] for row in full))
    title = caption.title or finding(rows)
    base = alt.Chart(values(full)).encode(
        x=alt.X(
            "by:N",
            sort=by,
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6),
        ),
        y=alt.Y(
            "who:N",
            sort=who,
            title=None,
            axis=alt.Axis(labelLimit=340, ticks=False, domain=False, labelPadding=8),
        ),
        tooltip=["who:N", "by:N", "shown:N", "members:Q"],
    )
    scale = alt.Scale(domain=list(EASE), range=list(EASE.values()))
    cells = base.mark_rect(stroke="white", strokeWidth=3).encode(
        color=alt.Color(
            "ease:N",
            scale=scale,
            legend=alt.Legend(title=None, orient="bottom", columns=3, symbolType="square"),
        )
    )
    words = base.mark_text(fontSize=12).encode(
        text="shown:N",
        color=alt.condition(f"datum.ease === '{ALONE}'", alt.value("white"), alt.value(INK)),
    )
    chart = (cells + words).properties(width=400, height=alt.Step(30))
    return picture(chart, Caption(title, caption.note or NOTE, caption.source))


def finding(rows: Sequence[Row]) -> str:
    """Return in one line how few can stop it, by what."""
    every = [row for row in rows if row["coalition"] == "any members"] or list(rows)
    able = [row for row in every if row["needed"] is not None]
    if not able:
        return "Nobody can stop it"
    if any(row["needed"] == 0 for row in able):
        return "It fails even if everybody votes yes"
    words = "; ".join(f"{_parties(row['needed'])} by {row['by']}" for row in able)
    return f"What stops it: {words}"


def _parties(number: int) -> str:
    return "any one" if number == 1 else f"{number}"


def _who(row: Row) -> str:
    if row["members"] == 1 or row.get("helped") or row["coalition"] == "any members":
        return str(row["coalition"])
    return f"{row['coalition']} ({row['members']})"


def _ease(row: Row) -> str:
    if row["needed"] is None:
        return NOBODY
    return ALONE if row["needed"] <= 1 else TOGETHER


def _shown(row: Row) -> str:
    needed = row["needed"]
    if needed is None:
        return "cannot"
    if needed == 0:
        return "it alone" if row.get("helped") else "fails as it is"
    return f"{needed}" if row.get("exact", True) else f"at most {needed}"


def frontier_chart(rows: Sequence[Row], caption: Caption) -> Picture:
    """Return the frontier between absences and no votes: on it and beyond, the decision is stopped.

    `rows` have `kind`, `absent` and `no`, as :class:`~foedera.report.blocking.Corner` gives them.
    """
    alt = grammar()
    if not rows:
        raise PictureError(
            "there is nothing to draw: no members can stop it by no votes or absence"
        )
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    if len(kinds) > len(PALETTE):
        raise PictureError(
            f"a frontier is drawn for up to {len(PALETTE)} kinds of members, not for {len(kinds)}"
        )
    colour = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=kinds, range=list(PALETTE[: len(kinds)])),
        legend=alt.Legend(title="members", orient="top", columns=1) if len(kinds) > 1 else None,
    )
    base = alt.Chart(values(rows)).encode(
        x=alt.X("absent:Q", axis=_whole(alt, rows, "absent", "members that stay away")),
        y=alt.Y("no:Q", axis=_whole(alt, rows, "no", "no votes needed besides")),
        color=colour,
        tooltip=["kind:N", "absent:Q", "no:Q"],
    )
    line = base.mark_line(interpolate="step-after", strokeWidth=2)
    points = base.mark_point(filled=True, size=28, opacity=1)
    note = caption.note or (
        "On the line and above it the decision is stopped, if all others come and vote yes."
    )
    chart = (line + points).properties(width=520, height=260)
    return picture(chart, Caption(caption.title, note, caption.source))


def _whole(alt: ModuleType, rows: Sequence[Row], column: str, title: str) -> Part:
    """Return an axis whose ticks are whole numbers, each of them if they are few."""
    most = max(int(row[column]) for row in rows)
    few = 12
    ticks = {"values": list(range(most + 1))} if most <= few else {"tickMinStep": 1}
    return alt.Axis(title=title, format="d", **ticks)


def need_chart(rows: Sequence[Row], caption: Caption) -> Picture:
    """Return bars of coalitions by size against the number whose absence stops the decision."""
    alt = grammar()
    away = [row for row in rows if row["by"] == "staying away" and row["members"] > 1]
    needed = next((r["needed"] for r in away if r["coalition"] == "any members"), None)
    groups = [row for row in away if row["coalition"] != "any members" and not row.get("helped")]
    if needed is None or not groups:
        raise PictureError(
            "there is nothing to draw: absence cannot stop it, or no coalition is asked"
        )
    full = [{**row, "verdict": "can" if row["needed"] is not None else "cannot"} for row in groups]
    base = alt.Chart(values(full)).encode(
        y=alt.Y("coalition:N", sort="-x", title=None, axis=alt.Axis(labelLimit=300, ticks=False))
    )
    scale = alt.Scale(domain=["can", "cannot"], range=[ORANGE, BLUE])
    legend = alt.Legend(title="stop it by staying away", orient="top")
    bars = base.mark_bar(height={"band": 0.65}).encode(
        x=alt.X("members:Q", title="members of the coalition", axis=alt.Axis(tickMinStep=1)),
        color=alt.Color("verdict:N", scale=scale, legend=legend),
        tooltip=["coalition:N", "members:Q", "needed:Q"],
    )
    words = base.mark_text(align="left", dx=4, fontSize=11, color=INK).encode(
        x="members:Q", text="members:Q"
    )
    mark = alt.Chart(values([{"needed": needed, "shown": f"{needed} are needed"}])).encode(
        x="needed:Q"
    )
    rule = mark.mark_rule(color=INK, strokeWidth=1.5, strokeDash=[4, 3])
    label = mark.mark_text(align="left", dx=4, dy=-6, fontSize=11, color=INK).encode(
        y=alt.value(0), text="shown:N"
    )
    chart = alt.layer(bars, words, rule, label).properties(width=520, height=alt.Step(26))
    return picture(chart, caption)
