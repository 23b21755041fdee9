"""Findings on what the accused, its friends, and whole blocs can prevent."""

from collections.abc import Iterator

from foedera.charters import Body, Decision, library
from foedera.charters.select import answers
from foedera.power import Block, smallest_block
from foedera.proceedings import normal_form, resolve_groups
from foedera.report.findings.record import Brief, Finding, Value, finds, plural
from foedera.rules import Ballot, NormalForm
from foedera.world.memberships import members

# Whether a party blocks alone, the friends it needs, and those it needs to break the quorum.
Outcome = tuple[bool, Block, Block]


@finds
def accused(brief: Brief) -> Iterator[Finding]:
    """Whether the accused can block, alone or with friends."""
    for body, decision in answers(brief.view):
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
    return plural(low, word) if low == high else f"{low} to {plural(high, word)}"


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
    for body, decision in answers(brief.view):
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
