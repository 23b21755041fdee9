"""The interface of all models of behaviour: three methods on arrays.

No model draws random numbers. It is given them (standard normal ones for signals) or returns
probabilities, and :func:`cast` and :func:`happens` turn these into ballots and deeds with one
uniform number each. So the same numbers serve every charter and every model: differences between
two charters are then differences of charters (common random numbers), and whoever draws may draw
in bulk, in any precision, from any stream. The precision of the numbers passed in is kept.
"""

from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from foedera.behaviour.errors import BehaviourError
from foedera.behaviour.gaussian import hermite
from foedera.behaviour.parameters import Floats
from foedera.behaviour.situation import Situation
from foedera.rules import NormalForm

_NODES = 61


@runtime_checkable
class Behaviour(Protocol):
    """How parties perceive, vote and contribute; draws are rows, parties columns."""

    def perceive(self, of: Situation, noise: Floats) -> Floats:
        """Return log-odds (draws, parties) that the accused attacked.

        `noise` (draws, parties) is standard normal and independent.
        """
        ...

    def vote(self, of: Situation, log_odds: Floats, rule: NormalForm | None = None) -> Floats:
        """Return probabilities (draws or 1, parties, 4) of the ballots, in the order of `Ballot`.

        `rule` is the one voted under, its members the parties in order; a model that looks ahead
        needs it.
        """
        ...

    def contribute(self, of: Situation, log_odds: Floats, decided: Floats) -> Floats:
        """Return the probability (draws or 1, parties) that each party comes to enforce.

        `decided` (draws or 1, parties or 1) is 1 where a binding decision calls for it, -1 where
        one calls for staying out, and 0 where none does.
        """
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """All the random numbers of a batch.

    Of every draw and party (draws, parties): normal for signals, uniform for ballots and deeds. Of
    every draw (draws,): normal for what sets its draft apart from others, uniform for the pace of
    the procedure and for the luck of force.
    """

    signals: Floats
    ballots: Floats
    deeds: Floats
    drafts: Floats
    pace: Floats
    luck: Floats


def draw_noise(rng: np.random.Generator, draws: int, parties: int, *, single: bool = True) -> Noise:
    """Return the random numbers of a batch, drawn in bulk; in single precision by default."""
    shape, kind = (draws, parties), np.float32 if single else np.float64
    return Noise(
        rng.standard_normal(shape, dtype=kind),
        rng.random(shape, dtype=kind),
        rng.random(shape, dtype=kind),
        rng.standard_normal(draws, dtype=kind),
        rng.random(draws, dtype=kind),
        rng.random(draws, dtype=kind),
    )


def expected_ballots(behaviour: Behaviour, of: Situation, rule: NormalForm | None = None) -> Floats:
    """Return ballots' probabilities (1, parties, 4) with the noise of signals integrated out.

    By quadrature over one party's noise, which every model allows since parties' signals are
    independent. Exact counting of a rule applies to the result.

    Raises:
        BehaviourError: the situation holds several crises; take one row at a time.
    """
    noise, weights = _nodes(of)
    odds = behaviour.vote(of, behaviour.perceive(of, noise), rule)
    return np.tensordot(weights, np.broadcast_to(odds, (*noise.shape, odds.shape[-1])), axes=1)[
        None
    ]


def expected_contributions(behaviour: Behaviour, of: Situation, *, decided: float) -> Floats:
    """Return the probability (1, parties) that each party comes, with noise integrated out.

    `decided` is 1 (or True) where a binding decision calls for it, 0 where none does; values
    between are for what binds less.

    Raises:
        BehaviourError: the situation holds several crises; take one row at a time.
    """
    noise, weights = _nodes(of)
    log_odds = behaviour.perceive(of, noise)
    chances = behaviour.contribute(of, log_odds, np.full((len(noise), 1), float(decided)))
    return np.tensordot(weights, np.broadcast_to(chances, noise.shape), axes=1)[None]


def _nodes(of: Situation) -> tuple[Floats, Floats]:
    if of.rows != 1:
        raise BehaviourError(f"the situation holds {of.rows} crises; take one at a time")
    points, weights = hermite(_NODES)
    return np.repeat(points[:, None], of.parties, axis=1), weights
