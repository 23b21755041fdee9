"""Bare weighted games in the field's notation: '[3; 2, 1, 1]', joined by & and |."""

import re

from foedera.rules import (
    Ballot,
    Clause,
    Electorate,
    Group,
    NormalForm,
    Relation,
    Rule,
    RuleError,
    all_of,
    any_of,
    bind,
)

_GAME = re.compile(r"\[\s*(\d{1,18})\s*;\s*(\d{1,18}(?:\s*,\s*\d{1,18})*)\s*\]")
LARGEST_GAME = 10_000


def parse_game(text: str) -> NormalForm:
    """Return the game in `text`: quota and weights, several criteria joined by & (and) or | (or).

    Players are called P1, P2 ... in the order of the weights; '&' binds closer than '|'.

    Raises:
        RuleError: the text is no game, or its criteria have different numbers of players.

    >>> len(parse_game("[3; 2, 1, 1]").members)
    3
    """
    criteria: list[list[int]] = []
    rule = any_of(*(_conjunction(part, text, criteria) for part in text.split("|")))
    sizes = {len(weights) for weights in criteria}
    if len(sizes) > 1:
        raise RuleError(f"every criterion of '{text}' needs a weight for each of the same players")
    size = sizes.pop()
    if size > LARGEST_GAME:
        raise RuleError(f"a game has at most {LARGEST_GAME} players, not {size}")
    players = tuple(f"P{k}" for k in range(1, size + 1))
    tables = {
        f"w{k}": dict(zip(players, weights, strict=True)) for k, weights in enumerate(criteria)
    }
    return bind(rule, Electorate(players, {"players": frozenset(players)}, tables))


def _conjunction(text: str, whole: str, criteria: list[list[int]]) -> Rule:
    return all_of(*(_criterion(part, whole, criteria) for part in text.split("&")))


def _criterion(text: str, whole: str, criteria: list[list[int]]) -> Rule:
    match = _GAME.fullmatch(text.strip())
    if match is None:
        raise RuleError(
            f"'{text.strip() or whole}' is no game: write quota and weights, such as '[3; 2,1,1]', "
            "joined by & or |"
        )
    quota = int(match[1])
    if quota == 0:
        raise RuleError("the quota of a game is at least 1: with 0 nobody is needed")
    criteria.append([int(weight) for weight in match[2].split(",")])
    yes = frozenset({Ballot.YES})
    weight = f"w{len(criteria) - 1}"
    return Clause(Relation.AT_LEAST, quota, Group(("players",)), yes, weight=weight)
