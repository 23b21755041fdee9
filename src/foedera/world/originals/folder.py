"""Which originals lie in the user's folder, and in which version."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from foedera.world.errors import DataError
from foedera.world.originals.declared import Original, original, originals

VARIABLE = "FOEDERA_DATA"


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file in the folder that is an original; `version` is None unless it is the one known."""

    original: Original
    path: Path
    sha256: str

    @property
    def version(self) -> str | None:
        """Return the version if the file is, byte for byte, the one that foedera was built with."""
        return self.original.source.version if self.sha256 == self.original.sha256 else None


def data_folder(folder: Path | None = None) -> Path:
    """Return the folder given, else that of the environment variable FOEDERA_DATA.

    Raises:
        DataError: there is none, or it is no folder.
    """
    named = folder or os.environ.get(VARIABLE)
    if not named:
        raise DataError(f"set {VARIABLE} to the folder of your downloads")
    path = Path(named).expanduser()
    if not path.is_dir():
        raise DataError(f"{path} is no folder; set {VARIABLE} to the folder of your downloads")
    return path


def find(wanted: Original, folder: Path) -> Path | None:
    """Return the first file in the folder that goes by a name of the original."""
    for pattern in wanted.files:
        for path in sorted(folder.glob(pattern)):
            return path
    return None


def arrival(name: str, folder: Path | None = None) -> Arrival:
    """Return the file of an original.

    Raises:
        UnknownTable: no original is called so.
        DataError: there is no folder, or no such file in it.
    """
    wanted, place = original(name), data_folder(folder)
    path = find(wanted, place)
    if path is None:
        raise DataError(f"{place} has no {' or '.join(wanted.files)}, which is {wanted.title}")
    return Arrival(wanted, path, _sha256(path))


def arrivals(folder: Path | None = None) -> tuple[Arrival, ...]:
    """Return every original in the folder, by name.

    Raises:
        DataError: there is no folder.
    """
    place = data_folder(folder)
    found = ((wanted, find(wanted, place)) for wanted in originals().values())
    return tuple(Arrival(wanted, path, _sha256(path)) for wanted, path in found if path)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
