"""The claims that the record of the library of crises speaks to: C38, C39 and C45."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from foedera.charters import charter_ids, load_charter
from foedera.evidence.claims import Claim, Share
from foedera.evidence.record.deeds import SOURCES, Deed
from foedera.evidence.record.foretold import CAUSES
from foedera.evidence.record.scored import Record, forecasts
from foedera.evidence.scores import compare, interval, weights
from foedera.simulation.opening import parties_on
from foedera.world.crises import Crisis, Response, load_crisis
from foedera.world.crises.coded import furthest

AGE = 1990  # first year that a fit foretells
NEW = 2009  # first year after the last fit but one
CASES = ("kosovo-1999", "georgia-2008")
FEWEST_CRISES = 2  # with fewer there is nothing to resample
_DRAWS, _SEED = 1000, 1

Floats = NDArray[np.float64]


def whether_bodies_are_paralysed(of: Record) -> Claim:
    """Return how often bodies came to nothing, and why: foretold and of record (C38)."""
    chosen = np.flatnonzero(of.since(AGE))
    rows = [of.deeds[k] for k in chosen]
    shares = [
        _mean("decided, as foretold", rows, of.chances[chosen]),
        _mean("decided, of record", rows, [deed.decided for deed in rows]),
    ]
    for name in CAUSES.values():
        told = [of.foretold[k].causes[name] for k in chosen]
        shares.append(_mean(f"foretold: {name}", rows, told))
        shares.append(_mean(f"of record: {name}", rows, [deed.obstacle == name for deed in rows]))
    never = [deed.asked == "no" for deed in rows]
    shares += [
        _mean("of record: never asked", rows, never),
        _mean("of record: another text adopted", rows, [_other(deed) for deed in rows]),
        _mean("decided, of those asked", *_asked(rows, "yes", [d.decided for d in rows])),
        _mean("foretold, of those asked", *_asked(rows, "yes", of.chances[chosen])),
        _mean("foretold, of those never asked", *_asked(rows, "no", of.chances[chosen])),
    ]
    return Claim(
        "C38",
        "How often do bodies that are open come to nothing, and why?",
        tuple(shares),
        f"Of bodies open to crises since {AGE}, {shares[1].estimate:.0%} decided against the act, "
        f"where the simulator foretells {shares[0].estimate:.0%}. {np.mean(never):.0%} were never "
        f"asked, which the simulator does not know: in it the attacked asks everybody. What kept "
        "the others is told of record only where a draft was lost or kept back.",
        SOURCES,
    )


def _other(deed: Deed) -> bool:
    return deed.adopted and not deed.decided


def whether_institutions_were_used() -> Claim:
    """Return of two crises how many bodies were asked, and how many of those decided (C39)."""
    found = {name: _bodies(load_crisis(name)) for name in CASES}
    shares = tuple(share for name, bodies in found.items() for share in _used(name, bodies))
    asked = [(within, each) for bodies in found.values() for within, each in bodies if _yes(each)]
    sides = {side: [each for within, each in asked if within is side] for side in (True, False)}
    against = {side: sum(each.decided == "yes" for each in sides[side]) for side in sides}
    told = (
        f"{load_crisis(name).title}: of the bodies in the record {of[0].note} were asked; of these "
        f"{of[1].note} decided against the act and {of[2].note} adopted another text."
        for name, of in zip(CASES, (shares[:3], shares[3:]), strict=True)
    )
    used = 2 * len(asked) > sum(map(len, found.values()))
    worked = 2 * sum(against.values()) > len(asked)
    return Claim(
        "C39",
        "1999 and 2008: did existing institutions not work, or were they not used?",
        shares,
        f"{' '.join(told)} They were {'' if used else 'not '}used, and most of those used "
        f"{'decided' if worked else 'did not decide'} against the act. With one of the accused "
        f"among their members {against[True]} of {len(sides[True])} asked decided against it, "
        f"without {against[False]} of {len(sides[False])}. These are counts, no sample.",
        SOURCES,
    )


def _bodies(crisis: Crisis) -> list[tuple[bool, Response]]:
    """Return each body of a crisis with whether one of the accused was a member."""
    names = dict.fromkeys(done.institution for done in crisis.organisations)
    coded = [(name, furthest(crisis, name)) for name in names if name in charter_ids()]
    return [
        (bool(parties_on(load_charter(name), crisis.start) & set(crisis.aggressor)), each)
        for name, each in coded
        if each
    ]


def _yes(body: Response) -> bool:
    return body.asked == "yes"


def _used(name: str, bodies: list[tuple[bool, Response]]) -> Iterator[Share]:
    asked = [each for _, each in bodies if _yes(each)]
    unknown = sum(each.asked is None for _, each in bodies)
    rest = f" ({unknown} not known)" if unknown else ""
    yield _count(f"{name}: asked", len(asked), len(bodies), rest)
    for code, words in (("yes", "decided against the act"), ("other", "adopted another text")):
        hits = sum(each.decided == code for each in asked)
        yield _count(f"{name}: of those, {words}", hits, len(asked))


def _count(label: str, hits: int, n: int, rest: str = "") -> Share:
    share = hits / n
    return Share(label, share, (share, share), n, 1, f"{hits} of {n}{rest}")


def whether_history_bore_it_out(of: Record) -> Claim:
    """Return how the models fitted until 2008 fared on the crises since (C45)."""
    new = np.flatnonzero(of.since(NEW))
    rows, chances = [of.deeds[k] for k in new], of.chances[new]
    came = np.array([deed.decided for deed in rows])
    asked = np.array([deed.asked == "yes" for deed in rows])
    likely = chances > 1 / 2
    right = likely == came
    shares = [
        _mean("decided, as foretold", rows, chances),
        _mean("decided, of record", rows, came),
        _mean("foretold less decided", rows, chances - came),
        _mean("went the likelier way", rows, right),
    ]
    for words, values, chosen in (
        ("decided, of those given more than 1/2", came, likely),
        ("decided, of those given at most 1/2", came, ~likely),
        ("went the likelier way, of those asked", right, asked),
    ):
        among = _pick(rows, chosen)
        if len({deed.crisis.id for deed in among}) >= FEWEST_CRISES:
            shares.append(_mean(words, among, values[chosen]))
    return Claim(
        "C45",
        "Which of these answers has history borne out (2014, 2022)?",
        tuple(shares),
        f"Fitted until {NEW - 1} and put to {len(rows)} bodies in {shares[0].events} crises "
        f"since: {_level(*shares[:3])} {_order(of)} Karabakh 2023 and Kazakhstan 2022 have no "
        "state on one of their sides and cannot be put to it.",
        SOURCES,
    )


def _level(foretold: Share, seen: Share, apart: Share) -> str:
    high, low = apart.interval[0] > 0, apart.interval[1] < 0
    words = "too high" if high else "too low" if low else "within what chance allows"
    return (
        f"the chances are {words} ({foretold.estimate:.0%} foretold, {seen.estimate:.0%} decided)."
    )


def _order(of: Record) -> str:
    words = {"better": "better than", "worse": "worse than", "unclear": "not clearly apart from"}
    found = forecasts(of, NEW)
    told = []
    for name, rival in found.baselines.items():
        brier, _, auc = compare(found.model, rival)
        told.append(
            f"{words[brier.verdict]} the {name} by Brier ({brier.model:.3f} against "
            f"{brier.baseline:.3f}), {words[auc.verdict]} it by AUC ({auc.model:.2f} against "
            f"{auc.baseline:.2f})"
        )
    return f"They are {'; '.join(told)}."


def _pick(rows: list[Deed], chosen: NDArray[np.bool_]) -> list[Deed]:
    return [deed for deed, kept in zip(rows, chosen, strict=True) if kept]


def _asked(
    rows: list[Deed], word: str, values: Iterable[float] | Floats
) -> tuple[list[Deed], list[float]]:
    kept = [(deed, value) for deed, value in zip(rows, values, strict=True) if deed.asked == word]
    return [deed for deed, _ in kept], [value for _, value in kept]


def _mean(label: str, rows: list[Deed], values: Iterable[float] | Floats) -> Share:
    """Return a mean over deeds with its 90 % interval, crises resampled as a whole."""
    of = np.array(list(values), dtype=np.float64)
    names = np.unique([deed.crisis.id for deed in rows], return_inverse=True)[1].astype(np.int64)
    weight = weights(names, _DRAWS, _SEED)
    drawn = interval(weight @ of / weight.sum(axis=1))
    return Share(label, float(of.mean()), drawn, len(rows), int(names.max()) + 1)
