"""Rates: the periods a text counts by, as in 每小时 and "per minute"."""

import re
from dataclasses import dataclass

from bot.answering.quantities.slate import Slate


@dataclass(frozen=True, slots=True)
class Rate:
    """One mention of a period that something is counted by."""

    period: str
    text: str
    start: int


_PERIODS = (
    ("second", "秒|second"),
    ("minute", "分钟|minute"),
    ("hour", "小时|hour"),
    ("day", "天|日|day"),
    ("week", "周|week"),
    ("month", "月|month"),
    ("year", "年|year"),
)
_PERIOD = "|".join(f"(?P<{period}>{words})" for period, words in _PERIODS)
_PER = re.compile(
    rf"(?:每个?一?(?:[a-z0-9]+)?\s?|(?<![a-z])per (?:[a-z0-9-]+[ -]){{0,2}}"
    r"|(?:(?<=[\ds] )|(?<=million )|(?<=thousand ))an? (?=second|minute|hour))"
    rf"(?:{_PERIOD})(?![a-z])"
)
_WORDED = tuple(
    (period, re.compile(words))
    for period, words in (
        ("second", r"(?:a|each|every) second|[/一]秒|[kmgt]bps"),
        ("minute", r"(?:a|each|every) minute|[/一]分钟"),
        ("hour", r"时速|[/一]小时|一个小时|[km]ph|km/h|hourly|(?:an|each|every) hour|/h"),
        ("day", r"日均|平日|[/一][天日]|日薪|daily|(?:a|each|every) day"),
        ("week", r"周均|[/一]周|周薪|weekly|(?:a|the|each|every) week|[ -]day week"),
        ("month", r"月均|月薪|[/一]个?月|monthly|a month|(?:each|every) month"),
        ("year", r"年均|年薪|[/一]年|历年|年度|annual|yearly|a year|(?:each|every) year"),
    )
)


def read_rates(slate: Slate) -> list[Rate]:
    """Return the rates of a text in its order."""
    if not any(word in slate.folded for word in ("每", "per ", " a")):
        return []
    return [
        Rate(match.lastgroup, slate.written(*match.span()), match.start())
        for match in _PER.finditer(slate.folded)
        if match.lastgroup is not None
    ]


def worded_periods(text: str) -> set[str]:
    """Return the periods a text may count by in words that can also mean something else."""
    return {period for period, pattern in _WORDED if pattern.search(text)}
