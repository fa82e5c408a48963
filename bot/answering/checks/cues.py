"""Words of a table that stand in a text, told apart from longer words that only hold them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from bot.answering.checks.words import table

_IDIOMS = "idioms"
_SOFTER = "softer"


@dataclass(frozen=True, slots=True)
class Cue:
    """A word of a table in a folded text."""

    kind: str
    text: str
    start: int
    end: int

    def holds(self, other: "Cue") -> bool:
        """Tell whether another cue is only a part of this one."""
        inside = self.start <= other.start and other.end <= self.end
        longer = self.end - self.start > other.end - other.start
        return inside and (longer or (self.kind == _IDIOMS and other.kind != _IDIOMS))


@dataclass(frozen=True)
class Cues:
    """A table of words by kind; a word inside a longer one, or an idiom, is not seen."""

    patterns: Mapping[str, re.Pattern[str]]

    @cached_property
    def find(self) -> Callable[[str], tuple[Cue, ...]]:
        """What finds the words of all kinds that stand in a folded text, by place."""
        return lru_cache(maxsize=500)(self._find)

    def _find(self, folded: str) -> tuple[Cue, ...]:
        found = sorted(self._found(folded), key=lambda cue: (cue.start, -cue.end))
        kept = [cue for cue in found if not any(other.holds(cue) for other in found)]
        return tuple(cue for cue in kept if cue.kind != _IDIOMS)

    def holds(self, folded: str, kind: str) -> bool:
        """Tell whether a word of a kind stands in a folded text, be it inside another word."""
        return self.patterns[kind].search(folded) is not None

    def _found(self, folded: str) -> Iterator[Cue]:
        for kind, pattern in self.patterns.items():
            for match in pattern.finditer(folded):
                yield Cue(kind, match.group(), *match.span())


@cache
def cues(name: str) -> Cues:
    """Return the table `words/NAME.toml`; a kind's `softer` words are of the kind `KIND softer`."""
    patterns: dict[str, re.Pattern[str]] = {}
    for kind, lists in table(name).items():
        patterns[kind] = _pattern(lists.get("zh", ""), lists.get("en", ()))
        if f"{_SOFTER}_en" in lists:
            softer = _pattern(lists[f"{_SOFTER}_zh"], lists[f"{_SOFTER}_en"])
            patterns[f"{kind} {_SOFTER}"] = softer
    return Cues(patterns)


def _pattern(chinese: str, english: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds any of some words, the longest first."""
    parts = sorted(chinese.split(), key=len, reverse=True)
    if english:
        parts.append(rf"(?<![a-z])(?:{'|'.join(sorted(english, key=len, reverse=True))})(?![a-z])")
    return re.compile("|".join(parts))
