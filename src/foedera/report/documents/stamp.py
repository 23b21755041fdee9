"""What every document carries: versions, the day and the readings it rests on."""

from typing import Any

from foedera import __version__
from foedera.charters import View
from foedera.world import DATA_VERSION

Document = dict[str, Any]


def stamped(document: Document, at: View | None = None) -> Document:
    """Return the document with the versions, day and readings that it rests on."""
    stamp: Document = {"foedera": __version__, "data": DATA_VERSION}
    if at:
        stamp |= {"on": at.on.isoformat(), "reading": reading(at)}
    return document | stamp


def reading(at: View) -> str:
    """Return 'default' or the options that depart from it, joined by commas."""
    return ",".join(at.departures) or "default"
