"""What a stopped analysis kept is taken again, and nothing else is."""

import os
import signal
import subprocess
import sys
import time
from datetime import date

import numpy as np
import pytest

from foedera.behaviour import RulesOnly
from foedera.charters import load_charter
from foedera.simulation import Settings, SimulationError, dispute_of
from foedera.simulation.decades import Learning, decades
from foedera.simulation.kept import computed_or_kept, key_of
from foedera.simulation.opening import opening
from foedera.simulation.ranges import GIVEN, Range
from foedera.simulation.sensitivity import sensitivity
from foedera.world.crises import load_crisis

DISPUTE = dispute_of(load_crisis("georgia-2008"))
COST = {"contribution.cost": Range(0.3, 8.0, GIVEN)}


def squares(folder, key="a", items=(1.0, 2.0, 3.0)):
    """Return the squares of numbers by place, and which of them were computed."""
    asked = []

    def square(item):
        asked.append(item)
        return np.array([item**2])

    found = dict(computed_or_kept(square, items, workers=1, folder=folder, key=key))
    return {place: float(value[0]) for place, value in found.items()}, asked


def test_nothing_is_computed_twice(tmp_path):
    folder = tmp_path / "deep" / "kept"
    assert squares(folder) == ({0: 1, 1: 4, 2: 9}, [1, 2, 3])
    assert squares(folder) == ({0: 1, 1: 4, 2: 9}, [])
    assert squares(folder, "b")[1] == [1, 2, 3]  # another question


def test_damaged_and_missing_parts_are_computed_again(tmp_path):
    squares(tmp_path)
    first, second, _ = sorted(tmp_path.iterdir())
    content = bytearray(first.read_bytes())
    content[-1] ^= 1
    first.write_bytes(content)
    second.unlink()
    assert squares(tmp_path) == ({2: 9, 0: 1, 1: 4}, [1, 2])


def test_a_key_is_of_the_question_alone():
    assert key_of([1, "x"]) == key_of([1, "x"]) != key_of([1, "y"])


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SimulationError, match="cannot be written: Not a directory"):
        squares(tmp_path / "file" / "kept")


def test_an_analysis_goes_on_with_the_same_numbers(tmp_path):
    pytest.importorskip("SALib", reason="the extra 'sweep' (SALib) is not installed")
    plan = opening(load_charter("est-2009"), DISPUTE).plan
    how = {"samples": 20, "draws": 40}
    whole = sensitivity(plan, DISPUTE, COST, **how)
    assert sensitivity(plan, DISPUTE, COST, **how, keep=tmp_path) == whole
    parts = sorted(tmp_path.iterdir())
    assert len(parts) == 3
    parts[1].unlink()
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    told = []
    again = sensitivity(
        plan, DISPUTE, COST, **how, keep=tmp_path, progress=lambda done, _: told.append(done)
    )
    assert (again, told) == (whole, [16, 24, 40])
    kept = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert before.items() <= kept.items()
    sensitivity(plan, DISPUTE, COST, samples=20, draws=41, keep=tmp_path)
    assert len(list(tmp_path.iterdir())) == 6  # other draws are another question


def test_decades_go_on_with_the_same_numbers(tmp_path):
    charters, settings = [load_charter("osce")], Settings(draws=20, behaviours=(RulesOnly(),))
    words = (charters, date(2020, 1, 1), Learning(years=5, replications=40), settings)
    whole = decades(*words, pool=3)
    assert len(list(decades(*words, pool=3, keep=tmp_path))) == 1
    next(tmp_path.iterdir()).unlink()
    again = decades(*words, pool=3, keep=tmp_path)
    assert np.array_equal(again[0].courses["attempted"], whole[0].courses["attempted"])
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.slow
def test_a_killed_analysis_goes_on_where_it_stopped(run, tmp_path):
    pytest.importorskip("SALib", reason="the extra 'sweep' (SALib) is not installed")
    kept = tmp_path / "kept"
    words = ["sensitivity", "est-2009", "--crisis", "georgia-2008", "--samples", "60"]
    words += ["--draws", "600", "--parameter", "contribution.cost", "--parameter", "force_needed"]
    words += ["--keep", str(kept), "--json"]
    process = subprocess.Popen(
        [sys.executable, "-m", "foedera", *words],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 60
        while len(list(kept.glob("*.npy"))) < 2:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    before = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.npy")}
    assert 2 <= len(before) < 12

    code, out, _ = run(*words)

    assert code == 0
    after = {path.name: path.stat().st_mtime_ns for path in kept.glob("*.npy")}
    assert before.items() <= after.items()  # none lost, none written again
    assert len(after) == 12
    assert run(*words[:-3], "--json")[1] == out
