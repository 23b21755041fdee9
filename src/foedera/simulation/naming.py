"""Who names the aggressor: how far parties agree on it, and what hangs on their agreement.

Claims of collective security rest on it twice: the same act must look alike to most, and they must
act on what they see.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.batch import draw, run
from foedera.simulation.dispute import Dispute, field_of
from foedera.simulation.endings import ACTING
from foedera.simulation.plan import Plan
from foedera.simulation.result import Share, spread_error
from foedera.simulation.rows import stacked
from foedera.simulation.simulate import Settings, block_sizes, of_block
from foedera.simulation.streams import Streams


@dataclass(frozen=True, slots=True)
class Naming:
    """Shares of those other than the accused that name it, and of draws in which most do.

    `parties` and `capability` are means over draws; `most` is how often more than half of the
    parties name it; `acts_if_most` and `acts_if_not` how often the charter then acts (None: there
    was no such draw).
    """

    parties: Share
    capability: Share
    most: Share
    acts_if_most: Share | None
    acts_if_not: Share | None


def naming(plan: Plan, dispute: Dispute, settings: Settings | None = None) -> Naming:
    """Return how far the parties agree on the aggressor, and what the charter does if they do.

    Raises:
        SimulationError: the year lies before the data.
    """
    chosen = settings or Settings()
    field = field_of(dispute, plan.parties, force_needed=chosen.force_needed)
    others = np.setdiff1d(np.arange(len(field.parties)), field.accused)
    strength = field.situation.capability[0][others]
    weight = strength / strength.sum() if strength.sum() else np.full(len(others), 1 / len(others))
    sizes = block_sizes(chosen)
    whole, done, rows = stacked(chosen.behaviours), 0, []
    streams = Streams(chosen.seed, field.parties)
    for block, size in enumerate(sizes):
        noise = streams.noise(size)
        draws = np.arange(done, done + size)
        behaviour, group = of_block(chosen, whole, block, draws)
        drawn = draw(field, behaviour, noise)
        done += size
        named = drawn.log_odds[:, others] > 0
        most = 2 * named.sum(axis=1) > len(others)
        acts = np.isin(run(drawn, plan).endings, ACTING)
        rows.append((named.mean(axis=1), named @ weight, most, acts, group))
    seen, strong, most, acts_, which = (
        np.concatenate(column) for column in zip(*rows, strict=True)
    )
    groups = which if len(chosen.behaviours) > 1 else None
    return Naming(
        _mean(seen, groups),
        _mean(strong, groups),
        _mean(most.astype(np.float64), groups),
        _given(acts_, most, groups),
        _given(acts_, ~most, groups),
    )


def _mean(values: NDArray[np.float64], groups: NDArray[np.intp] | None) -> Share:
    """Return the mean over all draws; with groups (models), its error is that between them."""
    mean = float(values.mean())
    if groups is None:
        return Share(mean, float(values.std() / np.sqrt(len(values))))
    sizes = np.bincount(groups)
    return Share(mean, spread_error(np.bincount(groups, values) / sizes, sizes))


def _given(
    hits: NDArray[np.bool_], among: NDArray[np.bool_], groups: NDArray[np.intp] | None
) -> Share | None:
    """Return the share of hits among some draws, a ratio of means with its linearised error."""
    if not among.any():
        return None
    found = float(hits[among].mean())
    apart = _mean((hits.astype(np.float64) - found) * among, groups)
    return Share(found, apart.se / float(among.mean()))
