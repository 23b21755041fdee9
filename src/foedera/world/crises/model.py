"""What the file of a crisis says: who did what to whom, how glaring it was, and what came of it.

`aggressor` is who is taken to have used force first or, where there is none, to have done the act
(A/RES/3314 (XXIX), Article 2: first use is prima facie evidence). It is what a simulation starts
from and no judgement of law: `basis` says what it rests on, and the narratives say whom each side
names instead.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from foedera.files.record import Names, Record
from foedera.world.crises.acts import is_act
from foedera.world.crises.glaring import Glaring

Mark = Literal["verified", "recalled"]
Setting = Literal["interstate", "intervention", "intrastate", "transnational"]
ActId = Annotated[str, AfterValidator(is_act)]

# What an institution did, in the codes of the rule in docs/reference/crisis-file.md.
Decided = Literal["yes", "other", "no", "none"]
Obstacle = Literal["accused", "friends", "others", "no-agreement", "quorum", "not-convened"]
Measure = Literal["none", "talk", "call", "condemnation", "sanctions", "observers", "force"]


class Statement(Record):
    """A sentence of fact with its sources and how far they were checked."""

    text: str
    mark: Mark = "recalled"
    sources: Names = ()


class Narrative(Record):
    """What one side claimed, and whom it named as the aggressor (nobody: it named none)."""

    party: str
    claim: str
    names: Names = ()
    mark: Mark = "recalled"
    sources: Names = ()


class Response(Record):
    """What one institution did; `case` is the case of the library that replays it.

    `decided` to `enforced` code `did` so that it can be counted; None is not coded, or not known.
    """

    institution: str
    did: str
    case: str = ""
    asked: Literal["yes", "no"] | None = None
    decided: Decided | None = None
    blocked_by: Obstacle | None = None
    measure: Measure | None = None
    enforced: Literal["yes", "partly", "no"] | None = None
    mark: Mark = "recalled"
    sources: Names = ()


class Crisis(Record):
    """A crisis of history."""

    id: str
    title: str
    start: date
    end: date | None = Field(
        None, description="last day of fighting or of the threat; empty: lasts"
    )
    setting: Setting
    act: ActId
    further_acts: Annotated[Names, AfterValidator(lambda ids: tuple(map(is_act, ids)))] = ()
    aggressor: Names = Field((), description="codes; empty if no state did it")
    attacked: Names = Field((), description="codes; empty if no state was its object")
    author: str = Field("", description="who did it, where that is no state")
    victim: str = Field("", description="whom it struck, where that is no state")
    basis: str = Field(description="what the naming of both sides and the dates rest on")
    mark: Mark = "recalled"
    cited: Names = Field((), description="keys of `sources` for the parties, the act and the dates")
    glaring: Glaring
    narratives: tuple[Narrative, ...]
    organisations: tuple[Response, ...] = ()
    outcome: Statement
    icb: int | None = Field(None, description="number in International Crisis Behavior v14")
    sources: dict[str, str]

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of the cases that replay what organisations did."""
        return tuple(response.case for response in self.organisations if response.case)
