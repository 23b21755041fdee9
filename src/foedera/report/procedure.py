"""The procedure of a charter as stages and what must come before each, for a graph or a table."""

import re
from collections.abc import Iterable
from dataclasses import replace

from foedera.charters import Step, View
from foedera.proceedings import Path, paths
from foedera.proceedings.minutes import cite
from foedera.report.assessment import Assessment
from foedera.report.charts.procedure import Ease, Edge, Stage
from foedera.report.findings import Finding, Value
from foedera.report.findings.record import plural

_BLANK = re.compile(r"\{[^}]*\}")


def procedure_stages(assessment: Assessment) -> tuple[tuple[Stage, ...], tuple[Edge, ...]]:
    """Return every stage on the ways to the strongest decisions, and its edges.

    A stage is a step or a vote; who can stop it is what the assessment found. Where a body takes
    several decisions, it stands before them, and those that the same can stop share a stage.
    """
    known = {finding.id: finding for finding in assessment.findings}
    stages: dict[str, Stage] = {}
    edges: dict[Edge, None] = {}
    ways = paths(assessment.brief.view)
    votes = _votes(assessment, ways)
    for path in ways:
        ids = {step.id for step in path.steps}
        for step in path.steps:
            found = known.get(f"stop {path.body.id} at {step.id}")
            stages.setdefault(step.id, _of_step(step, found))
            edges |= dict.fromkeys((before, step.id) for before in _before(step) if before in ids)
        goal = votes[path.body.id]
        stages |= {stage.id: stage for stage in goal}
        if path.steps:
            edges[path.steps[-1].id, goal[0].id] = None
        edges |= dict.fromkeys((goal[0].id, vote.id) for vote in goal[1:])
    return tuple(stages.values()), tuple(edges)


def _votes(assessment: Assessment, ways: Iterable[Path]) -> dict[str, tuple[Stage, ...]]:
    """Return for each body the stages of its votes, itself before them if they are several."""
    by_body: dict[str, dict[str, tuple[Path, Stage]]] = {}
    for path in ways:
        vote = f"{path.body.id}:{path.decision.id}"
        found = by_body.setdefault(path.body.id, {})
        if vote not in found:
            found[vote] = path, _of_vote(path, _clauses(assessment, vote))
    return {key: _of_body(list(found.values())) for key, found in by_body.items()}


def _of_body(votes: list[tuple[Path, Stage]]) -> tuple[Stage, ...]:
    if len(votes) == 1:
        return (votes[0][1],)
    body = votes[0][0].body
    alike: dict[str, list[Stage]] = {}
    for _, stage in votes:
        alike.setdefault(stage.who_can_stop, []).append(stage)
    joined = tuple(_joined(body.id, stages) for stages in alike.values())
    return (Stage(f"body {body.id}", body.title, body.article), *joined)


def _joined(body: str, stages: list[Stage]) -> Stage:
    if len(stages) == 1:
        return replace(stages[0], title=_sentence(stages[0].title.partition(": ")[2]))
    articles = tuple(dict.fromkeys(stage.article for stage in stages))
    few = 6
    more = f" and {len(articles) - few} more" if len(articles) > few else ""
    return replace(
        stages[0],
        id=f"{body}: {' '.join(stage.id for stage in stages)}",
        title=f"{len(stages)} kinds of decision",
        article=", ".join(articles[:few]) + more,
    )


def _before(step: Step) -> list[str]:
    """Return the steps that must, or may, have gone before."""
    wanted = [name for words in step.after for name in words.split(" or ")]
    return [*wanted, step.needs.step] if step.needs else wanted


def _of_step(step: Step, found: Finding | None) -> Stage:
    stop, ease = _who_stops(found)
    return Stage(step.id, _sentence(step.title), step.article, stop, _time(step), ease)


def _of_vote(path: Path, clauses: list[Finding]) -> Stage:
    ways: dict[str, int] = {}
    for finding in clauses:
        for way, number in _numbers(finding.value).items():
            ways[way] = min(number, ways.get(way, number))
    alike: dict[int, list[str]] = {}
    for way, number in sorted(ways.items(), key=lambda item: item[1]):
        alike.setdefault(number, []).append(way)
    words = "; ".join(f"{plural(n, 'party')} {' or '.join(by)}" for n, by in alike.items())
    least = min(ways.values(), default=None)
    title = f"Vote in the {path.body.title}: {path.decision.title}"
    stop = f"Stopped by {words}" if words else "No party can stop it"
    return Stage(
        f"{path.body.id}:{path.decision.id}",
        title,
        path.decision.article,
        stop,
        ease=_ease(least),
        vote=True,
    )


def _clauses(assessment: Assessment, vote: str) -> list[Finding]:
    return [f for f in assessment.findings if f.id.startswith(f"stop {vote} clause ")]


def _numbers(value: Value) -> dict[str, int]:
    """Return the smallest block by each way of casting a ballot that can stop a clause."""
    if not isinstance(value, dict):
        return {}
    return {k.replace("_", " "): n for k, n in value.items() if isinstance(n, int)}


def _who_stops(found: Finding | None) -> tuple[str, Ease]:
    if found is None or not isinstance(found.value, dict):
        return "", "nobody"
    smallest = found.value.get("smallest")
    if isinstance(smallest, int):
        return f"Stopped by {plural(smallest, 'party')} giving no support", _ease(smallest)
    return found.text.rstrip("."), "nobody"


def _ease(least: int | None) -> Ease:
    if least is None:
        return "nobody"
    return "one" if least <= 1 else "several"


def _time(step: Step) -> str:
    parts = [
        f"{word}{_BLANK.sub('...', limit.within)}"
        + (" (left open)" if _BLANK.search(limit.within) else "")
        for word, limit in (("not before ", step.not_before), ("within ", step.deadline))
        if limit
    ]
    return ", ".join(part.replace("within immediately", "immediately") for part in parts).replace(
        "within at once", "at once"
    )


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


def title_of(at: View, stages: tuple[Stage, ...]) -> str:
    """Return in one line how many stages there are and at how many one party can stop it."""
    one = [stage for stage in stages if stage.ease == "one"]
    several = sum(stage.ease == "several" for stage in stages)
    few = 3
    where = f" ({cite(', '.join(stage.article for stage in one))})" if 0 < len(one) <= few else ""
    alone = f"one party can stop it at {len(one)}{where}" if one else "no party alone can stop it"
    also = f", several together at {several}" if several else ""
    return f"{at.charter.title}: of {plural(len(stages), 'stage')}, {alone}{also}"
