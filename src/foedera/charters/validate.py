"""What the model's types cannot see: that every name in a charter refers to something in it."""

from collections.abc import Iterable, Iterator
from string import ascii_lowercase

from foedera.charters.durations import parse_duration
from foedera.charters.model import Body, Charter, Decision, Entry, Limit, Part, RuleEntry, Step
from foedera.charters.select import all_options, parse_cached, suggestion
from foedera.charters.terms import term_faults
from foedera.rules import Blank, RuleError, clauses, parse
from foedera.rules.clauses import Fewest, Rule

Place = tuple[str | int, ...]
Fault = tuple[Place, str]

# Events standing for what every body and every treaty has, without each charter spelling it out.
OUTCOMES = ("adopted", "rejected", "blocked")


def faults(charter: Charter) -> list[Fault]:
    """Return (place, sentence) for every dangling name, unreadable rule or wrong duration."""
    found: list[Fault] = []
    for check in CHECKS:
        found.extend(check(charter))
    return found


def group_names(charter: Charter) -> set[str]:
    """Return every name that a rule or step may use for a set of parties."""
    return {charter.party_word, "parties", *charter.groups, *charter.roles}


def _questions(charter: Charter) -> Iterator[Fault]:
    for key, question in charter.readings.items():
        place = ("readings", key)
        if question.default not in question.options:
            known = ", ".join(question.options)
            yield (*place, "default"), f"'{question.default}' is none of the options {known}"
        if len(question.options) == 1 or not question.options:
            yield (*place, "options"), "a question needs at least two readings"


def _walk(charter: Charter) -> Iterator[tuple[Place, Entry]]:
    """Yield every entry of a charter with its place."""
    for field in ("articles", "duties", "priority", "bodies", "steps"):
        for k, entry in enumerate(getattr(charter, field)):
            yield (field, k), entry
    for b, body in enumerate(charter.bodies):
        for d, decision in enumerate(body.decisions):
            place: Place = ("bodies", b, "decisions", d)
            yield place, decision
            yield from (((*place, "rule", r), entry) for r, entry in enumerate(decision.rule))
    for s, step in enumerate(charter.steps):
        if step.needs:
            place = ("steps", s, "needs", "rule")
            yield from (((*place, r), entry) for r, entry in enumerate(step.needs.rule))
    for k, part in enumerate(charter.parties):
        yield ("parties", k), part
    for name, parts in charter.groups.items():
        yield from ((("groups", name, k), part) for k, part in enumerate(parts))
    for name, tables in charter.weights.items():
        yield from ((("weights", name, k), table) for k, table in enumerate(tables))


def _terms(charter: Charter) -> Iterator[tuple[Place, Entry]]:
    for d, duty in enumerate(charter.duties):
        yield from ((("duties", d, "terms", t), terms) for t, terms in enumerate(duty.terms))


def _entries(charter: Charter) -> Iterator[Fault]:
    options = all_options(charter)
    for place, entry in (*_walk(charter), *_terms(charter)):
        for option in (*entry.when, *entry.unless):
            if option not in options:
                yield place, f"there is no reading '{option}'{suggestion(option, options)}"
        asked = [option.rstrip(ascii_lowercase) for option in entry.when]
        if len(set(asked)) < len(asked):
            yield (*place, "when"), f"{' and '.join(entry.when)} are never taken together"
        if entry.since and entry.until and entry.since >= entry.until:
            yield place, f"it ends on {entry.until}, not after it begins on {entry.since}"


def _unknown(place: Place, names: Iterable[str], known: set[str], what: str) -> Iterator[Fault]:
    for name in names:
        if name not in known:
            yield place, f"there is no {what} '{name}'{suggestion(name, sorted(known))}"


def _groups(charter: Charter) -> Iterator[Fault]:
    known = group_names(charter)
    for field in ("groups", "roles"):
        for name in getattr(charter, field):
            yield from _name(field, name)
    for name, parts in charter.groups.items():
        if name in charter.roles:
            yield ("groups", name), f"'{name}' is a role already"
        for k, part in enumerate(parts):
            yield from _part(charter, ("groups", name, k), part, known)
        if _reaches(charter, name, name, set()):
            yield ("groups", name), f"the group '{name}' contains itself"
    for k, part in enumerate(charter.parties):
        yield from _part(charter, ("parties", k), part, known - {"parties", charter.party_word})


def _name(field: str, name: str) -> Iterator[Fault]:
    try:
        parse(f"none of the {name} vote no")
    except RuleError:
        message = (
            f"'{name}' cannot be used as a name: rules could not tell it from words of their own "
            "(avoid vote, present, abstain, consent, object, support, of, and, or, the, not ...)"
        )
        yield (field, name), message


def _part(charter: Charter, place: Place, part: Part, known: set[str]) -> Iterator[Fault]:
    if part.role:
        yield from _unknown(place, [part.role], set(charter.roles), "role")
    if part.group:
        yield from _unknown(place, [part.group], known, "group")
    yield from _unknown(place, part.less, known, "group or role")


def _reaches(charter: Charter, start: str, goal: str, seen: set[str]) -> bool:
    for part in charter.groups.get(start, ()):
        for name in (part.group, *part.less):
            if name == goal:
                return True
            if name and name not in seen and _reaches(charter, name, goal, seen | {name}):
                return True
    return False


def _rule(charter: Charter, place: Place, entry: RuleEntry) -> Iterator[Fault]:
    try:
        rule = parse_cached(entry.clause)
    except RuleError as error:
        yield (*place, "clause"), str(error)
        return
    yield from _rule_names(charter, (*place, "clause"), rule)


def _rule_names(charter: Charter, place: Place, rule: Rule) -> Iterator[Fault]:
    groups = group_names(charter)
    for clause in clauses(rule):
        names = (*clause.of.names, *clause.of.excepting, *clause.counting, *clause.not_counting)
        yield from _unknown(place, names, groups, "group or role")
        weights = [clause.weight] if clause.weight else []
        if isinstance(clause.amount, Fewest):
            weights.append(clause.amount.weight)
        yield from _unknown(place, weights, set(charter.weights), "weight")
        if isinstance(clause.amount, Blank):
            yield from _unknown(place, [clause.amount.name], set(charter.blanks), "blank")


def _bodies(charter: Charter) -> Iterator[Fault]:
    for b, body in enumerate(charter.bodies):
        place: Place = ("bodies", b)
        yield from _unknown((*place, "members"), [body.members], group_names(charter), "group")
        for d, decision in enumerate(body.decisions):
            yield from _decision(charter, (*place, "decisions", d), decision)
        if not body.decisions:
            yield place, f"the body '{body.id}' takes no decision"
        offices = {*charter.offices, "chair"}
        yield from _unknown((*place, "presiding"), [body.presiding], offices, "office")
        if body.session == "convened" and all(step.opens != body.id for step in charter.steps):
            yield (
                place,
                f"nothing convenes '{body.id}': add a step that opens it, or 'session: continuous'",
            )


def _decision(charter: Charter, place: Place, decision: Decision) -> Iterator[Fault]:
    for r, entry in enumerate(decision.rule):
        yield from _rule(charter, (*place, "rule", r), entry)
    if not decision.rule:
        yield place, f"the decision '{decision.id}' has no rule"
    actors = group_names(charter) | set(charter.offices)
    yield from _unknown((*place, "proposed_by"), decision.proposed_by, actors, "group or office")
    if decision.silence:
        yield from _duration(charter, (*place, "silence", "within"), decision.silence.within)


def _steps(charter: Charter) -> Iterator[Fault]:
    ids = {step.id for step in charter.steps}
    outcomes = {
        f"{name}:{outcome}"
        for body in charter.bodies
        for decision in body.decisions
        for name in (decision.id, f"{body.id}:{decision.id}")
        for outcome in OUTCOMES
    }
    actors = group_names(charter) | set(charter.offices)
    for s, step in enumerate(charter.steps):
        place: Place = ("steps", s)
        yield from _unknown((*place, "by"), step.by, actors, "group, role or office")
        # What must have happened under another charter ('un-sc/...') is checked when a case runs.
        earlier = [n for words in step.after for n in words.split(" or ") if "/" not in n]
        yield from _unknown((*place, "after"), earlier, ids | outcomes, "step or outcome")
        yield from _unknown((*place, "names"), step.names, set(charter.roles), "role")
        yield from _binds(charter, place, step)
        if step.opens and charter.body(step.opens) is None:
            bodies = [body.id for body in charter.bodies]
            yield (*place, "opens"), f"no body '{step.opens}'{suggestion(step.opens, bodies)}"
        if step.needs:
            yield from _unknown((*place, "needs", "step"), [step.needs.step], ids, "step")
            for r, entry in enumerate(step.needs.rule):
                yield from _rule(charter, (*place, "needs", "rule", r), entry)
        for field in ("deadline", "not_before"):
            yield from _limit(charter, (*place, field), getattr(step, field), ids | outcomes)


def _binds(charter: Charter, place: Place, step: Step) -> Iterator[Fault]:
    yield from _unknown((*place, "binds"), step.binds, set(charter.roles), "role")
    for role, sources in step.binds.items():
        yield from _unknown((*place, "binds", role), sources, {"party", "to"}, "source")


def _limit(charter: Charter, place: Place, limit: Limit | None, steps: set[str]) -> Iterator[Fault]:
    if limit:
        yield from _duration(charter, (*place, "within"), limit.within)
        yield from _unknown((*place, "after"), limit.after.split(" or "), steps, "step or outcome")


def _duration(charter: Charter, place: Place, words: str) -> Iterator[Fault]:
    try:
        amount = parse_duration(words).amount
    except ValueError as error:
        yield place, str(error)
        return
    if isinstance(amount, str):
        yield from _unknown(place, [amount], set(charter.blanks), "blank")


def _membership(charter: Charter) -> Iterator[Fault]:
    rules = charter.membership
    if rules is None:
        return
    known = group_names(charter)
    for field in ("later_parties_delay", "withdrawal_notice"):
        if getattr(rules, field):
            yield from _duration(charter, ("membership", field), getattr(rules, field))
    for k, entry in enumerate(rules.entry_into_force):
        place: Place = ("membership", "entry_into_force", k)
        yield from _duration(charter, place, entry.delay)
        yield from _unknown(place, [entry.counting] if entry.counting else [], known, "group")
    yield from _unknown(("membership", "eligible"), [rules.eligible], known, "group")


def _weights(charter: Charter) -> Iterator[Fault]:
    """Yield the parties that a spelt-out weight leaves out, and those that are none."""
    codes = {code for part in charter.parties for code in part.codes}
    for name, tables in charter.weights.items():
        for k, table in enumerate(tables):
            if table.values and codes:
                for code in sorted(codes ^ set(table.values)):
                    side = "has no weight" if code in codes else "is no party"
                    yield ("weights", name, k), f"'{code}' {side}"


def _days(charter: Charter) -> Iterator[Fault]:
    if charter.in_force and charter.in_force < charter.opened:
        yield ("in_force",), f"it enters into force before it exists ({charter.opened})"
    if charter.ended and charter.ended <= (charter.in_force or charter.opened):
        yield ("ended",), f"it ends before it begins ({charter.in_force or charter.opened})"


def _unique(charter: Charter) -> Iterator[Fault]:
    families: dict[str, list[str]] = {
        "steps": [step.id for step in charter.steps],
        "duties": [duty.id for duty in charter.duties],
        "bodies": [body.id for body in charter.bodies],
    }
    for field, ids in families.items():
        for k, name in enumerate(ids):
            if name in ids[:k]:
                yield (field, k), f"the id '{name}' is given twice"
    for b, body in enumerate(charter.bodies):
        yield from _unique_decisions(b, body)


def _unique_decisions(b: int, body: Body) -> Iterator[Fault]:
    for k, decision in enumerate(body.decisions):
        if any(decision.id == other.id for other in body.decisions[:k]):
            yield ("bodies", b, "decisions", k), f"the id '{decision.id}' is given twice"


def _sources(charter: Charter) -> Iterator[Fault]:
    known = set(charter.sources)
    for field in ("articles", "duties", "priority", "bodies", "steps"):
        for k, entry in enumerate(getattr(charter, field)):
            yield from _unknown((field, k, "sources"), entry.sources, known, "source")


CHECKS = (
    _questions,
    _entries,
    _groups,
    _bodies,
    _steps,
    _unique,
    _sources,
    _membership,
    _weights,
    _days,
    term_faults,
)
