"""Blockers: contrary motions carry as rules and ballots say, and only keep those away they bind."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from foedera.behaviour import (
    ContributionParameters,
    Null,
    RulesOnly,
    Sincere,
    Strategic,
    VoteParameters,
    draw_noise,
)
from foedera.behaviour.contest import ContestParameters
from foedera.charters import load_charter
from foedera.charters.model import Decision
from foedera.power.counting import chances, unroll
from foedera.rules import Ballot, Electorate, bind, parse
from foedera.rules.batch import decide_batch
from foedera.simulation import (
    ACTING,
    Counter,
    Dispute,
    Gate,
    Plan,
    Route,
    Settings,
    behaviours,
    blocked,
    compare,
    compare_many,
    decisions_only,
    dispute_of,
    field_of,
    opening,
    simulate,
    together,
)
from foedera.simulation.batch import Drawn, draw, passes, run
from foedera.simulation.blocking import at_draws, carried, forums_of, run_blocked, turned
from foedera.simulation.forums import bound_by, motions
from foedera.simulation.rows import at_rows, stacked
from foedera.world.crises import load_crisis

GEORGIA = dispute_of(load_crisis("georgia-2008"))
KARABAKH = dispute_of(load_crisis("karabakh-2020"))
FAINT = replace(GEORGIA, glaring=0.1)
NAMES = ("est-2009", "osce", "csto", "un-sc")
YES, NO, ABSTAIN, ABSENT = (int(ballot) for ballot in Ballot)


def opened(dispute=GEORGIA, names=NAMES):
    return [opening(load_charter(name), dispute) for name in names]


def whole(openings):
    return together([each.plan for each in openings if each.plan.routes])


def drawn_of(plan, model, draws=500, seed=5, dispute=GEORGIA):
    field = field_of(dispute, plan.parties)
    noise = draw_noise(np.random.default_rng(seed), draws, len(field.parties))
    return draw(field, model, noise)


def both(model, openings=None, *, ranked=True, **more):
    """Return the plan with blockers, its draws, and how they end without and with blockers."""
    openings = openings or opened(FAINT)
    plan = blocked(whole(openings), openings, FAINT, ranked=ranked)
    drawn = drawn_of(plan, model, dispute=FAINT, **more)
    free = run(drawn, plan)
    return plan, drawn, free, run_blocked(drawn, plan, free)


# -------------------------------------------------------------------------------- who carries what


@pytest.mark.parametrize("crisis", ["georgia-2008", "crimea-2014", "karabakh-2020"])
def test_where_only_the_accused_is_against_it_carries_nothing(crisis):
    dispute = dispute_of(load_crisis(crisis))
    openings = opened(dispute, (*NAMES, "un-ga", "cis"))
    plan = blocked(whole(openings), openings, dispute)
    drawn = drawn_of(plan, RulesOnly(), 40, dispute=dispute)
    free = run(drawn, plan)

    answered = run_blocked(drawn, plan, free)

    assert plan.counters
    assert not answered.motions.any()
    assert (answered.outcome.endings == free.endings).all()


def test_where_nobody_attacked_and_all_know_it_carries_where_the_attacked_has_no_veto():
    openings = opened()
    plan = blocked(whole(openings), openings, GEORGIA)
    field = field_of(GEORGIA, plan.parties).without_attack()
    noise = draw_noise(np.random.default_rng(5), 40, len(field.parties))
    drawn = draw(field, RulesOnly(), noise)
    found = carried(turned(drawn), plan.counters)
    adopted = {c.route.goal: set(found[:, k]) for k, c in enumerate(plan.counters)}
    assert adopted["conference:decision"] == {False}
    assert adopted["extraordinary-conference:collective-measures"] == {True}  # it is left out
    assert adopted["collective-security-council:decision"] == {True}  # it is no party
    assert adopted["council:substantive"] == {True}


def by_hand(words, members, ballots, log_odds=None):
    """Return draws of given ballots of some members, and a contrary motion under a rule on them."""
    field = field_of(GEORGIA, members)
    draws, parties = len(ballots), len(field.parties)
    noise = draw_noise(np.random.default_rng(9), draws, parties)
    given = np.full((draws, parties), ABSENT, dtype=np.uint8)
    given[:, field.columns(members)] = ballots
    odds = np.where(given == NO, -1, 1) if log_odds is None else log_odds
    drawn = Drawn(field, RulesOnly(), odds.astype(np.float32), given, noise, ContestParameters())
    form = bind(parse(words), Electorate(members, {"members": frozenset(members)}))
    gate = Gate("body:decision", "", "", "vote", form=form)
    route = Route("club", "body:decision", "", (gate,), "legal", 0.0, (), members)
    return drawn, Counter(route, ("RUS",), "all", ("beside",))


@pytest.mark.parametrize("words", ["all of the members vote yes", "none of the members vote no"])
def test_one_opponent_stops_a_contrary_motion_under_unanimity(words):
    members = ("BLR", "KAZ", "RUS")
    drawn, counter = by_hand(words, members, [[NO, NO, NO], [YES, NO, NO], [NO, YES, NO]])
    assert carried(turned(drawn), [counter])[:, 0].tolist() == [True, False, False]


def test_who_names_the_accused_does_not_vote_that_nothing_happened():
    members = ("BLR", "KAZ", "RUS")
    torn = np.ones((1, len(members)))
    drawn, _ = by_hand("all of the members vote yes", members, [[NO, ABSTAIN, NO]], torn)
    assert turned(drawn).ballots[0].tolist() == [ABSTAIN, ABSTAIN, YES]


def test_the_attacked_never_agrees_that_nothing_happened():
    drawn, counter = by_hand("consensus of the members", ("BLR", "GEO", "RUS"), [[NO, ABSENT, NO]])
    assert not carried(turned(drawn), [counter]).any()


def test_a_motion_needs_the_accused_or_else_an_ally_that_is_for_it():
    members = ("BLR", "KAZ", "RUS")
    drawn, counter = by_hand("consensus of the members", members, [[ABSTAIN, NO, NO]])
    movers = [("RUS",), ("KAZ",), ("BLR",)]
    found = [replace(counter, movers=each) for each in movers]
    assert carried(turned(drawn), found)[0].tolist() == [True, True, False]


RATES = Null(yes=0.1, no=0.7, abstain=0.1, absent=0.1)


def contrary_odds(rates, form):
    """Return the chances of ballots on a contrary motion, where a coin decides who is named."""
    of_one = [rates.no / 2, rates.yes, rates.abstain + rates.no / 2, rates.absent]
    odds = np.tile(of_one, (len(form.members), 1))
    odds[form.members.index("RUS")] = [1, 0, 0, 0]  # given that it brings the motion
    return odds[:, :, None]


@pytest.mark.parametrize(
    "words",
    [
        "none of the members vote no",
        "more than 1/3 of the members vote yes",
        "at least 4/5 of the members present and voting vote yes",
        "at least 9/10 of the members are present and at least 3 of the members vote yes",
    ],
)
def test_how_often_a_motion_carries_is_what_is_counted_exactly(words):
    """Ballots are independent in the null model, and who names the accused is a coin."""
    members = ("ARM", "BLR", "DEU", "FRA", "GBR", "KAZ", "KGZ", "RUS", "TJK", "UZB")
    _, counter = by_hand(words, members, [[NO] * len(members)])
    assert_as_counted(counter, Plan("club", "default", members, ()))


def test_how_often_the_council_finds_the_contrary_is_what_is_counted_exactly():
    openings = opened(names=("un-sc",))
    plan = blocked(whole(openings), openings, GEORGIA)
    rates = Null(yes=0.03, no=0.9, abstain=0.04, absent=0.03)
    assert_as_counted(plan.counters[0], plan, rates)


def assert_as_counted(counter, plan, rates=RATES, draws=20_000):
    drawn = drawn_of(plan, rates, draws)
    form = counter.route.gates[-1].form
    exact = rates.no * float(chances(unroll(form), contrary_odds(rates, form)).total[0])
    found = carried(turned(drawn), [counter]).mean()
    assert 0.02 < exact < 0.98
    assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / draws))


def test_with_everything_turned_round_measure_and_contrary_motion_change_places():
    openings = opened(names=("est-2009", "osce", "un-sc"))
    mirrored = replace(GEORGIA, accused=GEORGIA.attacked, attacked=GEORGIA.accused)
    plan = blocked(whole(openings), openings, GEORGIA)
    other = blocked(whole(opened(mirrored, ("est-2009", "osce", "un-sc"))), openings, mirrored)
    rng = np.random.default_rng(3)
    field = field_of(GEORGIA, plan.parties)
    shape = (400, len(field.parties))
    cast = rng.choice(4, size=shape, p=[0.02, 0.5, 0.4, 0.08]).astype(np.uint8)
    cast[:200] = turned_round(cast[:200])
    cast[:, field.columns(("RUS",))], cast[:, field.columns(("GEO",))] = NO, YES
    beliefs = np.where(cast == NO, -1, 1).astype(np.float32)
    noise = draw_noise(rng, *shape)
    drawn = Drawn(field, RulesOnly(), beliefs, cast, noise, ContestParameters())
    against = Drawn(
        field_of(mirrored, field.parties),
        RulesOnly(),
        -beliefs,
        turned_round(cast),
        noise,
        ContestParameters(),
    )

    assert (turned(drawn).ballots == against.ballots).all()
    assert (turned(against).ballots == drawn.ballots).all()
    for one, two, mine, its in ((drawn, against, plan, other), (against, drawn, other, plan)):
        contrary = carried(turned(one), mine.counters)
        measures = {(r.charter, r.goal): passes(two, r) for r in decisions_only(its).routes}
        shares = []
        for k, counter in enumerate(mine.counters):
            adopted = measures[counter.route.charter, counter.route.goal]
            assert (contrary[:, k] == adopted).all()
            shares.append(adopted.mean())
        assert 0 < max(shares) < 1


def turned_round(ballots):
    return np.array([NO, YES, ABSTAIN, ABSENT], dtype=np.uint8)[ballots]


# --------------------------------------------------------------------------- what a decision does

# Commitment so dear that who is called away hardly ever comes, and who is called nearly always.
BOUND = Sincere(
    voting=VoteParameters(cut_no=0.8, cut_yes=2.5),
    contribution=ContributionParameters(commitment=3.0, cost=0.8),
)


def test_contrary_decisions_without_force_change_nothing():
    plan, drawn, free, _ = both(BOUND, ranked=False)
    idle = tuple(replace(c, route=replace(c.route, binding="internal")) for c in plan.counters)

    answered = run_blocked(drawn, replace(plan, counters=idle), free)

    assert answered.motions.any()
    assert answered.outcome is free


@pytest.mark.parametrize("ranked", [True, False])
def test_blockers_only_keep_away(ranked):
    _, _, free, answered = both(BOUND, ranked=ranked, draws=2_000)
    would, acts = (np.isin(each.endings, ACTING) for each in (free, answered.outcome))
    idle = ~answered.motions.any(axis=1)
    assert (would & ~acts).any()
    assert not (acts & ~would).any()
    assert (answered.outcome.endings[idle] == free.endings[idle]).all()
    assert (answered.outcome.came[idle] == free.came[idle]).all()


def test_a_forum_alone_undoes_what_it_undoes_where_no_other_answers():
    plan, drawn, free, answered = both(BOUND, ranked=False, draws=2_000)
    would = np.isin(free.endings, ACTING)
    undone = would & ~np.isin(answered.outcome.endings, ACTING)
    found = {}
    for place, (charter, own) in enumerate(forums_of(plan).items()):
        only = replace(plan, counters=tuple(plan.counters[k] for k in own))
        acts = np.isin(run_blocked(drawn, only, free).outcome.endings, ACTING)
        assert (answered.alone[:, place] == (would & ~acts)).all()
        assert not (answered.alone[:, place] & ~undone).any()
        found[charter] = answered.alone[:, place].sum()
    assert max(found.values()) > min(found.values())


def test_draws_that_are_worked_out_again_keep_their_own_parameters():
    openings = opened(FAINT)
    plan = blocked(whole(openings), openings, FAINT, ranked=False)
    models = behaviours("sincere", 2000).behaviours
    field = field_of(FAINT, plan.parties)
    noise = draw_noise(np.random.default_rng(5), 300, len(field.parties))
    drawn = draw(field, at_rows(stacked(models), np.arange(300) % len(models)), noise)
    free = run(drawn, plan)

    rows = np.arange(1, 300, 2)
    again = run(at_draws(drawn, rows), plan)

    for name in ("endings", "days", "came"):
        assert (getattr(again, name) == getattr(free, name)[rows]).all()
    assert again.force == pytest.approx(free.force[rows])


def one_by_one(drawn, measure, counters, carry, k):
    """Return who comes in a draw to a measure that is decided, as the definitions have it."""
    came = set()
    for place, code in enumerate(drawn.field.parties):
        pull, away = measure.pull, 0.0
        for which, counter in enumerate(counters):
            bound = code in counter.route.parties and code not in drawn.field.dispute.attacked
            if counter.binds == "voters":
                bound = bound and turned(drawn).ballots[k, place] == YES
            in_time = counter.route.earliest <= measure.earliest
            rank = counter.ranks[0]
            if not (carry[k, which] and bound and in_time) or rank in {"itself", "below"}:
                continue
            away = max(away, counter.route.pull)
            pull = 0.0 if rank == "above" else pull
        chance = (drawn.log_odds[k, place] > 0) * (pull - away)
        sides = {*drawn.field.dispute.accused, *drawn.field.dispute.attacked}
        if code not in sides and drawn.noise.deeds[k, place] < chance:
            came.add(code)
    return came


@pytest.mark.parametrize("binding", ["legal", "political"])
@pytest.mark.parametrize("rank", ["itself", "above", "below", "beside"])
@pytest.mark.parametrize(("binds", "day"), [("all", 0.0), ("voters", 2.0), ("all", 3.0)])
def test_who_comes_is_what_the_definitions_say(binding, rank, binds, day):
    club = ("ARM", "BLR", "KAZ", "RUS", "GEO")
    members = (*club, "DEU", "FRA", "USA")
    rng = np.random.default_rng(4)
    cast = rng.choice(4, size=(50, len(members)), p=[0.3, 0.3, 0.3, 0.1]).astype(np.uint8)
    cast[:, 3], cast[:, 4] = NO, YES
    drawn, counter = by_hand("more than 1/5 of the members vote yes", members, cast)
    route = replace(counter.route, binding=binding, earliest=day, parties=club)
    counter = replace(counter, route=route, binds=binds, ranks=(rank,))
    weak = replace(counter, route=replace(route, binding="recommendation", earliest=0.0))
    gate = Gate("ask", "", "", "step")
    measure = Route("all", "measure", "", (gate,), "legal", 2.0, (), members)
    plan = Plan("all", "default", members, (measure,), "", (counter, weak))

    answered = run_blocked(drawn, plan, run(drawn, plan))

    carry, came = answered.motions, answered.outcome.came
    assert 0 < carry[:, 0].mean() < 1
    for k in range(len(cast)):
        found = {code for j, code in enumerate(drawn.field.parties) if came[k, j]}
        assert found == one_by_one(drawn, measure, plan.counters, carry, k)


# ------------------------------------------------------------------------------ what the texts say


def test_the_side_that_is_named_changes_with_the_motion():
    """EST 8(4): the vote of the party named is left out, here that of the attacked."""
    (est,) = opened(names=("est-2009",))
    extraordinary = next(
        route for route, _ in motions(est.scene, GEORGIA) if "extraordinary" in route.goal
    )
    form = extraordinary.gates[-1].form
    columns = {code: form.members.index(code) for code in ("GEO", "RUS")}
    sheet = np.full((2, len(form.members)), YES, dtype=np.uint8)
    sheet[0, columns["GEO"]], sheet[1, columns["RUS"]] = NO, NO
    assert decide_batch(form, sheet).tolist() == [True, False]
    assert extraordinary.gates[0].able == ("RUS",)


def test_charters_rank_as_they_say():
    openings = opened()
    plan = blocked(whole(openings), openings, GEORGIA)
    ranks = {
        (counter.route.charter, route.charter): rank
        for counter in plan.counters
        for route, rank in zip(plan.routes, counter.ranks, strict=True)
        if route.goal != "assistance"
    }
    assert ranks["un-sc", "est-2009"] == "above"
    assert ranks["est-2009", "un-sc"] == "below"
    assert ranks["osce", "est-2009"] == "below"
    assert ranks["un-sc", "un-sc"] == "itself"
    grounds = {words for counter in plan.counters for words in counter.grounds}
    assert "un-sc prevails over est-2009 (est-2009 9(1), est-2009 9(2), un-sc 103)" in grounds
    free = blocked(whole(openings), openings, GEORGIA, ranked=False)
    assert {rank for c in free.counters for rank in c.ranks} == {"itself", "beside"}


def test_what_only_recommends_prevails_over_nothing():
    openings = opened(names=("est-2009", "un-ga"))
    plan = blocked(whole(openings), openings, GEORGIA)
    assembly = [c for c in plan.counters if c.route.charter == "un-ga"]
    assert [c.route.goal for c in assembly] == ["assembly:important"]
    est = [place for place, route in enumerate(plan.routes) if route.charter == "est-2009"]
    assert {assembly[0].ranks[place] for place in est} == {"beside"}


def test_a_forum_is_open_to_the_accused_or_else_to_its_allies():
    openings = opened(names=("osce", "nato", "csto"))
    plan = blocked(whole(openings), openings, GEORGIA)
    assert {c.route.charter for c in plan.counters} == {"osce", "csto"}
    assert {c.movers for c in plan.counters} == {("RUS",)}
    made = Dispute("made-up", ("JPN",), ("TUR",), date(2010, 1, 1), 0.5)
    (nato,) = opened(made, ("nato",))
    allies = blocked(nato.plan, [nato], made)
    assert {c.movers for c in allies.counters} == {("USA",)}


@pytest.mark.parametrize(
    ("words", "whom"),
    [
        ("all members of the United Nations (25)", "all"),
        ("nobody; admission binds all", "all"),
        ("the members that agreed", "voters"),
        ("the members that voted for it", "voters"),
        ("the member concerned", None),
    ],
)
def test_whom_a_decision_binds_is_what_the_charter_says(words, whom):
    (osce,) = opened(names=("osce",))
    rule = ({"article": "1", "clause": "all of the members vote yes"},)
    decision = Decision(id="x", title="x", article="1", rule=rule, binding="legal", binds=words)
    assert bound_by(decision, osce.view) == whom


# ------------------------------------------------------------------------------------- whole runs


@pytest.mark.parametrize(
    ("model", "names", "dispute", "forums"),
    [
        (BOUND, NAMES, GEORGIA, set(NAMES)),
        # Azerbaijan is no party to the CSTO, which answers attacks on members only
        (Strategic(resolution=50), ("cis", "csto"), KARABAKH, {"cis"}),
    ],
)
def test_blockers_change_no_other_row(model, names, dispute, forums):
    openings = opened(dispute, names)
    plan = whole(openings)
    settings = Settings(draws=400, behaviours=(model,))
    alone = compare([openings[0].plan, plan], dispute, settings)
    beside = compare([openings[0].plan, plan, blocked(plan, openings, dispute)], dispute, settings)
    assert [each.to_dict() for each in beside[:2]] == [each.to_dict() for each in alone]
    answered = beside[2]
    gap = answered.difference["unblocked"].share
    assert gap == pytest.approx(answered.acts.share - beside[1].acts.share)
    assert gap <= 0
    assert {forum.charter for forum in answered.forums} == forums
    assert all(forum.unattacked.share >= forum.carried.share for forum in answered.forums)


def test_a_plan_with_blockers_can_be_simulated_by_itself():
    openings = opened(names=("est-2009",))
    plan = openings[0].plan
    settings = Settings(draws=300, behaviours=(BOUND,), false_alarms=False)
    alone = simulate(blocked(plan, openings, GEORGIA), GEORGIA, settings)
    (_, beside) = compare([plan, blocked(plan, openings, GEORGIA)], GEORGIA, settings)
    assert alone.tally.endings.tolist() == beside.tally.endings.tolist()
    assert alone.difference["unblocked"] == beside.difference["unblocked"]
    assert alone.forums[0].unattacked is None


def test_over_several_crises_a_forum_counts_where_it_is_open():
    crises = [GEORGIA, replace(GEORGIA, accused=("ARM",), attacked=("AZE",))]

    def plans(dispute):
        openings = opened(dispute, ("osce", "csto"))
        both_ = whole(openings)
        return [both_, blocked(both_, openings, dispute)]

    settings = Settings(draws=400, behaviours=(RATES,))
    (_, answered) = compare_many(crises, plans, settings)
    assert answered.charter == "together, blocked"
    assert {forum.charter for forum in answered.forums} == {"osce", "csto"}
    assert answered.difference["unblocked"].share <= 0
