"""Every historical case replays to the outcome on record, and its minutes stay as reviewed."""

from pathlib import Path

import pytest

from foedera.proceedings import case_ids, load_case, minutes, open_case, replay
from foedera.proceedings.replay import advance

MINUTES = Path(__file__).parent.parent / "cases"


@pytest.mark.parametrize("case_id", case_ids())
def test_history_is_reproduced(case_id):
    case = load_case(case_id)
    assert case.history is not None, "a case of the library says what history records"
    assert case.sources or case.history.sources, "a case of the library cites its sources"
    assert replay(case).outcome == case.history.outcome


@pytest.mark.parametrize("case_id", case_ids())
def test_an_event_at_a_time_leads_to_the_same_state_as_the_whole_record(case_id):
    case = load_case(case_id)
    step_by_step = open_case(case)
    for event in case.events:
        step_by_step = advance(step_by_step, event)
    at_once = replay(case)
    assert step_by_step.outcome == at_once.outcome
    assert minutes(step_by_step) == minutes(at_once)


@pytest.mark.parametrize("case_id", case_ids())
def test_the_minutes_read_as_they_were_last_reviewed(case_id):
    """Regenerate with `python -m tests.cases` after reading the difference."""
    written = (MINUTES / f"{case_id}.txt").read_text(encoding="utf-8")
    assert minutes(replay(load_case(case_id))) + "\n" == written


def test_at_least_twenty_cases_are_told(record_property):
    count = len(case_ids())
    record_property("cases", count)
    assert count >= 20
