"""What decades of crises came to: means over all courses of events, with honest errors.

A course is one of many possible histories. Courses of a group share what is not known (a posterior
draw of how states behave, a resample of the crises), so that the error of a mean is no smaller than
groups lie apart: with G groups of n courses, the variance s2 between group means is that of the
unknown, v, plus w / n, w being the variance within groups. The error is

    sqrt( v (1 + 1 / G) + w / (n G) ),    v = max(s2 - w / n, 0)

v itself does not shrink with more courses or groups: only data could do that. v / G is the error of
having tried but G values of it.

Reference: Searle, Casella & McCulloch (1992), 'Variance Components', ch. 3.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.learning import MEASURES
from foedera.simulation.result import Share

if TYPE_CHECKING:
    import polars as pl

Floats = NDArray[np.float64]
Z95 = 1.959964  # two-sided 95 % of the normal distribution


def mean_and_error(values: NDArray[np.floating], groups: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the mean over courses (the first axis) and its error, from courses in groups.

    `groups` are whole numbers from 0, in ascending order, each with two courses at least.
    """
    whole = np.asarray(values, dtype=np.float64)
    sizes = np.bincount(groups)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    shape = (-1, *[1] * (whole.ndim - 1))
    means = np.add.reduceat(whole, starts, axis=0) / sizes.reshape(shape)
    mean = np.asarray(whole.mean(axis=0))
    within = np.square(whole - means[groups]).sum(axis=0) / (len(whole) - len(sizes))
    sampling = within / len(whole)
    unknown = np.maximum(means.var(axis=0, ddof=1) - sampling * len(sizes), 0)
    return mean, np.asarray(np.sqrt(unknown * (1 + 1 / len(sizes)) + sampling))


def smoothed(values: NDArray[np.floating], window: int) -> Floats:
    """Return means over a window of years about each, as far as there are years to either side.

    The window is an odd number of years; the years are the last axis.
    """
    reach, years = window // 2, values.shape[-1]
    sums = np.cumsum(values, axis=-1, dtype=np.float64)
    sums = np.concatenate([np.zeros_like(sums[..., :1]), sums], axis=-1)
    last = np.minimum(np.arange(years) + reach + 1, years)
    first = np.maximum(np.arange(years) - reach, 0)
    return np.asarray((sums[..., last] - sums[..., first]) / (last - first))


@dataclass(frozen=True, slots=True, eq=False)
class Decades:
    """What happened under a charter: by measure an array (replications, years).

    Trust and reputation are those before the year's events, from 0 to 1; the rest is 0 or 1.
    `groups` has the group of each course. `on` is the day on which the charter is taken (None: no
    charter at all), `acts` the chance that it acts on a crisis of the pool if members trust each
    other, `open_share` in how many of them it is open at all. With `self_help` each party might
    also help on its own.
    """

    charter: str
    first_year: int
    courses: Mapping[str, NDArray[np.float32]]
    groups: NDArray[np.intp]
    on: date | None = None
    reading: str = "default"
    acts: float = float("nan")
    open_share: float = 1.0
    self_help: bool = False
    assumed: tuple[str, ...] = ()

    @property
    def years(self) -> int:
        """The number of years."""
        return len(self.courses[MEASURES[0]][0])

    def mean(self, measure: str, window: int = 1) -> Floats:
        """Return a measure's mean over courses, by year, over a window of some years about it."""
        return mean_and_error(smoothed(self.courses[measure], window), self.groups)[0]

    def error(self, measure: str, window: int = 1) -> Floats:
        """Return the standard error of :meth:`mean`, by year.

        It holds chance, which crises were drawn, and what the fit of behaviour leaves open; not
        whether what is assumed of learning is right.
        """
        return mean_and_error(smoothed(self.courses[measure], window), self.groups)[1]

    def share(self, measure: str, start: int = 0, stop: int | None = None) -> Share:
        """Return a measure's mean over some years, with its error as in :meth:`error`."""
        return self._share(self.courses[measure], start, stop)

    def less(
        self, other: "Decades", measure: str, start: int = 0, stop: int | None = None
    ) -> Share:
        """Return how much a measure is above that under another charter, with the paired error."""
        return self._share(self.courses[measure] - other.courses[measure], start, stop)

    def _share(self, values: NDArray[np.float32], start: int, stop: int | None) -> Share:
        each = values[:, start:stop].mean(axis=1, dtype=np.float64)
        mean, error = mean_and_error(each, self.groups)
        return Share(float(mean), float(error))

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame: charter, measure, year, mean and its 95 % band."""
        import polars as pl

        years = self.first_year + np.arange(self.years)
        frames = []
        for measure in MEASURES:
            mean, error = mean_and_error(self.courses[measure], self.groups)
            low, high = mean - Z95 * error, mean + Z95 * error
            columns = {"year": years, "mean": mean, "low": low, "high": high}
            names = (pl.lit(self.charter).alias("charter"), pl.lit(measure).alias("measure"))
            frames.append(pl.DataFrame(columns).with_columns(*names))
        return pl.concat(frames).select("charter", "measure", "year", "mean", "low", "high")
