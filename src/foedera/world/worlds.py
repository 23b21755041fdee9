"""The world of a year: its parties, what the data say of each, and from which year that is.

    >>> from foedera.world import World
    >>> w = World(2007)
    >>> len(w.parties), round(w.value("USA", "cinc"), 3)
    (193, 0.15)

A value that the source does not have is NaN, never 0. Beyond a source's last year everything is
missing, unless it is asked to be carried forward (`carry=True`); then the year that a value is of
stands in `years`, and every document that uses it says so.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.world.attributes import (
    DISPUTES_PARTIAL,
    DYAD_ATTRIBUTES,
    MAJOR_POWERS,
    PARTY_ATTRIBUTES,
    Attribute,
)
from foedera.world.errors import DataError, unknown
from foedera.world.grids import Grid
from foedera.world.memberships import members
from foedera.world.pairs import cube
from foedera.world.parties import UnknownParty, name, resolve
from foedera.world.system import check_year, in_system, states_of
from foedera.world.tables import rows

if TYPE_CHECKING:
    from os import PathLike

    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class World:
    """Parties of a year with their attributes; columns are arrays in the order of `parties`.

    `columns` has a value for each party, NaN where it is missing; `years` the year that each value
    is of, 0 where it is missing. `brought` says for which parties a column holds the user's own
    values, `names` how parties that the user made up are called, and `blocs` who is in a bloc.
    """

    year: int
    parties: tuple[str, ...]
    columns: Mapping[str, "NDArray[np.float64]"]
    years: Mapping[str, "NDArray[np.int64]"]
    carry: bool
    brought: Mapping[str, frozenset[str]]
    names: Mapping[str, str]
    blocs: Mapping[str, tuple[str, ...]]

    def __init__(
        self, year: int, parties: Iterable[str] | None = None, *, carry: bool = False
    ) -> None:
        """Load a year: the states of the system, or the parties named.

        Raises:
            DataError: the year is not between 1946 and 2100, or a party is named twice.
            UnknownParty: nobody goes by a code.
        """
        codes = states_of(check_year(year)) if parties is None else _resolved(parties)
        columns, years = {}, {}
        for attribute in PARTY_ATTRIBUTES.values():
            values, whence = _column(attribute, year, codes, carry=carry)
            columns[attribute.name], years[attribute.name] = values, whence
        _set(self, (year, codes, columns, years, carry, {}, {}, {}))

    @classmethod
    def make(
        cls,
        *,
        year: int,
        parties: tuple[str, ...],
        columns: Mapping[str, "NDArray[np.float64]"],
        years: Mapping[str, "NDArray[np.int64]"],
        carry: bool = False,
        brought: Mapping[str, frozenset[str]] | None = None,
        names: Mapping[str, str] | None = None,
        blocs: Mapping[str, tuple[str, ...]] | None = None,
    ) -> "World":
        """Return a world of given arrays, one value a party in every column."""
        made = object.__new__(cls)
        _set(made, (year, parties, columns, years, carry, brought or {}, names or {}, blocs or {}))
        return made

    @classmethod
    def from_csv(
        cls,
        path: "str | PathLike[str]",
        year: int | None = None,
        *,
        alone: bool = True,
        carry: bool = False,
    ) -> "World":
        """Return the world of a user's CSV; `alone=False` lays it over the embedded year.

        Raises:
            DataError: the file is at fault; one sentence with file, line, column and what is
                expected.
        """
        from foedera.world.bring import bring

        return bring(path, year, alone=alone, carry=carry)

    def __repr__(self) -> str:
        """Return the year and the number of parties."""
        return f"World({self.year}: {len(self.parties)} parties)"

    def __len__(self) -> int:
        """Return the number of parties."""
        return len(self.parties)

    def __getitem__(self, column: str) -> "NDArray[np.float64]":
        """Return a column; raises :class:`DataError` if there is none of that name."""
        if column not in self.columns:
            raise DataError(unknown("attribute of parties", column, self.columns))
        return self.columns[column]

    def place(self, party: str) -> int:
        """Return where a party stands; raises :class:`UnknownParty` if it is not in this world."""
        code = party if party in self.parties else resolve(party)
        if code not in self.parties:
            raise UnknownParty(f"{code} is not in this world of {self.year}")
        return self.parties.index(code)

    def value(self, party: str, column: str) -> float:
        """Return one value, NaN if missing."""
        return float(self[column][self.place(party)])

    def name(self, party: str) -> str:
        """Return the name of a party, of a bloc its code."""
        return self.names.get(party) or (party if party in self.blocs else name(party))

    @property
    def system(self) -> "NDArray[np.bool_]":
        """Whether each party is a state of the system; a bloc is if all its members are."""
        groups = self.groups()
        codes = list(dict.fromkeys(code for group in groups for code in group))
        inside = dict(zip(codes, in_system([self.year], codes)[0].tolist(), strict=True))
        return np.array([all(inside[code] for code in group) for group in groups], dtype=bool)

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Return for each party the states behind it: itself, or the members of the bloc."""
        return tuple(self.blocs.get(party, (party,)) for party in self.parties)

    def share(self, column: str = "cinc") -> "NDArray[np.float64]":
        """Return each party's share of the sum over those that have a value; NaN if missing."""
        values = self[column]
        total = np.nansum(values)
        return values / total if total > 0 else np.full_like(values, np.nan)

    def missing(self, column: str) -> tuple[str, ...]:
        """Return the parties without a value."""
        gone = np.isnan(self[column]).tolist()
        return tuple(code for code, out in zip(self.parties, gone, strict=True) if out)

    def carried(self, column: str) -> dict[str, int]:
        """Return the parties whose value is of an earlier year, and that year."""
        self[column]
        whence = self.years[column].tolist()
        return {
            code: year
            for code, year in zip(self.parties, whence, strict=True)
            if 0 < year != self.year
        }

    def restrict(self, codes: Iterable[str]) -> "World":
        """Return the world of some of the parties, in the order given.

        Raises:
            UnknownParty: one of them is not in this world.
        """
        places = [self.place(code) for code in codes]
        if len(set(places)) < len(places):
            raise DataError("a party is named twice")
        kept = tuple(self.parties[place] for place in places)
        return World.make(
            year=self.year,
            parties=kept,
            columns={key: column[places] for key, column in self.columns.items()},
            years={key: column[places] for key, column in self.years.items()},
            carry=self.carry,
            brought={key: who & set(kept) for key, who in self.brought.items()},
            names={code: word for code, word in self.names.items() if code in kept},
            blocs={code: group for code, group in self.blocs.items() if code in kept},
        )

    def within(self, institution: str, on: date) -> "World":
        """Return the world of an institution's members on a day.

        Raises:
            UnknownInstitution: no register is so called.
            DataError: it has no members on that day.
        """
        codes = members(institution, on)
        if not codes:
            raise DataError(f"nobody is a member of {institution} on {on}")
        gone = [code for code in codes if code not in self.parties]
        return (_joined(self, gone) if gone else self).restrict(codes)

    def dyad(self, attribute: str, window: int = 1) -> Grid:
        """Return an attribute of all pairs: n by n, the first party the one that owes.

        Beyond the source's last year it is missing, or with `carry` that of the last year. A bloc
        has the closest tie that any of its members has (the mean, for agreement).

        Raises:
            DataError: no attribute of pairs is so called, or the window reaches before 1946.
        """
        if attribute not in DYAD_ATTRIBUTES:
            raise DataError(unknown("attribute of pairs", attribute, DYAD_ATTRIBUTES))
        known = DYAD_ATTRIBUTES[attribute]
        year, notes = self.year, []
        if attribute == "ideal_distance":
            points = self["ideal"]
            values = np.abs(points[:, None] - points[None, :])
            np.fill_diagonal(values, np.nan)
            old = self.carried("ideal")
            year = min(old.values(), default=year)
        else:
            if self.carry and known.last is not None:
                year = min(year, known.last)
            values = _grouped(self.groups(), attribute, year, window)
        if known.last is None:
            notes.append("borders and capitals of today, whatever the year")
        if known.table == "disputes" and year >= DISPUTES_PARTIAL:
            notes.append("disputes from 1990 on are recorded in part: no entry is missing, not 0")
        return Grid(
            attribute, self.parties, values, self.year, year, known.unit, known.source, tuple(notes)
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the year, every party with its values, and the sources, as JSON has them."""
        inside = self.system.tolist()
        shares = self.share("cinc").tolist()
        return {
            "year": self.year,
            "parties": [
                self._entry(place, system=inside[place], share=shares[place])
                for place in range(len(self.parties))
            ],
            "sources": [self._said(attribute) for attribute in PARTY_ATTRIBUTES.values()],
        }

    def _entry(self, place: int, *, system: bool, share: float) -> dict[str, Any]:
        code = self.parties[place]
        return {
            "party": code,
            "name": self.name(code),
            "system": system,
            **{
                key: plain(float(column[place]), whole=PARTY_ATTRIBUTES[key].whole)
                for key, column in self.columns.items()
            },
            "cinc_share": plain(share),
            "carried": {
                key: int(column[place])
                for key, column in self.years.items()
                if 0 < column[place] != self.year
            },
            "brought": sorted(key for key, who in self.brought.items() if code in who),
            "members": list(self.blocs.get(code, ())),
        }

    def _said(self, attribute: Attribute) -> dict[str, Any]:
        gone = self.missing(attribute.name)
        return attribute.to_dict() | {
            "missing": len(gone),
            "carried": len(self.carried(attribute.name)),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame of polars, a row a party: its values, null where missing."""
        import polars as pl

        columns = {"year": [self.year] * len(self), "party": list(self.parties)}
        columns |= {
            key: [plain(value, whole=PARTY_ATTRIBUTES[key].whole) for value in column.tolist()]
            for key, column in self.columns.items()
        }
        kinds = {
            key: pl.Int64 if PARTY_ATTRIBUTES[key].whole else pl.Float64 for key in self.columns
        }
        schema = {"year": pl.Int64, "party": pl.String, **kinds}
        return pl.DataFrame(columns, schema=schema)

    def to_pandas(self) -> Any:  # noqa: ANN401 - pandas brings no types
        """Return a frame of pandas (install pandas and pyarrow beside foedera)."""
        return self.to_polars().to_pandas()

    def to_arrow(self) -> Any:  # noqa: ANN401 - pyarrow brings no types
        """Return a table of Arrow (install pyarrow beside foedera)."""
        return self.to_polars().to_arrow()


_FIELDS = ("year", "parties", "columns", "years", "carry", "brought", "names", "blocs")


def _set(world: World, values: tuple[Any, ...]) -> None:
    for field, value in zip(_FIELDS, values, strict=True):
        object.__setattr__(world, field, value)
    for array in (*world.columns.values(), *world.years.values()):
        array.setflags(write=False)


def plain(value: float, *, whole: bool = False) -> float | int | None:
    """Return a number as JSON has it: None where it is missing."""
    if np.isnan(value):
        return None
    return int(value) if whole else value


def _resolved(words: Iterable[str]) -> tuple[str, ...]:
    codes = tuple(resolve(word) for word in words)
    for code in codes:
        if codes.count(code) > 1:
            raise DataError(f"the party {code} is named twice")
    return codes


def _column(
    attribute: Attribute, year: int, codes: tuple[str, ...], *, carry: bool
) -> tuple["NDArray[np.float64]", "NDArray[np.int64]"]:
    """Return the values of a year, and the year that each is of."""
    last = attribute.last
    of = min(year, last) if carry and last is not None else year
    if last is not None and of > last:
        return np.full(len(codes), np.nan), np.zeros(len(codes), dtype=np.int64)
    if attribute.name == "major_power":
        inside = in_system([of], codes)[0]
        values = np.array([float(MAJOR_POWERS.get(code, of + 1) <= of) for code in codes])
        values = np.where(inside, values, np.nan)
    else:
        held = {row["party"]: row[attribute.column] for row in rows(attribute.table, of)}
        found = [held.get(code) for code in codes]
        values = np.array([np.nan if cell is None else float(cell) for cell in found])
    return values, np.where(np.isnan(values), 0, of)


def _joined(world: World, codes: list[str]) -> World:
    """Return a world with further parties, with what the data say of them."""
    more = World(world.year, codes, carry=world.carry)
    return World.make(
        year=world.year,
        parties=(*world.parties, *more.parties),
        columns={key: np.concatenate([c, more[key]]) for key, c in world.columns.items()},
        years={key: np.concatenate([c, more.years[key]]) for key, c in world.years.items()},
        carry=world.carry,
        brought=world.brought,
        names=world.names,
        blocs=world.blocs,
    )


def _grouped(
    groups: tuple[tuple[str, ...], ...], attribute: str, year: int, window: int
) -> "NDArray[np.float64]":
    """Return a matrix between groups of states, the closest tie of any two of their members."""
    codes = list(dict.fromkeys(code for group in groups for code in group))
    whole: NDArray[np.float64] = cube(attribute, [year], codes, window)[0]
    if all(len(group) == 1 for group in groups):
        return whole
    at = {code: place for place, code in enumerate(codes)}
    sets = [[at[code] for code in group] for group in groups]
    found = np.full((len(groups), len(groups)), np.nan)
    for i, first in enumerate(sets):
        for j, second in enumerate(sets):
            cells = whole[np.ix_(first, second)]
            cells = cells[~np.isnan(cells)]
            if i != j and cells.size:
                found[i, j] = _tie(attribute, cells)
    return found


def _tie(attribute: str, cells: "NDArray[np.float64]") -> float:
    if attribute in {"agreement", "votes"}:
        return float(cells.mean())
    if attribute in {"km_capitals", "km_borders"}:
        return float(cells.min())
    if attribute == "contiguity":
        near = cells[cells > 0]
        return float(near.min()) if near.size else 0.0
    return float(cells.max())
