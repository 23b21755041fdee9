"""What every simulated finding is made of: its crisis, its figures in words, and its evidence."""

import math
from collections.abc import Iterable
from functools import cache
from itertools import groupby

from foedera.evidence.errors import EvidenceError
from foedera.evidence.scoreboard import stored_scoreboard
from foedera.report import trials
from foedera.report.findings.record import Brief, Finding, Value
from foedera.report.trials import Trial
from foedera.simulation import Share
from foedera.simulation.expected import Estimate
from foedera.world import DATA_VERSION
from foedera.world.memberships import members

# The parts of the models that a simulation of a crisis rests on, as the scoreboard names them.
PARTS = ("perception", "voting", "contribution", "contest")
COMING = ("perception", "contribution", "contest")
WHOLE = "record"  # the part of the scoreboard, if there is one, that scores whole simulations
UNSCORED = "not scored"
BASELINE, METRIC = "base rate", "brier"


def tried(brief: Brief) -> tuple[Trial, ...]:
    """Return the charter of a brief in the crises that fit it."""
    return trials.tried(brief.view, brief.blanks, brief.accused)


def simulated(
    trial: Trial,
    key: str,
    title: str,
    value: Value,
    text: str,
    claim: str,
    main: Share | Estimate,
    parts: tuple[str, ...] = PARTS,
) -> Finding:
    """Return a finding about one crisis, with the error of its main figure and its evidence."""
    return Finding(
        f"{key} {trial.dispute.id}",
        title,
        value,
        text,
        (),
        claim,
        se=known(main.se),
        source=f"simulation of {trial.charter} in {trial.dispute.id}; data {DATA_VERSION}",
        evidence=evidence_of(parts),
    )


def known(error: float) -> float | None:
    """Return an error, None where it cannot be known (of one case alone)."""
    return None if math.isnan(error) else error


def number(found: Share | None) -> Value:
    """Return a share with its error as a value."""
    return None if found is None else {"share": found.share, "se": known(found.se)}


def gap(found: Share) -> Value:
    """Return the difference of two shares with its error as a value."""
    return {"difference": found.share, "se": known(found.se)}


def interval(found: Estimate) -> Value:
    """Return a mean over fits, its error and their middle 90 % as a value."""
    return {"mean": found.mean, "se": known(found.se), "interval": [found.low, found.high]}


def told(found: Share | None, *, sign: bool = False) -> str:
    """Return '0.98 (0.002)': a share with its standard error, where that is known."""
    if found is None:
        return "an unknown share"
    digits = f"{found.share:+.3f}" if sign else f"{found.share:.3f}"
    return digits if math.isnan(found.se) else f"{digits} ({found.se:.3f})"


def spread(found: Estimate, digits: int = 2) -> str:
    """Return '0.36 [0.27, 0.46]': a mean with the middle 90 % of the draws."""
    return f"{found.mean:.{digits}f} [{found.low:.{digits}f}, {found.high:.{digits}f}]"


@cache
def verdicts() -> dict[str, str]:
    """Return for each part of the scoreboard how it did out of sample against its base rate.

    A part is better or worse if it is so in every split; else it is unclear.
    """
    try:
        rows = stored_scoreboard()["parts"]
    except EvidenceError:
        return {}
    found = {}
    for part, group in groupby(sorted(rows, key=_part), key=_part):
        scored = list(group)
        plain = [row for row in scored if row["metric"] == METRIC and row["baseline"] == BASELINE]
        kinds = {row["verdict"] for row in plain or scored}
        found[part] = f"{kinds.pop()} than base rate" if _clear(kinds) else "unclear"
    return found


def _part(row: dict[str, str]) -> str:
    return row["part"]


def _clear(kinds: set[str]) -> bool:
    return len(kinds) == 1 and kinds <= {"better", "worse"}


def evidence_of(parts: Iterable[str]) -> str:
    """Return in few words how well parts of the models foretold what they had not seen.

    Of all parts together, also how whole simulations did.
    """
    known, named = verdicts(), list(parts)
    named += [WHOLE] if WHOLE in known and set(PARTS) <= set(named) else []
    scored = [f"{part} {known[part]}" for part in named if part in known]
    rest = [part for part in named if part not in known]
    return ", ".join([*scored, *([f"{' and '.join(rest)} {UNSCORED}"] if rest else [])])


def bloc(register: str, trial: Trial) -> tuple[str, ...]:
    """Return the members of an institution on the day of a crisis; nobody where unknown."""
    try:
        return members(register, trial.dispute.on)
    except ValueError:
        return ()


def of_record(claim: str) -> str:
    """Return what history says of a claim, the first sentence of its reading; '' if nothing."""
    from foedera.evidence.claims import stored_claims
    from foedera.evidence.errors import EvidenceError

    try:
        found = stored_claims().get(claim)
    except EvidenceError:
        return ""
    if found is None:
        return ""
    first, _, _ = found.reading.partition(". ")
    return f" {first.rstrip('.')}."
