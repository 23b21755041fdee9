"""The command line as others rely on it: fixed keys, exit codes, one sentence for bad input."""

import json
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foedera.world.memberships import members

HEADER = "party,ballot\n"


@pytest.fixture
def document(run):
    """Run a command with --json and return its document."""

    def call(*arguments):
        code, out, err = run(*arguments, "--json")
        assert code == 0, err
        assert err == ""
        return json.loads(out)

    return call


@pytest.fixture
def sheet(tmp_path):
    """Write a sheet and return its path."""

    def write(text):
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def everybody_but(*absent, ballot="yes", **others):
    rows = [
        f"{code},{others.get(code, ballot)}"
        for code in members("osce", date(2009, 12, 1))
        if code not in absent
    ]
    return HEADER + "\n".join(rows) + "\n"


def test_charters_lists_bodies(document):
    listed = {charter["id"]: charter for charter in document("charters")["charters"]}
    assert listed["est-2009"]["bodies"] == ["conference", "extraordinary-conference"]


def test_show_has_the_fixed_keys_and_every_article(document):
    shown = document("show", "est-2009")
    assert {"id", "title", "articles", "bodies", "steps", "blanks", "readings"} <= shown.keys()
    roots = {article["number"].split("(")[0] for article in shown["articles"]}
    assert {str(number) for number in range(1, 15)} <= roots
    rules = {a["number"]: a["rule"] for a in shown["articles"] if "rule" in a}
    assert (
        rules["6(3)"] == "at least two thirds of the parties are present; consensus of the parties"
    )


def test_members_of_the_draft_are_the_56_participating_states_of_2009(document):
    parties = document("members", "est-2009", "--on", "2009-12-01")["parties"]
    assert len(parties) == 56
    assert len(document("members", "est-2009", "--on", "2012-12-01")["parties"]) == 57


def test_decide_cites_the_quorum_of_38_of_56(document, sheet):
    absent = members("osce", date(2009, 12, 1))[:19]
    decided = document(
        "decide", "est-2009", "conference", "--sheet", sheet(everybody_but(*absent)),
        "--on", "2009-12-01",
    )  # fmt: skip
    assert decided["adopted"] is False
    quorum = decided["reasons"][0]
    assert quorum["article"] == "6(3)"
    assert quorum["satisfied"] is False
    assert quorum["counts"] == {"have": 37, "relation": ">=", "needed": 38, "base": 56}
    assert len(decided["unlisted"]) == 19


@pytest.mark.parametrize(
    ("reading", "adopted"), [([], True), (["--reading", "E15b"], False)], ids=["E15a", "E15b"]
)
def test_the_accused_votes_no_under_both_texts_of_article_8(document, sheet, reading, adopted):
    path = sheet(everybody_but(RUS="no"))
    decided = document(
        "decide", "est-2009", "extraordinary-conference", "--sheet", path,
        "--role", "accused=365", "--on", "2009-12-01", *reading,
    )  # fmt: skip
    assert decided["adopted"] is adopted
    assert decided["reading"] == ("E15b" if reading else "default")


def test_check_exits_with_one_if_not_adopted(run, sheet):
    code, out, _ = run(
        "decide", "est-2009", "conference", "--sheet", sheet(everybody_but(RUS="no")),
        "--on", "2009-12-01", "--check",
    )  # fmt: skip
    assert code == 1
    assert "NOT ADOPTED" in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: a sheet begins with the header 'party,ballot'"),
        ("FRA,yes\n", "line 1: a sheet begins with the header"),
        (HEADER + "FRA,yes\nFRA,no\n", "line 3: FRA votes twice"),
        (HEADER + "220,yes\nFRA,no\n", "line 3: FRA votes twice"),
        (HEADER + "FRX,yes\n", "line 2: no party is called 'FRX'"),
        (HEADER + "CHN,yes\n", "line 2: CHN is no member of this body"),
        (HEADER + "9999,yes\n", "line 2: no state has the COW number 9999"),
        (HEADER + "9" * 5000 + ",yes\n", "line 2: no state has the COW number 9999"),
        (HEADER + "rest,yes\nrest,no\n", "line 3: rest votes twice"),
        (HEADER + "FRA,maybe\n", "line 2: no ballot is called 'maybe'"),
        (HEADER + "FRA\n", "line 2: write one party and one ballot"),
        (HEADER + 'FRA,"yes\n', "is not CSV"),
    ],
)
def test_a_wrong_sheet_is_answered_with_line_and_reason(run, sheet, text, said):
    code, out, err = run("decide", "est-2009", "conference", "--sheet", sheet(text))
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "est-2010"), "did you mean 'est-2009'?"),
        (("show", "est-2009", "--on", "tomorrow"), "'tomorrow' is no day"),
        (("show", "est-2009", "--on", "2009-11-28"), "exists only from 2009-11-29"),
        (("show", "concert", "--on", "1914-07-28"), "concert ended on"),
        (("show", "est-2009", "--reading", "E1c"), "no reading 'E1c'"),
        (("show", "est-2009", "--reading", "E1a", "--reading", "E1b"), "same question"),
        (("replay", "nowhere-1900"), "there is no case 'nowhere-1900'"),
        (("replay", "missing.yaml"), "there is no file missing.yaml"),
        (("assess", "est-2009", "--friends", "BLR"), "--friends needs --accused"),
        (("assess", "est-2009", "--accused", "RUX"), "no party is called 'RUX'"),
        (("assess", "est-2009", "--blank", "seconders=two"), "a blank takes a whole number"),
        (("assess", "est-2009", "--blank", "second=2"), "did you mean 'seconders'?"),
        (("members", "est-2009", "--body", "confrence"), "did you mean 'conference'?"),
        (("council-votes", "nowhere"), "there is no file nowhere"),
        (("prove", "un-sc"), "give one property in quotation marks, or --battery"),
        (("prove", "un-sc", "RUX can block council"), "RUX"),
        (("prove", "un-sc", "RUS can eat council"), "RUS can eat council"),
        (("power",), "power needs a charter and a body"),
        (("power", "un-sc", "counsel"), "did you mean 'council'?"),
        (("power", "un-sc", "council", "--ballots", "two"), "takes 'four' or 'yes-no'"),
        (("power", "--game", "[3; 2"), "is no game"),
        (("power", "--game", f"[3; {'9' * 30},1]"), "is no game"),
        (("power", "--game", f"[3; {'9' * 18},{'9' * 18},{'9' * 18}]"), "of all members together"),
        (("assess", "est-2009", "--blank", f"seconders={'9' * 30}"), "takes a whole number"),
        (("power", "un-sc", "--game", "[3; 2,1,1]"), "not both"),
    ],
)
def test_wrong_input_ends_in_one_sentence_and_code_two(run, arguments, said):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert said in err
    assert "Traceback" not in err


def test_a_role_that_the_charter_lacks_is_refused(run, sheet):
    code, _, err = run(
        "decide", "est-2009", "conference", "--sheet", sheet(HEADER), "--role", "acused=RUS"
    )
    assert code == 2
    assert "did you mean 'accused'?" in err


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(st.binary(max_size=200))
def test_any_bytes_as_a_sheet_or_a_case_end_in_a_sentence(run, tmp_path, content):
    path = tmp_path / "any.csv"
    path.write_bytes(content)
    code, _, err = run("decide", "est-2009", "conference", "--sheet", path)
    assert (code == 0) != bool(err)
    assert code in (0, 2)
    case = tmp_path / "any.yaml"
    case.write_bytes(content)
    code, out, err = run("replay", case)
    assert (code, out) == (2, "")
    assert err.startswith("foedera: ")


def test_assess_speaks_of_the_accused_its_friends_and_both_texts(document):
    assessed = document(
        "assess", "est-2009", "--on", "2009-12-01", "--accused", "RUS", "--friends", "BLR"
    )
    found = {finding["id"]: finding for finding in assessed["findings"]}
    accused = found["accused extraordinary-conference:collective-measures"]
    assert accused["value"] == {"alone": False, "friends": [1, 1], "friends_staying_away": [11, 11]}
    assert accused["under"]["E15b"]["alone"] is True
    assert accused["under"]["E3b"]["friends_staying_away"] == [12, 12]
    friends = found["friends extraordinary-conference:collective-measures"]
    assert friends["value"] == {"block": 1, "staying_away": None}
    assert found["accused conference:decision"]["value"]["alone"] is True
    again = {name for name, finding in found.items() if finding.get("asked_again", True)}
    assert {finding["id"] for finding in assessed["variants"]["E15b"]} == again
    assert "8(4)" not in assessed["unverified"] or accused["unverified"]
    for finding in assessed["findings"]:
        assert {"id", "value", "reading", "source"} <= finding.keys()


def test_power_has_the_fixed_keys_and_the_known_numbers(document):
    found = document("power", "est-2009", "conference", "--on", "2009-12-01")
    assert found["adopting"] == "255138640123217320939094016"
    assert found["blocking"]["smallest"] == 1
    council = document("power", "un-sc", "council", "--on", "2022-02-25", "--ballots", "yes-no")
    members_ = {member["party"]: member for member in council["members"]}
    assert council["power_to_act"] == 0.02587890625
    assert members_["RUS"]["shapley_shubik"] == pytest.approx(0.1962703963, abs=5e-11)
    assert members_["RUS"]["coleman_prevent"] == 1
    game = document("power", "--game", "[3; 2,1,1]")
    assert [m["shapley_shubik"] for m in game["members"]] == pytest.approx([2 / 3, 1 / 6, 1 / 6])


def test_prove_says_what_the_debate_got_wrong(run, document):
    """C21: the accused alone cannot block under 8(4), with one friend it can; E15b flips it."""
    words = "the accused alone can block extraordinary-conference"
    (alone,) = document("prove", "est-2009", words, "--on", "2009-12-01")["properties"]
    assert alone["verdict"] == "fails"
    assert alone["under_readings"]["E15b"] == "holds"
    friend = "RUS, accused, with one friend can block extraordinary-conference"
    (helped,) = document("prove", "est-2009", friend, "--on", "2009-12-01")["properties"]
    assert helped["verdict"] == "holds"
    assert helped["roles"] == {"accused": "RUS"}
    assert run("prove", "est-2009", words, "--check")[0] == 1


def test_diff_of_two_readings_shows_a_sheet_on_which_they_differ(document):
    found = document(
        "diff", "est-2009", "est-2009", "--body", "extraordinary-conference",
        "--to-reading", "E1b",
    )  # fmt: skip
    assert list(found["sheet"].values()).count("abstain") == 1
    assert found["first_adopts"] is False
    assert any("extraordinary" in change["aspect"] for change in found["changes"])


def test_diff_of_a_charter_with_itself_is_empty_and_proved(document):
    found = document("diff", "est-2009", "est-2009")
    assert found["changes"] == []
    assert found["proved_equal"] is True


def test_help_and_completion_are_there(run):
    for verb in ("charters", "show", "members", "decide", "next", "replay", "diff", "assess"):
        assert run(verb, "--help")[0] == 0
    code, out, _ = run("--help")
    assert code == 0
    assert "--install-completion" in out


def test_help_loads_nothing_heavy():
    """The command line answers --help at once: numpy, pydantic, yaml and lark stay unloaded."""
    code = (
        "import sys; sys.argv = ['foedera', '--help']\n"
        "from foedera.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'pydantic', 'yaml', 'lark'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
