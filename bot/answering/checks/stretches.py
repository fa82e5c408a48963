"""The check that a stretch of time told without a number is as long as in the evidence."""

import re
from collections.abc import Iterator

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.quantities.reading import read

_CHINESE_UNITS = {
    "分钟": "minute",
    "小时": "hour",
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
    "年": "year",
}
_CHINESE = re.compile(
    r"[数几多近连好]几?个?(分钟|小时|天|日(?!本)|周(?![边期刊末])|星期|月|年(?![轻级龄]))"
)
_ENGLISH = re.compile(
    r"(?<![a-z])(?:(?:the|coming|next|past|last|recent|few|several|many|for|within|in|over)\s)+"
    r"(minute|hour|day|week|month|year)s(?![a-z])"
)


def check_stretches(claim: Claim) -> Iterator[Flaw]:
    """Find years where all that the evidence has is months."""
    told = {unit for quote in claim.quotes for unit in _vague(quote)}
    if not told:
        return
    exact = {item.unit for quote in claim.quotes for item in read(quote).quantities}
    for unit, text in _vague(claim.folded).items():
        if unit not in told | exact:
            yield Flaw(FlawKind.NUMBER, text)


def _vague(folded: str) -> dict[str, str]:
    """Return the units of the vague stretches of a text, each with its words."""
    chinese = {_CHINESE_UNITS[m[1]]: m.group() for m in _CHINESE.finditer(folded)}
    return chinese | {m[1]: m.group() for m in _ENGLISH.finditer(folded)}
