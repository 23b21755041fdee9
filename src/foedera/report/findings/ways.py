"""Findings on the ways to a decision, and on how few can stop each stage of them."""

from collections.abc import Iterator

from foedera.charters import Step, View, holding
from foedera.charters.durations import total
from foedera.charters.select import rule_of, strongest
from foedera.power import Block, smallest_block, smallest_support
from foedera.proceedings import Path, normal_form, paths, resolve_groups, weight_tables
from foedera.report.findings.record import Brief, Finding, Value, finds, plural
from foedera.rules import Ballot, Electorate, NormalForm, bind, clauses, describe_clause
from foedera.rules.normal import Conjunction, Inequality, Node

_WEAKER = {
    "political": "they bind politically",
    "recommendation": "they recommend",
    "internal": "they concern its own business",
}


@finds
def ways(brief: Brief) -> Iterator[Finding]:
    """Every path from an act to a decision that answers it: who starts it, how long it takes."""
    force = strongest(brief.view)
    if force != "legal":
        text = f"No body binds in law; as to its strongest decisions, {_WEAKER[force]}."
        yield Finding("force", "Force of the strongest decisions", force, text, (), "C12")
    for path in paths(brief.view):
        latest, earliest = total(path.latest()), total(path.earliest())
        text = f"{_who(path.steps[0], brief.view) if path.steps else 'Any member'} may start it. "
        text += " -> ".join(f"{step.title} ({step.article})" for step in path.steps)
        text += f"{' -> ' if path.steps else ''}vote ({path.decision.article}). "
        text += "Shortest time: " + (
            "the same day, if all act at once" if earliest == "none" else f"{earliest}"
        )
        longest = _in_words(latest, brief.view)
        text += f"; longest for those obliged to act: {longest}" if latest != "none" else ""
        text += "; no time is set for the vote itself."
        yield Finding(
            f"path {path.id}",
            f"Path to: {path.decision.title}",
            {
                "starters": list(path.starters),
                "steps": [step.id for step in path.steps],
                "earliest": earliest,
                "latest": latest,
            },
            text,
            (*(step.article for step in path.steps), path.decision.article),
            "C26",
        )


def _in_words(length: str, at: View) -> str:
    """Return a length of time with the numbers that the text leaves open told as such."""
    for name, blank in at.charter.blanks.items():
        length = length.replace(f"{{{name}}} days", f"the days left blank in {blank.article}")
        length = length.replace(f"{{{name}}}", f"the number left blank in {blank.article}")
    return length


@finds
def stages(brief: Brief) -> Iterator[Finding]:
    """At each stage of a path, the smallest number of parties that can stop it."""
    seen: set[str] = set()
    for path in paths(brief.view):
        for step in path.steps:
            finding = _stage_of_step(brief, path, step)
            if finding.id not in seen:
                yield finding
            seen.add(finding.id)
        vote = f"{path.body.id}:{path.decision.id}"
        if vote not in seen:
            yield from _stages_of_vote(brief, path)
        seen.add(vote)


@finds
def mechanisms(brief: Brief) -> Iterator[Finding]:
    """What a number of parties can set in motion without any vote, and how few can stop it."""
    voted = {step.id for path in paths(brief.view) for step in path.steps}
    for step in holding(brief.view.charter.steps, brief.view):
        if step.needs is None or step.id in voted or step.opens:
            continue
        backed = _support_form(brief, step)
        if backed is None:
            continue
        needed, block = smallest_support(backed), smallest_block(backed, ballots=[Ballot.ABSENT])
        yield Finding(
            f"mechanism {step.id}",
            "Without any vote, if enough ask for it",
            {"needed": needed.size, "stopped_by": block.size},
            f"To {step.title}: {_support_words(step, brief.view, needed, block)}",
            tuple(entry.article for entry in holding(step.needs.rule, brief.view)),
            "C15",
        )


def _stage_of_step(brief: Brief, path: Path, step: Step) -> Finding:
    key = f"stop {path.body.id} at {step.id}"
    backed = _support_form(brief, step)
    if backed is not None and step.needs:
        needed = smallest_support(backed)
        block = smallest_block(backed, ballots=[Ballot.ABSENT])
        text = _support_words(step, brief.view, needed, block)
        text = text[0].upper() + text[1:]
        articles = tuple(entry.article for entry in holding(step.needs.rule, brief.view))
        return Finding(key, _stage(step), _stop(block), text, articles, "C22")
    offices = [name for name in step.by if name in brief.view.charter.offices]
    if offices:
        duty = "is obliged to" if step.modality == "must" else "may"
        text = f"The {offices[0]} {duty}; no party can stop it."
    elif step.modality == "must":
        who = step.who or f"the {' or the '.join(step.by)}"
        text = f"A duty of {who}; the text has no remedy if it is not done."
    else:
        text = f"{_who(step, brief.view)} may; nobody else can stop it."
    return Finding(key, _stage(step), {"smallest": None}, text, (step.article,), "C26")


def _support_words(step: Step, at: View, needed: Block, block: Block) -> str:
    """Return how many must support a step, and how many can stop it by giving no support."""
    rule = rule_of(step.needs.rule, at) if step.needs else None
    left_out = {name for c in clauses(rule) for name in c.of.excepting} if rule else set()
    besides = " besides the one that asks" if left_out & {"proposer", "requester"} else ""
    return (
        f"the support of {plural(needed.size or 0, 'party')}{besides} is needed; "
        f"{_number(block)} can stop it by giving none."
    )


def _who(step: Step, at: View) -> str:
    if step.who:
        return step.who[0].upper() + step.who[1:]
    offices = [name for name in step.by if name in at.charter.offices]
    if len(offices) == len(step.by):
        return f"The {' or the '.join(offices)}"
    return f"Any one of the {' or the '.join(step.by)}"


def _stage(step: Step) -> str:
    return step.title[0].upper() + step.title[1:]


def _support_form(brief: Brief, step: Step) -> NormalForm | None:
    rule = rule_of(step.needs.rule, brief.view) if step.needs else None
    if rule is None:
        return None
    charter = brief.view.charter
    blanks = {k: b.suggested for k, b in charter.blanks.items() if b.suggested is not None}
    groups = resolve_groups(brief.view, brief.bench())
    parties = tuple(sorted(groups["parties"]))
    # One party, whichever, has asked or proposed already: it is not among the others.
    groups |= {
        role: frozenset(parties[:1]) for role in ("proposer", "requester") if role in charter.roles
    }
    tables = weight_tables(brief.view)
    return bind(rule, Electorate(parties, groups, tables, {**blanks, **brief.blanks}))


def _stages_of_vote(brief: Brief, path: Path) -> Iterator[Finding]:
    form = normal_form(brief.view, path.body, path.decision, brief.bench(brief.accused))
    leaves = form.root.parts if isinstance(form.root, Conjunction) else (form.root,)
    for k, leaf in enumerate(leaves, start=1):
        part = NormalForm(form.members, leaf)
        ways_to_stop = {
            word: smallest_block(part, ballots=[ballot])
            for word, ballot in (
                ("staying away", Ballot.ABSENT),
                ("voting no", Ballot.NO),
                ("abstaining", Ballot.ABSTAIN),
            )
        }
        able = {word: block for word, block in ways_to_stop.items() if block.possible}
        text = f"{_clause_words(leaf)}: " + (
            "; ".join(f"{_number(block)} by {word}" for word, block in able.items())
            or "nobody can stop it here"
        )
        value: Value = {word.replace(" ", "_"): block.size for word, block in ways_to_stop.items()}
        yield Finding(
            f"stop {path.body.id}:{path.decision.id} clause {k}",
            f"Vote in the {path.body.title}",
            value,
            f"{text}.",
            (_articles(leaf)),
            "C22" if "staying away" in able and len(able) == 1 else "C21",
        )


def _clause_words(node: Node) -> str:
    if isinstance(node, Inequality):
        return f"'{describe_clause(node.clause)}'"
    return " / ".join(_clause_words(part) for part in node.parts)


def _articles(node: Node) -> tuple[str, ...]:
    if isinstance(node, Inequality):
        return (node.clause.article or "",)
    return tuple(dict.fromkeys(a for part in node.parts for a in _articles(part)))


def _number(block: Block) -> str:
    if block.size is None:
        return "nobody"
    if not block.exact:
        return f"between {block.at_least} and {block.size}"
    return plural(block.size, "party") if block.size else "nobody needed: it fails as it is"


def _stop(block: Block) -> Value:
    return {"smallest": block.size, "exact": block.exact}
