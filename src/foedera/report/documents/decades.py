"""The document of decades of crises under charters."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from foedera.report.documents.stamp import Document, stamped
from foedera.simulation.variants import NOTHING

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from foedera.simulation import Models, Settings
    from foedera.simulation.decades import Decades, Learning

DECADE = 10  # years
WINDOW = 5  # years over which the course of events is a running mean
EVENTS = {
    "attempted": "attempted",
    "deterred": "deterred",
    "stopped": "stopped",
    "false_alarms": "false alarm",
}
STATES = ("trust", "reputation")
UNFITTED = "How aggressors and members learn is assumed, not fitted: read differences, not levels."
HELP = "nothing: each party of the others may help the attacked on its own"
ALONE = f"{HELP}; under a charter only what the charter itself opens is counted"
BESIDE = "under a charter too, each party may help the attacked on its own, beside it"


def decades_document(
    found: Sequence["Decades"],
    on: date,
    learning: "Learning",
    under: tuple["Settings", "Models"],
    crises: int,
) -> Document:
    """Return a row for each charter, each less the first, and the course of every measure."""
    from foedera.simulation.learning import GROUPS, assumptions

    settings, models = under
    without = any(each.charter == NOTHING for each in found)
    if any(each.self_help for each in found):
        alone = [HELP, BESIDE] if without else [BESIDE]
    else:
        alone = [ALONE] if without else []
    taken = [words for each in found for words in each.assumed]
    document = {
        "from": on.isoformat(),
        "years": learning.years,
        "replications": learning.replications,
        "window": WINDOW,
        "crises": crises,
        "draws": settings.draws,
        "seed": learning.seed,
        "model": models.name,
        "parameters": models.status,
        "posterior_draws": min(GROUPS, len(models.behaviours), settings.draws),
        "unfitted": UNFITTED,
        "learning": _learning(learning),
        "rows": [_row(each, found[0]) for each in found],
        "assumed": [*assumptions(learning), *alone, *dict.fromkeys(taken)],
    }
    return stamped(document)


def _learning(learning: "Learning") -> Document:
    """Return what is assumed of learning, as numbers."""
    return {
        "occasions": learning.occasions,
        "accusations": learning.accusations,
        "trust": learning.trust,
        "threshold": learning.threshold,
        "deterrence": asdict(learning.deterrence),
        "reassurance": asdict(learning.reassurance),
    }


def _row(found: "Decades", first: "Decades") -> Document:
    return {
        "charter": found.charter,
        "on": found.on.isoformat() if found.on else None,
        "reading": found.reading,
        "open": found.open_share,
        "self_help": found.self_help,
        "acts": found.acts,
        "a_decade": {key: _event(found, first, name) for key, name in EVENTS.items()},
        **{name: _state(found, first, name) for name in STATES},
        "courses": {key: _course(found, name, WINDOW) for key, name in EVENTS.items()}
        | {name: _course(found, name, 1) for name in STATES},
    }


def _event(found: "Decades", first: "Decades", name: str) -> Document:
    """Return how often an event comes in a decade, and how much more often than under the first."""
    here, gap = found.share(name), found.less(first, name)
    return {
        "mean": DECADE * here.share,
        "se": DECADE * here.se,
        "difference": DECADE * gap.share,
        "difference_se": DECADE * gap.se,
    }


def _state(found: "Decades", first: "Decades", name: str) -> Document:
    """Return a belief before the first year's events and before the last year's."""
    start, end, gap = found.share(name, 0, 1), found.share(name, -1), found.less(first, name, -1)
    return {
        "start": start.share,
        "start_se": start.se,
        "end": end.share,
        "end_se": end.se,
        "difference": gap.share,
        "difference_se": gap.se,
    }


def _course(found: "Decades", name: str, window: int) -> Document:
    return {
        "mean": _plain(found.mean(name, window)),
        "se": _plain(found.error(name, window)),
    }


def _plain(values: "ArrayLike") -> list[float]:
    """Return numbers to six digits: more would be noise."""
    return [float(f"{value:.6g}") for value in np.asarray(values).tolist()]
