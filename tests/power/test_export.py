"""A rule in files for others: JSON that decides as the rule does, CSV, Gambit; games from CSV."""

import csv
import json
from contextlib import suppress
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.power import (
    ALL_BALLOTS,
    YES_NO,
    TooLarge,
    gambit_game,
    named_game,
    normal_form_csv,
    normal_form_document,
    parse_game,
    power,
    read_game,
)
from foedera.rules import Ballot, Electorate, RuleError, UnboundRule, bind, decide_batch, parse


def holds(tree, sums):
    """Evaluate a tree of the document as a reader of it would."""
    if isinstance(tree, str):
        return sums[tree]
    (join, parts), *_ = tree.items()
    return (all if join == "all" else any)(holds(part, sums) for part in parts)


def adopts(document, cast):
    places = document["ballots"]
    sums = {
        clause["id"]: sum(
            clause["coefficients"][member][places.index(ballot)] for member, ballot in cast.items()
        )
        >= clause["threshold"]
        for clause in document["clauses"]
    }
    return holds(document["tree"], sums)


@given(rules, electorates(largest=3))
def test_the_json_decides_every_sheet_as_the_rule_does(rule, voters):
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    document = json.loads(json.dumps(normal_form_document(form)))
    sheets = list(product(Ballot, repeat=len(form.members)))
    decided = decide_batch(form, np.array(sheets, dtype=np.uint8))
    for cast, adopted in zip(sheets, decided.tolist(), strict=True):
        words = {m: str(b) for m, b in zip(form.members, cast, strict=True)}
        assert adopts(document, words) == adopted


def test_the_json_cites_the_articles():
    document = normal_form_document(named_game("[2; 1,1]"))
    assert document["tree"] == "c1"
    assert document["clauses"][0] | {"words": "", "article": None} == {
        "id": "c1",
        "words": "",
        "article": None,
        "threshold": 2,
        "coefficients": {"P1": [1, 0, 0, 0], "P2": [1, 0, 0, 0]},
    }


def test_the_csv_has_a_row_a_member_and_the_threshold_in_the_header():
    form = parse_game("[3; 2,1] & [2; 1,1]")
    rows = list(csv.reader(normal_form_csv(form).splitlines()))
    assert rows[0] == ["party"] + [
        f"{clause} {ballot}" for clause in ("c1>=3", "c2>=2") for ballot in Ballot
    ]
    assert rows[1:] == [
        ["P1", "2", "0", "0", "0", "1", "0", "0", "0"],
        ["P2", "1", "0", "0", "0", "1", "0", "0", "0"],
    ]


# --------------------------------------------------------------------------------------- Gambit


def meeting():
    """A quorum of three of four, and a majority of those voting: staying away can decide."""
    members = ("ANN", "BEN", "CLO", "DAN")
    words = (
        "at least 3/4 of the parties are present and more than 1/2 of the parties voting vote yes"
    )
    return bind(parse(words), Electorate(members, {"parties": frozenset(members)}))


def pure_equilibria(form, ballots, against):
    """Return every sheet from which no member gains by another ballot, by trying all."""

    def gain(cast, member):
        adopted = decide_batch(form, np.array([cast], dtype=np.uint8))[0]
        return int(adopted != (form.members[member] in against))

    stable = set()
    for cast in product(ballots, repeat=len(form.members)):
        moves = (
            (member, ballot, (*cast[:member], ballot, *cast[member + 1 :]))
            for member in range(len(cast))
            for ballot in ballots
        )
        if all(gain(other, member) <= gain(cast, member) for member, _, other in moves):
            stable.add(cast)
    return stable


@pytest.mark.parametrize(
    ("form", "ballots", "against"),
    [
        (parse_game("[3; 2,1,1]"), YES_NO, {"P1"}),
        (parse_game("[3; 2,1,1]"), YES_NO, {"P2", "P3"}),
        (meeting(), (Ballot.YES, Ballot.NO, Ballot.ABSENT), {"ANN", "BEN"}),
    ],
)
def test_gambit_reads_the_file_and_finds_our_equilibria(tmp_path, form, ballots, against):
    gambit = pytest.importorskip(
        "pygambit", reason="pygambit is an oracle that users need not have"
    )
    path = tmp_path / "vote.nfg"
    path.write_text(gambit_game(form, ballots, against=against, title='a "vote"'), encoding="utf-8")
    game = gambit.read_nfg(str(path))

    assert [player.label for player in game.players] == list(form.members)
    assert game.title == 'a "vote"'
    words = {str(ballot): ballot for ballot in ballots}
    found = {
        tuple(
            words[strategy.label]
            for player in game.players
            for strategy in player.strategies
            if profile[strategy] == 1
        )
        for profile in gambit.nash.enumpure_solve(game).equilibria
    }
    assert found == pure_equilibria(form, ballots, against)
    assert found


def test_a_game_of_too_many_sheets_is_refused_with_their_number():
    form = parse_game("[6; 1,1,1,1,1,1,1,1,1,1,1]")
    assert gambit_game(form, YES_NO).startswith('NFG 1 R "vote" { "P1"')
    with pytest.raises(TooLarge, match="11 members with 4 ballots lists 4,194,304 outcomes"):
        gambit_game(form, ALL_BALLOTS)


# ------------------------------------------------------------------------------- games from CSV


def test_a_game_from_csv_is_that_of_the_notation(tmp_path):
    path = tmp_path / "game.csv"
    path.write_text(
        "player,seats>=3,heads >= 2\nRed,2,1\nBlue,1,1\n\nGreen,1,1\n", encoding="utf-8"
    )
    found, want = power(read_game(path), YES_NO), power(parse_game("[3;2,1,1] & [2;1,1,1]"), YES_NO)
    assert [member.party for member in found.members] == ["Red", "Blue", "Green"]
    assert found.adopting == want.adopting
    assert [m.banzhaf for m in found.members] == [m.banzhaf for m in want.members]
    assert named_game(str(path)).members == read_game(path).members


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "game.csv line 1: a game begins with the header 'player,NAME>=QUOTA'"),
        ("player,seats\nA,1\n", "line 1: a game begins with the header"),
        ("player,seats>=0\nA,1\n", "the quota of a game is at least 1"),
        ("player,seats>=1\nA,x\n", "line 2: 'x' is no weight: write a whole number"),
        ("player,seats>=1\nA,1,2\n", "line 2: a row has a player and as many weights"),
        ("player,seats>=1\nA,1\nA,2\n", "line 3: A has two rows"),
        ("player,seats>=1\n", "a game has 1 to 10000 players, not 0"),
    ],
)
def test_a_bad_game_file_is_answered_in_one_sentence(tmp_path, text, said):
    path = tmp_path / "game.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match=said) as error:
        read_game(path)
    assert "\n" not in str(error.value)


def test_a_game_file_that_is_not_there_is_named():
    with pytest.raises(RuleError, match=r"there is no file nowhere.csv"):
        named_game("nowhere.csv")


@given(st.text(alphabet="player,abc>=123\n\"'x", max_size=60))
def test_any_text_of_a_game_file_is_a_game_or_a_rule_error(text):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "game.csv"
        path.write_text(f"player,{text}", encoding="utf-8")
        with suppress(RuleError):
            assert read_game(path).members
