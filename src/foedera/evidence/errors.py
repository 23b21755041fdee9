"""What can be wrong with evidence, said in one sentence."""


class EvidenceError(ValueError):
    """Data, a score or a scoreboard is at fault."""
