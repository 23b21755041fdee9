"""The property language, known facts about charters, and the battery on every charter."""

import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.charters import ReadingError, charter_ids, load_charter, view
from foedera.charters.select import all_options, find_decision
from foedera.proceedings import Bench, charter_parties, normal_form
from foedera.proof import (
    PROBES,
    PropertyError,
    battery,
    check,
    describe_property,
    parse_property,
    smallest_blocking,
    systems,
)
from foedera.proof.properties import (
    Able,
    Absence,
    Bound,
    Helpful,
    Holder,
    Named,
    Number,
    Possible,
    Target,
)
from foedera.rules import Ballot, decide
from foedera.world import DATA_DATE

always = st.sampled_from((True,))
codes = st.lists(st.sampled_from(("RUS", "USA", "FRA", "EU")), min_size=1, max_size=3, unique=True)
codes = codes.map(tuple)
roles = st.sampled_from(("accused", "attacked", "brake users", "host"))
friends = st.integers(min_value=0, max_value=30)
names = st.sampled_from(("council", "conference:decision", "extraordinary-conference", "organ"))
decisions = st.one_of(st.builds(Target, names), st.builds(Target, st.none() | names, every=always))
actors = st.one_of(
    st.builds(Named, codes, st.none() | roles, friends),
    st.builds(Holder, roles, friends),
    st.builds(Number, st.integers(min_value=1, max_value=40), st.booleans()),
)
possibles = st.builds(
    Possible,
    st.booleans(),
    st.none() | names,
    st.just(()) | codes,
    st.just(()) | codes,
) | st.builds(
    Possible, st.booleans(), st.none() | names, against_any=always, unwilling=st.booleans()
)
properties = st.one_of(
    st.builds(
        Able,
        actors,
        st.sampled_from(("block", "force", "start")),
        decisions,
        st.none() | st.sampled_from(Ballot),
    ),
    possibles,
    st.builds(Absence, decisions),
    st.builds(Helpful, st.sampled_from((Ballot.NO, Ballot.ABSTAIN)), decisions),
    st.builds(Bound, decisions, st.none() | st.just("RUS")),
)


@given(properties)
def test_a_property_prints_and_reads_back(asked):
    assert parse_property(describe_property(asked)) == asked


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        (
            "some 12 members can paralyse the conference by staying away.",
            "some 12 parties can block conference by staying away",
        ),
        ("The victim alone can start council", "the attacked alone can start council"),
        ("RUS, accused, can stop any measure", "RUS, accused, can block any measure"),
        ("the accused with 1 friend can stop organ", "the accused with one friend can block organ"),
    ],
)
def test_words_that_mean_the_same_are_printed_in_one_way(words, canonical):
    assert describe_property(parse_property(words)) == canonical


@pytest.mark.parametrize(
    "words",
    [
        "",
        "RUS",
        "RUS can blok council",
        "the accused alone can block",
        "no measure of council without usa",
        "some 0 parties can block council",
        "coming and voting yes can help council",
        "the suspect alone can block council:substantive",
        "some measure of council:substantive against XYZ",
        "RUS and Narnia can block council:substantive",
        "CHE and FRA, chair, can block council:substantive",
        "some 2 parties can start council:substantive",
        "the attacked with one friend can start council:substantive",
    ],
)
def test_a_malformed_property_is_answered_in_one_sentence(words):
    with pytest.raises(PropertyError) as caught:
        check(words, at("un-sc"))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


def test_an_unknown_decision_is_answered_in_one_sentence():
    with pytest.raises(ReadingError, match="did you mean 'council'"):
        check("RUS can block counsil", at("un-sc"))


def last_day(charter):
    if charter.in_force is None:
        return charter.opened
    end = charter.ended - timedelta(days=1) if charter.ended else DATA_DATE
    return min(DATA_DATE, end)


def at(charter_id, *readings):
    charter = load_charter(charter_id)
    return view(charter, last_day(charter), readings)


COUNCIL = "council:substantive"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        *((f"{code} can block {COUNCIL}", "holds") for code in ("CHN", "FRA", "GBR", "RUS", "USA")),
        (f"JPN can block {COUNCIL}", "fails"),
        (f"USA can block {COUNCIL} by abstaining", "fails"),
        (f"any 7 parties can block {COUNCIL}", "holds"),
        (f"any 6 parties can block {COUNCIL}", "fails"),
        (f"some 7 parties can block {COUNCIL} by staying away", "holds"),
        (f"some 6 parties can block {COUNCIL} by staying away", "fails"),
        (f"some 9 parties can force {COUNCIL}", "holds"),
        (f"some 8 parties can force {COUNCIL}", "fails"),
        (f"no measure of {COUNCIL} against USA", "holds"),
        (f"no measure of {COUNCIL} without USA", "fails"),  # an abstention is no veto
        (f"coming and voting no can help {COUNCIL}", "fails"),
        (f"RUS can be bound against its will by {COUNCIL}", "fails"),
        (f"JPN can be bound against its will by {COUNCIL}", "holds"),
    ],
)
def test_the_security_council(words, verdict):
    assert check(words, at("un-sc")).verdict == verdict


EXTRAORDINARY = "extraordinary-conference"


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("some 1 party can block conference by voting no", "holds"),
        ("some 19 parties can block conference by staying away", "holds"),
        ("some 18 parties can block conference by staying away", "fails"),
        ("RUS, accused, can block conference", "holds"),
        (f"some 12 parties can block {EXTRAORDINARY} by staying away", "holds"),
        (f"some 11 parties can block {EXTRAORDINARY} by staying away", "fails"),
        (f"the accused alone can block {EXTRAORDINARY}", "fails"),
        (f"the accused with one friend can block {EXTRAORDINARY}", "holds"),
        (f"RUS, accused, can block {EXTRAORDINARY}", "fails"),
        ("RUS, accused, can block any measure", "fails"),
        (f"the victim alone can start {EXTRAORDINARY}", "holds"),
        ("the victim alone can start conference", "fails"),
        ("RUS and BLR can start conference", "fails"),
        ("RUS and BLR and KAZ can start conference", "holds"),
        ("absence alone can defeat conference", "holds"),
        # The accused's no is not counted, but its presence is.
        (f"coming and voting no can help {EXTRAORDINARY}", "holds"),
    ],
)
def test_the_draft_european_security_treaty(words, verdict):
    assert check(words, at("est-2009")).verdict == verdict


def test_the_verdict_on_the_accused_turns_on_the_doubted_sentence():
    words = f"the accused alone can block {EXTRAORDINARY}"
    found = check(words, at("est-2009"))
    assert found.under_readings["E15b"] == "holds"
    assert found.under_readings["E1b"] == "fails"
    assert "E15b" in found.flips
    assert check(words, at("est-2009", "E15b")).verdict == "holds"


def test_the_verdict_under_a_reading_is_that_of_the_reading_taken():
    for words in (f"the accused alone can block {EXTRAORDINARY}", "no measure without RUS"):
        found = check(words, at("est-2009"))
        assert set(found.under_readings) == set(all_options(at("est-2009").charter)) - set(
            at("est-2009").options
        )
        for option, verdict in found.under_readings.items():
            assert check(words, at("est-2009", option)).verdict == verdict, option


def test_a_role_of_the_case_is_the_one_judged():
    bench = Bench({"accused": frozenset({"RUS"})})
    found = check(f"the accused with one friend can block {EXTRAORDINARY}", at("est-2009"), bench)
    assert found.verdict == "holds"
    assert found.roles == {"accused": "RUS"}
    assert len(found.witness) == 2


def test_the_lisbon_council_is_settled_for_every_coalition_of_a_size():
    assert check("some 4 parties can block council:qmv", at("eu")).verdict == "holds"
    assert check("some 3 parties can block council:qmv", at("eu")).verdict == "fails"
    assert check("any 13 parties can block council:qmv", at("eu")).verdict == "holds"
    assert check("any 12 parties can block council:qmv", at("eu")).verdict == "fails"


def test_a_blank_that_nobody_fills_leaves_the_answer_unknown():
    here = view(load_charter("est-2009"), date(2009, 12, 1))
    charter = here.charter.model_copy(
        update={"blanks": {k: v for k, v in here.charter.blanks.items() if k != "seconders"}}
    )
    here = view(charter, here.on)
    found = check("the victim alone can start conference", here)
    assert found.verdict == "unknown"
    assert "seconders" in found.text


@pytest.mark.parametrize("charter_id", charter_ids())
def test_the_battery_on_every_charter(charter_id):
    here = at(charter_id)
    found = battery(here)
    assert found
    assert len(PROBES) >= 8
    for result in found:
        assert result.verdict in ("holds", "fails")
        assert result.question.endswith("?")
        assert result.text.endswith(".")
        assert parse_property(result.property)
        assert describe_property(parse_property(result.property)) == result.property
        assert set(result.under_readings) <= set(all_options(here.charter)) - here.options
        assert_shown(here, result)


def assert_shown(here, result):
    """A sheet said to adopt adopts, one said to defeat defeats, under the roles that it names."""
    asked = parse_property(result.property)
    if result.verdict != "holds" or not isinstance(asked, Possible | Absence | Helpful):
        return
    name = asked.body if isinstance(asked, Possible) else asked.decision.name
    body, decision = find_decision(here, name)
    bound = {name: frozenset({code}) for name, code in result.roles.items()}
    needed = {name for name, role in here.charter.roles.items() if role.required}
    some = frozenset(sorted(charter_parties(here))[:1])
    form = normal_form(here, body, decision, Bench(dict.fromkeys(needed, some) | bound))
    sheet = {party: Ballot[word.upper()] for party, word in result.witness.items()}
    assert decide(form, sheet).adopted is not isinstance(asked, Absence), result


def test_boycotts_agree_with_the_counting_room():
    from foedera.power import smallest_block

    here = at("est-2009")
    body, decision = find_decision(here, "conference")
    form = normal_form(here, body, decision, Bench())
    proved = smallest_blocking(form, by=[Ballot.ABSENT])
    assert proved.size == smallest_block(form, ballots=[Ballot.ABSENT]).size == 19


def test_a_missing_solver_leaves_the_answer_unknown_and_says_what_to_install(monkeypatch):
    for name in ("ortools", "ortools.sat", "ortools.sat.python"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr(systems, "LARGEST_COUNT", 0)
    found = check("coming and abstaining can help conference", at("est-2009"))
    assert found.verdict == "unknown"
    assert "pip install 'foedera[prove]'" in found.text


def test_a_reading_under_which_there_is_no_such_decision_is_left_out():
    found = check("some measure of council:armed-attack", at("nato"))
    assert "N2b" not in found.under_readings
    assert not found.flips


@pytest.mark.parametrize(
    ("words", "canonical"),
    [
        ("some 12 parties can paralyse the Conference", "some 12 parties can block conference"),
        (
            "RUS can block the Extraordinary Conference",
            "RUS can block extraordinary-conference",
        ),
        (
            "the attacked party can always be assisted within 10 days",
            "the attacked alone can always be assisted within 10 days",
        ),
    ],
)
def test_names_in_capitals_and_the_word_party_are_understood(words, canonical):
    assert describe_property(parse_property(words)) == canonical


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "the attacked can always be assisted within 99999999999 days",
            "'within 99999999999 days' is too long a time",
        ),
        ("a" * 5000, "a..."),
        ("RUS, accused, can prevent any measure", "RUS cannot be both accused and attacked"),
    ],
)
def test_what_cannot_be_is_answered_in_one_short_sentence(words, sentence):
    at = view(load_charter("est-2009"), date(2010, 1, 1))
    with pytest.raises(PropertyError) as raised:
        check(words, at, Bench({"attacked": frozenset({"RUS"})}))
    assert sentence in str(raised.value)
    assert len(str(raised.value)) < 250


def test_the_battery_refuses_a_party_that_is_accused_and_attacked():
    at = view(load_charter("est-2009"), date(2010, 1, 1))
    same = frozenset({"RUS"})
    with pytest.raises(PropertyError, match="RUS cannot be both accused and attacked"):
        battery(at, Bench({"accused": same, "attacked": same}))


@pytest.mark.parametrize(
    ("charter", "on", "body", "verdict"),
    [
        # Consensus: an objection of whoever it is against defeats it, an abstention does not.
        ("osce", date(2010, 8, 8), "permanent-council:consensus", "fails"),
        # Nine of fifteen: most members' yes can be spared.
        ("un-sc", date(2022, 2, 25), "council:substantive", "fails"),
        ("est-2009", date(2009, 12, 1), "extraordinary-conference", "fails"),
    ],
)
def test_consent_of_whom_it_is_against(charter, on, body, verdict):
    asked = f"no measure of {body} against P without P"
    found = check(asked, view(load_charter(charter), on))
    assert (found.property, found.verdict) == (asked, verdict)
    party, ballot = next(iter(found.roles.values()), None), found.witness
    assert ballot
    assert party is None or ballot.get(party) != "yes"


def test_where_all_parties_must_vote_yes_nothing_is_done_against_one_without_it():
    """Unanimity of all Parties (E2b), the accused's vote among them (E15b)."""
    at = view(load_charter("est-2009"), date(2009, 12, 1), ["E2b", "E15b"])
    found = check("no measure of extraordinary-conference against P without P", at)
    assert found.verdict == "holds"
