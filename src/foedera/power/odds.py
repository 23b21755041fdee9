"""How likely each member casts each ballot: all ballots alike, from a file, or from a record.

An estimate from a record is the mean of a Dirichlet posterior: to the ballots counted, `prior`
pseudo-ballots of each of the four kinds are added (1/2 is Jeffreys's prior, 1 Laplace's). A member
without a record has the prior alone, which the result says.
"""

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from foedera.proceedings.sheet import REST, member_code
from foedera.rules import Ballot

HEADER = ("party", *(str(ballot) for ballot in Ballot))
LOADING = "loading"
ROUNDING = 1e-6  # how far the odds of a row may add up to something else than one

Floats = NDArray[np.float64]


class OddsError(ValueError):
    """Odds or loadings are at fault; the message names file, line and what is accepted."""


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """How likely each member casts each ballot, and how closely members' ballots go together.

    `table` (members, 4) has rows that add up to one. `loadings` (members, factors) says how much of
    each member's inclination comes from each common factor, of which
    `foedera.power.distribution` tells; no column: members are independent. `observed` counts
    the ballots on record by member; None where the odds were given.
    """

    members: tuple[str, ...]
    table: Floats
    loadings: Floats
    factors: tuple[str, ...] = ()
    observed: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        """Raise :class:`OddsError` for odds or loadings that are none."""
        _check(self)

    def with_common(self, loading: float) -> "Odds":
        """Return the odds with one factor that loads on all members alike, instead of any other."""
        column = np.full((len(self.members), 1), float(loading))
        return Odds(self.members, self.table, column, ("common",), self.observed)


def _check(odds: Odds) -> None:
    size = len(odds.members)
    if odds.table.shape != (size, len(Ballot)) or odds.loadings.shape != (size, len(odds.factors)):
        raise OddsError("odds take a row for each member: four ballots, and a loading a factor")
    for member, row, loading in zip(odds.members, odds.table, odds.loadings, strict=True):
        if not (np.isfinite(row).all() and (row >= 0).all()):
            raise OddsError(f"the odds of {member} are no numbers from 0 to 1")
        if abs(row.sum() - 1) > ROUNDING:
            raise OddsError(f"the odds of {member} add up to {row.sum():.6g}, not to 1")
        if not (loading**2).sum() <= 1 + 1e-12:
            raise OddsError(
                f"the squared loadings of {member} add up to {(loading**2).sum():.4g}, more than 1"
            )


def equal_odds(members: Iterable[str], ballots: Collection[Ballot] = tuple(Ballot)) -> Odds:
    """Return odds that give each of the ballots the same chance, members independent."""
    names = tuple(members)
    table = np.zeros((len(names), len(Ballot)))
    table[:, [int(ballot) for ballot in ballots]] = 1 / len(ballots)
    return Odds(names, table, np.zeros((len(names), 0)))


def odds_from_record(
    members: Iterable[str], sheets: Iterable[Mapping[str, str | None]], *, prior: float
) -> Odds:
    """Return the odds of members whose ballots are on record, such as `CouncilVote.ballots`.

    `prior` pseudo-ballots of each kind are added to those of every member; a ballot that is not
    known (None) is left out, not counted as absence.

    Raises:
        OddsError: the prior is not above zero.
    """
    if not 0 < prior < float("inf"):
        raise OddsError(f"the prior is a number of ballots above 0, not {prior:g}")
    names = tuple(members)
    rows = {name: row for row, name in enumerate(names)}
    columns = {str(ballot): int(ballot) for ballot in Ballot}
    counts = np.zeros((len(names), len(Ballot)))
    for sheet in sheets:
        for party, ballot in sheet.items():
            if ballot is not None and party in rows:
                counts[rows[party], columns[ballot]] += 1
    observed = tuple(int(total) for total in counts.sum(axis=1))
    smoothed = counts + prior
    table = smoothed / smoothed.sum(axis=1, keepdims=True)
    return Odds(names, table, np.zeros((len(names), 0)), (), observed)


def read_odds(path: Path, members: Collection[str]) -> Odds:
    """Return the odds in a CSV file `party,yes,no,abstain,absent` with columns of loadings.

    A column `loading` is the common factor; `loading:csto` is a factor of that name; an empty cell
    loads nothing. A row `rest` speaks for all members without a row.

    Raises:
        OddsError: with file, line and what would be accepted.
        InputError: a row names no member of the body.
    """
    names = tuple(members)
    header, rows = _rows(path)
    factors = tuple(header[len(HEADER) :])
    given: dict[str, list[float]] = {}
    for place, cells in rows:
        rest = cells[0].lower() == REST
        party = REST if rest else member_code(cells[0], names, place)
        if party in given:
            raise OddsError(f"{place}: {party} has two rows")
        given[party] = _numbers(place, header, cells)
    missing = [name for name in names if name not in given]
    if missing and REST not in given:
        raise OddsError(
            f"{path.name} has no odds for {', '.join(missing[:5])}: add rows, or a row 'rest'"
        )
    table = np.array([given.get(name, given.get(REST)) for name in names], dtype=np.float64)
    split = len(HEADER) - 1
    labels = tuple(factor.partition(":")[2] or "common" for factor in factors)
    return Odds(names, table[:, :split], table[:, split:], labels)


def _rows(path: Path) -> tuple[list[str], list[tuple[str, list[str]]]]:
    try:
        lines = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except FileNotFoundError:
        raise OddsError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise OddsError(f"{path.name} cannot be read as UTF-8 CSV: {error}") from None
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    extra = header[len(HEADER) :]
    if tuple(header[: len(HEADER)]) != HEADER or any(
        cell.partition(":")[0] != LOADING for cell in extra
    ):
        raise OddsError(
            f"{path.name} line 1: odds begin with the header '{','.join(HEADER)}', to which "
            "'loading' or 'loading:NAME' may be added"
        )
    if len(set(extra)) != len(extra):
        raise OddsError(f"{path.name} line 1: a factor has two columns")
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        cells = [cell.strip() for cell in line]
        if any(cells):
            if len(cells) != len(header):
                raise OddsError(f"{path.name} line {number}: a row has as many cells as the header")
            rows.append((f"{path.name} line {number}", cells))
    return header, rows


def _numbers(place: str, header: list[str], cells: list[str]) -> list[float]:
    numbers = []
    for column, cell in list(zip(header, cells, strict=True))[1:]:
        if not cell and column.startswith(LOADING):
            numbers.append(0.0)
            continue
        try:
            number = float(cell)
        except ValueError:
            raise OddsError(f"{place}, column {column}: '{cell}' is no number") from None
        lowest = -1 if column.startswith(LOADING) else 0
        if not lowest <= number <= 1:
            raise OddsError(f"{place}, column {column}: {cell} is not between {lowest} and 1")
        numbers.append(number)
    split = len(HEADER) - 1
    if abs(sum(numbers[:split]) - 1) > ROUNDING:
        raise OddsError(f"{place}: the four odds add up to {sum(numbers[:split]):.6g}, not to 1")
    return numbers
