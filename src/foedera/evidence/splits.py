"""Splits in time: what a model may see, and what it is then tried on.

A model fitted `until` a year has no number estimated from any later year. Wars, crises
and militarised disputes lie on one side, that of their first year; drafts lie where they were put
to the vote, so a long dispute (the Golan) can have drafts on both sides.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.errors import EvidenceError


@dataclass(frozen=True, slots=True)
class Split:
    """Trained on years up to `until` (inclusive), tested on those after it, up to `last`."""

    until: int
    last: int = 2025

    @property
    def label(self) -> str:
        """How the split is called: '-1989 / 1990-'."""
        return f"-{self.until} / {self.until + 1}-"

    def train(self, years: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which observations may be seen."""
        return years <= self.until

    def test(self, years: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which observations are foretold."""
        return (years > self.until) & (years <= self.last)


SPLITS = (Split(1989), Split(2008))
# Alliance commitments called upon after 1989 are too few for a score; the published studies
# themselves divide theirs at the end of the Second World War.
COMMITMENT_SPLITS = (Split(1944), Split(1989))
LATEST = 2025


def both_sides(split: Split, years: NDArray[np.int64], what: str) -> None:
    """Refuse a split that leaves nothing on one side.

    Raises:
        EvidenceError: with the side that is empty.
    """
    for name, chosen in (("to fit", split.train(years)), ("to score", split.test(years))):
        if not chosen.any():
            raise EvidenceError(f"{what} has nothing {name} in the split {split.label}")
