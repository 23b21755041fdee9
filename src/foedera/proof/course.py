"""What a procedure played as a game comes to: the line of play, and where it is stopped."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from foedera.charters.durations import Duration
from foedera.proof.scene import Codes
from foedera.proof.vote import Verdict
from foedera.rules import Ballot, NormalForm

Side = Literal["supporters", "obstructors", "office"]


@dataclass(frozen=True, slots=True)
class Play:
    """One step of the line of play: who takes it, towards whom, naming whom, and how long it takes.

    `wait` is how long an obstructor or an office that must act may put it off (None: supporters act
    at once, or the text sets no limit, which `unlimited` then says); `not_before` is the time that
    nobody can shorten. A vote has its `ballots`, and `adopted` tells its result.
    """

    step: str
    title: str
    article: str
    party: str
    side: Side
    to: tuple[str, ...] = ()
    roles: Mapping[str, Codes] = field(default_factory=dict)
    wait: Duration | None = None
    not_before: Duration | None = None
    unlimited: bool = False
    body: str = ""  # body:decision of a vote
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    adopted: bool = False
    able: Codes = frozenset()  # who else could take the step
    form: NormalForm | None = None  # of the vote, or of the support that the step needed
    must: bool = False  # a duty, once what calls for it has happened
    second: bool = False  # support for another step
    bound: bool = True  # of an office: it has no choice
    objector: str = ""  # of a vote: a supporter that alone would stop it by an objection
    objection: str = ""  # that objection, in words


@dataclass(frozen=True, slots=True)
class Stop:
    """The stage at which a line of play is stopped: the step or vote, and by what."""

    stage: str  # id of the step, or body:decision of the vote
    title: str
    article: str
    why: str
    body: str = ""  # of a vote: body:decision
    ballots: Mapping[str, Ballot] = field(default_factory=dict)
    able: Codes = frozenset()  # who could take the step
    form: NormalForm | None = None  # of the vote, or of the support that is missing
    settled: bool = True  # false: a blank is open, or time ran out; what follows is unknown


@dataclass(frozen=True, slots=True)
class Course:
    """The outcome of a procedure between supporters and obstructors, under best play of both.

    `holds`: the supporters obtain the goal whatever the obstructors do within the charter;
    `plays` is how. `fails`: `stop` says where their longest line ends, `plays` how far it goes.
    `conditions` are events that the line rests on and that nobody of the two sides decides.
    """

    verdict: Verdict
    goal: str
    supporters: Codes
    plays: tuple[Play, ...] = ()
    stop: Stop | None = None
    roles: Mapping[str, Codes] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()

    @property
    def earliest(self) -> tuple[Duration, ...]:
        """The waiting times that nobody can shorten."""
        return tuple(play.not_before for play in self.plays if play.not_before)

    @property
    def latest(self) -> tuple[Duration, ...]:
        """All the time that those obliged to act may take, and the times nobody can shorten."""
        waits = tuple(play.wait for play in self.plays if play.wait and play.wait.amount != 0)
        return (*self.earliest, *waits)

    @property
    def unlimited(self) -> tuple[str, ...]:
        """The duties on the line for which the text sets no time."""
        return tuple(f"{p.title} ({p.article})" for p in self.plays if p.unlimited)

    @property
    def relied(self) -> tuple[str, ...]:
        """The duties of others on which the line relies."""
        duties = (p for p in self.plays if p.side != "supporters" and p.bound)
        return tuple(f"{_the(p)}{p.party} does its duty to {p.title} ({p.article})" for p in duties)


def _the(play: Play) -> str:
    return "the " if play.side == "office" else ""


def furthest(courses: Iterable[Course]) -> Course:
    """Return the supporters' best course: one that holds and takes least, else the longest."""
    order = ("holds", "unknown", "fails")

    def rank(course: Course) -> tuple[int, int, int]:
        length = len(course.plays)
        slow = len(course.unlimited) + len(course.conditions)
        holds = course.verdict == "holds"
        return (order.index(course.verdict), slow, length if holds else -length)

    return min(courses, key=rank)
