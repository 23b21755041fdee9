"""Make every embedded table anew and hold it against the one that is shipped."""

import tempfile
from collections.abc import Callable, Iterable
from importlib.resources import files
from pathlib import Path

from foedera.world.build import distance, events, pairs, yearly
from foedera.world.build.register import declared, register
from foedera.world.build.text import Cell, table

REGISTER = "tables.json"
# Those that people keep by hand; they are registered, not rebuilt.
BY_HAND = ("parties", "memberships", "weights")

TABLES: dict[str, Callable[[Path], Iterable[list[Cell]]]] = {
    "capabilities": yearly.capabilities,
    "economy": yearly.economy,
    "regime": yearly.regime,
    "ideal_points": yearly.ideal_points,
    "agreement": pairs.agreement,
    "alliances": pairs.alliances,
    "contiguity": pairs.contiguity,
    "distance": distance.distance,
    "rivalries": pairs.rivalries,
    "disputes": pairs.disputes,
    "conflicts": events.conflicts,
    "crises_icb": events.crises_icb,
    "sanctions": events.sanctions,
}


def shipped() -> Path:
    """Return the folder of the embedded tables."""
    return Path(str(files("foedera.world") / "data"))


def build(folder: Path, to: Path, names: Iterable[str] = TABLES) -> None:
    """Write tables, made from the originals in a folder, and then the register, into a folder.

    Raises:
        DataError: an original is missing or wrong.
    """
    for name in names:
        text = table(list(declared()[name]["columns"]), TABLES[name](folder))
        (to / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    (to / REGISTER).write_text(register(to), encoding="utf-8", newline="")


def differences(folder: Path, names: Iterable[str] = TABLES) -> tuple[str, ...]:
    """Return the files that are, when built anew, not byte for byte those shipped.

    Raises:
        DataError: an original is missing or wrong.
    """
    with tempfile.TemporaryDirectory() as made:
        place = Path(made)
        for path in shipped().glob("*.csv"):
            (place / path.name).write_bytes(path.read_bytes())
        chosen = tuple(names)
        build(folder, place, chosen)
        every = [*(f"{name}.csv" for name in chosen), REGISTER]
        return tuple(
            name for name in every if (place / name).read_bytes() != _bytes(shipped() / name)
        )


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
