"""The parts of behaviour that are fitted and scored: of each its data, model and forecasts.

To add one, write a package with its data, program and forecast, and name it here: `make calibrate`
then fits it, and the scoreboard shows it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from foedera.behaviour.posterior import Posterior
from foedera.evidence.action import crises
from foedera.evidence.action import forecast as action_forecast
from foedera.evidence.action import model as action_model
from foedera.evidence.commitment import commitments
from foedera.evidence.commitment import forecast as commitment_forecast
from foedera.evidence.commitment import model as commitment_model
from foedera.evidence.contest import forces
from foedera.evidence.contest import forecast as contest_forecast
from foedera.evidence.contest import model as contest_model
from foedera.evidence.contribution import forecast as contribution_forecast
from foedera.evidence.contribution import joiners
from foedera.evidence.contribution import model as contribution_model
from foedera.evidence.forecasts import Forecasts
from foedera.evidence.programs import Program
from foedera.evidence.splits import COMMITMENT_SPLITS, LATEST, SPLITS, Split
from foedera.evidence.voting import ballots
from foedera.evidence.voting import forecast as voting_forecast
from foedera.evidence.voting import model as voting_model

DEFAULT = (*(split.until for split in SPLITS), LATEST)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: what it is about, who reads its data, fits it and foretells with it.

    `read` takes a folder of originals and returns observations with `year`, `size` and `where`;
    `seen` makes of those up to a cut-off what is fitted. `outcome` and `event` name the columns of
    what is foretold and of what is resampled as a whole, `events` the latter in words. `reason` is
    a judgement, which no score proves, of why it fails where it does.
    """

    read: Callable[[Path | None], Any]
    sources: str
    outcome: str
    event: str
    events: str
    program: Callable[[Any], Program]
    forecast: Callable[[Any, Any, Posterior], Forecasts]
    reason: str
    cutoffs: tuple[int, ...] = DEFAULT
    splits: tuple[Split, ...] = SPLITS
    seen: Callable[[Any], Any] = lambda data: data
    events_of: Callable[[Any], str] | None = None


PARTS: dict[str, Part] = {
    "voting": Part(
        read=ballots.ballots,
        sources=ballots.SOURCES,
        outcome="ballot",
        event="draft",
        events="disputes",
        program=voting_model.program,
        forecast=voting_forecast.forecast,
        reason=(
            "most of what alliances and borders tell of a yes, ideal points tell already, and how "
            "much they tell changes: up to 2008 nearness to the attacked told nothing beside "
            "distance from the accused; what drafts differ by (wording, sponsors, bargains) is in "
            "no covariate"
        ),
        seen=ballots.thinned,
        events_of=lambda asked: voting_forecast.ballot_events(asked)[0],
    ),
    "contribution": Part(
        read=joiners.joiners,
        sources=joiners.SOURCES,
        outcome="came",
        event="dispute",
        events="disputes",
        program=contribution_model.program,
        forecast=contribution_forecast.forecast,
        reason=(
            "it ranks those who come far better than chance, but does not foretell how many do: a "
            "call of the United Nations can be learnt from Korea in 1950 alone, and of the two "
            "after 1989 one (Kuwait, 1990) brought nine times as many as foretold and the other "
            "(Bosnia, 1992), where most were foretold, nobody"
        ),
        # Originals end in 2010, without joiners after 2008.
        cutoffs=(SPLITS[0].until, LATEST),
        seen=joiners.thinned,
    ),
    "contest": Part(
        read=forces.contests,
        sources=forces.SOURCES,
        outcome="prevailed",
        event="dispute",
        events="disputes",
        program=contest_model.program,
        forecast=contest_forecast.forecast,
        reason=(
            "the logit on the share of force says the same in other words, and few disputes after "
            "1989 had a victor; in those the stronger side prevailed more surely than it used to"
        ),
        # Originals end in 2010, with hardly any victor after 2008.
        cutoffs=(SPLITS[0].until, LATEST),
    ),
    "commitment": Part(
        read=commitments.commitments,
        sources=commitments.SOURCES,
        outcome="honoured",
        event="war",
        events="wars",
        program=commitment_model.program,
        forecast=commitment_forecast.forecast,
        reason=(
            "that alliances are honoured less since 1945 cannot be learnt from the years before: "
            "not knowing it draws the chances towards one half"
        ),
        cutoffs=(*(split.until for split in COMMITMENT_SPLITS), LATEST),
        splits=COMMITMENT_SPLITS,
    ),
    "action": Part(
        read=crises.crisis_actions,
        sources=crises.SOURCES,
        outcome="acted",
        event="crisis",
        events="crises",
        program=action_model.program,
        forecast=action_forecast.forecast,
        reason=(
            "few crises after 1989 are in the data, and organisations acted in more than half of "
            "them, mild ones as well as grave ones: that decades differ is in the model, but not "
            "that this one would"
        ),
        # Crises end in 2007 as shipped.
        cutoffs=(SPLITS[0].until, LATEST),
    ),
}
