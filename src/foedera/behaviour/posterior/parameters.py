"""From draws to the parameters of the models: one row a draw.

What no data tell stays at its default and is not calibrated: of votes the weights of trade
(`exposure`, `absence_exposure`), of patience and of a public audience; of contributions those of
trade and patience and `gain_own`. `audience` of contributions is 0, as no data tell it from
`commitment`; `gain` is 1 by definition: it is the unit of utility. The votes fitted were public and
by states whose patience nobody measured, so the cut points move by what the defaults of audience
and patience add for a state of patience 0.9.
"""

from dataclasses import replace
from enum import StrEnum
from typing import Any

import numpy as np

from foedera.behaviour.commit import commitment_of
from foedera.behaviour.contribute import ContributionParameters
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.parameters import Floats, Number
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
CONTRIBUTION = ("gain_allied", "gain_neighbour", "cost", "cost_allied", "commitment", "precision")


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
) -> VoteParameters:
    """Return parameters of the vote of shape (rows, 1), a row being a draw and a new draft.

    Drafts differ by more than their covariates: wording, timing, bargains. Each row therefore has a
    draft effect of its own, normal with the fitted deviation `draft`, which moves both cut points:
    parties of one row share it. With `rows` (and then `rng`) that many draws are taken at random;
    otherwise each draw comes once. Without `rng` draft effects come from the seed of the posterior.

    Raises:
        BehaviourError: the draws are not of voting, or `rows` comes without `rng`.
    """
    values = _chosen(of, "voting", rows, rng)
    size = len(values["draft"])
    # The posterior's own seed: the same draws make the same parameters.
    source = np.random.default_rng(of.seed) if rng is None else rng
    council = float(Body(body) is Body.COUNCIL)
    shift = source.standard_normal(size) * values["draft"] + council * values["council"]
    plain = VoteParameters()
    held = np.asarray(plain.audience) + PATIENCE * np.asarray(plain.patience)
    named: dict[str, Any] = {name: values[name][:, None] for name in VOTE}
    return VoteParameters(
        **named,
        cut_no=(values["cut_no"] - shift + held)[:, None],
        cut_yes=(values["cut_yes"] - shift + held)[:, None],
        absence=(values["absence"] + council * values["absence_council"])[:, None],
    )


def contribution_parameters(
    of: Posterior,
    *,
    reliability: Number | None = None,
    rows: int | None = None,
    rng: np.random.Generator | None = None,
) -> ContributionParameters:
    """Return parameters of contribution of shape (rows, 1), a row being a draw.

    The fitted commitment is what a pact adds in any dispute with force, mostly small ones in which
    nobody called for help. With a `reliability` (the share of commitments honoured when called
    upon, a number or one a row) the commitment is instead the one that makes an ally come that
    often when its part decides (:mod:`~foedera.behaviour.commit`), at least 0.

    Raises:
        BehaviourError: the draws are not of contribution, or `rows` comes without `rng`.
    """
    values = _chosen(of, "contribution", rows, rng)
    named: dict[str, Any] = {name: values[name][:, None] for name in CONTRIBUTION}
    found = ContributionParameters(gain=np.ones((len(values["cost"]), 1)), audience=0.0, **named)
    if reliability is None:
        return found
    share = np.asarray(reliability, dtype=np.float64)
    wanted = commitment_of(share.reshape(-1, 1) if share.ndim else share, found)
    return replace(found, commitment=np.maximum(wanted, 0))


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
