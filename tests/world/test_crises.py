"""The library of crises, its coding rule and its loader."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foedera.files.source import Source, SourceError, read_source, read_text
from foedera.proceedings import case_ids
from foedera.world.crises import (
    CRITERIA,
    CrisisError,
    Glaring,
    acts,
    crises,
    crisis_ids,
    find_act,
    load_crisis,
)
from foedera.world.crises.coded import furthest
from foedera.world.crises.load import LIBRARY, read_crisis
from foedera.world.memberships import institutions, spells
from foedera.world.parties import parties

ORGANISATIONS_WITHOUT_REGISTER = {"un-ga", "oas", "oau"}
EVERY = pytest.mark.parametrize("crisis", crises(), ids=lambda crisis: crisis.id)


def existed(code, first, last):
    """Whether COW counts a party, or an institution seats it, on some day of the span."""
    times = [(p.since, p.to) for p in parties() if p.code == code]
    if any(p.code == code and p.kind == "organisation" for p in parties()):
        return True
    times += [(s.since, s.to) for name in institutions() for s in spells(name) if s.party == code]
    return any(since and since <= last and (to is None or first < to) for since, to in times)


@EVERY
def test_the_parties_of_a_crisis_existed(crisis):
    last = crisis.end or date(2024, 12, 31)
    for code in {*crisis.aggressor, *crisis.attacked, *(n.party for n in crisis.narratives)}:
        assert existed(code, crisis.start, last), code


@EVERY
def test_a_crisis_is_told_from_two_sides_with_sources(crisis):
    assert len({told.party for told in crisis.narratives}) > 1
    assert crisis.cited
    assert crisis.outcome.sources
    assert all(part.sources for part in (*crisis.narratives, *crisis.organisations))
    used = {key for part in (*crisis.narratives, *crisis.organisations) for key in part.sources}
    assert crisis.sources.keys() == used | {*crisis.cited, *crisis.outcome.sources} | (
        {"icb"} if crisis.icb else set()
    )


@EVERY
def test_the_year_in_the_id_is_that_of_the_start(crisis):
    assert crisis.id.endswith(f"-{crisis.start.year}")
    assert crisis.end is None or (crisis.end - crisis.start).days < 10 * 366


@EVERY
def test_what_replays_a_crisis_is_in_the_library_of_cases(crisis):
    assert set(crisis.cases) <= set(case_ids())


@EVERY
def test_an_institution_is_a_register_or_a_known_abbreviation(crisis):
    known = {*institutions(), *ORGANISATIONS_WITHOUT_REGISTER}
    assert {done.institution for done in crisis.organisations} <= known


def test_the_crises_that_others_refer_to_are_there():
    wanted = {"abyssinia-1935", "korea-1950", "kuwait-1990", "kosovo-1999", "georgia-2008"}
    assert wanted | {"crimea-2014", "ukraine-2022"} <= set(crisis_ids())
    assert len(crisis_ids()) >= 25


def test_the_library_is_in_order_of_time():
    starts = [crisis.start for crisis in crises()]
    assert starts == sorted(starts)


# ---------------------------------------------------------------------------- the coding rule


def test_the_score_is_what_a_reader_works_out_by_hand():
    """Georgia 2008: 2 + 2 + 0 + 1/2 + 1 + 1 + 1 of 10."""
    assert load_crisis("georgia-2008").glaring.score() == pytest.approx(0.75)
    assert load_crisis("ukraine-2022").glaring.score() == 1


ANSWERS = st.fixed_dictionaries(
    {c.id: st.sampled_from(["yes", "partly", "no", "unknown"]) for c in CRITERIA}
)


@given(ANSWERS)
def test_the_score_lies_between_its_bounds(answers):
    glaring = Glaring.model_validate(answers)
    low, high, score = glaring.low(), glaring.high(), glaring.score()
    assert 0 <= low <= high <= 1
    if score is None:
        assert (low, high) == (0, pytest.approx(1))
        assert glaring.grade() == "unknown"
    else:
        assert low - 1e-12 <= score <= high + 1e-12


@given(ANSWERS, st.sampled_from([c.id for c in CRITERIA]))
def test_a_yes_never_makes_an_act_less_glaring(answers, criterion):
    no, yes = (Glaring.model_validate(answers | {criterion: word}) for word in ("no", "yes"))
    assert yes.score() > no.score()


# ------------------------------------------------------------------------------- the taxonomy


def test_acts_have_stable_ids_and_every_flag_is_used():
    wanted = {"armed-attack", "mobilisation", "base-use", "cyber-operation", "energy-coercion"}
    wanted |= {"annexation", "intervention", "blockade", "proxy-war", "unmarked-forces"}
    assert wanted <= {act.id for act in acts()}
    assert len({act.id for act in acts()}) == len(acts())
    flags = {flag for act in acts() for flag in act.flags}
    assert flags == {"hybrid", "intermestic", "transnational", "structural", "systemic"}


def test_an_unknown_act_is_answered_with_a_suggestion():
    with pytest.raises(ValueError, match="no act is called 'armed-atack'; did you mean 'armed-att"):
        find_act("armed-atack")


# ----------------------------------------------------------------------------- malformed files


def changed(**parts):
    """Return the file of a crisis with some keys replaced or, with None, left out."""
    source = read_source(LIBRARY / "goa-1961.yaml")
    data = {key: value for key, value in (source.data | parts).items() if value is not None}
    return Source("my.yaml", data, source.lines)


GLARING = dict.fromkeys([c.id for c in CRITERIA], "yes")


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"act": "invasion"}, "my.yaml line 6, act: no act is called 'invasion'; did you mean"),
        ({"start": "1961-13-01"}, "line 3, start: '1961-13-01' is no day: write it as 2009-11-29"),
        ({"end": "1961-12-01"}, "line 4, end: it ends on 1961-12-01, before it starts on 1961-12-"),
        ({"aggressor": None}, "name the aggressor, or say in 'author' who it is"),
        ({"aggressor": ["IND", "PRT"]}, "attacked: 'PRT' cannot be aggressor and attacked at once"),
        ({"aggressor": ["INX"]}, "aggressor[0]: no party is called 'INX'"),
        ({"aggressor": "ind"}, "aggressor[0]: write 'IND', not 'ind'"),
        ({"setting": "war"}, "'war' cannot stand here; write one of: interstate, intervention"),
        ({"agressor": ["IND"]}, "there is no key 'agressor' here; did you mean 'aggressor'?"),
        ({"title": None}, "'title' is missing"),
        ({"cited": ["nowhere"]}, "cited: there is no source 'nowhere' in 'sources'"),
        ({"glaring": GLARING | {"scale": "huge"}}, "'huge' cannot stand here; write one of: yes"),
    ],
)
def test_a_fault_is_told_in_a_sentence_with_its_place(parts, sentence):
    with pytest.raises(CrisisError) as error:
        read_crisis(changed(**parts))
    assert sentence in str(error.value)
    assert str(error.value).startswith("my.yaml line ")


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ({"measure": "call"}, "'measure' needs 'decided', which says what the body came to"),
        ({"decided": "maybe"}, "'maybe' cannot stand here; write one of: yes, other, no, none"),
        (
            {"decided": "yes", "measure": "talk"},
            "'decided: yes' needs a measure from call to force",
        ),
        ({"decided": "yes", "blocked_by": "accused"}, "with 'decided: yes' nothing did"),
        ({"decided": "none", "measure": "force"}, "'decided: none' adopted nothing, so that its"),
        ({"decided": "other", "enforced": "yes"}, "'enforced' says whether a measure stopped the"),
        ({"decided": "no", "blocked_by": "not-convened"}, "so that the body had been convened"),
        ({"decided": "no", "asked": "no"}, "'asked: no' says that nobody brought it before the"),
    ],
)
def test_codes_of_what_a_body_did_that_contradict_each_other_are_refused(codes, sentence):
    done = {"institution": "un-sc", "did": "Something.", "sources": ["s5033"]} | codes
    with pytest.raises(CrisisError) as error:
        read_crisis(changed(organisations=[done]))
    assert sentence in str(error.value)
    assert str(error.value).startswith("my.yaml line ")


def test_of_several_entries_the_one_that_went_furthest_counts():
    assert furthest(load_crisis("lebanon-1982"), "un-sc").measure == "call"
    assert furthest(load_crisis("lebanon-1982"), "un-sc").decided == "yes"
    assert furthest(load_crisis("bangladesh-1971"), "un-sc").decided == "other"
    assert furthest(load_crisis("bangladesh-1971"), "csto") is None


def test_a_party_that_had_ended_is_no_aggressor():
    with pytest.raises(CrisisError, match="no party was called 'AUH' on 1961-12-18; it ended on"):
        read_crisis(changed(aggressor=["AUH"]))


@pytest.mark.parametrize("text", ["- a", "word", "id: x\n"])
def test_a_file_that_is_no_crisis_is_refused(text):
    with pytest.raises(CrisisError):
        read_crisis(read_text(text, "my.yaml"))


def test_an_unknown_crisis_is_answered_with_a_suggestion():
    with pytest.raises(CrisisError, match="did you mean 'georgia-2008'"):
        load_crisis("georgia-2009")
    with pytest.raises(SourceError, match="there is no file"):
        load_crisis("nowhere.yaml")
