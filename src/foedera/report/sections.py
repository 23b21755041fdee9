"""An assessment as sections of lines: what the terminal, the page and the paper all show.

Nothing is worded anywhere else, so that the three cannot say different things.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from foedera.proceedings.minutes import cite
from foedera.report.assessment import Assessment, same
from foedera.report.findings import Finding

ANOTHER_TEXT = "Every finding under the other text"

Kind = Literal["finding", "under", "plain", "table", "evidence"]


@dataclass(frozen=True, slots=True)
class Line:
    """One statement with the articles and the claim it speaks to; `under` is another reading's.

    `level` is how deep it stands: 1 for a statement, 2 and more for what depends on one. An article
    that was not seen in the text has an asterisk. A `table` has `rows`, the first of them its
    heads; `evidence` tells how well the models foretold what a finding rests on.
    """

    text: str
    kind: Kind = "plain"
    level: int = 1
    articles: tuple[str, ...] = ()
    claim: str | None = None
    option: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def citation(self) -> str:
        """The articles in one phrase: 'Art. 5(1), 5(2)*'; empty without any."""
        return cite(", ".join(self.articles)) if self.articles else ""

    @property
    def words(self) -> str:
        """The whole line as text; a table's rows are in `rows`."""
        lead = f"under {self.option}: " if self.option else ""
        article = f" [{self.citation}]" if self.articles else ""
        claim = f" ({self.claim})" if self.claim else ""
        return f"{lead}{self.text}{article}{claim}"


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part of an assessment; those of one chapter follow each other.

    `evidence` stands at the head of a chapter, before its first section: what all of it rests on.
    """

    title: str
    chapter: str
    lines: tuple[Line, ...]
    detail: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question of reading: whether it is taken, and how many findings it moves."""

    option: str
    text: str
    taken: bool
    moves: int

    @property
    def effect(self) -> str:
        """What taking it instead would do."""
        if not self.moves:
            return "no change"
        return f"changes {self.moves} {'finding' if self.moves == 1 else 'findings'}"


@dataclass(frozen=True, slots=True)
class Question:
    """A question of reading, its answers, and why one is taken."""

    key: str
    question: str
    article: str
    why: str
    choices: tuple[Choice, ...]


def opening(assessment: Assessment) -> tuple[str, str, str, str]:
    """Return title, summary, what it rests on, and the state of the text."""
    charter, at = assessment.charter, assessment.brief.view
    reading = ", ".join(at.departures) or "default (see 'Readings')"
    return (
        f"Assessment of the {charter.title}",
        charter.summary.strip(),
        f"On {at.on}. Readings: {reading}.",
        charter.text_status.strip(),
    )


def sections(assessment: Assessment) -> tuple[Section, ...]:
    """Return every section of an assessment, in the order in which it is read."""
    found = [*_short(assessment), *_findings(assessment), *_debate(assessment)]
    found += _variants(assessment)
    return (*found, *_readings(assessment), *_unseen(assessment))


def _short(assessment: Assessment) -> Iterator[Section]:
    """Yield the answers that a reader with one minute should see, and what they depend on."""
    lines = []
    for finding in assessment.findings:
        if finding.headline:
            options = assessment.flips.get(finding.id, {})
            rests = f" (other under {', '.join(options)})" if options else ""
            lines.append(Line(f"{finding.headline}{rests}", claim=finding.claim))
    if lines:
        yield Section("In short", "Summary", tuple(lines))


def _findings(assessment: Assessment) -> Iterator[Section]:
    heads = _heads(assessment)
    for title, together in groupby(assessment.findings, key=lambda finding: finding.title):
        run = list(together)
        lines = tuple(line for finding in run for line in _finding(assessment, finding))
        detail, chapter = all(finding.detail for finding in run), run[0].chapter
        # The first section that everybody sees bears the evidence of its chapter.
        head = "" if detail else heads.pop(chapter, "")
        yield Section(title, chapter, lines, detail, head)


def _heads(assessment: Assessment) -> dict[str, str]:
    """Return by chapter the evidence that most of its findings rest on."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for finding in assessment.findings:
        if finding.evidence:
            found[finding.chapter][finding.evidence] += 1
    return {chapter: kinds.most_common(1)[0][0] for chapter, kinds in found.items()}


def _finding(assessment: Assessment, finding: Finding) -> Iterator[Line]:
    recalled = set(assessment.recalled)
    cited = tuple(f"{a}*" if a in recalled else a for a in dict.fromkeys(finding.articles) if a)
    yield Line(finding.text, "finding", articles=cited, claim=finding.claim)
    if finding.table:
        yield Line("", "table", rows=finding.table)
    if finding.evidence:
        once = "" if finding.asked_again else " (asked under the readings taken only)"
        yield Line(f"evidence: {finding.evidence}{once}", "evidence", 2)
    for option, other in assessment.flips.get(finding.id, {}).items():
        yield Line(other.text if other else "does not arise", "under", 2, option=option)


def _debate(assessment: Assessment) -> Iterator[Section]:
    lines = []
    for item in assessment.charter.debate:
        where = f"The text {item.bears} this ({', '.join(item.articles)})"
        lines.append(Line(f"Said: {item.said.strip()}", claim=item.claim))
        lines.append(Line(f"{where}: {item.text_says.strip()}", level=2))
    if lines:
        title = "Where the text says other than the debate about it"
        yield Section(title, "The debate", tuple(lines))


def _variants(assessment: Assessment) -> Iterator[Section]:
    base = {finding.id: finding for finding in assessment.findings}
    for option, found in assessment.variants.items():
        question = assessment.charter.readings[option[:-1]]
        answer = question.options[option[-1]].text
        lines = [Line(f"{question.question} {option}: {answer}")]
        alike = [f.id for f in found if f.id in base and same(base[f.id], f)]
        lines += [Line(f"{f.title}: {f.text}", level=2) for f in found if f.id not in alike]
        lines.append(Line(f"The other {len(alike)} findings are the same under both.", level=2))
        title = f"{ANOTHER_TEXT} ({option})"
        yield Section(title, "Readings", tuple(lines))


def questions(assessment: Assessment) -> tuple[Question, ...]:
    """Return every question of reading with its answers and how many findings each moves."""
    moved: dict[str, int] = defaultdict(int)
    for flips in assessment.flips.values():
        for option in flips:
            moved[option] += 1
    taken = assessment.brief.view.options
    found = []
    for key, question in assessment.charter.readings.items():
        default = key + question.default
        choices = tuple(
            Choice(key + letter, answer.text, key + letter in taken, moved[key + letter])
            for letter, answer in question.options.items()
        )
        why = question.why if default in taken else f"as asked; the default is {default}"
        found.append(Question(key, question.question, question.article, why, choices))
    return tuple(found)


def _readings(assessment: Assessment) -> Iterator[Section]:
    lines = []
    for question in questions(assessment):
        lines.append(Line(f"{question.key} {question.question} (Art. {question.article})"))
        taken = next(choice for choice in question.choices if choice.taken)
        lines.append(Line(f"taken: {taken.option} ({question.why})", level=2))
        lines += [
            Line(f"{choice.option}: {choice.text} -> {choice.effect}", level=2)
            for choice in question.choices
            if not choice.taken
        ]
    if lines:
        yield Section("Readings: which findings depend on which", "Readings", tuple(lines))


def _unseen(assessment: Assessment) -> Iterator[Section]:
    if not assessment.recalled:
        return
    asked = assessment.charter.readings.items()
    doubts = {question.article: key for key, question in asked if question.text_in_doubt}
    names = (f"{a} (see {doubts[a]})" if a in doubts else a for a in assessment.recalled)
    line = Line(f"Articles {', '.join(names)}.")
    title = "To be checked against the primary text (marked * above)"
    yield Section(title, "The text and its sources", (line,))
