"""Deciding, counting, proving and simulating are interpreters of one form: they must agree."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.behaviour import cast
from foedera.power import chances, power, smallest_block, unroll
from foedera.proof import adoption, can_block, can_force
from foedera.rules import Ballot, UnboundRule, bind, decide, decide_batch

DRAWS = 20_000


def form_of(rule, voters):
    try:
        return bind(rule, voters)
    except UnboundRule:
        return None


@settings(max_examples=60, deadline=None)
@given(rules, electorates(largest=4))
def test_every_interpreter_gives_the_same_answer(rule, voters):
    form = form_of(rule, voters)
    if form is None:
        return
    sheets = np.array(list(product(range(4), repeat=len(form.members))), dtype=np.uint8)
    decided = [
        decide(form, dict(zip(form.members, map(Ballot, sheet), strict=True))).adopted
        for sheet in sheets.tolist()
    ]
    # decide one by one, and many at once
    assert decide_batch(form, sheets).tolist() == decided
    # count
    counted = power(form)
    assert counted.power_to_act == Fraction(sum(decided), len(decided))
    # prove: what can happen, what one member alone brings about, against everything else
    assert (adoption(form, {}).verdict == "holds") == any(decided)
    for place, member in enumerate(form.members):
        by_ballot = [
            {bool(d) for d, sheet in zip(decided, sheets, strict=True) if sheet[place] == ballot}
            for ballot in range(4)
        ]
        assert bool(can_block(form, [member])) == ({False} in by_ballot)
        assert bool(can_force(form, [member])) == ({True} in by_ballot)
    # the smallest block against a friendly rest, by trying every coalition
    assert smallest_block(form).size == tried(form)


def tried(form):
    others = [Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT]
    for size in range(len(form.members) + 1):
        for coalition in combinations(form.members, size):
            for ballots in product(others, repeat=size):
                sheet = dict.fromkeys(form.members, Ballot.YES)
                sheet |= dict(zip(coalition, ballots, strict=True))
                if not decide(form, sheet).adopted:
                    return size
    return None


@settings(max_examples=25, deadline=None)
@given(rules, electorates(largest=6), st.integers(min_value=0, max_value=2**31))
def test_simulated_votes_are_as_likely_as_counted_ones(rule, voters, seed):
    form = form_of(rule, voters)
    if form is None:
        return
    rng = np.random.default_rng(seed)
    odds = rng.dirichlet(np.ones(4), size=len(form.members))  # (members, ballots)
    counted = float(chances(unroll(form), odds[:, :, None]).total[0])
    exact = min(max(counted, 0.0), 1.0)  # sums of rounded odds can miss 1 by the last digit
    ballots = cast(odds[None], rng.random((DRAWS, len(form.members))))
    simulated = decide_batch(form, ballots).mean()
    error = np.sqrt(exact * (1 - exact) / DRAWS)
    # Five standard errors and a count of one: what chance does in one of a million such tests.
    assert abs(simulated - exact) <= 5 * error + 1 / DRAWS
