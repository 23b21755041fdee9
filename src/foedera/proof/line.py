"""A line of play: what was done so far, and how one more step is taken, by whom, towards whom."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from foedera.charters import Step
from foedera.charters.durations import Duration, parse_duration
from foedera.charters.model import Limit
from foedera.proceedings import resolve_groups
from foedera.proof.course import Play, Side, Stop
from foedera.proof.scene import ACCUSED, ATTACKED, Codes, Scene
from foedera.proof.ways import is_help


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


def halted_at(step: Step, why: str, able: Codes = frozenset()) -> Stop:
    """Return the stage at which a line stops for want of a step, and who could take it."""
    return Stop(step.id, step.title, step.article, why, able=able)


def take(line: Line, step: Step) -> Reached:
    """Take a step that may be taken: by a supporter, an office, or whoever is obliged to."""
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
        play = play_of(step, own, "supporters", to=to, roles=named)
        return line.after(replace(play, able=able), bindings(step, own, to) | named)
    held = [name for name in step.by if name in offices]
    if step.modality != "must":
        if not held:
            return Halt(
                line, halted_at(step, f"it is for {others(able)}, who may and need not", able)
            )
        free = f"the {held[0]} chooses to {step.title} ({step.article})"
        line = replace(line, conditions=(*line.conditions, free))
    if not held and not able:
        return Halt(line, halted_at(step, f"there is no {' or '.join(step.by)}"))
    if held:
        return line.after(play_of(step, held[0], "office"))
    return line.after(play_of(step, min(able), "obstructors"))


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
    play = replace(play_of(step, actor, "obstructors", to=to), unlimited=False, bound=False)
    return line.after(play, bindings(step, actor, to))


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


def bindings(step: Step, actor: str, to: tuple[str, ...]) -> dict[str, Codes]:
    """Return the roles that a step binds, by who takes it and towards whom."""
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


def others(able: Codes) -> str:
    """Return who else could take a step, in words."""
    shown = sorted(able)
    if len(shown) > 3:  # noqa: PLR2004 - more names than a sentence holds
        return f"{len(shown)} others"
    return " or ".join(shown) or "nobody yet"


def play_of(
    step: Step,
    actor: str,
    side: Side,
    *,
    to: tuple[str, ...] = (),
    roles: Mapping[str, Codes] | None = None,
) -> Play:
    """Return the play of a step, with how long those who are idle may put it off."""
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
