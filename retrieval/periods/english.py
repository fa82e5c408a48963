"""Rules for days told in English or in figures."""

import re
from datetime import timedelta

from retrieval.periods import english_readings as read
from retrieval.periods.days import latest_weekend, single, vague
from retrieval.periods.rules import Rule

TELLS = re.compile(
    r"(?:19|20)[0-9]{2}|day|week|month|quarter|year|hour|night|morning|noon|evening|tomorrow|ago\b|recent|lately"
    r"|latest|spring|summer|autumn|fall|winter|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\b[qh][1-4]",
    re.IGNORECASE,
)
"""What every such telling holds: a text without is not searched."""

# May and March are verbs in lower case.
_NAME = (
    r"jan(?:uary)?|feb(?:ruary)?|(?-i:Mar(?:ch)?|MARCH)|apr(?:il)?|(?-i:May|MAY)|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?<![a-z0-9])(?P<month>{_NAME})(?![a-z0-9]|-a-)\.?"
_YEAR = r"(?P<year>(?:19|20)[0-9]{2})(?![0-9a-z%]|[.,][0-9])"
_OF_YEAR = rf"(?:,?\s{{1,2}}(?:of\s)?{_YEAR})?"
_NTH = r"(?:st|nd|rd|th)?"
_DAY = rf"(?P<day>[0-9]{{1,2}}){_NTH}(?![0-9a-z:%]|[.,][0-9]|\s(?:[ap]m|million|billion|percent)\b)"
_TO = r"(?:\s?[-–—~]\s?|\s(?:to|through|and)\s)"
_PART = r"(?P<part>early|late|mid|(?:beginning|start|end|middle)\sof)[\s-](?:the\s)?"
_WHICH = (
    r"\b(?<!the\s)(?<!his\s)(?<!her\s)(?<!its\s)(?P<which>last|past|previous|this|next|coming)\s"
)
_WEEKDAY = (
    r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day(?![a-z-]|\.[a-z])"
    r"(?!\snight\s(?:football|live|lights|baseball)|\s(?:times|mail|mirror|express|telegraph|post)\b"
    r"|\sthe\s13th|\sworld\b)"
)
_TIME_OF_DAY = r"(?:\s(?:morning|afternoon|evening|night))?"
_UNIT = r"(?P<unit>hour|day|week|month|quarter|year)s?\b"
_COUNT = (
    r"(?P<count>[0-9]{1,3}|(?:a\s)?few|several|(?:a\s)?couple\sof|one|two|three|four|five|six"
    r"|seven|eight|nine|ten|eleven|twelve)"
)
_THAT_YEAR = rf"(?:{_YEAR}|(?P<that>this|last|next)\syear)"
_ORDINAL = r"(?P<nth>first|second|third|fourth|1st|2nd|3rd|4th)"
_NO_NUMBER = (  # in 2000 cities; in May 2000 votes were counted
    r"(?!\s(?:[a-z]+\s)?(?:million|billion|trillion|people|users|chips|gpus|dollars|yuan|words|tokens"
    r"|pages|cases|deaths|jobs|countries|cities|ways|stores|votes|employees|workers|points|years)\b)"
)


def _after(words: str) -> str:
    """Return a pattern for standing right behind one of these words."""
    return "(?:" + "|".join(rf"(?<=\b{word}\s)" for word in words.split()) + ")"


_CUE = _after(
    "in by of during since until till before after from through throughout around the between"
)
_YEAR_CUE = _after(
    "in by of during since until till before after from through throughout year between"
)
_RANGE_CUE = _after("in during of between from since")


def _relative(words: str, later: int) -> Rule:
    return Rule.of(rf"\b(?:{words})\b", lambda _, today: single(today + timedelta(days=later)))


def _vague(words: str, days: int) -> Rule:
    return Rule.of(rf"\b(?:{words})\b", lambda _, today: vague(days, today))


def _second(name: str) -> str:
    return name.replace("?P<month>", "?P<until>").replace("?P<year>", "?P<until>")


_UNTIL_DAY = rf"(?P<until>[0-9]{{1,2}}){_NTH}(?![0-9a-z:%])"
_NO_SURNAME = r"(?!\s(?:madness|revolution|surprise|attacks?|uprising)\b)"
_BEFORE_FIGURES = r"(?<![0-9a-z./-])"
_AFTER_FIGURES = r"(?![0-9a-z]|[./-][0-9])"
_FULL_YEAR = r"(?P<year>(?:19|20)[0-9]{2})"
_IN_MONTHS = r"(?P<month>1[0-2]|0?[1-9])"
_IN_DAYS = r"(?P<day>3[01]|[12][0-9]|0?[1-9])"
_BEYOND_MONTHS = r"(?P<day>1[3-9]|2[0-9]|3[01])"

_AFTER_WORD = _after("on since before after until by from of and")
_BY_ITSELF = (  # Monday's, Monday morning, happened Monday; Black Friday is a sale
    r"\b(?<!black\s)(?<!good\s)(?<!cyber\s)(?<!super\s)(?<!ash\s)(?<!bloody\s)(?<!every\s)"
    rf"{_WEEKDAY}(?='s\b|\s(?:morning|afternoon|evening|night)\b|\s?[?,.;!]|$)"
)
_TODAY = (
    r"(?<!usa\s)(?<!business\s)(?<!india\s)(?<!russia\s)(?<!malaysia\s)(?<!psychology\s)today"
    r"(?!\sshow)|tonight|this\s(?:morning|afternoon|evening)"
)
_SEASON = r"(?P<season>spring|summer|autumn|fall|winter)"

RULES = (
    Rule.of(
        rf"{_BEFORE_FIGURES}{_FULL_YEAR}(?P<mark>[-/.]){_IN_MONTHS}(?P=mark){_IN_DAYS}{_AFTER_FIGURES}",
        read.in_figures,
    ),
    Rule.of(
        rf"{_BEFORE_FIGURES}{_BEYOND_MONTHS}[/.]{_IN_MONTHS}[/.]{_FULL_YEAR}{_AFTER_FIGURES}",
        read.in_figures,
    ),
    Rule.of(
        rf"{_BEFORE_FIGURES}{_IN_MONTHS}/{_BEYOND_MONTHS}/{_FULL_YEAR}{_AFTER_FIGURES}",
        read.in_figures,
    ),
    Rule.of(rf"{_MONTH}\s{{0,2}}(?:the\s)?{_DAY}{_OF_YEAR}{_NO_SURNAME}", read.day),
    Rule.of(
        rf"{_MONTH}\s{{0,2}}(?P<day>[0-9]{{1,2}}){_NTH}{_TO}{_UNTIL_DAY}{_OF_YEAR}", read.day_range
    ),
    Rule.of(
        rf"(?<![0-9a-z.,-])(?P<day>[0-9]{{1,2}}){_NTH}[\s-](?:of\s)?{_MONTH}(?:,?[\s-]{_YEAR})?",
        read.day,
    ),
    Rule.of(
        rf"(?<![0-9a-z.,-])(?P<day>[0-9]{{1,2}}){_NTH}{_TO}{_UNTIL_DAY}\s(?:of\s)?{_MONTH}{_OF_YEAR}",
        read.day_range,
    ),
    Rule.of(rf"(?:{_PART})?{_MONTH},?\s(?:of\s)?{_YEAR}", read.month),
    Rule.of(rf"\b{_PART}{_MONTH}(?!\s?[0-9])", read.month),
    Rule.of(rf"{_CUE}{_MONTH}(?!\s?[0-9]|'s\s(?:cabinet|government)){_NO_SURNAME}", read.month),
    Rule.of(rf"{_MONTH}'s\b(?!\s(?:cabinet|government))", read.month),
    Rule.of(
        rf"{_RANGE_CUE}{_MONTH}{_TO}{_second(_MONTH)}(?!\s?[0-9]{{1,2}}\b){_OF_YEAR}",
        read.month_range,
    ),
    Rule.of(rf"{_MONTH}{_TO}{_second(_MONTH)},?\s(?:of\s)?{_YEAR}", read.month_range),
    Rule.of(rf"{_WHICH}{_MONTH}(?!\s?[0-9])", read.named_month),
    Rule.of(rf"{_WHICH}{_WEEKDAY}{_TIME_OF_DAY}", read.named_weekday),
    Rule.of(
        rf"{_AFTER_WORD}(?:early\s|late\s)?{_WEEKDAY}{_TIME_OF_DAY}", read.latest_named_weekday
    ),
    Rule.of(rf"{_BY_ITSELF}{_TIME_OF_DAY}", read.latest_named_weekday),
    Rule.of(rf"{_WHICH}(?P<unit>weekend|week|month|quarter|year)\b", read.that),
    Rule.of(r"\b(?:at|over)\sthe\sweekend\b", lambda _, today: latest_weekend(today)),
    Rule.of(
        rf"\b(?:the|these)\s(?:past|last|previous|preceding)\s(?:{_COUNT}\s)?{_UNIT}", read.past
    ),
    Rule.of(rf"\b(?:past|last|previous)\s{_COUNT}\s{_UNIT}", read.past),
    Rule.of(rf"\b(?:{_COUNT}|an?)\s{_UNIT}\sago\b", read.back),
    Rule.of(rf"{_YEAR_CUE}{_YEAR}{_NO_NUMBER}", read.that_year),
    Rule.of(rf"{_RANGE_CUE}{_YEAR}{_TO}{_second(_YEAR)}{_NO_NUMBER}", read.years),
    Rule.of(rf"\b{_PART}{_THAT_YEAR}{_NO_NUMBER}", read.part_of_that),
    Rule.of(rf"\b{_PART}(?P<month>this|last|next)\smonth\b", read.part_of_that),
    Rule.of(rf"\bq(?P<q>[1-4])(?:\sof)?,?\s{_THAT_YEAR}", read.piece),
    Rule.of(rf"(?<![0-9a-z]){_FULL_YEAR}\s?q(?P<q>[1-4])\b", read.piece),
    Rule.of(rf"\bh(?P<h>[12])(?:\sof)?,?\s{_THAT_YEAR}", read.piece),
    Rule.of(
        rf"\b{_ORDINAL}[\s-](?P<of>quarter|half)\sof\s(?:the\syear\s)?{_THAT_YEAR}", read.piece
    ),
    Rule.of(rf"\bfirst\s{_COUNT}\smonths\sof\s{_THAT_YEAR}", read.piece),
    Rule.of(rf"{_CUE}q(?P<q>[1-4])\b", read.latest_quarter),
    Rule.of(rf"{_CUE}(?:the\s)?{_SEASON}(?:\sof)?\s{_YEAR}", read.season),
    Rule.of(rf"\b(?P<which>this|last)\s{_SEASON}\b", read.season),
    _relative("day before yesterday", -2),
    _relative("yesterday|last night", -1),
    _relative(_TODAY, 0),
    _relative("tomorrow", 1),
    _vague("these days|(?:past|last|recent|few) days", 7),
    _vague(
        r"recently|lately|in recent weeks|latest (?:news|coverage|reports?|reporting|articles?"
        r"|story|stories|headlines)",
        30,
    ),
    _vague("in recent months", 120),
    _vague("in recent years", 1825),
)
