"""Exact counting: how likely a rule adopts, given how each member casts its ballot.

One kernel serves every index. Members are taken one after the other; the state is the vector of
the inequalities' left-hand sides, clipped where the rest cannot change the verdict, and members of
one kind make states coincide. A forward pass carries the weight of each state, a backward pass its
chance of adoption; together they give, for every member and ballot, the chance of adoption once
that member has cast that ballot. Weights are floating point (probabilities, several distributions
at once) or whole numbers of any size (counts), by the same code.

The state space is that of the accumulators of Freixas & Zwicker's (j,k) simple games (2003); for
rules with large weights see :mod:`foedera.power.halves`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.rules.normal import Conjunction, Inequality, Node, NormalForm, inequalities

# States beyond which the kernel gives up; each is a row of 64-bit sums with its weight.
LARGEST_LAYER = 400_000

# Floating-point probabilities or Python's whole numbers (dtype object): the code is the same.
Weights = NDArray[Any]


class TooLarge(ValueError):
    """Counting would need more states than the stated limit."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One member's turn: from each state, the next state by ballot (-1: adopted, -2: rejected)."""

    member: int
    next: NDArray[np.intp]  # (states, ballots)
    size: int  # states after the turn


@dataclass(frozen=True, slots=True)
class Diagram:
    """A rule unrolled over its members; an or/and decision diagram with merged states."""

    members: int
    layers: tuple[Layer, ...]
    start: int  # 0, or -1/-2 if the rule is decided before anybody votes


ADOPTED, REJECTED = -1, -2


def unroll(form: NormalForm, largest: int = LARGEST_LAYER) -> Diagram:
    """Return the diagram of a rule over its members.

    Raises:
        TooLarge: a layer would have more than `largest` states.
    """
    leaves = inequalities(form.root)
    table = np.stack([leaf.coefficients for leaf in leaves], axis=1)  # (members, leaves, 4)
    thresholds = np.array([leaf.threshold for leaf in leaves], dtype=np.int64)
    order = _order(table)
    low, high = _reach(table[order])
    states = np.zeros((1, len(leaves)), dtype=np.int64)
    verdict = _verdict(
        form.root, leaves, _clip(states, thresholds, low[0], high[0]), thresholds, low[0], high[0]
    )
    if verdict[0] != 0:
        return Diagram(len(order), (), ADOPTED if verdict[0] > 0 else REJECTED)
    layers = []
    for turn, member in enumerate(order.tolist()):
        after = turn + 1
        moved = states[:, None, :] + table[member].T[None, :, :]
        moved = _clip(moved.reshape(-1, len(leaves)), thresholds, low[after], high[after])
        verdict = _verdict(form.root, leaves, moved, thresholds, low[after], high[after])
        states, places = _merge(moved, verdict)
        if len(states) > largest:
            raise TooLarge(
                f"counting needs {len(states)} states after {after} of {len(order)} members, "
                f"more than {largest}"
            )
        layers.append(Layer(member, places.reshape(-1, 4), len(states)))
    return Diagram(len(order), tuple(layers), 0)


def _order(table: NDArray[np.int64]) -> NDArray[np.intp]:
    """Return members with the heaviest first and those of one kind together."""
    spread = (table.max(axis=2) - table.min(axis=2)).sum(axis=1)
    flat = table.reshape(len(table), -1)
    keys = [*(flat[:, k] for k in range(flat.shape[1])), -spread]
    return np.lexsort(keys)


def _reach(table: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the least and most that the members from each turn on can still add, by leaf."""

    def rest(extreme: NDArray[np.int64]) -> NDArray[np.int64]:
        sums = np.cumsum(extreme[::-1], axis=0)[::-1]
        return np.concatenate([sums, np.zeros((1, extreme.shape[1]), dtype=np.int64)])

    return rest(table.min(axis=2)), rest(table.max(axis=2))


def _clip(
    sums: NDArray[np.int64],
    thresholds: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Let all sums that surely fail, and all that surely hold, coincide."""
    return sums.clip(thresholds - high - 1, thresholds - low)


def _verdict(
    root: Node,
    leaves: list[Inequality],
    sums: NDArray[np.int64],
    thresholds: NDArray[np.int64],
    low: NDArray[np.int64],
    high: NDArray[np.int64],
) -> NDArray[np.int8]:
    """Return 1 where the rule surely adopts, -1 where it surely rejects, 0 where it is open."""
    signs = np.where(sums >= thresholds - low, 1, np.where(sums < thresholds - high, -1, 0))
    columns = {id(leaf): signs[:, k].astype(np.int8) for k, leaf in enumerate(leaves)}
    return _kleene(root, columns)


def _kleene(node: Node, columns: dict[int, NDArray[np.int8]]) -> NDArray[np.int8]:
    if isinstance(node, Inequality):
        return columns[id(node)]
    parts = [_kleene(part, columns) for part in node.parts]
    join = np.minimum if isinstance(node, Conjunction) else np.maximum
    return np.asarray(join.reduce(parts), dtype=np.int8)


def _merge(
    moved: NDArray[np.int64], verdict: NDArray[np.int8]
) -> tuple[NDArray[np.int64], NDArray[np.intp]]:
    """Return the distinct undecided states and, for each row, its state or its verdict."""
    places = np.where(verdict > 0, ADOPTED, REJECTED).astype(np.intp)
    undecided = np.flatnonzero(verdict == 0)
    if not len(undecided):
        return np.zeros((0, moved.shape[1]), dtype=np.int64), places
    rows = moved[undecided]
    base = rows.min(axis=0)
    spans = rows.max(axis=0) - base + 1
    if float(np.prod(spans.astype(np.float64))) < 2.0**62:
        factors = np.concatenate([np.cumprod(spans[::-1])[::-1][1:], [1]])
        _, first, inverse = np.unique(
            (rows - base) @ factors, return_index=True, return_inverse=True
        )
    else:
        _, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    places[undecided] = inverse.reshape(-1)
    return rows[first], places


@dataclass(frozen=True, slots=True)
class Chances:
    """How likely adoption is, and how likely given each member's ballot.

    `total` has shape (distributions,); `given` (members, ballots, distributions): the weight of
    adoption when that member casts that ballot and the others follow their distributions. For
    counts the same with whole numbers and one distribution.
    """

    total: Weights
    given: Weights


def chances(diagram: Diagram, odds: Weights) -> Chances:
    """Return the weight of adoption under product distributions.

    `odds` has shape (members, 4, distributions): the probability (or, as whole numbers, the weight)
    of each ballot of each member, members in the order of the form that was unrolled.
    """
    if diagram.start != 0:
        others = _others(odds)
        won = diagram.start == ADOPTED
        given = others[:, None, :].repeat(4, axis=1) * (1 if won else 0)
        return Chances(np.multiply.reduce(odds.sum(axis=1), axis=0) * (1 if won else 0), given)
    forward, backward = list(_forward(diagram, odds)), _backward(diagram, odds)
    given = np.zeros_like(odds)
    decided = _none(odds)  # the weight of adoption already certain before a turn
    for turn, layer in enumerate(diagram.layers):
        weight, value, after = forward[turn], *backward[turn + 1]
        for ballot in range(4):
            arrived = _value_at(value, layer.next[:, ballot], after)
            given[layer.member, ballot] = (weight * arrived).sum(axis=0) + decided * after
        decided = _decided(decided, layer, weight, odds[layer.member])
    return Chances((given * odds).sum(axis=1)[0], given)


def _others(odds: Weights) -> Weights:
    """Return for each member the product of all other members' total weights."""
    sums = odds.sum(axis=1)
    before, after = np.ones_like(sums), np.ones_like(sums)
    for k in range(1, len(sums)):
        before[k] = before[k - 1] * sums[k - 1]
        after[-k - 1] = after[-k] * sums[-k]
    product: Weights = before * after
    return product


def _none(odds: Weights) -> Weights:
    return np.zeros(odds.shape[2], dtype=odds.dtype)


def _forward(diagram: Diagram, odds: Weights) -> Iterator[Weights]:
    """Yield the weight of each state before every turn."""
    weight = np.zeros((1, odds.shape[2]), dtype=odds.dtype) + 1
    for layer in diagram.layers:
        yield weight
        moved = np.zeros((layer.size, odds.shape[2]), dtype=odds.dtype)
        for ballot in range(4):
            open_ = layer.next[:, ballot] >= 0
            np.add.at(moved, layer.next[open_, ballot], weight[open_] * odds[layer.member, ballot])
        weight = moved


def _backward(diagram: Diagram, odds: Weights) -> list[tuple[Weights, Weights]]:
    """Return, before every turn and after the last, each state's weight of adoption.

    With it comes the weight of all the ballots still to be cast.
    """
    suffix = _none(odds) + 1
    values: list[tuple[Weights, Weights]] = [(np.zeros((0, len(suffix)), dtype=odds.dtype), suffix)]
    for layer in reversed(diagram.layers):
        value = np.zeros((len(layer.next), odds.shape[2]), dtype=odds.dtype)
        for ballot in range(4):
            arrived = _value_at(values[-1][0], layer.next[:, ballot], suffix)
            value = value + odds[layer.member, ballot] * arrived
        suffix = suffix * odds[layer.member].sum(axis=0)
        values.append((value, suffix))
    return values[::-1]


def _value_at(value: Weights, places: NDArray[np.intp], certain: Weights) -> Weights:
    """Return the value at each place; adopted places are worth all the weight still to come."""
    found = np.zeros((len(places), value.shape[1]), dtype=value.dtype)
    open_ = places >= 0
    found[open_] = value[places[open_]]
    found[places == ADOPTED] = certain
    return found


def _decided(before: Weights, layer: Layer, weight: Weights, odds: Weights) -> Weights:
    """Return the weight that has surely adopted after a turn."""
    gained: Weights = before * odds.sum(axis=0)
    for ballot in range(4):
        won = layer.next[:, ballot] == ADOPTED
        gained = gained + weight[won].sum(axis=0) * odds[ballot]
    return gained
