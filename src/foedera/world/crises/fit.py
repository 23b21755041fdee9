"""Fit the generator of random crises to the user's own data: `python -m foedera.world.crises.fit`.

Reads, from the folder FOEDERA_DATA, the state system, CINC, contiguity, rivalries, ideal points,
GML disputes (Gibler, Miller & Little 2016) and ICB actors (Brecher et al., v14), and writes
`fitted.json` beside this file: coefficients, counts and the tables that `generate` draws from.

*Who against whom.* Disputes between directed originators (side A first to act) are counted in
cells of the classes of :mod:`foedera.world.crises.covariates`, each dispute once, shared evenly
among its dyads. The rate of a cell is log-linear in the design (Poisson, exposure dyad-years), with
a term for the years from 1990, of which half the disputes may be missing from the copy fitted.

*What, and how glaring.* `disputes`: the highest action of side A. `crises`: ICB's trigger of each
actor, each crisis once; military triggers are split by the actions of disputes. Scores answer the
criteria of :mod:`foedera.world.crises.glaring` that the data can answer (see
:mod:`foedera.world.crises.observed`); the others are unknown and left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from foedera.world.crises.covariates import BY_LAND, SHAPE, TERMS, classes, design, term_name
from foedera.world.crises.observed import (
    FORCED,
    SHOWN,
    Onset,
    Row,
    World,
    crisis_score,
    onsets,
    rows,
)

FITTED = Path(__file__).with_name("fitted.json")
FIRST = 1946
CUTOFFS = (1989, 2008, 2010)
PARTLY_HELD_OUT = 1990

# ICB's triggers: 4 (a change outside), 5 (other) and 6 (a challenge from inside) are left out, as
# they are no act of a state against the actor.
TRIGGERS = {
    1: "threat-of-force",
    2: "political-pressure",
    3: "economic-coercion",
    8: "intervention",
}
SHOW_ACTS = frozenset({"show-of-force", "mobilisation"})
FORCE_ACTS = frozenset({"border-incident", "blockade", "occupation", "seizure", "armed-attack"})

CONVERGED = 1e-10

Table = dict[str, float]
Weights = defaultdict[str, float]


def fit(until: int, folder: Path | None = None) -> dict[str, Any]:
    """Return what `generate` draws from, fitted on 1946 to `until` (inclusive).

    Raises:
        DataError: the folder lacks a file, or one is not what it should be.
    """
    found = [onset for onset in onsets(folder) if FIRST <= onset.year <= until]
    counts, exposure, contiguity = _cells(found, until, folder)
    estimate, error = _poisson(counts, exposure)
    disputes = _dispute_tables(found, contiguity)
    return {
        "until": until,
        "disputes": round(sum(onset.weight for onset in found)),
        "terms": [
            {"term": name, "estimate": round(b, 4), "se": round(e, 4)}
            for name, b, e in zip(
                [*map(term_name, TERMS), "from 1990"],
                estimate.tolist(),
                error.tolist(),
                strict=True,
            )
        ],
        "cells": _shipped_cells(counts, exposure),
        "populations": {"disputes": disputes, "crises": _crisis_tables(disputes, until, folder)},
    }


def _cells(
    found: Iterable[Onset], until: int, folder: Path | None
) -> tuple[NDArray[np.float64], NDArray[np.float64], dict[Onset, int]]:
    """Return disputes and dyad-years, shape (2 periods, *SHAPE), and each onset's contiguity."""
    counts, exposure = np.zeros((2, *SHAPE)), np.zeros((2, *SHAPE))
    contiguity: dict[Onset, int] = {}
    by_year: dict[int, list[Onset]] = defaultdict(list)
    for onset in found:
        by_year[onset.year].append(onset)
    world = World(folder)
    for year in range(FIRST, until + 1):
        relations = world.relations(year)
        place = {code: n for n, code in enumerate(relations.codes)}
        kinds = classes(relations)
        apart = ~np.eye(len(place), dtype=bool)
        period = int(year >= PARTLY_HELD_OUT)
        np.add.at(exposure[period], tuple(kinds[:, apart]), 1.0)
        for onset in by_year[year]:
            a, b = place.get(str(onset.aggressor)), place.get(str(onset.attacked))
            if a is not None and b is not None:
                counts[(period, *kinds[:, a, b])] += onset.weight
                contiguity[onset] = int(relations.contiguity[a, b])
    return counts, exposure, contiguity


def _poisson(
    counts: NDArray[np.float64], exposure: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return estimates and standard errors of the log-linear rate, by Newton's method."""
    base = design()
    later = np.repeat([[0.0], [1.0]], len(base), axis=0)
    x = np.hstack([np.vstack([base, base]), later])
    seen = exposure.ravel() > 0
    x, y, n = x[seen], counts.ravel()[seen], exposure.ravel()[seen]
    used = np.flatnonzero(x.any(axis=0))
    beta = np.zeros(len(used))
    beta[0] = np.log(y.sum() / n.sum())
    covariance = np.eye(len(beta))
    for _ in range(100):
        mean = n * np.exp(x[:, used] @ beta)
        covariance = np.linalg.inv(x[:, used].T @ (mean[:, None] * x[:, used]))
        step = covariance @ (x[:, used].T @ (y - mean))
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < CONVERGED:
            break
    estimate, error = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    estimate[used], error[used] = beta, np.sqrt(np.diag(covariance))
    return estimate, error


def _shipped_cells(counts: NDArray[np.float64], exposure: NDArray[np.float64]) -> list[list[float]]:
    """Return [class of each covariate, dyad-years, disputes] of every cell that occurs."""
    y, n = counts.sum(axis=0), exposure.sum(axis=0)
    return [
        [*map(int, cell), int(n[cell]), round(float(y[cell]), 3)]
        for cell in zip(*np.nonzero(n), strict=True)
    ]


def _dispute_tables(found: list[Onset], contiguity: dict[Onset, int]) -> dict[str, Any]:
    acts: dict[str, Weights] = {"by land": defaultdict(float), "other": defaultdict(float)}
    scores: dict[str, dict[float, float]] = defaultdict(_weights)
    for onset in found:
        if onset.act and onset in contiguity:
            where = "by land" if contiguity[onset] == BY_LAND else "other"
            acts[where][onset.act] += onset.weight
            scores[onset.act][onset.score] += onset.weight
    return {"acts": {k: _rounded(v) for k, v in acts.items()}, "glaring": _listed(scores)}


def _crisis_tables(disputes: dict[str, Any], until: int, folder: Path | None) -> dict[str, Any]:
    by_crisis: dict[int, list[Row]] = defaultdict(list)
    for row in rows("icb_actors", folder):
        if FIRST <= row["yrtrig"] <= until:
            by_crisis[row["crisno"]].append(row)
    kinds: dict[int, float] = defaultdict(float)
    scores: dict[int, dict[float, float]] = defaultdict(_weights)
    for actors in by_crisis.values():
        for row in actors:
            kinds[row["triggr"]] += 1 / len(actors)
            scores[row["triggr"]][crisis_score(row)] += 1 / len(actors)
    acts = {where: _split(kinds, table) for where, table in disputes["acts"].items()}
    named = {act: scores[kind] for kind, act in TRIGGERS.items()}
    named |= dict.fromkeys(SHOW_ACTS, scores[SHOWN]) | dict.fromkeys(FORCE_ACTS, scores[FORCED])
    left_out = sum(w for kind, w in kinds.items() if kind not in {*TRIGGERS, SHOWN, FORCED})
    return {
        "crises": len(by_crisis),
        "left_out": round(left_out, 2),
        "acts": acts,
        "glaring": _listed(named),
    }


def _split(kinds: dict[int, float], actions: Table) -> Table:
    """Return acts by weight: triggers, the military ones shared out as disputes' actions are."""
    table: Weights = defaultdict(float)
    for kind, act in TRIGGERS.items():
        table[act] += kinds[kind]
    for kind, wanted in ((SHOWN, SHOW_ACTS), (FORCED, FORCE_ACTS)):
        total = sum(w for act, w in actions.items() if act in wanted)
        for act in wanted & actions.keys():
            table[act] += kinds[kind] * actions[act] / total
    return _rounded(table)


def _weights() -> dict[float, float]:
    return defaultdict(float)


def _rounded(table: Weights) -> Table:
    return {act: round(weight, 3) for act, weight in sorted(table.items()) if weight > 0}


def _listed(scores: dict[str, dict[float, float]]) -> dict[str, list[list[float]]]:
    return {
        act: [[score, round(w, 3)] for score, w in sorted(found.items())]
        for act, found in sorted(scores.items())
    }


def main() -> None:
    """Write `fitted.json` from the folder of FOEDERA_DATA."""
    document = {
        "about": "made by python -m foedera.world.crises.fit; its docstring says how",
        "sources": [
            "Gibler, Miller & Little (2016), GML MID 2.2.1",
            "Brecher, Wilkenfeld, Beardsley, James & Quinn, International Crisis Behavior v14",
            "Correlates of War: State System v2016, NMC v7.0, Direct Contiguity v3.2",
            "Thompson, Sakuwa & Suhas (2021), strategic rivalries",
            "Bailey, Strezhnev & Voeten (2017), ideal points, July 2025",
        ],
        "fits": {str(until): fit(until) for until in CUTOFFS},
    }
    FITTED.write_text(json.dumps(document, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
