"""Words that deny, words that stand opposite each other, and how a clause is cut into them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from bot.answering.checks.words import table
from retrieval.languages import HAN, has_han
from retrieval.tokens import stems

_ROLES = (  # of a phrase that has several, the first
    *("open", "rhetorical", "affirm", "sentence", "refuse", "not", "behind"),
    *("think", "turn", "exists", "leading", "light"),
)
_PIECE = re.compile(rf"(?P<han>[{HAN}]+)|[a-z0-9]+(?:['\u2019-][a-z0-9]+)*")
_DEGREE = re.compile(
    "(?:更|最|较|越|很|得|偏|太|还|要|更加|越来越|不|比.+|不如.+)$"
)  # before 快, 高, 大
_DENYING = "不未没非"
_LONGEST_HAN = 8  # characters of a phrase
_LONGEST_LATIN = 5  # words of one

Tagger = Callable[[str], list[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Pole:
    """One side of an opposition, +1 or -1."""

    axis: str
    side: int


@dataclass(frozen=True, slots=True)
class Token:
    """A word or phrase of a clause: what it does there, jieba's tag, where it stands opposite."""

    text: str
    start: int
    end: int
    role: str
    tag: str
    poles: tuple[Pole, ...] = ()


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What each phrase does, by its characters or by its English words."""

    roles: Mapping[str, str]
    sets: Mapping[str, frozenset[str]]
    poles: Mapping[str, tuple[Pole, ...]]
    converse: frozenset[str]  # axes on which A > B is B < A
    measured: frozenset[str]  # those of them where only a comparison says so: higher than

    def tokens(self, folded: str, tagged: Tagger) -> Iterator[Token]:
        """Yield the words of a folded clause, phrases that are known kept whole."""
        latin: list[tuple[str, int, int]] = []
        for piece in _PIECE.finditer(folded):
            if piece.lastgroup != "han":
                latin.append((piece.group(), piece.start(), piece.end()))
                continue
            yield from self._latin(latin)
            latin = []
            yield from self._han(piece.group(), piece.start(), tagged(piece.group()))
        yield from self._latin(latin)

    def _han(self, run: str, offset: int, words: list[tuple[str, str]]) -> Iterator[Token]:
        tags = _by_place(words, self._parted)
        at = 0
        while at < len(run):
            size = self._known_at(run, at, tags) or _until_next(tags, at, len(run))
            text = run[at : at + size]
            word, tag = tags.get(at, ("", "x"))
            yield self._token(text, offset + at, tag if word == text else "x")
            at += size

    def _known_at(self, run: str, at: int, tags: Mapping[int, tuple[str, str]]) -> int:
        for size in range(min(_LONGEST_HAN, len(run) - at), 0, -1):
            text = run[at : at + size]
            if text not in self.roles and text not in self.poles:
                continue
            is_short = size == 1 and text in self.poles and text not in self.sets["bare"]
            if is_short and not _DEGREE.search(run[:at]):
                continue
            if size > 2 or at + size in tags or at + size == len(run):
                return size
        return int(run[at] in _DENYING and run[at + 1 : at + 3] in self.poles)

    def _parted(self, word: str, tag: str) -> int:
        """Return where a word of jieba's is better parted: 不|适用, 拒绝|接受, 大大|缩短."""
        if word in self.roles or word in self.poles:
            return 0
        is_long = len(word) == 4
        is_pair = is_long and not tag.startswith(("nr", "ns", "nt", "i"))
        if is_pair and any(half in self.roles or half in self.poles for half in _halves(word)):
            return 2
        if after := self._after_degree(word):
            return after
        return int(len(word) > 2 and word[0] in _DENYING)

    def _after_degree(self, word: str) -> int:
        """Return where what stands opposite begins behind how far: 大幅度|降低, 远|高于."""
        sizes = (size for size in (3, 2, 1) if word[:size] in self.sets["degree"])
        return next((size for size in sizes if word[size:] in self.poles and word[size + 1 :]), 0)

    def _token(self, text: str, start: int, tag: str) -> Token:
        end = start + len(text)
        return Token(text, start, end, self.roles.get(text, ""), tag, self.poles.get(text, ()))

    def _latin(self, words: list[tuple[str, int, int]]) -> Iterator[Token]:
        at = 0
        while at < len(words):
            size, role, poles = self._longest(words, at)
            if _is_lessened([word for word, _, _ in words[:at]]):
                poles = tuple(Pole(pole.axis, -pole.side) for pole in poles)
            start, end = words[at][1], words[at + size - 1][2]
            text = " ".join(word for word, _, _ in words[at : at + size])
            yield Token(text, start, end, role, "latin", poles)
            at += size

    def _longest(
        self, words: list[tuple[str, int, int]], at: int
    ) -> tuple[int, str, tuple[Pole, ...]]:
        for size in range(min(_LONGEST_LATIN, len(words) - at), 0, -1):
            form = " ".join(word for word, _, _ in words[at : at + size])
            poles = () if form in self.sets["plain"] else self._poles(form)
            if (role := self.roles.get(form, "")) or poles:
                return size, role, poles
        return 1, "not" if re.search("n['\u2019]t$", words[at][0]) else "", ()

    def _poles(self, form: str) -> tuple[Pole, ...]:
        return self.poles.get(form) or self.poles.get(_stemmed(form), ())

    @cached_property
    def wanting(self) -> frozenset[str]:
        """Words of evidence that a statement may well put as a negation."""
        return self.sets["wanting"]


def _is_lessened(before: list[str]) -> bool:
    """Tell whether a word follows *less*: less attractive, but no less attractive."""
    return before[-1:] in (["less"], ["least"]) and before[-2:-1] not in (["no"], ["not"], ["at"])


def _halves(word: str) -> tuple[str, str]:
    return word[:2], word[2:]


def _by_place(
    words: list[tuple[str, str]], parted: Callable[[str, str], int]
) -> dict[int, tuple[str, str]]:
    """Return words by where they begin; what jieba does not know begins anew at each character."""
    places: dict[int, tuple[str, str]] = {}
    at = 0
    for word, tag in words:
        if tag == "x":
            places |= {at + step: (word[step], "x") for step in range(len(word))}
        elif cut := parted(word, tag):
            places |= {at: (word[:cut], "v"), at + cut: (word[cut:], "v")}
        else:
            places[at] = (word, tag)
        at += len(word)
    return places


def _until_next(tags: Mapping[int, tuple[str, str]], at: int, end: int) -> int:
    return next((place for place in range(at + 1, end) if place in tags), end) - at


@cache
def vocabulary() -> Vocabulary:
    """Return the project's table of words that deny or stand opposite."""
    negation, opposites = table("negation"), table("opposites")
    sets = {kind: frozenset(_phrases(negation[kind])) for kind in negation}
    roles = {phrase: role for role in reversed(_ROLES) for phrase in sets[role]}
    converse = frozenset(axis for axis, sides in opposites.items() if sides.get("converse"))
    measured = frozenset(axis for axis in converse if opposites[axis]["converse"] == "than")
    return Vocabulary(roles, sets, _poles(opposites), converse, measured)


def _phrases(written: str) -> Iterator[str]:
    return (phrase.replace("_", " ") for phrase in written.split())


def _poles(opposites: Mapping[str, Any]) -> dict[str, tuple[Pole, ...]]:
    found: dict[str, dict[Pole, None]] = defaultdict(dict)
    for axis, sides in opposites.items():
        for name, side in (("yes", 1), ("no", -1)):
            for form in sides[name].split(";"):
                key = form if has_han(form) or " " in form else _stemmed(form)
                found[key][Pole(axis, side)] = None
    return {form: tuple(poles) for form, poles in found.items() if not _is_negated(form, found)}


def _is_negated(form: str, forms: Mapping[str, Any]) -> bool:
    """Tell 不公平, which reads as 不 and 公平 by itself."""
    return form[0] in _DENYING and form[1:] in forms


def _stemmed(form: str) -> str:
    return " ".join(stems(form))
