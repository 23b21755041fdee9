"""From draws to the parameters of the models: one row a draw.

What no data tell stays at its default and is not calibrated: of votes the weights of trade
(`exposure`, `absence_exposure`), of patience and of a public audience; of perception the prior, the
correction and the bias in one's own case; of contributions those of trade and patience and
`gain_own`. `gain` is 1 by definition: it is the unit of utility. The votes fitted were public and
by states whose patience nobody measured, so the cut points move by what the defaults of audience
and patience add for a state of patience 0.9.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import numpy as np

from foedera.behaviour.commit import commitment_of
from foedera.behaviour.contest import ContestParameters
from foedera.behaviour.contribute import ContributionParameters
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, Number
from foedera.behaviour.perceive import PerceptionParameters
from foedera.behaviour.posterior.files import Posterior
from foedera.behaviour.vote import VoteParameters

# The patience that situations take where none is given.
PATIENCE = 0.9
VOTE = (
    "perception",
    "accused",
    "attacked",
    "allied_with_accused",
    "allied_with_attacked",
    "neighbour",
    "own_case",
    "absence_alliance",
    "absence_distance",
    "absence_side",
)
# What some fits have beside these: a form is chosen for each cut-off by what came before it.
VOTE_BESIDE = (
    "all_accused",
    "all_attacked",
    "band_accused",
    "band_attacked",
    "absence_size",
    "absence_democracy",
)
# How votes in a council differ: by the name of the parameter that of the fit.
COUNCIL = {
    "council": "council",
    "council_band": "band_council",
    "council_absence": "absence_council",
    "council_draft": "spread_council",
}
PERCEPTION = ("per_distance", "per_alliance")
CONTRIBUTION = (
    "gain_allied",
    "gain_neighbour",
    "cost",
    "cost_allied",
    "cost_distance",
    "cost_major",
    "cost_war",
    "commitment",
    "audience",
    "precision",
)


class Body(StrEnum):
    """The kind of body whose votes were seen: a small council or an assembly of all."""

    COUNCIL = "council"
    ASSEMBLY = "assembly"


def vote_parameters(
    of: Posterior,
    body: Body | str = Body.ASSEMBLY,
    *,
    rows: int | None = None,
    rng: np.random.Generator | None = None,
    urgent: bool = False,
    effects: bool = True,
) -> VoteParameters:
    """Return parameters of the vote of shape (rows, 1), a row being a draw and a new draft.

    Drafts differ by more than their covariates: wording, timing, bargains. Each row therefore has a
    draft effect of its own, normal with the deviation of :func:`draft_spread`, which moves both cut
    points: parties of one row share it. Without `effects` there is none, and the deviation is the
    parameter `draft`, for `foedera.behaviour.vote.on_drafts`. `urgent` says that it is a
    draft of an emergency special session, which some fits tell apart. With `rows` (and then `rng`)
    that many draws are taken at random; otherwise each draw comes once. Without `rng` draft effects
    come from the seed of the posterior.

    Raises:
        BehaviourError: the draws are not of voting, or `rows` comes without `rng`.
    """
    values = _chosen(of, "voting", rows, rng)
    council = float(Body(body) is Body.COUNCIL)
    nothing = np.zeros_like(values["draft"])
    shift = council * values["council"] + float(urgent) * values.get("urgent", nothing)
    if effects:
        # The posterior's own seed: the same draws make the same parameters.
        source = np.random.default_rng(of.seed) if rng is None else rng
        shift = shift + source.standard_normal(len(shift)) * _spread(values, council)[:, 0]
    band = (values["cut_yes"] - values["cut_no"]) * np.exp(
        council * values.get("band_council", nothing)
    )
    low = values["cut_no"] - shift
    plain = VoteParameters()
    held = np.asarray(plain.audience) + PATIENCE * np.asarray(plain.patience)
    beside = tuple(name for name in VOTE_BESIDE if name in values)
    named: dict[str, Any] = {name: values[name][:, None] for name in (*VOTE, *beside)}
    if not effects:
        named["draft"] = _spread(values, council)
    if not council:
        named |= {
            name: values[stored][:, None] for name, stored in COUNCIL.items() if stored in values
        }
    return VoteParameters(
        **named,
        cut_no=(low + held)[:, None],
        cut_yes=(low + band + held)[:, None],
        absence=(values["absence"] + council * values["absence_council"])[:, None],
    )


def draft_spread(of: Posterior, body: Body | str = Body.ASSEMBLY) -> Floats:
    """Return the deviation of the effect of a draft in a body, shape (draws, 1).

    Raises:
        BehaviourError: the draws are not of voting.
    """
    return _spread(_chosen(of, "voting", None, None), float(Body(body) is Body.COUNCIL))


def _spread(values: dict[str, Floats], council: float) -> Floats:
    apart = values.get("spread_council", np.zeros_like(values["draft"]))
    return np.asarray(values["draft"] * np.exp(council * apart))[:, None]


def perception_parameters(
    of: Posterior,
    *,
    rows: int | None = None,
    rng: np.random.Generator | None = None,
) -> PerceptionParameters:
    """Return parameters of perception of shape (rows, 1), the rows those of `vote_parameters`.

    Votes tell how alignment colours what is seen, as that weighs more the more glaring the act is.
    They do not tell the rest, which keeps its defaults: all disputes on record are ones in which
    the accused did attack (so no prior), and of a bias only what is left uncorrected shows (so
    `correction` is assumed, and the bias is in its terms).

    Raises:
        BehaviourError: the draws are not of voting, or `rows` comes without `rng`.
    """
    values = _chosen(of, "voting", rows, rng)
    named: dict[str, Any] = {n: values[n][:, None] for n in PERCEPTION if n in values}
    return PerceptionParameters(**named)


def contribution_parameters(
    of: Posterior,
    *,
    reliability: Number | None = None,
    rows: int | None = None,
    rng: np.random.Generator | None = None,
) -> ContributionParameters:
    """Return parameters of contribution of shape (rows, 1), a row being a draw.

    The fitted commitment is what a pact adds in any dispute with force, mostly small ones in which
    nobody called for help; the fitted audience is what a public call of the United Nations on its
    members adds. With a `reliability` (the share of commitments honoured when called
    upon, a number or one a row) the commitment is instead the one that makes an ally come that
    often when its part decides (:mod:`~foedera.behaviour.commit`), at least 0.

    Raises:
        BehaviourError: the draws are not of contribution, or `rows` comes without `rng`.
    """
    values = _chosen(of, "contribution", rows, rng)
    named: dict[str, Any] = {name: values[name][:, None] for name in CONTRIBUTION}
    found = ContributionParameters(gain=np.ones((len(values["cost"]), 1)), **named)
    if reliability is None:
        return found
    share = np.asarray(reliability, dtype=np.float64)
    wanted = commitment_of(share.reshape(-1, 1) if share.ndim else share, found)
    return replace(found, commitment=np.maximum(wanted, 0))


def contest_parameters(
    of: Posterior,
    *,
    rows: int | None = None,
    rng: np.random.Generator | None = None,
) -> ContestParameters:
    """Return parameters of the contest, in the ratio form, of shape (rows, 1), a row being a draw.

    Raises:
        BehaviourError: the draws are not of the contest, or `rows` comes without `rng`.
    """
    values = _chosen(of, "contest", rows, rng)
    return ContestParameters(decisiveness=values["decisiveness"][:, None])


def _chosen(
    of: Posterior, part: str, rows: int | None, rng: np.random.Generator | None
) -> dict[str, Floats]:
    if of.part != part:
        raise BehaviourError(f"draws of {part} are needed, not of {of.part}")
    if rows is None:
        return dict(of.values)
    if rng is None:
        raise BehaviourError("to take draws at random a generator is needed")
    places = rng.integers(of.size, size=rows)
    return {name: found[places] for name, found in of.values.items()}
