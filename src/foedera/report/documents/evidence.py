"""The document of the evidence: the scoreboard, stored or made anew."""

from foedera.evidence.scoreboard import recompute, stored_scoreboard
from foedera.report.documents.stamp import Document, stamped
from foedera.world.errors import need_frames


def evidence_document(*, anew: bool = False) -> Document:
    """Return the stored scoreboard, or with `anew` the one made from FOEDERA_DATA.

    Raises:
        EvidenceError: the package holds no scoreboard.
        NoFrames: it is to be made anew, and polars is not installed.
        DataError: FOEDERA_DATA is no folder with the originals.
    """
    if not anew:
        return stamped({"recomputed": False} | stored_scoreboard())
    need_frames()
    return stamped({"recomputed": True} | recompute())
