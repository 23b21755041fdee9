"""Who a property speaks of: the ways to bind its roles, and the verdict over all of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from foedera.proceedings import resolve_groups, weight_tables
from foedera.proof.properties import Holder, Named
from foedera.proof.scene import Codes, Result, Scene, check_role, party_code
from foedera.proof.vote import Verdict


@dataclass(frozen=True, slots=True)
class Trial:
    """One way to bind a property's roles, and the coalition that it speaks of."""

    roles: dict[str, Codes]
    coalition: Codes

    @property
    def who(self) -> str:
        """The coalition's codes."""
        return " and ".join(sorted(self.coalition))

    @property
    def shown(self) -> dict[str, str]:
        """The roles as words."""
        return {role: " and ".join(sorted(codes)) for role, codes in self.roles.items()}


def trials(here: Scene, actor: Named | Holder, among: Iterable[str]) -> list[Trial]:
    """Return the bindings of an actor; an unbound role is taken by each of `among` in turn."""
    if isinstance(actor, Named):
        codes = frozenset(party_code(here, word) for word in actor.codes)
        if actor.role:
            check_role(here, actor.role)
        return [Trial({actor.role: codes} if actor.role else {}, codes)]
    check_role(here, actor.role)
    if actor.role in here.given:
        bound = here.bench.roles[actor.role]
        return [Trial({actor.role: bound}, bound)]
    return each_party(here, actor.role, among)


def each_party(here: Scene, role: str, parties: Iterable[str]) -> list[Trial]:
    """Return a trial for each party, bound to the role if the charter has it."""
    ones = [frozenset({party}) for party in parties]
    return [Trial(known_roles(here, {role: one}), one) for one in ones]


def known_roles(here: Scene, roles: dict[str, Codes]) -> dict[str, Codes]:
    """Return the roles that the charter has."""
    return {name: codes for name, codes in roles.items() if name in here.view.charter.roles}


def settle(results: list[Result], decisive: Verdict, otherwise: Verdict) -> Result:
    """Return the first decisive result, else the first unknown one, else the first."""
    for verdict in (decisive, "unknown", otherwise):
        for result in results:
            if result.verdict == verdict:
                return result
    return Result(otherwise, "There is nothing that it speaks of.")


def count_able(
    tried: list[Trial],
    results: list[Result],
    found: Result,
    verb: str,
    friends: int,
    number: int = 0,
) -> str:
    """Return who can do it in words: one coalition, some number, or how many of those tried."""
    word = {"holds": "can", "fails": "cannot", "unknown": "may or may not"}[found.verdict]
    if number:
        return f"some {number} {'party' if number == 1 else 'parties'} {word} {verb}"
    with_ = f" with {friends} more" if friends else ""
    if len(tried) == 1:
        return f"{tried[0].who}{with_} {word} {verb}"
    able = sum(result.verdict == "holds" for result in results)
    return f"{able} of {len(tried)} parties, in that role,{with_} can {verb}"


def kinds(here: Scene) -> Callable[[Codes], object]:
    """Return what tells a coalition's kind: the groups and weights of each of its members.

    Parties that are in the same groups with the same weights are interchangeable throughout a
    procedure, so that what holds for one holds for all of its kind.
    """
    groups, tables = resolve_groups(here.view, here.bench), weight_tables(here.view)

    def kind(code: str) -> str:
        inside = [name for name, codes in groups.items() if code in codes]
        return f"{inside} {[table.get(code) for table in tables.values()]}"

    return lambda coalition: tuple(sorted(map(kind, coalition)))
