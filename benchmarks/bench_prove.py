"""Time proofs about weighted rules, and the battery on every charter of the library.

Run with `make bench`. Medians of five on one core; the solver is imported beforehand, and how long
that takes is printed by itself.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import time
from collections.abc import Callable
from datetime import date

import numpy as np

from foedera.charters import Charter, charter_ids, load_charter, view
from foedera.proof import battery, can_block, difference, paradox, smallest_blocking
from foedera.proof.every import every_coalition
from foedera.proof.vote import smallest_forcing
from foedera.rules import Ballot, Electorate, NormalForm, bind, parse
from foedera.world import DATA_DATE

RUNS = 5
RULE = (
    "at least 2/3 of the parties are present and at least 4/5 of the population of the parties are "
    "present and more than 1/2 of the parties present vote yes"
)


def weighted(members: int) -> NormalForm:
    """Return a rule with two quorums and weights from 10 to 3162."""
    codes = tuple(f"P{k:03d}" for k in range(members))
    weights = np.geomspace(10, 3162, members).astype(int).tolist()
    table = {"population": dict(zip(codes, weights, strict=True))}
    return bind(parse(RULE), Electorate(codes, {"parties": frozenset(codes)}, table))


def questions(form: NormalForm) -> dict[str, Callable[[], object]]:
    """Return the proofs that are timed; the first five are those of the peers' comparison."""
    heaviest = form.members[-3:]
    return {
        "the 3 heaviest can block": lambda: can_block(form, heaviest),
        "coming and voting no helps": lambda: paradox(form),
        "fewest noes that block": lambda: smallest_blocking(form, by=[Ballot.NO]),
        "fewest that block by absence": lambda: smallest_blocking(form, by=[Ballot.ABSENT]),
        "fewest that block": lambda: smallest_blocking(form),
        "fewest that force": lambda: smallest_forcing(form),
        "any 20 can block": lambda: every_coalition(form, "block", 20),
        "equal to itself": lambda: difference(form, form),
    }


def median(work: Callable[[], object]) -> float:
    """Return the median time of a few runs in seconds."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def last_day(charter: Charter) -> date:
    """Return the last day of the data on which a charter stands."""
    if charter.in_force is None:
        return charter.opened
    end = date.fromordinal(charter.ended.toordinal() - 1) if charter.ended else DATA_DATE
    return min(DATA_DATE, end)


def main() -> None:
    """Print a line for each proof and each charter."""
    start = time.perf_counter()
    import ortools.sat.python.cp_model  # noqa: F401 - to time its import

    print(f"import of the solver: {time.perf_counter() - start:.2f} s")
    for members in (56, 193):
        work = questions(weighted(members))
        times = {name: median(question) for name, question in work.items()}
        for name, seconds in times.items():
            print(f"{members} members, {name}: {1000 * seconds:.2f} ms")
        print(f"{members} members, the first five: {1000 * sum([*times.values()][:5]):.1f} ms")
    total = 0.0
    for charter_id in charter_ids():
        charter = load_charter(charter_id)
        start = time.perf_counter()
        found = battery(view(charter, last_day(charter)))
        seconds = time.perf_counter() - start
        total += seconds
        print(f"battery, {charter_id}: {len(found)} verdicts in {seconds:.2f} s")
    print(f"battery, all charters: {total:.1f} s")


if __name__ == "__main__":
    main()
