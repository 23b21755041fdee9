"""The procedure as a game: known outcomes, its witnesses replayed, and what must always hold."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.charters import charter_ids, load_charter, view
from foedera.charters.durations import Duration
from foedera.proceedings import Bench, replay
from foedera.proceedings.casefile import CaseFile, read_case
from foedera.proof import (
    Course,
    PropertyError,
    Scene,
    case_of,
    check,
    goals,
    obtain,
    scene,
    smallest_obtaining,
    smallest_preventing,
    standing,
    within,
    write_case,
)
from foedera.rules import Ballot, decide
from foedera.world import DATA_DATE

BLANKS = {"days_to_consultations": 7, "seconders": 2, "days_to_conference": 10}


def scene_of(charter: str, on: date, blanks: dict[str, int] | None = None, **roles: str) -> Scene:
    at = view(load_charter(charter), on)
    known = {k: frozenset({v}) for k, v in roles.items() if k in at.charter.roles}
    return scene(at, Bench(known, blanks or {}))


@cache
def draft() -> Scene:
    """Return the draft treaty on a day of 2010, Georgia attacked and Russia accused."""
    return scene_of("est-2009", date(2010, 8, 8), BLANKS, accused="RUS", attacked="GEO")


def against(here: Scene, goal: str, *obstructors: str) -> Course:
    return obtain(here, here.parties - frozenset(obstructors), goal)


# ------------------------------------------------------------------------------- known outcomes


def test_the_accused_alone_stops_the_conference_and_not_the_extraordinary_one():
    ordinary = against(draft(), "conference", "RUS")
    assert ordinary.verdict == "fails"
    assert ordinary.stop is not None
    assert ordinary.stop.article == "6(3)"
    assert against(draft(), "extraordinary-conference", "RUS").verdict == "holds"
    with_friend = against(draft(), "extraordinary-conference", "RUS", "BLR")
    assert with_friend.stop is not None
    assert with_friend.stop.article == "8(4)"


def test_the_accused_alone_stops_both_if_its_vote_is_counted():
    at = view(load_charter("est-2009"), date(2010, 8, 8), ["E15b"])
    here = scene(at, draft().bench)
    here = replace(here, given=draft().given)
    assert against(here, "extraordinary-conference", "RUS").verdict == "fails"


def test_the_victim_alone_gets_no_conference_for_want_of_seconders():
    course = obtain(draft(), frozenset({"GEO"}), "conference")
    assert course.stop is not None
    assert (course.stop.stage, course.stop.article) == ("convene-conference", "6(2)")
    assert course.stop.why == "0 of the 2 needed have come out in support"


def test_help_needs_the_victim_and_one_friend_only():
    assert obtain(draft(), frozenset({"GEO"}), "assistance").verdict == "fails"
    assert obtain(draft(), frozenset({"GEO", "USA"}), "assistance").verdict == "holds"
    # All 54 others than the two must stay out for it to fail.
    assert smallest_preventing(draft(), "assistance", frozenset({"RUS"})).size == 54


@pytest.mark.parametrize(
    ("charter", "on", "goal", "roles", "alone", "against_", "for_"),
    [
        # A permanent member's veto (UN Charter 27(3)); the accused need not abstain in Chapter VII.
        ("un-sc", date(2022, 2, 25), "council:substantive", ("RUS", "UKR"), "fails", 0, None),
        # Article 5 by consensus of the allies; Russia, no ally, has no say in it.
        ("nato", date(2022, 2, 25), "assistance", ("RUS", "POL"), "holds", 1, 29),
        # 42(7) TEU: owed on the victim's word, without a vote.
        ("eu", date(2022, 2, 25), "assistance", ("RUS", "FIN"), "holds", None, 0),
        # Prague 1992: consensus minus the State in violation.
        (
            "osce",
            date(2010, 8, 8),
            "permanent-council:consensus-minus-one",
            ("RUS", "GEO"),
            "holds",
            1,
            54,
        ),
        # Rio 17: two thirds of those entitled, the parties to the dispute left out (21 parties).
        ("rio", date(1982, 4, 26), "organ:measures", ("ARG", "USA"), "holds", 6, 14),
    ],
)
def test_known_standings(charter, on, goal, roles, alone, against_, for_):
    here = scene_of(charter, on, accused=roles[0], attacked=roles[1])
    found = standing(here, goal)
    assert found.alone.verdict == alone
    assert (found.against.size, found.needed.size) == (against_, for_)


# -------------------------------------------------------------------------------------- witnesses


def library_scenes() -> list[tuple[str, str]]:
    return [(name, goal) for name in charter_ids() for goal in goals(library_scene(name).view)]


@cache
def library_scene(name: str) -> Scene:
    charter = load_charter(name)
    last = date.fromordinal(charter.ended.toordinal() - 1) if charter.ended else DATA_DATE
    on = charter.opened if charter.in_force is None else min(DATA_DATE, last)
    at = view(charter, on)
    parties = sorted(scene(at, None).parties)
    roles = {"accused": parties[-1], "attacked": parties[0]}
    bound = {k: frozenset({v}) for k, v in roles.items() if k in charter.roles}
    blanks = {k: b.suggested or 3 for k, b in charter.blanks.items() if b.unit != "words"}
    return scene(at, Bench(bound, blanks))


def agrees(course: Course, case: CaseFile) -> bool:
    """Return whether the replayed case ends as the course does."""
    outcome = replay(case).outcome
    if course.stop is None:
        last = course.plays[-1]
        wanted = f"{last.body.partition(':')[2]}:adopted" if last.ballots else last.step
        # A step taken after the last vote stands in the record without an outcome of its own.
        return outcome == wanted or case.events[-1].step == wanted
    if course.stop.ballots:
        return outcome == f"{course.stop.body.partition(':')[2]}:rejected"
    return not outcome.endswith(f"{course.goal.partition(':')[2]}:adopted")


def replayable(course: Course) -> bool:
    """Return whether the record can hold the course: what other charters decide is not played."""
    return course.verdict != "unknown" and not any(
        "decision has been" in words for words in course.conditions
    )


@pytest.mark.parametrize(("name", "goal"), library_scenes())
def test_the_engine_of_proceedings_confirms_every_course(name, goal):
    here = library_scene(name)
    accused = here.bench.roles.get("accused", frozenset())
    attacked = here.bench.roles.get("attacked", frozenset())
    sides = (here.parties, here.parties - accused, accused | attacked, attacked)
    for supporters in filter(None, sides):
        course = obtain(here, supporters, goal)
        if replayable(course):
            assert agrees(course, case_of(course, here)), (len(supporters), course.stop)


def test_a_witness_is_a_case_file_that_reads_back(tmp_path):
    from foedera.files.source import read_source

    case = case_of(against(draft(), "conference", "RUS"), draft())
    path = tmp_path / "witness.yaml"
    path.write_text(write_case(case), encoding="utf-8")
    again = read_case(read_source(path))
    assert replay(again).outcome == case.history.outcome == "decision:rejected"
    # The Depositary puts the Conference off to the tenth day, the last that it has.
    assert again.events[-1].date.date() == date(2010, 8, 18)


# ------------------------------------------------------------------------------- what always holds

PARTIES = sorted(draft().parties)
coalitions = st.sets(st.sampled_from(PARTIES)).map(frozenset)
draft_goals = st.sampled_from(("conference", "extraordinary-conference", "assistance"))


@given(coalitions, coalitions, draft_goals)
@settings(max_examples=60, deadline=None)
def test_more_supporters_never_lose_what_fewer_obtain(few, more, goal):
    if obtain(draft(), few, goal).verdict == "holds":
        assert obtain(draft(), few | more, goal).verdict == "holds"


@given(st.sampled_from(library_scenes()), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_a_vote_that_is_won_is_won_whatever_the_obstructors_cast(named, random):
    name, goal = named
    here = library_scene(name)
    course = obtain(here, here.parties - here.bench.roles.get("accused", frozenset()), goal)
    for play in course.plays:
        if play.ballots and play.form is not None:
            others = set(play.form.members) - course.supporters
            cast = {party: random.choice(list(Ballot)) for party in sorted(others)}
            assert decide(play.form, {**play.ballots, **cast}).adopted


@given(coalitions, draft_goals)
@settings(max_examples=40, deadline=None)
def test_the_fewest_found_do_prevail_and_no_fewer_of_them(helpers, goal):
    helpers -= {"GEO"}
    few = smallest_preventing(draft(), goal, helpers)
    if few.size is not None:
        assert obtain(draft(), draft().parties - few.coalition, goal).verdict == "fails"
        assert few.at_least <= few.size
        if few.size > 0 and few.at_least == few.size:
            spared = min(few.coalition - helpers)
            course = obtain(draft(), draft().parties - (few.coalition - {spared}), goal)
            assert course.verdict == "holds"


def test_the_fewest_that_obtain_are_found_by_trying_every_number():
    # The dispute of a small body: the four other powers of the Concert at London, 1840.
    here = library_scene("concert")
    goal = goals(here.view)[0]
    attacked = here.bench.roles["attacked"]
    few = smallest_obtaining(here, goal, attacked)
    others = sorted(here.parties - attacked - here.bench.roles["accused"])
    from itertools import combinations

    least = next(
        (
            k
            for k in range(len(others) + 1)
            for extra in combinations(others, k)
            if obtain(here, attacked | frozenset(extra), goal).verdict == "holds"
        ),
        None,
    )
    assert few.size == least


# ------------------------------------------------------------------------------ time and language


@pytest.mark.parametrize(("days", "verdict"), [(10, "holds"), (9, "fails")])
def test_obstructors_and_offices_take_all_the_time_they_have(days, verdict):
    course = obtain(draft(), draft().parties, "conference")
    assert within(course, Duration(days, "days"), draft())[0] == verdict


def test_a_blank_that_nobody_filled_leaves_the_time_unknown():
    here = scene_of("est-2009", date(2010, 8, 8), accused="RUS", attacked="GEO")
    course = obtain(here, here.parties, "conference")
    verdict, why = within(course, Duration(10, "days"), here)
    assert verdict == "unknown"
    assert "--blank days_to_conference=NUMBER" in why


def test_a_duty_without_a_time_limit_promises_no_time():
    here = scene_of("eu", date(2022, 2, 25), accused="RUS", attacked="FIN")
    course = obtain(here, frozenset({"FIN"}), "assistance")
    assert course.verdict == "holds"
    verdict, why = within(course, Duration(10, "days"), here)
    assert (verdict, why) == (
        "fails",
        "the text sets no time to give aid and assistance by all means in one's power (42(7))",
    )


@pytest.mark.parametrize(
    ("words", "verdict", "flips"),
    [
        (
            "the accused alone can prevent extraordinary-conference",
            "fails",
            ("E4b", "E4c", "E4d", "E15b"),
        ),
        ("the accused with one friend can prevent extraordinary-conference", "holds", ()),
        ("the attacked with one friend can always be assisted within 10 days", "holds", ()),
        ("some 1 party can prevent conference", "holds", ()),
        ("the attacked with 53 friends can always obtain conference", "fails", ()),
    ],
)
def test_properties_of_the_whole_procedure(words, verdict, flips):
    found = check(words, view(load_charter("est-2009"), date(2009, 12, 1)))
    assert (found.verdict, found.flips) == (verdict, flips)
    assert found.case() is not None


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("RUS can block council within 3 days", "'within' a time is asked of what parties can"),
        ("RUS can prevent council by voting no", "'by voting no' is asked of one vote"),
        ("any 3 parties can prevent council", "who can prevent is asked of some parties"),
        ("the attacked can be assisted within ten days", "cannot be read from 'ten' on"),
    ],
)
def test_what_makes_no_sense_is_told_in_a_sentence(words, sentence):
    with pytest.raises(PropertyError, match=sentence):
        check(words, view(load_charter("un-sc"), date(2022, 2, 25)))


# --------------------------------------------------------------- roles, routes and objections


def test_parties_to_a_dispute_do_not_count_in_a_report_under_article_15_of_the_covenant():
    # Covenant 15(6): agreed by the members other than the representatives of the parties.
    on = date(1932, 1, 1)
    at = view(load_charter("league"), on)
    sides = {"accused": {"JPN"}, "attacked": {"CHN"}, "disputants": {"JPN", "CHN"}}
    here = scene(at, Bench({role: frozenset(codes) for role, codes in sides.items()}))
    assert against(here, "council:report", "JPN").verdict == "holds"
    assert against(here, "council:report", "JPN", "GBR").verdict == "fails"
    assert against(here, "council:safeguard-peace", "JPN").verdict == "fails"  # Article 11
    assert replay(case_of(against(here, "council:report", "JPN"), here)).outcome == "report:adopted"


def test_the_war_of_the_accused_is_what_the_case_supposes_and_not_its_choice():
    here = scene_of("league", date(1935, 10, 1), accused="ITA", attacked="ETH")
    course = against(here, "assistance", "ITA")
    assert course.verdict == "holds"
    assert any("go to war" in words for words in course.conditions)
    assert standing(here, "assistance").stages[0].smallest is None


def test_one_member_stops_a_majority_in_foreign_policy_by_the_emergency_brake():
    # TEU 31(2): a member opposes it for vital and stated reasons, and no vote is taken.
    here = scene_of("eu", date(2024, 1, 1), accused="HUN", attacked="FIN")
    course = against(here, "council:cfsp-qmv", "HUN")
    assert course.verdict == "fails"
    assert "use-brake" in [play.step for play in course.plays]
    assert replay(case_of(course, here)).outcome == "cfsp-qmv:rejected"
    few = smallest_preventing(here, "council:cfsp-qmv")
    assert (few.size, few.at_least) == (1, 1)
    assert smallest_obtaining(here, "council:cfsp-qmv", frozenset({"FIN"})).size is None
    outside = scene_of("eu", date(2024, 1, 1), accused="RUS", attacked="FIN")
    assert smallest_obtaining(outside, "council:cfsp-qmv", frozenset({"FIN"})).size == 26
    assert against(here, "council:qmv", "HUN").verdict == "holds"  # no brake there


def test_an_office_that_may_act_is_not_said_to_have_a_duty():
    here = scene_of("osce", date(2024, 1, 1), accused="RUS", attacked="UKR")
    stages = standing(here, "ministerial-council:consensus-minus-one").stages
    assert stages[0].how == "the chair may and need not"


def test_the_route_without_a_time_limit_gives_way_to_one_with_a_limit():
    here = scene_of("un-ga", date(2024, 1, 1), accused="RUS", attacked="UKR")
    found = standing(here, "assistance")
    assert found.latest == "15 days"  # the special session that a majority of members requests
    assert (found.against.size, found.needed.size) == (64, 128)


def test_help_after_either_of_two_votes_takes_what_the_easier_one_takes():
    # AU Act 4(j): after a decision of the Council of fifteen or of the Assembly.
    here = scene_of("au-psc", date(2024, 1, 1), accused="RWA")
    council = smallest_obtaining(here, "peace-and-security-council:substantive")
    assembly = smallest_obtaining(here, "assembly:assembly-decision")
    help_ = smallest_obtaining(here, "assistance")
    assert council.size is not None
    assert assembly.size is not None
    assert council.size < assembly.size
    assert help_.at_least <= council.size
    assert help_.size is not None
    assert help_.size < assembly.size


def test_the_attacked_is_never_among_those_that_stop_its_own_case():
    # The African charters have no role of the attacked: it is named to `standing`.
    here = scene_of("au-psc", date(2024, 1, 1), accused="RWA")
    found = standing(here, "assembly:assembly-decision", attacked=frozenset({"COD"}))
    assert all("COD" not in stage.coalition for stage in found.stages)
    assert found.stages[0].how == "the attacked takes it"
