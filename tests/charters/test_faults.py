"""A faulty charter is answered with file, line, the offending words and what would be accepted.

Each file in `bad/` begins with comment lines that give words which the message must contain.
"""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.charters import CharterError, SourceError, charter_from_text, load_charter
from foedera.charters.load import LIBRARY
from foedera.charters.schema import SCHEMA, schema_text

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
GOOD = (LIBRARY / "concert.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_faulty_charter_is_told_its_fault(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix("# says: ") for line in lines if line.startswith("# says: ")]
    assert expected
    with pytest.raises(SourceError) as error:
        load_charter(str(path))
    for words in expected:
        assert words in str(error.value)
    assert path.name in str(error.value)


def test_there_are_many_faulty_charters():
    assert len(BAD) >= 15


def test_all_faults_are_told_at_once():
    text = GOOD.replace("binding:", "bindng:").replace("session:", "sesion:")
    with pytest.raises(CharterError) as error:
        charter_from_text(text)
    assert len(error.value.faults) > 1


def test_an_unknown_charter_is_answered_with_a_suggestion():
    with pytest.raises(SourceError, match="did you mean 'est-2009'"):
        load_charter("est-2010")
    with pytest.raises(SourceError, match="there is no file"):
        load_charter("nowhere.yaml")


def test_the_state_code_no_is_norway_and_hours_are_no_numbers():
    """YAML 1.1 reads NO as false and 48:00 as 2880."""
    from foedera.files.source import read_text

    source = read_text("codes: [NO, SE]\ntime: 48:00\nopen:\n", "t.yaml")
    assert source.data == {"codes": ["NO", "SE"], "time": "48:00", "open": None}


def test_the_schema_for_editors_is_that_of_the_model():
    """If this fails: python -m foedera.charters.schema."""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


@given(st.text(max_size=300))
def test_any_text_is_a_charter_or_a_source_error(text):
    with pytest.raises(SourceError):
        charter_from_text(text)


@settings(max_examples=60)
@given(st.data())
def test_a_charter_with_any_line_damaged_loads_or_is_told_its_fault(data):
    lines = GOOD.splitlines()
    place = data.draw(st.integers(0, len(lines) - 1))
    damage = data.draw(st.text(alphabet="abc:{}[]'\"#-> \t0123,&*!|%@`", max_size=20))
    cut = data.draw(st.integers(0, len(lines[place])))
    lines[place] = lines[place][:cut] + damage
    try:
        charter_from_text("\n".join(lines))
    except SourceError as error:
        assert str(error)  # noqa: PT017 - both endings are right; a traceback is not
