"""The map of a charter's parties, by the blocs that they belong to on the day."""

from collections.abc import Collection

from foedera.charters import View
from foedera.report.charts.map import Area, map_chart
from foedera.report.charts.picture import BLUE, GREEN, ORANGE, PURPLE, SKY, Caption, Picture
from foedera.report.documents.stamp import reading
from foedera.report.findings.record import plural
from foedera.world.memberships import members, spells
from foedera.world.outlines import outline_ids, places

# Where no party lies beyond these, a map of Europe shows all.
BEYOND_EUROPE = frozenset({"USA", "CAN", "RUS", "KAZ", "KGZ", "TJK", "TKM", "UZB", "MNG"})
NO_BLOC = "no bloc"
COLOURS = {
    "NATO": BLUE,
    "NATO and EU": SKY,
    "EU": PURPLE,
    "CSTO": GREEN,
    NO_BLOC: ORANGE,
    "party": BLUE,
}


def parties_map(at: View, parties: Collection[str]) -> Picture:
    """Return the map of the parties on the view's day, coloured by their blocs."""
    blocs = {label: _on(register, at) for register, label in _BLOCS.items()}
    shown = {code: _bloc(code, blocs) for code in sorted(parties)}
    assumed = " assumed" if at.charter.in_force is None else ""
    title = f"{at.charter.title}: {plural(len(parties), 'party')}{assumed} on {at.on}"
    source = f"Source: {at.charter.id}, memberships on {at.on}, reading: {reading(at)}."
    if set(shown.values()) == {NO_BLOC}:
        shown = dict.fromkeys(shown, "party")
    found = {word: COLOURS[word] for word in COLOURS if word in shown.values()}
    # The legend keeps the order of the colours, whichever party comes first.
    ordered = dict(sorted(shown.items(), key=lambda item: list(COLOURS).index(item[1])))
    return map_chart(
        ordered,
        Caption(title, source=source),
        label="party" if "party" in found else "member of",
        area=area_of(parties),
        colours=found,
    )


_BLOCS = {"nato": "NATO", "eu": "EU", "csto": "CSTO"}


def _bloc(code: str, blocs: dict[str, frozenset[str]]) -> str:
    inside = [label for label, codes in blocs.items() if code in codes]
    return " and ".join(inside) or NO_BLOC


def _on(register: str, at: View) -> frozenset[str]:
    try:
        return frozenset(members(register, at.on))
    except ValueError:
        return frozenset()  # the institution does not exist on that day


def area_of(parties: Collection[str]) -> Area:
    """Return the smallest area of a map that shows nearly all states among the parties."""
    states = {code for code in parties if code in outline_ids() or code in places()}
    inside = {spell.party for spell in spells("osce")}
    if len(states - inside) > len(states) // 10:
        return "world"
    return "osce" if states & BEYOND_EUROPE else "europe"
