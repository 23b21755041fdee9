"""The findings on how a charter stands beside others, claim by claim."""

from datetime import date

import pytest

from foedera.charters import load_charter, view
from foedera.report.findings import compatibility
from foedera.report.findings.record import Brief

DAY = date(2009, 12, 1)


def brief(*readings, charter="est-2009"):
    return Brief(view(load_charter(charter), DAY, readings), "RUS")


def found(finder, *readings, charter="est-2009"):
    return {finding.id: finding for finding in finder(brief(*readings, charter=charter))}


def test_every_other_charter_with_a_common_party_is_compared():
    ids = found(compatibility.compatible)
    assert {"compatible nato", "compatible eu", "compatible csto", "compatible un-sc"} <= set(ids)
    assert "compatible league" not in ids
    assert "2(1) against 5 (conflict of duties; nato prevails" in ids["compatible nato"].text
    assert "searched completely" in ids["compatible eapc"].text


def test_the_freedom_of_alliance_is_curtailed_by_article_1_only_as_a_duty_of_result():
    by_default = found(compatibility.alliance)["freedom-of-alliance"]
    strict = found(compatibility.alliance, "E18b")["freedom-of-alliance"]
    assert by_default.claim == "C18"
    assert by_default.value["bounded"] == ["2(1)"]
    assert strict.value["bounded"] == ["1", "2(1)"]


@pytest.mark.parametrize(
    ("reading", "who", "lease"),
    [
        ("E17a", "the party itself", "not forbidden on its word alone"),
        ("E17b", "the state that fears", "forbidden on the neighbour's word"),
        ("E17c", "a body", "not forbidden on its word alone"),
    ],
)
def test_who_judges_decides_what_a_neighbour_can_stop(reading, who, lease):
    finding = found(compatibility.who_judges, reading)["who-judges"]
    assert finding.claim == "C20"
    assert [key for key, acts in finding.value.items() if acts] == [who]
    assert "host foreign forces" in finding.value[who]
    assert lease in finding.text


def test_the_lever_over_nato_changes_with_the_reading():
    strengths = {
        reading: found(compatibility.composition, *reading.split())["lever nato"].value["strength"]
        for reading in ("E17a", "E17a E16b", "E17c E16b", "E17b E16b")
    }
    assert list(strengths.values()) == ["none", "none", "influence", "veto"]


def test_a_charter_that_steers_no_votes_gives_no_lever():
    assert not found(compatibility.composition, charter="nato")


def test_what_can_be_decided_over_an_objection_is_told_with_non_intervention():
    finding = found(compatibility.against_objection, charter="osce")["against-objection"]
    assert finding.claim == "C28"
    assert finding.value["non_intervention"] == ["Final Act VI"]
