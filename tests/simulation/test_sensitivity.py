"""Sensitivity: what cannot matter has no influence, and one alone has all of it."""

import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from foedera.charters import load_charter
from foedera.simulation import SimulationError, dispute_of
from foedera.simulation.opening import opening
from foedera.simulation.ranges import ASSUMED, GIVEN, Range, ranges_of
from foedera.simulation.sensitivity import sensitivity
from foedera.simulation.vary import FORCE, parameters_of, varied
from foedera.world.crises import load_crisis

pytest.importorskip("SALib", reason="the extra 'sweep' (SALib) is not installed")

DISPUTE = dispute_of(load_crisis("georgia-2008"))
COST = {"contribution.cost": Range(0.3, 8.0, GIVEN)}
# The accused's own case cannot move what others do: the accused votes no and sends nobody.
INERT = {"voting.absence_side": Range(-3.1, -3.0, GIVEN)}


@pytest.fixture(scope="module")
def plan():
    return opening(load_charter("est-2009"), DISPUTE).plan


@pytest.mark.parametrize("method", ["morris", "sobol"])
def test_what_does_not_matter_has_no_influence(plan, method):
    found = sensitivity(plan, DISPUTE, {**INERT, **COST}, method=method, samples=16, draws=200)
    first, last = found.influences
    assert (first.parameter, last.parameter) == ("contribution.cost", "voting.absence_side")
    if method == "sobol":
        assert first.first == pytest.approx(1, abs=0.5)
        assert abs(last.total) < 0.05
    else:
        assert first.effect > 0.3
        assert last.effect < 0.02
    assert found.runs == {"morris": 16 * (2 + 1), "sobol": 16 * (2 + 2)}[method]


def test_the_same_seed_gives_the_same_numbers(plan):
    one, two = (sensitivity(plan, DISPUTE, COST, samples=4, draws=100, seed=5) for _ in range(2))
    assert one == two
    assert one.to_polars().height == 1
    assert one != sensitivity(plan, DISPUTE, COST, samples=4, draws=100, seed=6)


# ------------------------------------------------------------------------------- who computes it

# 40 runs: three parts that are handed out.
MANY = {"method": "morris", "samples": 20, "draws": 60}


@pytest.fixture(scope="module")
def alone(plan):
    """Return an analysis computed in this process."""
    return sensitivity(plan, DISPUTE, COST, **MANY)


def test_threads_give_the_numbers_of_one_process(plan, alone):
    told = []
    with ThreadPoolExecutor(3) as executor:
        found = sensitivity(
            plan,
            DISPUTE,
            COST,
            **MANY,
            executor=executor,
            progress=lambda done, every: told.append((done, every)),
        )
    assert found == alone
    assert len(told) == 3
    assert told[-1] == (40, 40)


@pytest.mark.slow
def test_processes_give_the_numbers_of_one(plan, alone):
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as executor:
        assert sensitivity(plan, DISPUTE, COST, **MANY, executor=executor) == alone
    assert sensitivity(plan, DISPUTE, COST, **MANY, workers=2) == alone


@pytest.mark.slow
def test_a_cluster_gives_the_numbers_of_one_process(plan, alone):
    """A real scheduler and two worker processes."""
    reason = "the extra 'sweep' (distributed) is not installed"
    distributed = pytest.importorskip("distributed", reason=reason)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        found = sensitivity(plan, DISPUTE, COST, **MANY, executor=client.get_executor())
    assert found == alone


def test_the_verb_prints_the_same_whoever_computes(run):
    words = ("sensitivity", "est-2009", "--crisis", "georgia-2008", "--samples", "2")
    words += ("--draws", "40", "--parameter", "contribution.cost", "--json")
    code, out, _ = run(*words)
    assert code == 0
    assert json.loads(out)["runs"] == 4
    assert run(*words, "--workers", "1")[1] == out
    said = "give --workers or --dask, not both"
    assert said in run(*words, "--workers", "2", "--dask", "tcp://nowhere:1")[2]
    assert "workers are at least 1, not 0" in run(*words, "--workers", "0")[2]


def test_ranges_lie_within_what_parameters_accept():
    for model in ("null", "rules-only", "sincere"):
        rows, ranges = parameters_of(model), ranges_of(model)
        assert FORCE in ranges
        assert all(
            rows[path].low <= r.low < r.high <= rows[path].high for path, r in ranges.items()
        )
    assert ranges_of("null").keys() == {"comes", FORCE}  # base rates of ballots add up to 1
    assert ranges_of("null")["comes"] == Range(0.25, 0.75, ASSUMED)


def test_cut_points_drawn_out_of_order_are_kept_in_order(plan):
    cuts = {
        "voting.cut_no": Range(-1, 1, GIVEN),
        "voting.cut_yes": Range(-1, 1, GIVEN),
        **COST,
    }
    assert sensitivity(plan, DISPUTE, cuts, samples=4, draws=100).runs == 16


def test_a_parameter_is_changed_alone():
    from foedera.behaviour import Sincere

    changed = varied(Sincere(), {"contribution.cost": 0.7, "voting.cut_yes": 1.0, FORCE: 2.0})
    assert (changed.contribution.cost, changed.voting.cut_yes) == (0.7, 1.0)
    assert changed.perception == Sincere().perception


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"method": "fast"}, "there is no method 'fast'; there are: morris, sobol"),
        ({"method": "sobol", "samples": 10}, "are a power of 2, not 10"),
        ({"samples": 1}, "samples are 2 to 333333, not 1"),
        ({"draws": 0}, "draws of one run are 1 to 100000, not 0"),
        ({"model": "selfish"}, "there is no model 'selfish'"),
        ({"ranges": {"contribution.cots": Range(0, 1, GIVEN)}}, "did you mean 'contribution.cost'"),
        ({"ranges": {"contribution.cost": Range(2, 1, GIVEN)}}, "the first must be the smaller"),
        (
            {"ranges": {"contribution.cost": Range(-1, 1, GIVEN)}},
            "a number of at least 0 is needed",
        ),
        ({"ranges": {"voting.absence_side": Range(-3, -2.9999, GIVEN)}}, "nothing to compare"),
    ],
)
def test_what_is_at_fault_is_told(plan, values, said):
    ranges = values.pop("ranges", COST)
    with pytest.raises(SimulationError) as found:
        sensitivity(plan, DISPUTE, ranges, **{"samples": 4, "draws": 20, **values})
    assert said in str(found.value)
