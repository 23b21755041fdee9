"""The record of what bodies did, what was foretold of it, and the scores of both."""

from dataclasses import replace

import numpy as np
import pytest

from foedera.evidence.record import foretold as foretelling
from foedera.evidence.record.baselines import earlier_rate, own_rate
from foedera.evidence.record.causes import causes
from foedera.evidence.record.claims import whether_institutions_were_used
from foedera.evidence.record.conditions import agrees, whether_universality_helps
from foedera.evidence.record.deeds import deeds, shut
from foedera.evidence.record.foretold import CAUSES, DECIDING, Foretold, foretold
from foedera.evidence.record.misses import misses
from foedera.evidence.record.scored import SPANS, Record, forecasts
from foedera.evidence.scoreboard import stored_scoreboard
from foedera.evidence.scores import brier
from foedera.simulation import Ending
from foedera.world.crises import load_crisis
from foedera.world.crises.coded import furthest

SURE = Foretold(1.0, dict.fromkeys(CAUSES.values(), 0.0))


def never(cause):
    return Foretold(0.0, dict.fromkeys(CAUSES.values(), 0.0) | {cause: 1.0})


def of(*crises):
    return tuple(deed for deed in deeds() if deed.crisis.id in crises)


def find(crisis, institution):
    (deed,) = (d for d in of(crisis) if d.institution == institution)
    return deed


# -------------------------------------------------------------------------------- what was done


def test_every_body_open_to_a_crisis_of_its_parties_is_coded():
    assert not [(d.crisis.id, d.institution) for d in deeds() if d.coded is None]


def test_drafts_that_were_never_in_force_and_crises_before_1946_have_no_record():
    assert "est-2009" not in {deed.institution for deed in deeds()}
    assert min(deed.year for deed in deeds()) >= 1946


def test_what_the_council_and_the_assembly_did_about_ukraine():
    """S/2022/155 was vetoed by Russia, A/RES/ES-11/1 adopted by 141 to 5."""
    council, assembly = find("ukraine-2022", "un-sc"), find("ukraine-2022", "un-ga")
    assert (council.decided, council.obstacle) == (False, "accused")
    assert (assembly.decided, assembly.obstacle) == (True, None)
    assert find("ukraine-2022", "eapc").obstacle == "not asked"
    assert find("crimea-2014", "osce").adopted
    assert not find("crimea-2014", "osce").decided


def test_bodies_closed_to_the_attacked_are_kept_apart():
    closed = {(each.crisis.id, each.coded.institution): each.why for each in shut()}
    assert closed["bosnia-1992", "osce"].startswith("BIH is no party")
    assert not closed.keys() & {(d.crisis.id, d.institution) for d in deeds()}


# ------------------------------------------------------------------------------------ baselines


def test_rates_are_those_of_strictly_earlier_crises():
    known = deeds()
    came = np.array([deed.decided for deed in known])
    common, own = earlier_rate(known, came), own_rate(known, came)
    for k in range(0, len(known), 7):
        before = [d for d in known if d.crisis.start < known[k].crisis.start]
        rate = (sum(d.decided for d in before) + 1) / (len(before) + 2)
        mine = [d.decided for d in before if d.institution == known[k].institution]
        assert common[k] == pytest.approx(rate)
        assert own[k] == pytest.approx((sum(mine) + 5 * rate) / (len(mine) + 5))
    assert common[0] == own[0] == 1 / 2


def test_what_happens_later_changes_no_rate():
    known = deeds()
    came = np.array([deed.decided for deed in known])
    year = np.array([deed.year for deed in known])
    turned = np.where(year > 1991, ~came, came)
    for rate in (earlier_rate, own_rate):
        changed = rate(known, came) != rate(known, turned)
        assert not changed[year <= 1991].any()
        assert changed[year > 1993].any()


# ------------------------------------------------------------------------------------- foretold


def test_all_endings_of_a_decision_are_counted_once():
    counted = {*DECIDING, *CAUSES}
    # Without a decision, or without a route: not in these plans.
    helped = {Ending.ASSISTED, Ending.NOBODY_CAME, Ending.NOT_OPEN}
    assert counted | helped == set(Ending)


def test_chances_add_up_and_are_the_same_twice():
    asked = of("suez-1956", "crimea-2014")
    found = foretold(asked, draws=200)
    assert found == foretold(asked, draws=200)
    for each in found:
        assert each.decides + sum(each.causes.values()) == pytest.approx(1, abs=0.01)


def test_the_council_decides_nothing_against_a_permanent_member():
    """Article 27(3): its vote against is enough; what is never drawn keeps half a draw."""
    found = dict(zip(("un-sc",), foretold((find("crimea-2014", "un-sc"),), draws=500), strict=True))
    assert found["un-sc"].decides <= 3.5 / 501
    assert found["un-sc"].cause in ("accused", "friends", "others", "no-agreement")


def test_each_crisis_is_foretold_with_the_fit_that_had_not_seen_it(monkeypatch):
    seen = []
    real = foretelling.behaviours

    def spy(model, until):
        seen.append(until)
        return real(model, until)

    monkeypatch.setattr(foretelling, "behaviours", spy)
    foretold(of("suez-1956", "karabakh-1992", "crimea-2014"), draws=50)
    assert seen == [None, 1989, 2008]


# --------------------------------------------------------------------------------------- scores


def made(*pairs):
    """Return a record of deeds by (crisis, institution) with what was foretold of each."""
    known = tuple(find(*name) for name, _ in pairs)
    flat = tuple(0.5 for _ in known)
    return Record(known, tuple(each for _, each in pairs), {"null model": flat})


CRISES = ("suez-1956", "hungary-1956", "crimea-2014", "ukraine-2022")


def right():
    return made(
        *((((name, "un-ga"), SURE)) for name in CRISES),
        *((((name, "un-sc"), never("accused"))) for name in CRISES),
    )


def test_a_record_foretold_aright_scores_nought():
    found = forecasts(right(), 1946)
    assert brier(found.model) == 0
    assert brier(found.baselines["null model"]) == 0.25
    assert len(forecasts(right(), 2009).model.outcomes) == 4
    assert set(found.baselines) == {"earlier rate", "body's own rate", "null model"}


def test_what_is_foretold_can_be_changed():
    whole = made((("crimea-2014", "osce"), SURE), (("crimea-2014", "un-ga"), SURE))
    assert forecasts(whole, 1946).model.outcomes.tolist() == [0, 1]
    assert forecasts(whole, 1946, lambda d: d.adopted).model.outcomes.tolist() == [1, 1]
    none = forecasts(whole, 1946, only=lambda d: d.institution == "osce")
    assert none.model.outcomes.tolist() == [0]


def test_causes_are_counted_against_the_record():
    of_all = causes(right(), 1946)
    assert (of_all["n"], of_all["right"], of_all["always"], of_all["given"]) == (4, 1, 1, 1)
    wrong = replace(right(), foretold=(SURE,) * 4 + (never("others"),) * 4)
    found = causes(wrong, 1946)
    assert (found["right"], found["given"]) == (0, 0)
    assert found["table"] == [
        {"observed": "accused", "foretold": dict.fromkeys(CAUSES.values(), 0) | {"others": 4}}
    ]


def test_without_a_known_obstacle_no_cause_is_right_or_wrong():
    found = causes(made((("crimea-2014", "un-ga"), SURE)), 1946)
    assert found["n"] == 0
    assert found["right"] is None
    one = causes(made((("crimea-2014", "un-sc"), never("accused"))), 1946)
    assert (one["right"], one["interval"]) == (1, [None, None])


def test_the_sharpest_miss_comes_first_with_its_reason():
    whole = made(
        (("berlin-1948", "un-sc"), never("accused")),
        (("berlin-1948", "un-ga"), SURE),
        (("suez-1956", "un-ga"), replace(SURE, decides=0.25, causes={"others": 0.75})),
        (("crimea-2014", "osce"), replace(SURE, decides=0.5)),
    )
    found = misses(whole, 3)
    assert [each["crisis"] for each in found] == ["berlin-1948", "suez-1956", "crimea-2014"]
    assert found[0]["why"].startswith("Nobody brought it before the body")
    assert found[1]["why"].startswith("It decided, where the simulator sees it stopped (others)")
    assert found[2]["why"].startswith("It adopted another text")


# --------------------------------------------------------------------------------------- claims


def test_the_claim_on_1999_and_2008_counts_what_the_library_says():
    claim = whether_institutions_were_used()
    for name, share in (("kosovo-1999", claim.shares[0]), ("georgia-2008", claim.shares[3])):
        crisis = load_crisis(name)
        bodies = {done.institution for done in crisis.organisations}
        asked = [body for body in bodies if furthest(crisis, body).asked == "yes"]
        assert share.note.startswith(f"{len(asked)} of {len(bodies)}")
    assert claim.shares[1].note == "0 of 5"
    assert "These are counts, no sample." in claim.reading


def told_of(deeds_, chances):
    """Return a record of some deeds with given chances."""
    return Record(deeds_, tuple(Foretold(chance, {}) for chance in chances), {})


def test_bodies_without_the_accused_are_told_apart_by_who_is_party():
    """NATO and the EU on Georgia and Crimea; the Council and the Assembly have Russia inside."""
    asked = tuple(d for d in of("georgia-2008", "crimea-2014") if d.asked == "yes")
    found = whether_universality_helps(told_of(asked, [0.5] * len(asked))).shares
    outside = [d for d in asked if d.institution in {"nato", "eu"}]
    assert (found[0].n, found[1].n) == (len(asked) - len(outside), len(outside))
    assert found[1].estimate == pytest.approx(np.mean([d.decided for d in outside]))
    assert found[3].estimate == 0


def test_members_agree_where_two_thirds_are_nearer_to_the_attacked():
    """In 2014 most of NATO stood nearer to Ukraine than to Russia, the CIS did not."""
    nato = find("crimea-2014", "nato")
    assert agrees(nato)
    assert not agrees(find("karabakh-2020", "cis"))


def test_the_stored_record_is_that_of_the_library():
    stored = stored_scoreboard()
    found = {(c["crisis"], c["institution"]): c for c in stored["record"]["cases"]}
    assert found.keys() == {(d.crisis.id, d.institution) for d in deeds()}
    for deed in deeds():
        case = found[deed.crisis.id, deed.institution]
        assert (case["decided"], case["obstacle"]) == (deed.coded.decided, deed.obstacle)
    rows = [row for row in stored["parts"] if row["part"] == "record"]
    assert {row["split"] for row in rows} == set(SPANS)
    assert {"C29", "C30", "C31", "C38", "C39", "C45"} <= {claim["id"] for claim in stored["claims"]}
