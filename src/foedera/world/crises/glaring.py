"""How glaring an act is: a score that a reader can recompute from seven observable criteria.

Each criterion is answered `yes` (1), `partly` (1/2), `no` (0) or `unknown` (left out). The score is
the weighted mean of the answers known, from 0 (nobody can point at anything) to 1 (an attack that
nobody can deny); with something unknown, it lies within `low` and `high`, which count it as no and
as yes. The criteria follow the elements of A/RES/3314 (XXIX); the weights are foedera's own
convention: 2 for what makes an act aggression by that definition, 1 for what makes it plain.

None asks what any institution said or did, so that the score can explain what institutions did.
"""

from dataclasses import dataclass
from typing import Literal

from pydantic import Field

from foedera.files.record import Record

Answer = Literal["yes", "partly", "no", "unknown"]
VALUES: dict[str, float] = {"yes": 1.0, "partly": 0.5, "no": 0.0}

# Names for ranges of the score, from the top; a convention for printing, nothing rests on them.
GRADES = ((0.9, "glaring"), (0.6, "clear"), (0.35, "contested"), (0.0, "ambiguous"))


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: its weight, what yes and partly mean, and the paragraph it follows."""

    id: str
    weight: int
    yes: str
    partly: str
    basis: str


CRITERIA = (
    Criterion(
        "regular-forces",
        2,
        "identified regular armed forces of the aggressor used force",
        "they did so beside others, without insignia, or were only massed or shown",
        "3314 Art. 1, 3(a) to (d)",
    ),
    Criterion(
        "border-crossed",
        2,
        "they crossed, or struck across, an internationally recognised border",
        "a line of armistice, a territory in dispute, or forces already there by agreement",
        "3314 Art. 1, 3(a)",
    ),
    Criterion(
        "first-use",
        2,
        "in the 30 days before, the attacked used no force against the aggressor",
        "fire was exchanged, or independent observers disagree who began",
        "3314 Art. 2",
    ),
    Criterion(
        "no-title",
        1,
        "it had no government's request, no mandate, and no plea that others shared",
        "a request, rescue or self-defence that some uninvolved states found arguable",
        "3314 Art. 3(e), 5(1), 6",
    ),
    Criterion(
        "scale",
        1,
        "a division or more, or the capital or the whole territory was the object",
        "a brigade or a battalion, or air and naval forces alone",
        "3314 Art. 2 (gravity)",
    ),
    Criterion(
        "aim",
        1,
        "territory was annexed or held, or the government removed or replaced",
        "that was declared or tried",
        "3314 Art. 3(a), 5(3)",
    ),
    Criterion(
        "avowed",
        1,
        "within seven days the aggressor said that its forces acted",
        "it said so later, or in part",
        "3314 Art. 3(g), for what is disowned",
    ),
)


class Glaring(Record):
    """The answers of one crisis, with what they rest on."""

    regular_forces: Answer = Field(alias="regular-forces")
    border_crossed: Answer = Field(alias="border-crossed")
    first_use: Answer = Field(alias="first-use")
    no_title: Answer = Field(alias="no-title")
    scale: Answer
    aim: Answer
    avowed: Answer

    def answers(self) -> dict[str, str]:
        """Return criterion: answer, in the order of `CRITERIA`."""
        return {c.id: getattr(self, c.id.replace("-", "_")) for c in CRITERIA}

    def score(self) -> float | None:
        """Return the weighted mean of the answers known, None if none is."""
        known = [(c.weight, VALUES[a]) for c, a in self._pairs() if a in VALUES]
        weight = sum(w for w, _ in known)
        return sum(w * v for w, v in known) / weight if weight else None

    def low(self) -> float:
        """Return the score with every unknown counted as no."""
        return self._filled(0.0)

    def high(self) -> float:
        """Return the score with every unknown counted as yes."""
        return self._filled(1.0)

    def grade(self) -> str:
        """Return the name of the range in which the score lies, 'unknown' without a score."""
        score = self.score()
        if score is None:
            return "unknown"
        return next(name for least, name in GRADES if score >= least)

    def _pairs(self) -> list[tuple[Criterion, str]]:
        return list(zip(CRITERIA, self.answers().values(), strict=True))

    def _filled(self, unknown: float) -> float:
        total = sum(c.weight for c in CRITERIA)
        return sum(c.weight * VALUES.get(a, unknown) for c, a in self._pairs()) / total
