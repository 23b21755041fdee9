"""The scoreboard: every part out of sample, against its baselines, with intervals.

:func:`stored_scoreboard` reads what ``make calibrate`` stored; :func:`recompute` makes it anew from
FOEDERA_DATA. Draws are those stored with the package for each cut-off: nothing is fitted here but
the baselines.
"""

import json
import time
import warnings
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from foedera.behaviour.posterior import PARTS, draws
from foedera.evidence.claims import who_came, who_is_met
from foedera.evidence.errors import EvidenceError
from foedera.evidence.forecasts import FORECASTS, Forecasts
from foedera.evidence.scores import Forecast, calibration_curve, calibration_slope, compare
from foedera.evidence.splits import COMMITMENT_SPLITS, SPLITS, Split
from foedera.world import DATA_VERSION

STORED = Path(str(files("foedera.evidence") / "scoreboard.json"))
EVENTS = {
    "voting": "disputes",
    "contribution": "disputes",
    "commitment": "wars",
    "action": "crises",
}
FEWEST = 5  # events with fewer than which no interval is worth printing

Document = dict[str, Any]


def stored_scoreboard() -> Document:
    """Return the scoreboard that the package ships.

    Raises:
        EvidenceError: the package holds none.
    """
    if not STORED.exists():
        raise EvidenceError("the package holds no scoreboard; make one with 'make calibrate'")
    found: Document = json.loads(STORED.read_text(encoding="utf-8"))
    return found


def recompute(folder: Path | None = None) -> Document:
    """Return the scoreboard made anew from a folder of originals, by default FOEDERA_DATA.

    Raises:
        DataError: there is no folder, or a file in it is missing or wrong.
        BehaviourError: the package has no draws for a cut-off.
    """
    from foedera.evidence.calibrate import DATA

    parts: list[Document] = []
    calibration: list[Document] = []
    skipped: list[Document] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short copies are said once, by `foedera data --check`
        for part in PARTS:
            data = DATA[part].read(folder)
            for split in COMMITMENT_SPLITS if part == "commitment" else SPLITS:
                why = _too_few(part, data, split)
                if why:
                    skipped.append({"part": part, "split": split.label, "why": why})
                    continue
                found = forecasts(part, data, split)
                parts += _rows(part, split, found)
                calibration.append(_calibration(part, split, found.model))
        claims = [who_came(folder).to_json(), who_is_met(folder).to_json()]
    return {
        "made": time.strftime("%Y-%m-%d"),
        "data_version": DATA_VERSION,
        "parts": parts,
        "calibration": calibration,
        "skipped": skipped,
        "claims": claims,
    }


def forecasts(part: str, data: Any, split: Split) -> Forecasts:  # noqa: ANN401 - data of any part
    """Return the forecasts of a part's test years, from draws fitted before them."""
    seen, asked = (data.where(side(data.year)) for side in (split.train, split.test))
    return FORECASTS[part](seen, asked, draws(part, split.until))


def _too_few(part: str, data: Any, split: Split) -> str | None:  # noqa: ANN401 - data of any part
    asked = data.where(split.test(data.year))
    if asked.size == 0:
        return f"the data end in {int(data.year.max())}"
    outcomes = {"voting": "ballot", "contribution": "came", "commitment": "honoured"}
    found = np.unique(getattr(asked, outcomes.get(part, "acted")))
    if len(found) == 1:
        return f"all {asked.size:,} cases came out alike"
    events = {"voting": "matter", "contribution": "dispute", "commitment": "war"}
    count = len(np.unique(getattr(asked, events.get(part, "crisis"))))
    if count < FEWEST:
        return f"{asked.size:,} cases of {count} {EVENTS[part]} are too few for an interval"
    return None


def _rows(part: str, split: Split, found: Forecasts) -> list[Document]:
    return [
        {
            "part": part,
            "split": split.label,
            "metric": each.metric,
            "baseline": name,
            "model": _number(each.model),
            "interval": [_number(value) for value in each.interval],
            "baseline_score": _number(each.baseline),
            "difference": _number(each.difference),
            "difference_interval": [_number(value) for value in each.difference_interval],
            "verdict": each.verdict,
            "n": each.n,
            "events": each.events,
            "event": EVENTS[part],
        }
        for name, baseline in found.baselines.items()
        for each in compare(found.model, baseline)
    ]


def _calibration(part: str, split: Split, model: Forecast) -> Document:
    return {
        "part": part,
        "split": split.label,
        "slope": _number(calibration_slope(model)),
        "curve": [
            {"chance": _number(bin_.chance), "share": _number(bin_.share), "n": bin_.n}
            for bin_ in calibration_curve(model)
        ],
    }


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(f"{value:.4g}")
