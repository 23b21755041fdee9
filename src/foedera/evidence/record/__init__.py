"""What institutions did in the crises of the library, against what the whole simulator foretold."""

PART = "record"
# A judgement, as those of the other parts (see `foedera.evidence.parts`).
REASON = (
    "bodies are asked where something can come of it, and the simulator has the attacked ask "
    "everybody; what a text says is bargained until it passes, while the simulator puts one "
    "measure against the accused to the vote"
)
