"""Time the library load and the batch decision; print the latter as a share of memory bandwidth.

Run with `make bench`. Medians of several runs on one core.
"""

import os

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[variable] = "1"

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from foedera.rules import Electorate, bind, decide_batch, parse

RUNS = 7
SHEETS = 2_000_000


def median_seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """Return the median time of some runs, after one that is not counted."""
    work()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def fresh(code: str) -> float:
    """Return the median time that `code` prints of itself in a fresh interpreter."""
    runs = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(RUNS)
    ]
    return statistics.median(runs)


def wall(*arguments: str) -> float:
    """Return the median wall time of a fresh `python -m foedera ...`."""
    command = [sys.executable, "-m", "foedera", *arguments]
    return median_seconds(lambda: subprocess.run(command, capture_output=True, check=True))


def electorate(size: int, /, **groups: int) -> Electorate:
    """Return an electorate in which each group is the first so many members."""
    codes = tuple(f"M{k:03d}" for k in range(size))
    return Electorate(
        codes, {name.replace("_", " "): frozenset(codes[:n]) for name, n in groups.items()}
    )


def bandwidth() -> float:
    """Return how many bytes a second this core reads, by summing 256 MB of 64-bit words."""
    words = np.ones(2**25, dtype=np.uint64)
    return words.nbytes / median_seconds(words.sum)


def batch(name: str, words: str, voters: Electorate, limit: float) -> None:
    """Print how many sheets a second a rule decides."""
    form = bind(parse(words), voters)
    cast = np.random.default_rng(1).integers(0, 4, (SHEETS, len(voters.members)), dtype=np.uint8)
    rate = SHEETS / median_seconds(lambda: decide_batch(form, cast))
    share = rate * len(voters.members) / limit
    print(f"{name:44} {rate / 1e6:8.1f} million sheets/s   {share:6.1%} of memory bandwidth")


def main() -> None:
    """Print every measurement."""
    load = "from foedera.charters import library; t = time.perf_counter(); n = len(library())"
    whole = "t = time.perf_counter(); from foedera.charters import library; n = len(library())"
    load, whole = (f"import time; {code}; print(time.perf_counter() - t)" for code in (load, whole))
    print(f"{'library, load of every charter':44} {fresh(load):8.3f} s")
    print(f"{'library, import and load':44} {fresh(whole):8.3f} s")
    print(f"{'foedera --help':44} {wall('--help'):8.3f} s")
    print(f"{'foedera assess est-2009':44} {wall('assess', 'est-2009'):8.3f} s")
    limit = bandwidth()
    print(f"{'memory read by one core':44} {limit / 1e9:8.1f} GB/s")
    batch(
        "Security Council, 15 members",
        "at least 9 of the members vote yes and none of the permanent members vote no",
        electorate(15, members=15, permanent_members=5),
        limit,
    )
    batch(
        "Conference, 57 parties: 2/3 and consensus",
        "at least 2/3 of the parties are present and none of the parties vote no",
        electorate(57, parties=57),
        limit,
    )
    batch(
        "Extraordinary Conference, 57: 4/5, unanimity",
        "at least 4/5 of the parties are present and "
        "all of the parties except the accused present vote yes",
        electorate(57, parties=57, accused=1),
        limit,
    )


if __name__ == "__main__":
    main()
