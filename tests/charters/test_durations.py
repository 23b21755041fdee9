"""Lengths of time: the calendar's months, and its end."""

from datetime import datetime

import pytest

from foedera.charters.durations import OpenTime, later, parse_duration, total

NEW_YEAR = datetime(2010, 1, 31)


@pytest.mark.parametrize(
    ("words", "end"),
    [
        ("48 hours", datetime(2010, 2, 2)),
        ("1 month", datetime(2010, 2, 28)),
        ("12 months", datetime(2011, 1, 31)),
        ("2 weeks", datetime(2010, 2, 14)),
        ("immediately", NEW_YEAR),
        ("999999 months", datetime(9999, 12, 31)),
        ("999999 weeks", datetime(9999, 12, 31)),
    ],
)
def test_a_time_limit_ends_on_the_calendars_day_or_never(words, end):
    assert later(NEW_YEAR, parse_duration(words), {}) == end


def test_a_blank_has_no_end_until_it_is_filled():
    limit = parse_duration("{days} days")
    with pytest.raises(OpenTime, match="leaves 'days' open"):
        later(NEW_YEAR, limit, {})
    assert later(NEW_YEAR, limit, {"days": 1}) == datetime(2010, 2, 1)
    assert later(NEW_YEAR, limit, {"days": 10**12}) == datetime(9999, 12, 31)
    assert total([limit, parse_duration("48 hours")]) == "{days} days + 48 hours"
