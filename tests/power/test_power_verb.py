"""`foedera power` with every index and with unions: documents, and one sentence for bad input."""

import json
from functools import partial
from io import StringIO

import pytest
from rich.console import Console

from foedera.report.documents.power import power_document
from foedera.report.terminal.power import show_power
from foedera.rules import Electorate, bind, parse


@pytest.fixture
def run(run):
    """Run the verb."""
    return partial(run, "power")


COUNCIL = ("un-sc", "council", "--on", "2022-02-25", "--ballots", "yes-no")


def by_party(document):
    return {member["party"]: member for member in document["members"]}


def test_every_index_of_the_security_council(run):
    code, out, _ = run(*COUNCIL, "--all", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["minimal_winning"]["number"] == "210"
    assert document["minimal_winning"]["listed"][0]["size"] == 9
    assert document["minimal_blocking"]["by_size"] == {"1": "5", "7": "120"}
    assert document["refused"] == []
    russia = by_party(document)["RUS"]
    assert russia["roles"] == ["vetoer"]
    assert russia["deegan_packel"] == pytest.approx(1 / 9)
    assert russia["inclusiveness"] == 1
    # An absent permanent member vetoes nothing (Article 27(3) in practice).
    assert russia["absence"]["best_to_stop"] == ["no"]
    away = json.loads(run(*COUNCIL, "--all", "--rest", "absent", "--json")[1])
    assert by_party(away)["RUS"]["roles"] == []


def test_a_register_binds_its_members_of_the_day_and_the_first_union_keeps_a_member(run):
    _, out, _ = run(*COUNCIL, "--union", "nato", "--union", "X=FRA,GHA", "--json")
    document = json.loads(out)
    assert document["unions"] == {"nato": ["ALB", "GBR", "NOR", "USA"], "X": ["FRA", "GHA"]}
    assert sum(member["owen"] for member in document["members"]) == pytest.approx(1)
    assert by_party(document)["CHN"]["union"] is None


def test_a_rule_that_a_yes_can_harm_has_no_minimal_coalitions_and_says_why():
    """An odd rule: exactly one of three must vote yes."""
    codes = ("A", "B", "C")
    words = "at least 1 of the parties vote yes and at most 1 of the parties vote yes"
    form = bind(parse(words), Electorate(codes, {"parties": frozenset(codes)}))
    document = power_document(form, four=False, name="odd", every=True)
    assert document["minimal_winning"] is None
    assert document["minimal_blocking"] is None
    assert {member["johnston"] for member in document["members"]} == {None}
    assert {member["roles"] for member in document["members"]} == {None}
    assert len(document["refused"]) == 1
    assert document["refused"][0].startswith("a yes of A can defeat")
    assert document["members"][0]["absence"]["best_to_stop"] == ["yes"]
    show_power(Console(file=StringIO()), document)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--union", "natoo"), "no register is called 'natoo'; did you mean 'nato'?"),
        (("--union", "X="), "write --union NAME=CODES"),
        (("--union", "X=DEU"), "--union: DEU is no member of this body on the day"),
        (("--union", "X=FRA", "--union", "X=GBR"), "the union 'X' is given twice"),
        (("--union", "X=FRA", "--union", "Y=FRA"), "FRA belongs to the unions 'X' and 'Y'"),
        (("--union", "csto", "--union", "X=RUS"), "binds nobody on 2022-02-25"),
        (("--rest", "abstain"), "--rest takes 'no' or 'absent', not 'abstain'"),
    ],
)
def test_malformed_unions_end_in_one_sentence(run, words, said):
    code, out, err = run(*COUNCIL, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_bare_game_has_no_registers(run):
    code, _, err = run("--game", "[3; 2,1,1]", "--union", "nato")
    assert code == 2
    assert "write --union nato=P1,P2" in err
