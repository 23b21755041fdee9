"""Random crises like those of history: who does what to whom, and how glaring it is.

The aggressor and the attacked are drawn together, with a weight that is log-linear in what lies
between them (:mod:`foedera.world.crises.covariates`); then the act, given whether they share a land
border; then how glaring it is, given the act. All distributions are in `fitted.json`, made by
`foedera.world.crises.fit`, and describe crises *given that one occurs*: how many there are in
a year is not drawn.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal

from foedera.world.crises.covariates import BY_LAND, SHAPE, Relations, classes, design

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Population = Literal["crises", "disputes"]
LATEST_FIT = 2010


@dataclass(frozen=True, slots=True)
class RandomCrises:
    """`n` crises as arrays of length `n`: indices into `codes` and into `acts`, and scores.

    `glaring` is on the scale of :class:`foedera.world.crises.Glaring`, by the criteria that the
    data can answer (forces, first use, scale, aim).
    """

    codes: tuple[str, ...]
    acts: tuple[str, ...]
    aggressor: "NDArray[np.intp]"
    attacked: "NDArray[np.intp]"
    act: "NDArray[np.intp]"
    glaring: "NDArray[np.float64]"

    def __len__(self) -> int:
        return len(self.act)


@cache
def _document() -> dict[str, Any]:
    table = files("foedera.world.crises") / "fitted.json"
    found: dict[str, Any] = json.loads(table.read_text(encoding="utf-8"))
    return found


def fitted(until: int = LATEST_FIT) -> dict[str, Any]:
    """Return the fit on the years from 1946 until (inclusive) a year, as `fitted.json` has it.

    Raises:
        ValueError: no fit until that year is shipped.
    """
    try:
        found: dict[str, Any] = _document()["fits"][str(until)]
    except KeyError:
        years = ", ".join(_document()["fits"])
        raise ValueError(f"no fit of crises until {until} is shipped; there are: {years}") from None
    return found


def dyad_weights(relations: Relations, until: int = LATEST_FIT) -> "NDArray[np.float64]":
    """Return how likely each directed dyad is to be the one in a crisis, (k, k), summing to 1.

    Rows are aggressors. Multiplied by the expected number of crises it is the expected number per
    dyad; the diagonal is 0.

    Raises:
        ValueError: there are fewer than two states, or no fit until that year.
    """
    import numpy as np

    if len(relations.codes) < 2:  # noqa: PLR2004 - an aggressor and an attacked
        raise ValueError("a crisis needs two states; give at least two")
    beta = np.array([term["estimate"] for term in fitted(until)["terms"]])
    cells = np.exp(design() @ beta[: design().shape[1]])
    kinds = classes(relations)
    weights: NDArray[np.float64] = cells[np.ravel_multi_index(tuple(kinds), SHAPE)]
    np.fill_diagonal(weights, 0.0)
    shares: NDArray[np.float64] = weights / weights.sum()
    return shares


def generate(
    relations: Relations,
    n: int,
    rng: "np.random.Generator",
    *,
    population: Population = "crises",
    until: int = LATEST_FIT,
) -> RandomCrises:
    """Return `n` independent random crises among the states of `relations`.

    `population` says of what: "crises" (acts as what triggered ICB's crises, with pressure and
    economic coercion among them) or "disputes" (acts as in MID, all of them military). `until` is
    the last year that the fit may have seen: take 1989 or 2008 to test on what came after.

    Raises:
        ValueError: too few states, no such population, or no fit until that year.
    """
    import numpy as np

    tables = fitted(until)["populations"]
    if population not in tables:
        raise ValueError(f"there is no population '{population}'; there are: {', '.join(tables)}")
    table, k = tables[population], len(relations.codes)
    dyad = _draw(dyad_weights(relations, until).ravel(), rng.random(n))
    aggressor, attacked = np.divmod(dyad, k)

    acts = tuple(sorted({act for where in table["acts"].values() for act in where}))
    by_place = np.array(
        [[table["acts"][where].get(act, 0.0) for act in acts] for where in ("other", "by land")]
    )
    land = (relations.contiguity[aggressor, attacked] == BY_LAND).astype(np.intp)
    act = _draw_rows(by_place, land, rng.random(n))

    scores = sorted({score for act_id in acts for score, _ in table["glaring"][act_id]})
    by_act = np.zeros((len(acts), len(scores)))
    for row, act_id in enumerate(acts):
        for score, weight in table["glaring"][act_id]:
            by_act[row, scores.index(score)] = weight
    glaring = np.array(scores)[_draw_rows(by_act, act, rng.random(n))]
    return RandomCrises(relations.codes, acts, aggressor, attacked, act, glaring)


def _draw(weights: "NDArray[np.float64]", uniform: "NDArray[np.float64]") -> "NDArray[np.intp]":
    """Return draws from one distribution, by the inverse of its cumulative weights."""
    import numpy as np

    edges = np.cumsum(weights)
    found: NDArray[np.intp] = np.searchsorted(edges, uniform * edges[-1], side="right")
    found.clip(max=len(edges) - 1, out=found)
    return found


def _draw_rows(
    weights: "NDArray[np.float64]", rows: "NDArray[np.intp]", uniform: "NDArray[np.float64]"
) -> "NDArray[np.intp]":
    """Return draws from the distribution in the given row of each; one search serves all rows."""
    import numpy as np

    shares = weights / weights.sum(axis=1, keepdims=True)
    edges = np.minimum(np.cumsum(shares, axis=1), 1.0)
    edges[:, -1] = 1.0
    flat = (edges + np.arange(len(edges))[:, None]).ravel()
    found: NDArray[np.intp] = np.searchsorted(flat, uniform + rows, side="right")
    found -= rows * weights.shape[1]
    found.clip(max=weights.shape[1] - 1, out=found)
    return found
