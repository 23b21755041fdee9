"""A picture: a chart in one declarative grammar, for notebook, page and paper alike.

The grammar is Vega-Lite, written with Altair, which the extra `report` brings. Everything works
without a network: a page carries the program that draws it.
"""

import json
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

# Okabe and Ito (2008): told apart by readers with any colour vision.
BLUE, VERMILLION, GREEN = "#0072B2", "#D55E00", "#009E73"
ORANGE, SKY, PURPLE = "#E69F00", "#56B4E9", "#CC79A7"
INK, GREY, PALE = "#222222", "#6B6B6B", "#E6E6E6"
PALETTE = (BLUE, ORANGE, GREEN, PURPLE, VERMILLION, SKY, "#8C6D31", GREY)

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
LINE = 88  # characters of a title at the usual width of a chart

Row = Mapping[str, Any]
# A piece of a module that only the extra brings: there it has its type, here it has none.
Part = Any


class ReportMissing(ValueError):
    """Charts and reports need an extra that is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "charts and reports need packages that are not installed: pip install 'foedera[report]'"
        )


class PictureError(ValueError):
    """What is to be drawn or saved cannot be, and why, in one sentence."""


def needed(module: str) -> Part:
    """Return a module of the extra `report`; raises :class:`ReportMissing`."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        raise ReportMissing from error


def grammar() -> ModuleType:
    """Return Altair; raises :class:`ReportMissing`."""
    found: ModuleType = needed("altair")
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A chart. `chart` is Altair's, for whoever wants to change it; `spec` is what it says.

    `datasets` are what the chart names and does not hold itself, such as the outlines of a map.
    """

    chart: Part
    description: str
    datasets: Mapping[str, Any] = field(default_factory=dict)

    @property
    def spec(self) -> dict[str, Any]:
        """The chart in Vega-Lite, with all the data that it shows."""
        spec: dict[str, Any] = self.chart.to_dict()
        if self.datasets:
            spec["datasets"] = {**spec.get("datasets", {}), **self.datasets}
        return spec

    def svg(self) -> str:
        """Return the chart as SVG."""
        drawn: str = needed("vl_convert").vegalite_to_svg(self.spec)
        return drawn

    def png(self, scale: float = 2.0) -> bytes:
        """Return the chart as PNG, `scale` dots a pixel."""
        drawn: bytes = needed("vl_convert").vegalite_to_png(self.spec, scale=scale)
        return drawn

    def pdf(self) -> bytes:
        """Return the chart as a PDF of one page."""
        drawn: bytes = needed("vl_convert").vegalite_to_pdf(self.spec)
        return drawn

    def html(self) -> str:
        """Return a page of its own with the chart, its tooltips and the program that draws it."""
        page: str = needed("vl_convert").vegalite_to_html(self.spec, bundle=True)
        return page

    def save(self, path: str | Path) -> Path:
        """Write the chart as its name says (.svg, .png, .pdf, .html or .json); return the path.

        Raises:
            PictureError: the name ends otherwise, or the file cannot be written.
            ReportMissing: the extra `report` is not installed.
        """
        target = Path(path)
        content = self._content(target)
        try:
            target.write_bytes(content if isinstance(content, bytes) else content.encode())
        except OSError as error:
            raise PictureError(f"cannot write {target}: {error.strerror}") from None
        return target

    def _content(self, target: Path) -> bytes | str:
        forms: dict[str, Callable[[], bytes | str]] = {
            ".svg": self.svg,
            ".png": self.png,
            ".pdf": self.pdf,
            ".html": self.html,
            ".json": lambda: json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n",
        }
        form = forms.get(target.suffix.lower())
        if form is None:
            raise PictureError(
                f"a chart is saved as .svg, .png, .pdf, .html or .json, not '{target}'"
            )
        return form()

    def _repr_mimebundle_(self, *_args: object, **_options: object) -> dict[str, Any]:
        return {"image/svg+xml": self.svg(), "text/plain": self.description}


@dataclass(frozen=True, slots=True)
class Caption:
    """What stands over a chart: the finding, how to read it, and where it comes from."""

    title: str
    note: str = ""
    source: str = ""


def source_line(document: Row) -> str:
    """Return where the numbers of a JSON document come from: day, reading, versions."""
    name = document.get("name") or document.get("charter") or ""
    parts = [str(name)] if name else []
    if "on" in document:
        parts += [f"on {document['on']}", f"reading: {document['reading']}"]
    if "foedera" in document:
        parts.append(f"foedera {document['foedera']}, data {document['data']}")
    return f"Source: {'; '.join(parts)}." if parts else ""


def wrapped(words: str, width: int = LINE) -> list[str]:
    """Return words in lines of at most `width` characters; long words stay whole."""
    return textwrap.wrap(words, width, break_long_words=False) or [""]


def values(rows: Iterable[Row]) -> Part:
    """Return rows as the data of a chart, part of it and not a file beside it."""
    return grammar().InlineData(values=[dict(row) for row in rows])


def picture(chart: Part, caption: Caption, *, width: int = LINE) -> Picture:
    """Return a chart under its caption, in the common style."""
    alt = grammar()
    below: Sequence[str] = [
        line for words in (caption.note, caption.source) if words for line in wrapped(words, width)
    ]
    title = alt.TitleParams(
        wrapped(caption.title, int(width * 0.8)),
        subtitle=list(below),
        anchor="start",
        frame="bounds",
        offset=14,
        fontSize=15,
        color=INK,
        subtitleColor=GREY,
        subtitleFontSize=11.5,
        subtitlePadding=5,
    )
    styled = (
        chart.properties(title=title, background="white", padding=12, description=caption.title)
        .configure(font=FONT)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK,
            titleColor=GREY,
            titleFontWeight="normal",
            titleFontSize=11.5,
            labelFontSize=11.5,
            gridColor="#EEEEEE",
            domainColor="#BBBBBB",
            tickColor="#BBBBBB",
        )
        .configure_legend(
            labelColor=INK,
            titleColor=GREY,
            titleFontWeight="normal",
            labelFontSize=11.5,
            titleFontSize=11.5,
            labelLimit=320,
            titleLimit=320,
        )
        .configure_header(labelColor=INK, titleColor=GREY, labelFontSize=11.5)
    )
    return Picture(styled, caption.title)
