"""Power across bodies, days and readings: the same questions asked of each, one table.

What a count needs and the question does not give is assumed and told: a role that a rule cannot do
without is bound to the first member of the body, any other is nobody's, and a blank takes the value
that the text suggests.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from foedera.charters import (
    Body,
    Decision,
    View,
    decision_names,
    decision_rule,
    find_decision,
    holding,
    view,
)
from foedera.charters.select import question_of
from foedera.power.blocking import smallest_block
from foedera.power.indices import ALL_BALLOTS, INDICES, MemberPower, Power, power
from foedera.power.tables import Cell, Column, Table
from foedera.proceedings import Bench, electorate, normal_form
from foedera.rules import Ballot, Clause, NormalForm, Rule, clauses
from foedera.rules.clauses import Blank
from foedera.rules.normal import Inequality, Node

OF_BODY = (
    Column("charter", str, "id of the charter"),
    Column("body", str, "body:decision"),
    Column("on", str, "the day"),
    Column("reading", str, "'default', or the departures from it"),
    Column("members", int, "members of the body on the day"),
    Column("power_to_act", float, "share of the sheets that adopt"),
    Column("smallest_block", int, "fewest members that can stop what all others vote for"),
    Column("monotone", bool, "in no clause another ballot serves adoption better than a yes"),
    Column("assumed", str, "roles bound to some member and blanks filled as the text suggests"),
)
OF_PARTY = (
    Column("party", str, "the party asked about"),
    Column("seated", bool, "whether it is a member of the body on the day"),
    Column("veto", bool, "whether it can stop by itself what all others vote for"),
    *INDICES,
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One decision of a body under a charter on a day and under readings, with what is bound."""

    view: View
    body: Body
    decision: Decision
    bench: Bench = field(default_factory=Bench)

    @property
    def name(self) -> str:
        """The decision as `body:decision`."""
        return f"{self.body.id}:{self.decision.id}"


def seat_of(at: View, name: str | None = None, bench: Bench | None = None) -> Seat:
    """Return the body (or body:decision) of that name, without one the charter's first."""
    return Seat(at, *find_decision(at, name or at.charter.bodies[0].id), bench or Bench())


def other_readings(seat: Seat) -> Iterator[Seat]:
    """Yield the same decision under every other option that changes its rule or its members.

    Raises:
        InputError: the body has no members on the day.
        RuleError: a blank has no value and the text suggests none.
    """
    at = seat.view
    taken = {question_of(at.charter, option): option for option in at.options}
    for key, question in at.charter.readings.items():
        for letter in question.options:
            if key + letter == taken[key]:
                continue
            others = [option for name, option in taken.items() if name != key]
            other = view(at.charter, at.on, [*others, key + letter])
            if seat.name in decision_names(other):
                moved = Seat(other, *find_decision(other, seat.name), seat.bench)
                if _differ(bound(seat)[0], bound(moved)[0]):
                    yield moved


def _differ(form: NormalForm, other: NormalForm) -> bool:
    return form.members != other.members or _differ_below(form.root, other.root)


def _differ_below(node: Node, other: Node) -> bool:
    if isinstance(node, Inequality) and isinstance(other, Inequality):
        same = (node.coefficients == other.coefficients).all()
        return not same or node.threshold != other.threshold
    if (
        isinstance(node, Inequality)
        or isinstance(other, Inequality)
        or type(node) is not type(other)
    ):
        return True
    if len(node.parts) != len(other.parts):
        return True
    return any(map(_differ_below, node.parts, other.parts))


def bound(seat: Seat) -> tuple[NormalForm, str]:
    """Return the decision's normal form, and in words what was assumed to bind it.

    Raises:
        InputError: the body has no members on the day.
        RuleError: a blank has no value and the text suggests none.
    """
    at = seat.view
    rule = decision_rule(seat.decision, at)
    words: list[str] = []
    roles, blanks = dict(seat.bench.roles), dict(seat.bench.blanks)
    members = electorate(at, seat.body, seat.bench).members
    for name in sorted(_roles(rule, at) - set(roles)):
        if at.charter.roles[name].required and members:
            roles[name] = frozenset(members[:1])
            words.append(f"{name}={members[0]}")
        else:
            words.append(f"no {name}")
    for name in sorted(_blanks(rule) - set(blanks)):
        suggested = at.charter.blanks[name].suggested
        if suggested is not None:
            blanks[name] = suggested
            words.append(f"{name}={suggested}")
    bench = replace(seat.bench, roles=roles, blanks=blanks)
    return normal_form(at, seat.body, seat.decision, bench), ", ".join(words)


def _roles(rule: Rule, at: View) -> set[str]:
    """Return the roles that a rule speaks of, by name or through a group."""
    names = {name for clause in clauses(rule) for name in _groups(clause)}
    found: set[str] = set()
    while names:
        name = names.pop()
        if name in at.charter.roles:
            found.add(name)
        elif name in at.charter.groups:
            for part in holding(at.charter.groups[name], at):
                names |= {*part.less, part.role or "", part.group or ""} - {""}
    return found


def _groups(clause: Clause) -> Iterator[str]:
    yield from (*clause.of.names, *clause.of.excepting, *clause.counting, *clause.not_counting)


def _blanks(rule: Rule) -> set[str]:
    return {clause.amount.name for clause in clauses(rule) if isinstance(clause.amount, Blank)}


def compare_power(
    seats: Iterable[Seat],
    parties: Collection[str] = (),
    ballots: Collection[Ballot] = ALL_BALLOTS,
) -> tuple[Table, dict[str, str]]:
    """Return a table with a row for each decision and party, and why others were not counted.

    Without parties the rows speak of the body alone. A party that is no member has a row whose
    indices are missing: it has no ballot. Decisions that cannot be counted are left out of the
    table; the second result gives the reason by `charter body:decision on`.
    """
    rows: list[Mapping[str, Cell]] = []
    left_out: dict[str, str] = {}
    for seat in seats:
        try:
            rows += _rows(seat, parties, ballots)
        except ValueError as error:  # InputError, RuleError, TooLarge: the reason is the sentence
            if not type(error).__module__.startswith("foedera."):
                raise
            left_out[f"{seat.view.charter.id} {seat.name} on {seat.view.on}"] = str(error)
    columns = (*OF_BODY, *OF_PARTY) if parties else OF_BODY
    return Table(columns, tuple(rows)), left_out


def _rows(
    seat: Seat, parties: Collection[str], ballots: Collection[Ballot]
) -> list[Mapping[str, Cell]]:
    form, assumed = bound(seat)
    found = power(form, ballots)
    head = _of_body(seat, form, found, assumed)
    if not parties:
        return [head]
    known = {member.party: member for member in found.members}
    return [head | _of_party(form, found, party, known.get(party)) for party in parties]


def _of_body(seat: Seat, form: NormalForm, found: Power, assumed: str) -> dict[str, Cell]:
    block = smallest_block(form, ballots=_obstruction(found))
    return {
        "charter": seat.view.charter.id,
        "body": seat.name,
        "on": seat.view.on.isoformat(),
        "reading": ",".join(seat.view.departures) or "default",
        "members": len(form.members),
        "power_to_act": float(found.power_to_act),
        "smallest_block": block.size if block.exact else None,
        "monotone": found.monotone,
        "assumed": assumed or None,
    }


def _of_party(
    form: NormalForm, found: Power, party: str, member: MemberPower | None
) -> dict[str, Cell]:
    if member is None:
        empty: dict[str, Cell] = {column.name: None for column in OF_PARTY}
        return empty | {"party": party, "seated": False}
    alone = smallest_block(form, among={party}, ballots=_obstruction(found))
    seat: dict[str, Cell] = {"party": party, "seated": True, "veto": alone.possible}
    return seat | member.indices()


def _obstruction(found: Power) -> list[Ballot]:
    return [ballot for ballot in found.ballots if ballot is not Ballot.YES]
