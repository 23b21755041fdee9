"""The world: states and other parties, and who belonged to which institution when."""

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

# The embedded tables: their version, and the last day for which they claim to be complete.
DATA_VERSION = "2026.11"
DATA_DATE = date(2024, 12, 31)

if TYPE_CHECKING:
    from foedera.world.blocs import merge
    from foedera.world.grids import Grid
    from foedera.world.panels import about, dyads, states
    from foedera.world.worlds import World

__all__ = ["DATA_DATE", "DATA_VERSION", "Grid", "World", "about", "dyads", "merge", "states"]

# numpy is loaded with the first of these, not with the room: the registers do without it.
_HOMES = {
    "Grid": "grids",
    "World": "worlds",
    "about": "panels",
    "dyads": "panels",
    "merge": "blocs",
    "states": "panels",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - as the name's own module says
    if name not in _HOMES:
        raise AttributeError(f"module 'foedera.world' has no attribute '{name}'")
    return getattr(import_module(f"foedera.world.{_HOMES[name]}"), name)
