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
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from foedera.charters import Body, Decision, ReadingError, Step, View, find_decision, holding
from foedera.charters.durations import Duration, parse_duration
from foedera.charters.model import Limit
from foedera.charters.select import rule_of
from foedera.proceedings import InputError, resolve_groups, weight_tables
from foedera.proof import vote
from foedera.proof.course import Course, Play, Side, Stop, furthest
from foedera.proof.scene import ACCUSED, ATTACKED, Codes, Scene, form_of, roles_named
from foedera.rules import Ballot, Electorate, NormalForm, RuleError, bind, decide

ASSIST = "assistance"  # the goal of help for the attacked, by whichever step the charter has


@dataclass(frozen=True, slots=True)
class Line:
    """A line of play so far: the scene with the roles it has bound, and what was done."""

    here: Scene
    supporters: Codes
    steps: tuple[Step, ...]  # those that hold on the day
    plays: tuple[Play, ...] = ()
    done: Mapping[str, Codes] = field(default_factory=dict)  # step or outcome: by whom
    conditions: tuple[str, ...] = ()

    @property
    def parties(self) -> Codes:
        """The parties of the day."""
        return self.here.parties

    def groups(self) -> dict[str, Codes]:
        """Return every group and role, as bound so far."""
        here, known = self.here, self.here.memory.groups
        key = (here.view.options, here.view.on, frozenset(here.bench.roles.items()))
        if key not in known:
            known[key] = resolve_groups(here.view, here.bench)
        return known[key]

    def after(self, play: Play, binds: Mapping[str, Codes] | None = None) -> "Line":
        """Return the line with one more play, which binds roles."""
        by = self.done.get(play.step, frozenset()) | {play.party}
        roles = {name: self.here.bench.roles.get(name, frozenset()) for name in binds or {}}
        bound = {name: roles[name] | codes for name, codes in (binds or {}).items()}
        return replace(
            self,
            here=self.here.with_roles(bound),
            plays=(*self.plays, play),
            done={**self.done, play.step: by},
        )


@dataclass(frozen=True, slots=True)
class Halt:
    """How far a line got, and what stopped it."""

    line: Line
    stop: Stop


Reached = Line | Halt


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
    verdict: vote.Verdict = "holds" if stop is None else "fails"
    if stop is not None and stop.why.startswith("unknown"):
        verdict = "unknown"
    roles = {name: codes for name, codes in line.here.bench.roles.items() if codes}
    return Course(verdict, goal, supporters, line.plays, stop, roles, line.conditions)


def _assistance(start: Line) -> Iterator[Reached]:
    steps = [step for step in start.steps if is_help(step)]
    if not steps:
        no_step = Stop(ASSIST, "assistance", "", "the charter provides for no assistance")
        yield Halt(start, no_step)
    for step in steps:
        yield _step(start, step, frozenset())


def is_help(step: Step) -> bool:
    """Return whether a step gives help to the attacked."""
    return step.kind == "assist"


def on_the_way(at: View, goals: Iterable[str]) -> tuple[tuple[Step, ...], tuple[Decision, ...]]:
    """Return every step and decision, whenever it holds, that can be part of a way to the goals."""
    wanted = list(goals)
    steps: dict[str, Step] = {}
    decisions: dict[str, Decision] = {}
    ahead = [f"{goal}:adopted" for goal in wanted if goal != ASSIST]
    if ASSIST in wanted:
        ahead += [step.id for step in at.charter.steps if is_help(step)]
    while ahead:
        name = ahead.pop()
        step = at.charter.step(name)
        if step is not None and name not in steps:
            steps[name] = step
            ahead += [word for words in step.after for word in words.split(" or ")]
            ahead += [step.needs.step] if step.needs else []
        elif step is None:
            for body, decision in _decisions_named(at, name.rpartition(":")[0]):
                if decision is not decisions.setdefault(f"{body.id}:{decision.id}", decision):
                    continue
                openers = [each.id for each in at.charter.steps if each.opens == body.id]
                ahead += [opener for opener in openers if opener not in steps]
    return tuple(steps.values()), tuple(decisions.values())


def _decisions_named(at: View, name: str) -> Iterator[tuple[Body, Decision]]:
    for body in at.charter.bodies:
        for decision in body.decisions:
            if name in (decision.id, f"{body.id}:{decision.id}"):
                yield body, decision


def unavoidable(here: Scene, goal: str) -> frozenset[str]:
    """Return the steps, and the votes as 'body:decision', that every way to a goal passes.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    if goal == ASSIST:
        held = holding(here.view.charter.steps, here.view)
        return _shared(_passed(here, step.id, frozenset()) for step in held if is_help(step))
    body, decision = find_decision(here.view, goal)
    return _passed(here, f"{body.id}:{decision.id}:adopted", frozenset())


def least_on_any_way(here: Scene, goal: str, of_vote: Callable[[str], int]) -> int:
    """Return the least that every way to a goal takes, where each vote on it takes so much.

    `of_vote` says so of 'body:decision'; steps take nothing by themselves.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    if goal != ASSIST:
        body, decision = find_decision(here.view, goal)
        return of_vote(f"{body.id}:{decision.id}")
    held = holding(here.view.charter.steps, here.view)
    helps = (step.id for step in held if is_help(step))
    return min((_least(here, name, of_vote, frozenset()) for name in helps), default=0)


def _least(here: Scene, name: str, of_vote: Callable[[str], int], above: frozenset[str]) -> int:
    """Return the least that a step or an outcome takes; 0 where that is unsure."""
    if name in above or "/" in name:
        return 0
    step = here.view.charter.step(name)
    if step is not None:
        above |= {name}
        before = (
            min(_least(here, word, of_vote, above) for word in words.split(" or "))
            for words in step.after
        )
        return max(before, default=0)
    try:
        body, decision = find_decision(here.view, name.removesuffix(":adopted"))
    except ReadingError:
        return 0
    return of_vote(f"{body.id}:{decision.id}") if name.endswith(":adopted") else 0


def _shared(ways: Iterable[frozenset[str]]) -> frozenset[str]:
    found = list(ways)
    return frozenset.intersection(*found) if found else frozenset()


def _passed(here: Scene, name: str, above: frozenset[str]) -> frozenset[str]:
    """Return what is passed on every way to a step or an outcome; nothing where that is unsure."""
    if name in above or "/" in name:
        return frozenset()
    above |= {name}
    step = here.view.charter.step(name)
    if step is not None:
        before = [
            _shared(_passed(here, word, above) for word in words.split(" or "))
            for words in step.after
        ]
        return frozenset({step.id}).union(*before)
    if not name.endswith(":adopted"):
        return frozenset()
    try:
        body, decision = find_decision(here.view, name.removesuffix(":adopted"))
    except ReadingError:
        return frozenset()
    vote_ = frozenset({f"{body.id}:{decision.id}"})
    if body.session == "continuous":
        return vote_
    held = holding(here.view.charter.steps, here.view)
    openers = (step for step in held if step.opens == body.id)
    return vote_ | _shared(_passed(here, step.id, above) for step in openers)


# ------------------------------------------------------------------------------------------- steps


def _step(line: Line, step: Step, above: Codes) -> Reached:
    """Take a step, after all that must go before it."""
    if step.id in line.done:
        return line
    if step.id in above or not any(step is held for held in line.steps):
        return Halt(line, _stop(step, "it is not provided for under the readings taken"))
    for words in step.after:
        reached = _either(line, step, words.split(" or "), above | {step.id})
        if isinstance(reached, Halt):
            return reached
        line = reached
    supported = _support(line, step)
    if isinstance(supported, Halt):
        return supported
    line, form = supported
    taken = _take(line, step)
    if form is None or isinstance(taken, Halt):
        return taken
    *before, last = taken.plays
    return replace(taken, plays=(*before, replace(last, form=form)))


def _either(line: Line, step: Step, names: list[str], above: Codes) -> Reached:
    """Reach one of several things that a step may come after; the longest line if none can be."""
    reached = [_name(line, step, name, above) for name in names]
    lines = [each for each in reached if isinstance(each, Line)]
    if lines:
        return min(lines, key=_cost)
    return max(reached, key=_far)


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
        return Halt(line, _stop(step, str(error)))
    return _vote(line, body, decision, above)


def _stop(step: Step, why: str, able: Codes = frozenset()) -> Stop:
    return Stop(step.id, step.title, step.article, why, able=able)


def _take(line: Line, step: Step) -> Reached:
    supposed = _supposed(line, step)
    if supposed is not None:
        return supposed
    groups = line.groups()
    offices = set(line.here.view.charter.offices)
    able: Codes = frozenset().union(*(groups.get(name, frozenset()) for name in step.by))
    able = _entitled(line, step, able)
    if is_help(step):
        able -= line.here.bench.roles.get(ATTACKED, frozenset())  # it cannot be its own helper
    own = _own(line, able)
    if own:
        to = _addressees(line, step, own)
        named = _named(line, step)
        play = _play(step, own, "supporters", to=to, roles=named)
        return line.after(replace(play, able=able), _binds(step, own, to) | named)
    held = [name for name in step.by if name in offices]
    if step.modality != "must":
        if not held:
            return Halt(line, _stop(step, f"it is for {_others(able)}, who may and need not", able))
        free = f"the {held[0]} chooses to {step.title} ({step.article})"
        line = replace(line, conditions=(*line.conditions, free))
    if not held and not able:
        return Halt(line, _stop(step, f"there is no {' or '.join(step.by)}"))
    actor, side = (held[0], "office") if held else (min(able), "obstructors")
    return line.after(_play(step, actor, "office" if side == "office" else "obstructors"))


def _supposed(line: Line, step: Step) -> Line | None:
    """Return the line with the act of which the accused is accused: the case supposes it."""
    accused = line.here.bench.roles.get(ACCUSED, frozenset())
    done = step.binds.get(ACCUSED, ()) and step.binds.get(ATTACKED, ())
    if not done or not {ACCUSED, ATTACKED} <= line.here.given or len(accused) != 1:
        return None
    (actor,) = accused
    if "party" not in step.binds[ACCUSED] or actor in line.supporters:
        return None
    to = tuple(sorted(line.here.bench.roles[ATTACKED]))
    act = f"the act of {actor} is one to {step.title} ({step.article})"
    line = replace(line, conditions=(*line.conditions, act))
    play = replace(_play(step, actor, "obstructors", to=to), unlimited=False, bound=False)
    return line.after(play, _binds(step, actor, to))


def _entitled(line: Line, step: Step, able: Codes) -> Codes:
    """Return who can take a step: where it makes its taker the attacked, only the attacked."""
    for role, whom in step.binds.items():
        if "party" in whom and role in line.here.given:
            able = able & line.here.bench.roles.get(role, frozenset())
    return able


def _own(line: Line, able: Codes) -> str:
    """Return which supporter takes a step: who took the last, else the attacked, else the first."""
    ours = able & line.supporters
    earlier = {line.plays[-1].party} if line.plays else set()
    attacked = line.here.bench.roles.get(ATTACKED, frozenset())
    return min(ours & earlier or ours & attacked or ours, default="")


def _addressees(line: Line, step: Step, actor: str) -> tuple[str, ...]:
    """Return towards whom a step is taken, where that binds a role.

    Those whom the case gives the role, else friends, else the accused.
    """
    if not any("to" in whom for whom in step.binds.values()):
        return ()
    roles, given = line.here.bench.roles, line.here.given
    towards = {name for name, whom in step.binds.items() if "to" in whom} & given
    cast = sorted(frozenset().union(*(roles.get(name, frozenset()) for name in towards)) - {actor})
    friends = sorted(line.supporters - {actor})[:1]
    accused = sorted(roles.get(ACCUSED, frozenset()) - {actor})
    others = sorted(line.parties - {actor})
    return tuple(cast or friends or accused or others)[:1]


def _binds(step: Step, actor: str, to: tuple[str, ...]) -> dict[str, Codes]:
    bound = {}
    for role, whom in step.binds.items():
        bound[role] = frozenset((actor,) if "party" in whom else ()) | frozenset(
            to if "to" in whom else ()
        )
    return bound


def _named(line: Line, step: Step) -> dict[str, Codes]:
    """Return the roles of the case that a step may name."""
    roles = line.here.bench.roles
    return {name: roles[name] for name in step.names if roles.get(name) and name in line.here.given}


def _others(able: Codes) -> str:
    shown = sorted(able)
    if len(shown) > 3:  # noqa: PLR2004 - more names than a sentence holds
        return f"{len(shown)} others"
    return " or ".join(shown) or "nobody yet"


def _play(
    step: Step,
    actor: str,
    side: Side,
    *,
    to: tuple[str, ...] = (),
    roles: Mapping[str, Codes] | None = None,
) -> Play:
    limit = parse_duration(step.deadline.within) if step.deadline else None
    idle = side != "supporters"
    return Play(
        step.id,
        step.title,
        step.article,
        actor,
        side,
        to,
        roles or {},
        wait=limit if idle else None,
        not_before=_length(step.not_before),
        unlimited=idle and limit is None,
        must=step.modality == "must" and bool(step.after),
        bound=step.modality == "must",
    )


def _length(limit: Limit | None) -> Duration | None:
    return parse_duration(limit.within) if limit else None


# ----------------------------------------------------------------------------------------- support


def _support(line: Line, step: Step) -> tuple[Line, NormalForm | None] | Halt:
    """Gather the support that a step needs, supporter by supporter; with the rule that says so."""
    rule = rule_of(step.needs.rule, line.here.view) if step.needs else None
    if rule is None or step.needs is None:
        return line, None
    second = line.here.view.charter.step(step.needs.step)
    if second is None:
        return Halt(line, _stop(step, f"there is no step '{step.needs.step}'"))
    groups = line.groups()
    members = tuple(sorted(frozenset().union(*groups.values())))
    tables, blanks = weight_tables(line.here.view), line.here.bench.blanks
    try:
        form = bind(rule, Electorate(members, groups, tables, blanks))
    except RuleError as error:
        return Halt(line, _stop(step, f"unknown: {error}"))
    able: Codes = frozenset().union(*(groups.get(name, frozenset()) for name in second.by))
    supported = _second(line, step, second, form, able)
    return supported if isinstance(supported, Halt) else (supported, form)


def _second(line: Line, step: Step, second: Step, form: NormalForm, able: Codes) -> Reached:
    sheet = dict.fromkeys(form.members, Ballot.ABSTAIN)
    sheet |= dict.fromkeys(line.done.get(second.id, ()), Ballot.YES)
    ours = able & line.supporters - line.done.get(second.id, frozenset())
    for word in second.after:
        if not any(name in line.done for name in word.split(" or ")):
            return Halt(line, _stop(second, "nothing has been proposed that could be supported"))
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
        play = replace(_play(second, party, "supporters"), second=True)
        line = line.after(play, _binds(second, party, ()))
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
        return Halt(line, Stop(name, decision.title, decision.article, f"unknown: {error}", name))
    tabled = _may_table(line, body, decision, form)
    if tabled is not None:
        return Halt(line, tabled)
    ours = line.supporters & frozenset(form.members)
    answer = vote.can_force(form, ours, seconds=line.here.seconds)
    if answer.verdict == "holds":
        return _unless_objected(line, body, decision, form, answer)
    words = "unknown: not settled in time" if answer.verdict == "unknown" else "the vote is lost"
    for step, able in _objections(line, body, decision):
        form = form_of(_objecting(line, step, able).here, body, decision)  # what it takes then
    stop = Stop(name, decision.title, decision.article, words, name, answer.sheet, form=form)
    return Halt(line, stop)


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
            why = f"the vote is lost, once those who obstruct {step.title} ({step.article})"
            why = "unknown: not settled in time" if again.verdict == "unknown" else why
            stop = Stop(
                name, decision.title, decision.article, why, name, again.sheet, form=stricter
            )
            return Halt(objecting, stop)
        one = min(able & seats & line.supporters - attacked, default="")
        if one and _stops_by(line, step, one, body, decision):
            last = replace(won.plays[-1], objector=one, objection=f"{step.title} ({step.article})")
            won = replace(won, plays=(*won.plays[:-1], last))
    return won


def _objecting(line: Line, step: Step, able: Codes) -> Line:
    """Return the line with the objection of every obstructor that can make it."""
    for party in sorted(able - line.supporters):
        play = replace(_play(step, party, "obstructors"), unlimited=False, bound=False)
        line = line.after(play, _binds(step, party, ()))
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
    objecting = here.with_roles(_binds(step, party, ()))
    before, after = (form_of(each, body, decision) for each in (here, objecting))
    return not vote.can_block(before, [party]) and bool(vote.can_block(after, [party]))


def _seat(line: Line, body: Body, above: Codes) -> Reached:
    if body.session == "continuous":
        return line
    openers = [step for step in line.steps if step.opens == body.id]
    if not openers:
        return Halt(line, Stop(body.id, body.title, body.article, "no step convenes it"))
    reached = [_step(line, step, above) for step in openers]
    lines = [each for each in reached if isinstance(each, Line)]
    if lines:
        return min(lines, key=_cost)
    return max(reached, key=_far)


def _may_table(line: Line, body: Body, decision: Decision, form: NormalForm) -> Stop | None:
    offices = set(line.here.view.charter.offices)
    groups = line.groups()
    wanted = decision.proposed_by or (body.members,)
    able: Codes = frozenset().union(*(groups.get(w, frozenset()) for w in wanted))
    if able & line.supporters & frozenset(form.members) or set(wanted) & offices:
        return None
    who = _others(able)
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
