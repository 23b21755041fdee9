"""Forecasts of test years: a model with draws fitted before, and the baselines beside it.

The chance of an observation is the mean over draws, so it carries what is not known of parameters.
"""

from dataclasses import dataclass

from foedera.evidence.scores import Forecast

FEWEST = 5  # events with fewer than which no interval is worth printing


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """The model's forecast of a part's test years and those of its baselines, by name."""

    model: Forecast
    baselines: dict[str, Forecast]
