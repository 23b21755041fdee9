import io
import json
import os
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from rich.console import Console

from foedera.evidence import scoreboard
from foedera.evidence.action.crises import CrisisActions
from foedera.evidence.claims import stored_claims
from foedera.evidence.errors import EvidenceError
from foedera.evidence.scoreboard import failures, stored_scoreboard
from foedera.evidence.splits import Split
from foedera.evidence.voting.ballots import COLUMNS, Ballots
from foedera.evidence.voting.forecast import ballot_events
from foedera.report.documents.evidence import evidence_document
from foedera.report.terminal.evidence import show_evidence

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "json" / "evidence.json"


def test_the_document_keeps_its_schema_and_says_the_same_twice():
    document = evidence_document()
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert document == evidence_document()
    assert not document["recomputed"]


def test_every_part_is_scored_against_every_baseline_or_skipped_with_a_reason():
    board = stored_scoreboard()
    parts = {row["part"] for row in board["parts"]}
    assert parts >= {"voting", "contribution", "commitment", "action", "record"}
    assert all(each["why"] for each in board["skipped"])
    for row in board["parts"]:
        low, high = row["difference_interval"]
        assert low <= row["difference"] + 0.02
        assert row["difference"] - 0.02 <= high
        inside = low <= 0 <= high
        assert inside == (row["verdict"] == "unclear")


def test_what_does_not_beat_a_baseline_is_among_the_failures():
    board = stored_scoreboard()
    said = " ".join(failures(board))
    for row in board["parts"]:
        if row["verdict"] != "better":
            assert f"{row['part']}, {row['split']}" in said
            assert row["baseline"] in said


def test_failures_in_words():
    row = {"part": "voting", "split": "-1 / 2-", "metric": "auc", "baseline": "base rate"}
    slopes = [{"part": "voting", "split": "-1 / 2-", "slope": slope} for slope in (0.5, 1.0, 2.0)]
    board = {"parts": [row | {"verdict": "worse"}], "calibration": slopes}
    assert failures(board) == [
        "voting, -1 / 2-: is worse than the base rate by AUC",
        "voting, -1 / 2-: chances are too extreme (calibration slope 0.50)",
        "voting, -1 / 2-: chances are too timid (calibration slope 2.00)",
    ]
    assert not failures({"parts": [row | {"verdict": "better"}], "calibration": slopes[1:2]})


def test_the_claims_carry_estimates_within_their_intervals():
    claims = stored_claims()
    assert set(claims) >= {"C33", "C34", "C38", "C39", "C45"}
    for claim in claims.values():
        assert claim.id in str(claim)
        for share in claim.shares:
            assert share.interval[0] <= share.estimate <= share.interval[1]


def test_the_view_fits_a_terminal():
    page = io.StringIO()
    show_evidence(Console(width=80, file=page), evidence_document())
    text = page.getvalue()
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 80
    assert "Where the models fail" in text


def test_without_a_stored_scoreboard_one_sentence(monkeypatch, tmp_path):
    monkeypatch.setattr(scoreboard, "STORED", tmp_path / "none.json")
    with pytest.raises(EvidenceError, match="holds no scoreboard; make one with 'make calibrate'"):
        stored_scoreboard()


def test_a_split_with_nothing_to_tell_apart_is_skipped():
    none, few = np.zeros(3, int), np.array([1, 0, 1])
    years = np.array([1995, 1996, 1997])
    alike = CrisisActions(none, none, np.arange(3), years, none, none, none, none, none)
    assert scoreboard._too_few("action", alike, Split(1989)) == "all 3 cases came out alike"
    assert scoreboard._too_few("action", alike, Split(2008)) == "the data end in 1997"
    assert scoreboard._too_few("action", alike, Split(1996)) == "one case alone is no test"
    told = CrisisActions(few, none, np.arange(3), years, none, none, none, none, none)
    assert scoreboard._too_few("action", told, Split(1989)) == (
        "3 cases of 3 crises are too few for an interval"
    )


def test_ballots_on_few_disputes_are_resampled_by_draft():
    def ballots(matters):
        ids = np.arange(12)
        covariates = np.zeros((12, len(COLUMNS)))
        return Ballots(ids % 4, ids, ids, ids // 2, ids % matters, ids * 0.0, covariates, (), 0)

    assert ballot_events(ballots(6))[0] == "disputes"
    name, events = ballot_events(ballots(3))
    assert name == "drafts"
    assert len(set(events.tolist())) == 6


@pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)
def test_made_anew_it_is_what_is_stored():
    board, again = stored_scoreboard(), scoreboard.recompute()
    for key in ("parts", "calibration", "skipped"):
        assert again[key] == board[key]
