"""A whole procedure as a game between those who want a measure and those who obstruct.

The supporters choose the way: which steps to take, in which body to vote. The obstructors do all
that the charter lets them do against it: they do not second, they stay away, object, vote no and
put off what they must do until its time is up. Duties are done, at the last moment; whatever
others merely may do, they leave undone. Offices (the depositary, the chair) do their duty; where
they have a choice, the line goes on under the condition that they make it. Steps and outcomes only
ever accumulate, so the game is a reachability game on an and/or graph: a step is reached if all
that must go before it is, a vote is won if the supporters can force it whatever the ballots of the
others (:func:`foedera.proof.vote.can_force`).

An objection on which the rule of a vote turns (the emergency brake) is one of the things they do.
The act of which the accused is accused is no move of either side: the case supposes it, and the
course has it as a condition.

Not in the game: breaches of duty, counter-accusations, withdrawal (its notice outlasts any
procedure here), persuasion, and supporters who vote no in order to be blocked.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from foedera.charters import Body, Decision, ReadingError, Step, find_decision, holding
from foedera.charters.select import rule_of
from foedera.proceedings import InputError, weight_tables
from foedera.proof import vote
from foedera.proof.course import Course, Play, Stop, furthest
from foedera.proof.line import Halt, Line, Reached, bindings, halted_at, others, play_of, take
from foedera.proof.scene import ATTACKED, Codes, Scene, form_of, roles_named
from foedera.proof.ways import ASSIST, is_help
from foedera.rules import Ballot, Electorate, NormalForm, RuleError, bind, decide


def obtain(here: Scene, supporters: Codes, goal: str) -> Course:
    """Return whether the supporters can always obtain a decision (or 'assistance'), and how.

    `goal` is 'body', 'body:decision', 'decision' or 'assistance'. Roles bound in the scene (the
    accused, the attacked) are named by the steps that may name them.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    known, roles = here.memory.courses, frozenset(here.bench.roles.items())
    key = (here.view.options, here.view.on, roles, here.given, supporters, goal)
    if key not in known:
        known[key] = _play_out(here, supporters, goal)
    return known[key]


def _play_out(here: Scene, supporters: Codes, goal: str) -> Course:
    held = holding(here.view.charter.steps, here.view)
    start = Line(here, supporters & here.parties, held)
    if goal == ASSIST:
        return furthest(_course(each, goal, start.supporters) for each in _assistance(start))
    body, decision = find_decision(here.view, goal)
    reached = _vote(start, body, decision, frozenset())
    return _course(reached, f"{body.id}:{decision.id}", start.supporters)


def _course(reached: Reached, goal: str, supporters: Codes) -> Course:
    line, stop = (reached, None) if isinstance(reached, Line) else (reached.line, reached.stop)
    verdict: vote.Verdict = "holds"
    if stop is not None:
        verdict = "fails" if stop.settled else "unknown"
    roles = {name: codes for name, codes in line.here.bench.roles.items() if codes}
    return Course(verdict, goal, supporters, line.plays, stop, roles, line.conditions)


def _assistance(start: Line) -> Iterator[Reached]:
    steps = [step for step in start.steps if is_help(step)]
    if not steps:
        no_step = Stop(ASSIST, "assistance", "", "the charter provides for no assistance")
        yield Halt(start, no_step)
    for step in steps:
        yield _step(start, step, frozenset())


# ------------------------------------------------------------------------------------------- steps


def _step(line: Line, step: Step, above: Codes) -> Reached:
    """Take a step, after all that must go before it."""
    if step.id in line.done:
        return line
    if step.id in above or not any(step is held for held in line.steps):
        return Halt(line, halted_at(step, "it is not provided for under the readings taken"))
    for words in step.after:
        reached = _either(line, step, words.split(" or "), above | {step.id})
        if isinstance(reached, Halt):
            return reached
        line = reached
    supported = _support(line, step)
    if isinstance(supported, Halt):
        return supported
    line, form = supported
    taken = take(line, step)
    if form is None or isinstance(taken, Halt):
        return taken
    *before, last = taken.plays
    return replace(taken, plays=(*before, replace(last, form=form)))


def _either(line: Line, step: Step, names: list[str], above: Codes) -> Reached:
    """Reach one of several things that a step may come after; the longest line if none can be."""
    return _best([_name(line, step, name, above) for name in names])


def _best(reached: list[Reached]) -> Reached:
    """Return the line that costs the supporters least, or how far they get at most."""
    lines = [each for each in reached if isinstance(each, Line)]
    return min(lines, key=_cost) if lines else max(reached, key=_far)


def _cost(line: Line) -> tuple[int, int, int]:
    """Return on how many choices of others, and duties without a time, a line rests; its length."""
    return len(line.conditions), sum(play.unlimited for play in line.plays), len(line.plays)


def _far(reached: Reached) -> int:
    return len(reached.line.plays if isinstance(reached, Halt) else reached.plays)


def _name(line: Line, step: Step, name: str, above: Codes) -> Reached:
    earlier = line.here.view.charter.step(name)
    if earlier is not None:
        return _step(line, earlier, above)
    if "/" in name or not name.endswith(":adopted"):
        # What another charter's body does, or a defeat, is no achievement of the supporters.
        word, _, outcome = name.rpartition(":")
        came = f"the {word.replace('/', ' ')} decision has been {outcome} ({step.article})"
        return replace(line, conditions=(*line.conditions, came))
    try:
        body, decision = find_decision(line.here.view, name.removesuffix(":adopted"))
    except ReadingError as error:
        return Halt(line, halted_at(step, str(error)))
    return _vote(line, body, decision, above)


# ----------------------------------------------------------------------------------------- support


def _support(line: Line, step: Step) -> tuple[Line, NormalForm | None] | Halt:
    """Gather the support that a step needs, supporter by supporter; with the rule that says so."""
    rule = rule_of(step.needs.rule, line.here.view) if step.needs else None
    if rule is None or step.needs is None:
        return line, None
    second = line.here.view.charter.step(step.needs.step)
    if second is None:
        return Halt(line, halted_at(step, f"there is no step '{step.needs.step}'"))
    groups = line.groups()
    members = tuple(sorted(frozenset().union(*groups.values())))
    tables, blanks = weight_tables(line.here.view), line.here.bench.blanks
    try:
        form = bind(rule, Electorate(members, groups, tables, blanks))
    except RuleError as error:
        return Halt(line, replace(halted_at(step, str(error)), settled=False))
    able: Codes = frozenset().union(*(groups.get(name, frozenset()) for name in second.by))
    supported = _second(line, step, second, form, able)
    return supported if isinstance(supported, Halt) else (supported, form)


def _second(line: Line, step: Step, second: Step, form: NormalForm, able: Codes) -> Reached:
    sheet = dict.fromkeys(form.members, Ballot.ABSTAIN)
    sheet |= dict.fromkeys(line.done.get(second.id, ()), Ballot.YES)
    ours = able & line.supporters - line.done.get(second.id, frozenset())
    for word in second.after:
        if not any(name in line.done for name in word.split(" or ")):
            return Halt(
                line, halted_at(second, "nothing has been proposed that could be supported")
            )
    proposer = line.here.bench.roles.get("proposer", frozenset())
    # Whether a proposer's own support counts is a reading; that of the others always does.
    willing = sorted(ours - proposer) or sorted(ours)

    def backed(number: int) -> dict[str, Ballot]:
        return sheet | dict.fromkeys(willing[:number], Ballot.YES)

    # Support only adds up, so the least number that is enough can be halved in on.
    enough = bisect_left(
        range(len(willing) + 1), x=True, key=lambda k: decide(form, backed(k)).adopted
    )
    for party in willing[:enough]:
        play = replace(play_of(second, party, "supporters"), second=True)
        line = line.after(play, bindings(second, party, ()))
    sheet = backed(enough)
    verdict = decide(form, sheet)
    if verdict.adopted:
        return line
    why = verdict.decisive[0]
    words = f"{why.have} of the {why.needed} needed have come out in support"
    article = why.article or step.article
    return Halt(line, Stop(step.id, step.title, article, words, able=able, form=form))


# ------------------------------------------------------------------------------------------- votes


def _vote(line: Line, body: Body, decision: Decision, above: Codes) -> Reached:
    """Bring a body together, and win a vote in it."""
    name = f"{body.id}:{decision.id}"
    if f"{name}:adopted" in line.done:
        return line
    seated = _seat(line, body, above)
    if isinstance(seated, Halt):
        return seated
    line = seated
    try:
        form = form_of(line.here, body, decision)
    except (RuleError, InputError) as error:
        stop = Stop(name, decision.title, decision.article, str(error), name, settled=False)
        return Halt(line, stop)
    tabled = _may_table(line, body, decision, form)
    if tabled is not None:
        return Halt(line, tabled)
    ours = line.supporters & frozenset(form.members)
    answer = vote.can_force(form, ours, seconds=line.here.seconds)
    if answer.verdict == "holds":
        return _unless_objected(line, body, decision, form, answer)
    settled = answer.verdict != "unknown"
    words = "the vote is lost" if settled else "not settled in time"
    for step, able in _objections(line, body, decision):
        form = form_of(_objecting(line, step, able).here, body, decision)  # what it takes then
    stop = Stop(name, decision.title, decision.article, words, name, answer.sheet, form=form)
    return Halt(line, replace(stop, settled=settled))


def _unless_objected(
    line: Line, body: Body, decision: Decision, form: NormalForm, answer: vote.Answer
) -> Reached:
    """Win a vote, unless an objection that the obstructors may make changes what it takes."""
    seats = frozenset(form.members)
    attacked = line.here.bench.roles.get(ATTACKED, frozenset())
    won = _won(line, body, decision, form, answer)
    for step, able in _objections(line, body, decision):
        objecting = _objecting(line, step, able & seats)
        stricter = form_of(objecting.here, body, decision)
        again = vote.can_force(stricter, line.supporters & seats, seconds=line.here.seconds)
        if again.verdict != "holds":
            name = f"{body.id}:{decision.id}"
            settled = again.verdict != "unknown"
            lost = f"the vote is lost, once those who obstruct {step.title} ({step.article})"
            why = lost if settled else "not settled in time"
            stop = Stop(
                name, decision.title, decision.article, why, name, again.sheet, form=stricter
            )
            return Halt(objecting, replace(stop, settled=settled))
        one = min(able & seats & line.supporters - attacked, default="")
        if one and _stops_by(line, step, one, body, decision):
            last = replace(won.plays[-1], objector=one, objection=f"{step.title} ({step.article})")
            won = replace(won, plays=(*won.plays[:-1], last))
    return won


def _objecting(line: Line, step: Step, able: Codes) -> Line:
    """Return the line with the objection of every obstructor that can make it."""
    for party in sorted(able - line.supporters):
        play = replace(play_of(step, party, "obstructors"), unlimited=False, bound=False)
        line = line.after(play, bindings(step, party, ()))
    return line


def _objections(line: Line, body: Body, decision: Decision) -> Iterator[tuple[Step, Codes]]:
    """Yield the objections open by now on whose makers the rule of a vote turns, with who may."""
    named = roles_named(line.here.view, body, decision)
    groups = line.groups()
    for step in line.steps:
        came = all(any(name in line.done for name in w.split(" or ")) for w in step.after)
        makers = {role for role, whom in step.binds.items() if "party" in whom}
        if step.kind == "object" and came and makers & named:
            yield step, frozenset().union(*(groups.get(name, frozenset()) for name in step.by))


def _stops_by(line: Line, step: Step, party: str, body: Body, decision: Decision) -> bool:
    """Return whether a party stops a vote alone by an objection, and could not without it."""
    here = line.here
    objecting = here.with_roles(bindings(step, party, ()))
    before, after = (form_of(each, body, decision) for each in (here, objecting))
    return not vote.can_block(before, [party]) and bool(vote.can_block(after, [party]))


def _seat(line: Line, body: Body, above: Codes) -> Reached:
    if body.session == "continuous":
        return line
    openers = [step for step in line.steps if step.opens == body.id]
    if not openers:
        return Halt(line, Stop(body.id, body.title, body.article, "no step convenes it"))
    return _best([_step(line, step, above) for step in openers])


def _may_table(line: Line, body: Body, decision: Decision, form: NormalForm) -> Stop | None:
    offices = set(line.here.view.charter.offices)
    groups = line.groups()
    wanted = decision.proposed_by or (body.members,)
    able: Codes = frozenset().union(*(groups.get(w, frozenset()) for w in wanted))
    if able & line.supporters & frozenset(form.members) or set(wanted) & offices:
        return None
    who = others(able)
    return Stop(
        f"table {body.id}:{decision.id}",
        f"put it to the vote in the {body.title}",
        decision.article,
        f"it is for {who}, who may and need not",
        able=able,
    )


def _won(line: Line, body: Body, decision: Decision, form: NormalForm, answer: vote.Answer) -> Line:
    name = f"{body.id}:{decision.id}"
    # The supporters' ballots win whatever the others cast: they are shown voting against.
    sheet = dict.fromkeys(form.members, Ballot.NO) | dict(answer.sheet)
    actor = min(line.supporters & frozenset(form.members), default="")
    play = Play(
        f"{name}:adopted",
        decision.title,
        decision.article,
        actor,
        "supporters",
        body=name,
        ballots=sheet,
        adopted=True,
        form=form,
    )
    won = line.after(play)
    return replace(won, done={**won.done, f"{decision.id}:adopted": frozenset({actor})})
