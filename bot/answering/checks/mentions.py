"""The names that a statement mentions, those of the tables and those that are written as names."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from bot.answering.checks.naming import Names, Thing, undotted
from bot.answering.checks.wordlists import word_list
from retrieval.glossary.gazetteer import COUNTRY, FAMILY, GIVEN
from retrieval.languages import HAN, fold, to_simplified
from retrieval.sounding.sounding import foreign, is_pinyin
from retrieval.terms import NAME_KINDS
from retrieval.tokens import stems

_WORD = re.compile(rf"[^\W_{HAN}]+(?:['’][^\W_{HAN}]+)*")
_HAN_RUN = re.compile(f"[{HAN}]+")
_INITIALS = re.compile(r"\b(?:[A-Z]\.){2,}")
_JOINS = re.compile(r"[\s\-&.]{0,3}")
_OPENS = re.compile(r"""(?:^|[.!?:;。!?:;…\n])["'“‘(\[\s]*$|["“‘]$""")
_CLIPPED = re.compile(r"['’]s?$")
_ORDINARY = re.compile(r"(?:tion|sion|ing|ment|ness|ity|ism|ist|ence|ful|able)s?$")
_ORDINARY_FIRST = re.compile(r"(?:ly|ers|ors|ies|ance|ages|ults|ures|ares|ial|ial|ous|ive)$")
_LOWER_CASE = re.compile(r"(?<![\w-])[a-z]{3,}(?![\w-])")
_ABUTS = re.compile(r"(?<=[A-Za-z]{4})(?=\d[\d,.]*[十百千万亿兆])")  # OpenAI130亿美元
_OF_LAND = ("人", "籍", "队", "军", "方", "政府")
_TENTHS = re.compile("[一二两三四五六七八九几]$")  # 成都 is no city in 一成都没有
_LONGEST_LATIN = 7  # words of a name
_LONGEST_HAN = 14
_PARTS = frozenset({GIVEN, FAMILY})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: what it may be by the tables, or the words it is written with."""

    text: str
    start: int
    end: int
    things: tuple[Thing, ...] = ()
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Word:
    """A Latin word as it is written."""

    text: str
    stem: str
    start: int
    end: int
    opens: bool  # a sentence, so that its capital tells nothing

    @property
    def is_capital(self) -> bool:
        """Whether it is written as names are."""
        return any(map(str.isupper, self.text)) and any(map(str.isalpha, self.text))

    @property
    def has_digit(self) -> bool:
        """Whether it is a number, or a designation with one."""
        return any(map(str.isdigit, self.text))


def without_dots(text: str) -> str:
    """Return a text with U.S. and J.D. written as US and JD."""
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), text)


def latin_mentions(text: str, names: Names) -> Iterator[Mention]:
    """Yield the names that stand in Latin letters in a text, in order."""
    yield from _Latin(text, names).mentions()


def han_mentions(folded: str, names: Names) -> Iterator[Mention]:
    """Yield the Chinese names of the tables that stand in a folded, undotted text, in order."""
    for run in _HAN_RUN.finditer(folded):
        yield from _known_in(run.group(), run.start(), names)


def bare(word: str) -> str:
    """Return a word without a possessive."""
    return _CLIPPED.sub("", word)


@cache
def plain_stems() -> frozenset[str]:
    """Return the stems of words that stand with a capital but name nobody by themselves."""
    listed = word_list("names")
    words = listed.words("plain") | listed.words("abbreviations")
    return frozenset(stem for word in words for stem in stems(word))


@cache
def vocabulary() -> frozenset[str]:
    """Return the stems of the common English words that stand in the glossary's longer forms."""
    files = [resources.files("retrieval.glossary").joinpath(x) for x in ("public.txt", "life.txt")]
    texts = (file.read_text(encoding="utf-8") for file in files)
    words = {word for text in texts for word in _LOWER_CASE.findall(text)}
    return frozenset(stem for word in words for stem in stems(word))


class _Latin:
    """Reads the Latin names of one text."""

    def __init__(self, text: str, names: Names) -> None:
        self._text, self._names = text, names
        self._is_chinese = _HAN_RUN.search(text) is not None

    def mentions(self) -> Iterator[Mention]:
        place, run = 0, list[Word]()
        while place < len(self._words):
            size, things = self._known(place)
            if things:
                yield from self._unknown(run, self._words[place] if size == 1 else None)
                yield self._mention(self._words[place : place + size], things)
                run, place = [], place + size
                continue
            word = self._words[place]
            if not self._may_name(word) or (run and not self._adjoin(run[-1], word)):
                yield from self._unknown(run)
                run = []
            if self._may_name(word):
                run.append(word)
            place += 1
        yield from self._unknown(run)

    @cached_property
    def _words(self) -> list[Word]:
        found = []
        for match in _WORD.finditer(self._text):
            written = bare(match.group())
            stem = " ".join(stems(fold(written)))
            opens = not self._is_chinese and bool(_OPENS.search(self._text, 0, match.start()))
            end = match.start() + len(written)
            found.append(Word(written, stem, match.start(), end, opens))
        return found

    def _known(self, place: int) -> tuple[int, tuple[Thing, ...]]:
        """Return how many words from a place are a name of the tables, and what it names."""
        if not (self._words[place].is_capital or self._is_chinese):
            return 1, ()
        for size in range(min(_LONGEST_LATIN, len(self._words) - place), 0, -1):
            words = self._words[place : place + size]
            if all(map(self._adjoin, words, words[1:])):
                things = self._named(words)
                if things:
                    return size, things
        return 1, ()

    def _named(self, words: Sequence[Word]) -> tuple[Thing, ...]:
        things = self._names.of(" ".join(word.stem for word in words))
        if len(words) > 1:
            is_closed = words[-1].is_capital or self._text[words[-1].start - 1] == "-"
            return things if is_closed else ()
        (word,) = words
        if word.stem in plain_stems() or (word.has_digit and word.text.isdigit()):
            return ()
        is_shouted = word.text.isupper() and len(word.text) > 1
        if word.stem in self._names.meanings.lexicon.stop_stems and not is_shouted:
            return ()
        if self._only_opens(word) and not is_shouted and self._names.is_word(word.stem):
            return ()
        if len(word.text) == 1 and self._text[: word.start].endswith("-"):
            return ()
        return tuple(thing for thing in things if thing.kind not in _PARTS)

    def _adjoin(self, one: Word, other: Word) -> bool:
        return _JOINS.fullmatch(self._text, one.end, other.start) is not None

    def _may_name(self, word: Word) -> bool:
        return word.is_capital and not word.has_digit and len(word.text) > 1

    def _unknown(self, run: Sequence[Word], following: Word | None = None) -> Iterator[Mention]:
        """Yield what is written as a name; the known one that follows may be its last part."""
        words = [word for word in run if not self._is_plain(word)]
        if not words or (len(words) == 1 and not following and self._only_opens(words[0])):
            return
        if following and following.is_capital and self._adjoin(run[-1], following):
            words = [*words, following]
        yield self._mention(words, ())

    def _is_plain(self, word: Word) -> bool:
        stop = self._names.meanings.lexicon.stop_stems
        if word.stem.split(" ")[0] in plain_stems() | stop:
            return True
        is_shouted = word.text.isupper() and len(word.text) < 6
        if is_shouted:
            return False
        if self._is_chinese:
            return False
        if self._names.is_word(word.stem) or word.stem in vocabulary():
            return True
        written = word.text.lower()
        if word.opens and _ORDINARY_FIRST.search(written):
            return True
        return _ORDINARY.search(written) is not None and not is_pinyin(written)

    def _only_opens(self, word: Word) -> bool:
        """Tell whether a word may well have its capital from the sentence alone."""
        if not word.opens or sum(map(str.isupper, word.text)) > 1:
            return False
        after = self._text[word.end :]
        following = re.match(r"['’]s\b|[\s,]*([a-z]+)", after)
        return not following or (following[1] or "says") not in word_list("names").words("says")

    def _mention(self, words: Sequence[Word], things: tuple[Thing, ...]) -> Mention:
        start, end = words[0].start, words[-1].end
        written = tuple(word.text for word in words)
        return Mention(self._text[start:end], start, end, things, written)


def _known_in(run: str, offset: int, names: Names) -> Iterator[Mention]:
    edges = _edges(run, names)
    place = 0
    while place < len(run) - 1:
        size, things = _longest_at(run, place, edges, names)
        if things:
            form = run[place : place + size]
            yield Mention(form, offset + place, offset + place + size, things)
        place += size


def _longest_at(
    run: str, place: int, edges: frozenset[int], names: Names
) -> tuple[int, tuple[Thing, ...]]:
    if not names.begin(run[place : place + 2]):
        return 1, ()
    for size in range(min(_LONGEST_HAN, len(run) - place), 1, -1):
        form = run[place : place + size]
        things = names.of(form)
        if not things or not _is_name(form, names) or _is_within(run, place, size, names):
            continue
        if size > 3 or {place, place + size} <= edges:
            return size, things
    return 1, ()


def _is_within(run: str, place: int, size: int, names: Names) -> bool:
    """Tell whether a short foreign name may be a part of a longer one: 尼斯 in 丹尼斯."""
    form = run[place : place + size]
    if _TENTHS.search(run[:place]) and form.startswith("成"):
        return True
    longest = 3 if all(thing.kind in _PARTS for thing in names.of(form)) else 2
    if size > longest or names.meanings.lexicon.entries(form) or form.strip(foreign()):
        return False
    around = run[max(0, place - 1) : place] + run[place + size : place + size + 1]
    return any(character in foreign() for character in around)


def _is_name(form: str, names: Names) -> bool:
    if any(alias.kind in NAME_KINDS for alias in names.meanings.lexicon.entries(form)):
        return True
    return form not in word_list("names").words("ambiguous") and not names.is_word(form)


def _edges(run: str, names: Names) -> frozenset[int]:
    """Return where words of a run may begin and end."""
    edges, at = {0}, 0
    for word in names.meanings.lexicon.words(run):
        at += len(word)
        edges.add(at)
        for tail in _OF_LAND:
            land = word.removesuffix(tail)
            if land != word and any(thing.kind == COUNTRY for thing in names.of(land)):
                edges.add(at - len(tail))
    return frozenset(edges)


def readable(text: str) -> str:
    """Return a text as names are read in it: in Simplified characters, undotted, its case kept."""
    normal = unicodedata.normalize("NFKC", text)
    return _ABUTS.sub(" ", undotted(to_simplified(without_dots(normal))))
