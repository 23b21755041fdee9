"""What a report holds: an assessment's sections in chapters, its pictures, readings and sources."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from foedera import __version__
from foedera.charters import Body, Decision, View
from foedera.charters.select import answers, own_codes
from foedera.power import TooLarge, power
from foedera.proceedings import charter_parties, normal_form
from foedera.report import comparisons, trials
from foedera.report.assessment import Assessment
from foedera.report.blocking import body_stoppers, frontier
from foedera.report.charts.blocking import blocking_chart, frontier_chart
from foedera.report.charts.members import power_chart, power_rows
from foedera.report.charts.picture import PALETTE, Caption, Picture
from foedera.report.charts.procedure import procedure_chart
from foedera.report.documents.stamp import reading
from foedera.report.findings import (
    CHAPTERS,
    Brief,
    accused,
    alternatives,
    crises,
    decisiveness,
    membership,
    ways,
)
from foedera.report.maps import parties_map
from foedera.report.procedure import procedure_stages, title_of
from foedera.report.sections import Question, Section, opening, questions, sections
from foedera.report.simulation_charts import (
    acts_chart,
    beside_chart,
    comers_map,
    endings_chart,
    orders_chart,
)
from foedera.rules import NormalForm
from foedera.world import DATA_VERSION

LARGEST_BODY = 100  # members that a body may have for its indices to be counted and drawn here
WIDEST = 860  # pixels up to which a graph of stages can be read on a page upright
MOST_BODIES = 6  # of more bodies only the first are drawn


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with the chapter in which it stands; a wide one takes the whole page."""

    id: str
    chapter: str
    picture: Picture
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its figures, then its sections."""

    id: str
    title: str
    sections: tuple[Section, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """A whole report, ready for page and paper."""

    title: str
    summary: str
    basis: str
    status: str
    stamp: str
    chapters: tuple[Chapter, ...]
    questions: tuple[Question, ...]
    sources: dict[str, str]


def dossier(assessment: Assessment) -> Dossier:
    """Return the report of an assessment; raises ReportMissing without the extra `report`."""
    title, summary, basis, status = opening(assessment)
    figures = list(_figures(assessment))
    chapters: dict[str, list[Section]] = {}
    for section in sections(assessment):
        # The readings are a table in a report; the rest stands as on the terminal.
        if section.chapter != "Readings" or not section.title.startswith("Readings:"):
            chapters.setdefault(section.chapter, []).append(section)
    charter = assessment.charter
    return Dossier(
        title,
        summary,
        basis,
        status,
        f"{_origin(assessment.brief.view)}; foedera {__version__}, data {DATA_VERSION}",
        tuple(
            Chapter(
                f"chapter-{number}",
                name,
                tuple(found),
                tuple(figure for figure in figures if figure.chapter == name),
            )
            for number, (name, found) in enumerate(chapters.items(), start=1)
        ),
        questions(assessment),
        {key: str(words) for key, words in charter.sources.items()},
    )


def _origin(at: View) -> str:
    return f"{at.charter.id}, on {at.on}, reading: {reading(at)}"


def _source(at: View, body: Body, decision: Decision) -> str:
    return (
        f"Source: {at.charter.id} {body.id}:{decision.id}, Art. {decision.article}; on {at.on}; "
        f"reading: {reading(at)}."
    )


_MEMBERSHIP, _WAYS, _STOPPING, _POWER, _SIMULATED, _COMPARED = (
    CHAPTERS[module.__name__]
    for module in (membership, ways, accused, decisiveness, crises, alternatives)
)


def _figures(assessment: Assessment) -> Iterator[Figure]:
    brief = assessment.brief
    at = brief.view
    if not own_codes(at.charter):
        yield Figure("map", _MEMBERSHIP, parties_map(at, charter_parties(at)))
    stages, edges = procedure_stages(assessment)
    if stages:
        caption = Caption(title_of(at, stages), source=f"Source: {_origin(at)}.")
        graph = procedure_chart(stages, edges, caption)
        wide = graph.spec["width"] > WIDEST
        yield Figure("procedure", _WAYS, graph, wide=wide)
    for body, decision in _first_decisions(at):
        yield from _of_body(brief, body, decision)
    yield from _simulated(brief)


def _simulated(brief: Brief) -> Iterator[Figure]:
    """Yield the pictures of the charter tried on crises: all of them, and the first in detail."""
    found = trials.tried(brief.view, brief.blanks, brief.accused)
    if not found:
        return
    first, models = found[0].dispute, trials.models(found[0].dispute)
    source = f"Source: simulation of {_origin(brief.view)}; seed {trials.SEED}."
    note = f"Model {models.name} ({models.status})"

    def caption(title: str, draws: int = trials.DRAWS) -> Caption:
        return Caption(title, f"{note}; {draws} draws.", source)

    fits = {trials.models(each.dispute).status for each in found}
    alike = note if len(fits) == 1 else f"Model {models.name}, for each crisis fitted before it"
    title = Caption(
        f"How often the {brief.view.charter.title} would act, by crisis",
        f"{alike}; {trials.DRAWS} draws.",
        source,
    )
    yield Figure("acts", _SIMULATED, acts_chart([trials.outcome(each)[0] for each in found], title))
    whole, decided = trials.outcome(found[0])
    if not decided.closed:
        title = caption(f"{first.title}: how it ends by decision alone")
        yield Figure("endings", _SIMULATED, endings_chart(decided, title))
    title = caption(
        f"{first.title}: how often each charter acts, 'nothing' being none", trials.FEWER
    )
    yield Figure("beside", _COMPARED, beside_chart(trials.beside(found[0]), title))
    yield from _orders(found, caption)
    if whole.burden():
        title = caption(f"{first.title}: who comes")
        yield Figure("comers", _SIMULATED, comers_map(whole, title))


def _orders(
    found: Sequence[trials.Trial], caption: Callable[[str, int], Caption]
) -> Iterator[Figure]:
    """Yield how each order of Europe acts in every crisis that lies there."""
    through = comparisons.everywhere(found)
    rows = [(trial.dispute.id, of.rows(trial.charter)) for trial, of in through.items()]
    if rows:
        title = caption("How often each order acts, by crisis", trials.FEWER)
        yield Figure("orders", _COMPARED, orders_chart(rows, title))


def _first_decisions(at: View) -> list[tuple[Body, Decision]]:
    first: dict[str, tuple[Body, Decision]] = {}
    for body, decision in answers(at):
        first.setdefault(body.id, (body, decision))
    return list(first.values())[:MOST_BODIES]


def _of_body(brief: Brief, body: Body, decision: Decision) -> Iterator[Figure]:
    at, bench = brief.view, brief.bench(brief.accused)
    form = normal_form(at, body, decision, bench)
    source = _source(at, body, decision)
    rows = [stopper.to_dict() for stopper in body_stoppers(at, body, decision, bench)]
    title = f"{body.title} ({decision.title})"
    yield Figure(f"block-{body.id}", _STOPPING, blocking_chart(rows, _named(title, source, rows)))
    corners = [corner.to_dict() for corner in frontier(form)]
    if _telling(corners):
        caption = Caption(f"{title}: absences and no votes that stop it together", "", source)
        yield Figure(f"frontier-{body.id}", _STOPPING, frontier_chart(corners, caption))
    yield from _power(form, body, title, source)


def _named(title: str, source: str, rows: list[dict[str, Any]]) -> Caption:
    from foedera.report.charts.blocking import finding

    words = finding(rows)
    return Caption(f"{title}. {words}", source=source)


def _telling(corners: list[dict[str, Any]]) -> bool:
    """Return whether absences and no votes trade off against each other, for a few kinds."""
    kinds = {corner["kind"] for corner in corners}
    return len(kinds) <= len(PALETTE) and any(
        len({c["no"] for c in corners if c["kind"] == kind and c["no"]}) > 1 for kind in kinds
    )


def _power(form: NormalForm, body: Body, title: str, source: str) -> Iterator[Figure]:
    if len(form.members) > LARGEST_BODY:
        return
    try:
        found = power(form)
    except TooLarge:
        return  # no figure is better than a drawn one here
    caption = Caption("", f"{title}; every sheet of the four ballots as likely.", source)
    yield Figure(f"power-{body.id}", _POWER, power_chart(power_rows(found.members), caption))
