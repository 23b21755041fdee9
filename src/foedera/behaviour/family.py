"""The members of the family: Null, RulesOnly, Sincere and Strategic.

Each is one class with the three methods of :class:`~foedera.behaviour.model.Behaviour`; `FAMILY`
names them, and tests run over all of them, so that a new member needs no new test.
"""

from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from foedera.behaviour import contribute as contribution
from foedera.behaviour import vote as voting
from foedera.behaviour.contest import ContestParameters, success
from foedera.behaviour.contribute import ContributionParameters, Game
from foedera.behaviour.equilibrium import Equilibrium, equilibrium
from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import hermite
from foedera.behaviour.model import Behaviour
from foedera.behaviour.parameters import Floats, Number, check, quantity, require_between
from foedera.behaviour.perceive import PerceptionParameters, perceive, perception_law
from foedera.behaviour.pivots import in_units
from foedera.behaviour.situation import Situation, require_columns
from foedera.behaviour.strategic import anticipated, tilted
from foedera.behaviour.vote import VoteParameters
from foedera.rules import Ballot, NormalForm

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CERTAIN = 60.0  # log-odds beyond which a chance is 0 or 1 in double precision
_TYPES = 9  # nodes over what a party may believe, in equilibria


@dataclass(frozen=True, slots=True)
class Null:
    """Nobody sees anything: coins for who attacked, base rates for ballots and contributions."""

    yes: float = quantity(0.25, "probability", "a ballot for", low=0, high=1)
    no: float = quantity(0.25, "probability", "a ballot against", low=0, high=1)
    abstain: float = quantity(0.25, "probability", "an abstention", low=0, high=1)
    absent: float = quantity(0.25, "probability", "an absence", low=0, high=1)
    comes: float = quantity(0.5, "probability", "a contribution", low=0, high=1)

    def __post_init__(self) -> None:
        check(self)
        total = self.yes + self.no + self.abstain + self.absent
        if abs(total - 1) > 1e-9:  # noqa: PLR2004 - rounding of decimals
            raise BehaviourError(f"the base rates of ballots add up to {total:g}; 1 is needed")

    def perceive(self, of: Situation, noise: Floats) -> Floats:
        """Return the noise itself: its sign is a coin."""
        require_columns("the noise of signals", noise, of)
        return noise

    def vote(self, of: Situation, log_odds: Floats, rule: NormalForm | None = None) -> Floats:
        """Return the base rates, whatever is believed and voted under."""
        rates = np.array([self.yes, self.no, self.abstain, self.absent], dtype=log_odds.dtype)
        return np.broadcast_to(rates, (1, of.parties, len(Ballot)))

    def contribute(self, of: Situation, log_odds: Floats, decided: Floats) -> Floats:
        """Return the base rate for all but the accused."""
        return np.asarray(contribution.able(of) * self.comes, dtype=log_odds.dtype)


@dataclass(frozen=True, slots=True)
class RulesOnly:
    """Everyone is sincere and well informed; only the accused votes no whatever the truth.

    What is left is what the rules do: all vote yes if the accused did attack and no if not, all
    are present, and all come if a decision calls for it.
    """

    def perceive(self, of: Situation, noise: Floats) -> Floats:
        """Return certainty of the truth."""
        require_columns("the noise of signals", noise, of)
        sure = np.where(of.attacked > 1 / 2, _CERTAIN, -_CERTAIN).astype(noise.dtype)
        return np.broadcast_to(sure, noise.shape)

    def vote(self, of: Situation, log_odds: Floats, rule: NormalForm | None = None) -> Floats:
        """Return certain ballots: yes for those who name the accused, else no."""
        require_columns("the log-odds", log_odds, of)
        planes = np.zeros((len(Ballot), *log_odds.shape), dtype=log_odds.dtype)
        planes[Ballot.YES] = (log_odds > 0) & (of.side >= 0)
        planes[Ballot.NO] = 1 - planes[Ballot.YES]
        return np.moveaxis(planes, 0, -1)

    def contribute(self, of: Situation, log_odds: Floats, decided: Floats) -> Floats:
        """Return 1 for all but the accused where a decision calls upon those who name it."""
        return np.asarray((log_odds > 0) * decided * contribution.able(of), dtype=log_odds.dtype)


def opposed(of: Situation, chances: Floats) -> Floats:
    """Return the chances of ballots with a certain no for the accused itself.

    A measure against a state is one that it votes against. On record it nearly always does: in the
    General Assembly up to 2008 with 29 ballots of 30 on texts whose title accuses, and 52 of 58 on
    others, some of them watered down until it could live with them.
    """
    certain = np.zeros(len(Ballot), dtype=chances.dtype)
    certain[Ballot.NO] = 1
    if len(of.side) == 1:
        chances[:, np.flatnonzero(of.side[0] < 0)] = certain
        return chances
    return np.where((of.side < 0)[..., None], certain, chances)


@dataclass(frozen=True, slots=True)
class Sincere:
    """Parties vote as they lean and believe, and come or not as if nobody else came.

    How much a party then decides, and what becomes of those who came, is the contest's.
    """

    perception: PerceptionParameters = field(default_factory=PerceptionParameters)
    voting: VoteParameters = field(default_factory=VoteParameters)
    contribution: ContributionParameters = field(default_factory=ContributionParameters)
    contest: ContestParameters = field(default_factory=ContestParameters)

    def perceive(self, of: Situation, noise: Floats) -> Floats:
        """Return log-odds from noisy and biased signals."""
        return perceive(of, self.perception, noise)

    def vote(self, of: Situation, log_odds: Floats, rule: NormalForm | None = None) -> Floats:
        """Return the ordered choice with a hurdle of absence; the accused votes no."""
        return opposed(of, voting.vote(of, self.voting, log_odds))

    def contribute(self, of: Situation, log_odds: Floats, decided: Floats) -> Floats:
        """Return the logit response to what each would decide if it came alone."""
        parameters = self.contribution
        gain = contribution.gains(of, parameters, log_odds)
        net = contribution.net_costs(of, parameters, decided.astype(log_odds.dtype, copy=False))
        pivot = contribution.alone(of, self.contest, log_odds.dtype)
        return contribution.willing(gain, net, pivot, parameters.precision, contribution.able(of))


@dataclass(frozen=True, slots=True)
class Strategic:
    """Parties know how others will act on average, and weigh how much they themselves matter.

    Contributions are the quantal response equilibrium of the threshold game, ballots that of the
    vote with enforcement anticipated. Equilibria are of expected play, one a crisis: each draw
    then answers with its own belief. Parameters are numbers here, not posterior draws.
    """

    perception: PerceptionParameters = field(default_factory=PerceptionParameters)
    voting: VoteParameters = field(default_factory=VoteParameters)
    contribution: ContributionParameters = field(default_factory=ContributionParameters)
    contest: ContestParameters = field(default_factory=ContestParameters)
    foresight: Number = quantity(
        2.0, "per utility", "mu: weight of the anticipated outcome in a ballot", low=0
    )
    resolution: int = 500

    def __post_init__(self) -> None:
        check(self)
        require_between("resolution of Strategic", self.resolution, 1, 100_000)
        for part in (self, self.perception, self.voting, self.contribution, self.contest):
            for item in fields(part):
                if np.ndim(getattr(part, item.name)) > 0:
                    raise BehaviourError(
                        f"{item.name} is an array; the strategic model takes numbers: make one "
                        "model for each posterior draw"
                    )

    def perceive(self, of: Situation, noise: Floats) -> Floats:
        """Return log-odds from noisy and biased signals."""
        return perceive(of, self.perception, noise)

    def vote(self, of: Situation, log_odds: Floats, rule: NormalForm | None = None) -> Floats:
        """Return the quantal response that anticipates adoption and enforcement.

        Raises:
            BehaviourError: no rule is given, or it is for other members.
        """
        if rule is None:
            raise BehaviourError("the strategic model votes under a rule; none is given")
        law, (points, weights) = perception_law(of, self.perception), hermite(_TYPES)
        with_, without = self.outlook(of, decided=True), self.outlook(of, decided=False)
        beliefs = [law.mean + law.deviation * z for z in points]
        council = of.whole is not None and voting.few_seats(of.parties, of.whole.parties)
        plain = voting.in_council(self.voting) if council else self.voting
        sincere = np.stack([voting.vote(of, plain, belief) for belief in beliefs])
        stakes = np.stack([self._stake(of, belief, with_, without) for belief in beliefs])
        rows = max(sincere.shape[1], stakes.shape[1])
        sincere = np.broadcast_to(sincere, (len(points), rows, *sincere.shape[2:]))
        stakes = np.broadcast_to(stakes, (len(points), rows, of.parties))
        adoption = anticipated(rule, sincere, stakes, weights)
        stake = self._stake(of, log_odds, with_, without)
        return opposed(of, tilted(voting.vote(of, plain, log_odds), stake, adoption))

    def contribute(self, of: Situation, log_odds: Floats, decided: Floats) -> Floats:
        """Return the logit response to pivotality in equilibrium (no call's, if called away)."""
        parameters = self.contribution
        called = self.outlook(of, decided=True).pivot.astype(log_odds.dtype)
        uncalled = self.outlook(of, decided=False).pivot.astype(log_odds.dtype)
        share = decided.astype(log_odds.dtype, copy=False)
        gain = contribution.gains(of, parameters, log_odds)
        net = contribution.net_costs(of, parameters, share)
        pivot = uncalled + np.clip(share, 0, 1) * (called - uncalled)
        return contribution.willing(gain, net, pivot, parameters.precision, contribution.able(of))

    def outlook(self, of: Situation, *, decided: bool) -> Equilibrium:
        """Return the equilibrium of contributions with or without a decision, one a crisis.

        All who may come play: a council's members foresee those outside it too.
        """
        if of.whole is None:
            return _outlook(self, of, float(decided))
        found, places = _outlook(self, of.whole, float(decided)), list(of.places)
        return replace(found, chances=found.chances[:, places], pivot=found.pivot[:, places])

    def _stake(
        self, of: Situation, log_odds: Floats, with_: Equilibrium, without: Equilibrium
    ) -> Floats:
        """Return mu V_i for the beliefs given."""
        parameters = self.contribution
        zero, one = np.zeros((1, 1)), np.ones((1, 1))
        cost = -contribution.net_costs(of, parameters, zero)
        bound = cost + contribution.net_costs(of, parameters, one)
        gain = contribution.gains(of, parameters, log_odds)
        value = (
            gain * (with_.success - without.success)[:, None]
            - cost * (with_.chances - without.chances)
            - bound * (1 - with_.chances) * contribution.able(of)
        )
        return np.asarray(self.foresight * value)


@lru_cache(maxsize=16)  # vote and contribute need the same ones
def _outlook(model: Strategic, of: Situation, decided: float) -> Equilibrium:
    """Return the equilibrium of contributions, one a crisis; crises of one capability together."""
    law, (points, weights) = perception_law(of, model.perception), hermite(_TYPES)
    parameters, shape = model.contribution, (of.rows, of.parties)
    beliefs = [law.mean + law.deviation * z for z in points]
    worth = [np.broadcast_to(contribution.gains(of, parameters, x), shape) for x in beliefs]
    gain = np.stack(worth, axis=-1)
    net = contribution.net_costs(of, parameters, np.full((1, 1), decided))
    net = np.broadcast_to(net, shape)[..., None]
    able = np.broadcast_to(contribution.able(of), shape)
    attacked = np.where(of.side > 0, of.capability, 0).sum(axis=1, keepdims=True) + of.resisting
    held = np.broadcast_to(of.capability, shape)
    kinds, which = np.unique(held, axis=0, return_inverse=True)
    parts: list[tuple[NDArray[np.intp], Equilibrium]] = []
    for k, capability in enumerate(kinds):
        rows = np.flatnonzero(which.reshape(-1) == k)
        units, unit = in_units(capability, model.resolution)
        curve = _prevails(of, attacked, rows, np.arange(units.sum() + 1) * unit, model.contest)
        game = Game(gain[rows], net[rows], weights, units, curve, able[rows])
        parts.append((rows, equilibrium(game, parameters.precision)))
    order = np.argsort(np.concatenate([rows for rows, _ in parts]))
    return Equilibrium(
        np.concatenate([found.chances for _, found in parts])[order],
        np.concatenate([found.pivot for _, found in parts])[order],
        np.concatenate([found.success for _, found in parts])[order],
        np.concatenate([found.turned for _, found in parts])[order],
    )


def _prevails(
    of: Situation,
    attacked: Floats,
    rows: "NDArray[np.intp]",
    forces: Floats,
    contest: ContestParameters,
) -> Floats:
    """Return the chance to prevail by the force that comes beside the attacked, (rows, forces)."""
    own, needed = (np.broadcast_to(each, (of.rows, 1))[rows] for each in (attacked, of.needed))
    return success(own + forces, needed, contest)


FAMILY: dict[str, type[Behaviour]] = {
    "null": Null,
    "rules-only": RulesOnly,
    "sincere": Sincere,
    "strategic": Strategic,
}
