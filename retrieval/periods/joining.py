"""Days joined into ranges, and opened by words such as since, before and 以来."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from retrieval.periods.days import Days
from retrieval.periods.rules import Span

_REACH = 24  # characters beside days that may open or join them
_DAY = timedelta(days=1)
_TO = re.compile(
    r"\s?(?:至|直?到|-|–|—|~|,?\s(?:to|through|until|till))\s?(?:the\s)?", re.IGNORECASE
)
_AND = re.compile(r"\s?(?:和|与|,?\sand)\s?(?:the\s)?", re.IGNORECASE)
_BETWEEN = re.compile(r"(?:\bbetween|在|介于)\s?(?:the\s)?$", re.IGNORECASE)
_BETWEEN_BEHIND = re.compile(r"\s?(?:之间|期间)")
_FILLER = r"\s(?:on\s|about\s|around\s|in\s|the\s|late\s|early\s)?$"
_END = r"(?=[的,，。、;；：:?？!！\s]|$)"


@dataclass(frozen=True, slots=True)
class _Opening:
    """Words before or behind days that leave one end open."""

    before: re.Pattern[str]
    behind: re.Pattern[str]
    open: Callable[[Days], tuple[date, date]]


def _opening(
    before: str, han: str, behind: str, open: Callable[[Days], tuple[date, date]]
) -> _Opening:
    words = rf"\b(?:{before}){_FILLER}|(?:{han})\s?$"
    return _Opening(re.compile(words, re.IGNORECASE), re.compile(rf"\s?(?:{behind})"), open)


_OPENINGS = (
    _opening(
        "since|starting|beginning",
        "自从",
        r"以来|开始至今|至今|迄今|起(?![诉草火飞源码底床获到了来因名步伏])|onwards?\b",
        lambda days: (days.first, date.max),
    ),
    _opening(
        r"after|following|later\sthan",
        "晚于|迟于",
        rf"之后|以后|过后|后{_END}",
        lambda days: (days.last + _DAY, date.max),
    ),
    _opening(
        r"before|prior\sto|earlier\sthan|ahead\sof",
        "早于",
        rf"之前|以前|前{_END}",
        lambda days: (date.min, days.first - _DAY),
    ),
    _opening(
        r"until|till|up\sto|through|by|as\sof|no\slater\sthan",
        "截至|截止到?|直到|迄",
        r"为止|止(?![损血步])",
        lambda days: (date.min, days.last),
    ),
)
_FROM = re.compile(r"(?:\bfrom|从|自)\s?$", re.IGNORECASE)
_ON = re.compile(r"\s?(?:on(?:wards?)?\b|开始)")


def join(text: str, found: Sequence[Span]) -> Iterator[Span]:
    """Yield what was found, with neighbours made one range and open ends opened."""
    position = 0
    while position < len(found):
        joined = _range(text, *found[position : position + 2])
        yield joined or _opened(text, found[position])
        position += 2 if joined else 1


def _range(text: str, one: Span, other: Span | None = None) -> Span | None:
    if other is None or not _are_joined(text, one, other):
        return None
    days = _from_to(one.days, other.days)
    return Span(days, one.start, other.end) if days else None


def _are_joined(text: str, one: Span, other: Span) -> bool:
    between = text[one.end : min(other.start, one.end + _REACH)]
    if one.end + len(between) < other.start:
        return False
    if _TO.fullmatch(between):
        return True
    told = _BETWEEN.search(_before(text, one)) or _BETWEEN_BEHIND.match(text, other.end)
    return bool(told and _AND.fullmatch(between))


def _from_to(one: Days, other: Days) -> Days | None:
    """Return the days from one to the other, of which each may lend the other its year."""
    try:
        if one.is_yearless and not other.is_yearless:
            one = _in_year(one, other.last.year)
            one = _in_year(one, one.first.year - (one.first > other.last))
        elif other.is_yearless:
            other = _in_year(other, one.first.year)
            other = _in_year(other, other.first.year + (other.last < one.first))
        return Days(one.first, other.last, one.is_yearless, one.is_soft or other.is_soft)
    except (ValueError, OverflowError):
        return None


def _in_year(days: Days, year: int) -> Days:
    later = year - days.first.year
    last = days.last.replace(year=days.last.year + later)
    return replace(days, first=days.first.replace(year=year), last=last)


def _opened(text: str, span: Span) -> Span:
    before = _before(text, span)
    for opening in _OPENINGS:
        ahead, behind = opening.before.search(before), opening.behind.match(text, span.end)
        if ahead or behind:
            start = span.start - len(ahead.group()) if ahead else span.start
            return _with_end(opening, span, start, behind.end() if behind else span.end)
    ahead, behind = _FROM.search(before), _ON.match(text, span.end)
    if ahead and behind:
        return _with_end(_OPENINGS[0], span, span.start - len(ahead.group()), behind.end())
    return span


def _with_end(opening: _Opening, span: Span, start: int, end: int) -> Span:
    try:
        first, last = opening.open(span.days)
        return Span(replace(span.days, first=first, last=last), start, end)
    except (ValueError, OverflowError):
        return span


def _before(text: str, span: Span) -> str:
    return text[max(0, span.start - _REACH) : span.start]
