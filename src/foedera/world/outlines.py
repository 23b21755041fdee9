"""Outlines of the states of today, for maps: Natural Earth 1:110 million, in the public domain.

They are those of the shipped version of Natural Earth, whatever the year a map is about, and they
show who holds a territory in fact: Crimea is drawn with Russia, Kosovo and Northern Cyprus apart.
"""

import csv
import json
from functools import cache
from importlib.resources import files
from typing import Any

NOTE = (
    "Borders of today as Natural Earth draws them (1:110 million), by who holds a territory in "
    "fact: Crimea is drawn with Russia, and Northern Cyprus is left blank."
)


@cache
def outlines() -> dict[str, Any]:
    """Return the topology (TopoJSON, object `countries`); a feature's `id` is its ISO number.

    Kosovo, which has no ISO number, has the id 'XKX'.
    """
    path = files("foedera.world") / "data" / "outlines-110m.json"
    topology: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["properties"]["name"] == "Kosovo":
            shape["id"] = "XKX"
    return topology


@cache
def outline_ids() -> dict[str, tuple[str, ...]]:
    """Return for each party the ids of its outlines (Greenland is one of Denmark's)."""
    found: dict[str, tuple[str, ...]] = {}
    for row in _rows():
        if row["outline"]:
            found[row["party"]] = (*found.get(row["party"], ()), row["outline"])
    return found


@cache
def places() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of the states that are too small for an outline here."""
    return {row["party"]: (float(row["lon"]), float(row["lat"])) for row in _rows() if row["lon"]}


@cache
def _rows() -> tuple[dict[str, str], ...]:
    table = files("foedera.world") / "data" / "outlines.csv"
    return tuple(csv.DictReader(table.read_text(encoding="utf-8").splitlines()))
