"""The draft European Security Treaty run live: who may do what, what is refused and why."""

from datetime import datetime

import pytest

from foedera.proceedings import (
    CaseFile,
    Forbidden,
    InputError,
    may,
    moment,
    open_case,
    replay,
)

DAY = "2010-01-{:02d}"


def case(events, **more):
    return CaseFile.model_validate(
        {"id": "test", "title": "Test", "charters": "est-2009", "events": events} | more
    )


def event(day, step, party="", **more):
    return {"date": DAY.format(day), "step": step, "party": party} | more


LADDER = [
    event(1, "request-consultations", "GEO", to=["RUS"], roles={"accused": ["RUS"]}),
    event(2, "join-consultations", "UKR"),
    event(5, "hold-consultations", "GEO"),
    event(6, "propose-conference", "UKR"),
    event(7, "support-conference", "GEO"),
    event(7, "support-conference", "POL"),
    event(9, "convene-conference"),
]
TWO = {"blanks": {"est-2009": {"seconders": 2, "days_to_consultations": 14}}}


def test_an_uninvited_party_may_join_and_then_propose_a_conference():
    """Articles 5(3) and 6(1)."""
    assert replay(case(LADDER, **TWO)).outcome == "convene-conference"


def test_only_a_participant_in_the_consultations_may_propose_a_conference():
    events = [*LADDER[:3], event(6, "propose-conference", "FRA")]
    with pytest.raises(Forbidden, match=r"only the participants may propose .* \(Article 6\(1\)\)"):
        replay(case(events, **TWO))


def test_a_conference_is_not_convened_without_the_seconders():
    events = [*LADDER[:5], event(9, "convene-conference")]
    with pytest.raises(Forbidden, match=r"1 of the 2 needed .* \(Article 6\(2\)\)"):
        replay(case(events, **TWO))


def test_a_blank_number_of_seconders_is_never_filled_silently():
    with pytest.raises(InputError, match="the text leaves 'seconders' open"):
        replay(case(LADDER))


def test_the_proposer_counts_as_a_seconder_only_under_reading_e10b():
    events = [*LADDER[:4], event(7, "support-conference", "UKR"), *LADDER[5:]]
    with pytest.raises(Forbidden, match="1 of the 2 needed"):
        replay(case(events, **TWO))
    assert replay(case(events, **TWO, readings={"est-2009": ["E10b"]})).outcome


def test_the_time_for_consultations_is_told_in_terms_of_the_blank():
    proceeding = replay(case(LADDER[:1]))
    docket = proceeding.dockets["est-2009"]
    allowed, _ = may(moment(docket, datetime(2010, 1, 2)))
    until = {p.until for p in allowed if p.step == "hold-consultations"}
    assert until == {"{days_to_consultations} days after 2010-01-01"}


EMERGENCY = [
    event(1, "bring-attack", "GEO", roles={"accused": ["RUS"]}),
    event(1, "convene-extraordinary"),
    event(2, "table", "chair", body="extraordinary-conference", measure="Collective measures"),
]


@pytest.mark.parametrize(
    ("ballots", "outcome"),
    [
        ({"no": ["RUS"], "yes": ["rest"]}, "adopted"),
        ({"absent": ["RUS"], "yes": ["rest"]}, "adopted"),
        ({"no": ["RUS", "BLR"], "yes": ["rest"]}, "rejected"),
        ({"abstain": ["BLR"], "yes": ["rest"]}, "rejected"),
        ({"absent": ["RUS", "BLR", "ARM"], "yes": ["rest"]}, "adopted"),
    ],
)
def test_the_accused_cannot_block_alone_but_with_one_friend_that_attends(ballots, outcome):
    """Article 8(4): its vote is not included in the total number of votes."""
    events = [
        *EMERGENCY,
        event(2, "roll-call", body="extraordinary-conference", ballots=ballots),
        event(2, "close", body="extraordinary-conference"),
    ]
    assert replay(case(events)).outcome == f"collective-measures:{outcome}"


def test_the_accused_may_attend_but_its_vote_is_refused_with_the_article():
    events = [
        EMERGENCY[0],
        EMERGENCY[1],
        event(2, "attend", "RUS", body="extraordinary-conference"),
        event(2, "attend", "FRA", body="extraordinary-conference"),
        event(2, "table", "FRA", body="extraordinary-conference", measure="Measures"),
        event(2, "vote", "RUS", ballot="no"),
    ]
    with pytest.raises(Forbidden, match=r"the vote of RUS is not counted .* \(Article 8\(4\)\)"):
        replay(case(events))


def test_nobody_votes_twice_and_nobody_votes_who_does_not_attend():
    start = [
        EMERGENCY[0],
        EMERGENCY[1],
        event(2, "attend", "FRA", body="extraordinary-conference"),
        event(2, "table", "FRA", body="extraordinary-conference", measure="Measures"),
    ]
    vote = event(2, "vote", "FRA", ballot="yes")
    with pytest.raises(Forbidden, match="FRA has voted already"):
        replay(case([*start, vote, vote]))
    with pytest.raises(Forbidden, match="DEU does not attend"):
        replay(case([*start, event(2, "vote", "DEU", ballot="yes")]))
    with pytest.raises(InputError, match="CHN"):
        replay(case([*start, event(2, "vote", "CHN", ballot="yes")]))


def test_help_needs_the_consent_of_the_attacked_party_but_no_vote():
    """Article 7(2)."""
    attack = EMERGENCY[:1]
    with pytest.raises(Forbidden, match=r"\(Article 7\(2\)\)"):
        replay(case([*attack, event(2, "assist", "POL")]))
    with pytest.raises(Forbidden, match="only the attacked"):
        replay(case([*attack, event(2, "consent-to-assistance", "POL")]))
    events = [*attack, event(2, "consent-to-assistance", "GEO"), event(3, "assist", "POL")]
    assert replay(case(events)).outcome == "assist"


def test_twenty_five_ratifications_bring_it_into_force_ten_days_later():
    """Article 12; before that there are no parties and no proceedings."""
    states = (
        *(
            "ALB",
            "AND",
            "ARM",
            "AUT",
            "AZE",
            "BLR",
            "BEL",
            "BIH",
            "BGR",
            "CAN",
            "HRV",
            "CYP",
            "CZE",
        ),
        *("DNK", "EST", "FIN", "FRA", "GEO", "DEU", "GRC", "HUN", "ISL", "IRL", "ITA", "KAZ"),
    )
    assert len(states) == 25
    ratified = [event(1, "sign", state) for state in states]
    ratified += [event(2, "ratify", state) for state in states]
    record = {"parties": {"est-2009": "record"}}
    request = event(11, "request-consultations", "GEO", to=["FRA"])
    with pytest.raises(Forbidden, match=r"not in force \(from 2010-01-12\) \(Article 12\)"):
        replay(case([*ratified, request], **record))
    late = event(12, "request-consultations", "GEO", to=["FRA"])
    assert replay(case([*ratified, late], **record)).outcome == "request-consultations"
    few = [e for e in ratified if e["party"] != "KAZ"]
    with pytest.raises(Forbidden, match="too few have ratified"):
        replay(case([*few, late], **record))


def test_a_state_that_did_not_sign_in_time_accedes_and_is_a_party_ten_days_later():
    """Articles 11(3) and 12; three parties are assumed and Norway accedes."""
    parties = {"parties": {"est-2009": ["FRA", "DEU", "GEO"]}}
    request = {"step": "request-consultations", "party": "NOR", "to": ["FRA"]}
    events = [event(1, "accede", "NOR"), {"date": "2010-01-10"} | request]
    with pytest.raises(Forbidden, match="only the parties may"):
        replay(case(events, **parties))
    events[1] = {"date": "2010-01-11"} | request
    assert replay(case(events, **parties)).outcome == "request-consultations"


def test_withdrawal_takes_effect_when_the_blank_notice_has_run_out():
    """Article 13."""
    events = [
        event(1, "give-notice", "FRA"),
        event(20, "request-consultations", "FRA", to=["DEU"]),
    ]
    assert replay(case(events)).outcome == "request-consultations"
    short = {"blanks": {"est-2009": {"withdrawal_notice": 10}}}
    with pytest.raises(Forbidden, match="only the parties may"):
        replay(case(events, **short))


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ([event(5, "request-consultations", "GEO"), event(1, "answer", "RUS")], "order by date"),
        ([event(5, "ask-nicely", "GEO")], "no step 'ask-nicely'"),
        ([event(5, "request-consultations", "RUX")], "no party is called 'RUX'"),
        ([event(5, "request-consultations", "GEO", roles={"guilty": ["RUS"]})], "no role 'guilty'"),
        ([event(5, "request-consultations", "GEO", charter="nato")], "none of the charters"),
        ([event(5, "close", body="extraordinary-conference")], "has not been convened"),
        (
            [{"date": "2009-11-01", "step": "request-consultations", "party": "GEO"}],
            "the text exists only from 2009-11-29",
        ),
    ],
)
def test_wrong_events_are_refused_with_their_place_and_reason(events, said):
    with pytest.raises(InputError) as error:
        replay(case(events))
    assert said in str(error.value)
    assert "event " in str(error.value)


def test_an_event_that_history_refused_must_be_refused_by_the_charter():
    refused = event(5, "propose-conference", "GEO", refused="consultations")
    proceeding = replay(case([LADDER[0], refused]))
    assert proceeding.entries[-1].refusal
    allowed = event(5, "join-consultations", "UKR", refused="anything")
    with pytest.raises(InputError, match="but it is allowed"):
        replay(case([LADDER[0], allowed]))


def test_may_tells_who_may_not_and_why():
    proceeding = replay(case(LADDER[:1]))
    allowed, refused = may(moment(proceeding.dockets["est-2009"], datetime(2010, 1, 1)))
    assert any(p.step == "join-consultations" and p.party == "UKR" for p in allowed)
    reasons = {r.step: r.reason for r in refused if r.party == "UKR"}
    assert "propose-conference" in reasons
    assert open_case(case(LADDER)).entries == ()
