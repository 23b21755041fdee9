"""What a simulation found: the share of every ending with its error, and who came."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.endings import ACTING, PARALYSIS, Ending

if TYPE_CHECKING:
    import polars as pl
    import xarray as xr


# Draws, and draws of the rarer kind, that a block needs for its share to tell of its parameters.
FEWEST_DRAWS, FEWEST_CASES = 20, 1


@dataclass(frozen=True, slots=True)
class Share:
    """A share of draws with its standard error."""

    share: float
    se: float

    def to_dict(self) -> dict[str, float]:
        """Return both numbers as JSON has them."""
        return {"share": self.share, "se": self.se}


@dataclass(frozen=True, slots=True)
class Forum:
    """How often blockers carry a contrary motion under a charter, and what comes of it.

    `unattacked` is the share where nobody attacked; None where that was not drawn. `undoes` is the
    share in which that charter alone undoes action; several may do so in one draw, or only
    together. `motions` are the ways; `ranks` says which charter prevails over which, by which
    articles.
    """

    charter: str
    carried: Share
    unattacked: Share | None
    undoes: Share
    motions: tuple[str, ...]
    ranks: tuple[str, ...] = ()


def spread_error(means: NDArray[np.float64], sizes: NDArray[np.int64]) -> float:
    """Return the standard error of a mean of block means, from how far the blocks lie apart."""
    if len(sizes) == 1:
        return float("nan")
    weights = sizes / sizes.sum()
    centre = (weights * means).sum()
    total = (weights**2 * (means - centre) ** 2).sum() * len(sizes) / (len(sizes) - 1)
    return float(np.sqrt(total))


def share_of(hits: NDArray[np.int64], sizes: NDArray[np.int64], *, several: bool) -> Share:
    """Return the share of hits in groups of draws, with the error of one model or of several."""
    mean = float(hits.sum() / sizes.sum())
    if not several:
        return Share(mean, float(np.sqrt(mean * (1 - mean) / sizes.sum())))
    return Share(mean, spread_error(hits / sizes, sizes))


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Counts of a simulation by block of draws: what results are made of, and can be added up.

    `endings` (blocks, endings) counts draws; every block has its own random numbers and, with
    `several` models (posterior draws), its own parameters: then the spread between blocks carries
    both the sampling error and the uncertainty of the parameters. `came` (parties,) counts draws
    in which a party came; `force` and `days` are sums over draws that acted. `crises` says that a
    block is a crisis and not a draw of the parameters.
    """

    endings: NDArray[np.int64]
    came: NDArray[np.int64]
    force: float
    days: float
    several: bool = False
    crises: bool = False

    @property
    def draws(self) -> int:
        """The number of draws."""
        return int(self.endings.sum())

    def share(self, *endings: Ending) -> Share:
        """Return the share of draws with one of some endings, with its standard error.

        With one model the error is the binomial one; with several, that of the mean of blocks.
        """
        hits = self.endings[:, list(endings)].sum(axis=1)
        return share_of(hits, self.endings.sum(axis=1), several=self.several)

    def interval(self, *endings: Ending, level: float = 0.9) -> tuple[float, float] | None:
        """Return the central interval of a share over the parameters; None with one model.

        It says what the data leave open, which more draws do not narrow; that blocks also differ by
        the luck of their draws is taken out. None, too, with so few draws or cases a block that the
        two cannot be told apart.
        """
        if not self.several or self.crises or len(self.endings) == 1:
            return None
        sizes, hits = self.endings.sum(axis=1), self.endings[:, list(endings)].sum(axis=1)
        rarer = min(int(hits.sum()), int((sizes - hits).sum()))
        if sizes.min() < FEWEST_DRAWS or rarer < FEWEST_CASES * len(sizes):
            return None
        shares = hits / sizes
        mean, apart = float(shares.mean()), float(shares.var(ddof=1))
        luck = float((shares * (1 - shares) / (sizes - 1)).mean())
        shrunk = mean + (shares - mean) * np.sqrt(max(1 - luck / apart, 0) if apart else 0)
        low, high = np.quantile(shrunk, [(1 - level) / 2, (1 + level) / 2]).tolist()
        return low, high


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """A charter's answers to many draws of one dispute.

    `endings` and `paralysis` are shares by ending; `acts` that of both ways of acting. A false
    alarm is action although nobody attacked; None where that was not drawn. `difference` has by
    `acts` the share of action less that of the first charter, and where blockers answer by
    `unblocked` that share less the one without them.
    """

    charter: str
    dispute: str
    reading: str
    behaviour: str
    seed: int
    parties: tuple[str, ...]
    tally: Tally
    false: Tally | None = None
    assumed: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    closed: str = ""
    routes: tuple[str, ...] = ()
    difference: Mapping[str, Share] = field(default_factory=dict)
    open_share: float = 1.0  # of several disputes, those in which the charter was open
    forums: tuple[Forum, ...] | None = None  # of blockers; None: they do nothing

    @property
    def draws(self) -> int:
        """The number of draws."""
        return self.tally.draws

    @property
    def acts(self) -> Share:
        """The share of draws in which the body acted in time and prevailed."""
        return self.tally.share(*ACTING)

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 90 % interval of `acts` over the parameters: what the data leave open."""
        return self.tally.interval(*ACTING)

    @property
    def false_alarm(self) -> Share | None:
        """The share of draws without an attack in which it acted all the same."""
        return self.false.share(*ACTING) if self.false else None

    def endings(self) -> dict[str, Share]:
        """Return the share of every ending, by its words."""
        return {ending.words: self.tally.share(ending) for ending in Ending}

    def paralysis(self) -> dict[str, Share]:
        """Return the share of every cause of inaction, by its words."""
        return {ending.words: self.tally.share(ending) for ending in PARALYSIS}

    def burden(self) -> dict[str, float]:
        """Return how often each party came, as a share of draws, most often first."""
        shares = self.tally.came / self.draws
        order = np.argsort(-shares, kind="stable")
        return {self.parties[k]: float(shares[k]) for k in order if shares[k] > 0}

    def to_dict(self) -> dict[str, Any]:
        """Return all figures as JSON has them."""
        alarm = self.false_alarm
        return {
            "charter": self.charter,
            "crisis": self.dispute,
            "reading": self.reading,
            "behaviour": self.behaviour,
            "draws": self.draws,
            "seed": self.seed,
            "acts": self.acts.to_dict(),
            "interval": self.interval,
            "endings": {word: share.to_dict() for word, share in self.endings().items()},
            "paralysis": {word: share.to_dict() for word, share in self.paralysis().items()},
            "false_alarm": alarm.to_dict() if alarm else None,
            "burden": self.burden(),
            "routes": list(self.routes),
            "closed": self.closed or None,
            "conditions": list(self.conditions),
            "assumed": list(self.assumed),
        }

    def to_json(self) -> str:
        """Return :meth:`to_dict` as text."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_polars(self) -> "pl.DataFrame":
        """Return a frame, a row an ending: charter, crisis, ending, share, se."""
        import polars as pl

        rows = [
            (self.charter, self.dispute, word, share.share, share.se)
            for word, share in self.endings().items()
        ]
        columns = ["charter", "crisis", "ending", "share", "se"]
        return pl.DataFrame(rows, schema=columns, orient="row")

    def to_xarray(self) -> "xr.DataArray":
        """Return counts labelled by block and ending (install xarray beside foedera)."""
        import xarray as xr

        words = [ending.words for ending in Ending]
        return xr.DataArray(
            self.tally.endings,
            dims=("block", "ending"),
            coords={"ending": words},
            attrs={"charter": self.charter, "crisis": self.dispute, "seed": self.seed},
        )
