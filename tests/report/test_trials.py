"""An assessment tries the charter on crises that fit it, and says what every figure rests on."""

from dataclasses import replace
from datetime import date

import pytest

from foedera.charters import load_charter, view
from foedera.report import trials
from foedera.report.assessment import same
from foedera.report.findings import Brief, alternatives, conditions, crises

AT = view(load_charter("est-2009"), date(2009, 12, 1))
FINDERS = (crises.crises, alternatives.beside, conditions.conditions)


def asked(at):
    return {finding.id: finding for finder in FINDERS for finding in finder(Brief(at))}


@pytest.fixture(scope="module")
def found():
    return asked(AT)


def test_crises_lie_around_a_draft_and_each_pair_comes_once():
    chosen = trials.chosen_crises(AT.charter)
    assert chosen[0].id == "georgia-2008"
    assert len({(each.aggressor, each.attacked) for each in chosen}) == len(chosen) <= 5


def test_where_somebody_is_accused_crises_are_its_own():
    chosen = trials.chosen_crises(AT.charter, "TUR")
    assert [each.id for each in chosen] == ["su-24-2015"]


def test_a_company_has_no_crises():
    board = load_charter("docs/examples/company-board.yaml")
    assert trials.chosen_crises(board) == ()


def test_every_share_has_its_error_and_source(found):
    shares = [each for each in found.values() if each.claim]
    assert {each.claim for each in shares} >= {"C08", "C29", "C30", "C31", "C32", "C38", "C39"}
    assert all(each.se is not None and each.source.startswith("simulation of") for each in shares)


def test_shares_add_up_and_figures_agree(found):
    value = found["acts georgia-2008"].value
    assert sum(value["endings"].values()) == pytest.approx(1)
    assert value["acts"] == pytest.approx(value["endings"]["acted"] + value["endings"]["assisted"])


def test_a_reading_that_leaves_the_procedure_alone_is_not_simulated_again(found):
    before = trials.outcome.cache_info().misses
    other = view(AT.charter, AT.on, ["E7b"])
    again = asked(other)
    assert trials.outcome.cache_info().misses == before
    assert again["acts georgia-2008"].value == found["acts georgia-2008"].value
    changed = view(AT.charter, AT.on, ["E1b"])
    trial = next(trials.trials(changed, {}))
    trials.outcome(trial)
    assert trials.outcome.cache_info().misses == before + 1


def test_shares_that_hardly_move_are_the_same(found):
    one = found["acts georgia-2008"]
    near, far = (
        replace(one, value=one.value | {"acts": one.value["acts"] + d}) for d in (4e-3, 6e-3)
    )
    assert same(one, near)
    assert not same(one, far)
    assert not same(one, None)
