"""How a rule finds days in a text: a pattern, and what its parts tell."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from retrieval.periods.days import Days

Parts = Mapping[str, str]
"""What a match holds by name, in lower case; empty for what it does not hold."""

Reader = Callable[[Parts, date], Days]
"""From parts and today to days; a ValueError where there are none such, as 30 February."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Words that tell days; the pattern sees one width, and Simplified characters."""

    pattern: re.Pattern[str]
    read: Reader

    @classmethod
    def of(cls, pattern: str, read: Reader) -> "Rule":
        """Return a rule for words in either case."""
        return cls(re.compile(pattern, re.ASCII | re.IGNORECASE), read)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, and where a text tells them."""

    days: Days
    start: int
    end: int


def spans(text: str, today: date, rules: Iterable[Rule]) -> list[Span]:
    """Return what the rules find, in order: of overlapping ones the first, then the longest."""
    found = [span for rule in rules for span in _found(rule, text, today)]
    found.sort(key=lambda span: (span.start, -span.end))
    kept: list[Span] = []
    for span in found:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _found(rule: Rule, text: str, today: date) -> Iterator[Span]:
    for match in rule.pattern.finditer(text):
        held = {name: value.lower() for name, value in match.groupdict().items() if value}
        try:
            yield Span(rule.read(defaultdict(str, held), today), *match.span())
        except (ValueError, OverflowError):
            continue
