"""Hedges: whether a text says "about", "nearly", "over" or "under" a number."""

import re
from typing import Literal

Hedge = Literal["", "about", "near", "over", "under", "vague"]

_UNDER = (
    r"不到|不足|(?<!不)(?:低于|少于|小于)|不会?超过?|不得超过|不高于|不多于|未达|未满|最多|至多|不及"
    r"|(?<!no )(?<!not )(?:less|fewer|lower) than|under|below|(?:no|not) more than|at most|up to"
)
_OVER = (
    r"超过|超|超出|逾|高于|多于|大于|不止|不只|不少于|不低于|不小于|至少|起码|突破"
    r"|(?<!no )(?<!not )(?:more|higher|greater) than|over|above|exceed(?:s|ed|ing)?|at least"
    r"|(?:no|not) less than|upwards of|in excess of|surpass(?:es|ed|ing)?"
)
_NEAR = r"(?<![最附])近|将近|接近|逼近|nearly|almost|close to|approaching|just under"
_ABOUT = r"(?<![纽条契])约|大约|大概|约为|约合|about|around|roughly|approximately|some|circa|~"
_BEFORE = re.compile(
    rf"(?:(?<![a-z])(?:(?P<under>{_UNDER})|(?P<over>{_OVER})|(?P<near>{_NEAR})|(?P<about>{_ABOUT}))"
    r"[了为达至有]?(?:[^\s,。,;、\d]{1,8}的)?(?:\s(?:of|the|its|a|an|by|to|half))*)\s*$"
)
_BEFORE_HEDGES: tuple[Hedge, ...] = ("under", "over", "near", "about")
_AFTER: tuple[tuple[Hedge, re.Pattern[str]], ...] = (
    ("over", re.compile(r"\s?(?:[a-z0-9-]{2,8})?(?:以上|之上|有余)|[多余+]|[ -]plus|\sor more")),
    ("under", re.compile(r"\s?(?:[a-z0-9-]{2,8})?(?:以下|以内|之内)|\sor less|\sor fewer")),
    ("about", re.compile(r"左右|上下|前后|\sor so")),
)  # fmt: skip


def hedge_at(text: str, start: int, end: int) -> Hedge:
    """Return how exact the number at `text[start:end]` is said to be."""
    if text[start - 1 : start] == "上" and text[start] in "百千万亿":
        return "over"
    before = _BEFORE.search(text, max(0, start - 26), start)
    if before is not None:
        return next(hedge for hedge in _BEFORE_HEDGES if before[hedge] is not None)
    return next((hedge for hedge, pattern in _AFTER if pattern.match(text, end)), "")
