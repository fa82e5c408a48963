"""Which clauses of the evidence a clause of the statement is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from bot.answering.checks.claim import Claim
from bot.answering.checks.cues import Cue
from bot.answering.checks.meanings import Clause, Word
from bot.answering.quantities.reading import read
from bot.answering.sayings.stops import FULL_STOP
from retrieval.languages import has_han

_SENTENCE_END = re.compile(rf"[。!?;\n]+[”」』\"]?|{FULL_STOP}(?=\s|$)")
_NUMBER = re.compile(r"(?<![a-z\d.-])\d+(?:,\d{3})*(?:\.\d+)?")
_LATIN_WEIGHT = 2  # characters
_BY_NUMBER = 0.5  # of the words will do where numbers are shared
_TELLING = 10_000
_NEARLY = 0.8  # of the best share of words is as good


@dataclass(frozen=True, slots=True)
class Told:
    """A clause of the evidence: the quote it is from, and where its sentence lies in that."""

    clause: Clause
    piece: int
    quote: str
    start: int
    end: int

    @property
    def sentence(self) -> str:
        """The words of the sentence that the clause is part of."""
        return self.quote[self.start : self.end]

    def holds(self, cue: Cue) -> bool:
        """Tell whether a cue of the same quote stands in the clause."""
        return self.clause.start <= cue.start < end_of(self.clause)


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A clause of the evidence about which a clause of the statement is: what words they share."""

    told: Told
    pairs: tuple[tuple[Word, Word], ...]  # of the statement, of the evidence
    share: float  # of the statement's words
    amounts: int  # numbers that both have
    is_told_by_amount: bool  # one so large that nothing else is meant

    def shares_from(self, start: int, end: int) -> bool:
        """Tell whether a shared word stands in this stretch of the quote."""
        return any(start <= its.start and its.end <= end for _, its in self.pairs)


def end_of(clause: Clause) -> int:
    """Return where a clause ends in its text."""
    return clause.start + len(clause.text)


def told(claim: Claim) -> tuple[Told, ...]:
    """Return the clauses of the evidence, each in its sentence."""
    return tuple(_told(claim.held, claim.quotes))


def _told(clauses: Sequence[Clause], quotes: Sequence[str]) -> Iterator[Told]:
    piece, last = 0, -1
    for clause in clauses:
        while clause.start <= last or not quotes[piece].startswith(clause.text, clause.start):
            piece, last = piece + 1, -1
        last = clause.start
        yield Told(clause, piece, quotes[piece], *_sentence(quotes[piece], clause.start))


def _sentence(quote: str, at: int) -> tuple[int, int]:
    ends = [mark.end() for mark in _SENTENCE_END.finditer(quote)]
    start = max((end for end in ends if end <= at), default=0)
    return start, min((end for end in ends if end > at), default=len(quote))


def counterparts(clause: Clause, evidence: Sequence[Told], least: float) -> list[Counterpart]:
    """Return the clauses that hold at least a share of a clause's words."""
    found = [_counterpart(clause, one) for one in evidence]
    most = max((one.amounts for one in found), default=0)
    return [one for one in found if _is_about(one, most, least)]


def _is_about(one: Counterpart, most: int, least: float) -> bool:
    if most and one.amounts == most:
        return one.is_told_by_amount or one.share >= least * _BY_NUMBER
    return one.share >= least


def closest(clause: Clause, found: Sequence[Counterpart]) -> list[Counterpart]:
    """Return those counterparts of a clause that hold most of its numbers, and of its words."""
    most = max((one.amounts for one in found), default=0)
    same = [one for one in found if one.amounts == most]
    best = max((one.share for one in same), default=0.0)
    return [one for one in same if one.share >= best * _NEARLY]


def _counterpart(clause: Clause, one: Told) -> Counterpart:
    pairs = tuple(clause.shared(one.clause))
    whole = _places(clause.words)
    share = len(_places([mine for mine, _ in pairs])) / max(1, len(whole))
    amounts = _amounts(clause.text) & _amounts(one.clause.text)
    return Counterpart(one, pairs, share, len(amounts), any(n >= _TELLING for n in amounts))


@lru_cache(maxsize=2_000)
def _amounts(text: str) -> frozenset[Decimal]:
    """Return the numbers of a clause, 1亿 and 100 million alike."""
    written = (Decimal(number.replace(",", "")) for number in _NUMBER.findall(text))
    return frozenset((*written, *(item.value for item in read(text).quantities)))


def _places(words: Sequence[Word]) -> set[int]:
    """Return the characters that words cover; a Latin word weighs as much as a Chinese one."""
    return {place for word in words for place in range(word.start, _weighed_end(word))}


def _weighed_end(word: Word) -> int:
    return word.end if has_han(word.text) else min(word.end, word.start + _LATIN_WEIGHT)
