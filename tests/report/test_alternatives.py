"""A charter beside the orders of Europe, other ranks and other memberships, as verbs have it."""

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from foedera.charters import load_charter, view
from foedera.order.plans import scenario_plan, scenarios_about
from foedera.report import comparisons, findings, trials
from foedera.report.assessment import assess
from foedera.report.documents.assessment import assess_document
from foedera.report.findings import Brief, Finding, alternatives, conditions, simulated
from foedera.report.findings import orders as single
from foedera.simulation import Dispute, Settings, Share, compare, nothing
from foedera.simulation.expected import muster

AT = view(load_charter("est-2009"), date(2009, 12, 1))
ORDERS = ("status-quo", "est", "reformed-osce", "union-of-europe", "two-blocs", "condominium")


@pytest.fixture(scope="module")
def trial():
    return trials.tried(AT, {})[0]


@pytest.fixture(scope="module")
def orders():
    found = (*alternatives.orders(Brief(AT)), *single.great_powers(Brief(AT)))
    return {finding.id: finding for finding in found}


@pytest.fixture(scope="module")
def hangs():
    return {finding.id: finding for finding in conditions.more_conditions(Brief(AT))}


def test_orders_are_what_compare_says_of_the_same_scenarios(orders, run):
    told = orders["orders georgia-2008"].value["orders"]
    words = [word for name in ORDERS for word in ("--scenario", name)]
    options = ["--crisis", "georgia-2008", "--draws", str(trials.FEWER), "--seed", "1", "--json"]
    # the charter itself is named so that the same parties are drawn
    code, out, _ = run("compare", "est-2009", *words, *options)
    assert code == 0
    rows = {row["charter"]: row for row in json.loads(out)["rows"]}
    for name in ORDERS:
        assert told[name]["acts"]["share"] == rows[name]["acts"]["share"]
        assert told[name]["false_alarm"]["share"] == rows[name]["false_alarm"]["share"]
    own = told["est-2009 alone"]
    assert own["acts"]["share"] == rows["est-2009"]["acts"]["share"]
    gap = rows["status-quo"]["acts"]["share"] - rows["est-2009"]["acts"]["share"]
    assert own["difference"]["difference"] == pytest.approx(-gap)


def test_acting_is_deciding_or_helping(orders):
    for name, row in orders["orders georgia-2008"].value["orders"].items():
        if row is None:
            assert name == "concert"  # Georgia is none of the great powers
        else:
            both = row["by_decision"]["share"] + row["helped"]["share"]
            assert row["acts"]["share"] == pytest.approx(both)


def test_the_first_has_the_answer_for_a_reader_with_a_minute(orders):
    first = orders["orders georgia-2008"]
    assert first.headline.startswith("In georgia-2008 the institutions of the day act in 0.")
    assert first.table[0][:2] == ("order", "acts")
    assert [row[0] for row in first.table[1:3]] == ["status-quo", "est-2009 alone"]
    assert not first.detail
    assert all(found.detail for name, found in orders.items() if name != first.id)
    assert {found.claim for found in orders.values()} == {"C02", "C03", "C05", "C06", "C16"}


def test_orders_speak_of_their_region_only():
    gulf = Dispute("kuwait", ("IRQ",), ("KWT",), date(1990, 8, 2), 1.0)
    assert scenarios_about(gulf) == ()
    caucasus = Dispute("georgia", ("RUS",), ("GEO",), date(2008, 8, 7), 1.0)
    assert scenarios_about(caucasus)[0] == "status-quo"
    at = view(load_charter("rio"), date(2009, 12, 1))
    assert list(alternatives.orders(Brief(at))) == []


def test_powers_that_are_no_longer_there_do_nothing_in_a_scenario():
    dispute = Dispute("made-up", ("USA",), ("RUS",), date(2024, 12, 31), 1.0)
    plan = scenario_plan("concert", dispute).plan
    able = {code for route in plan.routes for gate in route.gates for code in gate.able}
    assert able <= set(plan.parties)
    assert "AUH" not in able


def test_nobody_outside_europe_is_missed_twice(trial, hangs):
    out = comparisons.outsiders(trial)
    assert {"USA", "CAN"} <= set(out)
    assert not {"RUS", "TUR", "GEO"} & set(out)
    value = hangs["outside georgia-2008"].value
    assert value["without_them"]["difference"] < 0  # the strongest party is one of them
    assert set(value["beside"]) == {"un-ga", "un-sc"}


def test_ranks_are_those_of_the_record(hangs):
    value = hangs["rank georgia-2008"].value
    assert set(value["accused"]["major power"]) <= {"USA", "RUS", "GBR", "FRA", "DEU"}
    assert "GEO" not in {code for codes in value["accused"].values() for code in codes}
    for cells in value["acts"].values():
        shares = [cell["share"] for cell in cells.values()]
        assert shares == sorted(shares)  # the plainer the act, the more often it is met
    top = {rank: cells["1"]["share"] for rank, cells in value["acts"].items()}
    assert value["second_less"]["other"]["difference"] == pytest.approx(
        top["second rank"] - top["other"]
    )


def test_a_binding_vote_brings_more_than_none(hangs):
    value = hangs["public georgia-2008"].value
    numbers = [value[name]["number"]["mean"] for name in ("no decision", "political", "legal")]
    assert numbers == sorted(numbers)


def test_who_is_expected_to_come_is_who_comes(trial):
    """The exact expectation and the simulator, where each may help and there is time for it."""
    dispute = replace(trial.dispute, days=None)
    models = trials.models(trial.dispute).behaviours[:5]
    parties = trial.plan.parties
    chosen = Settings(60_000, 1, models, false_alarms=False)
    drawn = compare([nothing(parties)], dispute, chosen)[0]
    exact = muster(dispute, parties, models, 0.0)
    error = np.sqrt(exact.stops.mean * (1 - exact.stops.mean) / chosen.draws)
    assert drawn.acts.share == pytest.approx(exact.stops.mean, abs=5 * error)
    came = drawn.burden()
    assert sum(came.values()) == pytest.approx(exact.number.mean, rel=0.02)
    assert next(iter(exact.comes)) == max(came, key=lambda code: came[code])


def test_evidence_takes_whatever_parts_the_scoreboard_has(monkeypatch):
    def row(part, split, verdict, metric="brier", baseline="base rate"):
        named = {"part": part, "split": split, "metric": metric, "baseline": baseline}
        return named | {"verdict": verdict}

    board = {
        "parts": [
            row("voting", "a", "better"),
            row("voting", "b", "better"),
            row("voting", "b", "worse", metric="log"),
            row("contest", "a", "better"),
            row("contest", "b", "unclear"),
            row("record", "a", "worse"),
        ]
    }
    monkeypatch.setattr(simulated, "stored_scoreboard", lambda: board)
    simulated.verdicts.cache_clear()
    try:
        told = simulated.evidence_of(("perception", "voting", "contribution", "contest"))
        assert told == (
            "voting better than base rate, contest unclear, record worse than base rate, "
            "perception and contribution not scored"
        )
        assert simulated.evidence_of(("contest",)) == "contest unclear"
    finally:
        simulated.verdicts.cache_clear()


def test_what_takes_long_is_asked_once(monkeypatch):
    """Of a finding asked once, no other reading says anything, and no other text has it."""

    def always(brief):
        yield Finding("always", "always", list(brief.view.options), "", ())

    def long(brief):
        yield Finding("long", "long", list(brief.view.options), "", ())

    always.__module__ = long.__module__ = conditions.__name__
    monkeypatch.setattr(findings, "FINDERS", [always, long])
    monkeypatch.setattr(findings, "ONCE", {long})
    found = assess(Brief(AT))
    assert {each.id: each.asked_again for each in found.findings} == {"always": True, "long": False}
    assert set(found.flips) == {"always"}
    assert {each.id for group in found.variants.values() for each in group} == {"always"}
    rows = {row["id"]: row for row in assess_document(found)["findings"]}
    assert rows["long"]["asked_again"] is False
    assert "asked_again" not in rows["always"]


def test_a_directorate_has_few_ballots_and_an_error_even_in_one_crisis(trial, orders):
    assert orders["concert georgia-2008"].value["ballots"] == 5
    assert orders["condominium georgia-2008"].value["ballots"] == 3
    through = comparisons.through_orders(trial)
    assert through is not None
    (alone,) = [each for each in single._directorates(trial, [through]) if each.claim == "C03"]
    assert alone.se == through.results["condominium"].difference["acts"].se
    assert "In the one crisis" in alone.text


def test_an_error_that_cannot_be_known_is_left_out():
    """One party of a rank is one case: a figure without an error, and no verdict on it."""
    alone = Share(-0.2, float("nan"))
    assert simulated.told(alone) == "-0.200"
    assert simulated.number(alone) == {"share": -0.2, "se": None}
