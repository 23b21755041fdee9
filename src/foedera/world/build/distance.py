"""Distances between capitals and between outlines, in kilometres along the great circle."""

import json
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from foedera.world.build.codes import code_of
from foedera.world.build.text import Cell
from foedera.world.originals import load
from foedera.world.outlines import outline_ids
from foedera.world.parties import parties

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

OUTLINES = "countries-50m.json"  # of the npm package world-atlas 2.0.2
EARTH = 6371.0088  # mean radius in km
STEP = 10.0  # km: the farthest that two points on one line of an outline lie apart
BLOCK = 512  # points compared at a time, so that memory stays small

# What has no ISO number in Natural Earth: a state, and parts that it draws apart from theirs.
PARTS = {"Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM"}
# A state's distance is that of the state itself: Greenland, New Caledonia and Puerto Rico are not
# counted, while what Natural Earth draws as part of a state (French Guiana, Alaska) is.
DEPENDENCIES = {"304", "540", "630"}
# ISO numbers of states that have no outline at 1:110 million but one at 1:50 million.
SMALL = {
    "AND": "020",
    "ATG": "028",
    "BHR": "048",
    "BRB": "052",
    "COM": "174",
    "CPV": "132",
    "DMA": "212",
    "FSM": "583",
    "GRD": "308",
    "KIR": "296",
    "KNA": "659",
    "LCA": "662",
    "LIE": "438",
    "MCO": "492",
    "MDV": "462",
    "MHL": "584",
    "MLT": "470",
    "MUS": "480",
    "NRU": "520",
    "PLW": "585",
    "SGP": "702",
    "SMR": "674",
    "STP": "678",
    "SYC": "690",
    "TON": "776",
    "TUV": "798",
    "VAT": "336",
    "VCT": "670",
    "WSM": "882",
}


def distance(folder: Path) -> Iterator[list[Cell]]:
    """Return every pair of the states of today: km between capitals and between outlines."""
    import numpy as np

    capitals, outlines = _capitals(folder), _outlines(folder / OUTLINES)
    today = sorted({p.code for p in parties() if p.kind == "state" and p.to is None})
    nearest = _nearest({code: outlines[code] for code in today if code in outlines})
    for a, b in combinations(today, 2):
        between: Cell = None
        if a in capitals and b in capitals:
            between = round(float(_kilometres(np.clip(capitals[a] @ capitals[b], -1, 1))))
        apart = nearest.get((a, b))
        if between is not None or apart is not None:
            yield [a, b, between, None if apart is None else round(apart)]


def _kilometres(cosine: "NDArray[np.float64] | float") -> "NDArray[np.float64]":
    import numpy as np

    return np.arccos(cosine) * EARTH


def _on_sphere(degrees: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return unit vectors (n x 3) of longitudes and latitudes (n x 2)."""
    import numpy as np

    lon, lat = np.radians(degrees.T)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)


def _capitals(folder: Path) -> "dict[str, NDArray[np.float64]]":
    """Return the place of every capital of today (the last one of the source)."""
    import numpy as np

    frame = load("capitals", folder).sort("enddate", "stdate", "ccode")
    found = {}
    for number, lon, lat in frame.select("ccode", "lng", "lat").iter_rows():
        code = code_of(number)
        if code:
            found[code] = _on_sphere(np.array([[lon, lat]]))[0]
    return found


def _outlines(path: Path) -> "dict[str, NDArray[np.float64]]":
    """Return the points (n x 3) of the outline of each state, islands and exclaves included."""
    import numpy as np

    topology = json.loads(path.read_text(encoding="utf-8"))
    arcs = _arcs(topology)
    numbers = {number: code for code, number in SMALL.items()}
    for code, ids in outline_ids().items():
        numbers |= dict.fromkeys(set(ids) - DEPENDENCIES, code)
    parts: dict[str, set[int]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        name = shape["properties"]["name"]
        found = PARTS.get(name) or numbers.get(shape.get("id"))
        if found:
            parts.setdefault(found, set()).update(_arc_numbers(shape["arcs"]))
    return {
        code: np.unique(np.concatenate([arcs[n] for n in sorted(used)]), axis=0)
        for code, used in parts.items()
    }


def _arc_numbers(nested: Any) -> Iterator[int]:  # noqa: ANN401 - rings nest to two depths
    for part in nested:
        if isinstance(part, int):
            yield part if part >= 0 else ~part
        else:
            yield from _arc_numbers(part)


def _arcs(topology: dict[str, Any]) -> "list[NDArray[np.float64]]":
    """Return each line of the topology as unit vectors, no two neighbours farther than STEP."""
    import numpy as np

    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    return [
        _dense(_on_sphere(np.cumsum(np.array(arc), axis=0) * scale + shift))
        for arc in topology["arcs"]
    ]


def _dense(points: "NDArray[np.float64]") -> "NDArray[np.float64]":
    import numpy as np

    gaps = _kilometres(np.clip((points[:-1] * points[1:]).sum(axis=1), -1, 1))
    found = [points]
    for start, end, gap in zip(points[:-1], points[1:], gaps, strict=True):
        if gap > STEP:
            share = np.linspace(0, 1, int(gap // STEP) + 2)[1:-1, None]
            between = start + (end - start) * share
            found.append(between / np.linalg.norm(between, axis=1, keepdims=True))
    return np.concatenate(found)


def _nearest(outlines: "dict[str, NDArray[np.float64]]") -> dict[tuple[str, str], float]:
    """Return the least distance in km of each pair, by code; lines held in common make it 0."""
    import numpy as np

    codes = sorted(outlines)
    starts = np.cumsum([0, *(len(outlines[code]) for code in codes)])
    points = np.concatenate([outlines[code] for code in codes])
    best = np.full((len(codes), len(codes)), -1.0)
    for n in range(len(codes) - 1):
        mine, rest = outlines[codes[n]], points[starts[n + 1] :]
        for at in range(0, len(mine), BLOCK):
            cosines = (rest @ mine[at : at + BLOCK].T).max(axis=1)
            highest = np.maximum.reduceat(cosines, starts[n + 1 : -1] - starts[n + 1])
            best[n, n + 1 :] = np.maximum(best[n, n + 1 :], highest)
    found = {}
    for n, m in combinations(range(len(codes)), 2):
        shared = best[n, m] > 1 - 1e-14
        km = 0.0 if shared else float(_kilometres(np.clip(best[n, m], -1, 1)))
        found[codes[n], codes[m]] = km
    return found
