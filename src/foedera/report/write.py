"""Write an assessment to a file: a page (.html) or paper (.pdf)."""

from pathlib import Path

from foedera.report.assessment import Assessment
from foedera.report.charts.picture import PictureError, needed

FORMS = (".html", ".pdf")


def check_form(path: Path) -> None:
    """Raise what would keep a report from being written, before anything is computed.

    Raises:
        PictureError: the name ends neither in .html nor in .pdf, or its folder does not exist.
        ReportMissing: the extra `report` is not installed.
    """
    if path.suffix.lower() not in FORMS:
        raise PictureError(f"a report is written as .html or .pdf, not '{path}'")
    if not path.parent.is_dir():
        raise PictureError(f"cannot write {path}: there is no folder {path.parent}")
    for module in ("altair", "vl_convert", "jinja2" if path.suffix == ".html" else "typst"):
        needed(module)


def write_report(assessment: Assessment, path: Path, *, interactive: bool = False) -> Path:
    """Write the report of an assessment as its name says, and return the path.

    Raises:
        PictureError: the name ends otherwise, or the file cannot be written.
        ReportMissing: the extra `report` is not installed.
    """
    from foedera.report.dossier import dossier
    from foedera.report.page import html_page
    from foedera.report.paper import pdf_paper

    check_form(path)
    report = dossier(assessment)
    content = (
        pdf_paper(report)
        if path.suffix.lower() == ".pdf"
        else html_page(report, interactive=interactive).encode()
    )
    try:
        path.write_bytes(content)
    except OSError as error:
        raise PictureError(f"cannot write {path}: {error.strerror}") from None
    return path
