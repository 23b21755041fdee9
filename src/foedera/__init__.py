"""foedera (Latin: treaties) makes collective security executable.

A charter is written once, as data that reads like the treaty; everything else interprets it.
Importing this package loads nothing else: ask for the room you need, such as `foedera.rules`.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
