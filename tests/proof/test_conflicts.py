"""Conflicts between charters against exhaustive search, and on pairs that lawyers argue about."""

from datetime import date, timedelta
from itertools import chain, combinations, combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.charters import charter_from_text, charter_ids, load_charter, view
from foedera.charters.load import LIBRARY
from foedera.charters.vocabulary import acts, circumstances, vocabulary
from foedera.proceedings import InputError
from foedera.proof.clashes import clashes, satisfied
from foedera.proof.composition import levers
from foedera.proof.conflicts import conflicts
from foedera.proof.facts import Fact, closure, consistent
from foedera.proof.norms import Norm, norms
from foedera.proof.punishable import against_parties

DAY = date(2009, 12, 1)


def compared(first, second, *readings, on=DAY):
    views = []
    for name in (first, second):
        charter = load_charter(name)
        own = [r.partition(":")[2] for r in readings if r.startswith(f"{name}:")]
        views.append(view(charter, on, own))
    return conflicts(*views)


def articles(found, kind=None):
    return {c.duties for c in found if kind in {None, c.kind}}


# ------------------------------------------------------------------------------ the search is exact

FACTS = [
    Fact("armed attack"),
    Fact("threat of attack"),
    Fact("request"),
    Fact("consent"),
    Fact("the measure is forcible"),
    Fact("the measure acts inside the other"),
]
ACTS = [
    "assist with force",
    "use force",
    "take part in the measure",
    "use force by the measure",
    "stay neutral",
    "intervene",
    "join an alliance",
    "further the measure",
    "oppose the measure",
]


@st.composite
def books(draw):
    """Small sets of norms under circumstances that hang together."""
    book = []
    for k in range(draw(st.integers(1, 6))):
        modality = draw(st.sampled_from(["must", "must", "must not", "may"]))
        size = draw(st.integers(1, 3)) if modality == "must" else 1
        names = draw(st.lists(st.sampled_from(ACTS), min_size=size, max_size=size, unique=True))
        where = frozenset(
            (fact, draw(st.booleans()))
            for fact in draw(st.lists(st.sampled_from(FACTS), max_size=2, unique=True))
        )
        if consistent(where):
            book.append(Norm("t", f"d{k}", str(k), modality, tuple(names), where))
    return book


def conducts():
    sizes = (combinations(ACTS, n) for n in range(len(ACTS) + 1))
    return [frozenset(c) for c in chain.from_iterable(sizes)]


def situations(facts):
    for values in product([True, False], repeat=len(facts)):
        known = frozenset(zip(facts, values, strict=True))
        if consistent(known):
            yield known


@settings(max_examples=15, deadline=None)
@given(books())
def test_no_lawful_conduct_is_left_exactly_where_a_clash_says_so(book):
    found = [clash for clash in clashes(book) if clash.right is None]
    for known in situations(FACTS):
        free = any(satisfied(book, conduct, known) for conduct in conducts())
        assert free != any(clash.where <= known for clash in found), known


@settings(max_examples=15, deadline=None)
@given(books())
def test_a_clash_needs_every_norm_that_it_names(book):
    for clash in clashes(book):
        if clash.right is None:
            for norm in clash.norms:
                fewer = clashes(clash.norms - {norm})
                assert not any(other.where <= clash.where and not other.right for other in fewer)


@settings(max_examples=15, deadline=None)
@given(books())
def test_a_right_is_curtailed_exactly_where_no_lawful_conduct_includes_it(book):
    found = clashes(book)
    for right in (norm for norm in book if norm.modality == "may"):
        using = [c for c in conducts() if right.acts[0] in c]
        for known in situations(FACTS):
            if not right.where <= known:
                continue
            free = any(satisfied(book, conduct, known) for conduct in using)
            said = any(
                clash.where <= known and (clash.right is None or clash.right.acts == right.acts)
                for clash in found
            )
            assert free != said


# ------------------------------------------------------------------------------ the law as it reads


def test_the_draft_leaves_article_5_alone_where_the_attacked_consents():
    """Article 7(2) saves help with consent; without it the clash needs N6a, and 9(2) ends it."""
    found = compared("est-2009", "nato")
    (clash,) = [c for c in found.conflicts if c.duties == ("2(1)", "5")]
    assert "does not consent" in clash.situation
    assert "in the party's own view" in clash.situation
    assert "nato:N6b" in clash.vanishes_under
    assert clash.priority.prevails == "nato"
    assert clash.priority.by == ("est-2009 9(2)", "nato 8")
    assert clash.example["attacker"] == "RUS"
    assert clash.candidates == {"party": 28, "attacked": 28, "attacker": 56}


def test_who_judges_the_effect_decides_who_can_close_an_alliance():
    """C20: by default only the Ally's own view counts, under E17b that of the one that fears."""
    found = compared("est-2009", "nato")
    assert ("2(1)", "10") in articles(found.conflicts, "liberty curtailed")
    under = [c for c in found.under_others if c.under_readings["est-2009:E17b"]]
    (feared,) = [c for c in under if c.duties == ("2(1)", "10") and c.decided_by == ("other",)]
    assert "in the other's view" in feared.situation


def test_due_regard_by_itself_curtails_no_alliance_unless_it_asks_for_a_result():
    """C18: Article 1 appears beside 2(1) only under E18b."""
    by_default = compared("est-2009", "osce")
    assert not any(c.duties[0].startswith("1") for c in by_default.conflicts)
    strict = compared("est-2009", "osce", "est-2009:E18b")
    joining = [c for c in strict.conflicts if "join an alliance" in c.acts[0]]
    assert joining[0].duties[0] == "1 and 2(1)"
    assert joining[0].kind == "liberty curtailed"
    assert "Final Act I" in joining[0].duties[1]
    assert joining[0].priority.prevails == "est-2009"
    assert "Final Act X" in joining[0].priority.text


def test_help_on_request_since_2012_reconciles_the_tashkent_treaty_with_the_draft():
    """The protocol in force from 19 December 2012 asks for a request, which implies consent."""
    before = compared("est-2009", "csto")
    after = compared("est-2009", "csto", on=date(2013, 6, 1))
    assert ("2(1)", "CST 4") in articles(before.conflicts)
    assert ("2(1)", "CST 4") not in articles(after.conflicts)


def test_the_charter_of_the_united_nations_prevails_by_article_103():
    found = compared("est-2009", "un-sc")
    enforcement = [c for c in found.conflicts if c.duties == ("6(3) and 8(4)", "53(1)")]
    assert enforcement
    assert all(c.priority.prevails == "un-sc" for c in found.conflicts)
    assert "un-sc 103" in enforcement[0].priority.by
    assert "est-2009 9(1)" in enforcement[0].priority.by


def test_article_103_ranks_obligations_and_not_the_right_of_self_defence():
    """It speaks of 'obligations under the present Charter'; Article 51 leaves a right untouched."""
    found = compared("est-2009", "un-sc")
    rights = [c for c in found.conflicts if c.duties[1] == "51"]
    assert rights
    assert all("un-sc 103" not in c.priority.by for c in rights)
    assert all("est-2009 9(1)" in c.priority.by for c in rights)


def test_enforcement_by_regional_bodies_needs_authorisation():
    found = compared("au-psc", "un-sc", on=date(2024, 1, 1))
    curtailed = articles(found.conflicts, "liberty curtailed")
    assert any(first == "Act 4(h)" and "53(1)" in second for first, second in curtailed)
    authorised = compared("au-psc", "un-sc", "au-psc:I1b", on=date(2024, 1, 1))
    assert not any(first == "Act 4(h)" for first, _ in articles(authorised.conflicts))


def test_nato_and_the_union_do_not_forbid_what_the_other_asks():
    found = compared("eu", "nato")
    assert ("42(7)", "5") not in articles(found.conflicts)
    assert not any("assist" in c.acts[1] for c in found.conflicts)


def test_best_efforts_are_a_tension_and_never_a_conflict():
    found = compared("nrc", "est-2009")
    assert {c.kind for c in found.conflicts} == {"tension"}


def test_without_a_common_party_nobody_is_torn():
    found = compared("csto", "nato")
    assert not found.conflicts
    assert not found.common
    assert "No party belongs to both" in found.text


def test_finding_nothing_says_that_everything_was_searched():
    found = compared("eapc", "nato")
    assert not found.conflicts
    assert "searched completely" in found.text


def day_together(*charters):
    ends = [c.ended for c in charters if c.ended]
    last = min(ends) - timedelta(days=1) if ends else date(2025, 1, 1)
    return last if last >= max(c.in_force or c.opened for c in charters) else None


@pytest.mark.parametrize("first", charter_ids())
def test_every_pair_of_the_library_is_compared(first):
    for one, two in combinations_with_replacement(charter_ids(), 2):
        charters = (load_charter(one), load_charter(two))
        day = day_together(*charters)
        if one != first or day is None:
            continue
        found = conflicts(*(view(charter, day) for charter in charters))
        for conflict in (*found.conflicts, *found.under_others):
            assert conflict.example
            assert len(set(conflict.example.values())) >= len(conflict.example) - 1
            assert all(conflict.candidates.values())
            assert conflict.situation.endswith(".")
        for conflict in found.under_others:
            assert any(conflict.under_readings.values())


@pytest.mark.parametrize("second", ["nato", "eu", "csto", "un-sc", "osce"])
def test_an_independent_judge_finds_no_lawful_conduct_where_a_clash_is_reported(second):
    """Every conduct over the acts of both charters is tried where nothing else is the case."""
    book = [norm for name in ("est-2009", second) for norm in norms(view(load_charter(name), DAY))]
    done = sorted({act for norm in book for act in norm.acts if norm.modality != "may"})
    every = {fact for norm in book for fact, _ in norm.where}
    for clash in clashes(book):
        whole = closure(clash.where)
        settled = {fact for fact, _ in whole}
        known = whole | {(fact, False) for fact in every - settled}
        if not consistent(known):
            continue
        asked = {act for norm in clash.norms for act in norm.acts}
        tried = [act for act in done if act in asked]
        for size in range(len(tried) + 1):
            for conduct in map(frozenset, combinations(tried, size)):
                if clash.right and clash.right.acts[0] not in conduct:
                    continue
                assert not satisfied(clash.norms, conduct, known)


# ---------------------------------------------------------------------------- levers and measures


def levers_of(over, holder="RUS"):
    bound_by = view(load_charter("est-2009"), DAY)
    return levers(view(load_charter(over), DAY), bound_by, holder)


def test_one_ally_that_honours_a_duty_to_oppose_defeats_any_decision_of_nato():
    """C23: consensus needs one objection; what that is worth rests on E16 and E17."""
    found = [lever for lever in levers_of("nato") if lever.article == "2(2)"]
    assert {lever.needed for lever in found} == {1}
    assert {(lever.bound, lever.members) for lever in found} == {(28, 28)}
    strength = {frozenset(lever.readings): lever.strength for lever in found}
    assert strength == {
        frozenset({"E16a", "E17a"}): "none",
        frozenset({"E16a", "E17b"}): "influence",
        frozenset({"E16a", "E17c"}): "influence",
        frozenset({"E16b", "E17a"}): "none",
        frozenset({"E16b", "E17b"}): "veto",
        frozenset({"E16b", "E17c"}): "influence",
    }


def test_withholding_defeats_unanimity_by_act_but_not_consensus():
    found = [lever for lever in levers_of("nato") if lever.duty == "must not further the measure"]
    needed = {lever.decision: lever.needed for lever in found}
    assert needed["council:invitation"] == 1
    assert needed["council:decision"] is None


def test_a_member_that_can_block_anyway_gains_no_lever_it_lacked():
    found = levers_of("csto")
    assert all(lever.holder_blocks for lever in found if "council" in lever.decision)
    assert {lever.bound for lever in found} == {6}


def test_the_bound_members_are_counted_from_the_rule():
    """EU, Nice: three large members with 38 % of the population defeat a qualified majority."""
    needed = {lever.decision: lever.needed for lever in levers_of("eu") if lever.article == "2(2)"}
    assert needed["council:unanimity"] == 1
    assert needed["council:qmv"] == 3
    assert needed["council:article-7-risk"] == 6


def test_a_holder_that_is_no_party_is_told_so():
    with pytest.raises(InputError, match="CHN is no party to est-2009"):
        levers_of("nato", "CHN")


@pytest.mark.parametrize(
    ("charter", "readings", "decision", "over", "of"),
    [
        ("est-2009", [], "conference:decision", 0, 56),
        ("est-2009", [], "extraordinary-conference:collective-measures", 56, 56),
        ("est-2009", ["E15b"], "extraordinary-conference:collective-measures", 0, 56),
        ("osce", [], "ministerial-council:consensus-minus-one", 56, 56),
        ("osce", [], "ministerial-council:consensus", 0, 56),
        ("un-sc", [], "council:substantive", 187, 192),
    ],
)
def test_who_can_be_measured_against_over_its_no(charter, readings, decision, over, of):
    """C28; in the Security Council all but the five permanent members."""
    found = against_parties(view(load_charter(charter), DAY, readings))
    (entry,) = [each for each in found if f"{each.body}:{each.decision}" == decision]
    assert (entry.over_objection, entry.targets) == (over, of)
    if charter == "un-sc":
        assert entry.safe == ("CHN", "FRA", "GBR", "RUS", "USA")


# ------------------------------------------------------------------------------- the vocabulary


def test_the_vocabulary_hangs_together():
    for act in vocabulary().acts:
        for link in (*act.implies, *act.excludes):
            assert link.act in acts()
            assert link.if_ is None or link.if_ in circumstances()
        assert bool(act.bears_on) == bool(act.effect)
        assert act.bears_on is None or act.bears_on in vocabulary().characters
    for circumstance in vocabulary().circumstances:
        assert set(circumstance.implies) <= set(circumstances())


def test_every_act_and_circumstance_is_used_by_some_charter():
    terms = [
        terms
        for charter_id in charter_ids()
        for duty in load_charter(charter_id).duties
        for terms in duty.terms
    ]
    used = {name for each in terms for name in (*each.act, *each.if_, *each.if_not)}
    tied = {link.act for act in acts().values() for link in act.implies}
    facts = {link.if_ for act in acts().values() for link in (*act.implies, *act.excludes)}
    implied = {name for c in circumstances().values() for name in c.implies}
    assert set(acts()) <= used | tied
    via_affected = {f"the {character} is a party" for character in vocabulary().characters}
    assert set(circumstances()) <= used | facts | implied | via_affected


def test_a_word_that_the_vocabulary_lacks_is_told_with_a_suggestion():
    text = (LIBRARY / "nato.yaml").read_text(encoding="utf-8")
    wrong = text.replace("terms: {act: consult,", "terms: {act: consultt,", 1)
    with pytest.raises(ValueError, match="there is no act 'consultt'; did you mean 'consult'"):
        charter_from_text(wrong, "nato.yaml")


def test_norms_follow_day_and_reading():
    treaty = load_charter("csto")
    early = {norm.duty for norm in norms(view(treaty, date(2010, 1, 1)))}
    late = {norm.duty for norm in norms(view(treaty, date(2014, 1, 1)))}
    assert "help" in early - late
    assert "help-on-request" in late - early


def test_a_political_commitment_is_said_to_be_one_whichever_prevails():
    clash = compared("est-2009", "osce").conflicts[0].priority
    assert clash.prevails == "est-2009"
    assert clash.text.endswith("osce binds politically only")
    assert "politically" not in compared("est-2009", "nato").conflicts[0].priority.text
