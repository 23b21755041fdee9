"""One dispute played out under several charters: what the sides are cast as."""

from datetime import date

import pytest

from foedera.charters import load_charter, view
from foedera.charters.load import LIBRARY
from foedera.cli import app
from foedera.proof import Course, Few
from foedera.report.play import open_scenes, play_all, sides_of


def played(charter: str, attacked: str, accused: str, on: date, goal: str):
    sides = sides_of(attacked, accused, (), on)
    scenes, _ = open_scenes([view(load_charter(charter), on)], [{}], sides)
    ((_, (found,)),) = play_all(scenes, sides, goal)
    return found


def test_accused_and_attacked_are_the_parties_to_the_dispute():
    # UN Charter 27(3): in decisions under Chapter VI a party to a dispute abstains.
    found = played("un-sc", "UKR", "RUS", date(2022, 2, 25), "council:chapter-vi")
    assert found.alone.verdict == "holds"
    veto = played("un-sc", "UKR", "RUS", date(2022, 2, 25), "council:substantive")
    assert veto.alone.verdict == "fails"


def test_two_disputants_are_directed_to_conciliation_whether_or_not_they_object():
    # Stockholm 1992, Annex 4.
    on, goal = date(2024, 1, 1), "ministerial-council:consensus-minus-two"
    found = played("osce", "UKR", "RUS", on, goal)
    assert found.alone.verdict == "holds"
    assert found.against.size == 1


def test_the_attacked_is_known_where_the_charter_has_no_such_role():
    found = played("au-psc", "COD", "RWA", date(2024, 1, 1), "assembly:intervention")
    assert "COD" not in found.against.coalition
    assert found.stages[0].how == "the attacked takes it"


def test_an_open_blank_leaves_the_play_unknown_and_says_so(tmp_path, capsys):
    text = (LIBRARY / "est-2009.yaml").read_text(encoding="utf-8")
    bare = tmp_path / "bare.yaml"
    bare.write_text(text.replace("    suggested: 2\n", ""), encoding="utf-8")
    words = ("--attacked", "GEO", "--accused", "RUS", "--on", "2010-08-08", "--goal", "conference")
    with pytest.raises(SystemExit) as ended:
        app(["play", str(bare), *words])
    assert ended.value.code == 3
    shown = " ".join(capsys.readouterr().out.split())
    assert "against RUS alone: unknown: the text leaves 'seconders' open" in shown
    assert "to prevent it, RUS needs an unknown number of others" in shown
    assert "prevented" not in shown


def test_what_is_unknown_is_not_counted_as_proved():
    unsettled = Few(None, 2, frozenset(), Course("unknown", "x", frozenset()), settled=False)
    assert [unsettled.at_most(n) for n in (1, 2, 3)] == ["fails", "unknown", "unknown"]


def test_a_reading_that_two_charters_have_must_say_of_which(run):
    """N1b is a reading of NATO and of the EU: it is taken for neither in silence."""
    words = ("play", "nato", "eu", "--attacked", "POL", "--accused", "RUS", "--on", "2022-03-01")
    code, out, err = run(*words, "--reading", "N1b")
    assert (code, out) == (2, "")
    assert "nato and eu have the reading N1b: write nato:N1b" in err
    code, out, _ = run(*words, "--reading", "nato:N1b", "--goal", "assistance")
    assert code == 0
    assert "nato (reading: N1b)" in out
    assert "eu (reading: default)" in out
