"""Time every power index of a body at once, and the peers that can count the same body.

Run with `make bench`. Medians of five on one core, each the mean of as many runs as fit into a
twentieth of a second; a work that takes longer than twenty seconds is run once. A peer that is not
installed in this environment is skipped and said to be; one in another environment is found with
`PYTHONPATH=THAT/lib/python3.11/site-packages`.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import importlib.util
import statistics
import time
import timeit
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from foedera.charters import find_decision, load_charter, view
from foedera.power import ALL_BALLOTS, YES_NO, Power, banzhaf, power
from foedera.power.weighted import two_way
from foedera.proceedings import Bench, normal_form
from foedera.rules import Ballot, Electorate, NormalForm, bind, parse

if TYPE_CHECKING:
    from power_bdd.bdd import BDD

RUNS = 5
ONE_RUN_BEYOND = 20.0  # seconds
SHORTEST_RUN = 0.05  # seconds; quicker work is repeated until a run takes as long

Result = TypeVar("Result")
Indices = Sequence[float]
Quota = tuple[int, tuple[int, ...]]

ELECTORS = (54, 40, 30, 28, 19, 19, 17, 16, 16, 15, 14, 13, 12, *[11] * 4, *[10] * 5, 9, 9)
ELECTORS += (8, 8, 8, 7, 7, *[6] * 6, 5, 5, *[4] * 7, *[3] * 7)


@dataclass(frozen=True)
class Body:
    """A rule to count; `quotas` are its weighted games, of which `joined` tells how they combine.

    Without quotas no peer can be asked. `too_long` names work that takes a peer over two minutes
    or all memory.
    """

    name: str
    form: NormalForm
    ballots: tuple[Ballot, ...] = YES_NO
    quotas: tuple[Quota, ...] = ()
    joined: str = "and"
    too_long: tuple[str, ...] = ()


def bodies() -> list[Body]:
    """Return the bodies that are measured."""
    world = world_weights()
    nice, lisbon = council("2010-01-01"), council("2024-01-01")
    return [
        Body("UN Security Council", security_council(), quotas=((39, (*[7] * 5, *[1] * 10)),)),
        Body("EU-27, Lisbon, persons", lisbon, quotas=settled(lisbon), joined="0 and (2 or 3)"),
        Body("EU-27, Nice, three criteria", nice, quotas=settled(nice)),
        Body("US electoral college, 51", simple(270, ELECTORS), quotas=((270, ELECTORS),)),
        Body(
            "193 members, 100,000 votes",
            simple(50_001, world),
            quotas=((50_001, world),),
            too_long=("power-bdd Banzhaf", "power-bdd Shapley", "powerindex Shapley"),
        ),
        Body("EST Conference, 57", draft_treaty("conference"), ALL_BALLOTS),
        Body("EST Extraordinary Conference, 57", draft_treaty("extraordinary"), ALL_BALLOTS),
        Body("EU Council, unanimity", council("2024-01-01", "council:unanimity"), ALL_BALLOTS),
        Body("EU Council, qualified majority", lisbon, ALL_BALLOTS),
    ]


def main() -> None:
    """Print every measurement."""
    peers = [name for name in PEERS if importlib.util.find_spec(PEERS[name].module)]
    for name in PEERS:
        if name not in peers:
            print(f"{name} is not installed here: skipped")
    print(f"{'seconds, median of ' + str(RUNS):36} {'foedera, all indices':>22}")
    for body in bodies():
        seconds, found = timed(lambda body=body: power(body.form, body.ballots))
        print(f"{body.name:36} {seconds:22.6f}   {len(body.ballots)} ballots")
        if body.ballots == YES_NO:
            alone, _ = timed(lambda body=body: banzhaf(body.form, YES_NO))
            print(f"{'    foedera Banzhaf alone':36} {alone:22.6f}")
        for peer in peers if body.quotas else ():
            compare(PEERS[peer], peer, body, found)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the median time of some runs, and the result."""
    start = time.perf_counter()
    result = work()
    once = time.perf_counter() - start
    if once > ONE_RUN_BEYOND:
        return once, result
    number = max(1, min(1000, int(SHORTEST_RUN / once)))
    times = [total / number for total in timeit.repeat(work, number=number, repeat=RUNS)]
    return statistics.median(times), result


# ------------------------------------------------------------------------------------- bodies


def simple(quota: int, weights: Sequence[int]) -> NormalForm:
    """Return a weighted game."""
    codes = tuple(f"M{k:03d}" for k in range(len(weights)))
    votes = {"votes": dict(zip(codes, weights, strict=True))}
    words = f"at least {quota} of the votes of the members vote yes"
    return bind(parse(words), Electorate(codes, {"members": frozenset(codes)}, votes))


def security_council() -> NormalForm:
    """Return the Council of fifteen since 1966."""
    codes = tuple(f"M{k:02d}" for k in range(15))
    groups = {"members": frozenset(codes), "permanent members": frozenset(codes[:5])}
    words = "at least 9 of the members vote yes and none of the permanent members vote no"
    return bind(parse(words), Electorate(codes, groups))


def draft_treaty(conference: str) -> NormalForm:
    """Return a conference of the draft European Security Treaty with 57 parties, one accused."""
    codes = tuple(f"P{k:02d}" for k in range(57))
    groups = {"parties": frozenset(codes), "accused": frozenset(codes[:1])}
    words = {
        "conference": "at least 2/3 of the parties are present and none of the parties vote no",
        "extraordinary": "at least 4/5 of the parties are present and "
        "all of the parties present except the accused vote yes",
    }
    return bind(parse(words[conference]), Electorate(codes, groups))


def council(day: str, decision: str = "council:qmv") -> NormalForm:
    """Return a decision of the EU Council on a day."""
    at = view(load_charter("eu"), date.fromisoformat(day), ())
    return normal_form(at, *find_decision(at, decision), Bench())


def world_weights() -> tuple[int, ...]:
    """Return 193 weights between 1 and about 1,000 that add up to 100,000."""
    drawn = np.random.default_rng(193).integers(1, 1037, 193)
    weights = np.maximum(drawn * 100_000 // drawn.sum(), 1)
    weights[-1] += 100_000 - weights.sum()
    return tuple(int(weight) for weight in np.sort(weights)[::-1])


def settled(form: NormalForm) -> tuple[Quota, ...]:
    """Return the quota and weights of each inequality of a rule in which only a yes counts."""
    game = two_way(form, YES_NO)
    assert game is not None
    columns = zip(game.needs.tolist(), game.gains.T.tolist(), strict=True)
    return tuple((need, tuple(gains)) for need, gains in columns)


# -------------------------------------------------------------------------------------- peers


@dataclass(frozen=True)
class Peer:
    """A package, and how it computes the two indices of a body, normalised to add up to one."""

    module: str
    indices: dict[str, Callable[[Body], Indices]]
    compound: bool


def compare(peer: Peer, name: str, body: Body, found: Power) -> None:
    """Print the times of one peer for one body, and whether it agrees."""
    ours = {
        "Banzhaf": [float(member.banzhaf_normalised) for member in found.members],
        "Shapley": [member.shapley_shubik for member in found.members],
    }
    for index, compute in peer.indices.items():
        label = f"    {name} {index}"
        if len(body.quotas) > 1 and not peer.compound:
            print(f"{label:36} {'cannot':>22}")
        elif f"{name} {index}" in body.too_long:
            print(f"{label:36} {'not tried':>22}   over two minutes, or all memory")
        else:
            seconds, theirs = timed(lambda compute=compute: compute(body))
            agree = "agrees" if np.allclose(theirs, ours[index], rtol=1e-6) else "DIFFERS"
            print(f"{label:36} {seconds:22.6f}   {agree}")


def decision_diagram(body: Body) -> "BDD":
    """Return the decision diagram of a body as power-bdd builds it."""
    from power_bdd.bdd import BDD, WeightedGame

    parts = [BDD(WeightedGame(quota, list(weights))) for quota, weights in body.quotas]
    if body.joined != "and":
        return parts[0] & (parts[2] | parts[3])
    whole = parts[0]
    for part in parts[1:]:
        whole &= part
    return whole


def diagram_banzhaf(body: Body) -> Indices:
    """Return the normalised Banzhaf indices that power-bdd computes."""
    values = decision_diagram(body).calc_banzhaf()
    return [value / sum(values) for value in values]


def diagram_shapley(body: Body) -> Indices:
    """Return the Shapley-Shubik indices that power-bdd computes."""
    return decision_diagram(body).calc_shapley()


def series_banzhaf(body: Body) -> Indices:
    """Return the normalised Banzhaf indices that powerindex computes."""
    from powerindex import Game

    game = Game(body.quotas[0][0], list(body.quotas[0][1]))
    game.calc_banzhaf()
    return game.banzhaf


def series_shapley(body: Body) -> Indices:
    """Return the Shapley-Shubik indices that powerindex computes."""
    from powerindex import Game

    game = Game(body.quotas[0][0], list(body.quotas[0][1]))
    game.calc_shapley_shubik()
    return game.shapley_shubik


PEERS = {
    "power-bdd": Peer(
        "power_bdd", {"Banzhaf": diagram_banzhaf, "Shapley": diagram_shapley}, compound=True
    ),
    "powerindex": Peer(
        "powerindex", {"Banzhaf": series_banzhaf, "Shapley": series_shapley}, compound=False
    ),
}


if __name__ == "__main__":
    main()
