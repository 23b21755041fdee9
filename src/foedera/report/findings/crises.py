"""Findings on what would happen: the charter tried on crises of history by simulation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedera.evidence.errors import EvidenceError
from foedera.report import random_trials, trials
from foedera.report.findings.record import Brief, Finding, Value, finds, finds_once
from foedera.report.findings.simulated import (
    PARTS,
    WHOLE,
    evidence_of,
    simulated,
    told,
    tried,
)
from foedera.report.trials import Trial
from foedera.simulation import ACTING, Ending, Result
from foedera.world import DATA_VERSION

MOST_SEEN = 3  # crises of which is told who names the aggressor


@finds
def crises(brief: Brief) -> Iterator[Finding]:
    """How crises of history end under the charter, why it does not act, and what that rests on.

    Then who would name the aggressor, and what hangs on that.
    """
    found = tried(brief)
    if not found:
        return
    yield _basis(brief, found)
    yield from _evidence()
    for place, trial in enumerate(found):
        yield _outcome(trial, first=place == 0)
    for trial in found[:MOST_SEEN]:
        yield _seen(trial)
        yield from _hangs(trial)


def _basis(brief: Brief, found: Sequence[trials.Trial]) -> Finding:
    models = trials.models(found[0].dispute)
    crises = [crisis.id for crisis in trials.chosen_crises(brief.view.charter, brief.accused)]
    value: Value = {
        "model": models.name,
        "parameters": models.status,
        "posterior_draws": len(models.behaviours),
        "draws": trials.DRAWS,
        "fewer_draws": trials.FEWER,
        "seed": trials.SEED,
        "data": DATA_VERSION,
        "crises": list(crises),
    }
    text = (
        "Figures of this chapter and the next are shares of draws with their standard error in "
        f"brackets: model {models.name} ({models.status}; for each crisis the fit before it, where "
        f"there is one); {trials.DRAWS} draws, {trials.FEWER} where charters or conditions are "
        f"compared; seed {trials.SEED}. 'foedera simulate' and 'foedera compare' give them in full."
    )
    charter = brief.view.charter
    if charter.in_force is None:
        text += f" A draft: crises before {charter.opened} meet its text and parties of that day."
    rests = evidence_of(PARTS)
    return Finding("simulation", "How it was simulated", value, text, (), evidence=rests)


def _evidence() -> Iterator[Finding]:
    """Yield how well the fitted parts foretold what they had not seen, beside base rates."""
    from foedera.evidence.scoreboard import stored_scoreboard

    try:
        board = stored_scoreboard()
    except EvidenceError:
        return
    rows = [
        row
        for row in board["parts"]
        if row["part"] in (*PARTS, WHOLE)
        and row["metric"] == "brier"
        and row["baseline"] == "base rate"
    ]
    if not rows:
        return
    words = (
        f"{row['part']} (fitted {row['split']}) {row['model']:.3f} against "
        f"{row['baseline_score']:.3f}: {row['verdict']}"
        for row in rows
    )
    value: Value = [
        {key: row[key] for key in ("part", "split", "model", "baseline_score", "verdict", "n")}
        for row in rows
    ]
    text = (
        "Out of sample, by Brier score against the base rate (less is better): "
        f"{'; '.join(words)}. 'foedera evidence' prints the whole scoreboard."
    )
    source = f"scoreboard of {board['made']}; data {board['data_version']}"
    yield Finding(
        "evidence", "How well the models foretell", value, text, (), detail=True, source=source
    )


@finds_once
def at_random(brief: Brief) -> Iterator[Finding]:
    """How the charter does on the whole, in random crises drawn like those of history."""
    if not tried(brief):
        return
    trial = random_trials.random_trial(brief.view, brief.blanks)
    if trial is None or not any(plan.routes for plan in trial.plans):
        return
    whole, decided = random_trials.at_random(trial)
    alarm = whole.false_alarm
    alone = "" if decided.closed else f", by decision alone in {told(decided.acts)}"
    text = (
        f"Acts in {told(whole.acts)} in {len(trial.disputes)} crises among its parties{alone}: "
        f"{_causes(whole if decided.closed else decided)}"
    )
    text += f". Had there been no attack it would act in {told(alarm)}." if alarm else "."
    value: Value = {
        "crises": len(trial.disputes),
        "acts": whole.acts.share,
        "by_decision": None if decided.closed else decided.acts.share,
        "endings": {words: share.share for words, share in whole.endings().items()},
        "false_alarm": alarm.share if alarm else None,
    }
    yield Finding(
        "acts random",
        "Random crises like those of history",
        value,
        text,
        (),
        "C38",
        se=whole.acts.se,
        source=(
            f"simulation of {trial.charter}; seed {trials.SEED}; {whole.draws} draws; "
            f"data {DATA_VERSION}"
        ),
        evidence=evidence_of(PARTS),
    )


def _outcome(trial: Trial, *, first: bool) -> Finding:
    whole, decided = trials.outcome(trial)
    alarm = whole.false_alarm
    text = f"Acts in {told(whole.acts)}"
    if decided.closed:
        text += f": {_causes(whole)}"
    else:
        text += f", by decision alone in {told(decided.acts)}: {_causes(decided)}"
    text += f". Had there been no attack it would act in {told(alarm)}." if alarm else "."
    value: Value = {
        "acts": whole.acts.share,
        "endings": {words: found.share for words, found in whole.endings().items()},
        "by_decision": None
        if decided.closed
        else {words: found.share for words, found in decided.endings().items()},
        "false_alarm": alarm.share if alarm else None,
    }
    alone = "" if decided.closed else f", by decision alone in {told(decided.acts)}"
    headline = f"In {trial.dispute.id} it would act in {told(whole.acts)} of draws{alone}."
    found = simulated(trial, "acts", _title(trial), value, text, "C38", whole.acts)
    return replace(found, headline=headline if first else "")


def _title(trial: Trial) -> str:
    return f"{trial.dispute.title} ({trial.dispute.id})"


def _causes(result: Result) -> str:
    """Return the three most frequent causes of inaction with their shares."""
    shares = {e: result.tally.share(e) for e in Ending if e not in ACTING}
    first = sorted(shares.items(), key=lambda item: -item[1].share)[:3]
    words = [f"{ending.words} {told(found)}" for ending, found in first if found.share > 0]
    return ", ".join(words) or "it always acts"


def _seen(trial: Trial) -> Finding:
    found, fainter = trials.named(trial), trials.named(trial, 0.5)
    accused = ", ".join(trial.dispute.accused)
    text = (
        f"{told(found.parties)} of the other parties, with {told(found.capability)} of their "
        f"capability, name {accused} as the aggressor; were the act half as glaring, "
        f"{told(fainter.parties)}."
    )
    value: Value = {
        "parties": found.parties.share,
        "capability": found.capability.share,
        "parties_half_as_glaring": fainter.parties.share,
    }
    title = f"Who sees the same aggressor: {trial.dispute.id}"
    return simulated(trial, "named", title, value, text, "C08", found.parties, PARTS[:1])


def _hangs(trial: Trial) -> Iterator[Finding]:
    found = trials.named(trial)
    if found.acts_if_most is None and found.acts_if_not is None:
        return
    cases = (("do", found.acts_if_most), ("do not", found.acts_if_not))
    words = [f"where they {do}, it acts in {told(share)}" for do, share in cases if share]
    text = f"Most parties name the aggressor in {told(found.most)}; {'; '.join(words)}."
    value: Value = {
        "most": found.most.share,
        "acts_if_most": found.acts_if_most.share if found.acts_if_most else None,
        "acts_if_not": found.acts_if_not.share if found.acts_if_not else None,
    }
    title = f"Agreement on the aggressor: {trial.dispute.id}"
    yield simulated(trial, "agreed", title, value, text, "C30", found.most)
