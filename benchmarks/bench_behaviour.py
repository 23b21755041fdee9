"""Time the models of behaviour: sincere play by the crisis, and strategic equilibria.

Run with `python benchmarks/bench_behaviour.py`. One core; the least of several runs, since other
work on the machine can only add to it.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time
from collections.abc import Callable

import numpy as np

from foedera.behaviour import Sincere, Strategic, cast, draw_noise, happens, situation
from foedera.behaviour.contribute import game
from foedera.behaviour.equilibrium import equilibrium
from foedera.behaviour.pivots import in_units
from foedera.rules import Electorate, bind, decide_batch, parse

PARTIES, DRAWS, RUNS, GAMES = 57, 2_000, 30, 30
MEMBERS = tuple(f"P{k}" for k in range(PARTIES))
RULE = bind(
    parse("at least 2/3 of the parties are present and none of the parties vote no"),
    Electorate(MEMBERS, {"parties": frozenset(MEMBERS)}),
)


def least(work: Callable[[], object]) -> float:
    """Return the least time of several runs, in seconds."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def sincere() -> None:
    """Compare drawing alone with drawing, perceiving, voting, deciding and contributing."""
    rng, model = np.random.default_rng(0), Sincere()
    of = situation(
        rng.lognormal(0, 1.5, PARTIES),
        side=[-1, 1, *([0] * (PARTIES - 2))],
        distance_to_accused=rng.uniform(0, 3, PARTIES),
        distance_to_attacked=rng.uniform(0, 3, PARTIES),
    )
    held = of.capability[0].astype(np.float32)

    def play() -> None:
        noise = draw_noise(rng, DRAWS, PARTIES)
        log_odds = model.perceive(of, noise.signals)
        ballots = cast(model.vote(of, log_odds), noise.ballots)
        decided = decide_batch(RULE, ballots)[:, None].astype(np.float32)
        comes = happens(model.contribute(of, log_odds, decided), noise.deeds)
        assert (comes @ held).shape == (DRAWS,)

    drawing, whole = least(lambda: draw_noise(rng, DRAWS, PARTIES)), least(play)
    print(f"sincere, {PARTIES} parties: {DRAWS / whole:,.0f} crises a second")
    print(f"  {whole / drawing:.2f} times the drawing of its random numbers")


def strategic() -> None:
    """Time one equilibrium of unequal states, by precision."""
    for precision in (3.0, 5.0, 10.0):
        rng, taken, turned = np.random.default_rng(1), [], 0
        for _ in range(GAMES):
            units, _ = in_units(rng.lognormal(0, 1.5, PARTIES), Strategic().resolution)
            of = game(
                rng.uniform(0.5, 2.5, PARTIES),
                rng.uniform(0.0, 1.0, PARTIES),
                units,
                int(rng.uniform(0.1, 0.6) * Strategic().resolution),
            )
            start = time.perf_counter()
            turned += int(equilibrium(of, precision).turned[0])
            taken.append(1000 * (time.perf_counter() - start))
        print(
            f"quantal response of {PARTIES} unequal states, lambda {precision:g}: median "
            f"{statistics.median(taken):.0f} ms, slowest {max(taken):.0f} ms; the branch turns "
            f"back in {turned} of {GAMES}"
        )


if __name__ == "__main__":
    sincere()
    strategic()
