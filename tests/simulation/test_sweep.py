"""Sweeps: the same numbers whoever computes them, and nothing lost or done twice when killed."""

import math
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from foedera.charters import load_charter
from foedera.files.source import SourceError, read_text
from foedera.simulation import (
    Settings,
    SimulationError,
    behaviours,
    compare,
    dispute_of,
    unseen,
)
from foedera.simulation.cells import compute
from foedera.simulation.endings import Ending
from foedera.simulation.grid import grid_of, lay_out, read_grid, stream_of
from foedera.simulation.labelled import labelled, save
from foedera.simulation.opening import opening
from foedera.simulation.store import CELLS, collect
from foedera.simulation.sweep import sweep
from foedera.simulation.vary import varied
from foedera.world.crises import load_crisis

SMALL = """
charters: [est-2009, {charter: est-2009, readings: E1b, blanks: {seconders: 2}}]
crises: georgia-2008
parameters: {contribution.cost: [0.3, 1.5]}
seeds: [1, 2]
draws: 300
false_alarms: no
"""


def grid(text=SMALL):
    return grid_of(read_text(text, "grid.yaml"))


def files(folder):
    return {path.name: path.stat().st_mtime_ns for path in (folder / CELLS).iterdir()}


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    """Return a folder with the small grid, computed in this process."""
    folder = tmp_path_factory.mktemp("swept") / "out"
    done = sweep(grid(), folder, workers=1)
    assert (done.cells, done.found, done.computed) == (4, 0, 4)
    return folder


def test_a_row_is_what_the_simulation_gives(swept):
    frame = collect(swept)
    assert frame.height == 8
    row = frame.row(0, named=True)
    dispute = dispute_of(load_crisis("georgia-2008"))
    both = [
        opening(load_charter("est-2009"), dispute).plan,
        opening(load_charter("est-2009"), dispute, ["E1b"], lambda _: {"seconders": 2}).plan,
    ]
    stream = stream_of("georgia-2008", 1)
    before = behaviours(until=unseen(dispute.on.year)).behaviours
    models = tuple(varied(model, {"contribution.cost": 0.3}) for model in before)
    found = compare(both, dispute, Settings(300, stream, models, false_alarms=False))
    assert row["stream"] == stream
    assert row["acts"] == found[0].acts.share
    for words, share in found[0].endings().items():
        assert row[words.replace(" ", "_")] == share.share
    assert frame.row(1, named=True)["difference"] == found[1].difference["acts"].share
    assert frame["variant"].unique(maintain_order=True).to_list() == ["", "E1b, seconders=2"]


def test_parameters_bite_and_share_their_random_numbers(swept):
    frame = collect(swept)
    cheap = frame.filter(frame["contribution.cost"] == 0.3)
    dear = frame.filter(frame["contribution.cost"] == 1.5)
    assert cheap["stream"].to_list() == dear["stream"].to_list()
    assert (cheap["acts"] > dear["acts"]).all()
    assert frame["stream"].n_unique() == 2


def test_threads_give_the_numbers_of_one_process(swept, tmp_path):
    with ThreadPoolExecutor(3) as executor:
        sweep(grid(), tmp_path / "out", executor)
    assert collect(tmp_path / "out").equals(collect(swept))


def test_two_processes_give_the_numbers_of_one(swept, tmp_path):
    sweep(grid(), tmp_path / "out", workers=2)
    assert collect(tmp_path / "out").equals(collect(swept))


def test_damaged_and_half_written_files_are_computed_again(tmp_path):
    sweep(grid(), tmp_path, workers=1)
    whole = collect(tmp_path)
    first, second, third, fourth = sorted((tmp_path / CELLS).iterdir())
    changed = bytearray(first.read_bytes())
    changed[len(changed) // 2] ^= 1
    first.write_bytes(changed)
    second.write_bytes(second.read_bytes()[:100])
    third.rename(third.with_name(f"{third.name}.12.part"))
    before = fourth.stat().st_mtime_ns

    assert collect(tmp_path).height == 2
    again = sweep(grid(), tmp_path, workers=1)

    assert (again.found, again.computed, again.damaged) == (1, 3, 2)
    assert fourth.stat().st_mtime_ns == before
    assert collect(tmp_path).equals(whole)
    assert len(list((tmp_path / CELLS).iterdir())) == 4


def test_nothing_is_computed_twice(swept):
    before = files(swept)
    again = sweep(grid(), swept, workers=1)
    assert (again.found, again.computed) == (4, 0)
    assert files(swept) == before


# ----------------------------------------------------------------- another fit is another cell


def refitted(monkeypatch, part, year):
    """Let the stored draws of a part until a year be another fit's: one number differs."""
    from foedera.behaviour import posterior
    from foedera.simulation import models

    held = posterior.draws

    def changed(name, until=None):
        found = held(name, until)
        if (name, until) != (part, year):
            return found
        first = next(iter(found.values))
        return replace(found, values={**found.values, first: found.values[first] + 1e-9})

    monkeypatch.setattr(models, "draws", changed)
    models.behaviours.cache_clear()


@pytest.fixture
def _fit_again():
    """Forget the models made of other draws."""
    yield
    behaviours.cache_clear()


@pytest.mark.usefixtures("_fit_again")
def test_a_refit_computes_the_cells_that_rest_on_it_again(tmp_path, monkeypatch):
    """A crisis of 2022 is met with the votes fitted until 2008, one of 2008 with those to 1989."""
    text = SMALL.replace("georgia-2008", "[georgia-2008, ukraine-2022]").replace("[1, 2]", "1")
    sweep(grid(text), tmp_path, workers=1)
    before, old = files(tmp_path), collect(tmp_path)

    refitted(monkeypatch, "voting", 2008)
    again = sweep(grid(text), tmp_path, workers=1)

    assert (again.found, again.computed, again.outdated, again.damaged) == (2, 2, 2, 0)
    new = collect(tmp_path)
    same = new["fit"] == old["fit"]
    assert new["crisis"].filter(same).unique().to_list() == ["georgia-2008"]
    assert new["crisis"].filter(~same).unique().to_list() == ["ukraine-2022"]
    assert len(before.items() & files(tmp_path).items()) == 2  # those are not written again
    assert sweep(grid(text), tmp_path, workers=1).computed == 0


@pytest.mark.usefixtures("_fit_again")
def test_a_fingerprint_is_that_of_the_parameters_used(monkeypatch):
    first = behaviours("sincere", 2008).fingerprint
    assert first != behaviours("sincere", 1989).fingerprint != behaviours("null").fingerprint
    behaviours.cache_clear()
    assert behaviours("sincere", 2008).fingerprint == first
    assert " at 0x" not in repr(behaviours("sincere", 2008).behaviours)
    refitted(monkeypatch, "voting", 2008)
    assert behaviours("sincere", 2008).fingerprint != first


def test_a_worker_with_another_fit_is_refused():
    layout = lay_out(grid())
    other = replace(layout.cells[0], fit="0" * 64)
    with pytest.raises(SimulationError, match="this worker has other parameters of behaviour"):
        compute(layout.grid, other)


# ------------------------------------------------------------------------------ labelled arrays


def test_cells_are_labelled_arrays(swept):
    pytest.importorskip("xarray", reason="the extra 'sweep' (xarray) is not installed")
    found, frame = labelled(swept), collect(swept)
    assert dict(found.sizes) == {
        "crisis": 1,
        "model": 1,
        "contribution.cost": 2,
        "seed": 2,
        "charter": 2,
        "ending": len(Ending),
    }
    for row in frame.iter_rows(named=True):
        name = f"{row['charter']} ({row['variant']})" if row["variant"] else row["charter"]
        here = found.sel(
            {
                "crisis": row["crisis"],
                "model": row["model"],
                "contribution.cost": row["contribution.cost"],
                "seed": row["seed"],
                "charter": name,
            }
        )
        assert float(here["acts"]) == row["acts"]
        assert float(here["difference_se"]) == row["difference_se"]
        assert float(here["endings"].sel(ending="blocked by friends")) == row["blocked_by_friends"]
        assert math.isnan(float(here["false_alarm"]))  # the grid leaves them out


def test_a_cell_that_is_not_finished_is_missing(tmp_path):
    pytest.importorskip("xarray", reason="the extra 'sweep' (xarray) is not installed")
    sweep(grid(), tmp_path, workers=1)
    (sorted((tmp_path / CELLS).iterdir())[1]).unlink()
    acts = labelled(tmp_path)["acts"]
    assert acts.isnull().sum() == 2
    assert acts.sel({"contribution.cost": 0.3, "seed": 2}).isnull().all()


def test_results_are_saved_as_zarr_and_read_back(swept, tmp_path):
    pytest.importorskip("zarr", reason="the extra 'sweep' (zarr) is not installed")
    import xarray as xr

    path = tmp_path / "results.zarr"
    for _ in "ab":  # the second time over the first
        save(swept, path)
    with xr.open_zarr(path) as found:
        xr.testing.assert_identical(found.load(), labelled(swept))
        assert found.attrs["draws"] == 300
    assert [each.name for each in tmp_path.iterdir()] == ["results.zarr"]


def test_results_are_saved_as_one_parquet_file(swept, tmp_path):
    import polars as pl

    save(swept, tmp_path / "results.parquet")
    assert pl.read_parquet(tmp_path / "results.parquet").equals(collect(swept))


def test_what_cannot_be_saved_is_told_before_anything_is_computed(run, tmp_path):
    path = tmp_path / "grid.yaml"
    path.write_text(SMALL, encoding="utf-8")
    words = ("sweep", path, "--out", tmp_path / "out", "--to")
    code, _, err = run(*words, "results.csv")
    assert (code, err) == (
        2,
        "foedera: results are saved as .zarr or .parquet, not 'results.csv'\n",
    )
    (tmp_path / "letters.zarr").mkdir()
    assert "is there and is no Zarr store" in run(*words, tmp_path / "letters.zarr")[2]
    assert not (tmp_path / "out").exists()


def test_what_is_not_installed_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr("foedera.simulation.labelled.find_spec", lambda _: None)
    with pytest.raises(SimulationError, match=r"\.zarr needs the extra 'sweep': pip install"):
        save(tmp_path, tmp_path / "x.zarr")
    with pytest.raises(SimulationError, match="labelled arrays need xarray: pip install"):
        labelled(tmp_path)


# --------------------------------------------------------------------------------------- killed

KILLED = """
import sys
from pathlib import Path
from foedera.simulation.grid import read_grid
from foedera.simulation.sweep import sweep
from foedera.simulation.vary import varied
if __name__ == "__main__":
    sweep(read_grid(Path(sys.argv[1])), sys.argv[2], workers=int(sys.argv[3]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_sweep_goes_on_where_it_stopped(tmp_path, workers):
    long = SMALL.replace("[1, 2]", str(list(range(12)))).replace("300", "8000")
    (tmp_path / "grid.yaml").write_text(long, encoding="utf-8")
    (tmp_path / "run.py").write_text(KILLED, encoding="utf-8")
    out = tmp_path / "out"
    words = [sys.executable, "run.py", "grid.yaml", str(out), str(workers)]
    process = subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not (out / CELLS).exists() or len(list((out / CELLS).glob("*.parquet"))) < 3:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.01)
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    kept = {name: when for name, when in files(out).items() if name.endswith(".parquet")}
    assert 3 <= len(kept) < 24

    again = sweep(read_grid(tmp_path / "grid.yaml"), out, workers=1)

    assert again.found == len(kept)
    assert again.found + again.computed == again.cells == 24
    assert kept.items() <= files(out).items()  # none lost, none written again
    assert len(files(out)) == 24


@pytest.mark.slow
def test_a_cluster_gives_the_numbers_of_one_process(swept, tmp_path):
    """A real scheduler and two worker processes."""
    reason = "the extra 'sweep' (distributed) is not installed"
    distributed = pytest.importorskip("distributed", reason=reason)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        sweep(grid(), tmp_path / "out", client.get_executor())
    assert collect(tmp_path / "out").equals(collect(swept))


# ------------------------------------------------------------------------------- what is refused


def test_the_folder_of_another_grid_is_refused(swept):
    other = grid(SMALL.replace("300", "301"))
    with pytest.raises(SimulationError, match=r"another grid \(it differs in draws\)"):
        sweep(other, swept, workers=1)


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear Sir", encoding="utf-8")
    with pytest.raises(SimulationError, match="is no folder of a sweep"):
        sweep(grid(), tmp_path, workers=1)
    with pytest.raises(SimulationError, match=r"holds no sweep: it has no readable grid\.json"):
        collect(tmp_path)


def test_a_charter_file_that_changed_is_another_grid(tmp_path):
    source = Path(__file__).parents[2] / "docs" / "examples" / "seato.yaml"
    copy = tmp_path / "seato.yaml"
    copy.write_bytes(source.read_bytes())
    text = SMALL.replace("est-2009,", f"{copy},", 1)
    before = lay_out(grid(text)).digest
    copy.write_bytes(source.read_bytes() + b"\n# a remark\n")
    assert lay_out(grid(text)).digest != before


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("crises:", "crisis:", "line 3, crisis: there is no key 'crisis' here"),
        ("contribution.cost", "contribution.coast", "did you mean 'contribution.cost'"),
        ("[0.3, 1.5]", "[0.3, -1]", "cost of ContributionParameters is -1"),
        ("contribution.cost", "force_needed", "a number from 0.01 to 1000 is needed"),
        ("seeds:", "models: [sincere, selfish]\nseeds:", "there is no model 'selfish'"),
        ("[1, 2]", "[1, 1]", "'seeds' has the same entry twice"),
        ("[1, 2]", "[]", "'seeds' is an empty list"),
        ("draws: 300", "draws: none", "'none' does not fit 'draws'"),
        ("{seconders: 2}", "{second: 2}", "est-2009 has no blank 'second'; did you mean"),
    ],
)
def test_a_grid_at_fault_is_told_in_a_sentence(old, new, said):
    text = SMALL.replace(old, new).replace("force_needed: [0.3", "force_needed: [0")
    with pytest.raises((SimulationError, SourceError)) as found:
        lay_out(grid(text))
    assert said in str(found.value)


def test_a_grid_at_fault_leaves_no_folder(tmp_path):
    text = SMALL.replace("E1b", "E99x")
    with pytest.raises(ValueError, match="E99x"):
        sweep(grid(text), tmp_path / "out", workers=1)
    assert not (tmp_path / "out").exists()


def test_workers_are_at_least_one(tmp_path):
    with pytest.raises(SimulationError, match="workers are at least 1, not 0"):
        sweep(grid(), tmp_path / "out", workers=0)
