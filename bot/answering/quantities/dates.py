"""Dates: what a text says of year, month, day, weekday and season."""

import re
from dataclasses import dataclass
from functools import partial

from bot.answering.quantities.slate import Slate
from retrieval.languages import HAN
from retrieval.numerals import amount


@dataclass(frozen=True, slots=True)
class Date:
    """What one mention of a date tells; `ago` counts years from the publication's (去年 is -1)."""

    text: str
    start: int
    year: int | None = None
    ago: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    loose: bool = False  # a season that may be a figure of speech


_AGO = {"前年": -2, "今年": 0, "明年": 1, "last": -1, "this": 0, "next": 1}
_AGO |= dict.fromkeys(("去年", "上年", "前一年", "上一年"), -1)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_IN_YEAR = {None, *range(1, 13)}
_IN_MONTH = {None, *range(1, 32)}
_SEASONS = {"春": 1, "夏": 2, "秋": 3, "冬": 4}
_SEASONS |= {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

_YEAR = r"(?:1[5-9]|20)\d\d"
_HAN_YEAR = r"[一二][零〇一二三四五六七八九]{3}"
_SMALL = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_MONTH_DAY = rf"(?P<month>{_SMALL})\s?月(?:份?(?P<day>{_SMALL})\s?[日号])?"
_CHINESE = re.compile(
    rf"(?<![\d.])(?:(?P<year>{_YEAR}|{_HAN_YEAR})\s?年(?!代)|(?P<ago>去年|上年|(?:(?<![{HAN}])|(?<=[在于从自至到]))前一年|(?<![的之])上一年|今年|前年|明年))"
    rf"(?:底|初|的)?\s?(?:{_MONTH_DAY})?"
)
_CHINESE_MONTH = re.compile(rf"(?<![\d.十个]){_MONTH_DAY}")
_CHINESE_DAY = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2}|[一二三]?十[一二三四五六七八九])\s?"
    r"(?:日(?![本内])|号(?![线楼机馆院门令文车舰]))"
)
_ISO = re.compile(
    rf"(?<!\d)(?P<year>{_YEAR})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?!\d)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\.?"
)
_OF_YEAR = rf"(?:,?\s(?:of\s)?(?:(?P<year>{_YEAR})(?!\d|%|,\d)|(?P<ago>last|this) year))?"
_ENGLISH = tuple(
    re.compile(rf"(?<![a-z]){pattern}")
    for pattern in (
        rf"{_MONTH}\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d%a-z]|[.,]\d){_OF_YEAR}",
        rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?{_MONTH}{_OF_YEAR}",
        rf"(?P<ago>last|this|next)\s{_MONTH}",
        rf"{_MONTH}{_OF_YEAR}",
        r"(?P<ago>last|this|next) year(?![a-z])",
    )
)
_ENGLISH_MONTH = re.compile(r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)")
_BEFORE_MONTH = re.compile(r"(?<![a-z])(?:in|by|since|until|of|late|early|mid|from)[ -]$")
_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?![个次家天年])"
    r"|(?<![a-z])(?P<en>mon|tues|wednes|thurs|fri|satur|sun)days?(?![a-z])"
)
_SEASON = re.compile(
    r"(?P<zh>[春夏秋冬])(?:天|季)"
    r"|(?<![a-z])(?:(?P<ago>last|this|next)|in the|in|of)\s"
    r"(?P<en>spring|fall|summer|autumn|winter)(?![a-z])"
    r"|(?<![a-z])(?P<bare>summer|autumn|winter|spring)(?![a-z])"
)


def take_dates(slate: Slate) -> list[Date]:
    """Return the dates of a text in its order, and wipe them from the slate."""
    found = slate.take(_ISO, partial(_read, slate))
    if slate.is_chinese:
        for pattern, needs in ((_CHINESE, "年"), (_CHINESE_MONTH, "月"), (_CHINESE_DAY, "日号")):
            if slate.has(*needs):
                found += slate.take(pattern, partial(_read, slate))
    if slate.is_english or _ENGLISH_MONTH.search(slate.original):
        for pattern in _ENGLISH:
            found += slate.take(pattern, partial(_read_english, slate))
    if slate.is_english or slate.has("周", "期", "拜"):
        found += slate.take(_WEEKDAY, partial(_read_weekday, slate))
    if slate.is_english or slate.has(*"春夏秋冬"):
        found += slate.take(_SEASON, partial(_read_season, slate))
    return sorted(found, key=lambda item: item.start)


def _read(slate: Slate, match: re.Match[str]) -> Date | None:
    group = match.groupdict()
    month, day = _number(group.get("month")), _number(group["day"])
    if month not in _IN_YEAR or day not in _IN_MONTH:
        return None
    return _date(slate, match, month, day)


def _read_english(slate: Slate, match: re.Match[str]) -> Date | None:
    group = match.groupdict()
    name, month = group.get("month"), None
    if name is not None:
        if not _is_month(slate, match, name):
            return None
        month = _MONTHS.index(name[:3]) + 1
    return _date(slate, match, month, _number(group.get("day")))


def _date(slate: Slate, match: re.Match[str], month: int | None, day: int | None) -> Date:
    group = match.groupdict()
    year, ago = _number(group.get("year")), _AGO.get(group.get("ago", ""))
    return Date(slate.written(*match.span()), match.start(), year, ago, month, day)


def _number(text: str | None) -> int | None:
    return None if text is None else int(amount(text))


def _is_month(slate: Slate, match: re.Match[str], name: str) -> bool:
    """Tell the months in "in May" and "March 3" from Theresa May and a march."""
    if not slate.written(*match.span("month"))[:1].isupper():
        return False
    if name not in ("may", "march") or match.group() != name:
        return True
    before = slate.folded[max(0, match.start() - 8) : match.start()]
    return _BEFORE_MONTH.search(before) is not None


def _read_weekday(slate: Slate, match: re.Match[str]) -> Date:
    han, english = match["zh"], match["en"]
    number = "一二三四五六日".find(han) % 7 if han else _WEEKDAYS.index(english[:3])
    return Date(slate.written(*match.span()), match.start(), weekday=number)


def _read_season(slate: Slate, match: re.Match[str]) -> Date:
    season = _SEASONS[match["zh"] or match["en"] or match["bare"]]
    ago = _AGO.get(match["ago"]) or None  # this summer may be written in any way
    text = slate.written(*match.span())
    return Date(text, match.start(), ago=ago, season=season, loose=bool(match["bare"]))
