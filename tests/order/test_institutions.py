"""Institutions, threats and scenarios, on days whose facts are known."""

from datetime import date
from pathlib import Path

import pytest

from foedera.charters import charter_ids, load_charter, view
from foedera.order.errors import OrderError
from foedera.order.institutions import asymmetry, automatic, gravest_decision
from foedera.order.scenarios import CHARTERS, compare_scenarios, redivision, scenario, scenarios
from foedera.order.threats import FILE, MEASURES, answers, threat_matrix
from foedera.world.crises import acts

DAY = date(2010, 9, 1)


@pytest.fixture(scope="module")
def table():
    return {each.id: each for each in asymmetry(DAY).institutions}


def test_members_on_the_day(table):
    known = {"nato": 28, "eu": 27, "osce": 56, "csto": 7, "sco": 6, "un-sc": 192, "nrc": 29}
    assert {name: table[name].members for name in known} == known
    assert "league" not in table
    assert table["est-2009"].assumed


def test_consensus_is_as_likely_as_one_sheet(table):
    # Everybody must vote yes: one of 2^n sheets.
    assert table["nato"].decision.power_to_act == pytest.approx(2**-28)
    assert table["csto"].decision.power_to_act == pytest.approx(2**-7)


def test_the_council_is_as_decisive_as_the_literature_has_it(table):
    # 848 winning coalitions of 2^15: C(10, 4) + ... + C(10, 10) with all five permanent members.
    assert table["un-sc"].decision.power_to_act == pytest.approx(848 / 2**15)
    assert table["un-sc"].decision.accused_can_block == pytest.approx(5 / 192)


def test_whom_the_rule_leaves_out_cannot_block(table):
    assert table["est-2009"].decision.accused_can_block == 0
    assert table["osce"].decision.accused_can_block == 1


def test_automatic_assistance(table):
    assert table["eu"].automatic == ("42(7)", "TFEU 222(2)")
    assert table["nato"].automatic == ()  # after the finding of the Council, by default
    # Under the reading on which each state finds for itself, no vote goes before.
    assert "5" in automatic(view(load_charter("nato"), DAY, ["N2b"]))


def test_a_universal_body_is_not_counted(table):
    assert table["un-ga"].decision.power_to_act is None
    assert table["un-ga"].decision.smallest_block == 65  # more than a third of 192


def test_shares_are_of_the_world_and_carried_after_the_source_ends():
    found = asymmetry(date(2024, 6, 1))
    assert found.capability_year == 2022
    assert all(0 < each.capability_share <= 1 for each in found.institutions)


def test_before_the_data_shares_are_unknown_and_no_institution_is_refused():
    concert = asymmetry(date(1820, 6, 1)).institutions
    assert [each.id for each in concert] == ["concert"]
    assert concert[0].capability_share is None
    with pytest.raises(OrderError, match=r"^no charter of the library stands on 1800-01-01$"):
        asymmetry(date(1800, 1, 1))


def test_a_charter_outside_the_table_of_answers_has_what_its_file_calls_one():
    board = load_charter(str(Path(__file__).parents[2] / "docs/examples/seato.yaml"))
    assert gravest_decision(view(board, date(1965, 1, 1))).name == "council:decision"


# ------------------------------------------------------------------------------------- threats


def test_every_act_has_an_answer_and_every_charter_stands_in_the_table():
    every = {act.id for act in acts()}
    assert {act for answer in answers() for act in answer.acts} == every
    assert {answer.charter for answer in answers()} == set(charter_ids())


def test_a_measure_is_only_open_while_its_article_holds():
    def cyber(day):
        row = next(r for r in threat_matrix(day).rows if r.act.id == "cyber-operation")
        return {answer.via for answer in row.answers if answer.charter == "nato"}

    assert "council:armed-attack" not in cyber(date(2013, 1, 1))
    assert "council:armed-attack" in cyber(date(2015, 1, 1))


def test_help_is_for_parties_and_the_accused_stops_the_council():
    row = threat_matrix(DAY, victim="GEO", accused="RUS").rows[0]
    assert row.act.id == "armed-attack"
    told = {(a["charter"], a["via"]): a for a in row.to_dict()["answers"]}
    assert ("csto", "collective-security-council:assistance") not in told
    assert ("nato", "council:armed-attack") not in told
    assert told["un-sc", "council:substantive"]["accused_can_block"]
    assert not told["osce", "ministerial-council:consensus-minus-one"]["accused_can_block"]
    inside = threat_matrix(DAY, victim="EST", accused="RUS").rows[0]
    assert ("nato", "council:armed-attack") in {(a.charter, a.via) for a in inside.answers}


def test_a_pandemic_is_answered_only_by_leave_of_a_permanent_member():
    rows = {row.act.id: row for row in threat_matrix(DAY, victim="GEO", accused="RUS").rows}
    assert rows["pandemic"].hole == "by leave"
    assert rows["armed-attack"].hole == ""


def test_a_recommendation_is_worth_a_call_at_most():
    rows = {row.act.id: row for row in threat_matrix(date(1951, 1, 1)).rows}
    assembly = [a for a in rows["armed-attack"].answers if a.charter == "un-ga"]
    assert {a.measure for a in assembly} == {"call", "sanctions"}
    assert rows["armed-attack"]._best(assembly) == "call"


def test_drafts_count_only_if_asked_for():
    assert "est-2009" not in threat_matrix(DAY).charters
    assert "est-2009" in threat_matrix(DAY, drafts=True).charters


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("acts: [attack]", "acts: [attak]", "no act is called 'attak'"),
        ("charter: nato", "charter: nata", "there is no charter 'nata' in the library"),
        ("council:armed-attack", "council:armed", "nato has no decision 'council:armed'"),
        ('article: "4"', 'article: "40"', "nato has no article '40'"),
        ("measure: talk", "measure: chat", "answers[0].measure"),
    ],
)
def test_a_fault_in_the_table_names_its_line(tmp_path, old, new, sentence):
    path = tmp_path / "threats.yaml"
    path.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(OrderError) as error:
        answers(path)
    assert sentence in str(error.value)
    assert "threats.yaml line" in str(error.value)


def test_measures_go_from_talk_to_force():
    assert (MEASURES[0], MEASURES[-1]) == ("talk", "force")


# ------------------------------------------------------------------------------------ scenarios


@pytest.fixture(scope="module")
def georgia():
    found = compare_scenarios(DAY, "GEO", "RUS")
    return {each.scenario: each for each in found.outcomes}


def sheet(outcome, charter):
    return next(each for each in outcome.sheets if each.charter == charter)


def test_every_scenario_is_compared(georgia):
    assert set(georgia) == {each.id for each in scenarios()}


@pytest.mark.parametrize("path", sorted(CHARTERS.glob("*.yaml")), ids=lambda path: path.stem)
def test_charters_written_for_comparison_load_and_say_so(path):
    charter = load_charter(str(path))
    assert "comparison" in charter.text_status
    assert {article.mark for article in charter.articles} == {"derived"}


def test_only_leaving_out_the_accused_gives_georgia_a_decision(georgia):
    under = {name: found.obtainable_under for name, found in georgia.items()}
    assert under["status-quo"] == ()
    assert under["est"] == ("est-2009",)
    assert under["reformed-osce"] == ("osce-reformed",)
    assert under["two-blocs"] == under["concert"] == under["condominium"] == ()


def test_the_condominium_is_three_vetoes_over_everybody(georgia):
    found = sheet(georgia["condominium"], "condominium")
    assert found.vetoes == ("EU", "RUS", "USA")
    assert found.power_to_act == 1 / 8
    assert georgia["condominium"].states == 56


def test_the_union_of_europe_needs_34_of_47(georgia):
    # 72 % of 47 members is 33.84: 14 can stop it.
    found = sheet(georgia["union-of-europe"], "union-of-europe")
    assert (found.parties, found.smallest_block, found.vetoes) == (47, 14, ())
    assert (found.against, found.needed) == (13, 33)


def test_a_victim_outside_is_outside(georgia):
    assert sheet(georgia["two-blocs"], "nato").where == "outside"
    inside = compare_scenarios(DAY, "EST", "RUS", ("two-blocs",)).outcomes[0]
    assert sheet(inside, "nato").where == "obtainable"


def test_two_blocs_divide_and_a_condominium_does_not():
    assert len(redivision(scenario("two-blocs"), DAY).groups) == 2
    assert len(redivision(scenario("condominium"), DAY).groups) == 1


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: scenario("est-2"), "no scenario is called 'est-2'; did you mean 'est'?"),
        (
            lambda: compare_scenarios(DAY, "RUS", "RUS"),
            "RUS cannot be both the victim and the accused",
        ),
        (
            lambda: threat_matrix(DAY, victim="GEO", accused="GEO"),
            "GEO cannot be both the victim and the accused",
        ),
        (
            lambda: compare_scenarios(date(1985, 1, 1), "TUR", "RUS", ("est",)).outcomes[0],
            "",
        ),
    ],
)
def test_what_cannot_be_compared_is_told_in_one_sentence(call, sentence):
    if not sentence:
        assert [each.charter for each in call().sheets] == ["un-sc", "nato"]
        return
    with pytest.raises(OrderError) as error:
        call()
    assert str(error.value) == sentence


def test_a_scenario_before_its_time_is_left_out_and_refused_if_named():
    early = date(1970, 6, 1)
    found = compare_scenarios(early, "TUR", "RUS")
    assert "condominium" in found.left_out
    assert "condominium" not in {each.scenario for each in found.outcomes}
    sentence = r"^no charter of the scenario 'condominium' stands on 1970-06-01$"
    with pytest.raises(OrderError, match=sentence):
        compare_scenarios(early, "TUR", "RUS", ("condominium",))


def test_the_communities_of_1970_have_no_decision_against_a_threat():
    found = {each.id: each for each in asymmetry(date(1970, 6, 1)).institutions}
    assert found["eu"].members == 6
    assert found["eu"].decision is None
    assert "eu" not in {a.charter for a in threat_matrix(date(1970, 6, 1)).rows[0].answers}
