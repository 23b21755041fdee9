"""`python -m foedera.world.build [--check]`: rebuild the embedded tables from FOEDERA_DATA."""

import sys

from foedera.world.build.distance import OUTLINES
from foedera.world.build.make import TABLES, build, differences, shipped
from foedera.world.errors import DataError
from foedera.world.originals import data_folder


def main(words: list[str]) -> int:
    """Build, or with --check only compare; return the exit code (1: something differs)."""
    try:
        folder = data_folder()
        names = list(TABLES)
        if not (folder / OUTLINES).exists():
            names.remove("distance")
            sys.stderr.write(
                f"distance.csv stays as it is: {folder} has no {OUTLINES}, which is in "
                "world-atlas 2.0.2 (npm pack world-atlas@2.0.2)\n"
            )
        if "--check" in words:
            found = differences(folder, names)
            sys.stdout.writelines(f"{name} differs\n" for name in found)
            return int(bool(found))
        build(folder, shipped(), names)
    except DataError as error:
        sys.stderr.write(f"foedera: {error}\n")
        return 2
    sys.stdout.write(f"{len(names)} tables and their register written to {shipped()}\n")
    return 0


sys.exit(main(sys.argv[1:]))
