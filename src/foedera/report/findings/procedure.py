"""Findings on the whole procedure played as a game: who prevails, with how few, how fast."""

from collections.abc import Iterator
from dataclasses import replace

from foedera.proceedings import charter_parties
from foedera.proof import ASSIST, Few, Scene, Standing, goals, scene, standing
from foedera.proof.scene import ATTACKED, DISPUTANTS
from foedera.report.findings.record import Brief, Finding, finds, plural


@finds
def procedure(brief: Brief) -> Iterator[Finding]:
    """Who can prevent or obtain each decision over all its steps, and within what time."""
    attacked = _attacked(brief)
    here = _scene(brief, attacked)
    for goal in goals(brief.view):
        found = standing(here, goal, frozenset(brief.friends), attacked=attacked)
        yield Finding(
            f"game {found.goal}",
            f"Over the whole procedure: {found.title}",
            {
                "prevented_by_accused_alone": found.alone.verdict == "fails",
                "fewest_against": found.against.size,
                "fewest_for": found.needed.size,
                "earliest": found.earliest,
                "latest": found.latest,
            },
            _text(brief, found),
            tuple(dict.fromkeys(stage.article for stage in found.stages)) or (found.article,),
            "C25" if goal == ASSIST else "C26",
            headline=_headline(brief, found),
        )


def _headline(brief: Brief, found: Standing) -> str:
    """Return in one sentence who can prevent it and how few obtain it."""
    who = brief.accused or "A party"
    able = "can prevent it alone" if found.against.size in (0, 1) else "cannot prevent it alone"
    if brief.accused:
        able = "cannot prevent it alone"
        if found.against.size == 0:
            able = "prevents it alone"
        elif found.against.size:
            able += f", with {plural(found.against.size, 'friend')} it can"
    needed = "nobody obtains it over all others"
    if found.needed.size is not None:
        needed = f"the one attacked obtains it with {plural(found.needed.size, 'other')}"
    if not found.against.settled:
        able = "may or may not prevent it: that is not settled"
    if not found.needed.settled:
        needed = "who obtains it is not settled"
    title = found.title[0].upper() + found.title[1:]
    return f"{title}: {who} {able}; {needed}."


def _attacked(brief: Brief) -> frozenset[str]:
    """Return the one attacked: some party other than the accused and its friends, whichever."""
    others = sorted(charter_parties(brief.view) - {brief.accused} - set(brief.friends))
    return frozenset(others[:1])


def _scene(brief: Brief, attacked: frozenset[str]) -> Scene:
    """Return the scene of the case, in which accused and attacked are the parties to a dispute."""
    bench = brief.bench(brief.accused)
    cast = {ATTACKED: attacked}
    if brief.accused:
        cast[DISPUTANTS] = attacked | {brief.accused}
    known = {name: codes for name, codes in cast.items() if name in brief.view.charter.roles}
    return scene(brief.view, replace(bench, roles={**bench.roles, **known}))


def _text(brief: Brief, found: Standing) -> str:
    against = f"Against {brief.accused} alone: " if brief.accused else "If all support it: "
    words = [against + _outcome(found)]
    words.append(f"to prevent it takes {_few(found.against, brief.accused)}")
    words.append(
        f"to obtain it whatever all others do takes {_few(found.needed, 'the one attacked')}"
    )
    if found.alone.verdict == "holds":
        words.append(_time(found))
    return "; ".join(words) + "."


def _outcome(found: Standing) -> str:
    stop = found.alone.stop
    if stop is not None and found.alone.verdict == "unknown":
        return f"unknown: {stop.why}, at '{stop.title}' ({stop.article})"
    if stop is not None:
        return f"prevented at '{stop.title}' ({stop.article})"
    return "obtained" + "".join(f", if {words}" for words in found.alone.conditions)


def _few(few: Few, beside: str | None) -> str:
    if not few.settled:
        return "an unknown number of parties"
    if few.size is None:
        return "more parties than there are"
    if few.size == 0:
        return f"nobody beside {beside}" if beside else "nobody"
    bound = "" if few.at_least >= few.size else f"between {few.at_least} and "
    return bound + plural(few.size, "party") + (f" beside {beside}" if beside else "")


def _time(found: Standing) -> str:
    earliest = "the same day" if found.earliest == "none" else f"after {found.earliest}"
    if found.latest is None:
        return f"{earliest} at the earliest, and the text sets no limit"
    latest = "the same day" if found.latest == "none" else found.latest
    return f"{earliest} at the earliest, {latest} if those obliged take all their time"
