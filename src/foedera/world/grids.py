"""A matrix of pairs with its labels, its source and the year that it is of."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.world.parties import UnknownParty, resolve

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """An attribute of pairs: `values[i, j]` is what `parties[i]` owes, or is to, `parties[j]`.

    NaN is missing, as is the diagonal. `of` is the year that the values are of: earlier than
    `year` where they are carried forward beyond the source's last year. numpy takes it as an array.
    """

    attribute: str
    parties: tuple[str, ...]
    values: "NDArray[np.float64]"
    year: int
    of: int
    unit: str
    source: str
    notes: tuple[str, ...] = ()

    @property
    def carried(self) -> bool:
        """Whether the values are of an earlier year than asked for."""
        return self.of != self.year

    def __array__(
        self,
        dtype: Any = None,  # noqa: ANN401 - numpy's protocol
        copy: bool | None = None,  # noqa: FBT001 - as above
    ) -> "NDArray[np.float64]":
        """Return the values."""
        return np.array(self.values, dtype=dtype, copy=copy)

    def value(self, a: str, b: str) -> float:
        """Return the value of a pair, NaN if missing; raises :class:`UnknownParty`."""
        return float(self.values[self._place(a), self._place(b)])

    def _place(self, word: str) -> int:
        code = word if word in self.parties else resolve(word)
        if code not in self.parties:
            raise UnknownParty(f"{code} is not in this world of {self.year}")
        return self.parties.index(code)

    def __str__(self) -> str:
        """Return the attribute, its year and how many pairs have a value."""
        size = len(self.parties) * (len(self.parties) - 1)
        known = int((~np.isnan(self.values)).sum())
        year = f"{self.of}, carried forward to {self.year}" if self.carried else str(self.year)
        return f"{self.attribute}, {year}: {known} of {size} pairs known"

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame of polars: a, b and the value, null where missing."""
        import polars as pl

        size = len(self.parties)
        first, second = np.nonzero(~np.eye(size, dtype=bool))
        codes = pl.Series(self.parties, dtype=pl.String)
        values = pl.Series(self.values[first, second]).fill_nan(None)
        columns = {"a": codes.gather(first), "b": codes.gather(second), self.attribute: values}
        return pl.DataFrame(columns)

    def to_json(self) -> str:
        """Return parties, values (null where missing), unit, source and year as text."""
        told = {
            "attribute": self.attribute,
            "year": self.year,
            "of": self.of,
            "unit": self.unit,
            "source": self.source,
            "notes": list(self.notes),
            "parties": list(self.parties),
            "values": [
                [None if np.isnan(cell) else cell for cell in row] for row in self.values.tolist()
            ],
        }
        return json.dumps(told, ensure_ascii=False)
