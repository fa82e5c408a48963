"""What the parts of English words for days tell."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from retrieval.periods.days import (
    Days,
    ago,
    half,
    latest_day,
    latest_month,
    latest_weekday,
    month_around,
    months,
    part_of_month,
    part_of_year,
    quarter,
    quarter_around,
    rolling,
    single,
    week,
    weekend,
    whole_year,
    yearless,
)
from retrieval.periods.rules import Parts

_STARTS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_COUNTS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_LOOSE_COUNTS = {"a few": 5, "few": 5, "several": 5, "a couple of": 2, "couple of": 2}
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_PARTS = {"early": "early", "beginning": "early", "start": "early", "mid": "mid", "middle": "mid"}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_LATER = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}


def _month_number(word: str) -> int:
    return _STARTS.index(word[:3]) + 1


def _count(word: str) -> float:
    if word.isdigit():
        return int(word)
    return _LOOSE_COUNTS.get(word) or _COUNTS.index(word)


def day(parts: Parts, today: date) -> Days:
    month, day = _month_number(parts["month"]), int(parts["day"])
    if parts["year"]:
        return single(date(int(parts["year"]), month, day))
    return latest_day(month, day, today)


def day_range(parts: Parts, today: date) -> Days:
    begun = day(parts, today)
    last = begun.first.replace(day=int(parts["until"]))
    return Days(begun.first, last, begun.is_yearless)


def month(parts: Parts, today: date) -> Days:
    index = _month_number(parts["month"])
    dated = parts["year"]
    found = months(int(dated), index, index) if dated else latest_month(index, today)
    return part_of_month(found, _part_name(parts)) if parts["part"] else found


def month_range(parts: Parts, today: date) -> Days:
    first, last = _month_number(parts["month"]), _month_number(parts["until"])
    year = int(parts["year"]) if parts["year"] else latest_month(first, today).first.year
    if first > last and parts["year"]:
        return Days(date(year - 1, first, 1), months(year, last, last).last)
    if first > last:
        return yearless(Days(date(year, first, 1), months(year + 1, last, last).last))
    found = months(year, first, last)
    return found if parts["year"] else yearless(found)


def _part_name(parts: Parts) -> str:
    return _PARTS.get(parts["part"].split()[0], "late")


def _year(parts: Parts, today: date) -> int:
    return int(parts["year"]) if parts["year"] else today.year + _LATER[parts["that"]]


def part_of_that(parts: Parts, today: date) -> Days:
    if parts["month"]:
        return part_of_month(month_around(today, _LATER[parts["month"]]), _part_name(parts))
    return part_of_year(_year(parts, today), _part_name(parts))


def named_month(parts: Parts, today: date) -> Days:
    index, later = _month_number(parts["month"]), _LATER[parts["which"]]
    if later == 0:
        return months(today.year, index, index)
    if later > 0:
        return months(today.year + (index <= today.month), index, index)
    return months(today.year - (index >= today.month), index, index)


def named_weekday(parts: Parts, today: date) -> Days:
    index, later = _weekday_number(parts), _LATER[parts["which"]]
    if later < 0:
        return latest_weekday(index, today - timedelta(days=1))
    return single(week(today, later).first + timedelta(days=index))


def _weekday_number(parts: Parts) -> int:
    return _WEEKDAYS.index(parts["weekday"][:3])


def that(parts: Parts, today: date) -> Days:
    later, unit = _LATER[parts["which"]], parts["unit"]
    if parts["which"] == "past" and unit != "weekend":
        return rolling(1, unit, today)
    return _AROUND[unit](today, later)


def _year_around(today: date, later: int) -> Days:
    return whole_year(today.year + later)


_AROUND: dict[str, Callable[[date, int], Days]] = {
    "week": week,
    "weekend": weekend,
    "month": month_around,
    "quarter": quarter_around,
    "year": _year_around,
}


def season(parts: Parts, today: date) -> Days:
    first = _SEASONS[parts["season"]]
    year = int(parts["year"]) if parts["year"] else today.year
    if parts["which"] == "last" and date(year, first, 1) > month_around(today, -3).first:
        year -= 1
    begun = date(year, first, 1)
    return Days(begun, month_around(begun, 2).last, is_soft=True)


def past(parts: Parts, today: date) -> Days:
    found = rolling(_count(parts["count"] or "one"), parts["unit"], today)
    return replace(found, is_soft=parts["count"] in _LOOSE_COUNTS)


def back(parts: Parts, today: date) -> Days:
    count = _count(parts["count"]) if parts["count"] else 1
    found = ago(count, parts["unit"], today)
    return replace(found, is_soft=found.is_soft or parts["count"] in _LOOSE_COUNTS)


def piece(parts: Parts, today: date) -> Days:
    year = _year(parts, today)
    if parts["count"]:
        return months(year, 1, int(_count(parts["count"])))
    if parts["nth"]:
        return (quarter if parts["of"] == "quarter" else half)(year, _ORDINALS[parts["nth"]])
    return quarter(year, int(parts["q"])) if parts["q"] else half(year, int(parts["h"]))


def latest_quarter(parts: Parts, today: date) -> Days:
    found = quarter(today.year, int(parts["q"]))
    return found if found.first <= today else quarter(today.year - 1, int(parts["q"]))


def in_figures(parts: Parts, today: date) -> Days:
    return single(date(int(parts["year"]), int(parts["month"]), int(parts["day"])))


def years(parts: Parts, today: date) -> Days:
    return Days(date(int(parts["year"]), 1, 1), date(int(parts["until"]), 12, 31))


def latest_named_weekday(parts: Parts, today: date) -> Days:
    return latest_weekday(_weekday_number(parts), today)


def that_year(parts: Parts, today: date) -> Days:
    return whole_year(_year(parts, today))
