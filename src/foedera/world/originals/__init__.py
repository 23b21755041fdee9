"""The full layer: data sets by others, read from a folder of the user's own downloads.

Nothing of it is shipped. What each original looks like is declared in `declared/*.toml`; the folder
is that of the environment variable FOEDERA_DATA, or one given.
"""

from foedera.world.errors import DataError, DataWarning, NoFrames, UnknownTable
from foedera.world.originals.declared import Column, Original, original, originals
from foedera.world.originals.folder import Arrival, arrival, arrivals, data_folder
from foedera.world.originals.loading import cache_folder, load

__all__ = [
    "Arrival",
    "Column",
    "DataError",
    "DataWarning",
    "NoFrames",
    "Original",
    "UnknownTable",
    "arrival",
    "arrivals",
    "cache_folder",
    "data_folder",
    "load",
    "original",
    "originals",
]
