"""The verdict on one property of one decision: each kind of property to its proof."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from foedera.charters import Body, Decision
from foedera.proof import every, sheets, vote
from foedera.proof.errors import PropertyError
from foedera.proof.judge_procedure import judge_assistance, judge_procedure
from foedera.proof.properties import (
    PROCEDURE,
    Able,
    Absence,
    Assisted,
    Bound,
    Helpful,
    Holder,
    Named,
    Number,
    Possible,
    Property,
    Target,
)
from foedera.proof.scene import (
    ACCUSED,
    Codes,
    Result,
    Scene,
    form_of,
    party_code,
    seats,
    signature,
    targets,
)
from foedera.proof.start import can_start, ways_to
from foedera.proof.trials import Trial, count_able, each_party, known_roles, settle, trials
from foedera.proof.vote import Verdict
from foedera.rules import Ballot, NormalForm

NOT_YES = (Ballot.NO, Ballot.ABSTAIN, Ballot.ABSENT)
_DID = {Ballot.NO: "voting no", Ballot.ABSTAIN: "abstaining", Ballot.ABSENT: "staying away"}


def judge(here: Scene, asked: Property) -> Result:
    """Return the verdict on a property of every decision that it speaks of."""
    if isinstance(asked, Possible):
        target = Target(asked.body, every=asked.body is None)
        results = [_possible(here, asked, *pair) for pair in targets(here.view, target)]
        return _any(results) if asked.some else _all(results)
    if isinstance(asked, Assisted):
        return judge_assistance(here, asked)
    pairs = targets(here.view, asked.decision)
    return _all([_judge_one(here, asked, body, decision) for body, decision in pairs])


def targets_of(here: Scene, asked: Property) -> list[tuple[Body, Decision]]:
    """Return the decisions that a property speaks of."""
    if isinstance(asked, Assisted):
        return []
    if isinstance(asked, Possible):
        return targets(here.view, Target(asked.body, every=asked.body is None))
    return targets(here.view, asked.decision)


def _judge_one(
    here: Scene, asked: Able | Absence | Helpful | Bound, body: Body, decision: Decision
) -> Result:
    match asked:
        case Able():
            return _judge_able(here, asked, body, decision)
        case Absence():
            return _absence(here, body, decision)
        case Helpful(ballot):
            return _helpful(here, ballot, body, decision)
        case Bound(_, code):
            return _bound(here, code, body, decision)


def _judge_able(here: Scene, asked: Able, body: Body, decision: Decision) -> Result:
    if asked.verb == "start":
        return _start(here, asked, body, decision)
    if asked.verb in PROCEDURE:
        return judge_procedure(here, asked, body, decision)
    if isinstance(asked.actor, Number):
        return _number(here, asked, asked.actor, body, decision)
    return _able(here, asked, asked.actor, body, decision)


def _all(results: list[Result]) -> Result:
    """Return that every part holds, or the first that does not."""
    return settle(results, "fails", "holds")


def _any(results: list[Result]) -> Result:
    """Return the first part that holds, or that none does."""
    return settle(results, "holds", "fails")


def _title(body: Body, decision: Decision) -> str:
    return f"{body.title} ({decision.title})"


# ------------------------------------------------------------------------------ coalitions that can


@dataclass(frozen=True, slots=True)
class Poll:
    """One question put to a decision's rule for many bindings of a role.

    Rules that differ only in who is who have the same verdict, so it is proved once for each kind;
    the ballots that show it are then sought for the one binding that is shown.
    """

    here: Scene
    body: Body
    decision: Decision
    key: object
    prove: Callable[[NormalForm, Codes], Result]

    def verdicts(self, tried: list[Trial]) -> list[Result]:
        """Return the verdict for each binding, without ballots."""
        return [self._quick(trial) for trial in tried]

    def shown(self, tried: list[Trial], results: list[Result], found: Result) -> Result:
        """Return the result with the ballots and roles that show it."""
        at = next((k for k, result in enumerate(results) if result is found), None)
        if at is None:
            return found
        proved = self.prove(*self._bound(tried[at]))
        return replace(found, sheet=proved.sheet, roles=tried[at].shown)

    def _quick(self, trial: Trial) -> Result:
        form, inside = self._bound(trial)
        key = (self.key, signature(form, inside))
        known = self.here.memory.results
        if key not in known:
            known[key] = self.prove(form, inside)
        return replace(known[key], sheet={})

    def _bound(self, trial: Trial) -> tuple[NormalForm, Codes]:
        form = form_of(self.here.with_roles(trial.roles), self.body, self.decision)
        return form, trial.coalition & frozenset(form.members)


def _able(
    here: Scene, asked: Able, actor: Named | Holder, body: Body, decision: Decision
) -> Result:
    tried = trials(here, actor, seats(here, body))
    key = (asked.verb, asked.by, actor.friends)
    prove = partial(_effective, here.seconds, asked, actor.friends)
    poll = Poll(here, body, decision, key, prove)
    results = poll.verdicts(tried)
    found = _all(results)
    text = count_able(tried, results, found, asked.verb, actor.friends)
    more = f": {found.text}" if found.text else ""
    text = f"In the {_title(body, decision)} {text}{more}."
    return replace(poll.shown(tried, results, found), text=text)


def _effective(
    seconds: float, asked: Able, friends: int, form: NormalForm, inside: Codes
) -> Result:
    by = tuple(Ballot) if asked.by is None else (asked.by,)
    if not friends:
        can = vote.can_block if asked.verb == "block" else vote.can_force
        answer = can(form, inside, by=by, seconds=seconds)
        return Result(answer.verdict, "", answer.sheet)
    find = vote.smallest_blocking if asked.verb == "block" else vote.smallest_forcing
    least = find(form, helped_by=inside, by=by, seconds=seconds)
    return Result(_at_most(least, friends), _size(least, "friend"), least.sheet)


def _at_most(least: vote.Smallest, number: int) -> Verdict:
    if least.size is not None and least.size <= number:
        return "holds"
    return "fails" if least.verdict != "unknown" or least.at_least > number else "unknown"


def _size(least: vote.Smallest, word: str) -> str:
    if least.verdict == "unknown":
        most = "" if least.size is None else f", at most {least.size}"
        return f"at least {least.at_least}{most} needed, not settled in time"
    if least.size is None:
        return f"no number of {word}s is enough"
    return f"{least.size} {word}{'' if least.size == 1 else 's'} needed"


def _number(here: Scene, asked: Able, actor: Number, body: Body, decision: Decision) -> Result:
    form = form_of(here, body, decision)
    title = _title(body, decision)
    by = tuple(Ballot) if asked.by is None else (asked.by,)
    if actor.count > len(form.members):
        return Result("fails", f"The {title} has only {len(form.members)} members.")
    if actor.every:
        return _every_coalition(here, asked, actor.count, form, title)
    find = vote.smallest_blocking if asked.verb == "block" else vote.smallest_forcing
    least = find(form, by=by, seconds=here.seconds)
    text = f"To {asked.verb} in the {title}: {_size(least, 'member')}."
    return Result(_at_most(least, actor.count), text, least.sheet)


def _every_coalition(here: Scene, asked: Able, number: int, form: NormalForm, title: str) -> Result:
    by = tuple(Ballot) if asked.by is None else (asked.by,)
    aim: vote.Aim = "block" if asked.verb == "block" else "force"
    answer = every.every_coalition(form, aim, number, by=by, seconds=here.seconds)
    if answer.verdict == "fails":
        words = ", ".join(answer.coalition)
        return Result("fails", f"In the {title} {words} cannot {aim}.", answer.sheet)
    verb = "can" if answer else "may or may not be able to"
    return Result(answer.verdict, f"In the {title} any {number} members {verb} {aim}.")


# ---------------------------------------------------------------------------------- other sentences


def _possible(here: Scene, asked: Possible, body: Body, decision: Decision) -> Result:
    tried = _opposed(here, asked, body)
    without = frozenset(party_code(here, word) for word in asked.without)
    withheld = NOT_YES if asked.unwilling else (Ballot.NO,)
    poll = _adoption_poll(here, body, decision, without, withheld)
    results = poll.verdicts(tried)
    able = sum(result.verdict == "holds" for result in results)
    found = _all(results) if asked.some else _any(results)
    text = f"The {_title(body, decision)} {'can' if able else 'cannot'} adopt a measure"
    text += _against(asked, able, tried)
    shown = replace(poll.shown(tried, results, found), text=f"{text}.")
    return shown if asked.some else replace(shown, verdict=_NOT[shown.verdict])


def _against(asked: Possible, able: int, tried: list[Trial]) -> str:
    words = f" over the no of {tried[0].who}" if tried and tried[0].coalition else ""
    if len(tried) > 1:
        how = "without the yes" if asked.unwilling else "over the no"
        words = f" {how} of each party it is taken against ({able} of {len(tried)})"
    return words + (f" without the yes of {' and '.join(asked.without)}" if asked.without else "")


_NOT: dict[Verdict, Verdict] = {"holds": "fails", "fails": "holds", "unknown": "unknown"}


def _opposed(here: Scene, asked: Possible, body: Body) -> list[Trial]:
    if asked.against_any and ACCUSED not in here.given:
        return each_party(here, ACCUSED, seats(here, body))
    codes = frozenset(party_code(here, word) for word in asked.against)
    if asked.against_any:
        codes = here.bench.roles[ACCUSED]
    return [Trial(known_roles(here, {ACCUSED: codes}) if codes else {}, codes)]


def _adoption_poll(
    here: Scene,
    body: Body,
    decision: Decision,
    without: Codes,
    withheld: tuple[Ballot, ...] = (Ballot.NO,),
) -> Poll:
    """Ask whether a decision is possible over the no of a coalition, without the yes of others.

    `withheld` are the ballots open to the coalition.
    """

    def prove(form: NormalForm, inside: Codes) -> Result:
        fixed: dict[str, tuple[Ballot, ...]] = dict.fromkeys(
            without & frozenset(form.members), NOT_YES
        )
        fixed |= dict.fromkeys(inside, withheld)
        example = sheets.adoption(form, fixed, seconds=here.seconds)
        return Result(example.verdict, "", example.sheet)

    options = here.view.options if without else None
    key = ("adopt", options, without, withheld, body.id, decision.id)
    return Poll(here, body, decision, key if without else ("adopt", withheld), prove)


def _absence(here: Scene, body: Body, decision: Decision) -> Result:
    form = form_of(here, body, decision)
    title = _title(body, decision)
    least = vote.smallest_blocking(form, by=(Ballot.ABSENT,), seconds=here.seconds)
    if least.verdict != "unknown" and least.size in (None, len(form.members)):
        return Result("fails", f"Whoever comes can decide in the {title}.")
    if least.size == 0:
        return Result("fails", f"The {title} cannot act whoever comes.")
    sheet = dict.fromkeys(form.members, Ballot.YES) | least.sheet
    verdict: Verdict = "holds" if least.size is not None else "unknown"
    return Result(verdict, f"Staying away, in the {title}: {_size(least, 'member')}.", sheet)


def _helpful(here: Scene, ballot: Ballot, body: Body, decision: Decision) -> Result:
    title = _title(body, decision)
    example = sheets.paradox(form_of(here, body, decision), cast=ballot, seconds=here.seconds)
    plain = Result(example.verdict, example.member or "", example.sheet)
    found = (
        plain
        if plain.verdict == "holds"
        else _any([plain, _as_accused(here, ballot, body, decision)])
    )
    if found.verdict == "holds":
        text = (
            f"{found.text}{', accused,' if found.roles else ','} coming and {_DID[ballot]}, lets "
            f"the {title} adopt what its staying away would defeat."
        )
    elif found.verdict == "fails":
        text = f"In the {title} no party helps by coming and {_DID[ballot]}."
    else:
        text = f"Not settled in time for the {title}."
    return replace(found, text=text)


def _as_accused(here: Scene, ballot: Ballot, body: Body, decision: Decision) -> Result:
    """Return whether the accused itself helps so; its ballot may count for the quorum alone."""

    def prove(form: NormalForm, inside: Codes) -> Result:
        example = sheets.paradox(form, cast=ballot, of=inside, seconds=here.seconds)
        return Result(example.verdict, "", example.sheet)

    if ACCUSED not in here.view.charter.roles:
        return Result("fails", "")
    tried = trials(here, Holder(ACCUSED), seats(here, body))
    poll = Poll(here, body, decision, ("helpful", ballot), prove)
    results = poll.verdicts(tried)
    shown = poll.shown(tried, results, _any(results))
    return replace(shown, text=shown.roles.get(ACCUSED, ""))


def _bound(here: Scene, code: str | None, body: Body, decision: Decision) -> Result:
    title = _title(body, decision)
    if decision.binding in ("recommendation", "internal"):
        return Result("fails", f"A decision of the {title} binds nobody.")
    members = seats(here, body) if code is None else (party_code(here, code),)
    poll = _adoption_poll(here, body, decision, frozenset())
    plain = [Trial({}, frozenset({party})) for party in members]
    tried = plain if ACCUSED in here.given else [*plain, *each_party(here, ACCUSED, members)]
    results = poll.verdicts(tried)
    found = poll.shown(tried, results, _any(results))
    who = "only the accused" if found.roles else "a party"
    return replace(found, text=_bound_text(here, found, title, decision, who))


def _bound_text(here: Scene, found: Result, title: str, decision: Decision, who: str) -> str:
    force = {"legal": "in law", "political": "politically"}[decision.binding]
    under = (words for key, words in decision.binds_under.items() if key in here.view.options)
    if found.verdict == "holds":
        return (
            f"In the {title} {who} that votes no can be outvoted; the decision binds {force}: "
            f"{next(under, decision.binds)}."
        )
    return f"In the {title} nobody that has a vote is bound against its will."


def _start(here: Scene, asked: Able, body: Body, decision: Decision) -> Result:
    actor = asked.actor
    several = actor.count > 1 if isinstance(actor, Number) else actor.friends > 0
    if several or asked.by is not None:
        raise PropertyError(
            "who can start is asked of one party or of named ones together, without friends or "
            "ballots, as in 'FRA and GBR can start council'"
        )
    everybody = sorted(here.parties)
    if isinstance(actor, Number):
        tried = [Trial({}, frozenset({party})) for party in everybody]
    else:
        tried = trials(here, actor, everybody)
    ways = ways_to(here.view, body, decision)
    results = [can_start(here.with_roles(t.roles), t.coalition, body, ways) for t in tried]
    results = [replace(r, roles=t.shown) for r, t in zip(results, tried, strict=True)]
    some = isinstance(actor, Number) and not actor.every
    found = _any(results) if some else _all(results)
    able = sum(result.verdict == "holds" for result in results)
    of = f" ({able} of {len(tried)} parties can)" if len(tried) > 1 else ""
    return replace(found, text=f"{found.text}{of}.")
