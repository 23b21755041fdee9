"""What rules freeze and what vetoes are worth, by hand; who would enforce, and when."""

from datetime import date

import numpy as np
import pytest

from foedera.behaviour.contribute import ContributionParameters
from foedera.behaviour.ladder import MEASURES, best_policy, usual_ladder
from foedera.behaviour.patience import least_patience_against
from foedera.behaviour.situation import situation
from foedera.charters import load_charter, view
from foedera.charters.select import find_decision
from foedera.proceedings import normal_form
from foedera.report.findings import Brief, interests, vetoes
from foedera.report.stalemate import frozen
from foedera.simulation import Dispute
from foedera.simulation.expected import estimate, thresholds
from foedera.simulation.gridlock import Positions, gridlock, gridlock_of_count, way_round
from foedera.simulation.models import behaviours

AT = view(load_charter("est-2009"), date(2009, 12, 1))


def placed(rule, points):
    best = np.asarray(points, dtype=np.float64)
    return Positions(rule.members, 2009, best, np.stack([best, best]), ())


def rule_of(name, decision, on, accused=None):
    at = view(load_charter(name), on)
    body, found = find_decision(at, decision)
    return normal_form(at, body, found, Brief(at).bench(accused))


@pytest.fixture(scope="module")
def council():
    return rule_of("un-sc", "council:substantive", date(2009, 12, 1))


def test_gridlock_of_the_council_is_by_hand(council):
    """15 members on 0..14, China 2, France 3, Britain 4, Russia 1, the United States 12.

    Nine of fifteen without vetoes freeze [x_7, x_9] (the 7th and the 9th from below): 6 to 8. The
    permanent five widen it to where they stand: 1 to 12.
    """
    permanent = {"CHN": 2, "FRA": 3, "GBR": 4, "RUS": 1, "USA": 12}
    rest = iter(sorted(set(range(15)) - set(permanent.values())))
    points = [permanent.get(code) for code in council.members]
    points = [next(rest) if point is None else point for point in points]
    at = placed(council, points)
    found = gridlock(council, at)
    assert found.interval == (1.0, 12.0)
    assert found.share.mean == pytest.approx(11 / 14)
    assert found.inside.mean == pytest.approx(12 / 15)
    assert gridlock_of_count(9, council.members, at).interval == (6.0, 8.0)
    assert gridlock_of_count(8, council.members, at).interval == (7.0, 7.0)


def test_leaving_out_who_stands_at_an_end_frees_its_end():
    whole = rule_of("est-2009", "extraordinary-conference:collective-measures", AT.on)
    last = whole.members[-1]
    apart = rule_of("est-2009", "extraordinary-conference:collective-measures", AT.on, last)
    number = len(whole.members)
    at = placed(whole, range(number))
    assert gridlock(whole, at).interval == (0.0, number - 1)
    assert gridlock(apart, at).interval == (0.0, number - 2)
    middle = whole.members[number // 2]
    inside = rule_of("est-2009", "extraordinary-conference:collective-measures", AT.on, middle)
    assert gridlock(inside, at).interval == (0.0, number - 1)


def test_a_rule_that_nobody_satisfies_freezes_all(council):
    at = placed(council, range(15))
    found = gridlock(council, at)
    assert 0 <= found.share.mean <= 1
    assert gridlock_of_count(15, council.members, at).share.mean == 1


def test_a_veto_is_worth_what_it_costs_to_go_round_it(council):
    points = dict.fromkeys(council.members, 2.0) | {"RUS": 0.0}
    at = placed(council, [points[code] for code in council.members])
    victim = next(code for code in council.members if code not in {"RUS", "USA"})
    found = way_round(council, at, Dispute("x", ("RUS",), (victim,), date(2009, 1, 1), 1.0))
    assert found is not None
    assert "RUS" not in found.coalition
    assert found.apart.mean == pytest.approx(2.0)
    assert found.inside.mean == 0  # Russia's veto keeps things where Russia stands
    assert found.all_from.mean == 1
    assert [found.conceded(cost) for cost in (0, 0.25, 1, 2)] == [1, 0.75, 0, 0]


def test_findings_bear_the_hand_figures():
    (conference, extraordinary) = vetoes.freezes(Brief(AT))
    assert conference.value["share"]["mean"] == 1  # consensus freezes all that lies between
    assert conference.value["at_most"] is None
    assert extraordinary.value["without_at_most"]["mean"] < 1
    assert (
        extraordinary.value["simple_majority"]["mean"] < extraordinary.value["two_thirds"]["mean"]
    )
    (both, _) = frozen(Brief(AT), "RUS")
    assert len(both.form.members) == 56


def test_bodies_of_one_are_left_out():
    board = view(load_charter("docs/examples/company-board.yaml"), date(2020, 1, 1))
    assert list(frozen(Brief(board), None)) == []  # nobody on it has a position


def test_patience_by_hand():
    """c / (c + v): 0.3 / 1.3 far away, 0.3 / 2.3 for an ally, nothing where a promise covers it."""
    of = situation([1.0, 1.0, 1.0], side=[-1, 0, 0], allied_with_attacked=[0, 0, 1])
    plain = ContributionParameters(commitment=0.3, audience=0.0)
    found = least_patience_against(of, plain)[0]
    assert found[1:] == pytest.approx([0.3 / 1.3, 0.3 / 2.3])
    assert least_patience_against(of, plain, 1.0)[0][1:] == pytest.approx([0, 0])


def test_the_rarer_the_crisis_the_more_patience_it_takes():
    dispute = Dispute("x", ("RUS",), ("GEO",), date(2008, 8, 7), 1.0)
    parties = ("FRA", "GEO", "POL", "RUS", "USA")
    fits = behaviours("sincere", 1989).behaviours[:5]
    shares = [thresholds(dispute, parties, fits, 0.9, every).share.mean for every in (1, 3, 30)]
    assert shares == sorted(shares, reverse=True)
    assert "RUS" not in thresholds(dispute, parties, fits, 0.9).parties
    yearly = thresholds(dispute, parties, fits, 0.9).parties
    assert list(yearly.values()) == sorted(yearly.values())


def test_estimates_have_their_error():
    found = estimate([1.0, 2.0, 3.0])
    assert (found.mean, found.se) == (2.0, pytest.approx(1 / np.sqrt(3)))
    assert estimate([1.0]).se == 0


def test_the_harder_agreement_is_the_further_up_the_next_step():
    places = []
    for agreement in (1.0, 0.3, 0.05):
        policy = best_policy(usual_ladder(agreement))
        places.append(int(policy.target[0, 0, len(policy.beliefs) // 2]))
    assert places == sorted(places)
    assert len(set(places)) > 1
    assert MEASURES[places[0]].name == "mediation"


def test_the_long_run_is_told_with_what_it_rests_on():
    found = {finding.claim: finding for finding in interests.long_run(Brief(AT))}
    assert set(found) == {"C31", "C33", "C36"}
    called, uncalled = (found["C31"].value[f"strategic {word}"] for word in ("called", "uncalled"))
    assert called["force"]["mean"] > uncalled["force"]["mean"]
    assert found["C31"].value["sincere called"]["force"]["mean"] > called["force"]["mean"]
    assert found["C36"].evidence.endswith("the ladder's numbers are assumed")
    assert all(finding.se is not None and finding.evidence for finding in found.values())
