"""What a verb prints as JSON is what its published schema says."""

import json

import jsonschema
import pytest
from tests.docs.pages import EXAMPLES, SCHEMAS, verbs

GRID = "{charters: [est-2009, osce], crises: georgia-2008, draws: 50}"
COUNCIL = "vote_id,kind,date,yes,no,abstain,vetoed_by,without_vote,procedural\n"


@pytest.fixture
def document(run, monkeypatch, tmp_path):
    """Return a verb's document, as printed; files are written to a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "grid.yaml").write_text(GRID, encoding="utf-8")

    def call(*words):
        code, out, err = run(*words, "--json")
        assert code == 0, err
        return json.loads(out)

    return call


@pytest.fixture
def council(tmp_path):
    (tmp_path / "unsc_resolutions.csv").write_text(COUNCIL, encoding="utf-8")
    (tmp_path / "unsc_votes.csv").write_text("vote_id,iso3,vote\n", encoding="utf-8")
    return tmp_path


COMPANY_FILE, VOTE = EXAMPLES / "company-board.yaml", EXAMPLES / "draft-treaty-vote.csv"
CRISIS = EXAMPLES / "caucasus.yaml"
CALLS = [
    ("charters",),
    ("show", "est-2009"),
    ("show", COMPANY_FILE),
    ("show", EXAMPLES / "seato.yaml", "--on", "1970-01-01"),
    ("members", "est-2009", "--on", "2009-12-01"),
    ("members", COMPANY_FILE, "--body", "board"),
    ("decide", "est-2009", "extraordinary-conference", "--sheet", VOTE, "--on", "2010-01-12"),
    ("next", CRISIS),
    ("replay", CRISIS),
    ("cases",),
    ("crises",),
    ("crises", "kyrgyzstan-2010"),
    ("council-votes",),
    ("diff", "est-2009", "est-2009", "--to-reading", "E1b", "--body", "extraordinary-conference"),
    ("diff", COMPANY_FILE, "est-2009"),
    ("assess", "est-2009", "--on", "2009-12-01", "--accused", "RUS", "--friends", "BLR,ARM"),
    ("assess", COMPANY_FILE),
    ("power", "un-sc", "council", "--on", "2022-02-25"),
    ("power", "--game", "[3; 2,1,1]"),
    ("power", "un-sc", "council", "--on", "2022-02-25", "--all", "--union", "nato"),
    ("likely", "un-sc", "council", "--together", "0.5"),
    ("likely", "--game", "[3; 2,1,1]"),
    ("powers", "un-sc", "nato@1990-01-01", "--party", "RUS,USA"),
    ("powers", "concert", "--on", "1820-01-01", "--on", "1821-01-01"),
    ("export", "un-sc", "council", "--to", "council.json"),
    ("export", "--game", "[3; 2,1,1]", "--to", "game.nfg"),
    ("prove", "est-2009", "absence alone can defeat conference"),
    ("prove", "nrc", "--battery"),
    ("conflicts", "est-2009", "nato", "--on", "2009-12-01", "--lever", "RUS"),
    ("conflicts", "eapc", "nato"),
    ("simulate", "est-2009", "--crisis", "georgia-2008", "--draws", "200"),
    ("simulate", "nrc", "--crisis", "su-24-2015", "--draws", "100", "--model", "null"),
    ("compare", "osce", "nato", "nothing", "--crisis", "georgia-2008", "--draws", "100"),
    ("compare", "osce", "--random", "3", "--draws", "90", "--on", "2010-01-01"),
    ("compare", "osce", "csto", "--crisis", "georgia-2008", "--draws", "100", "--blockers"),
    ("sweep", "grid.yaml", "--out", "runs", "--workers", "1"),
    ("sensitivity", "est-2009", "--crisis", "georgia-2008", "--samples", "2", "--draws", "50"),
    (
        *("sensitivity", "est-2009", "--crisis", "georgia-2008", "--method", "sobol"),
        *("--samples", "2", "--draws", "50", "--parameter", "contribution.cost"),
    ),
    (
        *("decades", "osce", "nothing", "--years", "4", "--replications", "40", "--crises", "3"),
        *("--draws", "40", "--on", "2020-01-01"),
    ),
    ("data",),
    ("data", "nmc", "--check"),
    ("order", "--from", "2008", "--to", "2009", "--eu", "--capability", "gdp", "--draws", "20"),
    ("order", "--from", "2022", "--to", "2024", "--west", "DEU,FRA,GBR,USA", "--draws", "20"),
    ("institutions", "--on", "2010-09-01"),
    ("institutions", "--on", "1820-06-01"),
    ("network", "--on", "2010-09-01"),
    ("threats", "--on", "2010-09-01", "--victim", "GEO", "--accused", "RUS"),
    ("threats", "--drafts"),
    ("scenarios", "--on", "2010-09-01"),
    ("world", "--year", "2008"),
    ("world", "--institution", "osce", "--on", "2021-12-01", "--camps", "--carry"),
    ("world", "--year", "2008", "--bloc", "eu", "--dyad", "EU,RUS", "--dyad", "RUS,USA"),
]


def closed(schema):
    """Return a schema that admits only the keys that it describes."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    stricter = {key: closed(part) for key, part in schema.items()}
    if "properties" in schema and "additionalProperties" not in schema:
        stricter["additionalProperties"] = False
    return stricter


@pytest.mark.parametrize("words", CALLS, ids=lambda words: " ".join(map(str, words))[:60])
def test_what_a_verb_prints_is_what_its_schema_says(words, document, council):
    schema = json.loads((SCHEMAS / f"{words[0]}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    words = (*words, council) if words == ("council-votes",) else words

    found = document(*words)

    jsonschema.validate(found, closed(schema))


def test_every_verb_has_a_schema():
    assert {path.stem for path in SCHEMAS.glob("*.json")} == set(verbs())
