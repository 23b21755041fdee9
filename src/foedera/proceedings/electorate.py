"""Who may vote: a charter's groups and bodies filled with a day's parties and a case's roles."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from foedera.charters import Body, Decision, View, decision_rule, holding
from foedera.charters.model import Part
from foedera.proceedings.errors import InputError
from foedera.rules import Electorate, NormalForm, Rule, bind, clauses
from foedera.world.memberships import members, weight_year, weights

Roles = Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Bench:
    """What is bound per case: the roles, the blanks' values, and the parties if not the table's."""

    roles: Roles = field(default_factory=dict)
    blanks: Mapping[str, int] = field(default_factory=dict)
    parties: frozenset[str] | None = None


def charter_parties(at: View) -> frozenset[str]:
    """Return the parties on the view's day, from the table of memberships or the charter's list."""
    roles: dict[str, frozenset[str]] = {role: frozenset() for role in at.charter.roles}
    return _union(at, holding(at.charter.parties, at), roles, {})


def resolve_groups(at: View, bench: Bench) -> dict[str, frozenset[str]]:
    """Return every group and role that a rule of the charter may name, as codes.

    A role nobody is bound to is empty: 'except the accused' then leaves nobody out.
    """
    parties = charter_parties(at) if bench.parties is None else bench.parties
    found: dict[str, frozenset[str]] = {at.charter.party_word: parties, "parties": parties}
    roles = {role: bench.roles.get(role, frozenset()) for role in at.charter.roles}
    for name in at.charter.groups:
        _fill(at, name, roles, found)
    return found | roles


def _fill(at: View, name: str, roles: Roles, found: dict[str, frozenset[str]]) -> frozenset[str]:
    """Return the members of a role or group, filling the groups that it rests on first."""
    if name in roles:
        return roles[name]
    if name not in found:
        found[name] = _union(at, holding(at.charter.groups[name], at), roles, found)
    return found[name]


def _union(
    at: View, parts: tuple[Part, ...], roles: Roles, found: dict[str, frozenset[str]]
) -> frozenset[str]:
    inside: frozenset[str] = frozenset()
    for part in parts:
        less = (_fill(at, name, roles, found) for name in part.less)
        inside |= _source(at, part, roles, found) - frozenset().union(*less)
    return inside


def _source(at: View, part: Part, roles: Roles, found: dict[str, frozenset[str]]) -> frozenset[str]:
    if part.role or part.group:
        return _fill(at, part.role or part.group or "", roles, found)
    if part.register_:
        return frozenset(members(part.register_, at.on, frozenset(part.status) or None))
    return frozenset(part.codes)


def electorate(at: View, body: Body, bench: Bench) -> Electorate:
    """Return who votes in a body on the view's day, with every group, role, weight and blank."""
    groups = resolve_groups(at, bench)
    return Electorate(
        members=tuple(sorted(groups[body.members])),
        groups=groups,
        weights=weight_tables(at),
        blanks=bench.blanks,
    )


def weight_tables(at: View) -> dict[str, dict[str, int]]:
    """Return the charter's weights by name on the view's day, each by party."""
    tables: dict[str, dict[str, int]] = {}
    for name, entries in at.charter.weights.items():
        for entry in holding(entries, at):
            tables[name] = (
                weights(entry.register_, name, at.on) if entry.register_ else dict(entry.values)
            )
    return tables


def weight_years(at: View, rule: Rule) -> dict[str, int]:
    """Return from which year the figures of each weight in a rule are, where a table gives them.

    A year before that of the vote means that the latest figures known were carried forward.
    """
    used = {clause.weight for clause in clauses(rule) if clause.weight}
    return {
        name: year
        for name in sorted(used)
        for entry in holding(at.charter.weights.get(name, ()), at)
        if entry.register_ and (year := weight_year(entry.register_, name, at.on)) is not None
    }


def normal_form(at: View, body: Body, decision: Decision, bench: Bench) -> NormalForm:
    """Return the decision's rule bound to the body's members of the day.

    Raises:
        InputError: a role that the decision cannot do without is not bound or not in the body.
        RuleError: a blank or weight has no value.
    """
    voters = electorate(at, body, bench)
    if not voters.members:
        raise InputError(f"the {body.title} has no members on {at.on}")
    rule = decision_rule(decision, at)
    for role in sorted(_roles_in(rule, at)):
        if at.charter.roles[role].required and not voters.groups[role]:
            raise InputError(f"the rule speaks of the {role}: bind it with --role {role}=CODE")
    return bind(rule, voters)


def _roles_in(rule: Rule, at: View) -> set[str]:
    names = {
        name
        for clause in clauses(rule)
        for name in (*clause.of.names, *clause.of.excepting, *clause.counting, *clause.not_counting)
    }
    return names & set(at.charter.roles)
