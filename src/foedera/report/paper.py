"""A report on paper: the same content as the page, typeset by Typst."""

import json
import shutil
import tempfile
from dataclasses import asdict
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from foedera.report.charts.picture import needed
from foedera.report.dossier import Chapter, Dossier
from foedera.report.page import arrows
from foedera.report.sections import Line


def pdf_paper(report: Dossier) -> bytes:
    """Return the report as PDF: A4, its charts as vectors, wide ones on pages turned sideways.

    Raises:
        ReportMissing: the extra `report` is not installed.
    """
    typst = needed("typst")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for chapter in report.chapters:
            for figure in chapter.figures:
                (folder / f"{figure.id}.pdf").write_bytes(figure.picture.pdf())
        content = json.dumps(_content(report), ensure_ascii=False)
        (folder / "content.json").write_text(content, encoding="utf-8")
        template = files("foedera.report") / "templates" / "report.typ"
        with as_file(template) as path:
            shutil.copy(path, folder / "report.typ")
        paper: bytes = typst.compile(folder / "report.typ", root=folder)
    return paper


def _content(report: Dossier) -> dict[str, Any]:
    """Return the report in plain values; pictures go by the names of their files."""
    return {
        "title": report.title,
        "summary": report.summary,
        "basis": report.basis,
        "status": report.status,
        "stamp": report.stamp,
        "chapters": [_chapter(chapter) for chapter in report.chapters],
        "questions": [
            asdict(question)
            | {"choices": [asdict(c) | {"effect": c.effect} for c in question.choices]}
            for question in report.questions
        ],
        "sources": [{"key": key, "words": words} for key, words in report.sources.items()],
    }


def _chapter(chapter: Chapter) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "figures": [
            {"file": f"{figure.id}.pdf", "alt": figure.picture.description, "wide": figure.wide}
            for figure in chapter.figures
        ],
        "sections": [
            {
                "title": section.title,
                "evidence": section.evidence,
                "lines": [_line(line) for line in section.lines],
            }
            for section in chapter.sections
        ],
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "text": arrows(line.text),
        "kind": line.kind,
        "level": line.level,
        "citation": line.citation,
        "claim": line.claim or "",
        "option": line.option,
        "rows": [list(row) for row in line.rows],
    }
