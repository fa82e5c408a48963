"""From a question to what is looked for: tokens, what else each may be called, and its weight."""

import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from retrieval.glossary.glossary import Glossary
from retrieval.languages import HAN, fold, has_han
from retrieval.terms import Lexicon
from retrieval.tokens import keyword_tokens, needle, stems

_ASKING = re.compile(
    r"什么|甚么|何者|何人|何时|何地|何种|何处|如何|为何|怎么样?|怎样|谁"
    r"|[哪那]一?[个位种些里儿年项座支部条]?|多少|几|请问|呢|吗|是否"
)  # rare in articles, so that they would weigh much
_IN_A_WORD = 1.5  # the boost of a pair of characters that is a word or stands in one
_STOPPED = 0.2  # of its weight, of a token of a stop word
_HAN_RUN = re.compile(f"[{HAN}]+")
_MOST_TOKENS = 400  # of one question; what is longer is a text, and its rarest tokens will do

Frequency = Callable[[str], int]


@dataclass(frozen=True, slots=True)
class Unit:
    """A token that is looked for, by its needle, and what may stand in its place."""

    token: str
    needle: str
    weight: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """What a question looks for; `other_tokens` are of the other names of what it names."""

    units: tuple[Unit, ...]
    tokens: Mapping[str, float]
    other_tokens: Mapping[str, float]

    @property
    def total(self) -> float:
        """The weight of all that is looked for, found or not."""
        return sum(unit.weight for unit in self.units)


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
        text = _ASKING.sub(" ", folded)
        boosts = self._boosts(text) or self._boosts(folded)
        others = self._others(text)
        stopped = self._stopped(text)
        units = [
            self._unit(token, boost, others.get(token, {}), token in stopped)
            for token, boost in boosts.items()
        ]
        units.sort(key=lambda unit: -unit.weight)
        kept = tuple(units[:_MOST_TOKENS])
        tokens = {unit.token: boosts[unit.token] for unit in kept}
        other = {form: 1.0 for unit in kept for form in others.get(unit.token, {})}
        return Query(kept, tokens, self._tokens_of(other))

    def _boosts(self, text: str) -> dict[str, float]:
        tokens = dict.fromkeys(keyword_tokens(text), 1.0)
        stopped = self.lexicon.stop_stems
        told = {token: boost for token, boost in tokens.items() if token not in stopped} or tokens
        for word in self._words(text):
            for pair in map("".join, pairwise(word)):
                if pair in told:
                    told[pair] = _IN_A_WORD
        return told

    def _words(self, text: str) -> Iterator[str]:
        return (word for run in _HAN_RUN.findall(text) for word in self.lexicon.words(run))

    def _stopped(self, text: str) -> frozenset[str]:
        """Return the tokens of stop words, and the pairs that one of them makes with another."""
        found: set[str] = set()
        for run in _HAN_RUN.findall(text):
            words = ["", *self.lexicon.words(run)]
            for before, word in pairwise(words):
                if word in self.lexicon.stop_words:
                    found.update(keyword_tokens(word))
                if before and not self.lexicon.stop_words.isdisjoint((before, word)):
                    found.add(before[-1] + word[0])
        return frozenset(found)

    def _unit(self, token: str, boost: float, others: Iterable[str], is_stopped: bool) -> Unit:
        frequency = self.frequency(token)
        if others:
            frequency = max(frequency, *map(self._frequency_of, others))
        weight = boost * self._idf(frequency) * (_STOPPED if is_stopped else 1)
        return Unit(token, needle(token), weight, tuple(map(needle, others)))

    def _idf(self, frequency: int) -> float:
        return math.log(1 + (self.count - frequency + 0.5) / (frequency + 0.5))

    def _frequency_of(self, form: str) -> int:
        """Return at most how many passages hold a form: how many hold its rarest token."""
        tokens = [t for t in keyword_tokens(form) if len(t) > 1] or [form]
        return min(map(self.frequency, tokens))

    def _tokens_of(self, forms: Iterable[str]) -> dict[str, float]:
        """Return the tokens of forms that some passage holds, one form counting as one token."""
        found: dict[str, float] = {}
        for form in forms:
            tokens = [t for t in keyword_tokens(form) if len(t) > 1] or [form]
            if min(map(self.frequency, tokens)):
                found.update({token: 1 / len(tokens) for token in tokens if token not in found})
        return found

    def _others(self, text: str) -> dict[str, dict[str, None]]:
        """Return what else each token may be called: by its own name's other forms."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for tokens, forms in (*self._han_names(text), *self._latin_names(text)):
            for token in tokens:
                found[token].update(dict.fromkeys(forms))
        return found

    def _han_names(self, text: str) -> Iterator[tuple[Iterable[str], tuple[str, ...]]]:
        for run in _HAN_RUN.findall(text):
            for word in self._longest_names(run):
                forms = (*self.lexicon.other_forms(word), *self.glossary.english.get(word, ()))
                yield keyword_tokens(word), forms

    def _longest_names(self, run: str) -> Iterator[str]:
        start = 0
        while start < len(run):
            sizes = range(min(_LONGEST, len(run) - start), 1, -1)
            words = (run[start : start + size] for size in sizes)
            word = next((word for word in words if self._is_name(word)), "")
            if word:
                yield word
            start += len(word) or 1

    def _is_name(self, form: str) -> bool:
        return form in self.glossary.english or self.lexicon.knows(form)

    def _latin_names(self, text: str) -> Iterator[tuple[Iterable[str], tuple[str, ...]]]:
        words = [stem for stem in stems(text) if not has_han(stem)]
        for size in range(1, min(_LONGEST, len(words)) + 1):
            for start in range(len(words) - size + 1):
                some = words[start : start + size]
                form = " ".join(some)
                forms = (*self.lexicon.other_forms(form), *self.glossary.chinese.get(form, ()))
                if forms:
                    yield some, forms


_LONGEST = 8  # characters or words of a name
