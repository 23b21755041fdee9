"""The kernel against plain words: each draw alone, each gate by `decide`, nothing skipped."""

from dataclasses import replace

import numpy as np
import pytest

from foedera.behaviour import (
    ContributionParameters,
    Null,
    RulesOnly,
    Sincere,
    VoteParameters,
    draw_noise,
)
from foedera.behaviour.contest import success
from foedera.charters import load_charter
from foedera.proceedings import load_case, replay
from foedera.rules import Ballot, decide
from foedera.rules.normal import inequalities
from foedera.simulation import Ending, dispute_of, field_of
from foedera.simulation.batch import PACE, draw, run
from foedera.simulation.opening import opening
from foedera.world.crises import crises, load_crisis

DRAWS = 60
# Each makes other endings frequent: help, lost votes and their causes, absence, adoption.
MODELS = {
    "sincere": Sincere(),
    "dear": Sincere(contribution=ContributionParameters(cost=2.0)),
    "absent": Sincere(
        voting=VoteParameters(absence=0.3), contribution=ContributionParameters(cost=3.0)
    ),
    "willing": Sincere(
        voting=VoteParameters(cut_no=-6.0, cut_yes=-4.0, absence=-6.0),
        contribution=ContributionParameters(cost=1.5),
    ),
    "null": Null(),
    "rules-only": RulesOnly(),
}


def one_draw(drawn, plan, k):
    """Return the ending of draw `k`, as the definitions of endings have it."""
    ballots = {
        code: Ballot(int(drawn.ballots[k, column]))
        for column, code in enumerate(drawn.field.parties)
    }
    return max((on_route(drawn, route, k, ballots) for route in plan.routes), key=worth)


def worth(ending):
    order = [
        {Ending.ACTED},
        {Ending.ASSISTED},
        {Ending.NOT_ENFORCED},
        {Ending.TOO_LATE},
        {e for e in Ending if e.name.startswith(("BLOCKED", "NO_"))},
        {Ending.NOT_CONVENED},
        {Ending.NOBODY_CAME},
    ]
    return -next(k for k, group in enumerate(order) if ending in group)


def on_route(drawn, route, k, ballots):
    attacked = set(drawn.field.dispute.attacked)
    helps = route.binding in ("must", "may")
    for gate in route.gates[:-1] if helps else route.gates:
        if gate.kind == "step":
            needs = gate.able and not set(gate.able) & attacked
            if needs and all(ballots[code] != Ballot.YES for code in gate.able):
                return Ending.NOT_CONVENED
        elif gate.kind == "support":
            sheet = {
                m: Ballot.YES if ballots.get(m) == Ballot.YES else Ballot.ABSTAIN
                for m in gate.form.members
            }
            if not decide(gate.form, sheet).adopted:
                return Ending.NOT_CONVENED
        elif not decide(gate.form, {m: ballots[m] for m in gate.form.members}).adopted:
            return cause(drawn, gate.form, k, ballots)
    return enforced(drawn, route, k, helps=helps)


def cause(drawn, form, k, ballots):
    parties = drawn.field.parties
    accused = {parties[j] for j in drawn.field.accused}
    friends = accused | {parties[j] for j in drawn.field.friends}
    sheet = {m: ballots[m] for m in form.members}

    def passes_without(who):
        def turned(to, others=None):
            return {
                m: to if m in who else (ballots[m] if others is None else others)
                for m in form.members
            }

        instead = (Ballot.ABSTAIN, Ballot.ABSENT)
        if not any(decide(form, turned(to, Ballot.YES)).adopted for to in instead):
            instead = (Ballot.YES,)
        return any(decide(form, turned(to)).adopted for to in instead)

    attendance = {Ballot.YES, Ballot.NO, Ballot.ABSTAIN}
    for leaf in inequalities(form.root):
        if set(leaf.clause.ballots) == attendance:
            counted = sum(leaf.coefficients[j, sheet[m]] for j, m in enumerate(form.members))
            if counted < leaf.threshold:
                return Ending.NO_QUORUM
    seated = set(form.members)
    if accused & seated and passes_without(accused):
        return Ending.BLOCKED_BY_ACCUSED
    if friends & seated and passes_without(friends):
        return Ending.BLOCKED_BY_FRIENDS
    present = [m for m in form.members if ballots[m] != Ballot.ABSENT and m not in accused]
    named = [m for m in present if drawn.log_odds[k, parties.index(m)] > 0]
    return Ending.BLOCKED_BY_OTHERS if 2 * len(named) > len(present) else Ending.NO_AGREEMENT


def enforced(drawn, route, k, *, helps):
    field = drawn.field
    of, dispute = field.situation, field.dispute
    may = (route.gates[-1].able if helps else ()) or route.parties or field.parties
    decided = any(gate.kind == "vote" for gate in route.gates)
    called = np.full((1, 1), route.pull, dtype=np.float32)
    model = drawn.behaviour
    if isinstance(model, Sincere) and not decided:
        model = replace(model, contribution=replace(model.contribution, audience=0.0))
    chances = model.contribute(of, drawn.log_odds[k : k + 1], called)[0]
    came = [
        j
        for j, code in enumerate(field.parties)
        if code in may
        and code not in {*dispute.accused, *dispute.attacked}
        and drawn.noise.deeds[k, j] < chances[j]
        and (decided or drawn.log_odds[k, j] > 0)
    ]
    if helps and not came:
        return Ending.NOBODY_CAME
    own = sum(
        of.capability[0, j] for j, code in enumerate(field.parties) if code in dispute.attacked
    )
    own += of.resisting[0, 0]
    alone = success(own, of.needed[0, 0], drawn.contest)
    held = success(own + of.capability[0][came].sum(), of.needed[0, 0], drawn.contest)
    if drawn.noise.luck[k] >= (held - alone) / (1 - alone):
        return Ending.NOT_ENFORCED
    taken = -PACE * np.log1p(-drawn.noise.pace[k])
    days = route.earliest + taken
    if dispute.days is not None and days > dispute.days:
        return Ending.TOO_LATE
    return Ending.ASSISTED if helps and not decided else Ending.ACTED


def first_votes():
    """Yield the days from the act to the first vote of each case of the library on it."""
    for crisis in crises():
        for name in dict.fromkeys(crisis.cases):
            for entry in replay(load_case(name)).entries:
                decision = entry.outcome.partition(":")[0] if entry.outcome else ""
                if decision and decision not in {"procedure", "meeting", "emergency-session"}:
                    yield (entry.event.date.date() - crisis.start).days
                    break


def test_the_pace_is_that_of_dated_proceedings():
    """Of those within two months of the act; the rest came back to an old crisis or preceded it."""
    days = [each for each in first_votes() if 0 <= each <= 60]
    assert len(days) > 15
    assert np.median(days) == pytest.approx(PACE * np.log(2), abs=0.5)


@pytest.mark.parametrize("charter", ["est-2009", "osce", "un-sc"])
def test_every_draw_ends_as_the_definitions_say(charter):
    dispute = dispute_of(load_crisis("georgia-2008"))
    plan = opening(load_charter(charter), dispute).plan
    true = field_of(dispute, tuple(sorted(plan.parties)))
    seen = set()
    for k, (name, model) in enumerate(MODELS.items()):
        for field in (true, true.without_attack()):
            noise = draw_noise(np.random.default_rng(k), DRAWS, len(field.parties))
            drawn = draw(field, model, noise)
            found = run(drawn, plan)
            expected = [one_draw(drawn, plan, row) for row in range(DRAWS)]
            assert [Ending(e) for e in found.endings.tolist()] == expected, name
            seen |= set(expected)
            acted = np.isin(found.endings, (Ending.ACTED, Ending.ASSISTED))
            force = found.came[acted] @ field.situation.capability[0]
            assert np.allclose(found.force[acted], force, rtol=1e-5)
    assert len(seen) >= 5
