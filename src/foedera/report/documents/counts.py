"""The documents of likely ballots, of power across bodies, and of an export."""

from collections.abc import Mapping
from pathlib import Path

from foedera.charters import View
from foedera.power.distribution import Likely, MemberChances
from foedera.power.odds import Odds
from foedera.power.tables import Table
from foedera.report.documents.stamp import Document, stamped
from foedera.rules import Ballot


def likely_document(
    found: Likely, odds: Odds, *, name: str, source: str, at: View | None = None
) -> Document:
    """Return the chance of adoption under a distribution of ballots, and each member's part."""
    observed = odds.observed or (None,) * len(found.members)
    loadings = [
        dict(zip(odds.factors, map(float, row), strict=True)) for row in odds.loadings.tolist()
    ]
    return stamped(
        {
            "name": name,
            "source": source,
            "factors": list(odds.factors),
            "power_to_act": found.power_to_act,
            "error": found.error,
            "points": found.points,
            "members": [
                _chances(member) | {"loadings": loading, "observed": seen}
                for member, loading, seen in zip(found.members, loadings, observed, strict=True)
            ],
        },
        at,
    )


def _chances(member: MemberChances) -> Document:
    return {
        "party": member.party,
        "odds": {str(ballot): chance for ballot, chance in member.odds.items()},
        "given": {str(ballot): chance for ballot, chance in member.given.items()},
        "criticality": member.criticality,
        "success": member.success,
        "decisiveness": member.decisiveness,
        "luck": member.luck,
    }


def powers_document(
    table: Table, left_out: Mapping[str, str], ballots: tuple[Ballot, ...]
) -> Document:
    """Return the table of power across bodies, and what was left out of it for what reason."""
    return stamped(
        {
            "ballots": [str(ballot) for ballot in ballots],
            **table.to_dict(),
            "left_out": [{"decision": name, "reason": why} for name, why in left_out.items()],
        }
    )


def export_document(path: Path, *, name: str, members: int, at: View | None = None) -> Document:
    """Return what was written where."""
    format_ = path.suffix.removeprefix(".")
    told = {"name": name, "file": str(path), "format": format_, "members": members}
    return stamped(told, at)
