"""Rebuild the embedded tables from the originals: `python -m foedera.world.build`."""

from foedera.world.build.make import TABLES, build, differences

__all__ = ["TABLES", "build", "differences"]
