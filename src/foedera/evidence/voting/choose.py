"""How the form of the vote was chosen: elements tried one by one, by validation within training.

``python -m foedera.evidence.voting.choose`` prints the table. The rule was written down before any
of these fits: elements are tried in the order of :data:`~foedera.evidence.voting.elements.ELEMENTS`
and one is kept if, on the years of validation, it lowers the mean log score of a ballot by at least
:data:`LEAST_GAIN`, and does so in at least :data:`OFTEN` of the resamplings of whole disputes. A
form for a cut-off may use only windows that end by it: -1979 / 1980-89 for 1989, that and
-1999 / 2000-08 (the mean of the two) for later ones.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from foedera.evidence.baselines import multinomial_chances
from foedera.evidence.scores import weights
from foedera.evidence.splits import Split, both_sides
from foedera.evidence.voting.ballots import Ballots, ballots, thinned
from foedera.evidence.voting.elements import ELEMENTS, SECOND, Element
from foedera.evidence.voting.laplace import Fitter, foretold
from foedera.evidence.voting.model import EARLY, FIRST, LATE, Form
from foedera.rules import Ballot

Floats = NDArray[np.float64]

LEAST_GAIN = 0.002  # nats a ballot
OFTEN = 0.75
WINDOWS = (Split(1979, 1989), Split(1999, 2008))
# Of each form the windows that it may use, and the one that the package keeps.
RUNS = (("until 1989", (0,), EARLY), ("until 2008 and later", (0, 1), LATE))
_RESAMPLED = 1000


@dataclass(frozen=True, slots=True)
class Trial:
    """An element tried: the mean log score with it, its gain, how often, and whether it is kept."""

    words: str
    score: float
    gain: float
    often: float
    kept: bool

    def __str__(self) -> str:
        kept = "kept" if self.kept else ""
        return f"{self.words:<64} {self.score:.4f} {self.gain:+.4f} {self.often:6.2f}  {kept}"


class Validation:
    """Log scores of forms on windows of validation; a form is fitted once a window.

    Raises:
        EvidenceError: a window has nothing to fit or to score.
    """

    def __init__(self, of: Ballots, windows: Sequence[Split] = WINDOWS) -> None:
        for window in windows:
            both_sides(window, of.year, "the vote")
        self.seen = [of.where(window.train(of.year)) for window in windows]
        self.asked = [of.where(window.test(of.year)) for window in windows]
        self._fits = [Fitter(thinned(seen)) for seen in self.seen]
        self._known: dict[tuple[Form, int], Floats] = {}

    def losses(self, form: Form, window: int) -> Floats:
        """Return the log score of every ballot asked in a window."""
        if (form, window) not in self._known:
            found = foretold(self._fits[window].fitted(form), self.asked[window])
            self._known[form, window] = losses(found, self.asked[window])
        return self._known[form, window]

    def score(self, form: Form, windows: Sequence[int]) -> float:
        """Return the mean log score, each window of one weight."""
        return float(np.mean([self.losses(form, window).mean() for window in windows]))

    def tried(self, element: Element, to: Form, windows: Sequence[int], seed: int = 1) -> Trial:
        """Return what an element adds to a form, whole disputes resampled."""
        form, again, gains = element.added(to), np.zeros(_RESAMPLED), []
        for window in windows:
            gain = self.losses(to, window) - self.losses(form, window)
            weight = weights(self.asked[window].matter, _RESAMPLED, seed)
            again += (weight @ gain) / weight.sum(axis=1)
            gains.append(float(gain.mean()))
        mean, often = float(np.mean(gains)), float((again > 0).mean())
        kept = mean >= LEAST_GAIN and often >= OFTEN
        return Trial(element.words, self.score(form, windows), mean, often, kept)


def losses(chances: Floats, asked: Ballots) -> Floats:
    """Return the log score of every ballot."""
    return np.asarray(-np.log(np.maximum(chances[np.arange(asked.size), asked.ballot], 1e-6)))


def chosen(
    validation: Validation,
    windows: Sequence[int],
    elements: Sequence[Element] = ELEMENTS,
    second: Sequence[Element] = SECOND,
) -> tuple[Form, list[Trial]]:
    """Return the form that the rule takes, and every trial on the way.

    In the second round come the further elements, then those not kept in the first once more.
    """
    form, trials, left = FIRST, [], []
    for element in elements:
        trials.append(validation.tried(element, form, windows))
        form = element.added(form) if trials[-1].kept else form
        left += [] if trials[-1].kept else [element]
    for element in (*second, *left):
        trials.append(validation.tried(element, form, windows))
        form = element.added(form) if trials[-1].kept else form
    return form, trials


def own_ballots(of: Ballots) -> list[str]:
    """Return in words how the accused themselves voted, by body and by what the title says."""
    found = []
    for council, body in ((0, "assembly"), (1, "council")):
        for accusing, text in ((1, "an accusing title"), (0, "another title")):
            own = (of.column("side") < 0) & (of.council == council)
            own &= of.column("accusing") == accusing
            counts = np.bincount(of.ballot[own], minlength=len(Ballot))
            cast = ", ".join(f"{counts[b]} {b.name.lower()}" for b in Ballot)
            found.append(f"{body}, {text}: {cast}")
    return found


def _references(validation: Validation, form: Form, windows: Sequence[int]) -> list[str]:
    """Return the scores of what is not chosen between: other forms, and plain logits."""
    told = [
        ("the form before", validation.score(FIRST, windows)),
        ("the form chosen", validation.score(form, windows)),
        ("the same without belief", validation.score(replace(form, perception="none"), windows)),
    ]
    for name, last in (("logit on distances", 2), ("logit on all", None)):
        scores = []
        for window in windows:
            seen, asked = validation.seen[window], validation.asked[window]
            x, y = (np.column_stack([of.covariates, of.council])[:, :last] for of in (seen, asked))
            found = multinomial_chances(x, seen.ballot, y, len(Ballot))
            scores.append(losses(found, asked).mean())
        told.append((name, float(np.mean(scores))))
    return [f"{name:<64} {score:.4f}" for name, score in told]


def main(arguments: list[str] | None = None) -> None:
    """Print the trials for each cut-off, and how the accused voted."""
    parser = argparse.ArgumentParser(
        prog="python -m foedera.evidence.voting.choose", description=__doc__
    )
    parser.parse_args(arguments)
    try:
        of = ballots()
        validation = Validation(of)
    except ValueError as error:
        if not type(error).__module__.startswith("foedera."):
            raise
        sys.stderr.write(f"{error}\n")
        sys.exit(2)
    for words, windows, kept in RUNS:
        labels = " and ".join(
            f"-{window.until} / {window.until + 1}-{window.last}"
            for window in (WINDOWS[k] for k in windows)
        )
        form, trials = chosen(validation, windows)
        same = "as the package has it" if form == kept else f"NOT as the package has it: {form}"
        lines = [f"{words}: validated on {labels}", "", *map(str, trials), ""]
        lines += [*_references(validation, form, windows), f"the form is {same}", "", ""]
        sys.stdout.write("\n".join(lines))
        sys.stdout.flush()
    until = of.where(of.year <= WINDOWS[-1].last)
    sys.stdout.write("\n".join(["ballots of the accused itself until 2008", *own_ballots(until)]))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
