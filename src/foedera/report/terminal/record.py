"""What bodies did against what the simulator foretold, as a person reads it."""

from collections.abc import Iterator
from itertools import groupby

from rich.console import Console
from rich.table import Table

from foedera.report.documents.stamp import Document
from foedera.report.terminal.page import heading, indented

SHOWN = ("crimea-2014", "ukraine-2022")
RATES = ("earlier rate", "body's own rate")


def show_record(out: Console, record: Document) -> None:
    """Print what changes with the question, the causes, the sharpest misses and two crises."""
    _show_variants(out, record["variants"])
    for each in record["causes"]:
        _show_causes(out, each)
    heading(out, "Where the simulator was furthest from the record")
    for miss in record["misses"]:
        words = f"{miss['institution']} in {miss['crisis']}: {miss['chance']:.2f}"
        indented(out, f"{words}, decided: {miss['decided']}")
        indented(out, miss["why"], 4)
    shut = [each for each in record["shut"] if each["decided"] == "yes"]
    heading(out, "Decided, though the simulator takes the charter to be closed to the attacked")
    words = "; ".join(f"{each['institution']} in {each['crisis']}" for each in shut)
    indented(out, words or "Nobody.")
    heading(out, "Crimea 2014 and Ukraine 2022, chance that a body decides against the act")
    table = Table(box=None, pad_edge=False)
    for column in ("crisis", "body", "chance", "asked", "decided", "obstacle", "foretold"):
        table.add_column(column, no_wrap=True)
    for case in record["cases"]:
        if case["crisis"] in SHOWN:
            cells = [case[key] or "-" for key in ("asked", "decided", "obstacle", "cause")]
            table.add_row(case["crisis"], case["institution"], f"{case['chance']:.2f}", *cells)
    out.print(table)


def _show_variants(out: Console, variants: list[Document]) -> None:
    heading(out, "The record asked in another way")
    table = Table(box=None, pad_edge=False)
    for column in ("if", "from", "n", "score", "model", "earlier rate", "body's own"):
        table.add_column(column, no_wrap=True)
    for (variant, split, metric), rows in groupby(_sorted(variants), key=_kind):
        of = {row["baseline"]: row for row in rows if row["baseline"] in RATES}
        first = of[RATES[0]]
        rates = (f"{of[name]['baseline_score']:.3f} {of[name]['verdict']}" for name in RATES)
        words = (variant, split.split(",")[0], str(first["n"]), metric)
        table.add_row(*words, f"{first['model']:.3f}", *rates)
    out.print(table)


def _sorted(variants: list[Document]) -> Iterator[Document]:
    return iter(sorted((v for v in variants if v["metric"] != "log"), key=_kind))


def _kind(row: Document) -> tuple[str, str, str]:
    return row["variant"], row["split"], row["metric"]


def _show_causes(out: Console, each: Document) -> None:
    heading(out, f"Why nothing was decided, {each['split']}: record (down) and foretold (across)")
    if not each["table"]:
        indented(out, "No obstacle is known.")
        return
    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    names = list(each["table"][0]["foretold"])
    for name in names:
        table.add_column(name, justify="right", no_wrap=True)
    for row in each["table"]:
        table.add_row(f"  {row['observed']}", *(str(row["foretold"][name]) for name in names))
    out.print(table)
    if each["n"]:
        low, high = (_number(value) for value in each["interval"])
        indented(
            out,
            f"Right in {_number(each['right'])} [{low}, {high}] of {each['n']} with a known "
            f"obstacle that were asked; the commonest is {_number(each['always'])} of them.",
        )


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
