"""Fit all parts on the user's originals and store thinned draws in the package.

``python -m foedera.evidence.calibrate`` (``make calibrate``) reads FOEDERA_DATA. `--until` and
`--part` choose; by default every cut-off that the scoreboard needs is fitted, and the latest year,
which is what the models use. Then it scores all parts and stores the scoreboard.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from foedera.behaviour import posterior as stored
from foedera.behaviour.posterior import Posterior, Quantity
from foedera.evidence.errors import EvidenceError
from foedera.evidence.parts import PARTS
from foedera.evidence.sampling import Plan, sample
from foedera.world import DATA_VERSION

FOLDER = Path(stored.__file__).parent


def fit(part: str, data: Any, until: int, plan: Plan | None = None) -> Posterior:  # noqa: ANN401 - one type a part
    """Return draws of a part, fitted on its data (as read by its module) up to a year, inclusive.

    Raises:
        EvidenceError: there is no such part, no datum up to the year, or NumPyro is missing.
    """
    import numpy as np

    if part not in PARTS:
        raise EvidenceError(f"no part is called '{part}'; there are {', '.join(PARTS)}")
    seen = data.where(data.year <= until)
    if seen.size == 0:
        raise EvidenceError(f"{part} has no data up to {until}")
    of, plan = PARTS[part], plan or Plan()
    seen = of.seen(seen)
    program = of.program(seen)
    drawn = sample(program.run, tuple(program.priors), plan, program.dense)
    return Posterior(
        part=part,
        until=until,
        data=f"{of.sources} (data {DATA_VERSION})",
        n=seen.size,
        events=len(np.unique(getattr(seen, of.event))),
        seed=plan.seed,
        sampler=plan.words(),
        made=time.strftime("%Y-%m-%d"),
        quantities=tuple(
            Quantity(
                name,
                prior.unit,
                str(prior),
                round(drawn.rhat[name], 4),
                round(drawn.ess[name], 1),
            )
            for name, prior in program.priors.items()
        ),
        values=drawn.values,
    )


def store(posterior: Posterior, folder: Path = FOLDER) -> Path:
    """Write draws where the package looks for them and return the file."""
    path = folder / f"{posterior.part}-{posterior.until}.json"
    text = json.dumps(posterior.to_json(), separators=(",", ":"))
    path.write_text(text + "\n", encoding="utf-8")
    stored.draws.cache_clear()
    return path


def calibrate(parts: tuple[str, ...], until: int | None, plan: Plan) -> None:
    """Fit and store the parts, saying for each how well the sampler did."""
    for name in parts:
        part = PARTS[name]
        data = part.read(None)
        for year in (until,) if until is not None else part.cutoffs:
            began = time.monotonic()
            found = fit(name, data, year, plan)
            store(found)
            _say(
                f"{name} until {year}: {found.n:,} observations, {found.events:,} events; "
                f"r-hat at most {max(q.rhat for q in found.quantities):.3f}, effective draws at "
                f"least {min(q.ess for q in found.quantities):.0f}; "
                f"{time.monotonic() - began:.0f} s"
            )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(arguments: list[str] | None = None) -> None:
    """Fit what the command line asks for, then score."""
    parser = argparse.ArgumentParser(
        prog="python -m foedera.evidence.calibrate", description=__doc__
    )
    parser.add_argument("--until", type=int, help="last year seen; default: all that are stored")
    parser.add_argument(
        "--part", choices=tuple(PARTS), action="append", help="a part; can be repeated"
    )
    parser.add_argument("--scores", action="store_true", help="only score, fit nothing")
    chosen = parser.parse_args(arguments)
    try:
        if not chosen.scores:
            calibrate(tuple(chosen.part or PARTS), chosen.until, Plan())
        from foedera.evidence.scoreboard import STORED, recompute

        STORED.write_text(json.dumps(recompute(), indent=1) + "\n", encoding="utf-8")
        _say(f"{STORED.name} written")
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main()
