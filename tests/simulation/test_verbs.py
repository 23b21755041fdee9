"""`foedera simulate` and `foedera compare`: what they print, and what they refuse in a sentence."""

import json

import pytest

GEORGIA = ("--crisis", "georgia-2008", "--draws", "200")


def test_the_same_seed_prints_the_same_document(run):
    first, again = (run("simulate", "est-2009", *GEORGIA, "--seed", "1", "--json") for _ in "ab")
    assert first == again
    document = json.loads(first[1])
    assert (document["draws"], document["seed"]) == (200, 1)
    assert sum(found["share"] for found in document["endings"].values()) == pytest.approx(1)
    assert set(document["paralysis"]) == set(document["endings"]) - {"acted", "assisted"}


def test_a_comparison_has_a_row_a_charter_and_one_of_all_together(run):
    words = ("compare", "est-2009", "osce", "csto", "nothing", *GEORGIA, "--json")
    rows = json.loads(run(*words)[1])["rows"]
    assert [row["charter"] for row in rows] == ["est-2009", "osce", "csto", "nothing", "together"]
    assert rows[0]["difference"] == {"share": 0.0, "se": 0.0}
    assert rows[2]["closed"] == "GEO is no party to csto on 2008-08-07"


def test_blockers_are_a_row_that_says_where_they_carry_what(run):
    words = ("compare", "est-2009", "osce", "csto", *GEORGIA, "--blockers")
    plain = json.loads(run(*words[:-1], "--json")[1])["rows"]
    *rows, answered = json.loads(run(*words, "--json")[1])["rows"]
    assert rows == plain
    assert answered["charter"] == "together, blocked"
    assert {forum["charter"] for forum in answered["blockers"]["forums"]} == set(words[1:4])
    assert "Contrary motions of blockers" in run(*words)[1]


def test_blockers_answer_a_single_charter_and_over_random_crises_too(run):
    one = json.loads(run("compare", "osce", *GEORGIA, "--blockers", "--json")[1])["rows"]
    assert [row["charter"] for row in one] == ["osce", "osce, blocked"]
    words = ("--random", "3", "--draws", "60", "--on", "2010-01-01", "--blockers", "--json")
    rows = json.loads(run("compare", "osce", "csto", *words)[1])["rows"]
    assert rows[-1]["charter"] == "together, blocked"
    assert rows[-1]["blockers"]["difference"]["share"] <= 0


def test_a_scenario_is_a_row(run):
    words = ("compare", "osce", "--scenario", "condominium", *GEORGIA, "--json")
    rows = json.loads(run(*words)[1])["rows"]
    assert [row["charter"] for row in rows] == ["osce", "condominium"]


def test_random_crises_are_not_open_to_everybody(run):
    words = ("--random", "4", "--draws", "80", "--on", "2010-01-01", "--json")
    rows = json.loads(run("compare", "osce", "csto", *words)[1])["rows"]
    assert rows[0]["open"] == 1
    assert rows[1]["open"] < 1


def test_the_endings_can_be_drawn(run, tmp_path):
    pytest.importorskip("altair")
    path = tmp_path / "endings.svg"
    assert run("simulate", "osce", *GEORGIA, "--plot", str(path))[0] == 0
    assert "it acts in" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("simulate", "csto", *GEORGIA), "GEO is no party to csto on 2008-08-07"),
        (("simulate", "osce"), "name a crisis with --crisis, or --accused, --attacked and --on"),
        (("simulate", "osce", "--crisis", "georgia"), "there is no crisis 'georgia'"),
        (("simulate", "osce", *GEORGIA, "--model", "x"), "there is no model 'x'"),
        (("simulate", "osce", *GEORGIA, "--glaring", "2"), "--glaring is 0 to 1, not 2"),
        (("simulate", "osce", *GEORGIA, "--force-needed", "0"), "--force-needed is above 0"),
        (("simulate", "osce", *GEORGIA, "--seed", "-1"), "a seed is a whole number from 0, not -1"),
        (("simulate", "osce", *GEORGIA, "--on", "soon"), "'soon' is no day"),
        (("simulate", "osce", *GEORGIA, "--accused", "GEO"), "GEO cannot be accused and attacked"),
        (("simulate", "osce", *GEORGIA, "--reading", "Z9"), "no charter named has the reading"),
        (("simulate", "osce", *GEORGIA, "--blank", "x=2"), "no charter named has the blank"),
        (("simulate", "osce", "--crisis", "georgia-2008", "--draws", "0"), "draws are 1 to"),
        (("compare", *GEORGIA), "name charters to compare, or scenarios with --scenario"),
        (("compare", "nothing", *GEORGIA), "name a charter to hold 'nothing' against"),
        (("compare", "csto", "sco", *GEORGIA), "no charter is open: GEO is no party to csto"),
        (("compare", "osce", "--random", "3", *GEORGIA), "--random draws its crises"),
        (("compare", "osce", "--random", "0"), "random crises are 1 to 10000, not 0"),
        (("compare", "osce", "--scenario", "x", *GEORGIA), "no scenario is called 'x'"),
    ],
)
def test_what_is_at_fault_is_told_in_a_sentence(run, words, said):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert err.startswith("foedera: ")
    assert said in err
