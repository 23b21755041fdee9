"""A decision rule in files that others can read: JSON, CSV, and Gambit's strategic form.

JSON holds the whole normal form; CSV its coefficients, one row a member; a Gambit `.nfg` file the
vote as a game in which each member chooses its ballot and gains 1 if the outcome is what it wants.
"""

import csv
import io
from collections.abc import Collection
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.power.counting import TooLarge
from foedera.rules import Ballot, Conjunction, Inequality, NormalForm, decide_batch, describe_clause
from foedera.rules.normal import Node, inequalities

LARGEST_GAME = 3**10  # sheets in a Gambit file: ten members with three ballots


def normal_form_document(form: NormalForm) -> dict[str, Any]:
    """Return the normal form for JSON: `members`, `clauses` and `tree`.

    A clause holds where the sum over members of `coefficients[member][ballot]` (in the order of
    `ballots`) is at least its `threshold`; `tree` joins the clauses' ids by `all` and `any`.
    """
    leaves = inequalities(form.root)
    ids = {id(leaf): f"c{k}" for k, leaf in enumerate(leaves, start=1)}
    return {
        "members": list(form.members),
        "ballots": [str(ballot) for ballot in Ballot],
        "clauses": [_clause(form, leaf, ids[id(leaf)]) for leaf in leaves],
        "tree": _tree(form.root, ids),
    }


def _clause(form: NormalForm, leaf: Inequality, name: str) -> dict[str, Any]:
    rows = leaf.coefficients.tolist()
    return {
        "id": name,
        "words": describe_clause(leaf.clause),
        "article": leaf.clause.article,
        "threshold": leaf.threshold,
        "coefficients": dict(zip(form.members, rows, strict=True)),
    }


def _tree(node: Node, ids: dict[int, str]) -> str | dict[str, Any]:
    if isinstance(node, Inequality):
        return ids[id(node)]
    join = "all" if isinstance(node, Conjunction) else "any"
    return {join: [_tree(part, ids) for part in node.parts]}


def normal_form_csv(form: NormalForm) -> str:
    """Return the coefficients as CSV: a row a member, four columns a clause.

    A column `c1>=27 yes` is what a yes adds to the first clause's sum, which must reach 27. How the
    clauses join is not in this file; see :func:`normal_form_document`.
    """
    leaves = inequalities(form.root)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    heads = (
        f"c{k}>={leaf.threshold} {ballot}"
        for k, leaf in enumerate(leaves, start=1)
        for ballot in Ballot
    )
    writer.writerow(["party", *heads])
    tables = [leaf.coefficients.tolist() for leaf in leaves]
    for row, member in enumerate(form.members):
        writer.writerow([member, *chain.from_iterable(table[row] for table in tables)])
    return text.getvalue()


def gambit_game(
    form: NormalForm,
    ballots: Collection[Ballot],
    *,
    against: Collection[str] = (),
    title: str = "vote",
) -> str:
    """Return the vote as a strategic game in Gambit's `.nfg` format.

    Players are the members, strategies the ballots. Those `against` gain 1 from rejection and
    nothing from adoption; all others the reverse.

    Raises:
        TooLarge: there are more sheets than the stated limit.
    """
    chosen = [ballot for ballot in Ballot if ballot in ballots]
    size = len(form.members)
    sheets = len(chosen) ** size
    if sheets > LARGEST_GAME:
        raise TooLarge(
            f"a strategic game of {size} members with {len(chosen)} ballots lists {sheets:,} "
            f"outcomes, more than {LARGEST_GAME:,}: take fewer ballots or a smaller body"
        )
    adopted = decide_batch(form, _sheets(size, chosen))
    wants = [0 if member in against else 1 for member in form.members]
    players = " ".join(_quoted(member) for member in form.members)
    strategies = " ".join(_quoted(str(ballot)) for ballot in chosen)
    yes, no = (", ".join(map(str, row)) for row in (wants, [1 - want for want in wants]))
    return "\n".join(
        [
            f"NFG 1 R {_quoted(title)} {{ {players} }}",
            "{ " + " ".join(f"{{ {strategies} }}" for _ in form.members) + " }",
            _quoted("1: the outcome is what the member wants"),
            "{",
            f'{{ "adopted" {yes} }}',
            f'{{ "rejected" {no} }}',
            "}",
            " ".join("1" if won else "2" for won in adopted.tolist()),
            "",
        ]
    )


def _sheets(size: int, ballots: list[Ballot]) -> NDArray[np.uint8]:
    """Return every sheet (sheets, members), the first member's ballot changing fastest."""
    codes = np.arange(len(ballots) ** size)[:, None]
    digits = codes // len(ballots) ** np.arange(size) % len(ballots)
    return np.array([int(ballot) for ballot in ballots], dtype=np.uint8)[digits]


def _quoted(words: str) -> str:
    return '"' + words.replace("\\", "\\\\").replace('"', '\\"') + '"'
