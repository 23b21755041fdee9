"""Charts in one declarative grammar, from small labelled rows: no engine is asked from here.

Each returns a :class:`Picture` to save as SVG, PNG, PDF or HTML, or to show in a notebook. A
:class:`Caption` gives the finding, a note on how to read it, and the source.
"""

from foedera.report.charts.blocking import blocking_chart, frontier_chart, need_chart
from foedera.report.charts.courses import Panel, courses_chart
from foedera.report.charts.map import map_chart
from foedera.report.charts.members import power_chart, power_rows
from foedera.report.charts.numbers import dots_chart, series_chart, shares_chart
from foedera.report.charts.picture import Caption, Picture, PictureError, ReportMissing
from foedera.report.charts.procedure import Stage, procedure_chart

__all__ = [
    "Caption",
    "Panel",
    "Picture",
    "PictureError",
    "ReportMissing",
    "Stage",
    "blocking_chart",
    "courses_chart",
    "dots_chart",
    "frontier_chart",
    "map_chart",
    "need_chart",
    "power_chart",
    "power_rows",
    "procedure_chart",
    "series_chart",
    "shares_chart",
]
