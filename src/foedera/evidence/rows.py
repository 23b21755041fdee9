"""Scores as the scoreboard stores them: plain data, four figures a number, no number for NaN."""

from typing import Any

import numpy as np

from foedera.evidence.forecasts import Forecasts
from foedera.evidence.scores import Forecast, calibration_curve, calibration_slope, compare

Document = dict[str, Any]


def rows_of(part: str, split: str, found: Forecasts, event: str) -> list[Document]:
    """Return a row for each baseline and metric of a part's forecasts."""
    return [
        {
            "part": part,
            "split": split,
            "metric": each.metric,
            "baseline": name,
            "model": number(each.model),
            "interval": [number(value) for value in each.interval],
            "baseline_score": number(each.baseline),
            "difference": number(each.difference),
            "difference_interval": [number(value) for value in each.difference_interval],
            "verdict": each.verdict,
            "n": each.n,
            "events": each.events,
            "event": event,
        }
        for name, baseline in found.baselines.items()
        for each in compare(found.model, baseline)
    ]


def calibration_of(part: str, split: str, model: Forecast) -> Document:
    """Return the calibration of a part's forecast: its slope and its curve."""
    return {
        "part": part,
        "split": split,
        "slope": number(calibration_slope(model)),
        "curve": [
            {"chance": number(bin_.chance), "share": number(bin_.share), "n": bin_.n}
            for bin_ in calibration_curve(model)
        ],
    }


def number(value: float) -> float | None:
    """Return a number to four figures; None for NaN."""
    return None if np.isnan(value) else float(f"{value:.4g}")
