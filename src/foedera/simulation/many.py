"""Random crises like those of history, put through charters: how they do on the whole.

Each crisis is drawn among the parties (:func:`foedera.world.crises.generate.generate`) and is one
block of draws; errors are those of a mean over crises, since these differ more than the draws do.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from foedera.simulation.dispute import Dispute
from foedera.simulation.errors import SimulationError
from foedera.simulation.plan import Plan
from foedera.simulation.result import Forum, Result, Share, Tally, spread_error
from foedera.simulation.simulate import Settings, compare

MOST_CRISES = 10_000


def random_disputes(
    parties: Sequence[str], on: date, number: int, seed: int
) -> tuple[Dispute, ...]:
    """Return random crises among the parties with the relations of a year.

    Raises:
        SimulationError: the number is out of range, or fewer than two parties have data.
    """
    from foedera.world.crises.generate import generate
    from foedera.world.crises.relations import relations_of
    from foedera.world.system import states_of

    if not 1 <= number <= MOST_CRISES:
        raise SimulationError(f"random crises are 1 to {MOST_CRISES}, not {number}")
    try:
        known = set(relations_of(on.year).codes)
        states = [code for code in sorted(parties) if code in known & set(states_of(on.year))]
        relations = relations_of(on.year, states)
        drawn = generate(relations, number, np.random.default_rng(seed))
    except ValueError as error:
        raise SimulationError(f"no random crisis can be drawn: {error}") from None
    return tuple(
        Dispute(
            f"random-{k + 1}",
            (drawn.codes[drawn.aggressor[k]],),
            (drawn.codes[drawn.attacked[k]],),
            on,
            float(drawn.glaring[k]),
        )
        for k in range(number)
    )


def compare_many(
    disputes: Sequence[Dispute],
    plans_of: Callable[[Dispute], Sequence[Plan]],
    settings: Settings,
) -> tuple[Result, ...]:
    """Return how a set of disputes ends under each of several charters, on the same numbers.

    `settings.draws` are shared out evenly among the disputes; each has its own stream.

    Raises:
        SimulationError: there are fewer draws than disputes, or no dispute.
    """
    if not disputes:
        raise SimulationError("there is no dispute to simulate")
    each = settings.draws // len(disputes)
    if not each:
        raise SimulationError(f"{len(disputes)} crises need as many draws: {settings.draws} are")
    seeds = np.random.SeedSequence(settings.seed).generate_state(len(disputes))
    found = [
        compare(plans_of(dispute), dispute, _settings_at(settings, k, each, int(seed)))
        for k, (dispute, seed) in enumerate(zip(disputes, seeds, strict=True))
    ]
    return tuple(_joined(results, settings.seed) for results in zip(*found, strict=True))


def _settings_at(settings: Settings, place: int, draws: int, seed: int) -> Settings:
    """Return the settings of one dispute: it goes on with the models where the last one stopped.

    With fewer draws a dispute than models, all disputes would else have the first models only.
    """
    first = place * draws % len(settings.behaviours)
    turn = settings.behaviours[first:] + settings.behaviours[:first]
    return replace(settings, draws=draws, seed=seed, behaviours=turn)


def _joined(results: Sequence[Result], seed: int) -> Result:
    """Return the results of one charter as one, a block for each dispute."""
    first = results[0]
    closed = [result.closed for result in results if result.closed]
    false = [result.false for result in results if result.false]
    sizes = np.array([result.draws for result in results])
    return replace(
        first,
        dispute=f"{len(results)} random crises",
        seed=seed,
        parties=_parties(results),
        tally=_stacked([result.tally for result in results], results),
        false=_stacked(false, results) if false else None,
        assumed=tuple(dict.fromkeys(words for result in results for words in result.assumed)),
        conditions=tuple(dict.fromkeys(words for result in results for words in result.conditions)),
        closed=_why(closed) if len(closed) == len(results) else "",
        routes=tuple(dict.fromkeys(words for result in results for words in result.routes)),
        difference={
            name: _mean([result.difference[name] for result in results], sizes)
            for name in first.difference
        },
        forums=_forums(results, sizes),
        open_share=1 - len(closed) / len(results),
    )


def _mean(shares: Sequence[Share], sizes: NDArray[np.int64]) -> Share:
    """Return the mean of shares over crises, with the error of one between them."""
    found = np.array([each.share for each in shares])
    return Share(float((found * sizes).sum() / sizes.sum()), spread_error(found, sizes))


def _forums(results: Sequence[Result], sizes: NDArray[np.int64]) -> tuple[Forum, ...] | None:
    """Return how often blockers carry a motion where; never in a crisis that has no such forum."""
    if results[0].forums is None:
        return None
    none = Forum("", Share(0.0, 0.0), Share(0.0, 0.0), Share(0.0, 0.0), ())
    each = [{forum.charter: forum for forum in result.forums or ()} for result in results]
    found = []
    for charter in dict.fromkeys(name for forums in each for name in forums):
        here = [forums.get(charter, none) for forums in each]
        unattacked = [forum.unattacked for forum in here if forum.unattacked]
        motions = dict.fromkeys(title for forum in here for title in forum.motions)
        ranks = dict.fromkeys(words for forum in here for words in forum.ranks)
        found.append(
            Forum(
                charter,
                _mean([forum.carried for forum in here], sizes),
                _mean(unattacked, sizes) if len(unattacked) == len(here) else None,
                _mean([forum.undoes for forum in here], sizes),
                tuple(motions),
                tuple(ranks),
            )
        )
    return tuple(sorted(found, key=lambda forum: -forum.carried.share))


def _why(closed: Sequence[str]) -> str:
    several = "the attacked is a party in none of the crises"
    return closed[0] if len(set(closed)) == 1 else several


def _parties(results: Sequence[Result]) -> tuple[str, ...]:
    return tuple(sorted(set().union(*(result.parties for result in results))))


def _stacked(tallies: Sequence[Tally], results: Sequence[Result]) -> Tally:
    codes = _parties(results)
    came = np.zeros(len(codes), dtype=np.int64)
    for tally, result in zip(tallies, results, strict=True):
        came[[codes.index(code) for code in result.parties]] += tally.came
    endings = np.stack([tally.endings.sum(axis=0) for tally in tallies])
    return Tally(
        endings,
        came,
        sum(tally.force for tally in tallies),
        sum(tally.days for tally in tallies),
        several=True,
        crises=True,
    )
