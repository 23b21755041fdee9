"""The kernel against plain words: each draw alone, each gate by `decide`, nothing skipped."""

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
from foedera.rules import Ballot, decide
from foedera.simulation import Ending, dispute_of, field_of
from foedera.simulation.batch import CALLS, draw, run
from foedera.simulation.opening import opening
from foedera.world.crises import load_crisis

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

    def passes(turned):
        return decide(form, {m: Ballot.YES if turned(m) else ballots[m] for m in form.members})

    if passes(lambda m: ballots[m] == Ballot.ABSENT).adopted:
        return Ending.NO_QUORUM
    if passes(lambda m: m in accused).adopted:
        return Ending.BLOCKED_BY_ACCUSED
    if passes(lambda m: m in friends).adopted:
        return Ending.BLOCKED_BY_FRIENDS
    present = [m for m in form.members if ballots[m] != Ballot.ABSENT and m not in accused]
    named = [m for m in present if drawn.log_odds[k, parties.index(m)] > 0]
    return Ending.BLOCKED_BY_OTHERS if 2 * len(named) > len(present) else Ending.NO_AGREEMENT


def enforced(drawn, route, k, *, helps):
    field = drawn.field
    of, accused = field.situation, set(field.accused.tolist())
    may = (route.gates[-1].able if helps else ()) or route.parties or field.parties
    called = np.full((1, 1), CALLS[route.binding], dtype=np.float32)
    chances = drawn.behaviour.contribute(of, drawn.log_odds[k : k + 1], called)[0]
    came = [
        j
        for j, code in enumerate(field.parties)
        if code in may and j not in accused and drawn.noise.deeds[k, j] < chances[j]
    ]
    if helps and not came:
        return Ending.NOBODY_CAME
    force = float(of.capability[0][came].sum())
    if drawn.noise.deeds[k, field.accused[0]] >= success(force, of.needed[0, 0], drawn.contest):
        return Ending.NOT_ENFORCED
    latest = route.earliest if route.latest is None else route.latest
    days = route.earliest + drawn.noise.deeds[k, 0] * (latest - route.earliest)
    if field.dispute.days is not None and days > field.dispute.days:
        return Ending.TOO_LATE
    voted = any(gate.kind == "vote" for gate in route.gates)
    return Ending.ASSISTED if helps and not voted else Ending.ACTED


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
