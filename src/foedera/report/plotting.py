"""`plot(thing)`: the picture of a result, whatever room it comes from."""

from collections.abc import Mapping
from functools import singledispatch
from typing import Any

from foedera.charters import View
from foedera.power import Power
from foedera.proceedings import charter_parties
from foedera.report.assessment import Assessment
from foedera.report.blocking import frontier, stoppers
from foedera.report.charts.blocking import blocking_chart, frontier_chart
from foedera.report.charts.members import power_chart, power_rows
from foedera.report.charts.picture import Caption, Picture, PictureError, source_line
from foedera.report.charts.procedure import procedure_chart
from foedera.report.decades_charts import decades_picture
from foedera.report.documents.stamp import reading
from foedera.report.findings import Brief, findings
from foedera.report.maps import parties_map
from foedera.report.procedure import procedure_stages, title_of
from foedera.report.simulation_charts import comparison_picture, endings_picture
from foedera.rules import NormalForm

PLAIN = Caption("")


@singledispatch
def plot(thing: object, caption: Caption = PLAIN) -> Picture:  # noqa: ARG001 - as those below
    """Return the picture of a result; what the caption leaves empty is filled in.

    - :class:`~foedera.power.Power`, or the document of `foedera power`: bars by member;
    - the document of `foedera simulate` or `foedera compare`: how it ends, who acts how often;
    - the document of `foedera decades`: what comes of it year by year;
    - :class:`~foedera.rules.NormalForm`: who can stop it, and by which ballots;
    - :class:`~foedera.report.assessment.Assessment` or :class:`~foedera.charters.View`: the
      procedure as a graph.

    Save it with `plot(thing).save("chart.svg")`, or show it in a notebook.

    Raises:
        PictureError: there is no picture of such a thing.
        ReportMissing: the extra `report` is not installed.
    """
    kinds = "a power record or document, a rule in normal form, an assessment, or a view"
    raise PictureError(f"there is no picture of a {type(thing).__name__}; plot takes {kinds}")


@plot.register
def _(thing: Power, caption: Caption = PLAIN) -> Picture:
    return power_chart(power_rows(thing.members), caption)


@plot.register(Mapping)
def _(thing: Mapping[str, Any], caption: Caption = PLAIN) -> Picture:
    if "endings" in thing:
        return endings_picture(thing, _with_source(thing, caption))
    if "replications" in thing:
        return decades_picture(thing, _with_source(thing, caption))
    if "crises" in thing and "rows" in thing:
        return comparison_picture(thing, _with_source(thing, caption))
    members = thing.get("members")
    if not (isinstance(members, list) and members and "coleman_prevent" in members[0]):
        verbs = "'foedera power', 'simulate', 'compare' or 'decades'"
        raise PictureError(f"of the JSON documents, plot takes that of {verbs}")
    ballots = f"Every sheet of the ballots {', '.join(thing['ballots'])} as likely."
    note = caption.note or f"{thing['name']}. {ballots}"
    source = caption.source or source_line(thing)
    return power_chart(members, Caption(caption.title, note, source))


def _with_source(thing: Mapping[str, Any], caption: Caption) -> Caption:
    return Caption(caption.title, caption.note, caption.source or source_line(thing))


@plot.register
def _(thing: NormalForm, caption: Caption = PLAIN) -> Picture:
    return blocking_chart([row.to_dict() for row in stoppers(thing, {})], caption)


@plot.register
def _(thing: Assessment, caption: Caption = PLAIN) -> Picture:
    at = thing.brief.view
    stages, edges = procedure_stages(thing)
    title = caption.title or title_of(at, stages)
    source = caption.source or f"Source: {at.charter.id}, on {at.on}, reading: {reading(at)}."
    return procedure_chart(stages, edges, Caption(title, caption.note, source))


@plot.register
def _(thing: View, caption: Caption = PLAIN) -> Picture:
    # The stages are found under the readings taken; the others need not be asked again.
    brief = Brief(thing)
    picture: Picture = plot(Assessment(brief, findings(brief), {}, {}, ()), caption)
    return picture


def plot_frontier(form: NormalForm, caption: Caption = PLAIN) -> Picture:
    """Return the frontier of a rule between absences and no votes, a line for each kind of member.

    Raises:
        PictureError: neither can stop it, or there are too many kinds of members.
        ReportMissing: the extra `report` is not installed.
    """
    title = caption.title or "Absences and no votes that stop the decision together"
    rows = [corner.to_dict() for corner in frontier(form)]
    return frontier_chart(rows, Caption(title, caption.note, caption.source))


def plot_parties(at: View) -> Picture:
    """Return the map of a charter's parties on the view's day, coloured by their blocs.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    return parties_map(at, charter_parties(at))
