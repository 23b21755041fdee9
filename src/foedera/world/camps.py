"""Camps: groups of parties that lie close together in votes, alliances and trust.

Distance of two parties: the mean, over what is known of the pair (which must be more than half), of
(1) the distance of their ideal points over the greatest in the body, (2) 0 if one owes the other
defence, else 1, and (3) one less mutual trust. Camps are cut from the tree of average linkage
(Sokal and Michener 1958), as many as have the highest mean silhouette (Rousseeuw 1987). How far
they can be relied on is shown by drawing the ideal points from their bounds and trust from its
posterior, and clustering again: `stability` is, for each party, the share of draws and other
parties for which it is again together, or again apart.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.world.attributes import DYAD_ATTRIBUTES
from foedera.world.errors import DataError, unknown
from foedera.world.memberships import members
from foedera.world.pairs import cube, ideal_points
from foedera.world.parties import resolve
from foedera.world.trust import SPREAD, trust_paths

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

FEATURES = ("ideal", "alliances", "trust")
MOST = 8  # camps that are tried
FEWEST_PARTIES = 3


class NoClustering(ValueError):
    """The library that clusters is not installed; the message says how to get it."""


@dataclass(frozen=True, slots=True, eq=False)
class Camps:
    """Camps on a day, the largest first; `left_out` are parties of which too little is known.

    `silhouettes` gives the mean silhouette for each number of camps tried; `stability` how far each
    party's company stays the same over the draws; `of` the year that each feature is of.
    """

    on: date
    camps: tuple[tuple[str, ...], ...]
    left_out: tuple[str, ...]
    silhouettes: Mapping[int, float]
    stability: Mapping[str, float]
    features: tuple[str, ...]
    of: Mapping[str, int]
    draws: int
    seed: int
    institution: str | None = None

    def __str__(self) -> str:
        """Return one line a camp."""
        return "\n".join(f"{len(camp)}: {', '.join(camp)}" for camp in self.camps)

    def to_dict(self) -> dict[str, Any]:
        """Return the camps and how they were found, as JSON has them."""
        return {
            "institution": self.institution,
            "on": self.on.isoformat(),
            "camps": [
                {"parties": list(camp), "stability": self._mean(camp)} for camp in self.camps
            ],
            "left_out": list(self.left_out),
            "silhouettes": [
                {"camps": count, "silhouette": found} for count, found in self.silhouettes.items()
            ],
            "stability": dict(self.stability),
            "features": list(self.features),
            "of": dict(self.of),
            "draws": self.draws,
            "seed": self.seed,
        }

    def _mean(self, camp: tuple[str, ...]) -> float:
        return float(np.mean([self.stability[code] for code in camp]))

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame of polars: party, camp (1 is the largest), stability."""
        import polars as pl

        rows = [
            {"party": code, "camp": number, "stability": self.stability[code]}
            for number, camp in enumerate(self.camps, start=1)
            for code in camp
        ]
        return pl.DataFrame(rows)


def camps(
    who: str | Sequence[str],
    on: date,
    *,
    features: Sequence[str] = FEATURES,
    count: int | None = None,
    draws: int = 50,
    seed: int = 1,
    carry: bool = False,
) -> Camps:
    """Return the camps among an institution's members, or parties named, on a day.

    The data are those of the day's year; with `carry`, those of a source's last year where it ended
    before. `count` fixes the number of camps.

    Raises:
        DataError: a feature is none, no source covers the year, or fewer than three parties are
            known.
        UnknownInstitution: no register is so called.
        UnknownParty: nobody goes by a code.
        NoClustering: scipy is not installed.
    """
    for feature in features:
        if feature not in FEATURES:
            raise DataError(unknown("feature of camps", feature, FEATURES))
    codes = members(who, on) if isinstance(who, str) else tuple(resolve(code) for code in who)
    parts, of = _parts(codes, on.year, features, draws, seed, carry=carry)
    mean = _mean_of({name: part[0] for name, part in parts.items()}, len(codes))
    known = _known(mean)
    kept = [code for code, there in zip(codes, known.tolist(), strict=True) if there]
    if len(kept) < FEWEST_PARTIES:
        raise DataError(f"camps need three parties of which something is known in {on.year}")
    inside = mean[np.ix_(known, known)]
    tree = _tree(inside)
    silhouettes = {
        number: silhouette(inside, _cut(tree, number))
        for number in range(2, min(MOST, len(kept) - 1) + 1)
    }
    chosen = count or max(silhouettes, key=lambda number: silhouettes[number])
    if not 1 <= chosen <= len(kept):
        raise DataError(f"there can be 1 to {len(kept)} camps, not {chosen}")
    labels = _cut(tree, chosen)
    again = []
    for draw in range(1, draws + 1):
        drawn = _mean_of({name: part[draw % len(part)] for name, part in parts.items()}, len(codes))
        again.append(_cut(_tree(drawn[np.ix_(known, known)]), chosen))
    return Camps(
        on,
        _sorted(kept, labels),
        tuple(code for code in codes if code not in kept),
        silhouettes,
        dict(zip(kept, _stability(labels, again), strict=True)),
        tuple(features),
        of,
        draws,
        seed,
        who if isinstance(who, str) else None,
    )


def _parts(
    codes: tuple[str, ...],
    year: int,
    features: Sequence[str],
    draws: int,
    seed: int,
    *,
    carry: bool,
) -> tuple[dict[str, "NDArray[np.float64]"], dict[str, int]]:
    """Return for each feature its matrices, the estimate first and then the draws, and its year."""
    parts: dict[str, NDArray[np.float64]] = {}
    of = {}
    for feature in features:
        attribute = {"ideal": "ideal_distance", "alliances": "defence"}.get(feature)
        last = DYAD_ATTRIBUTES[attribute].last if attribute else None
        at = min(year, last) if carry and last else year
        if feature == "trust":
            found = _distrust(codes, at, draws, seed, carry=carry)
        elif feature == "ideal":
            found = _apart(codes, at, draws, seed)
        else:
            owed = cube("defence", [at], codes)
            found = 1 - np.fmax(owed, owed.transpose(0, 2, 1))
        if not np.isnan(found[0]).all():
            parts[feature], of[feature] = found, at
    if not parts:
        raise DataError(f"no source of camps covers {year}; carry=True takes the last years known")
    return parts, of


def _apart(codes: tuple[str, ...], year: int, draws: int, seed: int) -> "NDArray[np.float64]":
    points, low, high = (
        ideal_points([year], codes, column)[0] for column in ("ideal", "q05", "q95")
    )
    noise = np.random.default_rng(seed).standard_normal((draws, len(codes)))
    drawn = np.vstack([points, points + noise * (high - low) / SPREAD])
    distance: NDArray[np.float64] = np.abs(drawn[:, :, None] - drawn[:, None, :])
    reach = np.nanmax(distance[0]) if not np.isnan(points).all() else np.nan
    return distance / (reach if reach > 0 else 1.0)


def _distrust(
    codes: tuple[str, ...], year: int, draws: int, seed: int, *, carry: bool
) -> "NDArray[np.float64]":
    pairs = [(a, b) for a in codes for b in codes if a != b]
    paths = trust_paths(pairs, [year], draws=draws, seed=seed, carry=carry)
    found = np.full((draws + 1, len(codes), len(codes)), np.nan)
    first, second = np.nonzero(~np.eye(len(codes), dtype=bool))
    found[:, first, second] = 1 - np.vstack([paths.mean, paths.draws[:, 0]])
    both: NDArray[np.float64] = (found + found.transpose(0, 2, 1)) / 2
    return both


def _mean_of(parts: Mapping[str, "NDArray[np.float64]"], size: int) -> "NDArray[np.float64]":
    """Return the mean over what is known of each pair, NaN where that is half or less."""
    held = np.stack(list(parts.values()))
    count = (~np.isnan(held)).sum(axis=0)
    mean = np.where(2 * count > len(held), np.nansum(held, axis=0) / np.maximum(count, 1), np.nan)
    mean[np.arange(size), np.arange(size)] = 0
    return mean


def _known(distance: "NDArray[np.float64]") -> "NDArray[np.bool_]":
    """Return the parties kept: whoever lacks most distances goes first, until none is missing."""
    kept = np.ones(len(distance), dtype=bool)
    while True:
        gone = np.isnan(distance) & kept[:, None] & kept[None, :]
        if not gone.any():
            return kept
        kept[int(gone.sum(axis=1).argmax())] = False


def _tree(distance: "NDArray[np.float64]") -> "NDArray[np.float64]":
    try:
        from scipy.cluster.hierarchy import average
        from scipy.spatial.distance import squareform
    except ImportError:
        raise NoClustering("camps need scipy: pip install 'foedera[data]'") from None
    tree: NDArray[np.float64] = average(squareform(distance, checks=False))
    return tree


def _cut(tree: "NDArray[np.float64]", count: int) -> "NDArray[np.int64]":
    from scipy.cluster.hierarchy import cut_tree

    labels: NDArray[np.int64] = cut_tree(tree, n_clusters=[count])[:, 0]
    return labels


def silhouette(distance: "NDArray[np.float64]", labels: "NDArray[np.int64]") -> float:
    """Return the mean silhouette (Rousseeuw 1987): -1 to 1; a party alone in its camp has 0."""
    groups = labels[:, None] == np.unique(labels)[None, :]
    sums, sizes = distance @ groups, groups.sum(axis=0)
    own = groups.argmax(axis=1)
    rows = np.arange(len(labels))
    alone = sizes[own] == 1
    inner = sums[rows, own] / np.maximum(sizes[own] - 1, 1)
    outer = np.where(groups, np.inf, sums / sizes).min(axis=1)
    widest = np.maximum(inner, outer)
    score = np.where(alone | (widest == 0), 0, (outer - inner) / np.where(widest > 0, widest, 1))
    return float(score.mean())


def _sorted(codes: list[str], labels: "NDArray[np.int64]") -> tuple[tuple[str, ...], ...]:
    groups = [
        tuple(code for code, label in zip(codes, labels.tolist(), strict=True) if label == wanted)
        for wanted in np.unique(labels).tolist()
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group), group)))


def _stability(labels: "NDArray[np.int64]", again: list["NDArray[np.int64]"]) -> list[float]:
    together = labels[:, None] == labels[None, :]
    others = len(labels) - 1
    same = [
        ((other[:, None] == other[None, :]) == together).sum(axis=1) - 1 for other in again
    ] or [np.full(len(labels), others)]
    shares: list[float] = (np.mean(same, axis=0) / others).tolist()
    return shares
