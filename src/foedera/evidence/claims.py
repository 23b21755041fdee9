"""What history says of three claims: if strength decides (C31), who came (C33), who is met (C34).

Each function returns a small record with its estimate, interval, cases and source. From a folder of
originals it is computed; without one (:func:`stored_claims`) it is read from the scoreboard.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from foedera.behaviour.posterior import Posterior, draws
from foedera.evidence.action.crises import (
    RANKS,
    UN,
    VIOLENCE,
    CrisisActions,
    crisis_actions,
    design,
)
from foedera.evidence.action.forecast import acting_chances, forecast
from foedera.evidence.commitment.commitments import (
    NEW_AGE,
    SOURCES,
    Commitments,
    commitments,
    leeds_anac,
)
from foedera.evidence.contest.forces import Contests, contests
from foedera.evidence.errors import EvidenceError
from foedera.evidence.scores import Floats, compare, interval, weights
from foedera.evidence.splits import SPLITS

LEVEL = 0.9
GLARING = len(VIOLENCE) - 1
_DRAWS = 2000
_SEED = 1


@dataclass(frozen=True, slots=True)
class Share:
    """An estimate with its 90 % interval; `n` cases of `events`, as far as there are any."""

    label: str
    estimate: float
    interval: tuple[float, float]
    n: int
    events: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What history says of a claim: shares, a reading in words, and the source."""

    id: str
    question: str
    shares: tuple[Share, ...]
    reading: str
    source: str

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        return asdict(self)

    def __str__(self) -> str:
        lines = (
            f"{s.label}: {s.estimate:.2f} [{s.interval[0]:.2f}, {s.interval[1]:.2f}]"
            for s in self.shares
        )
        return "\n".join((f"{self.id}: {self.question}", *lines, self.reading))


def who_came(folder: Path | None = None) -> Claim:
    """Return which share of states bound by an alliance honoured it when called upon (C33).

    Raises:
        DataError: the folder lacks a file.
    """
    mine, theirs = commitments(folder), commitments(folder, "LLM")
    new = mine.year >= NEW_AGE
    old = theirs.year < NEW_AGE
    shares = (
        _share("all wars", mine, "published: about 0.50, Berkemeier & Fuhrmann 2018 (recalled)"),
        _share("wars before 1945", mine.where(~new)),
        _share("wars since 1945", mine.where(new)),
        _share(
            "wars before 1945, rules of Leeds, Long & Mitchell",
            theirs.where(old),
            "published: about 0.75, Leeds, Long & Mitchell 2000 (recalled)",
        ),
        _share("Leeds & Anac 2005", leeds_anac(folder)),
    )
    return Claim(
        "C33",
        "Did those obliged to come honour it?",
        shares,
        _reading_of_shares(shares),
        SOURCES,
    )


def _reading_of_shares(shares: tuple[Share, ...]) -> str:
    before, since = shares[1], shares[2]
    apart = since.interval[1] < before.interval[0]
    return (
        f"Of commitments called upon in war {shares[0].estimate:.0%} were honoured: "
        f"{before.estimate:.0%} before 1945 and {since.estimate:.0%} since"
        + ("." if apart else ", a difference that the intervals leave open.")
        + " Part of the wars is not in the data, and an alliance that deters is never called upon."
    )


def _share(label: str, of: Commitments, note: str = "") -> Share:
    weight = weights(of.war, _DRAWS, _SEED)
    resampled = weight @ of.honoured / weight.sum(axis=1)
    events = len(np.unique(of.war))
    return Share(
        label, float(of.honoured.mean()), interval(resampled, LEVEL), of.size, events, note
    )


def who_is_met(folder: Path | None = None, until: int | None = None) -> Claim:
    """Return the chance of collective action by violence and aggressor's rank since 1945 (C34).

    Estimates are means of the posterior fitted up to `until` (by default the latest) for a grave
    crisis in a decade like any other; `n` counts the crises of that kind in the data of the folder,
    grave or not, and the note says in how many of them organisations acted.

    Raises:
        DataError: the folder lacks a file.
        BehaviourError: there are no draws until that year.
    """
    seen = crisis_actions(folder)
    fitted = draws("action", until)
    seen = seen.where((seen.year >= UN) & (seen.year <= fitted.until))
    shares = [
        _met(violence, rank, fitted, seen.where((seen.violence == violence) & (seen.rank == rank)))
        for violence in range(len(VIOLENCE))
        for rank in range(len(RANKS))
    ]
    shares += [_contrast(fitted, other) for other in (RANKS.index("major power"), 0)]
    return Claim(
        "C34",
        "Is collective action most likely against glaring aggression by second-rank powers?",
        tuple(shares),
        f"{_reading_of_contrasts(shares)} {_out_of_sample(crisis_actions(folder))}",
        fitted.data,
    )


def _chances(violence: int, rank: int, fitted: Posterior) -> Floats:
    one = np.ones(1, dtype=np.int64)
    covariates = design(one * violence, one, one * rank, one)
    return np.asarray(acting_chances(covariates, fitted)[0])


def _met(violence: int, rank: int, fitted: Posterior, of: CrisisActions) -> Share:
    found = _chances(violence, rank, fitted)
    label = f"{VIOLENCE[violence] if violence else 'no violence'}, {RANKS[rank]}"
    note = f"in the data {of.acted.sum()} of {of.size}"
    return Share(label, float(found.mean()), interval(found, LEVEL), of.size, of.size, note)


def _contrast(fitted: Posterior, other: int) -> Share:
    second = RANKS.index("second rank")
    apart = _chances(GLARING, second, fitted) - _chances(GLARING, other, fitted)
    sure = float((apart > 0).mean())
    label = f"full-scale war: second rank less {RANKS[other]}"
    note = f"above 0 with probability {sure:.2f}"
    return Share(label, float(apart.mean()), interval(apart, LEVEL), 0, 0, note)


def _out_of_sample(crises: CrisisActions) -> str:
    """Return how well the years before 1990 foretell which crises after them are met."""
    split = SPLITS[0]
    seen, asked = (crises.where(side(crises.year)) for side in (split.train, split.test))
    found = forecast(seen, asked, draws("action", split.until))
    score = compare(found.model, found.baselines["base rate"])[0]
    words = {
        "better": "foretell better than the base rate",
        "worse": "foretell worse than the base rate",
        "unclear": "are not clearly better than the base rate",
    }
    return (
        f"Out of sample, chances fitted until {split.until} {words[score.verdict]} in the "
        f"{score.n} crises after it (Brier {score.model:.3f} against {score.baseline:.3f})."
    )


def _reading_of_contrasts(shares: list[Share]) -> str:
    """Return what the two contrasts say: of the second rank with major powers, and with others."""
    lows = [share.interval[0] for share in shares[-2:]]
    few = min(share.n for share in shares[-5:-2])
    held = {
        (True, True): "In sample the data bear the claim out",
        (True, False): (
            "In sample the data bear out half of the claim: wars of the second rank are met more "
            "often than those of major powers; whether they are more often than those of others "
            "is open"
        ),
        (False, True): (
            "In sample the data bear out half of the claim: wars of the second rank are met more "
            "often than those of lesser states; whether they are more often than those of major "
            "powers is open"
        ),
        (False, False): "The data leave the claim open",
    }[lows[0] > 0, lows[1] > 0]
    return (
        f"{held}. The smallest cell behind it has {few} crises. Which organisation acted is not "
        "told apart here, and crises that deterrence prevented are in no data."
    )


def whether_strength_decides(folder: Path | None = None) -> Claim:
    """Return how often the stronger side prevails, and how decisive superiority is (C31).

    Raises:
        DataError: the folder lacks a file.
        BehaviourError: there are no draws of the contest.
    """
    every, fitted = contests(folder), draws("contest")
    shares = (
        _stronger("disputes with force and a victor: the stronger side won", every),
        _stronger("wars alone", every.where(every.war == 1)),
        Share(
            "m of F^m / (F^m + A^m)",
            fitted.mean("decisiveness"),
            fitted.interval("decisiveness"),
            fitted.n,
            fitted.events,
            "1: as force; 0: a coin",
        ),
        *(_odds(fitted, times) for times in (2.0, 4.0)),
    )
    return Claim(
        "C31",
        "Does it take superior force to stop an aggressor?",
        shares,
        f"The side with more capability won {shares[0].estimate:.0%} of disputes with a victor: it "
        "helps, and is far from deciding. Who expects to lose does not fight, and no dispute that "
        "superior force prevented is in the data, so that superiority may well do more than this.",
        fitted.data,
    )


def _stronger(label: str, of: Contests) -> Share:
    ahead = of.ratios[:, 0] > 0
    won = (of.prevailed == ahead).astype(np.float64)
    weight = weights(of.dispute, _DRAWS, _SEED)
    return Share(
        label,
        float(won.mean()),
        interval(weight @ won / weight.sum(axis=1), LEVEL),
        of.size,
        of.size,
    )


def _odds(fitted: Posterior, times: float) -> Share:
    found = times ** fitted.values["decisiveness"]
    chances = np.asarray(found / (1 + found))
    label = f"chance to prevail with {times:g} times the force"
    return Share(label, float(chances.mean()), interval(chances, LEVEL), 0, 0)


def stored_claims() -> dict[str, Claim]:
    """Return the claims of the stored scoreboard by id.

    Raises:
        EvidenceError: the package holds no scoreboard, or it has no claims.
    """
    from foedera.evidence.scoreboard import stored_scoreboard

    found = stored_scoreboard().get("claims")
    if not found:
        raise EvidenceError("the stored scoreboard has no claims; make it with 'make calibrate'")
    return {each["id"]: _claim(each) for each in found}


def _claim(of: dict[str, Any]) -> Claim:
    shares = tuple(Share(**{**s, "interval": tuple(s["interval"])}) for s in of["shares"])
    return Claim(of["id"], of["question"], shares, of["reading"], of["source"])
