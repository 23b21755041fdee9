"""The scoreboard: every part out of sample, against its baselines, with intervals.

:func:`stored_scoreboard` reads what ``make calibrate`` stored; :func:`recompute` makes it anew from
FOEDERA_DATA. Draws are those stored with the package for each cut-off: nothing is fitted here but
the baselines.
"""

import json
import time
import warnings
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from foedera.behaviour.posterior import draws
from foedera.evidence import record
from foedera.evidence.claims import whether_strength_decides, who_came, who_is_met
from foedera.evidence.errors import EvidenceError
from foedera.evidence.forecasts import FEWEST, Forecasts
from foedera.evidence.parts import PARTS
from foedera.evidence.rows import calibration_of, rows_of
from foedera.evidence.splits import Split
from foedera.world import DATA_VERSION

STORED = Path(str(files("foedera.evidence") / "scoreboard.json"))
METRICS = {"brier": "Brier", "log": "log score", "auc": "AUC"}
EXTREME, TIMID = 0.75, 1.33  # calibration slopes between which chances are called right

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
    parts: list[Document] = []
    calibration: list[Document] = []
    skipped: list[Document] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short copies are said once, by `foedera data --check`
        for part, of in PARTS.items():
            data = of.read(folder)
            for split in of.splits:
                why = _too_few(part, data, split)
                if why:
                    skipped.append({"part": part, "split": split.label, "why": why})
                    continue
                found = forecasts(part, data, split)
                asked = data.where(split.test(data.year))
                event = of.events_of(asked) if of.events_of else of.events
                parts += rows_of(part, split.label, found, event)
                calibration.append(calibration_of(part, split.label, found.model))
        claims = [
            claim(folder).to_json() for claim in (whether_strength_decides, who_came, who_is_met)
        ]
    from foedera.evidence.record.board import record_board

    of_record = record_board()
    return {
        "made": time.strftime("%Y-%m-%d"),
        "data_version": DATA_VERSION,
        "parts": parts + of_record["parts"],
        "calibration": calibration + of_record["calibration"],
        "skipped": skipped,
        "claims": claims + of_record["claims"],
        "record": of_record["record"],
    }


def forecasts(part: str, data: Any, split: Split) -> Forecasts:  # noqa: ANN401 - data of any part
    """Return the forecasts of a part's test years, from draws fitted before them."""
    seen, asked = (data.where(side(data.year)) for side in (split.train, split.test))
    return PARTS[part].forecast(seen, asked, draws(part, split.until))


def reasons(board: Document) -> list[Document]:
    """Return, for each part that fails somewhere, why that is likely so."""
    failed = {row["part"] for row in board["parts"] if row["verdict"] != "better"}
    known = {part: of.reason for part, of in PARTS.items()} | {record.PART: record.REASON}
    return [{"part": part, "why": why} for part, why in known.items() if part in failed]


def failures(board: Document) -> list[str]:
    """Return in words where a model does not beat a baseline, or is badly calibrated."""
    found = []
    groups = groupby(board["parts"], key=lambda row: (row["part"], row["split"], row["baseline"]))
    for (part, split, baseline), group in groups:
        rows = list(group)
        for verdict, words in (("worse", "is worse than"), ("unclear", "does not clearly beat")):
            named = [METRICS[r["metric"]] for r in rows if r["verdict"] == verdict]
            if named:
                found.append(f"{part}, {split}: {words} the {baseline} by {', '.join(named)}")
    for each in board["calibration"]:
        if each["slope"] is not None and not TIMID > each["slope"] > EXTREME:
            how = "extreme" if each["slope"] < 1 else "timid"
            found.append(
                f"{each['part']}, {each['split']}: chances are too {how} "
                f"(calibration slope {each['slope']:.2f})"
            )
    return found


def _too_few(part: str, data: Any, split: Split) -> str | None:  # noqa: ANN401 - data of any part
    asked = data.where(split.test(data.year))
    if asked.size == 0:
        return f"the data end in {int(data.year.max())}"
    if asked.size == 1:
        return "one case alone is no test"
    of = PARTS[part]
    if len(np.unique(getattr(asked, of.outcome))) == 1:
        return f"all {asked.size:,} cases came out alike"
    count = len(np.unique(getattr(asked, of.event)))
    if count < FEWEST:
        return f"{asked.size:,} cases of {count} {of.events} are too few for an interval"
    return None
