"""Bare weighted games: the field's notation '[3; 2, 1, 1]', joined by & and |, or a CSV file."""

import csv
import re
from pathlib import Path

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

_QUOTA = re.compile(r"(?P<name>[^<>=]+?)\s*>=\s*(?P<quota>\d{1,18})")
_WEIGHT = re.compile(r"\d{1,18}")
_GAME = re.compile(r"\[\s*(\d{1,18})\s*;\s*(\d{1,18}(?:\s*,\s*\d{1,18})*)\s*\]")
LARGEST_GAME = 10_000


def named_game(words: str) -> NormalForm:
    """Return the game in a CSV file if the words end in .csv, else that in the words themselves."""
    return read_game(Path(words)) if words.lower().endswith(".csv") else parse_game(words)


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
    criteria.append([int(weight) for weight in match[2].split(",")])
    return _at_least(int(match[1]), len(criteria) - 1)


def _at_least(quota: int, criterion: int) -> Rule:
    if quota == 0:
        raise RuleError("the quota of a game is at least 1: with 0 nobody is needed")
    yes, players = frozenset({Ballot.YES}), Group(("players",))
    return Clause(Relation.AT_LEAST, quota, players, yes, weight=f"w{criterion}")


def read_game(path: Path) -> NormalForm:
    """Return the game in a CSV file: a row a player, a column of weights a criterion.

    The header is `player,NAME>=QUOTA`, with more columns for more criteria, all of which must hold.

    Raises:
        RuleError: with file, line and what would be accepted.
    """
    rows = _csv_rows(path)
    head = rows[0] if rows else []
    quotas = [_QUOTA.fullmatch(cell) for cell in head[1:]]
    if not quotas or not all(quotas):
        raise RuleError(
            f"{path.name} line 1: a game begins with the header 'player,NAME>=QUOTA', such as "
            "'player,seats>=4,population>=650'"
        )
    tables: list[dict[str, int]] = [{} for _ in quotas]
    for line, row in enumerate(rows[1:], start=2):
        if any(row):
            _add_player(row, f"{path.name} line {line}", tables)
    players = tuple(tables[0])
    if not 0 < len(players) <= LARGEST_GAME:
        raise RuleError(f"{path.name}: a game has 1 to {LARGEST_GAME} players, not {len(players)}")
    weights = {f"w{k}": table for k, table in enumerate(tables)}
    criteria = [_at_least(int(found["quota"]), k) for k, found in enumerate(quotas) if found]
    return bind(all_of(*criteria), Electorate(players, {"players": frozenset(players)}, weights))


def _csv_rows(path: Path) -> list[list[str]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return [
            [cell.strip() for cell in row] for row in csv.reader(text.splitlines(), strict=True)
        ]
    except FileNotFoundError:
        raise RuleError(f"there is no file {path}") from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise RuleError(f"{path.name} cannot be read as UTF-8 CSV: {error}") from None


def _add_player(row: list[str], place: str, tables: list[dict[str, int]]) -> None:
    player, *weights = row
    if len(weights) != len(tables) or not player:
        raise RuleError(f"{place}: a row has a player and as many weights as the header")
    if player in tables[0]:
        raise RuleError(f"{place}: {player} has two rows")
    for weight, table in zip(weights, tables, strict=True):
        if not _WEIGHT.fullmatch(weight):
            raise RuleError(f"{place}: '{weight}' is no weight: write a whole number")
        table[player] = int(weight)
