"""Security Council votes on record are decided by the charter as they were decided."""

import os
from pathlib import Path

import pytest

from foedera.proceedings.council_check import check_council_votes
from foedera.world.council_votes import DataError, read_council_votes

FIXTURE = Path(__file__).parent / "council_votes"
DOWNLOAD = os.environ.get("FOEDERA_DATA")


def test_a_few_dozen_cited_votes_are_decided_as_recorded(record_property):
    check = check_council_votes(read_council_votes(FIXTURE))
    assert check.contradictions == []
    assert check.agree["every ballot known"] >= 34
    record_property("council_votes", sum(check.agree.values()))


@pytest.mark.skipif(
    not DOWNLOAD, reason="FOEDERA_DATA names no download of the UN's voting data, which is not ours"
)
def test_every_vote_of_a_download_is_decided_as_recorded(record_property):
    check = check_council_votes(read_council_votes(Path(DOWNLOAD or "")))
    assert check.contradictions == []
    # One draft of September 1990 lists both Yemens; it is counted apart.
    assert len(check.seats) <= 1
    record_property("council_votes", sum(check.agree.values()))


def test_one_sheet_two_outcomes():
    """11-1-3 twice in February 2022: vetoed as a substantive draft, carried as procedure."""
    votes = {vote.id: vote for vote in read_council_votes(FIXTURE)}
    vetoed, carried = votes["DRAFT S/2022/155"], votes["RES2623"]
    assert vetoed.ballots == carried.ballots
    assert (vetoed.adopted, carried.adopted) == (False, True)


def test_a_changed_ballot_is_found_out(tmp_path):
    for name in ("unsc_resolutions.csv", "unsc_votes.csv"):
        text = (FIXTURE / name).read_text(encoding="utf-8")
        text = text.replace("RES0083,GBR,Y", "RES0083,GBR,N")
        (tmp_path / name).write_text(text, encoding="utf-8")
    check = check_council_votes(read_council_votes(tmp_path))
    assert check.contradictions == ["RES0083 (1950-06-27): recorded as adopted, decided rejected"]


def test_the_librarys_own_file_is_read_and_procedure_recognised(tmp_path):
    """One file, adopted resolutions only; that S/RES/2623 was procedural is not in it."""
    rows = ["undl_id,ms_code,ms_name,ms_vote,date,resolution"]
    for line in (FIXTURE / "unsc_votes.csv").read_text(encoding="utf-8").splitlines():
        vote_id, code, letter = line.split(",")
        if vote_id in ("RES2623", "RES1973"):
            day = "2022-02-27" if vote_id == "RES2623" else "2011-03-17"
            rows.append(f"{vote_id},{code},,{letter},{day},S/{vote_id}")
    path = tmp_path / "votes.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    check = check_council_votes(read_council_votes(path))
    assert check.contradictions == []
    assert check.agree == {"every ballot known": 1, "only as a procedural question": 1}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("vote_id,iso3,vote", "vote_id,iso3,ballot", "unsc_votes.csv line 1: no column 'vote'"),
        ("RES0083,GBR,Y", "RES0083,GBR,Q", "column vote: 'Q' is none of Y, N, A, X, NV, U"),
        ("RES0083,GBR,Y", "RES0083,UKX,Y", "column iso3: no party is called 'UKX'"),
        ("RES0083,GBR,Y", "RES0083,FRA,Y", "FRA votes twice on RES0083"),
        ("RES0083,GBR,Y", "RES0083,GBR", "a row has as many cells as the header"),
        ("adopted,1950-06-27", "adopted,27 June 1950", "column date: '27 June 1950' is no day"),
        ("adopted,1950-06-27", "passed,1950-06-27", "column kind: 'passed' is none of"),
    ],
)
def test_a_faulty_download_is_told_file_line_and_column(tmp_path, old, new, said):
    for name in ("unsc_resolutions.csv", "unsc_votes.csv"):
        text = (FIXTURE / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_council_votes(tmp_path)
    assert said in str(error.value)
    assert ".csv line" in str(error.value)
