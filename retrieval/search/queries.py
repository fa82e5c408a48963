"""From a question to what is looked for: tokens, what else each may be called, and its weight."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, pairwise

from retrieval.glossary.glossary import Glossary
from retrieval.languages import HAN, fold
from retrieval.search.fusing import ranked
from retrieval.terms import Lexicon
from retrieval.tokens import keyword_tokens, stems

_ASKING = re.compile(
    r"为什么|什么|甚么|何者|何人|何时|何地|何种|何处|如何|为何|怎么样?|怎样|谁"
    r"|[哪那]一?[个位种些里儿年项座支部条]?|多少|几|请问|呢|吗|是否"
)  # rare in articles, so that they would weigh much
_IN_A_WORD = 1.5  # the boost of a pair of characters that is a word or stands in one
_AMOUNT = 4.0  # likewise of a number, whose characters are in many others
_STOPPED = 0.2  # of its weight, of a token of a stop word
_HAN_RUN = re.compile(f"[{HAN}]+")
_LONGEST = 8  # characters or words of a name
_MOST_UNITS = 200  # of a question; what is longer is a text, and its rarest tokens will do
_MOST_TOKENS = 28  # of them, those that candidates are looked for with
_MOST_NAMES = 16

Frequency = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A token that is looked for, and what it weighs."""

    token: str
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What a question looks for, the weightiest first.

    `tokens` are the best of the question's own, with their boosts, `other_tokens` those of what
    else its names are called. `others` tells of each such name its tokens and the places of the
    units that it stands for. `known` is the share of the weight that some passage holds.
    """

    units: tuple[Unit, ...]
    tokens: Mapping[str, float]
    other_tokens: Mapping[str, float]
    others: tuple[tuple[tuple[str, ...], list[int]], ...]
    known: float


@dataclass(frozen=True)
class QuestionReader:
    """Reads questions for an index of `count` passages, `frequency` of which hold a token."""

    lexicon: Lexicon
    glossary: Glossary
    count: int
    frequency: Frequency

    def read(self, question: str) -> Query:
        """Return what a question looks for."""
        folded = fold(question)
        return self._read(_ASKING.sub(" ", folded)) or self._read(folded) or NOTHING

    def _read(self, text: str) -> Query | None:
        runs = _HAN_RUN.findall(text)
        words = [self.lexicon.words(run) for run in runs]
        boosts = self._boosts(text, words)
        stopped = self._stopped(words)
        others = self._others(runs, stems(text))
        common = self._common(others)
        holding = {t: max(self.frequency(t), common.get(t, 0)) for t in boosts}
        weights = {
            token: boost * self._idf(holding[token]) * (_STOPPED if token in stopped else 1)
            for token, boost in boosts.items()
        }
        kept = ranked(weights)[:_MOST_UNITS]
        if not kept:
            return None
        places = {token: place for place, token in enumerate(kept)}
        known = sum(weights[token] for token in kept if holding[token])
        return Query(
            tuple(Unit(token, weights[token]) for token in kept),
            {token: boosts[token] for token in kept[:_MOST_TOKENS] if self.frequency(token)},
            self._other_tokens(others),
            tuple(_placed(others, places)),
            known / sum(weights[token] for token in kept),
        )

    def _boosts(self, text: str, words: Iterable[Sequence[str]]) -> dict[str, float]:
        tokens = dict.fromkeys(keyword_tokens(text), 1.0)
        stopped = self.lexicon.stop_stems
        told = {token: boost for token, boost in tokens.items() if token not in stopped} or tokens
        for word in chain.from_iterable(words):
            for pair in map("".join, pairwise(word)):
                if pair in told:
                    told[pair] = _IN_A_WORD
        return told | {token: _AMOUNT for token in told if token.startswith("=")}

    def _stopped(self, runs: Iterable[Sequence[str]]) -> frozenset[str]:
        """Return the tokens of stop words, and the pairs that one of them makes with another."""
        stop_words = self.lexicon.stop_words
        found: set[str] = set()
        for words in runs:
            for word in stop_words.intersection(words):
                found.update(_all_tokens(word))
            for before, word in pairwise(words):
                if before in stop_words or word in stop_words:
                    found.add(before[-1] + word[0])
        return frozenset(found)

    def _common(self, others: Mapping[str, Iterable[str]]) -> dict[str, int]:
        """Return how many passages hold the most frequent other name of each token."""
        found: dict[str, int] = {}
        for form, tokens in others.items():
            frequency = self.frequency_of(form)
            for token in tokens:
                found[token] = max(found.get(token, 0), frequency)
        return found

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))

    def frequency_of(self, form: str) -> int:
        """Return at most how many passages hold a form: how many hold its rarest token."""
        return self._frequency_of(form)

    @cached_property
    def _frequency_of(self) -> Frequency:
        """The same kept, as a question asks it of each other name several times."""
        return lru_cache(maxsize=20_000)(
            lambda form: min(map(self.frequency, _tokens(form)), default=0)
        )

    def _other_tokens(self, others: Iterable[str]) -> dict[str, float]:
        """Return the tokens of the rarest other names, one name counting as one token."""
        rarest = sorted(others, key=self.frequency_of)[:_MOST_NAMES]
        found: dict[str, float] = {}
        for form in rarest:
            tokens = _tokens(form)
            found.update({token: 1 / len(tokens) for token in tokens if token not in found})
        return found

    def _others(self, runs: Iterable[str], words: Sequence[str]) -> dict[str, dict[str, None]]:
        """Return the other names that some passage holds, each with the tokens it stands for."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for tokens, forms in chain(self._han_names(runs), self._latin_names(words)):
            for form in forms:
                if self.frequency_of(form):
                    found[form].update(dict.fromkeys(tokens))
        return found

    def _han_names(self, runs: Iterable[str]) -> Iterator[tuple[Iterable[str], tuple[str, ...]]]:
        for run in runs:
            for word in self._longest_names(run):
                forms = (*self.lexicon.other_forms(word), *self.glossary.english_of(word))
                yield _all_tokens(word), forms

    def _longest_names(self, run: str) -> Iterator[str]:
        start = 0
        while start < len(run):
            word = self._longest_name(run[start : start + _LONGEST])
            if word:
                yield word
            start += len(word) or 1

    def _longest_name(self, text: str) -> str:
        """Return the longest name that a text begins with, if it begins with one."""
        if text[:2] not in self._beginnings:
            return ""
        words = (text[:size] for size in range(len(text), 1, -1))
        return next(filter(self._is_name, words), "")

    @cached_property
    def _beginnings(self) -> frozenset[str]:
        """The first two characters of each name: most places of a question begin none."""
        return frozenset(form[:2] for form in (*self.glossary.forms, *self.lexicon.forms))

    def _is_name(self, form: str) -> bool:
        return self.glossary.holds(form) or self.lexicon.knows(form)

    def _latin_names(self, words: Sequence[str]) -> Iterator[tuple[Iterable[str], tuple[str, ...]]]:
        for size in range(1, min(_LONGEST, len(words)) + 1):
            for start in range(len(words) - size + 1):
                some = words[start : start + size]
                form = " ".join(some)
                forms = (*self.lexicon.other_forms(form), *self.glossary.chinese_of(form))
                if forms:
                    yield some, forms


NOTHING = Query((), {}, {}, (), 0.0)


def _placed(
    others: Mapping[str, Iterable[str]], places: Mapping[str, int]
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    for form, tokens in others.items():
        of = [places[token] for token in tokens if token in places]
        if of:
            yield _tokens(form), of


@lru_cache(maxsize=20_000)
def _all_tokens(word: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keyword_tokens(word)))


@lru_cache(maxsize=20_000)
def _tokens(form: str) -> tuple[str, ...]:
    """Return the tokens that tell a form: pairs and stems, single characters if it has no pair."""
    tokens = _all_tokens(form)
    return tuple(token for token in tokens if len(token) > 1) or tokens
