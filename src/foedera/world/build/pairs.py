"""Tables of pairs of parties: agreement, disputes, alliances, contiguity, rivalries."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from foedera.world.build.codes import FIRST_YEAR, area, code_of, stands
from foedera.world.build.text import Cell, decimals
from foedera.world.originals import load

Row = list[Cell]
Pair = tuple[str, str]

ATOP_END, CONTIGUITY_END, RIVALRIES_END = 2018, 2016, 2020  # the last years of the sources
GML_END = 2010


def pair(first: int, second: int) -> Pair | None:
    """Return the codes of two COW numbers, sorted; None if one is unknown or both are the same."""
    a, b = code_of(first), code_of(second)
    if a is None or b is None or a == b:
        return None
    return (a, b) if a < b else (b, a)


def agreement(folder: Path) -> Iterator[Row]:
    """Return year, pair, agreement in the Assembly and the votes that both cast, in the area.

    Where two COW states share a code in a year, the one that exists at its end counts.
    """
    best: dict[tuple[int, Pair], tuple[int, float, int]] = {}
    rows = load("unga_agreement", folder).select("year", "ccode1", "ccode2", "agree", "n")
    for year, first, second, agree, votes in rows.iter_rows():
        both = pair(first, second)
        if both is None or not area().issuperset(both):
            continue
        now = stands(first, year) + stands(second, year)
        if (year, both) not in best or now > best[year, both][0]:
            best[year, both] = now, agree, votes
    for (year, both), (_, agree, votes) in sorted(best.items()):
        yield [year, *both, decimals(agree, 3), votes]


def alliances(folder: Path) -> Iterator[Row]:
    """Return who owes whom what from when to when: directed, years included.

    Only pairs with a party of :func:`area`: the source does not allow its whole to be passed on.
    Offensive obligations are left out; spells between which nothing else changes become one.
    """
    found: dict[Pair, list[tuple[int, int, tuple[int, ...]]]] = {}
    columns = ("ccode1", "ccode2", "from", "to", "defense", "neutral", "nonagg", "consul")
    rows = load("atop_dyad_spells", folder).select(columns)
    for first, second, since, to, *owing in rows.iter_rows():
        owes, owed = code_of(first), code_of(second)
        if to < FIRST_YEAR or not any(owing) or owes is None or owed is None or owes == owed:
            continue
        if area().isdisjoint((owes, owed)):
            continue
        found.setdefault((owes, owed), []).append((since, to, tuple(owing)))
    for both, spells in sorted(found.items()):
        for since, to, duties in _joined(sorted(spells)):
            yield [*both, since, _open(to, ATOP_END), *duties]


def _joined(
    spells: Iterable[tuple[int, int, tuple[int, ...]]],
) -> list[tuple[int, int, tuple[int, ...]]]:
    """Return spells in order, those that follow each other with the same duties as one."""
    found: list[tuple[int, int, tuple[int, ...]]] = []
    for since, to, duties in spells:
        if found and found[-1][2] == duties and since <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(to, found[-1][1]), duties
        else:
            found.append((since, to, duties))
    return found


def _open(year: int, end: int) -> int | None:
    """Return the last year of a spell, None if it lasts at the end of its source."""
    return None if year >= end else year


def contiguity(folder: Path) -> Iterator[Row]:
    """Return pair, first and last year and the type of contiguity (1 by land to 5)."""
    found: dict[tuple[Pair, int], list[tuple[int, int, tuple[int, ...]]]] = {}
    columns = ("ccode1", "ccode2", "from", "to", "conttype")
    for first, second, since, to, kind in load("contiguity", folder).select(columns).iter_rows():
        both = pair(first, second)
        if both is not None and kind and to.year >= FIRST_YEAR:
            spell = (since.year, to.year, (kind,))
            found.setdefault((both, kind), []).append(spell)
    spells = [
        (*both, since, to, kind)
        for (both, kind), spells in found.items()
        for since, to, _ in _joined(sorted(spells))
    ]
    for a, b, since, to, kind in sorted(spells):
        yield [a, b, since, _open(to, CONTIGUITY_END), kind]


def rivalries(folder: Path) -> Iterator[Row]:
    """Return pair, first and last year and the kinds of strategic rivalries."""
    kinds = ("positional", "spatial", "ideological", "interventionary")
    rows = []
    for row in load("rivalries_tss", folder).iter_rows(named=True):
        both = pair(row["ccode1"], row["ccode2"])
        if both is not None and row["end"] >= FIRST_YEAR:
            said = "+".join(kind for kind in kinds if row[kind])
            rows.append((*both, row["start"], row["end"], said))
    for a, b, since, to, said in sorted(rows):
        yield [a, b, since, _open(to, RIVALRIES_END), said]


def disputes(folder: Path) -> Iterator[Row]:
    """Return year, pair, the highest hostility of either side, and whether anybody died."""
    found: dict[tuple[int, Pair], tuple[int, int | None, str]] = {}
    for name, source in (("mid_gml_dyads", "gml"), ("mid_cow_dyads", "cow-mid")):
        columns = ("year", "ccode1", "ccode2", "hostlev1", "hostlev2", "fatality1", "fatality2")
        for year, first, second, *levels in load(name, folder).select(columns).iter_rows():
            both = pair(first, second)
            mine = year <= GML_END if source == "gml" else year > GML_END
            if both is None or year < FIRST_YEAR or not mine or not area().issuperset(both):
                continue
            hostility, fatal = max(levels[:2]), _any(_fatal(level) for level in levels[2:])
            if before := found.get((year, both)):
                hostility, fatal = max(hostility, before[0]), _any((fatal, before[1]))
            found[year, both] = hostility, fatal, source
    for (year, both), row in sorted(found.items()):
        yield [year, *both, *row]


def _fatal(level: int) -> int | None:
    return None if level < 0 else int(level > 0)


def _any(known: Iterable[int | None]) -> int | None:
    """Return 1 if one is 1, else None if one is unknown, else 0."""
    every = set(known)
    return 1 if 1 in every else None if None in every else 0
