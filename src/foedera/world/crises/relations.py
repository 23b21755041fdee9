"""The relations of the states of a year, from the embedded tables, for random crises."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from foedera.world.crises.covariates import APART, BY_LAND, BY_WATER, Relations

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def relations_of(year: int, codes: Sequence[str] | None = None) -> Relations:
    """Return the relations of some states in a year, by default of all of known capability.

    Capability is CINC of NMC v7.0, divided by the sum over all states of the year; contiguity that
    of COW, rivalry that of Thompson, Sakuwa and Suhas, distance that of ideal points (see
    `foedera data`). Where a source ends earlier, its last year stands in.

    Raises:
        ValueError: no capability of a state is known, so that it cannot be placed.
    """
    import numpy as np

    from foedera.world.system import states_of

    capability = _capability(year)
    states = (
        tuple(codes) if codes is not None else tuple(c for c in states_of(year) if c in capability)
    )
    missing = [code for code in states if code not in capability]
    if missing:
        it = "it" if len(missing) == 1 else "them"
        raise ValueError(
            f"no capability is known of {', '.join(missing)} in {year}: leave {it} out"
        )
    kind = np.nan_to_num(_known("contiguity", year, states))
    return Relations(
        states,
        np.array([capability[code] for code in states]) / sum(capability.values()),
        np.select([kind == 1, kind > 1], [BY_LAND, BY_WATER], APART).astype(np.int8),
        np.nan_to_num(_known("rivalry", year, states)) > 0,
        _known("ideal_distance", year, states),
    )


def _known(attribute: str, year: int, states: tuple[str, ...]) -> "NDArray[np.float64]":
    """Return an attribute of pairs in the latest year, up to the given one, that has any value."""
    import numpy as np

    from foedera.world.attributes import DYAD_ATTRIBUTES, FIRST_YEAR
    from foedera.world.pairs import cube

    last = min(year, DYAD_ATTRIBUTES[attribute].last or year)
    for known in range(last, FIRST_YEAR - 1, -1):
        found: NDArray[np.float64] = cube(attribute, [known], states)[0]
        if len(states) < 2 or not np.isnan(found).all():  # noqa: PLR2004 - a pair
            return found
    return np.full((len(states), len(states)), np.nan)


def _capability(year: int) -> dict[str, float]:
    from foedera.world.tables import describe, rows

    return {
        str(row["party"]): float(row["cinc"])
        for row in rows("capabilities", min(year, describe("capabilities").last or year))
        if row["cinc"] is not None
    }
