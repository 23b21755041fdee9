"""A report as one page of HTML that needs nothing beside it: no network, no other file."""

import json
import re
from importlib.resources import files
from typing import Any

from foedera.report.charts.picture import needed
from foedera.report.dossier import Dossier, Figure

_ID = re.compile(r'\bid="([^"]+)"')
_REFERENCE = re.compile(r'(url\(#|href="#)([^")]+)')


def html_page(report: Dossier, *, interactive: bool = False) -> str:
    """Return the report as HTML, its charts as drawings in the page.

    With `interactive` the page also carries the program that draws them (once), and charts show
    their numbers under the pointer.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    jinja2 = needed("jinja2")
    markup = needed("markupsafe").Markup
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["arrows"] = arrows
    figures = [figure for chapter in report.chapters for figure in chapter.figures]
    drawn = {figure.id: markup(_drawing(figure)) for figure in figures}
    page: str = environment.get_template("report.html").render(
        report=report,
        drawn=drawn,
        program=markup(_program(figures)) if interactive else "",
    )
    return page


def arrows(words: str) -> str:
    """Return words with typographic arrows."""
    return words.replace("->", "\N{RIGHTWARDS ARROW}")


def _template(name: str) -> str:
    return (files("foedera.report") / "templates" / name).read_text(encoding="utf-8")


def _drawing(figure: Figure) -> str:
    """Return the chart as SVG whose ids do not clash with those of the page's other charts."""
    svg = figure.picture.svg()
    svg = _ID.sub(rf'id="{figure.id}-\1"', svg)
    return _REFERENCE.sub(rf"\g<1>{figure.id}-\g<2>", svg)


def _program(figures: list[Figure]) -> str:
    specs: dict[str, Any] = {figure.id: figure.picture.spec for figure in figures}
    data = json.dumps(specs, ensure_ascii=False).replace("</", "<\\/")
    bundle: str = needed("vl_convert").javascript_bundle(
        f"const specs = {data};\n"
        "for (const [id, spec] of Object.entries(specs))\n"
        "  vegaEmbed('#figure-' + id + ' .chart', spec, {renderer: 'svg', actions: false});\n"
    )
    return bundle.replace("</script", "<\\/script")
