"""Dates as pages write them, in Chinese and English: stated, or worked out from a known day."""

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

from retrieval.articles import Known

_EARLIEST = 1900
_FURTHEST_ZONE = 14  # hours from Greenwich
_READ = 200  # characters: a date stands at the start of what is said to hold one
_MONTH_NAMES = [name.lower() for name in calendar.month_name]
_ABBREVIATED = 3  # letters that tell a month
_ZONES = {
    "z": "+00:00",
    "gmt": "+00:00",
    "utc": "+00:00",
    "bst": "+01:00",
    "cet": "+01:00",
    "cest": "+02:00",
    "edt": "-04:00",
    "est": "-05:00",
    "pdt": "-07:00",
    "pst": "-08:00",
    "hkt": "+08:00",
    "sgt": "+08:00",
    "jst": "+09:00",
    "kst": "+09:00",
}  # CST and ET are several zones: a time that says so is left without one
_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_HAN_YEAR = "[〇零一二三四五六七八九]{4}"
_HAN_NUMBER = "[元一二三四五六七八九十廿卅]{1,3}"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})"
_NUMBERED_MONTH = r"(?P<month>1[0-2]|0?[1-9])"
_CLOCK = re.compile(
    r"[\s,，T|(（-]*(?:星期.|周.|[a-z]{3,6}day)?[\s)）]*(?:at\s+)?"
    r"(?P<half>上午|下午|晚上|凌晨|中午)?\s*"
    r"(?P<hour>\d{1,2})[:：时時点點](?P<minute>\d{2})(?:[:：分](?P<second>\d{2})(?:\.\d+)?)?分?秒?"
    r"\s*(?P<meridiem>[ap]\.?m\b\.?)?"
    r"(?P<zone>\s*[+-]\d{2}:?\d{2}\b|\s*\(?(?:GMT|UTC)\s*[+-]\d{1,2}(?::?\d{2})?\)?"
    r"|\s*(?:z|gmt|utc|bst|ce?st|e[sd]t|p[sd]t|hkt|sgt|jst|kst)\b)?",
    re.IGNORECASE,
)
_BEIJING = re.compile(r"(?:北京|台北|臺北|香港)(?:时间|時間)")
_STATED = [
    rf"(?<!\d){_YEAR}\s*[-/.年]\s*{_NUMBERED_MONTH}\s*[-/.月]\s*"
    r"(?P<day>3[01]|[12]\d|0?[1-9])(?!\d*\.\d)\s*[日号號]?",
    r"(?<![\w.-])(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-2]\d|3[01])(?!\d)",
    rf"(?P<han_year>{_HAN_YEAR})年(?P<han_month>{_HAN_NUMBER})月(?P<han_day>{_HAN_NUMBER})日",
    rf"(?:民國|民国)\s*(?P<roc>\d{{2,3}}|{_HAN_NUMBER})年\s*(?P<month>\d{{1,2}})月\s*{_DAY}日",
    rf"\b{_MONTH}\s*{_DAY}(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
    rf"(?<!\d){_DAY}(?:st|nd|rd|th)?[\s-]+(?:of\s+)?{_MONTH},?[\s-]*{_YEAR}\b",
    rf"(?<!\d)(?P<day>1[3-9]|2\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])[/.]{_YEAR}(?!\d)",
    rf"(?<!\d)(?P<month>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}(?!\d)",
]
_WITHOUT_YEAR = [
    rf"(?<![\d年]){_NUMBERED_MONTH}月\s*{_DAY}[日号號]",
    r"(?<![\d-])(?P<month>0[1-9]|1[0-2])-(?P<day>[0-2]\d|3[01])(?=\s*\d{1,2}:\d\d)",
    rf"(?P<han_month>{_HAN_NUMBER})月(?P<han_day>{_HAN_NUMBER})日",
    rf"\b{_MONTH}\s+{_DAY}(?:st|nd|rd|th)?(?![\d:]|,?\s+\d{{4}})",
    rf"(?<!\d)(?<!\d[-/.月]){_DAY}[日號](?![前本報报])",
]
_AGO = re.compile(
    r"(?P<count>\d{1,3})\s*"
    r"(?:(?P<short>分钟|分鐘|小时|小時|秒|minutes?|mins?|hours?|hrs?|seconds?)"
    r"|(?P<days>天|日|days?)|(?P<weeks>周|週|weeks?))"
    r"\s*(?:之?前|ago)",
    re.IGNORECASE,
)
_DAYS_BACK = {
    r"(?:今天|今日|刚刚|剛剛|\btoday\b|\bjust now\b)": 0,
    r"(?:昨天|昨日|昨晚|\byesterday\b)": 1,
    r"(?:前天|前日)": 2,
}
_STATED_PATTERN = [re.compile(pattern, re.IGNORECASE) for pattern in _STATED]
_YEARLESS_PATTERN = [re.compile(pattern, re.IGNORECASE) for pattern in _WITHOUT_YEAR]
_BACK_PATTERN = [(re.compile(words, re.IGNORECASE), days) for words, days in _DAYS_BACK.items()]
_IN_ADDRESS = re.compile(
    r"[/_.-](?P<year>(?:19|20)\d\d)[/_-]?(?P<month>0[1-9]|1[0-2]|[1-9](?=[/_-])|[a-z]{3}(?=/))"
    r"[/_-]?(?P<day>0[1-9]|[12]\d|3[01]|[1-9](?=[/_-]))(?!\d)"
)


def read_date(text: str, reference: date | None) -> tuple[str, Known] | None:
    """Return the first date that `text` tells, and whether it is stated or worked out.

    ISO 8601: a date, with the time where one is given, with the zone where one is stated.
    `reference` is the day on which the text was published or fetched: “昨日”, “30日”, “3 hours
    ago” are the latest such day not after it. Without it only full dates are read. An
    impossible date, or one later than the day after `reference`, is none.
    """
    text = text[:_READ]
    for found in _stated(text):
        if _is_plausible(found[0], reference):
            return found[0].isoformat() + found[1], Known.STATED
    if reference is None:
        return None
    day = _yearless(text, reference) or _relative(text, reference)
    return (day.isoformat(), Known.INFERRED) if day else None


def date_in_url(url: str, reference: date | None) -> str | None:
    """Return the date that an address holds, `/2025/01/31/` or `/20250131/`, as `YYYY-MM-DD`."""
    match = _IN_ADDRESS.search(url.lower())
    day = match and _day(match)
    return day.isoformat() if day and _is_plausible(day, reference) else None


def _stated(text: str) -> Iterator[tuple[date, str]]:
    matches = [match for pattern in _STATED_PATTERN for match in pattern.finditer(text)]
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if day := _day(match):
            yield day, _time(text, match.end())


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    year, month, day = _year(parts), _month(parts), _count(parts.get("day"), parts.get("han_day"))
    try:
        return date(year, month, day) if year >= _EARLIEST else None
    except ValueError:
        return None


def _year(parts: Mapping[str, str | None]) -> int:
    if roc := parts.get("roc"):
        return 1911 + (int(roc) if roc.isdigit() else _han_number(roc))
    if han := parts.get("han_year"):
        return int("".join(str(_DIGITS[digit]) for digit in han))
    return int(parts.get("year") or 0)


def _month(parts: Mapping[str, str | None]) -> int:
    word = parts.get("month")
    if word and word.isalpha():
        return _named_month(word.lower())
    return _count(word, parts.get("han_month"))


def _named_month(word: str) -> int:
    starts = [name[:_ABBREVIATED] for name in _MONTH_NAMES]
    return starts.index(word[:_ABBREVIATED]) if word[:_ABBREVIATED] in starts[1:] else 0


def _count(arabic: str | None, han: str | None) -> int:
    return int(arabic) if arabic else _han_number(han or "")


def _han_number(text: str) -> int:
    text = text.replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    return 10 * _DIGITS.get(tens, 1 if not tens else 0) + _DIGITS.get(units, 0)


def _time(text: str, position: int) -> str:
    match = _CLOCK.match(text, position)
    if not match:
        return ""
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    hour = _of_day(hour, (match["half"] or match["meridiem"] or "").lower())
    if hour > 23 or minute > 59 or second > 59:
        return ""
    seconds = f":{second:02}" if match["second"] else ""
    return f"T{hour:02}:{minute:02}{seconds}" + _zone(match["zone"], text)


def _of_day(hour: int, half: str) -> int:
    if (
        half.startswith(("p", "下午", "晚上", "中午"))
        and hour < 12
        and (half != "中午" or hour < 3)
    ):
        return hour + 12
    return 0 if half.startswith(("a", "凌晨")) and hour == 12 else hour


def _zone(stated: str | None, text: str) -> str:
    if not stated:
        return "+08:00" if _BEIJING.search(text) else ""
    word = stated.strip(" ()").lower()
    if word in _ZONES:
        return _ZONES[word]
    offset = re.search(r"([+-])(\d{1,2}):?(\d{2})?$", word)
    if not offset or int(offset[2]) > _FURTHEST_ZONE:
        return ""
    return f"{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"


def _yearless(text: str, reference: date) -> date | None:
    for pattern in _YEARLESS_PATTERN:
        for match in pattern.finditer(text):
            parts = match.groupdict()
            day = _count(parts.get("day"), parts.get("han_day"))
            month = _month(parts)
            if found := _latest(month, day, reference + timedelta(days=1)):
                return found
    return None


def _latest(month: int, day: int, until: date) -> date | None:
    """Return the latest such day not after `until`; a month of 0 is any."""
    back: Callable[[date], date] = _a_month_back if not month else _a_year_back
    first = until.replace(day=1) if not month else _first_of(month, until)
    for _ in range(9):
        if first and 1 <= day <= calendar.monthrange(first.year, first.month)[1]:
            found = first.replace(day=day)
            if found <= until:
                return found
        first = first and back(first)
    return None


def _first_of(month: int, until: date) -> date | None:
    return until.replace(month=month, day=1) if 1 <= month <= 12 else None


def _a_month_back(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)


def _a_year_back(first: date) -> date:
    return first.replace(year=first.year - 1)


def _relative(text: str, reference: date) -> date | None:
    if match := _AGO.search(text):
        weeks, days = bool(match["weeks"]), bool(match["days"])
        count = int(match["count"]) * (7 if weeks else 1) if weeks or days else 0
        return reference - timedelta(days=count)
    for pattern, days_back in _BACK_PATTERN:
        if pattern.search(text):
            return reference - timedelta(days=days_back)
    return None


def _is_plausible(day: date, reference: date | None) -> bool:
    return reference is None or day <= reference + timedelta(days=1)
