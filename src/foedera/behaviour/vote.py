"""The sincere vote: one of four ballots from what a party believes and where it stands.

First the hurdle of coming at all, then an ordered choice no < abstain < yes (McKelvey & Zavoina
1975) with the latent support

    eta_i = perception L_i + accused d_accused + attacked d_attacked + allied_with_accused
            + allied_with_attacked + exposure + patience + audience + neighbour + own_case side
            + all_accused D_accused + all_attacked D_attacked

(each covariate times its coefficient; D are means over all who are asked, since a text is worded
for those who vote on it) and cut points t1 < t2:

    P(absent) = Lambda(a_i)                 a_i = absence + its own coefficients
    P(no)      = (1 - P(absent)) F(t1 - eta_i)
    P(abstain) = (1 - P(absent)) (F(t2 - eta_i) - F(t1 - eta_i))
    P(yes)     = (1 - P(absent)) (1 - F(t2 - eta_i))

The band of abstention t2 - t1 may widen with distance: it is multiplied with
exp(band_accused d_accused + band_attacked d_attacked). F is logistic or standard normal. Absence is
apart since it is not ordered with the rest: under a quorum coming to vote no may help adoption
(Freixas & Zwicker 2003). Under the normal link the noise of perception integrates out in closed
form: a normal L adds its variance to that of the link.

References: Voeten (2000), 'Clashes in the Assembly', and Bailey, Strezhnev & Voeten (2017) for
distances of ideal points; Fearon (1994) and Chapman (2011) for audiences.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import hermite, logistic, logistic_in_place, normal_cdf
from foedera.behaviour.parameters import Floats, Number, check, quantity, unchecked, weighed
from foedera.behaviour.perceive import PerceptionLaw
from foedera.behaviour.situation import Situation, require_columns
from foedera.rules import Ballot

BALLOTS = len(Ballot)
_MIDDLE = 0.5  # of the index of democracy
_NODES = 61  # quadrature over perception: more digits than any estimate has


class Link(StrEnum):
    """The law of what the covariates leave out."""

    LOGIT = "logit"
    PROBIT = "probit"


@dataclass(frozen=True, slots=True)
class VoteParameters:
    """Coefficients of support and of absence, per unit of each covariate."""

    perception: Number = quantity(0.5, "per log-odds", "belief that the accused attacked", low=0)
    accused: Number = quantity(0.5, "per unit of ideal point", "distance to the accused")
    attacked: Number = quantity(-0.5, "per unit of ideal point", "distance to the attacked")
    allied_with_accused: Number = quantity(-1.0, "1", "an alliance with the accused")
    allied_with_attacked: Number = quantity(1.0, "1", "an alliance with the attacked")
    exposure: Number = quantity(-2.0, "per share of trade", "trade with the accused")
    patience: Number = quantity(0.5, "per unit of discount factor", "weight of the future")
    audience: Number = quantity(0.2, "1", "a public vote makes inaction costly")
    neighbour: Number = quantity(0.0, "1", "a border with the accused")
    own_case: Number = quantity(6.0, "1", "the attacked itself (the accused: minus)", low=0)
    all_accused: Number = quantity(
        0.0, "per unit of ideal point", "mean distance of all asked to the accused"
    )
    all_attacked: Number = quantity(
        0.0, "per unit of ideal point", "mean distance of all asked to the attacked"
    )
    cut_no: Number = quantity(-0.5, "1", "support below which a party votes no")
    cut_yes: Number = quantity(0.5, "1", "support above which a party votes yes")
    band_accused: Number = quantity(
        0.0, "log per unit of ideal point", "abstention's band by distance to the accused"
    )
    band_attacked: Number = quantity(
        0.0, "log per unit of ideal point", "abstention's band by distance to the attacked"
    )
    absence: Number = quantity(-3.0, "log-odds", "absence of a party to which nothing else applies")
    absence_exposure: Number = quantity(1.0, "per share of trade", "trade with the accused")
    absence_alliance: Number = quantity(0.5, "1", "an alliance with the accused")
    absence_distance: Number = quantity(
        0.0, "per unit of ideal point", "distance to the nearer of accused and attacked"
    )
    absence_side: Number = quantity(-3.0, "1", "the accused or the attacked itself")
    absence_size: Number = quantity(
        0.0, "log-odds per decade of capability", "size of the party: small missions stay away"
    )
    absence_democracy: Number = quantity(
        0.0, "log-odds per unit of the index", "electoral democracy above the middle of its index"
    )
    draft: Number = quantity(
        0.0, "1", "deviation of what sets a draft apart, to all who vote on it", low=0
    )
    council: Number = quantity(0.0, "1", "support added in a council with few seats")
    council_band: Number = quantity(0.0, "log", "abstention's band there")
    council_absence: Number = quantity(0.0, "log-odds", "absence there")
    council_draft: Number = quantity(0.0, "log", "what sets a draft apart there")
    link: Link = Link.LOGIT

    def __post_init__(self) -> None:
        check(self)
        if np.any(np.asarray(self.cut_no) > np.asarray(self.cut_yes)):
            raise BehaviourError("cut_no of VoteParameters is above cut_yes; it may not be")
        if self.link not in tuple(Link):
            raise BehaviourError(f"link is '{self.link}'; {' or '.join(Link)} is needed")


def few_seats(seats: int, parties: int) -> bool:
    """Return whether a body is a council: of all parties at most half have a seat."""
    return 2 * seats <= parties


def in_council(parameters: VoteParameters) -> VoteParameters:
    """Return the parameters of votes in a council with few seats, as those of any vote."""
    low = np.asarray(parameters.cut_no) - parameters.council
    band = np.asarray(parameters.cut_yes) - parameters.cut_no
    return replace(
        parameters,
        cut_no=low,
        cut_yes=low + band * np.exp(parameters.council_band),
        absence=np.asarray(parameters.absence) + parameters.council_absence,
        draft=np.asarray(parameters.draft) * np.exp(parameters.council_draft),
        council=0.0,
        council_band=0.0,
        council_absence=0.0,
        council_draft=0.0,
    )


def on_drafts(parameters: VoteParameters, effects: Floats) -> VoteParameters:
    """Return the parameters with an effect for each draw's draft, standard normal (draws,).

    Drafts differ by more than what is known of them: wording, timing, bargains. The effect is
    common to all who vote on one, and moves both cut points.
    """
    if not np.any(parameters.draft):
        return parameters
    shift = np.asarray(parameters.draft) * effects[:, None]
    moved = {"cut_no": parameters.cut_no - shift, "cut_yes": parameters.cut_yes - shift}
    return unchecked(parameters, moved | {"draft": 0.0})


def leaning(of: Situation, parameters: VoteParameters, kind: Any = np.float64) -> Floats:  # noqa: ANN401 - a dtype
    """Return the support that does not come from perception, (draws or crises, parties)."""
    terms = [
        (parameters.accused, of.distance_to_accused),
        (parameters.attacked, of.distance_to_attacked),
        (parameters.allied_with_accused, of.allied_with_accused),
        (parameters.allied_with_attacked, of.allied_with_attacked),
        (parameters.exposure, of.exposure),
        (parameters.patience, of.patience),
        (parameters.neighbour, of.neighbour),
        (parameters.own_case, of.side),
        (parameters.all_accused, of.all_accused),
        (parameters.all_attacked, of.all_attacked),
    ]
    return np.asarray(
        weighed(terms, of.parties, kind) + np.asarray(parameters.audience, dtype=kind)
    )


def absence(of: Situation, parameters: VoteParameters, kind: Any = np.float64) -> Floats:  # noqa: ANN401 - a dtype
    """Return the probability that a party stays away, (draws or crises, parties)."""
    terms = [
        (parameters.absence_exposure, of.exposure),
        (parameters.absence_alliance, of.allied_with_accused),
        (
            parameters.absence_distance,
            np.minimum(of.distance_to_accused, of.distance_to_attacked),
        ),
        (parameters.absence_side, np.abs(of.side)),
        (parameters.absence_size, of.size),
        (parameters.absence_democracy, of.democracy - _MIDDLE),
    ]
    return logistic(weighed(terms, of.parties, kind) + np.asarray(parameters.absence, dtype=kind))


def above(of: Situation, parameters: VoteParameters) -> Floats:
    """Return the support above which a party votes yes, broadcast to (1 or crises, parties)."""
    low, high = np.asarray(parameters.cut_no), np.asarray(parameters.cut_yes)
    slopes = (parameters.band_accused, parameters.band_attacked)
    if not any(np.any(slope) for slope in slopes):
        return high
    band = np.exp(slopes[0] * of.distance_to_accused + slopes[1] * of.distance_to_attacked)
    return np.asarray(low + (high - low) * band)


def vote(of: Situation, parameters: VoteParameters, log_odds: Floats) -> Floats:
    """Return the probability of each ballot, (draws, parties, 4) in the order of `Ballot`.

    `log_odds` (draws, parties) come from :func:`~foedera.behaviour.perceive`; the result has their
    precision. Its planes [..., ballot] lie one after the other in memory, which :func:`cast` uses.

    Raises:
        BehaviourError: the log-odds have another shape.
    """
    require_columns("the log-odds", log_odds, of)
    kind = log_odds.dtype
    support = log_odds * np.asarray(parameters.perception, dtype=kind)
    support += leaning(of, parameters, kind)
    cuts = np.asarray(parameters.cut_no), above(of, parameters)
    away = absence(of, parameters, kind)
    return _ballots(support, away, cuts, parameters.link, np.ones((), kind))


def expected_vote(
    of: Situation,
    parameters: VoteParameters,
    law: PerceptionLaw,
    *,
    spread: Number = 0.0,
    nodes: int = _NODES,
) -> Floats:
    """Return the probability of each ballot with the noise of perception integrated out.

    `spread` is the deviation of further normal noise of support that is integrated out with it,
    such as the effect of a draft that is not known. Shape (1 or crises, parties, 4). Exact under
    the normal link, by quadrature with so many `nodes` under the logistic. Without `spread` parties
    are independent given the situation, so exact counting applies to the result.
    """
    weight = np.asarray(parameters.perception)
    mean, away = leaning(of, parameters) + weight * law.mean, absence(of, parameters)
    cuts, link = (np.asarray(parameters.cut_no), above(of, parameters)), parameters.link
    noise = np.hypot(weight * law.deviation, spread)
    if link is Link.PROBIT:
        return _ballots(mean, away, cuts, link, np.sqrt(1 + noise**2))
    points, weights = hermite(nodes)
    total: Any = sum(
        w * _ballots(mean + noise * z, away, cuts, link, np.ones(()))
        for z, w in zip(points, weights, strict=True)
    )
    return np.asarray(total)


def _ballots(
    support: Floats, away: Floats, cuts: tuple[Floats, Floats], link: Link, scale: Floats
) -> Floats:
    kind = support.dtype
    shape = np.broadcast_shapes(support.shape, away.shape)
    planes = np.empty((BALLOTS, *shape), dtype=kind)
    present = 1 - away
    cut_no, cut_yes = (cut.astype(kind, copy=False) for cut in cuts)
    no, yes = planes[Ballot.NO], planes[Ballot.YES]
    np.subtract(cut_no, support, out=no)
    np.subtract(support, cut_yes, out=yes)
    if link is Link.LOGIT:
        logistic_in_place(no)
        logistic_in_place(yes)
    else:
        no[...], yes[...] = normal_cdf(no / scale), normal_cdf(yes / scale)
    np.subtract(1, planes[Ballot.NO], out=planes[Ballot.ABSTAIN])
    planes[Ballot.ABSTAIN] -= planes[Ballot.YES]
    np.maximum(planes[Ballot.ABSTAIN], 0, out=planes[Ballot.ABSTAIN])  # rounding of equal cuts
    planes[: Ballot.ABSENT] *= present
    planes[Ballot.ABSENT] = away
    return np.moveaxis(planes, 0, -1)


def cast(probabilities: Floats, uniforms: Floats) -> NDArray[np.uint8]:
    """Return ballots (draws, parties) from probabilities (draws or 1, parties, 4).

    One uniform number in [0, 1) a ballot, by the inverse of the distribution function in the order
    yes, no, abstain, absent: with the same `uniforms` under two charters (common random numbers) a
    ballot differs only where its probabilities do.

    Raises:
        BehaviourError: shapes do not fit.
    """
    if (
        uniforms.shape[-1:] != probabilities.shape[-2:-1]
        or probabilities.shape[-1] != BALLOTS
        or len(probabilities) not in {1, len(uniforms)}
    ):
        raise BehaviourError(
            f"probabilities of shape {probabilities.shape} do not fit random numbers of shape "
            f"{uniforms.shape}; (draws or 1, parties, {BALLOTS}) and (draws, parties) do"
        )
    chances = probabilities.astype(uniforms.dtype, copy=False)
    edge = chances[..., Ballot.YES]
    ballots = (uniforms >= edge).view(np.uint8)
    edge = edge + chances[..., Ballot.NO]
    ballots += (uniforms >= edge).view(np.uint8)
    # measured from the other end, so that rounding never makes a party absent that always comes
    ballots += (uniforms >= 1 - chances[..., Ballot.ABSENT]).view(np.uint8)
    return ballots


def happens(chances: Floats, uniforms: Floats) -> NDArray[np.bool_]:
    """Return which events happen, (draws, parties), from chances (draws or 1, parties)."""
    return np.asarray(uniforms < chances.astype(uniforms.dtype, copy=False))
