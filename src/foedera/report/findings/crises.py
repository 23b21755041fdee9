"""Findings on what would happen: the charter tried on crises of history by simulation."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from foedera.charters.model import Binding
from foedera.evidence.errors import EvidenceError
from foedera.report import trials
from foedera.report.findings.record import Brief, Finding, Value, finds
from foedera.report.trials import Trial
from foedera.simulation import ACTING, Ending, Result, Share
from foedera.world import DATA_VERSION
from foedera.world.memberships import members

MOST_BESIDE = 3  # crises that are also put through the other charters
BLOCS = ("nato", "eu", "csto")
FORCES: tuple[Binding, ...] = ("recommendation", "political", "legal")
PARTS = ("voting", "contribution")  # of the scoreboard: those that a simulation rests on
MULTIPLES = (0.5, 1.0, 2.0, 4.0)


@finds
def simulated(brief: Brief) -> Iterator[Finding]:
    """How crises of history end under the charter, why it does not act, and what that rests on.

    Then: who would name the aggressor; the same crises under every other charter that was open, and
    under none; and of the first crisis, what hangs on everybody being in, on force, on binding.
    """
    found = list(trials.trials(brief.view, brief.blanks, brief.accused))
    if not found:
        return
    yield _basis(brief, found)
    yield from _evidence()
    for place, trial in enumerate(found):
        yield _outcome(trial, first=place == 0)
    yield from _at_random(brief)
    for trial in found[:MOST_BESIDE]:
        yield _seen(trial)
        yield from _hangs(trial)
    for trial in found[:MOST_BESIDE]:
        yield _beside(trial)
    yield from _universal(brief, found[0])
    yield _able(found[0])
    yield from _binding(found[0])


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
        f"Figures of this chapter are shares of draws with their standard error in brackets: model "
        f"{models.name} ({models.status}; for each crisis the fit before it, where there is one); "
        f"{trials.DRAWS} draws, {trials.FEWER} where charters or "
        f"conditions are compared; seed {trials.SEED}. 'foedera simulate' and 'foedera compare' "
        "give them in full."
    )
    charter = brief.view.charter
    if charter.in_force is None:
        text += f" A draft: crises before {charter.opened} meet its text and parties of that day."
    return Finding("simulation", "How it was simulated", value, text, ())


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
        if row["part"] in PARTS and row["metric"] == "brier" and row["baseline"] == "base rate"
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


def _at_random(brief: Brief) -> Iterator[Finding]:
    """Yield how the charter does on the whole, in crises drawn like those of history."""
    trial = trials.random_trial(brief.view, brief.blanks)
    if trial is None or not any(plan.routes for plan in trial.plans):
        return
    whole, decided = trials.at_random(trial)
    alarm = whole.false_alarm
    alone = "" if decided.closed else f", by decision alone in {_words(decided.acts)}"
    text = (
        f"Acts in {_words(whole.acts)} in {len(trial.disputes)} crises among its parties{alone}: "
        f"{_causes(whole if decided.closed else decided)}"
    )
    text += f". Had there been no attack it would act in {_words(alarm)}." if alarm else "."
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
    )


def _outcome(trial: Trial, *, first: bool) -> Finding:
    whole, decided = trials.outcome(trial)
    alarm = whole.false_alarm
    text = f"Acts in {_words(whole.acts)}"
    if decided.closed:
        text += f": {_causes(whole)}"
    else:
        text += f", by decision alone in {_words(decided.acts)}: {_causes(decided)}"
    text += f". Had there been no attack it would act in {_words(alarm)}." if alarm else "."
    value: Value = {
        "acts": whole.acts.share,
        "endings": {words: found.share for words, found in whole.endings().items()},
        "by_decision": None
        if decided.closed
        else {words: found.share for words, found in decided.endings().items()},
        "false_alarm": alarm.share if alarm else None,
    }
    found = _finding(trial, "acts", _title(trial), value, text, "C38", whole.acts)
    if not first:
        return found
    alone = "" if decided.closed else f", by decision alone in {_words(decided.acts)}"
    headline = f"In {trial.dispute.id} it would act in {_words(whole.acts)} of draws{alone}."
    return replace(found, headline=headline)


def _title(trial: Trial) -> str:
    return f"{trial.dispute.title} ({trial.dispute.id})"


def _causes(result: Result) -> str:
    """Return the three most frequent causes of inaction with their shares."""
    shares = {e: result.tally.share(e) for e in Ending if e not in ACTING}
    first = sorted(shares.items(), key=lambda item: -item[1].share)[:3]
    words = [f"{ending.words} {_words(found)}" for ending, found in first if found.share > 0]
    return ", ".join(words) or "it always acts"


def _seen(trial: Trial) -> Finding:
    found, fainter = trials.named(trial), trials.named(trial, 0.5)
    accused = ", ".join(trial.dispute.accused)
    text = (
        f"{_words(found.parties)} of the other parties, with {_words(found.capability)} of their "
        f"capability, name {accused} as the aggressor; were the act half as glaring, "
        f"{_words(fainter.parties)}."
    )
    value: Value = {
        "parties": found.parties.share,
        "capability": found.capability.share,
        "parties_half_as_glaring": fainter.parties.share,
    }
    title = f"Who sees the same aggressor: {trial.dispute.id}"
    return _finding(trial, "named", title, value, text, "C08", found.parties)


def _hangs(trial: Trial) -> Iterator[Finding]:
    found = trials.named(trial)
    if found.acts_if_most is None and found.acts_if_not is None:
        return
    cases = (("do", found.acts_if_most), ("do not", found.acts_if_not))
    words = [f"where they {do}, it acts in {_words(share)}" for do, share in cases if share]
    text = f"Most parties name the aggressor in {_words(found.most)}; {'; '.join(words)}."
    value: Value = {
        "most": found.most.share,
        "acts_if_most": found.acts_if_most.share if found.acts_if_most else None,
        "acts_if_not": found.acts_if_not.share if found.acts_if_not else None,
    }
    title = f"Agreement on the aggressor: {trial.dispute.id}"
    yield _finding(trial, "agreed", title, value, text, "C30", found.most)


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
    words = (f"{each.charter} {_words(each.difference['acts'], sign=True)}" for each in others)
    text = (
        f"Acts in {_words(own.acts)}. Others less that, on the same random numbers: "
        f"{', '.join(words)}. Nothing: no charter, each of its parties may help."
    )
    value: Value = {"acts": own.acts.share, "others": rows}
    title = f"The same crisis elsewhere: {trial.dispute.id}"
    return _finding(trial, "beside", title, value, text, "C39", own.acts)


def _universal(brief: Brief, trial: Trial) -> Iterator[Finding]:
    blocs = [(name, _bloc(name, trial)) for name in BLOCS]
    found = trials.without(trial, brief.view, blocs)
    whole = found.pop("")
    if not found:
        return
    gaps = {name: result.difference["acts"] for name, result in found.items()}
    words = ", ".join(f"{name} {_words(gap, sign=True)}" for name, gap in gaps.items())
    text = f"Acts in {_words(whole.acts)} with all parties. With one bloc out of it: {words}."
    value: Value = {
        "acts": whole.acts.share,
        "without": {name: {"difference": gap.share, "se": gap.se} for name, gap in gaps.items()},
    }
    title = f"Need all be in? {trial.dispute.id}"
    yield _finding(trial, "universal", title, value, text, "C29", whole.acts)


def _bloc(register: str, trial: Trial) -> tuple[str, ...]:
    try:
        return members(register, trial.dispute.on)
    except ValueError:
        return ()


def _able(trial: Trial) -> Finding:
    found = trials.stopped(trial, MULTIPLES)
    pairs = list(zip(MULTIPLES, found, strict=True))
    words = ", ".join(f"{multiple:g} times: {_words(each.acts)}" for multiple, each in pairs)
    value: Value = {f"{multiple:g}": each.acts.share for multiple, each in pairs}
    title = f"Able to stop it? {trial.dispute.id}"
    text = f"If it takes so much of the accused's own capability to stop it, it acts: {words}."
    return _finding(trial, "able", title, value, text, "C31", found[1].acts)


def _binding(trial: Trial) -> Iterator[Finding]:
    own, *others = trials.bound(trial, FORCES)
    if own.closed:
        return
    pairs = list(zip(FORCES, others, strict=True))
    words = ", ".join(f"{force} {_words(each.acts)}" for force, each in pairs)
    wars = ", ".join(f"{force} {_words(each.false_alarm)}" for force, each in pairs)
    text = f"By decision it acts in {_words(own.acts)}; were all decisions of one force: {words}. "
    text += f"Without an attack: {wars}."
    value: Value = {
        force: {
            "acts": each.acts.share,
            "false_alarm": each.false_alarm.share if each.false_alarm else None,
        }
        for force, each in pairs
    }
    title = f"Does it hang on binding force? {trial.dispute.id}"
    yield _finding(trial, "force", title, value, text, "C32", own.acts)


def _finding(
    trial: Trial, key: str, title: str, value: Value, text: str, claim: str, main: Share
) -> Finding:
    return Finding(
        f"{key} {trial.dispute.id}",
        title,
        value,
        text,
        (),
        claim,
        se=main.se,
        source=f"simulation of {trial.charter} in {trial.dispute.id}; data {DATA_VERSION}",
    )


def _words(found: Share | None, *, sign: bool = False) -> str:
    """Return '0.98 (0.002)'."""
    if found is None:
        return "an unknown share"
    digits = f"{found.share:+.3f}" if sign else f"{found.share:.3f}"
    return f"{digits} ({found.se:.3f})"
