"""The world of a year: known facts with their sources, what is missing, blocs, files, panels."""

import json
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from foedera.world import World, dyads, merge, states
from foedera.world.attributes import DYAD_ATTRIBUTES, PARTY_ATTRIBUTES
from foedera.world.errors import DataError
from foedera.world.memberships import members
from foedera.world.pairs import cube
from foedera.world.panels import about
from foedera.world.parties import UnknownParty
from foedera.world.system import states_of

YEARS = st.integers(1946, 2025)

# --------------------------------------------------------------------------------- known facts


@pytest.mark.parametrize(
    ("year", "number"),
    [
        (1946, 66),  # Correlates of War, System Membership v2016: 66 members in 1946
        (2016, 195),  # the same: 195 members at the end of the list
    ],
)
def test_states_of_the_system(year, number):
    assert len(states_of(year)) == number


def test_shares_of_capability_are_those_of_the_source():
    """NMC v7.0: the United States led in 1946 with 0.364, China in 2008."""
    assert World(1946).value("USA", "cinc") == pytest.approx(0.364, abs=5e-4)
    now = World(2008)
    assert now.parties[int(np.nanargmax(now["cinc"]))] == "CHN"
    assert np.nansum(World(1999)["cinc"]) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize(
    ("year", "least", "most"),
    [
        (1965, 3.5, 5),  # Bailey, Strezhnev and Voeten (2017): widest apart in the cold war
        (1985, 3.5, 5),
        (1995, 1.5, 2.5),  # and closest in the 1990s
        (2008, 2.5, 3.2),
    ],
)
def test_distance_of_russia_and_the_united_states(year, least, most):
    distance = World(year).dyad("ideal_distance").value("RUS", "USA")

    assert least < distance < most


def test_defence_of_britain_and_the_united_states():
    """North Atlantic Treaty, in force since August 1949; ATOP 5.1 ends in 2018."""
    owed = cube("defence", range(1946, 2021), ["USA", "GBR"])[:, 0, 1]

    assert owed[:3].tolist() == [0, 0, 0]
    assert owed[3:73].tolist() == [1] * 70
    assert np.isnan(owed[73:]).all()


def test_contiguity_of_poland_and_russia():
    """By land through Kaliningrad (COW Direct Contiguity 3.2); Russia and America: 12 miles."""
    grid = World(2008).dyad("contiguity")

    assert grid.value("POL", "RUS") == 1
    assert grid.value("RUS", "USA") == 2
    assert grid.value("PRT", "RUS") == 0


def test_rivals():
    """Thompson, Sakuwa and Suhas (2021): the superpowers from 1945 to 1989, and from 2007."""
    found = cube("rivalry", [1985, 1995, 2008, 2021], ["RUS", "USA"])[:, 0, 1]

    assert found[:3].tolist() == [1, 0, 1]
    assert np.isnan(found[3])


def test_major_powers():
    """Correlates of War: five in 1970, seven in 2000; nothing is said after 2016."""
    assert int(np.nansum(World(1970)["major_power"])) == 5
    assert int(np.nansum(World(2000)["major_power"])) == 7
    assert np.isnan(World(2017)["major_power"]).all()


# ------------------------------------------------------------------------- missing is not absent


def test_beyond_a_source_all_is_missing():
    now = World(2021)

    assert np.isnan(now["gdp"]).all()
    assert not now.years["gdp"].any()
    assert len(now.missing("gdp")) == len(now)
    assert now.carried("gdp") == {}


def test_carried_forward_on_request_and_marked():
    then, now = World(2019), World(2021, carry=True)

    assert now.value("FRA", "gdp") == then.value("FRA", "gdp")
    assert now.carried("gdp")["FRA"] == 2019
    assert now.carried("cinc") == {}  # the source reaches 2022
    grid = now.dyad("defence")
    assert (grid.of, grid.carried, grid.value("USA", "GBR")) == (2018, True, 1)
    entry = next(p for p in now.to_dict()["parties"] if p["party"] == "FRA")
    assert entry["carried"] == {
        "gdp": 2019,
        "gdp_sd": 2019,
        "population": 2019,
        "population_sd": 2019,
        "major_power": 2016,
    }


def test_the_last_year_that_a_table_has_rows_of_is_carried():
    for year in (2025, 2040):
        now = World(year, carry=True)
        for column in ("ideal", "polyarchy", "cinc"):
            assert len(now.missing(column)) < 30


def test_a_gap_within_a_source_is_not_carried_over():
    assert np.isnan(World(1980, carry=True).value("ZAF", "ideal"))  # not at its seat 1974-94


def test_disputes_are_known_to_be_absent_only_until_1989():
    codes = ["PRT", "RUS", "BRA"]
    assert cube("disputes", [1985], codes)[0, 0, 1] == 0
    assert np.isnan(cube("disputes", [1995], codes)[0, 0, 1])
    assert np.isnan(cube("disputes", [1985], codes)[0, 0, 2])  # Brazil is outside of the table
    assert np.isnan(cube("disputes", [2015], codes)).all()


def test_disputes_in_a_window():
    by_year = cube("disputes", range(1976, 1986), ["RUS", "USA"])[:, 0, 1]
    hostility = cube("hostility", range(1976, 1986), ["RUS", "USA"])[:, 0, 1]

    assert World(1985).dyad("disputes", 10).value("USA", "RUS") == by_year.sum() > 0
    assert World(1985).dyad("hostility", 10).value("USA", "RUS") == hostility.max()
    with pytest.raises(DataError, match="a window of 10 years reaches before 1946"):
        World(1950).dyad("disputes", 10)


def test_a_member_that_is_no_state_of_the_system():
    osce = World(2008).within("osce", date(2008, 8, 1))

    assert osce.parties == members("osce", date(2008, 8, 1))
    assert osce.missing("cinc") == ("VAT",)
    assert not osce.system[osce.place("VAT")]


# ----------------------------------------------------------------------------------- properties


@settings(max_examples=50)
@given(YEARS, st.sampled_from(sorted(DYAD_ATTRIBUTES)))
def test_dyads_hold_in_both_directions(year, attribute):
    values = cube(attribute, [year], ["RUS", "USA", "GBR", "GEO", "DEU", "CHN"])[0]

    if DYAD_ATTRIBUTES[attribute].table == "alliances":
        assert (np.isnan(values) == np.isnan(values.T)).all()
    else:
        assert np.array_equal(values, values.T, equal_nan=True)
    assert np.isnan(np.diag(values)).all()


@settings(max_examples=30)
@given(YEARS, st.integers(0, 2**32 - 1))
def test_a_restricted_world_says_the_same(year, seed):
    whole = World(year)
    rng = np.random.default_rng(seed)
    codes = [whole.parties[i] for i in rng.permutation(len(whole))[:5]]

    part = whole.restrict(codes)

    assert part.parties == tuple(codes)
    for column in PARTY_ATTRIBUTES:
        same = [whole.value(code, column) for code in codes]
        assert np.array_equal(part[column], same, equal_nan=True)
    assert np.nansum(part.share("cinc")) == pytest.approx(0 if year > 2022 else 1)


@settings(max_examples=30)
@given(YEARS, st.sampled_from(["cinc", "gdp", "population"]), st.integers(1, 40))
def test_a_bloc_is_its_members(year, column, size):
    whole = World(year)
    codes = whole.parties[:size]

    merged = merge(whole, {"BLOC": codes})

    total = sum(whole.value(code, column) for code in codes)
    assert merged.value("BLOC", column) == pytest.approx(total, nan_ok=True)
    assert len(merged) == len(whole) - size + 1
    assert merged.groups()[-1] == codes


@settings(max_examples=15)
@given(YEARS)
def test_a_year_is_in_json_and_in_a_frame(year):
    found = World(year)
    told = json.loads(found.to_json())

    assert told["year"] == year
    assert [party["party"] for party in told["parties"]] == list(found.parties)
    frame = found.to_polars()
    assert frame["cinc"].null_count() == len(found.missing("cinc"))


# ----------------------------------------------------------------------------------------- blocs


def test_the_union_as_one():
    eu = members("eu", date(2008, 12, 31))
    whole = World(2008)
    merged = merge(whole, {"EU": eu})

    people = np.array([whole.value(code, "population") for code in eu])
    ideals = np.array([whole.value(code, "ideal") for code in eu])
    assert merged.value("EU", "ideal") == pytest.approx((people * ideals).sum() / people.sum())
    low, high = merged.value("EU", "q05"), merged.value("EU", "q95")
    assert low < merged.value("EU", "ideal") < high
    assert merged.dyad("defence").value("EU", "USA") == 1
    assert merged.dyad("contiguity").value("EU", "RUS") == 1


def test_a_bloc_lacks_what_a_member_lacks():
    merged = merge(World(2008).within("osce", date(2008, 8, 1)), {"X": ["ITA", "VAT"]})

    assert np.isnan(merged.value("X", "gdp"))


@pytest.mark.parametrize(
    ("blocs", "said"),
    [
        ({"X": []}, "the bloc 'X' has no members"),
        (
            {"X": ["FRA"], "Y": ["FRA", "DEU"]},
            "FRA is in the bloc 'X' already, not in 'Y'",
        ),
        ({"ITA": ["FRA"]}, "a bloc cannot be called 'ITA': a party of this world is"),
    ],
)
def test_blocs_that_cannot_be(blocs, said):
    with pytest.raises(DataError) as error:
        merge(World(2008), blocs)
    assert str(error.value) == said


# ---------------------------------------------------------------------------- files of the user


@pytest.fixture
def write(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def to(text):
        (tmp_path / "mine.csv").write_text(text, encoding="utf-8")
        return "mine.csv"

    return to


def test_a_file_replaces_what_it_gives(write):
    path = write("party,name,cinc,ideal\nRUS,,0.05,\nNEW,Newland,0.01,0.4\n")

    found = World.from_csv(path, 2008, alone=False)

    assert found.value("RUS", "cinc") == 0.05
    assert found.value("RUS", "ideal") == World(2008).value("RUS", "ideal")
    assert found.name("NEW") == "Newland"
    assert found.brought["cinc"] == {"RUS", "NEW"}
    assert found.brought["ideal"] == {"NEW"}
    assert found.dyad("ideal_distance").value("NEW", "RUS") == pytest.approx(
        abs(0.4 - World(2008).value("RUS", "ideal"))
    )
    assert np.isnan(found.dyad("defence").value("NEW", "RUS"))


def test_a_file_alone_is_a_world(write):
    found = World.from_csv(write("year,party,gdp\n2030,RUS,5\n2030,USA,\n"))

    assert (found.year, found.parties) == (2030, ("RUS", "USA"))
    assert found.missing("gdp") == ("USA",)


HEAD = (
    "expected are 'party' and any of year, name, cinc, gdp, gdp_sd, population, population_sd, "
    "polyarchy, ideal, q05, q95, major_power"
)


MADE_UP = (
    "an ISO-3166 alpha-3 code or a COW number; a made-up party needs a code in capitals and a "
    "cell in the column 'name'"
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"mine.csv, line 1: there is no column 'party'; {HEAD}"),
        ("party,cinq\nRUS,1", f"mine.csv, line 1: no column is called 'cinq'; {HEAD}"),
        ("party,cinc,cinc\n", "mine.csv, line 1: the column 'cinc' stands there twice"),
        ("party,cinc\n", "mine.csv has no line with a party"),
        ("party,cinc\nRUS\n", "mine.csv, line 2: 2 cells are expected, as in line 1, not 1"),
        (
            "party,cinc\nRUS,5 %\n",
            "mine.csv, line 2, column 'cinc': a number from 0 to 1 is expected, not '5 %'",
        ),
        (
            "party,gdp\nRUS,1\n\nUSA,-1\n",
            "mine.csv, line 4, column 'gdp': a number of at least 0 is expected, not '-1'",
        ),
        (
            "party,gdp\nRUS,nan\n",
            "mine.csv, line 2, column 'gdp': a number of at least 0 is expected, not 'nan'",
        ),
        (
            "party,major_power\nRUS,0.5\n",
            "mine.csv, line 2, column 'major_power': 0 or 1 is expected, not '0.5'",
        ),
        (
            "party,ideal,q05\nRUS,1,2\n",
            "mine.csv, line 2, column 'q05': at most 'ideal' is expected, not 2",
        ),
        ("party\nRUS\n365\n", "mine.csv, line 3, column 'party': RUS stands in line 2 already"),
        (
            "party\nQQQ\n",
            f"mine.csv, line 2, column 'party': no party is called 'QQQ': write {MADE_UP}",
        ),
        (
            "party,year\nRUS,1800\n",
            "mine.csv, line 2, column 'year': a year from 1946 to 2100 is expected, not '1800'",
        ),
        (
            "party,year\nRUS,2000\nUSA,2001\n",
            "mine.csv, line 3, column 'year': 2000 is expected as before, not 2001",
        ),
        (
            "party\nRUS\n",
            "mine.csv has no year: write a column 'year', or say which year it is of",
        ),
    ],
)
def test_a_file_at_fault(write, text, said):
    with pytest.raises(DataError) as error:
        World.from_csv(write(text))
    assert str(error.value) == said


def test_a_file_that_is_not_there_or_no_text(tmp_path):
    (tmp_path / "x.csv").write_bytes(b"\xff\xfe")
    with pytest.raises(DataError, match=r"x\.csv is not UTF-8 text"):
        World.from_csv(tmp_path / "x.csv")
    with pytest.raises(DataError, match="cannot be read: No such file"):
        World.from_csv(tmp_path / "y.csv")


@pytest.mark.parametrize(
    ("call", "kind", "said"),
    [
        (lambda: World(1945), DataError, "the year 1945 is not between 1946 and 2100"),
        (lambda: World(2000, ["RUS", "rus"]), DataError, "the party RUS is named twice"),
        (lambda: World(2000).place("DDR"), UnknownParty, "DDR is not in this world of 2000"),
        (
            lambda: World(2000).dyad("distance"),
            DataError,
            "no attribute of pairs is called 'distance'; did you mean 'ideal_distance'?",
        ),
        (
            lambda: World(2000)["cinq"],
            DataError,
            "no attribute of parties is called 'cinq'; did you mean 'cinc'?",
        ),
        (
            lambda: World(1950).within("csto", date(1950, 1, 1)),
            DataError,
            "nobody is a member of csto on 1950-01-01",
        ),
        (
            lambda: dyads(2000, 1999),
            DataError,
            "the first year, 2000, comes after the last, 1999",
        ),
    ],
)
def test_questions_that_cannot_be_answered(call, kind, said):
    with pytest.raises(kind) as error:
        call()
    assert str(error.value) == said


# ---------------------------------------------------------------------------------------- panels


@pytest.mark.parametrize("year", [1989, 2014, 2018, 2023])
def test_the_panel_of_pairs_says_what_worlds_say(year):
    panel = dyads(year - 1, year + 1)
    found = World(year)

    rows = panel.filter(panel["year"] == year)
    assert len(rows) == len(found) * (len(found) - 1)
    for name in DYAD_ATTRIBUTES:
        grid = found.dyad(name)
        pairs = rows.sample(60, seed=1).select("a", "b", name).rows()
        for a, b, value in pairs:
            told = np.nan if value is None else float(value)
            assert np.array_equal(told, grid.value(a, b), equal_nan=True), (name, a, b)


def test_the_panel_of_states_says_what_worlds_say():
    panel = states(2018, 2022)

    for year in (2018, 2020, 2022):
        rows, found = panel.filter(panel["year"] == year), World(year)
        assert tuple(rows["party"]) == found.parties
        for column in PARTY_ATTRIBUTES:
            told = rows[column].cast(float).fill_null(np.nan).to_numpy()
            assert np.array_equal(told, found[column], equal_nan=True)


def test_a_panel_of_some_parties_and_its_columns():
    panel = dyads(1990, 1993, ["RUS", "ukr", "USA"])

    # Ukraine joins the system in December 1991
    assert [panel.filter(panel["year"] == y).height for y in range(1990, 1994)] == [2, 6, 6, 6]
    assert set(about(panel)["column"]) == set(DYAD_ATTRIBUTES)


# ------------------------------------------------------------------------------------- hand over


def test_a_world_is_handed_over():
    pytest.importorskip("pyarrow")
    found = World(2019, ["RUS", "USA"])

    assert found.to_arrow().column_names == ["year", "party", *PARTY_ATTRIBUTES]
    assert found.to_pandas()["cinc"].tolist() == found["cinc"].tolist()
    grid = found.dyad("ideal_distance")
    assert grid.to_polars().columns == ["a", "b", "ideal_distance"]
    assert json.loads(grid.to_json())["values"][0][0] is None
    assert np.array_equal(np.asarray(grid), grid.values, equal_nan=True)
