"""What the choice of a dyad rests on, in classes that the fit and the generator share.

A directed dyad (aggressor, attacked) falls into one class of each covariate. Classes, not curves:
a reader can find the class of a dyad and its count of disputes in the shipped table.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Codes of contiguity in :class:`Relations`, from COW's types: 1, 2 to 5, none.
APART, BY_WATER, BY_LAND = 0, 1, 2

# A major capability: at least this share of all states' CINC. Great powers since 1946 have it.
MAJOR = 0.05
# Bounds of the aggressor's part of the dyad's capability, and of |difference of ideal points|.
PART_BOUNDS = (1 / 3, 2 / 3)
DISTANCE_BOUNDS = (0.5, 1.5)

CLASSES: dict[str, tuple[str, ...]] = {
    "contiguity": ("apart", "by water", "by land"),
    "rivalry": ("no rivals", "rivals"),
    "part": ("weaker", "even", "stronger"),
    "major": ("minor aggressor", "major aggressor"),
    "distance": ("near", "middle", "far", "unknown"),
}
SHAPE = tuple(len(words) for words in CLASSES.values())

# The design: main effects against the first class of each, and two interactions.
TERMS: tuple[tuple[tuple[str, str], ...], ...] = (
    (),
    *(((name, word),) for name, words in CLASSES.items() for word in words[1:]),
    (("contiguity", "by water"), ("rivalry", "rivals")),
    (("contiguity", "by land"), ("rivalry", "rivals")),
    (("contiguity", "by water"), ("major", "major aggressor")),
    (("contiguity", "by land"), ("major", "major aggressor")),
)


@dataclass(frozen=True, slots=True)
class Relations:
    """The states of a year and what lies between them; `k` states, in the order of `codes`.

    `share` (k): each state's part of the world's capability (CINC), summing to at most 1.
    `contiguity` (k, k): `APART`, `BY_WATER`, `BY_LAND`. `rivalry` (k, k): whether
    the two are strategic rivals. `distance` (k, k): absolute difference of ideal points, NaN where
    one is not known. The diagonals are not read.
    """

    codes: tuple[str, ...]
    share: "NDArray[np.float64]"
    contiguity: "NDArray[np.int8]"
    rivalry: "NDArray[np.bool_]"
    distance: "NDArray[np.float64]"

    def __post_init__(self) -> None:
        k = len(self.codes)
        if self.share.shape != (k,):
            raise ValueError(f"'share' has the shape {self.share.shape}, not ({k},)")
        for name in ("contiguity", "rivalry", "distance"):
            found = getattr(self, name).shape
            if found != (k, k):
                raise ValueError(f"'{name}' has the shape {found}, not ({k}, {k})")


def classes(relations: Relations) -> "NDArray[np.intp]":
    """Return each directed dyad's classes, shape (5, k, k), rows of the second axis aggressors."""
    import numpy as np

    share = relations.share
    both = share[:, None] + share[None, :]
    part = np.divide(share[:, None], both, out=np.full(both.shape, 0.5), where=both > 0)
    far = np.digitize(relations.distance, DISTANCE_BOUNDS)
    unknown = len(CLASSES["distance"]) - 1
    return np.stack(
        [
            relations.contiguity.astype(np.intp),
            relations.rivalry.astype(np.intp),
            np.digitize(part, PART_BOUNDS),
            np.broadcast_to((share >= MAJOR).astype(np.intp)[:, None], both.shape),
            np.where(np.isnan(relations.distance), unknown, far),
        ]
    )


def design() -> "NDArray[np.float64]":
    """Return the 0/1 matrix of :data:`TERMS`, shape (cells, terms), cells in C order of SHAPE."""
    import numpy as np

    index = dict(zip(CLASSES, np.indices(SHAPE).reshape(len(SHAPE), -1), strict=True))
    columns = [
        np.prod(
            [index[name] == CLASSES[name].index(word) for name, word in term]
            or [np.ones(index["part"].shape)],
            axis=0,
        )
        for term in TERMS
    ]
    return np.stack(columns, axis=1).astype(float)


def term_name(term: tuple[tuple[str, str], ...]) -> str:
    """Return a term in words: 'by land x rivals', 'constant' for the first."""
    return " x ".join(word for _, word in term) or "constant"
