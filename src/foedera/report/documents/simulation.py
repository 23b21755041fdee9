"""The documents of simulations: one charter, or several side by side."""

import math
from collections.abc import Mapping, Sequence
from datetime import date

from foedera.report.documents.stamp import Document, stamped
from foedera.simulation import Dispute, Forum, Models, Opening, Result, Settings, Share


def simulate_document(
    result: Result,
    decided: Result,
    opened: Opening,
    dispute: Dispute,
    under: tuple[Settings, Models],
) -> Document:
    """Return how a dispute ends under one charter, and all that this rests on.

    `decided` is the result if nobody may help without a decision of a body.
    """
    alarm = result.false_alarm
    document = {
        "charter": result.charter,
        "crisis": _dispute(dispute),
        **_settings(*under, result.draws),
        "acts": share(result.acts),
        "interval": list(result.interval) if result.interval else None,
        "endings": {words: share(found) for words, found in result.endings().items()},
        "paralysis": {words: share(found) for words, found in result.paralysis().items()},
        **({"false_alarm": share(alarm)} if alarm else {}),
        "days": _mean_days(result),
        "by_decision": _by_decision(decided),
        "burden": result.burden(),
        "routes": list(result.routes),
        "conditions": list(result.conditions),
        "assumed": [*opened.assumed, *result.assumed],
    }
    return stamped(document, opened.view)


def compare_document(
    results: Sequence[Result],
    dispute: Dispute | None,
    under: tuple[Settings, Models],
    *,
    days: Mapping[str, date],
    assumed: Sequence[str],
) -> Document:
    """Return a row for each charter, each less the first; `dispute` is None for random crises.

    `days` has on which day each charter is taken; what is none (all together, nothing) has none.
    """
    rows = [_row(result, days.get(result.charter)) for result in results]
    every = [*assumed, *(words for result in results for words in result.assumed)]
    document = {
        "crisis": _dispute(dispute) if dispute else None,
        "crises": results[0].dispute,
        **_settings(*under, results[0].draws),
        "rows": rows,
        "assumed": list(dict.fromkeys(every)),
    }
    return stamped(document)


def share(found: Share) -> Document:
    """Return a share with its error; an error that cannot be known (one block) is null."""
    return {"share": found.share, "se": None if math.isnan(found.se) else found.se}


def _by_decision(decided: Result) -> Document | None:
    if decided.closed:
        return None
    endings = {words: share(found) for words, found in decided.endings().items()}
    return {"acts": share(decided.acts), "endings": endings}


def _row(result: Result, on: date | None) -> Document:
    alarm = result.false_alarm
    return {
        "charter": result.charter,
        "on": on.isoformat() if on else None,
        "reading": result.reading,
        "acts": share(result.acts),
        "interval": list(result.interval) if result.interval else None,
        "difference": share(result.difference["acts"]),
        "false_alarm": share(alarm) if alarm else None,
        "endings": {words: share(found) for words, found in result.endings().items()},
        "open": result.open_share if not result.closed else 0.0,
        "closed": result.closed or None,
        "routes": list(result.routes),
        "conditions": list(result.conditions),
        **({} if result.forums is None else {"blockers": _blockers(result, result.forums)}),
    }


def _blockers(result: Result, forums: Sequence[Forum]) -> Document:
    """Return what blockers take off, and how often they carry a contrary motion in each forum."""
    found = [
        {
            "charter": each.charter,
            "carried": share(each.carried),
            "unattacked": share(each.unattacked) if each.unattacked else None,
            "undoes": share(each.undoes),
            "motions": list(each.motions),
            "ranks": list(each.ranks),
        }
        for each in forums
    ]
    return {"difference": share(result.difference["unblocked"]), "forums": found}


def _settings(settings: Settings, models: Models, drawn: int) -> Document:
    return {
        "model": models.name,
        "parameters": models.status,
        "posterior_draws": len(models.behaviours),
        "force_needed": settings.force_needed,
        "draws": drawn,
        "seed": settings.seed,
    }


def _dispute(dispute: Dispute) -> Document:
    return {
        "id": dispute.id,
        "title": dispute.title,
        "accused": list(dispute.accused),
        "attacked": list(dispute.attacked),
        "on": dispute.on.isoformat(),
        "glaring": dispute.glaring,
        "days": dispute.days,
    }


def _mean_days(result: Result) -> float | None:
    """Return the mean days to action over the draws that acted, None where none did."""
    acted = result.acts.share * result.draws
    return result.tally.days / acted if acted else None
