"""The scoreboard as a person reads it."""

from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented
from foedera.report.terminal.record import show_record

SMALL = 0.01  # below it scores are told to four digits
METRICS = {"brier": "Brier", "log": "log score", "auc": "AUC"}
WORDS = {
    "voting": "how members vote on armed force between states",
    "contribution": "who comes to the help of the attacked",
    "contest": "which side prevails where force meets force",
    "commitment": "whether alliances are honoured when called upon",
    "action": "whether organisations act in a crisis",
    "record": "whether a body decides against the act in a crisis (the whole simulator)",
}


def show_evidence(out: Console, document: Document) -> None:
    """Print each part and split: the model beside its baselines, then failures and claims."""
    made = "made anew" if document["recomputed"] else "as stored"
    out.print(Text(f"Scoreboard out of sample, {made} on {document['made']}", style="bold"))
    indented(out, "Brier and log score: less is better. AUC: more is better. 90 % intervals by")
    indented(out, "resampling whole events. Difference: model less baseline.")
    for (part, split), rows in groupby(document["parts"], key=lambda r: (r["part"], r["split"])):
        _show_part(out, part, split, list(rows), document)
    for each in document["skipped"]:
        heading(out, f"{each['part']}, {each['split']}: not scored")
        indented(out, f"{each['why']}.")
    heading(out, "Where the models fail")
    for failure in document["failures"] or ("Nowhere by these scores.",):
        indented(out, f"- {failure}")
    for reason in document["reasons"]:
        indented(out, f"Why {reason['part']} does, as far as one can judge: {reason['why']}.")
    show_record(out, document["record"])
    for claim in document["claims"]:
        _show_claim(out, claim)


def _show_part(
    out: Console, part: str, split: str, rows: list[Document], document: Document
) -> None:
    heading(out, f"{part}, {split}: {WORDS[part]}")
    first = rows[0]
    indented(out, f"{first['n']:,} cases of {first['events']:,} {first['event']}")
    table = Table(box=None, pad_edge=False)
    for column in ("score", "model", "against", "baseline", "difference", ""):
        table.add_column(column, no_wrap=True)
    for row in rows:
        low, high = row["difference_interval"]
        table.add_row(
            METRICS[row["metric"]],
            _number(row["model"]),
            row["baseline"],
            _number(row["baseline_score"]),
            f"{_gap(row['difference'])} [{_gap(low)}, {_gap(high)}]",
            row["verdict"],
        )
    out.print(table)
    for each in document["calibration"]:
        if (each["part"], each["split"]) == (part, split):
            indented(out, f"calibration slope {_number(each['slope'])} (1 is right)")


def _show_claim(out: Console, claim: Document) -> None:
    heading(out, f"{claim['id']}: {claim['question']}")
    table = Table(box=None, pad_edge=False)
    table.add_column("", overflow="fold")
    for column in ("estimate", "90 %", "n"):
        table.add_column(column, no_wrap=True)
    for share in claim["shares"]:
        low, high = share["interval"]
        words = f"  {share['label']}" + (f" ({share['note']})" if share["note"] else "")
        count = str(share["n"]) if share["n"] else "-"
        table.add_row(words, f"{share['estimate']:.2f}", f"{low:.2f} to {high:.2f}", count)
    out.print(table)
    indented(out, claim["reading"])


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    # small shares have small scores: a third digit would tell nothing of them
    return f"{value:.4f}" if 0 < value < SMALL else _gap(value)


def _gap(value: float | None) -> str:
    return "-" if value is None else f"{round(value, 3) + 0.0:.3f}"
