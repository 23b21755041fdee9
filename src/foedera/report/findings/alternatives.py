"""Findings on what else there could be: other charters, none at all, and the orders of Europe.

Orders are configurations of charters (:mod:`foedera.order.scenarios`); they are asked only about
crises in their region.
"""

from collections.abc import Iterator
from dataclasses import replace

from foedera.report import comparisons, random_trials, trials
from foedera.report.comparisons import Orders
from foedera.report.findings.record import Brief, Finding, Value, finds, finds_once
from foedera.report.findings.simulated import (
    PARTS,
    evidence_of,
    gap,
    number,
    simulated,
    told,
    tried,
)
from foedera.report.trials import Trial
from foedera.simulation import Ending
from foedera.world import DATA_VERSION

MOST_BESIDE = 3  # crises that are also put through the other charters
CONCERT, CONDOMINIUM, TREATY, REFORM = "concert", "condominium", "est", "reformed-osce"
COLUMNS = (
    "Acts: decided and enforced, or helped enough without a decision; false alarm: it acts though "
    "nobody attacked."
)


@finds_once
def orders(brief: Brief) -> Iterator[Finding]:
    """The same crises under each order of Europe and under the charter alone."""
    through = comparisons.everywhere(tried(brief))
    for place, (trial, each) in enumerate(through.items()):
        yield _orders(trial, each, first=place == 0)
    yield from _at_random(brief)


@finds
def beside(brief: Brief) -> Iterator[Finding]:
    """The same crises under every other charter that was open, and under none."""
    for trial in tried(brief)[:MOST_BESIDE]:
        yield _beside(trial)


def _orders(trial: Trial, found: Orders, *, first: bool) -> Finding:
    title = f"Under other orders: {trial.dispute.id}"
    value, text = _value(trial.charter, found), _text(found)
    told_ = simulated(trial, "orders", title, value, text, "C06", found.own.acts)
    return replace(
        told_,
        detail=not first,
        headline=_headline(trial, found) if first else "",
        table=_table(trial.charter, found),
    )


def _headline(trial: Trial, found: Orders) -> str:
    """Return where the charter stands among the orders, as one sentence."""
    open_ = {name: each for name, each in found.results.items() if not each.closed}
    if found.standing not in open_:
        return ""
    stands, own = open_[found.standing], found.own.difference["acts"]
    words = (
        f"In {trial.dispute.id} the institutions of the day act in {told(stands.acts)} of "
        f"draws; this charter alone differs from that by {told(own, sign=True)}"
    )
    best = max(open_, key=lambda name: open_[name].acts.share)
    if best == found.standing:
        return f"{words}; no order acts more often than what stands."
    more = open_[best].difference["acts"]
    return f"{words}; the order that acts most often is {best}, {told(more, sign=True)}."


def _text(found: Orders) -> str:
    shut = [name for name, each in found.results.items() if each.closed]
    text = "Each order with all its charters open to the attacked, on the same random numbers"
    text += f"; differences are from {found.standing}, what stands." if found.open else "."
    text += f" Not open to the attacked: {', '.join(shut)}." if shut else ""
    return f"{text} {COLUMNS}"


def _table(charter: str, found: Orders) -> tuple[tuple[str, ...], ...]:
    less = f"less {found.standing}" if found.open else ""
    head = ("order", "acts", less, "decided", "helped", "false alarm")
    rows: list[tuple[str, ...]] = [head]
    for name, each in found.rows(charter).items():
        if each.closed:
            rows.append((name, *["-"] * (len(head) - 1)))
            continue
        compared = name != found.standing and found.open
        rows.append(
            (
                name,
                told(each.acts),
                told(each.difference["acts"], sign=True) if compared else "",
                f"{each.tally.share(Ending.ACTED).share:.3f}",
                f"{each.tally.share(Ending.ASSISTED).share:.3f}",
                f"{each.false_alarm.share:.3f}" if each.false_alarm else "-",
            )
        )
    return tuple(rows)


def _value(charter: str, found: Orders) -> Value:
    rows: dict[str, Value] = {}
    for name, each in found.rows(charter).items():
        if each.closed:
            rows[name] = None
            continue
        rows[name] = {
            "acts": number(each.acts),
            "difference": gap(each.difference["acts"]) if found.open else None,
            "by_decision": number(each.tally.share(Ending.ACTED)),
            "helped": number(each.tally.share(Ending.ASSISTED)),
            "false_alarm": number(each.false_alarm),
        }
    return {"stands": found.standing, "orders": rows}


def _at_random(brief: Brief) -> Iterator[Finding]:
    trial = random_trials.random_trial(brief.view, brief.blanks)
    found = comparisons.random_orders(trial) if trial else None
    if trial is None or found is None or found.own.closed:
        return
    crises = len(found.own.tally.endings)
    yield Finding(
        "orders random",
        "Under other orders: random crises",
        _value(trial.charter, found),
        f"{crises} crises among the parties of the charter. {_text(found)}",
        (),
        "C06",
        se=found.own.acts.se,
        source=f"simulation of {trial.charter}; seed {trials.SEED}; data {DATA_VERSION}",
        evidence=evidence_of(PARTS),
        detail=True,
        table=_table(trial.charter, found),
    )


def _beside(trial: Trial) -> Finding:
    own, *others = trials.beside(trial)
    rows: dict[str, Value] = {
        each.charter: {
            "acts": each.acts.share,
            "difference": each.difference["acts"].share,
            "se": each.difference["acts"].se,
        }
        for each in others
    }
    words = (f"{each.charter} {told(each.difference['acts'], sign=True)}" for each in others)
    text = (
        f"Acts in {told(own.acts)}. Others less that, on the same random numbers: "
        f"{', '.join(words)}. Nothing: no charter, each of its parties may help."
    )
    value: Value = {"acts": own.acts.share, "others": rows}
    title = f"The same crisis elsewhere: {trial.dispute.id}"
    return simulated(trial, "beside", title, value, text, "C39", own.acts)
