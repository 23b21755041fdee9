"""Whether parties can bring a body to sit by themselves: the steps before a vote, one by one.

A step that the charter makes a duty of others, or of an office, is taken to be done; whatever
others merely may do, they may also leave. What follows if a duty is not done is another question.
"""

from dataclasses import dataclass, field

from foedera.charters import Body, Decision, Step, View
from foedera.charters.select import rule_of
from foedera.proceedings import Path, paths, resolve_groups
from foedera.proof.scene import Codes, Result, Scene
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide


@dataclass(slots=True)
class _Walk:
    """The roles bound by the steps taken so far, and the duties of others relied on."""

    here: Scene
    starters: Codes
    duties: list[str] = field(default_factory=list)

    def groups(self) -> dict[str, Codes]:
        return resolve_groups(self.here.view, self.here.bench)


def ways_to(at: View, body: Body, decision: Decision) -> list[Path]:
    """Return the paths to a vote on a decision."""
    found = paths(at, binding=frozenset({decision.binding}))
    return [path for path in found if (path.body.id, path.decision.id) == (body.id, decision.id)]


def can_start(here: Scene, starters: Codes, body: Body, ways: list[Path]) -> Result:
    """Return whether the starters alone can bring a body to the point of voting."""
    if not ways:
        return Result("fails", f"No steps lead to the {body.title}")
    results = [_walk(_Walk(here, starters), way) for way in ways]
    order = ("holds", "unknown", "fails")
    return min(results, key=lambda result: order.index(result.verdict))


def _walk(walk: _Walk, path: Path) -> Result:
    title = path.body.title
    if not path.steps and not walk.starters & walk.groups()[path.body.members]:
        return Result("fails", f"The {title} sits, but the starter has no seat in it")
    for step in path.steps:
        refused = _take(walk, step)
        if refused is not None:
            return refused
    relied = f", if {'; '.join(walk.duties)}" if walk.duties else ""
    return Result("holds", f"The {title} can be brought to a vote{relied}")


def _take(walk: _Walk, step: Step) -> Result | None:
    """Take a step; return why it cannot be taken."""
    groups = walk.groups()
    able: Codes = frozenset().union(*(groups.get(name, frozenset()) for name in step.by))
    own = bool(able & walk.starters)
    if not own and step.modality != "must":
        return Result("fails", f"Another must {step.title} ({step.article}), and need not")
    if not own or set(step.by) <= set(walk.here.view.charter.offices):
        walk.duties.append(f"the {' or '.join(step.by)} does its duty to {step.title}")
    unmet = _support(walk, step, groups)
    if unmet is not None:
        return unmet
    if own:
        walk.here = walk.here.with_roles(_bindings(step, able & walk.starters, walk.starters))
    return None


def _bindings(step: Step, able: Codes, starters: Codes) -> dict[str, Codes]:
    """Return the roles that a step binds: one of the able takes it, towards the other starters."""
    actor = frozenset(sorted(able)[:1])
    return {
        role: starters if "to" in whom else actor
        for role, whom in step.binds.items()
        if "party" in whom
    }


def _support(walk: _Walk, step: Step, groups: dict[str, Codes]) -> Result | None:
    rule = rule_of(step.needs.rule, walk.here.view) if step.needs else None
    if rule is None:
        return None
    members = tuple(sorted(groups["parties"]))
    try:
        form = bind(rule, Electorate(members, groups, {}, walk.here.bench.blanks))
    except UnboundRule as error:
        return Result("unknown", str(error))
    sheet = dict.fromkeys(members, Ballot.ABSENT)
    sheet |= dict.fromkeys(walk.starters & groups["parties"], Ballot.YES)
    if decide(form, sheet).adopted:
        return None
    return Result("fails", f"To {step.title} ({step.article}) takes the support of others")
