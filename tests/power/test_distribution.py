"""Power under any distribution of ballots: identities, Monte Carlo, files and records."""

import re
from itertools import product
from math import sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import electorates, rules

from foedera.power import (
    YES_NO,
    Odds,
    OddsError,
    equal_odds,
    likely,
    odds_from_record,
    parse_game,
    power,
    read_odds,
)
from foedera.proceedings import InputError
from foedera.rules import Ballot, Electorate, UnboundRule, bind, decide_batch, parse

MEMBERS = ("ANN", "BEN", "CLO", "DAN", "EVE")
FOUR = tuple(Ballot)


def council():
    """Return the Security Council of fifteen, five of them permanent."""
    codes = tuple(f"M{k:02d}" for k in range(15))
    groups = {"members": frozenset(codes), "permanent members": frozenset(codes[:5])}
    words = "at least 9 of the members vote yes and none of the permanent members vote no"
    return bind(parse(words), Electorate(codes, groups))


def meeting():
    groups = {"parties": frozenset(MEMBERS)}
    words = (
        "at least 3/5 of the parties are present and more than 1/2 of the parties voting vote yes"
    )
    return bind(parse(words), Electorate(MEMBERS, groups))


@pytest.mark.parametrize("ballots", [YES_NO, FOUR])
def test_equal_odds_are_the_count_of_sheets(ballots):
    form = council()
    exact, found = power(form, ballots), likely(form, equal_odds(form.members, ballots))

    assert found.power_to_act == pytest.approx(float(exact.power_to_act), rel=1e-12)
    assert found.error == 0
    for member, counted in zip(found.members, exact.members, strict=True):
        assert member.criticality == pytest.approx(float(counted.banzhaf), rel=1e-12)
        assert member.success == pytest.approx(float(counted.success), rel=1e-12)


def test_success_is_half_plus_half_of_decisiveness_where_ballots_are_equally_likely():
    """Laruelle & Valenciano (2005): Omega = 1/2 + Phi/2 under equal odds, and only there."""
    form = council()
    for member in likely(form, equal_odds(form.members, YES_NO)).members:
        assert member.success == pytest.approx(0.5 + member.decisiveness / 2, rel=1e-12)
        assert member.luck == pytest.approx(member.success - member.decisiveness)
    willing = np.tile([0.9, 0.1, 0.0, 0.0], (15, 1))
    odds = Odds(form.members, willing, np.zeros((15, 0)))
    first = likely(form, odds).members[0]
    assert abs(first.success - 0.5 - first.decisiveness / 2) > 0.01


def test_loading_nothing_is_independence():
    form = council()
    odds = equal_odds(form.members)
    assert likely(form, odds.with_common(0)) == likely(form, odds)


def test_members_who_follow_one_factor_wholly_cast_one_ballot():
    form = council()
    odds = Odds(form.members, np.tile([0.6, 0.3, 0.1, 0.0], (15, 1)), np.zeros((15, 0)))
    found = likely(form, odds.with_common(1))

    assert found.power_to_act == pytest.approx(0.6, abs=1e-12)  # all yes adopts, all else does not
    assert found.members[0].given == {
        Ballot.YES: pytest.approx(1),
        Ballot.NO: pytest.approx(0),
        Ballot.ABSTAIN: pytest.approx(0),
        Ballot.ABSENT: None,
    }
    assert found.members[0].success == pytest.approx(1)


def test_a_bloc_against_the_others_never_agrees_with_them():
    """Two halves that follow one factor in opposite directions, under unanimity."""
    form = parse_game("[4; 1,1,1,1]")
    loadings = np.array([[1.0], [1.0], [-1.0], [-1.0]])
    odds = Odds(form.members, equal_odds(form.members, YES_NO).table, loadings, ("common",))
    assert likely(form, odds).power_to_act == pytest.approx(0, abs=1e-12)


def test_two_members_with_one_factor_agree_as_the_normal_orthant_says():
    """Sheppard (1899): both above zero with chance 1/4 + asin(r) / 2 pi, r the correlation."""
    form = parse_game("[2; 1,1]")
    for loading in (0.2, 0.5, 0.8):
        found = likely(form, equal_odds(form.members, YES_NO).with_common(loading))
        want = 1 / 4 + np.arcsin(loading**2) / (2 * np.pi)
        assert found.power_to_act == pytest.approx(want, abs=1e-7)
        assert abs(found.power_to_act - want) <= max(found.error, 1e-10)


def test_odds_are_kept_whatever_the_loading():
    form = meeting()
    rows = np.array([[0.5, 0.2, 0.1, 0.2]] * 4 + [[0.0, 0.7, 0.3, 0.0]])
    odds = Odds(form.members, rows, np.array([[0.4, 0.3]] * 5), ("common", "east"))
    for member, row in zip(likely(form, odds).members, rows, strict=True):
        assert list(member.odds.values()) == pytest.approx(row.tolist())
    assert likely(form, odds).members[4].given[Ballot.YES] is None


def drawn(odds: Odds, draws: int, seed: int) -> np.ndarray:
    """Draw sheets as the module describes them, without its code."""
    rng = np.random.default_rng(seed)
    size = len(odds.members)
    z = rng.standard_normal((draws, len(odds.factors)))
    own = np.sqrt(1 - (odds.loadings**2).sum(axis=1))
    inclination = z @ odds.loadings.T + own * rng.standard_normal((draws, size))
    ranks = np.sort(rng.standard_normal(400_000))  # cut-points as quantiles of a sample
    comes = 1 - odds.table[:, 3]
    below = np.quantile(ranks, odds.table[:, 1] / comes)
    above = np.quantile(ranks, 1 - odds.table[:, 0] / comes)
    cast = np.where(inclination < below, 1, np.where(inclination > above, 0, 2))
    return np.where(rng.random((draws, size)) < odds.table[:, 3], 3, cast).astype(np.uint8)


def test_the_quadrature_agrees_with_monte_carlo():
    form = meeting()
    rows = np.array([[0.5, 0.2, 0.1, 0.2], [0.3, 0.3, 0.3, 0.1]] * 2 + [[0.2, 0.6, 0.1, 0.1]])
    loadings = np.array([[0.5, 0.6], [0.5, 0.6], [0.5, 0.0], [-0.7, 0.0], [0.9, 0.1]])
    odds = Odds(form.members, rows, loadings, ("common", "bloc"))
    found = likely(form, odds, nodes=64)
    sheets = drawn(odds, 400_000, seed=1)
    adopted = decide_batch(form, sheets)

    error = sqrt(adopted.mean() * (1 - adopted.mean()) / len(adopted))
    assert abs(found.power_to_act - adopted.mean()) < 4.5 * error
    assert found.error < error
    for column, ballot in product(range(5), Ballot):
        cast = sheets[:, column] == int(ballot)
        share = adopted[cast].mean()
        margin = 4.5 * sqrt(max(share * (1 - share), 1e-4) / cast.sum())
        assert abs(found.members[column].given[ballot] - share) < margin, (column, ballot)


@settings(max_examples=25)
@given(rules, electorates(largest=4), st.floats(-0.95, 0.95), st.integers(0, 2**32 - 1))
def test_total_probability_holds_on_any_rule(rule, voters, loading, seed):
    """The chance of adoption is that given each ballot, weighed by the ballot's odds."""
    try:
        form = bind(rule, voters)
    except UnboundRule:
        return
    table = np.random.default_rng(seed).dirichlet(np.ones(4), len(form.members))
    odds = Odds(form.members, table, np.zeros((len(form.members), 0))).with_common(loading)
    found = likely(form, odds, nodes=16)
    for member in found.members:
        parts = [member.odds[b] * (member.given[b] or 0) for b in Ballot]
        assert sum(parts) == pytest.approx(found.power_to_act, abs=0.02)  # 16 nodes are few


# ------------------------------------------------------------------------------------- records


def test_a_record_is_smoothed_by_the_prior_named():
    sheets = [{"ANN": "yes", "BEN": "no"}, {"ANN": "yes", "BEN": None}, {"ANN": "absent"}]
    odds = odds_from_record(("ANN", "BEN", "CLO"), sheets, prior=0.5)
    assert odds.observed == (3, 1, 0)
    assert odds.table[0].tolist() == pytest.approx([2.5 / 5, 0.5 / 5, 0.5 / 5, 1.5 / 5])
    assert odds.table[1].tolist() == pytest.approx([0.5 / 3, 1.5 / 3, 0.5 / 3, 0.5 / 3])
    assert odds.table[2].tolist() == [0.25] * 4
    with pytest.raises(OddsError, match="above 0"):
        odds_from_record(("ANN",), sheets, prior=0)


# --------------------------------------------------------------------------------------- files


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "odds.csv"
    path.write_text(text, encoding="utf-8")
    return path


HEAD = "party,yes,no,abstain,absent"


def test_a_file_gives_odds_and_loadings(tmp_path):
    text = f"{HEAD},loading,loading:east\nANN,1,0,0,0,0.5,\nrest,0.25,0.25,0.25,0.25,,0.6\n"
    odds = read_odds(written(tmp_path, text), MEMBERS)
    assert odds.factors == ("common", "east")
    assert odds.table[0].tolist() == [1, 0, 0, 0]
    assert odds.loadings[:2].tolist() == [[0.5, 0], [0, 0.6]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "odds.csv line 1: odds begin with the header 'party,yes,no,abstain,absent'"),
        (f"{HEAD},weight\n", "to which 'loading' or 'loading:NAME' may be added"),
        (f"{HEAD},loading,loading\n", "line 1: a factor has two columns"),
        (f"{HEAD}\nANN,1,0,0\n", "line 2: a row has as many cells as the header"),
        (f"{HEAD}\nANN,1,0,x,0\n", "line 2, column abstain: 'x' is no number"),
        (f"{HEAD}\nANN,1,0,-1,1\n", "line 2, column abstain: -1 is not between 0 and 1"),
        (f"{HEAD}\nANN,nan,0,0,1\n", "line 2, column yes: nan is not between 0 and 1"),
        (f"{HEAD}\nANN,0.5,0,0,0.4\n", "line 2: the four odds add up to 0.9, not to 1"),
        (f"{HEAD}\nANN,1,0,0,0\nANN,1,0,0,0\n", "line 3: ANN has two rows"),
        (f"{HEAD}\nANN,1,0,0,0\n", "has no odds for BEN, CLO, DAN, EVE: add rows, or a row"),
        (
            f"{HEAD},loading,loading:b\nrest,1,0,0,0,0.9,0.9\n",
            "the squared loadings of ANN add up to 1.62, more than 1",
        ),
    ],
)
def test_a_bad_file_is_answered_in_one_sentence(tmp_path, text, said):
    with pytest.raises(OddsError, match=re.escape(said)) as error:
        read_odds(written(tmp_path, text), MEMBERS)
    assert "\n" not in str(error.value)


def test_a_stranger_in_a_file_is_named(tmp_path):
    with pytest.raises(InputError, match="line 2: FRA is no member"):
        read_odds(written(tmp_path, f"{HEAD}\nFRA,1,0,0,0\n"), ("DEU", "GBR"))


def test_odds_for_other_members_are_refused():
    with pytest.raises(OddsError, match="other members"):
        likely(meeting(), equal_odds(("A", "B")))
