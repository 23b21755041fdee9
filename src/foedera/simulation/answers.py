"""What is counted of blockers' answers: in which forum they carry what, and what they undo."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.batch import Outcome
from foedera.simulation.blocking import Answered, forums_of
from foedera.simulation.endings import ACTING
from foedera.simulation.plan import Plan
from foedera.simulation.result import Forum, share_of


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """Counts by group of draws of a plan to which blockers answer.

    `carried` and `undone` (forums, groups) count the draws in which a motion carries in a forum,
    and in which what carries there is enough to undo action; `free` (groups,) those that act
    without blockers, and `moved` those that act either only with or only without them.
    """

    plan: Plan
    carried: NDArray[np.int64]
    undone: NDArray[np.int64]
    free: NDArray[np.int64]
    moved: NDArray[np.int64]

    def add(self, group: NDArray[np.intp], free: Outcome, answered: Answered) -> None:
        """Count a block of draws, with and without blockers."""
        size = len(self.free)
        acts, would = (np.isin(each.endings, ACTING) for each in (answered.outcome, free))
        self.free[:] += np.bincount(group[would], minlength=size)
        self.moved[:] += np.bincount(group[acts != would], minlength=size)
        for forum, own in enumerate(forums_of(self.plan).values()):
            carries = answered.motions[:, own].any(axis=1)
            self.carried[forum] += np.bincount(group[carries], minlength=size)
            self.undone[forum] += np.bincount(group[answered.alone[:, forum]], minlength=size)


def no_answers(plan: Plan, groups: int) -> Answers:
    """Return the counts of a plan before any draw."""
    forums = len(forums_of(plan))
    by_forum = (np.zeros((forums, groups), dtype=np.int64) for _ in range(2))
    in_all = (np.zeros(groups, dtype=np.int64) for _ in range(2))
    return Answers(plan, *by_forum, *in_all)


def forums(
    true: Answers, false: Answers | None, sizes: NDArray[np.int64], *, several: bool
) -> tuple[Forum, ...]:
    """Return what blockers do in each forum, most often carried first.

    `false` counts draws of the same dispute without an attack; `sizes` are the draws by group.
    """
    counters, found = true.plan.counters or (), []
    for place, (charter, own) in enumerate(forums_of(true.plan).items()):
        grounds = (words for k in own for words in counters[k].grounds)
        found.append(
            Forum(
                charter,
                share_of(true.carried[place], sizes, several=several),
                share_of(false.carried[place], sizes, several=several) if false else None,
                share_of(true.undone[place], sizes, several=several),
                tuple(counters[k].route.title for k in own),
                tuple(dict.fromkeys(grounds)),
            )
        )
    return tuple(sorted(found, key=lambda forum: -forum.carried.share))
