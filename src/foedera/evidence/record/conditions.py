"""What the record says of two conditions of collective security: C29 and C30.

Both compare bodies that were asked: of those with one of the accused among their members and those
without (universality), and of those whose members lean one way and those whose members do not
(agreement). A member leans to the attacked where its ideal point in the General Assembly is nearer
to it than to the accused. Neither comparison is an experiment: bodies with the accused as a member
meet other crises than those without.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from foedera.charters import load_charter
from foedera.evidence.claims import Claim, Share
from foedera.evidence.record.deeds import SOURCES, Deed
from foedera.evidence.record.scored import Record
from foedera.evidence.scores import interval, weights
from foedera.simulation.dispute import dispute_of, field_of
from foedera.simulation.opening import parties_on

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

MOST = 2 / 3  # of the members that lean to the attacked: they agree
_DRAWS, _SEED = 1000, 1


def whether_universality_helps(of: Record) -> Claim:
    """Return how often bodies decide with the accused among their parties and without (C29)."""
    shares = _beside(of, _inside, "the accused is a party", "it is none")
    return Claim(
        "C29",
        "Is collective security the better for having everybody in?",
        shares,
        f"{_told(shares)} Whoever has the accused inside can bind it, and has to decide with it.",
        SOURCES,
    )


def whether_agreement_helps(of: Record) -> Claim:
    """Return how often bodies decide where their members agree on who is nearer, or not (C30)."""
    shares = _beside(of, agrees, "two thirds of its members lean to the attacked", "fewer do")
    return Claim(
        "C30",
        "Do bodies decide more often where their members agree on the aggressor?",
        shares,
        f"{_told(shares)} Who is named in the mind of members is on no record; how near they stand "
        "to either side is what there is.",
        f"{SOURCES}; ideal points (Bailey, Strezhnev & Voeten 2017)",
    )


def _inside(deed: Deed) -> bool:
    parties = parties_on(load_charter(deed.institution), deed.crisis.start)
    return bool(parties & set(deed.crisis.aggressor))


def agrees(deed: Deed) -> bool:
    """Return whether most of those who vote on the measure lean to the attacked."""
    sides = {*deed.crisis.aggressor, *deed.crisis.attacked}
    votes = [gate.form for gate in deed.plan.routes[0].gates if gate.kind == "vote"]
    asked = votes[-1].members if votes and votes[-1] else deed.plan.parties
    members = tuple(code for code in asked if code not in sides)
    seen = field_of(dispute_of(deed.crisis), deed.plan.parties).seen_by(members)
    nearer = seen.distance_to_attacked[0] < seen.distance_to_accused[0]
    return bool(nearer.mean() >= MOST)


def _beside(
    of: Record, holds: Callable[[Deed], bool], yes: str, no: str
) -> tuple[Share, Share, Share, Share]:
    """Return shares that decided of bodies asked where a condition holds and where not.

    Then the difference, and that of the chances that the simulator gives.
    """
    rows = [(d, c) for d, c in zip(of.deeds, of.chances, strict=True) if d.asked == "yes"]
    held = np.array([holds(deed) for deed, _ in rows])
    came = np.array([deed.decided for deed, _ in rows], dtype=np.float64)
    chances = np.array([chance for _, chance in rows])
    names = [deed.crisis.id for deed, _ in rows]
    event = np.unique(names, return_inverse=True)[1].astype(np.int64)
    weight = weights(event, _DRAWS, _SEED)
    return (
        _share(f"decided, where {yes}", came, weight * held, held, event),
        _share(f"decided, where {no}", came, weight * ~held, ~held, event),
        _apart("the first less the second, of record", came, weight, held, event),
        _apart("the first less the second, as foretold", chances, weight, held, event),
    )


def _share(
    label: str, values: Floats, weight: Floats, among: Bools, event: NDArray[np.int64]
) -> Share:
    drawn = interval(_means(values, weight))
    events = len(np.unique(event[among]))
    return Share(label, float(values[among].mean()), drawn, int(among.sum()), events)


def _apart(
    label: str, values: Floats, weight: Floats, held: Bools, event: NDArray[np.int64]
) -> Share:
    drawn = _means(values, weight * held) - _means(values, weight * ~held)
    found = float(values[held].mean() - values[~held].mean())
    return Share(label, found, interval(drawn), len(values), len(np.unique(event)))


def _means(values: Floats, weight: Floats) -> Floats:
    """Return weighted means by resample, NaN where it has no case."""
    total = weight.sum(axis=1)
    return np.asarray(np.where(total > 0, weight @ values / np.maximum(total, 1e-9), np.nan))


def _told(shares: tuple[Share, Share, Share, Share]) -> str:
    low, high = shares[2].interval
    words = (
        "more often" if low > 0 else "less often" if high < 0 else "not clearly more or less often"
    )
    same = (shares[2].estimate > 0) == (shares[3].estimate > 0)
    return (
        f"Of record, bodies that are asked decide {words} in the first case "
        f"({shares[0].estimate:.0%} against {shares[1].estimate:.0%}); the simulator sees "
        f"{shares[3].estimate:+.0%}, {'the same' if same else 'the other'} way."
    )
