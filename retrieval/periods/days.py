"""Spans of days on the calendar: weeks, months, quarters and years, and those before today."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

_PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
_PARTS_OF_YEAR = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}
_LENGTHS = {"hour": 1 / 24, "day": 1, "week": 7, "month": 30, "quarter": 91, "year": 365}


@dataclass(frozen=True, slots=True)
class Days:
    """From `first` to `last`; without a year of its own, a range may lend it another's."""

    first: date
    last: date
    is_yearless: bool = False
    is_soft: bool = False  # the words do not say where it begins and ends

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("days that end before they begin")


def single(day: date) -> Days:
    """Return one day."""
    return Days(day, day)


def yearless(days: Days) -> Days:
    """Return the same days, their year being a guess."""
    return replace(days, is_yearless=True)


def months(year: int, first: int, last: int) -> Days:
    """Return the days of these months of a year."""
    return Days(date(year, first, 1), _end_of_month(date(year, last, 1)))


def whole_year(year: int) -> Days:
    """Return a year."""
    return months(year, 1, 12)


def quarter(year: int, number: int) -> Days:
    """Return a quarter of a year."""
    return months(year, 3 * number - 2, 3 * number)


def quarter_around(day: date, later: int = 0) -> Days:
    """Return the quarter of a day, or one so many later."""
    years, index = divmod((day.month - 1) // 3 + later, 4)
    return quarter(day.year + years, index + 1)


def half(year: int, number: int) -> Days:
    """Return the first or second half of a year."""
    return months(year, 6 * number - 5, 6 * number)


def month_around(day: date, later: int = 0) -> Days:
    """Return the month of a day, or one so many later."""
    year, index = divmod(12 * day.year + day.month - 1 + later, 12)
    return months(year, index + 1, index + 1)


def week(day: date, later: int = 0) -> Days:
    """Return the week of a day, or one so many later; it begins on Monday."""
    monday = day + timedelta(days=7 * later - day.weekday())
    return Days(monday, monday + timedelta(days=6))


def weekend(day: date, later: int = 0) -> Days:
    """Return Saturday and Sunday of the week that `week` tells."""
    sunday = week(day, later).last
    return Days(sunday - timedelta(days=1), sunday)


def part_of_month(whole: Days, part: str) -> Days:
    """Return the early, mid or late third of a month."""
    first, last = _PARTS_OF_MONTH[part]
    begin = whole.first
    end = begin.replace(day=min(last, whole.last.day))
    return Days(begin.replace(day=first), end, whole.is_yearless, is_soft=True)


def part_of_year(year: int, part: str) -> Days:
    """Return the early, mid or late months of a year."""
    return replace(months(year, *_PARTS_OF_YEAR[part]), is_soft=True)


def latest_month(index: int, today: date) -> Days:
    """Return the most recent such month that has begun."""
    return yearless(months(today.year - (index > today.month), index, index))


def latest_day(month: int, day: int, today: date) -> Days:
    """Return the most recent such day; 29 February is of a leap year."""
    for year in range(today.year, today.year - 9, -1):
        if day <= calendar.monthrange(year, month)[1] and date(year, month, day) <= today:
            return yearless(single(date(year, month, day)))
    raise ValueError(f"no month {month} has a day {day}")


def latest_weekday(index: int, today: date) -> Days:
    """Return the most recent such day of the week, Monday being 0; it may be today."""
    return single(today - timedelta(days=(today.weekday() - index) % 7))


def latest_weekend(today: date) -> Days:
    """Return the most recent weekend that has begun."""
    return weekend(today, 0 if today.weekday() > 4 else -1)


def rolling(count: float, unit: str, today: date) -> Days:
    """Return the last so many days, weeks, months or years up to today."""
    if unit in ("month", "year") and count >= 1:
        return Days(_months_back(today, round(count * (12 if unit == "year" else 1))), today)
    return Days(today - timedelta(days=max(1, round(count * _LENGTHS[unit]))), today)


def ago(count: float, unit: str, today: date) -> Days:
    """Return the day, week, month or year that lies so many back; only a day is told exactly."""
    back = int(count)
    if unit in ("day", "hour") or count < 1:
        return single(today - timedelta(days=int(count * _LENGTHS[unit])))
    if unit == "week":
        return replace(week(today, -back), is_soft=True)
    if unit == "year" and count == back:
        return replace(whole_year(today.year - back), is_soft=True)
    length = {"month": 1, "quarter": 3, "year": 12}[unit]
    return replace(month_around(today, -round(count * length)), is_soft=True)


def vague(days: int, today: date) -> Days:
    """Return about so many days up to today."""
    return Days(today - timedelta(days=days), today, is_soft=True)


def _months_back(day: date, count: int) -> date:
    first = month_around(day, -count).first
    return first.replace(day=min(day.day, _end_of_month(first).day))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
