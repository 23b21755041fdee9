"""Findings about one charter: what its text makes possible, with the articles that say so.

A finding is a function of the charter under a reading, so that the assessment can ask again under
every other reading and say which findings depend on it. To add one, write a function and decorate
it with :func:`finds`; it then appears in every assessment.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from foedera.charters import Body, Decision, Step, View, holding, library
from foedera.charters.durations import total
from foedera.charters.model import Binding
from foedera.charters.select import rule_of
from foedera.power import Block, smallest_block, smallest_support
from foedera.proceedings import Bench, Path, charter_parties, normal_form, paths, resolve_groups
from foedera.rules import Ballot, Electorate, NormalForm, bind, describe_clause
from foedera.rules.normal import Conjunction, Inequality, Node
from foedera.world.memberships import members

Value = str | int | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Brief:
    """What is assessed: a charter on a day under readings, who is accused, and its friends."""

    view: View
    accused: str | None = None
    friends: tuple[str, ...] = ()
    blanks: dict[str, int] = field(default_factory=dict)

    def bench(self, accused: str | None = None) -> Bench:
        """Return the roles and blanks bound for one accused party (none: nobody is accused).

        A role that decisions cannot do without is bound to some party, whichever.
        """
        roles = {"accused": frozenset({accused})} if accused else {}
        some = frozenset(sorted(charter_parties(self.view))[:1])
        needed = {name for name, role in self.view.charter.roles.items() if role.required}
        return Bench(dict.fromkeys(needed, some) | roles, self.blanks)


@dataclass(frozen=True, slots=True)
class Finding:
    """A statement about the charter: `value` for machines, `text` for readers, and its articles."""

    id: str
    title: str
    value: Value
    text: str
    articles: tuple[str, ...]
    claim: str | None = None


Finder = Callable[[Brief], Iterator[Finding]]
FINDERS: list[Finder] = []


def finds(finder: Finder) -> Finder:
    """Register a function that yields findings; they are shown in the order of registration."""
    FINDERS.append(finder)
    return finder


def findings(brief: Brief) -> tuple[Finding, ...]:
    """Return every finding about the charter of a brief."""
    return tuple(found for finder in FINDERS for found in finder(brief))


def _plural(number: int, word: str) -> str:
    plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"
    return f"{number} {word if number == 1 else plural}"


# ------------------------------------------------------------------------------------ the parties


@finds
def eligible(brief: Brief) -> Iterator[Finding]:
    """Who may be party, and how many that is on the day."""
    rules = brief.view.charter.membership
    groups = resolve_groups(brief.view, brief.bench())
    parties = len(groups["parties"])
    if rules is None:
        yield Finding(
            "parties",
            "Parties",
            {"parties": parties},
            f"{_plural(parties, 'party')} on the day.",
            (),
        )
        return
    number = len(groups[rules.eligible])
    text = f"Open to {rules.eligible_text}: {number} on the day. "
    assumed = brief.view.charter.in_force is None
    text += (
        f"Never in force; the figures below assume {_plural(parties, 'party')}."
        if assumed
        else f"{_plural(parties, 'party')} on the day."
    )
    value: Value = {"eligible": number, "parties": parties, "assumed": assumed}
    yield Finding("parties", "Who may be party", value, text, (rules.article,))


@finds
def entry_into_force(brief: Brief) -> Iterator[Finding]:
    """How many ratifications bring the charter into force."""
    rules = brief.view.charter.membership
    entries = holding(rules.entry_into_force, brief.view) if rules else ()
    for entry in entries:
        needed = f"{entry.number} ratifications" if entry.number else f"{entry.share or 'all'}"
        named = f", among them {', '.join(entry.named)}" if entry.named else ""
        counting = f", counting only the {entry.counting}" if entry.counting else ""
        yield Finding(
            "entry-into-force",
            "Entry into force",
            {"number": entry.number, "share": entry.share, "delay": entry.delay},
            f"{needed}{named}{counting}; in force {entry.delay} later.",
            (entry.article,),
            "C40",
        )


# --------------------------------------------------------------------------------- ways to a vote


@finds
def ways(brief: Brief) -> Iterator[Finding]:
    """Every path from an act to a binding decision: who starts it, what it needs, how long."""
    force = strongest(brief.view)
    if force != "legal":
        text = (
            f"No body binds in law. What follows is of its strongest decisions: {_WEAKER[force]}."
        )
        yield Finding("force", "Force of the strongest decisions", force, text, (), "C12")
    for path in _paths(brief.view):
        latest, earliest = total(path.latest()), total(path.earliest())
        text = f"{_who(path.steps[0], brief.view) if path.steps else 'Any member'} may start it. "
        text += " -> ".join(f"{step.title} ({step.article})" for step in path.steps)
        text += f"{' -> ' if path.steps else ''}vote ({path.decision.article}). "
        text += "Shortest time: " + (
            "the same day, if all act at once" if earliest == "none" else f"{earliest}"
        )
        text += f"; longest for those obliged to act: {latest}" if latest != "none" else ""
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


@finds
def stages(brief: Brief) -> Iterator[Finding]:
    """At each stage of a path, the smallest number of parties that can stop it."""
    seen: set[str] = set()
    for path in _paths(brief.view):
        for step in path.steps:
            finding = _stage_of_step(brief, path, step)
            if finding.id not in seen:
                yield finding
            seen.add(finding.id)
        if path.decision.id not in seen:
            yield from _stages_of_vote(brief, path)
        seen.add(path.decision.id)


def _stage_of_step(brief: Brief, path: Path, step: Step) -> Finding:
    key = f"stop {path.body.id} at {step.id}"
    backed = _support_form(brief, step)
    if backed is not None:
        needed = smallest_support(backed)
        block = smallest_block(backed, ballots=[Ballot.ABSENT])
        text = (
            f"{_plural(needed.size or 0, 'other party')} must support it; "
            f"{_number(block)} can stop it by giving no support."
        )
        articles = tuple(entry.article for entry in holding(step.needs.rule, brief.view))  # type: ignore[union-attr]
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
    return bind(rule, Electorate(parties, groups, {}, {**blanks, **brief.blanks}))


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
    return _plural(block.size, "party") if block.size else "nobody needed: it fails as it is"


def _stop(block: Block) -> Value:
    return {"smallest": block.size, "exact": block.exact}


# ------------------------------------------------------------------------------------ the accused


def strongest(at: View) -> Binding:
    """Return the strongest force that a decision under the charter has: legal, else political."""
    held = {d.binding for b in holding(at.charter.bodies, at) for d in holding(b.decisions, at)}
    order: tuple[Binding, ...] = ("legal", "political", "recommendation", "internal")
    return next(force for force in order if force in held)


def _paths(at: View) -> tuple[Path, ...]:
    return paths(at, binding=frozenset({strongest(at)}))


def binding_decisions(at: View) -> list[tuple[Body, Decision]]:
    """Return the decisions of the strongest force, with their bodies."""
    return [
        (body, decision)
        for body in holding(at.charter.bodies, at)
        for decision in holding(body.decisions, at)
        if decision.binding == strongest(at)
    ]


# Whether a party blocks alone, the friends it needs, and those it needs to break the quorum.
Outcome = tuple[bool, Block, Block]


@finds
def accused(brief: Brief) -> Iterator[Finding]:
    """Whether the accused can block, alone or with friends."""
    for body, decision in binding_decisions(brief.view):
        groups = resolve_groups(brief.view, brief.bench())
        suspects = [brief.accused] if brief.accused else sorted(groups[body.members])
        outcomes = [_as_accused(brief, body, decision, suspect) for suspect in suspects]
        yield _accused_finding(brief, body, decision, outcomes)
        if brief.accused and brief.friends:
            yield _with_friends(brief, body, decision)


def _as_accused(brief: Brief, body: Body, decision: Decision, suspect: str) -> Outcome:
    """Return whether it blocks alone, with how many friends, and with how many that stay away."""
    form = normal_form(brief.view, body, decision, brief.bench(suspect))
    alone = smallest_block(form, among=[suspect])
    friends = smallest_block(form, helped_by=[suspect])
    away = smallest_block(form, helped_by=[suspect], ballots=[Ballot.ABSENT])
    return alone.possible, friends, away


def _accused_finding(
    brief: Brief, body: Body, decision: Decision, outcomes: list[Outcome]
) -> Finding:
    alone = sum(can for can, _, _ in outcomes)
    friends = [block.size for _, block, _ in outcomes if block.size is not None]
    away = [block.size for _, _, block in outcomes if block.size is not None]
    who = brief.accused or "The accused"
    if alone == len(outcomes):
        text = f"{who} alone can block."
    elif alone == 0:
        text = f"{who} alone cannot block; with {_range(friends, 'friend')} that attends it can."
    else:
        text = f"{alone} of {len(outcomes)} parties, if accused, can block alone."
    if away:
        text += f" By staying away together it takes {_range(away, 'friend')} besides."
    value: Value = {
        "alone": alone if 0 < alone < len(outcomes) else bool(alone),
        "friends": [min(friends), max(friends)] if friends else None,
        "friends_staying_away": [min(away), max(away)] if away else None,
    }
    return Finding(
        f"accused {body.id}:{decision.id}",
        f"The accused in the {body.title} ({decision.title})",
        value,
        text,
        (decision.article,),
        "C21",
    )


def _range(numbers: list[int], word: str) -> str:
    if not numbers:
        return f"any number of {word}s (never enough)"
    low, high = min(numbers), max(numbers)
    return _plural(low, word) if low == high else f"{low} to {_plural(high, word)}"


def _with_friends(brief: Brief, body: Body, decision: Decision) -> Finding:
    form = normal_form(brief.view, body, decision, brief.bench(brief.accused))
    coalition = [brief.accused or "", *brief.friends]
    block = smallest_block(form, among=coalition)
    away = smallest_block(form, among=coalition, ballots=[Ballot.ABSENT])
    verb = "can" if block.possible else "cannot"
    text = f"{', '.join(coalition)} together {verb} block"
    text += f" (it takes {block.size} of them)" if block.possible else ""
    text += f"; by staying away they {'can' if away.possible else 'cannot'}."
    return Finding(
        f"friends {body.id}:{decision.id}",
        f"{brief.accused} and friends in the {body.title}",
        {"block": block.size, "staying_away": away.size},
        text,
        (decision.article,),
        "C21",
    )


@finds
def blocs(brief: Brief) -> Iterator[Finding]:
    """Which existing groups of states can defeat each decision by staying away together."""
    registers = [
        charter.id
        for charter in library()
        if charter.id != brief.view.charter.id
        and charter.in_force
        and any(part.register_ == charter.id for part in charter.parties)
    ]
    for body, decision in binding_decisions(brief.view):
        form = normal_form(brief.view, body, decision, brief.bench(brief.accused))
        verdicts: dict[str, Value] = {}
        words = []
        least = smallest_block(form, ballots=[Ballot.ABSENT]).size
        for register in registers:
            bloc = _bloc(register, brief, form)
            if 1 < len(bloc) < len(form.members):
                block = smallest_block(form, among=bloc, ballots=[Ballot.ABSENT])
                verdicts[register] = {"members": len(bloc), "needs": block.size}
                words.append(f"{register} ({len(bloc)}) {_able(block, len(bloc), least)}")
        if words:
            yield Finding(
                f"blocs {body.id}:{decision.id}",
                f"Blocs staying away from the {body.title}",
                verdicts,
                "; ".join(words) + ".",
                (decision.article,),
                "C22",
            )


def _able(block: Block, members_: int, least: int | None) -> str:
    if block.possible:
        return f"can, with {block.size}"
    short = f", {least - members_} short" if least and least > members_ else ""
    return f"cannot{short}"


def _bloc(register: str, brief: Brief, form: NormalForm) -> list[str]:
    try:
        inside = set(members(register, brief.view.on))
    except ValueError:
        return []
    return sorted(inside & set(form.members))


# ------------------------------------------------------------------- force of law, and its limits


@finds
def binding(brief: Brief) -> Iterator[Finding]:
    """Which decisions bind, and whom."""
    for body in holding(brief.view.charter.bodies, brief.view):
        for decision in holding(body.decisions, brief.view):
            under = [
                words for key, words in decision.binds_under.items() if key in brief.view.options
            ]
            whom = under[0] if under else decision.binds
            yield Finding(
                f"binding {body.id}:{decision.id}",
                f"Force: {decision.title}",
                {"force": decision.binding, "binds": whom},
                f"{_FORCE[decision.binding]}: {whom}.",
                (decision.article,),
                "C28",
            )


_WEAKER = {
    "political": "they bind politically",
    "recommendation": "they recommend",
    "internal": "they concern its own business",
}
_FORCE = {
    "legal": "Binds in law",
    "political": "Binds politically, not in law",
    "recommendation": "Recommends only",
    "internal": "Concerns the institution's own business",
}


@finds
def without_vote(brief: Brief) -> Iterator[Finding]:
    """What parties may or must do although nothing was decided."""
    for duty in holding(brief.view.charter.duties, brief.view):
        if "assist" in duty.id or "self-defence" in duty.id:
            yield Finding(
                f"without-vote {duty.id}",
                "Without any decision",
                {"modality": duty.modality, "duty": duty.text},
                f"{duty.who[0].upper()}{duty.who[1:]} {duty.modality} {duty.text}.",
                (duty.article,),
                "C25",
            )


@finds
def silent(brief: Brief) -> Iterator[Finding]:
    """What the charter leaves unregulated that others regulate."""
    own = _topics(brief.view)
    others = [charter for charter in library() if charter.id != brief.view.charter.id]
    regulated: dict[str, list[str]] = {}
    for charter in others:
        for topic in {topic for article in charter.articles for topic in article.topics}:
            regulated.setdefault(topic, []).append(charter.id)
    missing = {
        topic: sorted(ids)
        for topic, ids in sorted(regulated.items(), key=lambda item: (-len(item[1]), item[0]))
        if topic not in own and len(ids) > 1
    }
    if missing:
        text = "; ".join(f"{topic} ({len(ids)} of {len(others)})" for topic, ids in missing.items())
        value: Value = {topic: list(ids) for topic, ids in missing.items()}
        yield Finding("unregulated", "Left open that others regulate", value, f"{text}.", (), "C27")


def _topics(at: View) -> set[str]:
    return {topic for article in holding(at.charter.articles, at) for topic in article.topics}


@finds
def blanks(brief: Brief) -> Iterator[Finding]:
    """The numbers that the text leaves open."""
    left = {
        name: blank for name, blank in brief.view.charter.blanks.items() if name not in brief.blanks
    }
    if left:
        words = (
            f"{blank.title} ({blank.article}"
            + (f"; suggested: {blank.suggested})" if blank.suggested is not None else ")")
            for blank in left.values()
        )
        articles = tuple(dict.fromkeys(blank.article for blank in left.values()))
        yield Finding("blanks", "Blanks", list(left), "; ".join(words) + ".", articles)


def unverified(at: View) -> Iterable[str]:
    """Return the articles that were not, or not wholly, seen in the text."""
    articles = [a.article for a in holding(at.charter.articles, at) if a.mark == "recalled"]
    doubts = [q.article for q in at.charter.readings.values() if q.text_in_doubt]
    return dict.fromkeys([*articles, *doubts])
