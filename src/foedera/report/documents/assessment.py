"""The document of an assessment."""

from foedera.report.assessment import Assessment
from foedera.report.documents.stamp import Document, reading, stamped
from foedera.report.findings import Finding


def assess_document(assessment: Assessment) -> Document:
    """Return the findings of an assessment with what changes under other readings."""
    at = assessment.brief.view
    charter = at.charter
    return stamped(
        {
            "charter": charter.id,
            "title": charter.title,
            "text_status": charter.text_status,
            "accused": assessment.brief.accused,
            "findings": [_finding(assessment, finding) for finding in assessment.findings],
            "variants": {
                option: [_plain(finding) for finding in found]
                for option, found in assessment.variants.items()
            },
            "debate": [item.model_dump() for item in charter.debate],
            "unverified": list(assessment.recalled),
        },
        at,
    )


def _plain(finding: Finding) -> Document:
    return {"id": finding.id, "value": finding.value, "text": finding.text}


def _finding(assessment: Assessment, finding: Finding) -> Document:
    at = assessment.brief.view
    articles = ", ".join(a for a in finding.articles if a)
    flips = assessment.flips.get(finding.id, {})
    document: Document = {
        "id": finding.id,
        "title": finding.title,
        "value": finding.value,
        "text": finding.text,
        "reading": reading(at),
        "source": finding.source or f"{at.charter.id} {articles}".strip(),
        "under": {option: other.value if other else None for option, other in flips.items()},
        "unverified": sorted(set(finding.articles) & set(assessment.recalled)),
    }
    if not finding.asked_again:
        document["asked_again"] = False
    if finding.se is not None:
        document["se"] = finding.se
    if finding.evidence:
        document["evidence"] = finding.evidence
    if finding.claim:
        document["claim"] = finding.claim
    return document
