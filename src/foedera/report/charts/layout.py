"""Places for the boxes of a graph that flows from left to right.

The usual layered drawing (Sugiyama, Tagawa and Toda 1981): each stage stands one column after the
last of those before it, edges over several columns keep a lane free, and the order in a column
follows the middle of the neighbours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

Edge = tuple[str, str]
Point = tuple[float, float]
SWEEPS = 6
LANE = 10.0  # height that a passing edge keeps free


@dataclass(frozen=True, slots=True)
class Place:
    """Where a box stands: its left edge, its middle, its height."""

    x: float
    y: float
    height: float


def layered(
    ids: Sequence[str],
    edges: Sequence[Edge],
    heights: Mapping[str, float],
    sizes: tuple[float, float, float],
) -> tuple[dict[str, Place], list[list[Point]]]:
    """Return the place of every box, and the points through which every edge runs.

    `sizes` are the width of a box, the gap between columns and the gap between boxes.
    """
    forward = _acyclic(ids, edges)
    column = _columns(ids, forward)
    lanes = {edge: _lane_ids(edge, column) for edge in dict.fromkeys(edges)}
    links = [pair for edge in forward for pair in _pairs(edge, lanes[edge])]
    order = _orders(ids, column, lanes, links)
    places = _places(order, heights, sizes)
    box = sizes[0]
    routes = [_route(edge, lanes[edge], places, box) for edge in lanes]
    return {key: places[key] for key in ids}, routes


def _acyclic(ids: Sequence[str], edges: Sequence[Edge]) -> list[Edge]:
    """Return the edges without those that lead back to a stage already above."""
    after: dict[str, list[str]] = {key: [] for key in ids}
    for start, end in dict.fromkeys(edges):
        after[start].append(end)
    kept: list[Edge] = []
    done: set[str] = set()

    def visit(key: str, above: frozenset[str]) -> None:
        for end in after[key]:
            if end not in above:
                kept.append((key, end))
                if end not in done:
                    visit(end, above | {end})
        done.add(key)

    for key in ids:
        if key not in done:
            visit(key, frozenset({key}))
    return kept


def _columns(ids: Sequence[str], edges: Sequence[Edge]) -> dict[str, int]:
    column = dict.fromkeys(ids, 0)
    for _ in ids:  # the longest path has fewer edges than there are stages
        for start, end in edges:
            column[end] = max(column[end], column[start] + 1)
    return column


def _lane_ids(edge: Edge, column: dict[str, int]) -> list[tuple[str, int]]:
    """Return the places kept free in the columns that an edge passes."""
    first, last = column[edge[0]], column[edge[1]]
    return [(f"{edge[0]} > {edge[1]} @ {k}", k) for k in range(first + 1, last)]


def _pairs(edge: Edge, lane: list[tuple[str, int]]) -> list[Edge]:
    stops = [edge[0], *(key for key, _ in lane), edge[1]]
    return list(pairwise(stops))


def _orders(
    ids: Sequence[str],
    column: dict[str, int],
    lanes: Mapping[Edge, list[tuple[str, int]]],
    links: Sequence[Edge],
) -> list[list[str]]:
    order: list[list[str]] = [[] for _ in range(max(column.values()) + 1)]
    for key in ids:
        order[column[key]].append(key)
    for lane in lanes.values():
        for key, k in lane:
            order[k].append(key)
    for sweep in range(SWEEPS):
        rank = {key: n for keys in order for n, key in enumerate(keys)}
        near: dict[str, list[int]] = {}
        for start, end in links:
            here, there = (end, start) if sweep % 2 == 0 else (start, end)
            near.setdefault(here, []).append(rank[there])
        for keys in order:
            keys.sort(key=lambda key: fmean(near[key]) if key in near else rank[key])
    return order


def _places(
    order: list[list[str]], heights: Mapping[str, float], sizes: tuple[float, float, float]
) -> dict[str, Place]:
    box, gap_x, gap_y = sizes
    totals = [sum(heights.get(k, LANE) + gap_y for k in keys) - gap_y for keys in order]
    tallest = max(totals)
    places: dict[str, Place] = {}
    for n, keys in enumerate(order):
        top = (tallest - totals[n]) / 2
        for key in keys:
            height = heights.get(key, LANE)
            places[key] = Place(n * (box + gap_x), top + height / 2, height)
            top += height + gap_y
    return places


def _route(
    edge: Edge, lane: list[tuple[str, int]], places: Mapping[str, Place], box: float
) -> list[Point]:
    start, end = places[edge[0]], places[edge[1]]
    points: list[Point] = [(start.x + box, start.y)]
    for key, _ in lane:
        points += [(places[key].x, places[key].y), (places[key].x + box, places[key].y)]
    return [*points, (end.x, end.y)]
