"""Tables of parties by year: capability, economy, regime, ideal points."""

from collections.abc import Callable, Iterator
from pathlib import Path

from foedera.world.build.codes import FIRST_YEAR, code_of, stands
from foedera.world.build.text import Cell, decimals, significant
from foedera.world.originals import load

Row = list[Cell]


def capabilities(folder: Path) -> Iterator[Row]:
    """Return year, party and the share of the system's capabilities (CINC)."""
    return _of(folder, "nmc", {"cinc": lambda share: decimals(share, 7)})


def economy(folder: Path) -> Iterator[Row]:
    """Return year, party, GDP and population, each with its standard deviation."""
    columns: dict[str, Callable[[float | None], str]] = {
        "pwtrgdp": lambda millions: significant(millions, 5),
        "sd_pwtrgdp": lambda millions: significant(millions, 3),
        "pwtpop": lambda millions: significant(millions, 6),
        "sd_pwtpop": lambda millions: significant(millions, 3),
    }
    return _of(folder, "gdp_population", columns)


def regime(folder: Path) -> Iterator[Row]:
    """Return year, party and the index of electoral democracy."""
    return _of(folder, "democracy", {"v2x_polyarchy": lambda index: decimals(index, 3)})


def ideal_points(folder: Path) -> Iterator[Row]:
    """Return year, party, ideal point, its bounds of 5 and 95 per cent, that of final votes."""
    names = ("ideal_all", "ideal_all_q05", "ideal_all_q95", "ideal_fp")
    columns = dict.fromkeys(names, lambda point: decimals(point, 3))
    return _of(folder, "unga_ideal_points", columns)


def _of(
    folder: Path, name: str, columns: dict[str, Callable[[float | None], str]]
) -> Iterator[Row]:
    """Yield [year, party, values...] by year and party, one row for each.

    Two COW states can share a code in the year in which one gives way to the other (Germany and
    Yemen in 1990). The one that exists at the end of the year speaks for the code, the other only
    if nothing is known of it. A row without any value is left out.
    """
    found: dict[tuple[int, str], tuple[bool, Row]] = {}
    for number, year, *cells in load(name, folder).select("ccode", "year", *columns).iter_rows():
        party, now = code_of(number), stands(number, year)
        if year < FIRST_YEAR or party is None or all(cell is None for cell in cells):
            continue
        if now or (year, party) not in found:
            shown = [write(cell) for write, cell in zip(columns.values(), cells, strict=True)]
            found[year, party] = now, [year, party, *shown]
    for _, (_, row) in sorted(found.items()):
        yield row
