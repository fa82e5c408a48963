"""What the parts of Chinese words for days tell."""

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

_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_VALUES |= {"〇": 0, "两": 2, "正": 1, "腊": 12}
_YEARS = {"大前": -3, "前": -2, "去": -1, "上一": -1, "本": 0, "今": 0, "明": 1}
_WHICH = {"上上": -2, "上": -1, "本": 0, "这": 0, "下": 1, "下下": 2}
_PARTS = {"初": "early", "上旬": "early", "中": "mid", "中旬": "mid"}
_UNITS = {"小时": "hour", "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week"}
_UNITS |= {"月": "month", "季度": "quarter", "年": "year"}


def _number(text: str) -> int:
    if text.isascii():
        return int(text)
    hundreds, hundred, rest = text.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    value = 100 * _VALUES.get(hundreds, 1) if hundred else 0
    value += 10 * _VALUES.get(tens, 1) if ten else 0
    return value + _VALUES.get(units, 0)


def _year(word: str, today: date) -> int:
    stem = word.removesuffix("度").removesuffix("年").strip()
    if stem in _YEARS:
        return today.year + _YEARS[stem]
    if stem.startswith("民国"):
        return 1911 + int(stem.removeprefix("民国"))
    if stem.isascii():
        return int(stem) + (2000 if int(stem) < 100 else 0)
    return int("".join(str(_VALUES[digit]) for digit in stem))


def day(parts: Parts, today: date) -> Days:
    month, day = _number(parts["month"]), _number(parts["day"])
    if parts["year"]:
        return single(date(_year(parts["year"], today), month, day))
    return latest_day(month, day, today)


def day_range(parts: Parts, today: date) -> Days:
    begun = day(parts, today)
    last = begun.first.replace(day=_number(parts["until"]))
    return Days(begun.first, last, begun.is_yearless)


def month(parts: Parts, today: date) -> Days:
    index = _number(parts["month"])
    if parts["year"]:
        found = months(_year(parts["year"], today), index, index)
    else:
        found = latest_month(index, today)
    return _part(found, parts)


def month_range(parts: Parts, today: date) -> Days:
    first, last = _number(parts["month"]), _number(parts["until"])
    if parts["year"]:
        return months(_year(parts["year"], today), first, last)
    return yearless(months(latest_month(first, today).first.year, first, last))


def that_month(parts: Parts, today: date) -> Days:
    found = month_around(today, _later(parts))
    if parts["day"]:
        return single(found.first.replace(day=_number(parts["day"])))
    return _part(found, parts)


def _part(month: Days, parts: Parts) -> Days:
    return part_of_month(month, _part_name(parts)) if parts["part"] else month


def _part_name(parts: Parts) -> str:
    return _PARTS.get(parts["part"], "late")


def _later(parts: Parts) -> int:
    return _WHICH[parts["which"].removesuffix("一")]


def piece_of_year(parts: Parts, today: date) -> Days:
    if parts["year"]:
        return _piece(parts, _year(parts["year"], today))
    found = _piece(parts, today.year)
    return found if found.first <= today else _piece(parts, today.year - 1)


def _piece(parts: Parts, year: int) -> Days:
    if parts["half"]:
        return half(year, 1 if parts["half"] == "上" else 2)
    if number := parts["quarter"] or parts["q"]:
        return quarter(year, _number(number))
    if parts["count"]:
        return months(year, 1, _number(parts["count"]) * (3 if parts["unit"] == "季度" else 1))
    return part_of_year(year, _part_name(parts))


def that_week(parts: Parts, today: date) -> Days:
    if parts["weekday"]:
        return single(week(today, _later(parts)).first + timedelta(days=_weekday(parts)))
    return (weekend if parts["end"] else week)(today, _later(parts))


def _weekday(parts: Parts) -> int:
    return "一二三四五六日".index(parts["weekday"].replace("天", "日"))


def _counted(parts: Parts) -> tuple[float, str]:
    count = 0.5 if parts["count"] == "半" else _number(parts["count"])
    return count + (0.5 if parts["half"] or parts["plus"] else 0), _UNITS[parts["unit"]]


def latest_named_weekday(parts: Parts, today: date) -> Days:
    return latest_weekday(_weekday(parts), today)


def that_year(parts: Parts, today: date) -> Days:
    return whole_year(_year(parts["year"], today))


def that_quarter(parts: Parts, today: date) -> Days:
    return quarter_around(today, _later(parts))


def past(parts: Parts, today: date) -> Days:
    return rolling(*_counted(parts), today)


def back(parts: Parts, today: date) -> Days:
    return ago(*_counted(parts), today)
