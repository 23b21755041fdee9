"""`foedera conflicts` as others rely on it: fixed keys, exit codes, one sentence for bad input."""

import json
import re
from functools import partial

import pytest

from foedera.charters.load import LIBRARY


@pytest.fixture
def run(run):
    """Run the verb."""
    return partial(run, "conflicts")


def test_the_document_has_the_promised_keys(run):
    code, out, err = run("est-2009", "nato", "--json")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert document["complete"]
    for conflict in document["conflicts"]:
        assert len(conflict["duties"]) == 2
        assert conflict["situation"]
        assert conflict["priority"]["prevails"] == "nato"


def test_check_asks_whether_duties_clash(run):
    assert run("est-2009", "nato", "--check")[0] == 1
    code, out, _ = run("nato", "eapc", "--check")
    assert code == 0
    assert "No conflict" in out
    assert "searched" in out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("est-2009", "nato", "--reading", "E17z"), "no charter named has the reading 'E17z'"),
        (("concert", "nato"), "concert and nato never stood at the same time"),
        (("est-2010", "nato"), "did you mean 'est-2009'"),
        (("est-2009", "nato", "--on", "2001-01-01"), "est-2009 exists only from 2009-11-29"),
        (("est-2009", "nato", "--lever", "CHN"), "CHN is no party to est-2009"),
        (("nato", "eu", "--reading", "N1b"), "nato and eu have the reading N1b: write nato:N1b"),
    ],
)
def test_bad_input_is_one_sentence(run, arguments, sentence):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert sentence in err
    assert err.count("\n") == 1


def test_a_charter_without_terms_is_told_so_rather_than_found_free_of_conflict(run, tmp_path):
    text = (LIBRARY / "sco.yaml").read_text(encoding="utf-8")
    path = tmp_path / "bare.yaml"
    path.write_text(re.sub(r",\n +terms: [^\n]*\}\}", "}", text), encoding="utf-8")
    code, out, _ = run(str(path), "nato", "--json")
    document = json.loads(out)
    assert code == 0
    assert not document["complete"]
    assert "No duty of sco is stated in the vocabulary" in document["text"]


def test_a_reading_goes_to_the_charter_that_has_it(run):
    for word in ("N6b", "nato:N6b"):
        _, out, _ = run("est-2009", "nato", "--reading", word, "--json")
        readings = [side["reading"] for side in json.loads(out)["charters"]]
        assert readings == ["default", "N6b"]
