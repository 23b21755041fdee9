"""The candidates of each part, and the command that prints how validation chose between them.

``python -m foedera.evidence.choose`` (`--part contest` for one part) reads FOEDERA_DATA. No test
year is looked at: see `foedera.evidence.choosing` for folds and rule, and "How the models are
calibrated" in the documentation for the lists, which were written before any score was seen.
"""

import argparse
import sys
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from foedera.behaviour.posterior import Posterior
from foedera.evidence.action import forecast as action_forecast
from foedera.evidence.action import model as action
from foedera.evidence.action.crises import CrisisActions, crisis_actions
from foedera.evidence.choosing import FOLDS, Candidate, Validated, validate
from foedera.evidence.commitment import forecast as commitment_forecast
from foedera.evidence.commitment import model as commitment
from foedera.evidence.commitment.commitments import Commitments, commitments
from foedera.evidence.contest import forecast as contest_forecast
from foedera.evidence.contest import model as contest
from foedera.evidence.contest.forces import Contests, contests
from foedera.evidence.contribution import forecast as contribution_forecast
from foedera.evidence.contribution import model as contribution
from foedera.evidence.contribution.joiners import Joiners, joiners, thinned
from foedera.evidence.scores import Forecast, binary
from foedera.evidence.splits import Split

_POWER = ("distance", "major_power")
CONTRIBUTION = {
    "ties": contribution.Terms(),
    "distance": contribution.Terms(("distance",)),
    "power": contribution.Terms(_POWER),
    "projected": contribution.Terms(_POWER, projected=True),
    "affinity": contribution.Terms((*_POWER, "leaning")),
    "war": contribution.Terms((*_POWER, "war")),
    "affinity-war": contribution.Terms((*_POWER, "leaning", "war")),
    "dispute": contribution.Terms((*_POWER, "leaning", "war"), dispute=True),
}
CONTEST = {
    "even": contest.Form(first=False),
    "strength": contest.Form(),
    "first-parties": contest.Form("first_parties"),
    "spending": contest.Form("spending"),
    "projected": contest.Form("projected"),
    "war": contest.Form(war=True),
}
ACTION = {
    "violence": action.Form(products=False),
    "claim": action.Form(),
    "age": action.Form(age=True),
    "ordered": action.Form(ordered=True),
    "ordered-age": action.Form(ordered=True, age=True),
}
COMMITMENT = {
    "kinds": commitment.Form(war=None),
    "narrow": commitment.Form(war=0.5),
    "wide": commitment.Form(war=1.0),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Between what is chosen for a part, on which data and folds."""

    read: Callable[[Path | None], Any]
    candidates: tuple[Candidate, ...]
    folds: tuple[Split, ...] = FOLDS
    fitted: Callable[[Any], Any] = lambda seen: seen


def _contribution(
    terms: contribution.Terms, _: Joiners, asked: Joiners, draws: Posterior
) -> Forecast:
    chances = contribution_forecast.joining_chances(asked, draws, terms)
    return binary(chances, asked.came, asked.dispute)


def _contest(form: contest.Form, _: Contests, asked: Contests, draws: Posterior) -> Forecast:
    chances = contest_forecast.prevailing_chances(asked, draws, form)
    return binary(chances, asked.prevailed, asked.dispute)


def _action(_: CrisisActions, asked: CrisisActions, draws: Posterior) -> Forecast:
    chances = action_forecast.acting_chances(asked.design(), draws).mean(axis=1)
    return binary(chances, asked.acted, asked.crisis)


def _commitment(_: Commitments, asked: Commitments, draws: Posterior) -> Forecast:
    chances = commitment_forecast.honouring_chances(asked.covariates, draws)
    return binary(chances, asked.honoured, asked.war)


CHOICES: dict[str, Choice] = {
    "contribution": Choice(
        joiners,
        tuple(
            Candidate(name, partial(contribution.program, terms=x), partial(_contribution, x))
            for name, x in CONTRIBUTION.items()
        ),
        fitted=thinned,
    ),
    "contest": Choice(
        contests,
        tuple(
            Candidate(name, partial(contest.program, form=x), partial(_contest, x))
            for name, x in CONTEST.items()
        ),
    ),
    "action": Choice(
        crisis_actions,
        tuple(Candidate(k, partial(action.program, form=x), _action) for k, x in ACTION.items()),
    ),
    "commitment": Choice(
        commitments,
        tuple(
            Candidate(name, partial(commitment.program, form=x), _commitment)
            for name, x in COMMITMENT.items()
        ),
        # Hardly any alliance was called upon after 1945 and before the test years.
        folds=(Split(1913, 1944),),
    ),
}


def table(part: str, folder: Path | None = None) -> tuple[Validated, ...]:
    """Return how validation inside the training years ranks the candidates of a part.

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
        EvidenceError: a candidate cannot be fitted.
    """
    of = CHOICES[part]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # short copies are said once, by `foedera data --check`
        return validate(of.read(folder), of.candidates, of.folds, of.fitted)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables that the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m foedera.evidence.choose", description=__doc__)
    parser.add_argument(
        "--part", choices=tuple(CHOICES), action="append", help="a part; can be repeated"
    )
    chosen = parser.parse_args(arguments)
    try:
        for part in chosen.part or CHOICES:
            rows = table(part)
            folds = "; ".join(f"-{f.until} / {f.until + 1}-{f.last}" for f in CHOICES[part].folds)
            lines = (f"{part}: {rows[0].n:,} cases, {rows[0].events:,} events ({folds})", *rows)
            sys.stdout.write("\n".join(map(str, lines)) + "\n\n")
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
