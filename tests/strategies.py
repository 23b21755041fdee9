"""Hypothesis strategies that several rooms' tests share: rules, electorates, sheets.

A new kind of amount, base or ballot joins here, and every property is then tested with it.
"""

from fractions import Fraction

from hypothesis import strategies as st

from foedera.rules import (
    Ballot,
    Blank,
    Clause,
    Electorate,
    Fewest,
    Group,
    Relation,
    Rule,
    all_of,
    any_of,
)
from foedera.rules.ballots import EVERY_BALLOT

GROUPS = ("parties", "permanent members", "accused", "parties-to-it", "left out")
WEIGHTS = ("population", "votes")
BLANKS = ("seconders", "quorum_number")

names = st.lists(st.sampled_from(GROUPS), min_size=1, max_size=2, unique=True).map(tuple)
groups = st.builds(Group, names, st.one_of(st.just(()), names))
ballots = st.sampled_from(Ballot)
ballot_sets = st.sets(ballots, min_size=1, max_size=3).map(frozenset)
bases = st.sets(ballots, min_size=1, max_size=4).map(frozenset)
articles = st.one_of(st.none(), st.sampled_from(("8(4)", "Art. 27(3)", "238(3)(a)")))
shares = st.builds(
    Fraction, st.integers(min_value=1, max_value=99), st.integers(min_value=100, max_value=120)
) | st.sampled_from([Fraction(n, d) for d in range(1, 12) for n in range(1, d + 1)])
limits = st.one_of(st.just(()), names)


@st.composite
def clauses(draw: st.DrawFn) -> Clause:
    """Draw any clause that the language can say."""
    kind = draw(st.sampled_from(("share", "number", "blank", "fewest")))
    relation = draw(st.sampled_from(Relation))
    base = EVERY_BALLOT
    amount: Fraction | int | Blank | Fewest
    if kind == "share":
        amount = draw(shares)
        base = draw(bases)
        if amount == 1 and relation in (Relation.MORE_THAN, Relation.AT_MOST):
            relation = Relation.AT_LEAST
    elif kind == "number":
        relation = draw(st.sampled_from((Relation.AT_LEAST, Relation.AT_MOST)))
        amount = draw(st.integers(min_value=1 if relation is Relation.AT_LEAST else 0, max_value=9))
    elif kind == "blank":
        amount = Blank(draw(st.sampled_from(BLANKS)))
    else:
        amount = Fewest(
            draw(st.sampled_from((Relation.AT_LEAST, Relation.MORE_THAN))),
            draw(shares.filter(lambda share: share < 1)),
            draw(st.sampled_from(WEIGHTS)),
            draw(st.integers(min_value=0, max_value=3)),
        )
    return Clause(
        relation,
        amount,
        draw(groups),
        draw(ballot_sets),
        base=base,
        weight=draw(st.one_of(st.none(), st.sampled_from(WEIGHTS))),
        article=draw(articles),
        **draw(
            st.sampled_from(("counting", "not_counting")).flatmap(
                lambda key: st.fixed_dictionaries({key: limits})
            )
        ),
    )


rules: st.SearchStrategy[Rule] = st.recursive(
    clauses(),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: all_of(*parts)),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: any_of(*parts)),
    ),
    max_leaves=5,
)


@st.composite
def electorates(draw: st.DrawFn, largest: int = 8) -> Electorate:
    """Draw who votes: up to `largest` members, every group and weight of the strategies bound."""
    count = draw(st.integers(min_value=1, max_value=largest))
    members = tuple(f"M{k:02d}" for k in range(count))
    bound = {name: frozenset(draw(st.sets(st.sampled_from(members)))) for name in GROUPS}
    bound["parties"] = frozenset(members)
    weights = {
        name: {m: draw(st.integers(min_value=1, max_value=50)) for m in members} for name in WEIGHTS
    }
    blanks = {name: draw(st.integers(min_value=1, max_value=5)) for name in BLANKS}
    return Electorate(members, bound, weights, blanks)
