"""The document of the evidence: the scoreboard, stored or made anew."""

from foedera.evidence.scoreboard import failures, reasons, recompute, stored_scoreboard
from foedera.report.documents.stamp import Document, stamped
from foedera.world.errors import need_frames


def evidence_document(*, anew: bool = False) -> Document:
    """Return the stored scoreboard, or with `anew` the one made from FOEDERA_DATA.

    Raises:
        EvidenceError: the package holds no scoreboard.
        NoFrames: it is to be made anew, and polars is not installed.
        DataError: FOEDERA_DATA is no folder with the originals.
    """
    if anew:
        need_frames()
    found = recompute() if anew else stored_scoreboard()
    return stamped(
        {"recomputed": anew} | found | {"failures": failures(found), "reasons": reasons(found)}
    )
