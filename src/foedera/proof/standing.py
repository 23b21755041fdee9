"""Where everybody stands over the whole procedure of a goal: who prevents, who obtains, when."""

from dataclasses import dataclass

from foedera.charters import View, find_decision
from foedera.charters.durations import total
from foedera.charters.select import answers, holding
from foedera.proof.course import Course
from foedera.proof.prevail import (
    Few,
    Stage,
    smallest_obtaining,
    smallest_preventing,
    stages,
)
from foedera.proof.procedure import obtain
from foedera.proof.scene import ACCUSED, ATTACKED, Codes, Scene
from foedera.proof.ways import ASSIST, is_help


@dataclass(frozen=True, slots=True)
class Standing:
    """One goal under one charter, played out between the attacked and the accused.

    `alone`: everybody but the accused supports; `together`: everybody but the accused and its
    friends; `against`: the fewest that prevent it beside the accused; `needed`: the fewest that
    obtain it beside the attacked, all others obstructing. `stages` are those of the line on which
    everybody but the accused supports (or everybody, where the accused alone prevents it), each
    with the fewest that stop it there.
    """

    goal: str
    title: str
    article: str
    binding: str
    alone: Course
    together: Course
    against: Few
    needed: Few
    stages: tuple[Stage, ...]

    @property
    def earliest(self) -> str:
        """The time that nobody can shorten, in words."""
        return total(self.alone.earliest)

    @property
    def latest(self) -> str | None:
        """The time that those obliged to act may take, in words; None: the text sets no limit."""
        return None if self.alone.unlimited else total(self.alone.latest)


def goals(at: View) -> tuple[str, ...]:
    """Return what can be obtained under a charter: its strongest decisions, and assistance."""
    named = [f"{body.id}:{decision.id}" for body, decision in answers(at)]
    helps = any(is_help(step) for step in holding(at.charter.steps, at))
    return (*named, *((ASSIST,) if helps else ()))


def standing(
    here: Scene,
    goal: str,
    friends: Codes = frozenset(),
    *,
    accused: Codes | None = None,
    attacked: Codes | None = None,
) -> Standing:
    """Return where everybody stands on a goal.

    Accused and attacked are by default those of the scene; name them where the charter may have no
    such roles.

    Raises:
        ReadingError: there is no such body or decision on the day.
    """
    roles = here.bench.roles
    accused = (roles.get(ACCUSED, frozenset()) if accused is None else accused) & here.parties
    attacked = (roles.get(ATTACKED, frozenset()) if attacked is None else attacked) & here.parties
    alone = obtain(here, here.parties - accused, goal)
    everybody = alone if alone.verdict == "holds" else obtain(here, here.parties, goal)
    title, article, binding = _words(here.view, goal)
    return Standing(
        alone.goal,
        title,
        article,
        binding,
        alone,
        obtain(here, here.parties - accused - friends, goal),
        smallest_preventing(here, goal, accused, attacked),
        smallest_obtaining(here, goal, attacked),
        stages(everybody, accused if everybody is alone else frozenset(), attacked),
    )


def _words(at: View, goal: str) -> tuple[str, str, str]:
    if goal == ASSIST:
        step = next(step for step in holding(at.charter.steps, at) if is_help(step))
        return step.title, step.article, step.modality
    body, decision = find_decision(at, goal)
    return f"{body.title}: {decision.title}", decision.article, decision.binding
