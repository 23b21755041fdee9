"""The record's part of the scoreboard: rows, sensitivity, causes, misses and every case."""

from typing import Any

from foedera.evidence.record import PART
from foedera.evidence.record.causes import causes
from foedera.evidence.record.claims import (
    whether_bodies_are_paralysed,
    whether_history_bore_it_out,
    whether_institutions_were_used,
)
from foedera.evidence.record.conditions import (
    whether_agreement_helps,
    whether_universality_helps,
)
from foedera.evidence.record.deeds import Deed, shut
from foedera.evidence.record.foretold import DRAWS, SEED
from foedera.evidence.record.misses import misses, row
from foedera.evidence.record.scored import SPANS, Record, forecasts, record
from foedera.evidence.rows import calibration_of, rows_of
from foedera.simulation.models import DEFAULT

Document = dict[str, Any]


def record_board(of: Record | None = None) -> Document:
    """Return `parts`, `calibration` and `claims` for the scoreboard, and all else in `record`.

    It rests on the package alone: the library of crises and the draws stored with it.
    """
    of = of or record()
    found = {label: forecasts(of, since) for label, since in SPANS.items()}
    claims = (
        whether_universality_helps(of),
        whether_agreement_helps(of),
        whether_bodies_are_paralysed(of),
        whether_institutions_were_used(),
        whether_history_bore_it_out(of),
    )
    return {
        "parts": [r for label, each in found.items() for r in rows_of(PART, label, each, "crises")],
        "calibration": [calibration_of(PART, label, each.model) for label, each in found.items()],
        "claims": [claim.to_json() for claim in claims],
        "record": {
            "model": DEFAULT,
            "draws": DRAWS,
            "seed": SEED,
            "variants": _variants(of),
            "causes": [{"split": label} | causes(of, since) for label, since in SPANS.items()],
            "misses": misses(of),
            "shut": [
                {"crisis": each.crisis.id, "institution": each.coded.institution}
                | {"decided": each.coded.decided, "why": each.why}
                for each in shut()
            ],
            "cases": [row(*pair) for pair in zip(of.deeds, of.foretold, strict=True)],
        },
    }


def _variants(of: Record) -> list[Document]:
    """Return the scores if any text counts as a decision, and of bodies that were asked alone."""
    chosen = {
        "any text counts": (_adopted, _every),
        "bodies asked alone": (_decided, _asked),
    }
    return [
        {"variant": name} | each
        for name, (happened, only) in chosen.items()
        for label, since in SPANS.items()
        for each in rows_of(PART, label, forecasts(of, since, happened, only), "crises")
    ]


def _adopted(deed: Deed) -> bool:
    return deed.adopted


def _decided(deed: Deed) -> bool:
    return deed.decided


def _every(_: Deed) -> bool:
    return True


def _asked(deed: Deed) -> bool:
    return deed.asked == "yes"
