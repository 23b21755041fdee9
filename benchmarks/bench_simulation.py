"""Time simulation: crises a second through a whole procedure, equilibria, memory, and a peer.

Run with `python benchmarks/bench_simulation.py`. One core; the least of several runs, since other
work on the machine can only add to it. The peer (Mesa) is timed in the same run where it is found:
here, or in the folder that FOEDERA_PEERS names.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
CHARTER, CRISIS, RUNS = "est-2009", "ukraine-2022", 40
# The reference model: states that learn from successes whether to come to each other's help.
STATES, STEPS, REPETITIONS, RATE = 56, 100, 100, 0.05
PEERS = "FOEDERA_PEERS"


def least(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the least time of several runs, in seconds."""
    taken = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def sincere() -> None:
    """Time draws through every route of a charter, against the drawing of their numbers alone."""
    from foedera.behaviour import Sincere, draw_noise
    from foedera.charters import load_charter
    from foedera.simulation import behaviours, dispute_of, field_of, opening
    from foedera.simulation.batch import draw, run
    from foedera.simulation.simulate import BLOCK
    from foedera.simulation.streams import Streams
    from foedera.world.crises import load_crisis

    dispute = dispute_of(load_crisis(CRISIS))
    plan = opening(load_charter(CHARTER), dispute).plan
    field = field_of(dispute, plan.parties)
    rng, width = np.random.default_rng(0), len(field.parties)
    streams = Streams(0, field.parties)
    print(f"{CHARTER}, {CRISIS}: {width} parties, {len(plan.routes)} routes, block of {BLOCK}")
    for name, model in (
        ("default parameters", Sincere()),
        ("a posterior draw", behaviours("sincere").behaviours[0]),
    ):

        def whole(model: Sincere = model) -> None:
            run(draw(field, model, streams.noise(BLOCK)), plan)

        drawing, taken = least(lambda: streams.noise(BLOCK)), least(whole)
        bulk = least(lambda: draw_noise(rng, BLOCK, width))
        print(f"sincere, {name}: {BLOCK / taken:,.0f} crises a second")
        print(
            f"  {taken / drawing:.2f} times the drawing of its random numbers, a stream a party; "
            f"{taken / bulk:.2f} times that of as many in bulk"
        )


def strategic() -> None:
    """Time the equilibrium of contributions among 57 unequal states."""
    from foedera.behaviour import Strategic, situation

    rng, model, taken = np.random.default_rng(1), Strategic(), []
    for _ in range(20):
        of = situation(
            rng.lognormal(0, 1.5, 57),
            side=[-1, 1, *([0] * 55)],
            distance_to_accused=rng.uniform(0, 3, 57),
            distance_to_attacked=rng.uniform(0, 3, 57),
        )
        start = time.perf_counter()
        model.outlook(of, decided=True)
        taken.append(1000 * (time.perf_counter() - start))
    print(
        f"strategic, 57 unequal states: median {statistics.median(taken):.0f} ms a crisis, "
        f"slowest {max(taken):.0f} ms"
    )


def memory() -> None:
    """Print the most memory that a simulation takes, by the number of draws."""
    from foedera.charters import load_charter
    from foedera.simulation import Settings, dispute_of, opening, simulate
    from foedera.world.crises import load_crisis

    dispute = dispute_of(load_crisis(CRISIS))
    plan = opening(load_charter(CHARTER), dispute).plan
    simulate(plan, dispute, Settings(draws=5_000))  # fills the caches of the data
    for draws in (20_000, 200_000):
        tracemalloc.start()
        simulate(plan, dispute, Settings(draws=draws, false_alarms=False))
        peak = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        print(f"memory of {draws:,} draws: {peak:.1f} MB at most")


# ------------------------------------------------------------------------------- reference model


def start_values() -> tuple[Floats, Floats, Floats, Floats]:
    """Return strengths (whole numbers) and resolve by state, costs and forces needed by step.

    All repetitions are drawn in bulk, one a column; both versions of the model start from these.
    """
    rng = np.random.default_rng(1)
    strength = np.ceil(rng.lognormal(2, 1, (STATES, REPETITIONS)))
    needed = rng.random((STEPS, REPETITIONS)) * strength.sum(axis=0)
    return strength, rng.random(strength.shape), rng.random(needed.shape), needed


def ours() -> int:
    """Return the successes of all repetitions, vectorised over them as foedera's kernels are."""
    strength, resolve, cost, needed = start_values()
    successes = 0
    force = np.empty_like(strength)
    for step in range(STEPS):
        np.multiply(strength, resolve > cost[step], out=force)
        success = force.sum(axis=0) >= needed[step]
        successes += int(success.sum())
        # the same operations in the same order as the peer, so that results are the same
        np.subtract(success, resolve, out=force)
        force *= RATE
        resolve += force
    return successes


def peer() -> int:
    """Return the successes of all repetitions, each a model of agents in Mesa's way."""
    import mesa

    class State(mesa.Agent):  # type: ignore[misc]
        def __init__(self, model: "Crises", strength: float, resolve: float) -> None:
            super().__init__(model)
            self.strength, self.resolve = strength, resolve

        def decide(self) -> None:
            if self.resolve > self.model.cost:
                self.model.force += self.strength

        def learn(self) -> None:
            self.resolve += (self.model.success - self.resolve) * RATE

    class Crises(mesa.Model):  # type: ignore[misc]
        def __init__(self, seed: int, start: tuple[Floats, ...]) -> None:
            super().__init__(seed=seed)
            strength, resolve, self.costs, self.needed = (each[:, seed].tolist() for each in start)
            State.create_agents(self, STATES, strength, resolve)
            self.successes = 0

        def step(self) -> None:
            now = self.steps - 1
            self.force, self.cost = 0.0, self.costs[now]
            self.agents.do("decide")
            self.success = self.force >= self.needed[now]
            self.successes += self.success
            self.agents.do("learn")

    total, start = 0, start_values()
    for seed in range(REPETITIONS):
        model = Crises(seed, start)
        for _ in range(STEPS):
            model.step()
        total += model.successes
    return total


def reference() -> None:
    """Compare the reference model with Mesa in one run, where Mesa is found."""
    taken, agents = least(ours), STATES * STEPS * REPETITIONS
    print(f"reference model, {STATES} states x {STEPS} steps x {REPETITIONS} repetitions")
    print(f"  foedera: {1000 * taken:.1f} ms, {agents / taken / 1e6:.0f} M agent-steps a second")
    drawing = least(start_values)
    print(f"  {1000 * drawing:.1f} ms of it draw the start values")
    path = os.environ.get(PEERS, "")
    done = subprocess.run(
        [sys.executable, __file__, "peer"],
        env={**os.environ, "PYTHONPATH": path} if path else None,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        print(f"  Mesa is not installed: set {PEERS} to a folder that has it")
        return
    version, seconds, successes = done.stdout.split()
    assert int(successes) == ours(), "the two versions differ"
    print(f"  Mesa {version}: {1000 * float(seconds):.0f} ms, the same {successes} successes")
    print(f"  foedera is {float(seconds) / taken:.0f} times as fast")


def time_peer() -> None:
    """Print Mesa's version, its least time and its successes."""
    from importlib.metadata import version

    found: list[int] = []
    seconds = least(lambda: found.append(peer()), runs=3)
    print(version("mesa"), seconds, found[0])


if __name__ == "__main__":
    if sys.argv[1:] == ["peer"]:
        time_peer()
    else:
        sincere()
        strategic()
        memory()
        reference()
