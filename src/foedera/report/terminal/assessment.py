"""An assessment as a person reads it."""

from collections import defaultdict

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from foedera.proceedings.minutes import cite
from foedera.report.assessment import Assessment
from foedera.report.findings import Finding
from foedera.report.terminal.page import heading, indented


def show_assessment(out: Console, assessment: Assessment) -> None:
    """Print the assessment of a charter."""
    charter, at = assessment.charter, assessment.brief.view
    out.print(Text(f"Assessment of the {charter.title}", style="bold"))
    out.print(Text(charter.summary.strip()))
    reading = ", ".join(at.departures) or "default (see 'Readings')"
    out.print(Text(f"On {at.on}. Readings: {reading}.", style="dim"))
    if charter.text_status:
        out.print(Text(charter.text_status.strip(), style="dim"))
    title = ""
    for finding in assessment.findings:
        if finding.title != title:
            title = finding.title
            heading(out, title)
        _show_finding(out, assessment, finding)
    _show_debate(out, assessment)
    _show_variants(out, assessment)
    _show_readings(out, assessment)
    if assessment.recalled:
        heading(out, "To be checked against the primary text (marked * above)")
        doubts = {q.article: key for key, q in charter.readings.items() if q.text_in_doubt}
        names = (f"{a} (see {doubts[a]})" if a in doubts else a for a in assessment.recalled)
        indented(out, f"Articles {', '.join(names)}.")


def _show_finding(out: Console, assessment: Assessment, finding: Finding) -> None:
    recalled = set(assessment.recalled)
    cited = [f"{a}*" if a in recalled else a for a in dict.fromkeys(finding.articles) if a]
    article = f" [{cite(', '.join(cited))}]" if cited else ""
    claim = f" ({finding.claim})" if finding.claim else ""
    indented(out, f"{finding.text}{article}{claim}")
    for option, other in assessment.flips.get(finding.id, {}).items():
        words = other.text if other else "does not arise"
        out.print(Padding(Text(f"under {option}: {words}", style="yellow"), (0, 0, 0, 4)))


def _show_debate(out: Console, assessment: Assessment) -> None:
    if not assessment.charter.debate:
        return
    heading(out, "Where the text says other than the debate about it")
    for item in assessment.charter.debate:
        claim = f" ({item.claim})" if item.claim else ""
        indented(out, f"Said: {item.said.strip()}{claim}")
        where = f"The text {item.bears} this ({', '.join(item.articles)})"
        indented(out, f"{where}: {item.text_says.strip()}", 4)


def _show_variants(out: Console, assessment: Assessment) -> None:
    for option, found in assessment.variants.items():
        key = option[:-1]
        question = assessment.charter.readings[key]
        heading(out, f"Every finding under the other text ({option})")
        indented(out, f"{question.question} {option}: {question.options[option[-1]].text}")
        base = {finding.id: finding for finding in assessment.findings}
        same = [f.id for f in found if f.id in base and base[f.id].value == f.value]
        for finding in found:
            if finding.id not in same:
                indented(out, f"{finding.title}: {finding.text}", 4)
        indented(out, f"The other {len(same)} findings are the same under both.", 4)


def _show_readings(out: Console, assessment: Assessment) -> None:
    if not assessment.charter.readings:
        return
    heading(out, "Readings: which findings depend on which")
    for key, question in assessment.charter.readings.items():
        moved = defaultdict(list)
        for finding_id, flips in assessment.flips.items():
            for option in flips:
                if option.startswith(key) and option[len(key) :] in question.options:
                    moved[option].append(finding_id)
        indented(out, f"{key} {question.question} (Art. {question.article})")
        indented(out, f"taken: {key}{question.default} ({question.why})", 4)
        for letter, option_text in question.options.items():
            option = key + letter
            if letter != question.default:
                count = len(moved[option])
                word = "finding" if count == 1 else "findings"
                effect = f"changes {count} {word}" if count else "no change"
                indented(out, f"{option}: {option_text.text} -> {effect}", 4)
