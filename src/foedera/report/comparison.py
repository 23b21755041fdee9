"""Compare the rules of two decisions on the members that both bodies have."""

from dataclasses import replace

from foedera.charters import View, find_decision
from foedera.charters.select import decision_rule
from foedera.proceedings import Bench, electorate
from foedera.rules import bind
from foedera.rules.differ import Difference, difference

Side = tuple[View, str | None, Bench]


def compare_rules(first: Side, second: Side) -> tuple[Difference | None, str]:
    """Return a sheet on which two decisions differ, and a note on what was compared.

    Each side is a view, a body (or body:decision; None: the first body), and what is bound.
    Where the memberships differ, the rules are compared on the members common to both.
    """
    sides = []
    for at, name, bench in (first, second):
        body, decision = find_decision(at, name or at.charter.bodies[0].id)
        sides.append((at, body, decision, electorate(at, body, bench)))
    common = sorted(set(sides[0][3].members) & set(sides[1][3].members))
    names = " and ".join(f"{at.charter.id} {b.id}:{d.id}" for at, b, d, _ in sides)
    if not common:
        return None, f"{names} have no member in common, so no sheet is compared"
    left, right = (
        bind(decision_rule(decision, at), replace(voters, members=tuple(common)))
        for at, _, decision, voters in sides
    )
    whole = all(len(common) == len(voters.members) for *_, voters in sides)
    scope = "all" if whole else "the members common to both:"
    return difference(left, right), f"{names}, compared on {scope} {len(common)} members"
