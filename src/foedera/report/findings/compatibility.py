"""Findings on how a charter's duties stand to those of other charters."""

from collections.abc import Iterator

from foedera.charters import View, charter_ids, load_charter, view
from foedera.proceedings import charter_parties
from foedera.proof.composition import levers_as_read
from foedera.proof.conflicts import Conflict, conflicts_as_read
from foedera.proof.norms import Norm, norms
from foedera.proof.punishable import against_parties, non_intervention
from foedera.report.findings.record import Brief, Finding, Value, finds, plural

CLASH = "conflict of duties"
ALLIANCES = {"join an alliance", "leave an alliance", "stay neutral", "admit an ally"}
OTHER_ACTS = (
    "So it is with a mobilisation, a cyber operation or a new offensive capability: they are "
    "security measures."
)
VIEWS = (
    "significant in the party's view",
    "significant in the affected state's view",
    "significant as a body has found",
)


def others(at: View) -> Iterator[View]:
    """Yield every other charter of the library that is in force on the day, as read by default."""
    for charter_id in charter_ids():
        charter = load_charter(charter_id)
        stands = charter.in_force is not None and charter.in_force <= at.on
        if charter_id != at.charter.id and stands and (not charter.ended or at.on < charter.ended):
            yield view(charter, at.on)


@finds
def compatible_in_all(brief: Brief) -> Iterator[Finding]:
    """With which other charters the duties of this one clash at all."""
    counts: dict[str, Value] = {}
    for other in others(brief.view):
        found, common = conflicts_as_read(brief.view, other)
        if common and norms(other):
            counts[other.charter.id] = sum(each.kind == CLASH for each in found)
    if not counts:
        return
    clashing = {name: n for name, n in counts.items() if n}
    clear = [name for name in counts if not counts[name]]
    words = [f"{name} ({number})" for name, number in clashing.items()]
    text = f"Duties clash in some situation with {', '.join(words)}" if words else "No duty clashes"
    text += f"; in none with {', '.join(clear)}." if clear and words else "."
    yield Finding(
        "compatible", "Duties beside all other charters", counts, text, (), "C19", headline=text
    )


@finds
def compatible(brief: Brief) -> Iterator[Finding]:
    """Whether a party can comply with this charter and each other one that it may belong to."""
    for other in others(brief.view):
        found, common = conflicts_as_read(brief.view, other)
        if not common or not norms(other):
            continue
        name = other.charter.id
        yield Finding(
            f"compatible {name}",
            f"Duties beside {other.charter.title}",
            _figures(found, common),
            _compared(found, common, name),
            tuple(dict.fromkeys(conflict.duties[0] for conflict in found)),
            "C19",
            detail=True,
        )


def _figures(found: tuple[Conflict, ...], common: int) -> Value:
    rows: list[Value] = [
        {
            "kind": conflict.kind,
            "duties": list(conflict.duties),
            "situation": conflict.situation,
            "prevails": conflict.priority.prevails,
        }
        for conflict in found
    ]
    return {"parties_to_both": common, "conflicts": rows}


def _compared(found: tuple[Conflict, ...], common: int, other: str) -> str:
    if not found:
        return (
            f"{plural(common, 'party')} to both can comply with both in every situation that the "
            f"vocabulary can state (searched completely)."
        )
    parts = []
    for conflict in found:
        one, two = conflict.duties
        parts.append(f"{one} against {two} ({conflict.kind}; {conflict.priority.text})")
    return f"{plural(common, 'party')} to both. With {other}: {'; '.join(dict.fromkeys(parts))}."


def _alliances(found: tuple[Conflict, ...]) -> list[Conflict]:
    return [c for c in found if any(word in acts for acts in c.acts for word in ALLIANCES)]


@finds
def alliance(brief: Brief) -> Iterator[Finding]:
    """What becomes of the freedom to choose alliances, and through which articles."""
    own = [norm for norm in norms(brief.view) if norm.acts[0] in ALLIANCES]
    forbids = sorted({norm.article for norm in own if norm.modality == "must not"})
    allows = sorted({norm.article for norm in own if norm.modality == "may"})
    if not own:
        return
    rows: list[Value] = []
    words = []
    for other in others(brief.view):
        for conflict in _alliances(conflicts_as_read(brief.view, other)[0]):
            one, two = conflict.duties
            rows.append({"with": other.charter.id, "duties": [one, two], "kind": conflict.kind})
            words.append(
                f"{one} against {other.charter.id} {two}: {conflict.situation} "
                f"({conflict.priority.text})"
            )
    text = " ".join(words) or "No duty of another charter in force meets it."
    granted = f"granted in {', '.join(allows)}; " if allows else ""
    bounded = f"bounded by {', '.join(forbids)}. " if forbids else "not bounded. "
    yield Finding(
        "freedom-of-alliance",
        "The freedom to choose alliances",
        {"granted": list(allows), "bounded": list(forbids), "curtailed": rows},
        f"{granted}{bounded}{text}"[0].upper() + f"{granted}{bounded}{text}"[1:],
        (*allows, *forbids),
        "C18",
    )


@finds
def who_judges(brief: Brief) -> Iterator[Finding]:
    """What a party may do that only another fears, and what only itself thinks harmful."""
    judged = [
        norm
        for norm in norms(brief.view)
        if norm.modality == "must not" and any(f.circumstance in VIEWS for f, _ in norm.where)
    ]
    if not judged:
        return
    value: dict[str, Value] = {}
    words = []
    for circumstance, said in zip(
        VIEWS, ("the party itself", "the state that fears", "a body"), strict=True
    ):
        forbidden = sorted({n.acts[0] for n in judged if _turns_on(n, circumstance)})
        value[said] = list(forbidden)
        if forbidden:
            words.append(f"what {said} finds significant is forbidden: {', '.join(forbidden)}")
    feared = value["the state that fears"]
    hosting = "host foreign forces" in feared if isinstance(feared, list) else False
    lease = (
        "A base lease that a neighbour fears (the Black Sea Fleet's in Ukraine, 2010) is then "
        + ("forbidden on the neighbour's word." if hosting else "not forbidden on its word alone.")
    )
    text = "; ".join(words)
    yield Finding(
        "who-judges",
        "Who decides that an act affects another's security",
        value,
        f"{text[0].upper()}{text[1:]}. {lease} {OTHER_ACTS}",
        tuple(sorted({norm.article for norm in judged})),
        "C20",
    )


def _turns_on(norm: Norm, circumstance: str) -> bool:
    """Return whether a prohibition applies once that view, and no other one, finds an effect."""
    needs = {
        fact.circumstance for fact, given in norm.where if given and fact.circumstance in VIEWS
    }
    return needs <= {circumstance} and bool(needs)


@finds
def levers_in_all(brief: Brief) -> Iterator[Finding]:
    """Over which other bodies' decisions this charter gives a veto, influence, or nothing."""
    parties = charter_parties(brief.view)
    holder = brief.accused if brief.accused in parties else None
    by_strength: dict[str, list[Value]] = {"veto": [], "influence": [], "none": []}
    articles: dict[str, None] = {}
    for other in others(brief.view):
        found = levers_as_read(other, brief.view, holder)
        if found and found[0].bound:
            best = min(by_strength, key=lambda s: s not in {each.strength for each in found})
            by_strength[best].append(other.charter.id)
            articles |= dict.fromkeys(lever.article for lever in found)
    if not articles:
        return
    words = {"veto": "a veto in law over", "influence": "influence over", "none": "no lever over"}
    parts = [
        f"{words[strength]} {', '.join(map(str, names))}"
        for strength, names in by_strength.items()
        if names
    ]
    text = f"{holder or 'A party'} gains {'; '.join(parts)}."
    value: Value = {strength: list(names) for strength, names in by_strength.items()}
    yield Finding(
        "lever", "Levers over other bodies", value, text, tuple(articles), "C23", headline=text
    )


@finds
def composition(brief: Brief) -> Iterator[Finding]:
    """What a state gains over other bodies' decisions by the duties of those that sit in them."""
    parties = charter_parties(brief.view)
    holder = brief.accused if brief.accused in parties else None
    for other in others(brief.view):
        found = levers_as_read(other, brief.view, holder)
        if not found or not found[0].bound:
            continue
        order = ("veto", "influence", "none")
        best = min(
            found, key=lambda lever: (order.index(lever.strength), "oppose" not in lever.duty)
        )
        needed = {each.decision: each.needed for each in found if "oppose" in each.duty}
        itself = other.charter.id.upper() in parties
        value: Value = {
            "bound": best.bound,
            "members": best.members,
            "strength": best.strength,
            "duty": f"{best.article} {best.duty}",
            "judge": best.judge,
            "needed": dict(needed),
            "itself_a_party": itself,
        }
        also = " It is itself a party: what it decides is its own act." if itself else ""
        yield Finding(
            f"lever {other.charter.id}",
            f"A lever over the decisions of {other.charter.title}",
            value,
            f"{_by_number(needed)} {best.article} ({best.duty}): {best.text}{also}",
            tuple(dict.fromkeys(lever.article for lever in found)),
            "C23",
            detail=True,
        )


def _by_number(needed: dict[str, int | None]) -> str:
    """Return how many bound members, voting no, defeat how many of the decisions."""
    if not needed:
        return "No duty tells them to vote no."
    sizes = sorted({number for number in needed.values() if number is not None})
    parts = []
    for number in sizes:
        many = sum(other == number for other in needed.values())
        verb = "defeats" if number == 1 else "defeat"
        parts.append(f"{plural(number, 'bound member')} {verb} {many}")
    safe = sum(number is None for number in needed.values())
    parts += [f"all of them cannot defeat {safe}"] if safe else []
    return f"Of {plural(len(needed), 'decision')}, by voting no, {', '.join(parts)}."


@finds
def against_objection(brief: Brief) -> Iterator[Finding]:
    """Which decisions can be taken against a party that votes no, and against whom they cannot."""
    found = against_parties(brief.view, brief.bench())
    if not found:
        return
    rows: list[Value] = []
    words = []
    for each in found:
        rows.append(
            {
                "decision": f"{each.body}:{each.decision}",
                "force": each.binding,
                "measures": list(each.measures),
                "over_objection": each.over_objection,
                "targets": each.targets,
            }
        )
        whom = f"{each.over_objection} of {each.targets}"
        words.append(f"{each.title} ({each.article}, {each.binding}): {whom}")
    barred = non_intervention(brief.view)
    rule = (
        f" Acting inside a party without its consent is barred by {', '.join(barred)}."
        if barred
        else ""
    )
    yield Finding(
        "against-objection",
        "Parties against which a decision can be taken though they vote no",
        {"decisions": rows, "non_intervention": list(barred)},
        f"{'; '.join(words)}.{rule}",
        tuple(dict.fromkeys(each.article for each in found)),
        "C28",
    )
