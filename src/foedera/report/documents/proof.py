"""The document of proofs."""

from collections.abc import Sequence

from foedera.charters import View
from foedera.proof import Verdict
from foedera.report.documents.stamp import Document, stamped


def prove_document(at: View, verdicts: Sequence[Verdict]) -> Document:
    """Return each property with its verdict, what shows it, and what other readings change."""
    return stamped(
        {
            "charter": at.charter.id,
            "properties": [
                {
                    "property": verdict.property,
                    "question": verdict.question or None,
                    "verdict": verdict.verdict,
                    "text": verdict.text,
                    "articles": list(verdict.articles),
                    "witness": dict(verdict.witness) or None,
                    "roles": dict(verdict.roles),
                    "under_readings": dict(verdict.under_readings),
                }
                for verdict in verdicts
            ],
        },
        at,
    )
