"""Thin extracts of conflicts, crises and sanctions."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from foedera.world.build.codes import FIRST_YEAR, area, code_of, code_of_gw
from foedera.world.build.text import Cell
from foedera.world.originals import load

Row = list[Cell]

UN = 4400  # the number of the United Nations among COW's organisations (recalled)
CONFLICTS = {"interstate": "interstate", "II": "internationalised"}
VIOLENCE = ("", "none", "minor clashes", "serious clashes", "full-scale war")
# What an organisation did at most, from the codebook of ICB at the level of the crisis.
UN_ACTIONS = (
    "none existed",
    "none",
    "discussion",
    "fact-finding",
    "good offices",
    "condemnation",
    "call for action",
    "mediation",
    "arbitration",
    "sanctions",
    "observers",
    "force authorised",
    "emergency forces",
    "other",
)
REGIONAL_ACTIONS = (*UN_ACTIONS[:11], "emergency forces", "several", "other")
REGIONAL_BODIES = {
    2: "Arab League",
    3: "NATO",
    4: "OAS",
    5: "OAU",
    6: "SEATO",
    7: "Warsaw Pact",
    8: "CENTO",
    10: "other",
    11: "several",
    12: "EU",
    13: "ASEAN",
    14: "CSCE/OSCE",
    15: "ECOWAS",
}


def conflicts(folder: Path) -> Iterator[Row]:
    """Return conflicts between states, or within one with other states' troops, by year."""
    sides = ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")
    found: dict[tuple[int, int], dict[str, set[str]]] = {}
    said: dict[tuple[int, int], tuple[str, int]] = {}
    for row in load("ucdp_armed_conflict", folder).iter_rows(named=True):
        kind = CONFLICTS.get(row["type_of_conflict"])
        if kind is None:
            continue
        key = row["year"], row["conflict_id"]
        said[key] = kind, row["intensity_level"]
        parts = found.setdefault(key, {side: set() for side in sides})
        for side in sides:
            code = None if row[side] is None else code_of_gw(row[side])
            if code:
                parts[side].add(code)
    for (year, conflict), parts in sorted(found.items()):
        kind, intensity = said[year, conflict]
        first, second = (
            _listed(parts[side], parts[f"{side}_2nd"]) for side in ("gwno_a", "gwno_b")
        )
        place = "" if kind == "interstate" else _listed(parts["gwno_a"])
        yield [year, place, first, second, kind, intensity, conflict]


def _listed(first: Iterable[str], then: Iterable[str] = ()) -> str:
    """Return codes joined by ';', each once: the first ones sorted, then the others sorted."""
    return ";".join(dict.fromkeys([*sorted(first), *sorted(then)]))


def crises_icb(folder: Path) -> Iterator[Row]:
    """Return crises since 1946 to which a party of the area is a crisis actor."""
    actors: dict[int, set[str]] = {}
    for crisis, number in load("icb_actors", folder).select("crisno", "cracid").iter_rows():
        code = code_of(number)
        if code:
            actors.setdefault(crisis, set()).add(code)
    columns = ("yrtrig", "crisno", "crisname", "viol", "globactm", "regorg", "regactmb")
    for year, crisis, name, violence, un, body, regional in (
        load("icb_crises", folder).select(columns).sort("yrtrig", "crisno").iter_rows()
    ):
        codes = actors.get(crisis, set())
        if year < FIRST_YEAR or not codes & area():
            continue
        yield [
            year,
            crisis,
            name,
            _listed(codes),
            _word(VIOLENCE, violence),
            _word(UN_ACTIONS, un),
            REGIONAL_BODIES.get(body, ""),
            _word(REGIONAL_ACTIONS, regional),
        ]


def _word(words: tuple[str, ...], number: int | None) -> str:
    return "" if number is None else words[number]


def sanctions(folder: Path) -> Iterator[Row]:
    """Return sanctions imposed by and on parties of the area, 1946 to 2005."""
    named = load("igo_memberships_cow", folder).select("cow_igo", "igo").unique()
    names = dict(named.iter_rows()) | {UN: "UN"}
    rows = []
    for row in load("sanctions_ties4", folder).iter_rows(named=True):
        year = row["startyear"]
        target = None if row["targetstate"] is None else code_of(row["targetstate"])
        numbers = [row[f"sender{n}"] for n in range(1, 6)]
        senders = {code_of(number) for number in numbers if number is not None} - {None}
        if row["imposition"] != 1 or year < FIRST_YEAR or target not in area():
            continue
        if not senders & area():
            continue
        through = [names.get(int(word), "") for word in str(row["institutionid"] or "").split()]
        listed = _listed(code for code in senders if code)
        bodies = ";".join(sorted({body for body in through if body}))
        rows.append((year, row["caseid"], row["endyear"], listed, target, bodies))
    for year, case, until, listed, target, bodies in sorted(rows, key=lambda row: row[:2]):
        yield [year, listed, target, bodies, until, case]
