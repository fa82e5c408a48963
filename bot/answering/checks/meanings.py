"""Words and what they mean, so that a statement and its evidence meet in either language."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.answering.sayings.stops import FULL_STOP
from retrieval.glossary.glossary import Glossary
from retrieval.languages import HAN
from retrieval.terms import NAME_KINDS, OUTLET, Lexicon
from retrieval.tokens import latin_words

_STOP = rf"(?:[,:]|{FULL_STOP})+"
_NEXT = r"(?<![a-z])and (?=(?:that|it|he|she|they|has|had|have|is|was|were|will|would) )"
_ASIDE = r"\((?=[^()]*[,;。])"  # no name in other letters
_CLAUSE_END = re.compile(rf"[;!?。、…\n]+|{_ASIDE}|(?<!\d){_STOP}|{_STOP}(?!\d)|{_NEXT}")
_HAN_RUN = re.compile(rf"[{HAN}]+")
_DEEDS = frozenset(
    {"long", "take", "took", "taken", "use"}
)  # which say little in a question, and much in a statement
_LONGEST_HAN = 8  # characters of a word that the tables hold
_LONGEST_LATIN = 4  # words of a name that they hold


@dataclass(frozen=True, slots=True)
class Word:
    """A content word of a folded text and everything it may be called, Latin forms as stems."""

    text: str
    start: int
    end: int
    senses: frozenset[str]

    def meets(self, other: "Word") -> bool:
        """Tell whether two words may mean the same."""
        return not self.senses.isdisjoint(other.senses)


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a folded text between two marks; `words` keep their places in that text."""

    text: str
    start: int
    words: tuple[Word, ...]

    def shared(self, other: "Clause") -> list[tuple[Word, Word]]:
        """Return the pairs of words, of this clause and another, that may mean the same."""
        senses = frozenset().union(*(word.senses for word in other.words))
        near = [word for word in self.words if not word.senses.isdisjoint(senses)]
        return [(mine, its) for mine in near for its in other.words if mine.meets(its)]


@dataclass(frozen=True, eq=False)
class Meanings:
    """Reads words by the alias table and the glossary."""

    lexicon: Lexicon
    glossary: Glossary

    def clauses(self, folded: str) -> tuple[Clause, ...]:
        """Return the clauses of a folded text that hold a word."""
        found = (Clause(text, start, self.words(text, start)) for start, text in _parts(folded))
        return tuple(clause for clause in found if clause.words)

    def words(self, folded: str, start: int = 0) -> tuple[Word, ...]:
        """Return the content words of a folded text, names whole and in parts, by place."""
        return self._words(folded, start)

    def senses(self, form: str) -> frozenset[str]:
        """Return what a folded form may be called, itself included, Latin forms as stems."""
        return self._senses(form)

    def is_stop(self, stem: str) -> bool:
        """Tell whether an English stem says nothing by itself."""
        return stem in self.lexicon.stop_stems and stem not in _DEEDS

    def is_name(self, form: str) -> bool:
        """Tell whether a folded form names somebody or something in the alias table."""
        return form in self._names

    @cached_property
    def _names(self) -> frozenset[str]:
        named = (*NAME_KINDS, OUTLET)
        return frozenset(f for a in self.lexicon.aliases if a.kind in named for f in a.forms)

    @cached_property
    def _words(self) -> Callable[[str, int], tuple[Word, ...]]:
        """The same sentences are cited again and again, by one answer and by the next."""
        return lru_cache(maxsize=8_000)(self._read)

    @cached_property
    def _senses(self) -> Callable[[str], frozenset[str]]:
        return lru_cache(maxsize=20_000)(self._look_up)

    def _read(self, folded: str, start: int) -> tuple[Word, ...]:
        found = dict.fromkeys((*self._han(folded), *self._latin(folded)))
        return tuple(
            Word(text, start + at, start + end, self.senses(text))
            for text, at, end in sorted(found, key=lambda word: (word[1], word[2]))
        )

    def _look_up(self, form: str) -> frozenset[str]:
        of = self.glossary.english_of if _HAN_RUN.search(form) else self.glossary.chinese_of
        return frozenset((form, *self.lexicon.other_forms(form), *of(form)))

    def _han(self, folded: str) -> Iterator[tuple[str, int, int]]:
        for run in _HAN_RUN.finditer(folded):
            at = run.start()
            for word in self.lexicon.words(run.group()):
                if len(word) > 1 and word not in self.lexicon.stop_words:
                    yield word, at, at + len(word)
                at += len(word)
            yield from self._known(run.group(), run.start())

    def _known(self, run: str, offset: int) -> Iterator[tuple[str, int, int]]:
        for start in range(len(run) - 1):
            for size in range(2, min(_LONGEST_HAN, len(run) - start) + 1):
                form = run[start : start + size]
                if self.glossary.holds(form) or self.lexicon.knows(form):
                    yield form, offset + start, offset + start + size

    def _latin(self, folded: str) -> Iterator[tuple[str, int, int]]:
        found = list(_latin_places(folded))
        for first in range(len(found)):
            for last in range(first, min(first + _LONGEST_LATIN, len(found))):
                form = " ".join(stem for stem, _, _ in found[first : last + 1])
                is_one = first == last
                if is_one and self.is_stop(form):
                    continue
                if is_one or self.glossary.chinese_of(form) or self.lexicon.knows(form):
                    yield form, found[first][1], found[last][2]


def nearest(clause: Clause, clauses: Sequence[Clause], least: float = 0) -> list[Clause]:
    """Return the clauses that share words with one, those that share most first.

    `least` is what they share at least, as a part of what the first of them shares.
    """
    weighed = [(_weight(clause, other), other) for other in clauses]
    weighed.sort(key=lambda pair: -pair[0])
    enough = least * max((weight for weight, _ in weighed), default=0)
    return [other for weight, other in weighed if weight and weight >= enough]


def _weight(clause: Clause, other: Clause) -> int:
    return len(places(mine for mine, _ in clause.shared(other)))


def places(words: Iterable[Word]) -> set[int]:
    """Return the places of the characters that words cover."""
    return {place for word in words for place in range(word.start, word.end)}


def _parts(folded: str) -> Iterator[tuple[int, str]]:
    start = 0
    for mark in _CLAUSE_END.finditer(folded):
        yield start, folded[start : mark.start()]
        start = mark.end()
    yield start, folded[start:]


def _latin_places(folded: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    for written, stem in latin_words(folded):
        at = folded.index(written, at)
        yield stem, at, at + len(written)
        at += len(written)
