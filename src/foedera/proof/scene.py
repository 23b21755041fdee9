"""What a property is asked of: a charter on a day under readings, with roles and blanks bound."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from foedera.charters import Body, Decision, View, decision_rule, find_decision, holding
from foedera.charters.select import answers, own_codes, suggestion
from foedera.proceedings import Bench, charter_parties, normal_form, resolve_groups
from foedera.proof.errors import PropertyError
from foedera.proof.properties import Target
from foedera.proof.vote import SECONDS, Verdict
from foedera.rules import Ballot, NormalForm, clauses
from foedera.rules.normal import Node, inequalities
from foedera.world.parties import UnknownParty, resolve

if TYPE_CHECKING:
    from foedera.proof.course import Course

Codes = frozenset[str]
ACCUSED = "accused"  # the role of whoever measures are taken against
ATTACKED = "attacked"  # the role of whoever measures are to help
DISPUTANTS = "disputants"  # the role of the parties to a dispute: the accused and the attacked


@dataclass(frozen=True, slots=True)
class Memory:
    """What was found before: verdicts by kind of rule, bound rules, roles, groups, courses."""

    results: dict[object, "Result"] = field(default_factory=dict)
    forms: dict[object, NormalForm] = field(default_factory=dict)
    roles: dict[object, Codes] = field(default_factory=dict)
    groups: dict[object, dict[str, Codes]] = field(default_factory=dict)
    courses: dict[object, "Course"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scene:
    """A view, the bench of a case, and how long the solver may take for each question."""

    view: View
    bench: Bench
    seconds: float = SECONDS
    given: Codes = frozenset()  # the roles that the case itself binds
    memory: Memory = field(default_factory=Memory, compare=False)

    @property
    def parties(self) -> Codes:
        """The parties of the day."""
        return charter_parties(self.view) if self.bench.parties is None else self.bench.parties

    def with_roles(self, roles: Mapping[str, Codes]) -> "Scene":
        """Return the scene with these roles bound; a role that the charter lacks is passed over."""
        known = {name: codes for name, codes in roles.items() if name in self.view.charter.roles}
        bench = replace(self.bench, roles={**self.bench.roles, **known})
        return replace(self, bench=bench)


@dataclass(frozen=True, slots=True)
class Result:
    """A verdict with the sentence, the roles and the ballots that show it.

    Of a whole procedure also the course of play, and the scene in which it is played.
    """

    verdict: Verdict
    text: str
    sheet: dict[str, Ballot] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)
    course: "Course | None" = None
    where: "Scene | None" = None


def scene(at: View, bench: Bench | None, seconds: float = SECONDS) -> Scene:
    """Return the scene of a bench, blanks filled with the values that the text suggests.

    A role that decisions cannot do without, and that the bench leaves unbound, is bound to some
    party, whichever.
    """
    given = bench or Bench()
    suggested = {
        name: blank.suggested
        for name, blank in at.charter.blanks.items()
        if blank.suggested is not None
    }
    some = frozenset(sorted(given.parties or charter_parties(at))[:1])
    needed = {name for name, role in at.charter.roles.items() if role.required}
    roles = dict.fromkeys(needed, some) | dict(given.roles)
    filled = Bench(roles, suggested | dict(given.blanks), given.parties)
    own = frozenset(role for role, codes in given.roles.items() if codes)
    return Scene(at, filled, seconds, own)


def form_of(here: Scene, body: Body, decision: Decision) -> NormalForm:
    """Return the decision's rule bound to the scene; roles that it does not name change nothing."""
    asked = (here.view.options, body.id, decision.id)
    if asked not in here.memory.roles:
        here.memory.roles[asked] = roles_named(here.view, body, decision)
    named = here.memory.roles[asked]
    bound = frozenset(pair for pair in here.bench.roles.items() if pair[0] in named)
    if (asked, bound) not in here.memory.forms:
        form = normal_form(here.view, body, decision, here.bench)
        here.memory.forms[asked, bound] = form
    return here.memory.forms[asked, bound]


def roles_named(at: View, body: Body, decision: Decision) -> Codes:
    """Return every role on which a rule or its body's membership rests, through groups or not."""
    charter = at.charter
    wanted = {body.members}
    for clause in clauses(decision_rule(decision, at)):
        wanted |= {*clause.of.names, *clause.of.excepting, *clause.counting, *clause.not_counting}
    seen: set[str] = set()
    while wanted - seen:
        name = (wanted - seen).pop()
        seen.add(name)
        for part in charter.groups.get(name, ()):
            wanted |= {other for other in (part.role, part.group, *part.less) if other}
    return frozenset(seen & charter.roles.keys())


def seats(here: Scene, body: Body) -> tuple[str, ...]:
    """Return the members of a body, sorted."""
    return tuple(sorted(resolve_groups(here.view, here.bench)[body.members]))


def targets(at: View, target: Target) -> list[tuple[Body, Decision]]:
    """Return the decisions that a target means; raises ReadingError if it has none."""
    if target.name is None:
        return answers(at)
    body, decision = find_decision(at, target.name)
    if target.every:
        return [(body, each) for each in holding(body.decisions, at)]
    return [(body, decision)]


def party_code(here: Scene, word: str) -> str:
    """Return the code of a party of the day.

    Raises:
        PropertyError: nobody goes by it, or it is no party.
    """
    charter = here.view.charter
    try:
        code = word if word in own_codes(charter) | here.parties else resolve(word, here.view.on)
    except UnknownParty as error:
        raise PropertyError(str(error)) from None
    if code not in here.parties:
        raise PropertyError(f"{code} is no party to {charter.id} on {here.view.on}")
    return code


def check_role(here: Scene, role: str) -> None:
    """Raise PropertyError unless the charter has the role."""
    roles = here.view.charter.roles
    if role not in roles:
        hint = suggestion(role, roles)
        raise PropertyError(f"{here.view.charter.id} has no role '{role}'{hint}")


def signature(form: NormalForm, inside: Codes) -> tuple[object, ...]:
    """Return what a rule and a coalition are up to the names of the members."""
    leaves = inequalities(form.root)
    flag = np.array([[member in inside] for member in form.members], dtype=np.int64)
    table = np.concatenate([flag, *(leaf.coefficients for leaf in leaves)], axis=1)
    kinds = Counter(map(bytes, table))
    thresholds = tuple(leaf.threshold for leaf in leaves)
    return (_shape(form.root), thresholds, frozenset(kinds.items()))


def _shape(node: Node) -> object:
    parts = getattr(node, "parts", None)
    return (type(node).__name__, tuple(map(_shape, parts))) if parts else ""
