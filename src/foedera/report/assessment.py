"""The assessment of a charter: its findings, and how far they depend on how it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from foedera.charters.model import Charter
from foedera.charters.select import View, question_of, view
from foedera.report.findings import Brief, Finding, Value, findings, unverified

# A simulated share that another reading moves by less is not told as another finding.
HALF_A_POINT = 0.005


@dataclass(frozen=True, slots=True)
class Assessment:
    """Findings under the readings taken, and for each what it would be under every other option.

    `flips` maps a finding's id to {option: finding or None}, only where the value differs. Those
    that take long are not asked again (`asked_again` of the finding).
    """

    brief: Brief
    findings: tuple[Finding, ...]
    flips: dict[str, dict[str, Finding | None]]
    variants: dict[str, tuple[Finding, ...]]
    recalled: tuple[str, ...]

    @property
    def charter(self) -> Charter:
        """The charter assessed."""
        return self.brief.view.charter


def assess(brief: Brief) -> Assessment:
    """Return the assessment of the charter in a brief, asked again under every other reading."""
    base = findings(brief)
    known = {finding.id: finding for finding in base if finding.asked_again}
    flips: dict[str, dict[str, Finding | None]] = {}
    variants: dict[str, tuple[Finding, ...]] = {}
    for option, other in _other_readings(brief):
        found = findings(replace(brief, view=other), again=True)
        again = {finding.id: finding for finding in found}
        for key in {**known, **again}:
            if not same(known.get(key), again.get(key)):
                flips.setdefault(key, {})[option] = again.get(key)
        if brief.view.charter.readings[question_of(brief.view.charter, option)].text_in_doubt:
            variants[option] = found
    recalled = tuple(unverified(brief.view))
    return Assessment(brief, base, flips, variants, recalled)


def same(one: Finding | None, other: Finding | None) -> bool:
    """Return whether two findings say the same: simulated shares to half a point of a hundred."""
    if one is None or other is None:
        return one is other
    return _near(one.value, other.value) if one.se is not None else one.value == other.value


def _near(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) < HALF_A_POINT
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_near(one[key], other[key]) for key in one)
    return one == other


def _other_readings(brief: Brief) -> Iterator[tuple[str, View]]:
    at = brief.view
    taken = {question_of(at.charter, option): option for option in at.options}
    for key, question in at.charter.readings.items():
        for letter in question.options:
            if key + letter != taken[key]:
                others = [option for name, option in taken.items() if name != key]
                yield key + letter, view(at.charter, at.on, [*others, key + letter])
