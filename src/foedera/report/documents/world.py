"""The document of the world of a year."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from foedera.report.documents.stamp import Document, stamped
from foedera.world.attributes import DYAD_ATTRIBUTES

if TYPE_CHECKING:
    from foedera.world import Grid, World
    from foedera.world.camps import Camps


def world_document(
    world: "World",
    *,
    pairs: Sequence[tuple[str, str]] = (),
    institution: str | None = None,
    on: date | None = None,
    camps: "Camps | None" = None,
) -> Document:
    """Return the parties of a year, the pairs asked for in both directions, and camps."""
    grids = {name: world.dyad(name) for name in DYAD_ATTRIBUTES} if pairs else {}
    both = [pair for a, b in pairs for pair in ((a, b), (b, a))]
    sources = [DYAD_ATTRIBUTES[name].to_dict() for name in grids]
    return stamped(
        {
            **world.to_dict(),
            "institution": institution,
            "on": on.isoformat() if on else None,
            "dyads": [_pair(grids, a, b) for a, b in dict.fromkeys(both)],
            "dyad_sources": sources,
            "camps": camps.to_dict() if camps else None,
            "notes": list(dict.fromkeys(note for grid in grids.values() for note in grid.notes)),
        }
    )


def _pair(grids: dict[str, "Grid"], a: str, b: str) -> Document:
    from foedera.world.worlds import plain

    return {
        "a": a,
        "b": b,
        **{
            name: plain(grid.value(a, b), whole=DYAD_ATTRIBUTES[name].whole)
            for name, grid in grids.items()
        },
        "carried": {name: grid.of for name, grid in grids.items() if grid.carried},
    }
