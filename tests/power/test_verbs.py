"""The verbs likely, powers and export: what they answer to odd input, and odds from a record."""

import csv
import json

import pytest

HEAD = "vote_id,kind,date,yes,no,abstain,vetoed_by,without_vote,procedural\n"
VOTES = """a,adopted,2020-01-01,14,0,1,,0,0
b,vetoed,2021-01-01,14,1,0,RUS,0,0
c,adopted,2021-06-01,,,,,1,0
d,vetoed,2023-01-01,14,1,0,RUS,0,0
"""
BALLOTS = "vote_id,iso3,vote\na,RUS,A\na,USA,Y\nb,RUS,N\nb,USA,Y\nc,RUS,\nc,USA,\nd,RUS,N\n"


@pytest.fixture
def record(tmp_path):
    (tmp_path / "unsc_resolutions.csv").write_text(HEAD + VOTES, encoding="utf-8")
    (tmp_path / "unsc_votes.csv").write_text(BALLOTS, encoding="utf-8")
    return tmp_path


def test_odds_from_a_record_leave_out_later_votes_and_those_without_a_vote(run, record):
    words = ("likely", "un-sc", "council", "--on", "2022-02-25", "--record", record, "--json")
    _, out, _ = run(*words, "--prior", "1")
    document = json.loads(out)
    russia = next(member for member in document["members"] if member["party"] == "RUS")
    assert russia["observed"] == 2
    assert russia["odds"] == {"yes": 1 / 6, "no": 2 / 6, "abstain": 2 / 6, "absent": 1 / 6}
    assert "estimated from 2 votes to 2022-02-25; prior 1 of each kind" in document["source"]
    _, out, _ = run(*words, "--since", "2020-06-01")
    assert json.loads(out)["source"].startswith("estimated from 1 votes from 2020-06-01")


def test_members_without_a_record_are_named(run, record):
    _, out, _ = run("likely", "un-sc", "council", "--on", "2022-02-25", "--record", record)
    assert "no record, prior alone: ALB, ARE, BRA" in out


def test_the_table_as_csv_has_a_row_a_body_and_party(run):
    _, out, _ = run("powers", "concert", "nato@1990-01-01", "--party", "RUS,GBR", "--csv")
    rows = list(csv.DictReader(out.splitlines()))
    assert [(row["charter"], row["party"], row["seated"]) for row in rows] == [
        ("concert", "RUS", "True"),
        ("concert", "GBR", "True"),
        ("nato", "RUS", "False"),
        ("nato", "GBR", "True"),
    ]
    assert rows[2]["banzhaf"] == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("likely",), "give a charter and its body, or --game"),
        (("likely", "un-sc", "--odds", "a", "--record", "b"), "--odds or --record, not both"),
        (("likely", "un-sc", "--since", "2020-01-01"), "--since needs --record"),
        (("likely", "un-sc", "--odds", "a", "--ballots", "four"), "--ballots is for equal odds"),
        (("likely", "un-sc", "--odds", "nowhere.csv"), "there is no file nowhere.csv"),
        (("likely", "--game", "[1; 1]", "--record", "b"), "a charter whose members are states"),
        (("likely", "un-sc", "--together", "2"), "squared loadings of CHE add up to 4"),
        (("powers", ":council"), "':council' names no body: write CHARTER:BODY"),
        (("powers", "nato@2x"), "'2x' is no day"),
        (("powers", "nato+X9b"), "nato has no reading 'X9b'"),
        (("powers", "nato", "--party", "XYZ"), "no party is called 'XYZ'"),
        (("powers", "nato", "--csv", "--json"), "--csv or --json, not both"),
        (("powers", "--on", "2030-13-01"), "'2030-13-01' is no day"),
        (("export", "un-sc", "--to", "x.txt"), "should end in .json, .csv or .nfg"),
        (("export", "un-sc", "--to", "nowhere/x.csv"), "cannot be written: No such file"),
        (("export", "un-sc", "--to", "x.csv", "--against", "RUS"), "for a game in a .nfg file"),
        (("export", "un-sc", "--to", "x.nfg", "--against", "DEU"), "--against: DEU is no member"),
    ],
)
def test_input_at_fault_is_answered_in_one_sentence(run, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    code, out, error = run(*words)
    assert (code, out) == (2, "")
    assert said in error
    assert error.count("\n") == 1
