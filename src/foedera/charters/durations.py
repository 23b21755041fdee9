"""Lengths of time as charters give them: '48 hours', '{days_to_conference} days', 'immediately'."""

import calendar
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

Unit = Literal["hours", "days", "weeks", "months", "years"]

_PATTERN = re.compile(
    r"(?:(?P<number>\d{1,6})|\{(?P<blank>[a-z][a-z0-9_]*)\}) (?P<unit>hour|day|week|month|year)s?"
)
_HOURS = {"hours": 1, "days": 24, "weeks": 168}
_MONTHS = {"months": 1, "years": 12}


class OpenTime(ValueError):
    """A length of time rests on a blank of the text to which nobody has given a value."""

    def __init__(self, blank: str) -> None:
        super().__init__(f"the text leaves '{blank}' open")
        self.blank = blank


@dataclass(frozen=True, slots=True)
class Duration:
    """A number (or a blank, by name) of hours, days, weeks, months or years; 0 is 'immediately'."""

    amount: int | str
    unit: Unit

    def __str__(self) -> str:
        """Return the words of a charter."""
        if self.amount == 0:
            return "immediately"
        number = f"{{{self.amount}}}" if isinstance(self.amount, str) else str(self.amount)
        return f"{number} {self.unit[:-1] if self.amount == 1 else self.unit}"


def parse_duration(words: str) -> Duration:
    """Return the length of time that `words` give.

    Raises:
        ValueError: the words give none; the message says what would.

    >>> str(parse_duration("{days} days"))
    '{days} days'
    """
    if words.strip() in {"immediately", "at once"}:
        return Duration(0, "hours")
    match = _PATTERN.fullmatch(words.strip())
    if match is None:
        raise ValueError(
            f"'{words}' is no length of time: write '48 hours', '10 days', '6 months', "
            "'{blank} days' or 'immediately'"
        )
    amount = int(match["number"]) if match["number"] else match["blank"]
    units: dict[str, Unit] = {
        "hour": "hours",
        "day": "days",
        "week": "weeks",
        "month": "months",
        "year": "years",
    }
    return Duration(amount, units[match["unit"]])


def later(start: datetime, duration: Duration, blanks: Mapping[str, int]) -> datetime:
    """Return the moment `duration` after `start`; a month later is the same day of the month.

    Raises:
        OpenTime: the duration is a blank without a value in `blanks`.
    """
    amount = duration.amount
    if isinstance(amount, str):
        if amount not in blanks:
            raise OpenTime(amount)
        amount = blanks[amount]
    try:
        return _add(start, amount, duration.unit)
    except (OverflowError, ValueError):
        return datetime.combine(date.max, time.min)  # beyond the calendar: it never comes


def _add(start: datetime, amount: int, unit: Unit) -> datetime:
    if unit in _HOURS:
        return start + timedelta(hours=amount * _HOURS[unit])
    months = start.year * 12 + start.month - 1 + amount * _MONTHS[unit]
    year, month = divmod(months, 12)
    day = min(start.day, calendar.monthrange(year, month + 1)[1])
    return start.replace(year=year, month=month + 1, day=day)


def total(durations: Iterable[Duration]) -> str:
    """Return a sum of lengths of time in words, blanks kept: '{a} days + {b} days + 48 hours'.

    >>> total([parse_duration("{a} days"), parse_duration("24 hours"), parse_duration("24 hours")])
    '{a} days + 48 hours'
    """
    known: dict[Unit, int] = {}
    blanks: list[str] = []
    for duration in durations:
        if isinstance(duration.amount, str):
            blanks.append(str(duration))
        elif duration.amount:
            known[duration.unit] = known.get(duration.unit, 0) + duration.amount
    return " + ".join([*blanks, *(str(Duration(n, unit)) for unit, n in known.items())]) or "none"
