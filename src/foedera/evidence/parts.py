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
            "most of what alliances and borders tell of a vote, ideal points tell already; what "
            "drafts differ by (wording, sponsors, bargains) is in no covariate, and weighs as much"
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
            "pacts and borders brought most of those who came before 1990; after it hardly "
            "anybody came, and about half of those who did came to Kuwait in 1990, called by the "
            "Security Council, which no covariate knows"
        ),
        # Originals end in 2010, without joiners after 2008.
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
        reason="that alliances are honoured less since 1945 cannot be learnt from the years before",
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
            "few crises after 1989 are in the data, and organisations acted in far more of them "
            "than ever before: an age that the years before it do not foretell"
        ),
        # Crises end in 2007 as shipped.
        cutoffs=(SPLITS[0].until, LATEST),
    ),
}
