"""Moves of meetings and of membership under charters other than the draft treaty."""

import pytest

from foedera.proceedings import CaseFile, Forbidden, replay


def case(charter, events, **more):
    return CaseFile.model_validate(
        {"id": "test", "title": "Test", "charters": charter, "events": events} | more
    )


def silence(*after, opened="2003-02-07 10:00"):
    start = {"date": opened, "step": "open-silence", "body": "council", "measure": "Planning"}
    blanks = {"blanks": {"nato": {"silence_hours": 48}}}
    return case("nato", [start, *after], **blanks)


def test_silence_that_nobody_breaks_adopts_when_its_time_is_up():
    end = {"date": "2003-02-09 10:00", "step": "end-silence", "body": "council"}
    assert replay(silence(end)).outcome == "decision:adopted"


def test_silence_cannot_be_ended_before_its_time():
    early = {"date": "2003-02-08 10:00", "step": "end-silence", "body": "council"}
    with pytest.raises(Forbidden, match="the silence lasts until 2003-02-09 10:00"):
        replay(silence(early))


def test_one_objection_in_time_breaks_the_silence_and_none_comes_too_late():
    objection = {"step": "object", "party": "BEL", "body": "council"}
    assert replay(silence({"date": "2003-02-09 09:00"} | objection)).outcome == "decision:rejected"
    with pytest.raises(Forbidden, match="the silence ended on 2003-02-09 10:00"):
        replay(silence({"date": "2003-02-09 11:00"} | objection))


def test_nobody_votes_while_silence_is_kept():
    vote = {"date": "2003-02-08", "step": "vote", "party": "FRA", "ballot": "no"}
    with pytest.raises(Forbidden, match="a member may only object"):
        replay(silence(vote))


def council_vote(decision, ballots):
    day = "2022-02-25"
    return [
        {"date": day, "step": "table", "body": f"council:{decision}", "measure": "Draft"},
        {"date": day, "step": "roll-call", "body": "council", "ballots": ballots},
        {"date": day, "step": "close", "body": "council"},
    ]


CALL = {"date": "2022-02-27", "step": "call-assembly"}
SESSION = council_vote("emergency-session", {"no": ["RUS"], "yes": ["rest"]})


def test_the_assembly_is_called_after_a_veto_but_not_after_a_failed_majority():
    """377 A (V): for lack of unanimity of the permanent members."""
    veto = council_vote("substantive", {"no": ["RUS"], "yes": ["rest"]})
    assert replay(case("un-sc", [*veto, *SESSION, CALL])).entries[-1].event.step == "call-assembly"
    failed = council_vote("substantive", {"yes": ["USA", "FRA"], "abstain": ["rest"]})
    with pytest.raises(Forbidden, match="must first be blocked"):
        replay(case("un-sc", [*failed, *SESSION, CALL]))


def test_a_step_can_rest_on_what_another_charters_body_decided():
    veto = council_vote("substantive", {"no": ["RUS"], "yes": ["rest"]})
    told = {"date": "2022-02-25", "step": "veto", "charter": "un-ga"}
    assert replay(case(["un-sc", "un-ga"], [*veto, told])).entries[-1].charter == "un-ga"
    with pytest.raises(Forbidden, match="'un-sc/substantive' must first be blocked"):
        replay(case(["un-sc", "un-ga"], [told]))
