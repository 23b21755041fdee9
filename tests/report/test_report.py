"""The report on page and paper says what the terminal says, and needs nothing beside it."""

import io
import re
import sys
from datetime import date
from html.parser import HTMLParser

import pytest
from rich.console import Console

from foedera.charters import load_charter, view
from foedera.cli import main
from foedera.report import plot
from foedera.report.assessment import assess
from foedera.report.charts import PictureError, ReportMissing
from foedera.report.dossier import dossier
from foedera.report.findings import Brief
from foedera.report.page import arrows, html_page
from foedera.report.paper import pdf_paper
from foedera.report.sections import questions, sections
from foedera.report.terminal.assessment import show_assessment
from foedera.report.write import check_form

VOID = {"meta", "br", "img", "link", "input", "hr"}


@pytest.fixture(scope="module")
def assessment():
    return assess(Brief(view(load_charter("rio"), date(2009, 12, 1), ["R4b"])))


@pytest.fixture(scope="module")
def report(assessment):
    return dossier(assessment)


@pytest.fixture(scope="module")
def page(report):
    return html_page(report)


class Reader(HTMLParser):
    """Reads the words of a page, and checks that its elements are closed in their order."""

    def __init__(self):
        super().__init__()
        self.words, self.open, self.ids = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag not in VOID:
            self.open.append(tag)
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_startendtag(self, _tag, attrs):
        self.ids += [value for name, value in attrs if name == "id"]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not {"style", "svg", "script"} & set(self.open):
            self.words.append(data)


def read(page):
    reader = Reader()
    reader.feed(page)
    assert reader.open == []
    return reader


def squeezed(words):
    return re.sub(r"\s+", " ", words)


def test_page_and_terminal_say_the_same(assessment, page):
    words = squeezed(" ".join(read(page).words))
    screen = io.StringIO()
    show_assessment(Console(file=screen, width=100_000), assessment, full=True)
    shown = squeezed(screen.getvalue())
    for section in sections(assessment):
        assert section.title in shown
        for line in section.lines:
            assert squeezed(line.words) in shown
            if not section.title.startswith("Readings:"):  # a table on the page
                assert squeezed(arrows(line.text)) in words
                assert line.citation in words


def test_the_table_of_readings_has_every_answer(assessment, page):
    words = squeezed(" ".join(read(page).words))
    for question in questions(assessment):
        assert squeezed(question.question) in words
        assert sum(choice.taken for choice in question.choices) == 1
        for choice in question.choices:
            assert squeezed(choice.text) in words


def test_a_reading_taken_is_named_as_taken(assessment):
    """Under R4b it is R4a that would change findings, not the reading that was taken."""
    choices = {c.option: c for q in questions(assessment) for c in q.choices}
    assert choices["R4b"].taken
    assert not choices["R4a"].taken
    assert choices["R4a"].moves > 0


def test_the_page_has_charts_contents_and_sources(page, report):
    reader = read(page)
    figures = {i for i in reader.ids if i.startswith("figure-")}
    assert {"figure-map", "figure-procedure", "figure-power-organ"} <= figures
    assert "figure-block-organ" in figures
    assert page.count("<svg") == len(figures)
    targets = set(re.findall(r'href="#([^"]+)"', page.partition("<main>")[0]))
    assert targets <= set(reader.ids)
    assert len(targets) == len(report.chapters) + 2


def test_charts_on_one_page_do_not_share_names(page):
    ids = read(page).ids
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", page)) <= set(ids)


def test_the_page_needs_no_network(page):
    assert "<script" not in page
    assert not re.search(r"<(link|img|iframe)\b", page)
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_the_interactive_page_carries_its_program_once(report):
    page = html_page(report, interactive=True)
    assert page.count("<script") == 1
    assert not re.search(r"<script[^>]*\bsrc", page)
    assert page.count("</script") == 1


def test_words_of_a_charter_are_no_markup(assessment):
    from dataclasses import replace

    found = dossier(assessment)
    page = html_page(replace(found, summary="<script>alert('1')</script>", chapters=()))
    assert "<script>alert" not in page


def test_a_charter_is_drawn_as_stages():
    """Draft treaty, 6(2) and 6(3): two seconders, a quorum of two thirds of 56, no objection."""
    at = view(load_charter("est-2009"), date(2009, 12, 1))
    tables = plot(at).spec["datasets"].values()
    stops = {row["id"]: row["who can stop it"] for table in tables for row in table if "id" in row}
    assert stops["conference:decision"] == "Stopped by 1 party voting no; 19 parties staying away"
    assert stops["convene-conference"] == "Stopped by 54 parties giving no support"
    assert stops["request-consultations"] == "Any Party may; nobody else can stop it"


def test_the_paper_is_a_pdf(report):
    paper = pdf_paper(report)
    assert paper.startswith(b"%PDF")
    assert paper.rstrip().endswith(b"%%EOF")


def test_a_report_is_written_by_the_verb(tmp_path, monkeypatch, capsys):
    target = tmp_path / "concert.html"
    monkeypatch.setattr(sys, "argv", ["foedera", "assess", "concert", "--out", str(target)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0
    assert f"is in {target}." in capsys.readouterr().out
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_power_is_drawn_by_the_verb(tmp_path, monkeypatch, capsys):
    target = tmp_path / "power.svg"
    words = ["foedera", "power", "--game", "[3; 2,1,1]", "--plot", str(target), "--json"]
    monkeypatch.setattr(sys, "argv", words)
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 0
    assert capsys.readouterr().out.startswith("{")
    assert "66.7 %" in target.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--out", "x.doc"], "a report is written as .html or .pdf, not 'x.doc'"),
        (["--out", "nowhere/x.pdf"], "cannot write nowhere/x.pdf: there is no folder nowhere"),
        (
            ["--out", "x.pdf", "--interactive"],
            "--interactive needs --out with an HTML file: only such charts can be",
        ),
    ],
)
def test_a_report_that_cannot_be_written(words, sentence, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["foedera", "assess", "nato", *words])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == 2
    assert capsys.readouterr().err == f"foedera: {sentence}\n"
    assert list(tmp_path.iterdir()) == []


def test_without_the_extra_a_report_says_what_to_install(tmp_path, monkeypatch):
    from foedera.report.charts import picture

    def missing(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(picture, "import_module", missing)
    with pytest.raises(ReportMissing, match=r"pip install 'foedera\[report\]'"):
        check_form(tmp_path / "x.html")
    with pytest.raises(PictureError):
        check_form(tmp_path / "x.txt")
