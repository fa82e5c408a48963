"""The check that a statement puts two things in the order in which its evidence has them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Meanings, Word, places
from bot.answering.checks.words import table
from bot.answering.sayings.stops import FULL_STOP

_SENTENCE_END = re.compile(rf"[。!?\n]+|{FULL_STOP}(?=\s|$)")
_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)年?(?:(\d{1,2})月)?(?:(\d{1,2})[日号])?")
_LONGEST = 250  # characters of a sentence: the expressions take a time that grows with its square
_FARTHEST = 1_000
_LEAST = 3  # characters that must stand on the wrong sides
_CLEARLY = 2  # times as many as on the right ones


_BEFORE = re.compile(r"前|before|prior to|ahead of")
_NOT_SO = re.compile(
    r"[没未无不]|(?<![a-z])(?:no|not|never|nobody|nothing|hardly|[a-z]+n['’]t)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Sequel:
    """What a text says came earlier, and what later."""

    text: str
    earlier: tuple[Word, ...]
    later: tuple[Word, ...]


def check_order(claim: Claim) -> Iterator[Flaw]:
    """Find two things that a statement has the other way round in time."""
    meanings = claim.knowledge.meanings
    told = list(_sequels(claim.folded, meanings))
    held = [
        sequel
        for quote in (claim.quotes if told else ())
        for sequel in (*_sequels(quote, meanings), *_dated(quote, meanings))
    ]
    pairs = [(said, other) for said in told for other in held]
    turned = next((pair for pair in pairs if _is_turned_round(*pair)), None)
    if turned and not any(_agrees(*pair) for pair in pairs):
        yield Flaw(FlawKind.ORDER, f"{turned[0].text} · {turned[1].text}")


def _is_turned_round(said: Sequel, held: Sequel) -> bool:
    crossed = _common(said.earlier, held.later), _common(said.later, held.earlier)
    straight = _common(said.earlier, held.earlier), _common(said.later, held.later)
    return sum(crossed) >= max(_LEAST, _CLEARLY * sum(straight) + 1)


def _agrees(said: Sequel, held: Sequel) -> bool:
    return min(_common(said.earlier, held.earlier), _common(said.later, held.later)) > 0


def _common(words: Sequence[Word], others: Sequence[Word]) -> int:
    met = (word for word in words if any(word.meets(other) for other in others))
    return len(places(met))


def _sequels(folded: str, meanings: Meanings) -> Iterator[Sequel]:
    if not any(pattern.search(folded) for pattern in _relations("marks")):
        return
    inside, across = _relations("relations"), _relations("across")
    parts = [part for part in _SENTENCE_END.split(folded) if len(part) <= _LONGEST]
    found = [pattern.search(part) for part in parts for pattern in inside]
    for match in (*found, *(pattern.search(folded[:_FARTHEST]) for pattern in across)):
        if match and not _is_not_yet(match):
            yield _sequel(match.group(), match["earlier"], match["later"], meanings)


def _is_not_yet(match: re.Match[str]) -> bool:
    """Tell whether something was not so before: it may well have been so after."""
    return bool(_BEFORE.search(match.group()) and _NOT_SO.search(match["earlier"]))


def _dated(folded: str, meanings: Meanings) -> Iterator[Sequel]:
    """Return what a text tells after one date, and after a later one."""
    dates = list(_DATE.finditer(folded))
    for one, other in pairwise(dates):
        if _day(one) == _day(other):
            continue
        end = next((d.start() for d in dates if d.start() > other.start()), len(folded))
        told = folded[one.end() : other.start()], folded[other.end() : end]
        earlier, later = told if _day(one) < _day(other) else reversed(told)
        yield _sequel(folded[one.start() : other.end()], earlier, later, meanings)


def _day(date: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part or 0) for part in date.groups())


def _sequel(text: str, earlier: str, later: str, meanings: Meanings) -> Sequel:
    """Return what is told of either time and not of both."""
    one, other = meanings.words(earlier), meanings.words(later)
    return Sequel(text.strip(), _without(one, other), _without(other, one))


def _without(words: Sequence[Word], others: Sequence[Word]) -> tuple[Word, ...]:
    return tuple(word for word in words if not any(word.meets(other) for other in others))


@cache
def _relations(kind: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, table("order")[kind]))
