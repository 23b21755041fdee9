"""One stream of random numbers a party: what a party meets with does not hang on who else is there.

A comparison holds the parties of several charters. With a stream each, a charter's row is the same
whatever stands beside it, and draw k of a party is the same number however the draws are cut into
blocks. All streams are children of one seed.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from foedera.behaviour import Noise

# Rows a power of two apart share their places in the cache, which makes turning them slow.
_PADDING = 16
_COMMON = "draws"  # the stream of what is of the draw and of no party; no code is so long


class Streams:
    """The streams of some parties, each going on where it stopped.

    Signals, ballots and deeds have streams of their own, so that blocks of any size continue them.
    """

    def __init__(self, seed: int, parties: Sequence[str]) -> None:
        self._common = _three(seed, _COMMON)
        self._parties = [_three(seed, code) for code in parties]
        self._held = np.empty((3, len(parties), 0), dtype=np.float32)

    def noise(self, draws: int) -> Noise:
        """Return the random numbers of the next draws, in single precision."""
        if self._held.shape[2] < draws + _PADDING:
            self._held = np.empty((3, len(self._parties), draws + _PADDING), dtype=np.float32)
        kinds = self._held[:, :, :draws]
        for place, (signals, ballots, deeds) in enumerate(self._parties):
            signals.standard_normal(dtype=np.float32, out=kinds[0, place])
            ballots.random(dtype=np.float32, out=kinds[1, place])
            deeds.random(dtype=np.float32, out=kinds[2, place])
        drafts, pace, luck = self._common
        return Noise(
            np.ascontiguousarray(kinds[0].T),
            np.ascontiguousarray(kinds[1].T),
            np.ascontiguousarray(kinds[2].T),
            drafts.standard_normal(draws, dtype=np.float32),
            pace.random(draws, dtype=np.float32),
            luck.random(draws, dtype=np.float32),
        )


def _three(seed: int, name: str) -> tuple[np.random.Generator, ...]:
    children = np.random.SeedSequence([seed, crc32(name.encode())]).spawn(3)
    return tuple(np.random.Generator(np.random.SFC64(child)) for child in children)
