import os

import numpy as np
import pytest

from foedera.evidence.commitment.commitments import year_of
from foedera.evidence.errors import EvidenceError
from foedera.evidence.voting.matters import matter_of, matters, read_matters

pytest.importorskip("polars")
NEEDS_ORIGINALS = pytest.mark.skipif(
    not os.environ.get("FOEDERA_DATA"),
    reason="FOEDERA_DATA is not set: no folder with the originals to load",
)
ENTRY = """
[[matters]]
id = "x"
body = "ga"
from = 1990
to = 1991
words = '''kuwait'''
accused = 645
attacked = 690
"""


def test_every_dispute_is_told_from_titles():
    found = matter_of("ga", "Aggression against Ukraine : resolution", 2022)
    assert (found.id, found.accused, found.attacked) == ("ukraine-2022", 365, 369)
    assert found.glaring == 1.0
    assert matter_of("ga", "Aggression against Ukraine", 1999) is None
    assert matter_of("sc", "Admission of new Members", 1950) is None
    assert all(0 <= m.glaring <= 1 and m.first <= m.last for m in matters())


def test_drafts_known_to_favour_the_accused_are_left_out():
    assert matter_of("sc", "Complaint by Portugal (Goa)", 1961, "vetoed").id == "goa-1961"
    assert matter_of("sc", "Complaint by Portugal (Goa)", 1961, "failed") is None


def test_a_dispute_without_a_crisis_takes_the_mean_and_says_so():
    (found,) = read_matters(ENTRY, {"a": 0.2, "b": 0.4})
    assert found.assumed
    assert found.glaring == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("kuwait", "(kuwait"), "x in matters.toml: its words are no pattern: "),
        (("accused", "accuser"), "x in matters.toml: 'accuser' is unknown or missing"),
        (("attacked = 690\n", ""), "x in matters.toml: 'attacked' is unknown or missing"),
        (("[[matters]]", "[[matters"), "matters.toml cannot be read: "),
    ],
)
def test_a_wrong_dispute_is_one_sentence(change, says):
    with pytest.raises(EvidenceError) as caught:
        read_matters(ENTRY.replace(*change), {"a": 0.5})
    assert str(caught.value).startswith(says)


def test_an_unknown_crisis_is_refused():
    text = ENTRY + "crisis = 'nowhere-1900'\n"
    with pytest.raises(EvidenceError, match="no crisis is called 'nowhere-1900'"):
        read_matters(text, {"a": 0.5})


def test_years_of_wars():
    assert year_of("Crimean1853-1856") == 1853
    assert year_of("WorldWarII") == 1939
    with pytest.raises(EvidenceError, match="the war 'Unknown' has no year in its name"):
        year_of("Unknown")


@NEEDS_ORIGINALS
def test_the_accused_itself_seldom_votes_for_its_own_condemnation():
    from foedera.evidence.voting.ballots import ballots

    found = ballots()
    own = found.column("side") < 0
    assert own.sum() > 50
    assert (found.ballot[own] == 0).mean() < 0.1
    assert (found.ballot[found.column("side") > 0] == 0).mean() > 0.7
    assert not np.isnan(found.covariates).any()


@NEEDS_ORIGINALS
def test_published_shares_of_commitments_honoured():
    """Berkemeier & Fuhrmann (2018): about half, fewer since 1945 (the copy may lack wars)."""
    from foedera.evidence.commitment.commitments import commitments

    found = commitments()
    new = found.year >= 1945
    assert 0.35 < found.honoured.mean() < 0.6
    assert found.honoured[new].mean() < found.honoured[~new].mean()
