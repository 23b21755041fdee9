"""Dyadic trust: how likely it is, from what b did, that b deals with a in good faith.

After Kydd (2005, Trust and Mistrust in International Relations, Princeton), trust is a belief that
the other is trustworthy, updated by Bayes' rule from what it does; costly acts tell more than cheap
ones. Here it is a Beta distribution for each ordered pair. Every year gives co-operative and
hostile evidence, in pseudo-observations; the older counts less, by half every `half_life` years:

    alpha(t) = prior + f (alpha(t-1) - prior) + co-operative evidence
    beta(t)  = prior + f (beta(t-1) - prior) + hostile evidence         f = 0.5 ** (1 / half_life)
    T(t)     = alpha(t) / (alpha(t) + beta(t)), in [0, 1]; a pair begins at 0.5

Votes (cheap: 1 a year). Share of co-operation 2 ** (-d / D): d is the distance of the two ideal
points (Bailey, Strezhnev and Voeten 2017, which unlike agreement does not move with the agenda), D
that of two states drawn by chance in the year. So it is corrected for chance as Haege (2011,
Political Analysis 19) asks of Signorino and Ritter's S (1999, International Studies Quarterly 43):
the exponent is his 1 - observed / expected less 1, and a pair as far apart as chance has it gets
0.5.

Disputes (costly). A militarised dispute is hostile evidence: hostility level less one (threat 1,
display 2, use of force 3, war 4). A year without is 0.25 of co-operation: even enduring rivals have
many, so it tells little; and only between states that could well have fought: neighbours, or a
major power among them (Maoz and Russett 1993, American Political Science Review 87). From 1990 on
half of the disputes is left out of the embedded table: a year without an entry is then a dispute
with the chance that Bayes' rule gives.

Alliances (costly). What b owes a by treaty: defence 2; else neutrality or consultation 0.5; else
non-aggression 0.25, since rivals too promise that. No alliance is no evidence.

Trust is missing in years in which no source covers the pair. The interval holds the posterior's own
width and that of the ideal points (drawn from their published bounds, independently by year). The
weights are a choice: see what remains when each source is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from foedera.world.attributes import (
    DISPUTES_PARTIAL,
    DYAD_ATTRIBUTES,
    FIRST_YEAR,
    MAJOR_POWERS,
)
from foedera.world.build.codes import area
from foedera.world.errors import DataError
from foedera.world.pairs import cube, ideal_points
from foedera.world.system import check_year, in_system
from foedera.world.tables import rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

SOURCES = ("votes", "disputes", "alliances")
LAST_YEAR = 2024
LEVEL = 0.9
HIGHEST = 5  # level of hostility: war
SPREAD = 2 * 1.6448536269514722  # between the 5 % and the 95 % bound of a normal distribution


@dataclass(frozen=True, slots=True)
class TrustModel:
    """The numbers of the index; those that are no data are choices, and can be chosen otherwise."""

    prior: float = 1.0  # alpha and beta at the start: uniform
    half_life: float = 10.0  # years
    votes: float = 1.0  # pseudo-observations a year
    peace: float = 0.25  # a year without a dispute between states that could fight
    hostility: float = 1.0  # a level of hostility
    defence: float = 2.0
    lesser: float = 0.5  # neutrality or consultation without defence
    nonaggression: float = 0.25  # and nothing else
    recorded: float = 0.5  # share of the disputes since 1990 that the embedded table has

    def __post_init__(self) -> None:
        """Refuse numbers that are none of the kind; raises :class:`DataError`."""
        if min(self.prior, self.half_life) <= 0:
            raise DataError("the prior and the half-life of trust are above 0")
        if not 0 < self.recorded <= 1:
            raise DataError(
                f"the share of disputes recorded is above 0, at most 1: {self.recorded}"
            )
        weights = (self.votes, self.peace, self.hostility, self.defence, self.lesser)
        if min(*weights, self.nonaggression) < 0:
            raise DataError("a weight of trust is at least 0")


@dataclass(frozen=True, slots=True)
class Dispute:
    """A militarised dispute that the user adds to the record, with its level of hostility (1-5)."""

    year: int
    a: str
    b: str
    hostility: int

    def __post_init__(self) -> None:
        """Refuse a level that there is not; raises :class:`DataError`."""
        if not 1 <= self.hostility <= HIGHEST:
            raise DataError(f"a level of hostility is from 1 to {HIGHEST}, not {self.hostility}")


@dataclass(frozen=True, slots=True, eq=False)
class Paths:
    """Trust of pairs over the years: arrays of years by pairs, NaN where it is missing.

    `draws` are posterior draws (draws by years by pairs); `without` is the mean with one source
    left out; `informed` says of each source in which years it told something of a pair.
    """

    years: tuple[int, ...]
    pairs: tuple[tuple[str, str], ...]
    mean: "NDArray[np.float64]"
    draws: "NDArray[np.float64]"
    without: Mapping[str, "NDArray[np.float64]"]
    informed: Mapping[str, "NDArray[np.bool_]"]
    model: TrustModel = field(default_factory=TrustModel)
    seed: int = 1


@dataclass(frozen=True, slots=True)
class _Evidence:
    """Evidence of one source: `of(year)` gives the co-operative and the hostile, 0 if none.

    Both are by pairs, or draws by pairs; years are places in the span. `informed` is years by
    pairs.
    """

    of: Callable[[int], tuple["NDArray[np.float64]", "NDArray[np.float64]"]]
    informed: "NDArray[np.bool_]"


def trust_paths(
    pairs: Sequence[tuple[str, str]],
    years: Sequence[int],
    *,
    model: TrustModel | None = None,
    draws: int = 400,
    seed: int = 1,
    carry: bool = False,
    added: Sequence[Dispute] = (),
) -> Paths:
    """Return trust of the first in the second of each pair, for years that follow each other.

    The evidence since 1946 counts, whatever the first year. With `carry`, years that no source
    covers keep the last belief, faded towards the prior.

    Raises:
        DataError: there is no pair or year, a pair is of one party, or a year is before 1946.
    """
    chosen = model or TrustModel()
    _check(pairs, years, draws)
    span = range(FIRST_YEAR, max(years) + 1)
    codes = tuple(sorted({code for pair in pairs for code in pair}))
    at = np.array([[codes.index(a), codes.index(b)] for a, b in pairs], dtype=np.int64)
    rng = np.random.default_rng(seed)
    inside = in_system(span, codes)
    alive = inside[:, at[:, 0]] & inside[:, at[:, 1]]
    evidence = {
        "votes": _of_votes(chosen, span, codes, at, rng, draws),
        "disputes": _of_disputes(chosen, span, codes, at, added),
        "alliances": _of_alliances(chosen, span, codes, at),
    }
    informed = {name: found.informed & alive for name, found in evidence.items()}
    kept = [year - FIRST_YEAR for year in years]
    mean, drawn = _updated(chosen, evidence, alive, kept, draws, rng)
    without = {
        left: _updated(
            chosen, {name: e for name, e in evidence.items() if name != left}, alive, kept, draws
        )[0]
        for left in SOURCES
    }
    known = np.logical_or.reduce(list(informed.values()))
    if carry:
        known = np.logical_or.accumulate(known) & alive
    mean[~known[kept]] = drawn[:, ~known[kept]] = np.nan
    for left, found in without.items():
        rest = [told for name, told in informed.items() if name != left]
        ever = np.logical_or.accumulate(np.logical_or(*rest)) & known
        found[~ever[kept]] = np.nan
    return Paths(
        tuple(years),
        tuple(pairs),
        mean,
        drawn,
        without,
        {name: told[kept] for name, told in informed.items()},
        chosen,
        seed,
    )


def _check(pairs: Sequence[tuple[str, str]], years: Sequence[int], draws: int) -> None:
    if not pairs or not years:
        raise DataError("trust needs at least one pair and one year")
    for year in years:
        check_year(year)
    for a, b in pairs:
        if a == b:
            raise DataError(f"trust is between two parties, not of {a} in itself")
    if draws < 1:
        raise DataError(f"trust needs at least one draw, not {draws}")


def _updated(
    model: TrustModel,
    evidence: Mapping[str, _Evidence],
    alive: "NDArray[np.bool_]",
    kept: Sequence[int],
    draws: int,
    rng: np.random.Generator | None = None,
) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
    """Return the mean belief and, with a generator, posterior draws, of the years kept."""
    fade = 0.5 ** (1 / model.half_life)
    alpha = np.full((draws, alive.shape[1]), model.prior)
    beta = alpha.copy()
    means, drawn = {}, {}
    for year in range(max(kept) + 1):
        alpha = model.prior + fade * (alpha - model.prior)
        beta = model.prior + fade * (beta - model.prior)
        for found in evidence.values():
            good, bad = found.of(year)
            alpha += np.where(alive[year], good, 0)
            beta += np.where(alive[year], bad, 0)
        if year in kept:
            means[year] = (alpha / (alpha + beta)).mean(axis=0)
            drawn[year] = rng.beta(alpha, beta) if rng else alpha[:0]
    return (
        np.stack([means[year] for year in kept]),
        np.stack([drawn[year] for year in kept], axis=1),
    )


def _of_votes(
    model: TrustModel,
    span: range,
    codes: tuple[str, ...],
    at: "NDArray[np.int64]",
    rng: np.random.Generator,
    draws: int,
) -> _Evidence:
    points, low, high = (ideal_points(span, codes, key) for key in ("ideal", "q05", "q95"))
    scale = (high - low) / SPREAD
    noise = rng.standard_normal((draws, *points.shape))
    drawn = points + noise * np.nan_to_num(scale)
    expected = [expected_distance(year) for year in span]
    informed = ~np.isnan(points[:, at].sum(axis=2))

    def of(year: int) -> tuple["NDArray[np.float64]", "NDArray[np.float64]"]:
        distance = np.abs(drawn[:, year, at[:, 0]] - drawn[:, year, at[:, 1]])
        good = np.nan_to_num(2.0 ** (-distance / expected[year])) * model.votes
        return good, informed[year] * model.votes - good

    return _Evidence(of, informed)


@cache
def expected_distance(year: int) -> float:
    """Return the mean distance of two ideal points of a year drawn by chance, NaN if none is known.

    Each state is drawn from all states of the year, so that a pair can be of one state: the
    expectation under pooled margins, as in Scott's pi.
    """
    found = [
        float(row["ideal"] or 0) for row in rows("ideal_points", year) if row["ideal"] is not None
    ]
    if not found:
        return float("nan")
    points = np.sort(np.array(found))
    size = len(points)
    # Sum of |x - y| over ordered pairs of a sorted list.
    total = 2 * float((points * (2 * np.arange(size) - size + 1)).sum())
    return total / size**2


def _of_disputes(
    model: TrustModel,
    span: range,
    codes: tuple[str, ...],
    at: "NDArray[np.int64]",
    added: Sequence[Dispute],
) -> _Evidence:
    level = cube("hostility", span, codes)
    for dispute in added:
        if dispute.a in codes and dispute.b in codes and dispute.year in span:
            first, second = codes.index(dispute.a), codes.index(dispute.b)
            year = dispute.year - FIRST_YEAR
            level[year, first, second] = level[year, second, first] = dispute.hostility
    level = level[:, at[:, 0], at[:, 1]]
    years = np.asarray(span)[:, None]
    last = DYAD_ATTRIBUTES["hostility"].last or 0
    about = np.array([code in area() for code in codes])[at].all(axis=1)
    fought = np.nan_to_num(level) > 0
    could = relevant(span, codes)[:, at[:, 0], at[:, 1]]
    quiet = ~fought & could & about & (years <= last)
    # From 1990 on a quiet year hides a dispute with this chance, by Bayes' rule.
    rate, typical = base_rate()
    hidden = rate * (1 - model.recorded) / (1 - rate * model.recorded)
    chance = np.where(years >= DISPUTES_PARTIAL, hidden, 0.0)
    good = np.where(quiet, (1 - chance) * model.peace, 0.0)
    bad = np.where(fought, (np.nan_to_num(level) - 1) * model.hostility, 0.0)
    bad += np.where(quiet, chance * (typical - 1) * model.hostility, 0.0)
    return _Evidence(lambda year: (good[year], bad[year]), fought | quiet)


def relevant(span: Sequence[int], codes: Sequence[str]) -> "NDArray[np.bool_]":
    """Return which pairs could well fight: neighbours by land or water, or one a major power."""
    near = cube("contiguity", span, codes) > 0
    begins = np.array([MAJOR_POWERS.get(code, LAST_YEAR * 2) for code in codes])
    major = begins[None, :] <= np.asarray(span)[:, None]
    return near | major[:, :, None] | major[:, None, :]


@cache
def base_rate() -> tuple[float, float]:
    """Return the share of years in dispute of pairs that could fight, and the mean hostility.

    Of the parties that the table of disputes is about, before 1990, when all disputes are in it.
    """
    codes, span = tuple(sorted(area())), range(FIRST_YEAR, DISPUTES_PARTIAL)
    level = cube("hostility", span, codes)
    known = ~np.isnan(level) & relevant(span, codes)
    fought = level[known & (np.nan_to_num(level) > 0)]
    return len(fought) / int(known.sum()), float(fought.mean())


def _of_alliances(
    model: TrustModel, span: range, codes: tuple[str, ...], at: "NDArray[np.int64]"
) -> _Evidence:
    # a's trust in b rests on what b owes a.
    owed = {
        key: np.nan_to_num(cube(key, span, codes))[:, at[:, 1], at[:, 0]] > 0
        for key in ("defence", "neutrality", "consultation", "nonaggression")
    }
    lesser = owed["neutrality"] | owed["consultation"]
    good = np.select(
        [owed["defence"], lesser, owed["nonaggression"]],
        [model.defence, model.lesser, model.nonaggression],
        0.0,
    )
    none = np.zeros(len(at))
    return _Evidence(lambda year: (good[year], none), good > 0)


def settings(paths: Paths) -> dict[str, Any]:
    """Return the numbers of the model and the seed, as JSON has them."""
    return {
        "model": asdict(paths.model),
        "draws": len(paths.draws),
        "seed": paths.seed,
        "level": LEVEL,
    }


def end_of(year: int) -> date:
    """Return the day on which the members of a year are taken: its last."""
    return date(year, 12, 31)
