"""What a statement's evidence tells of who and what it is about, ready to be asked for names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from bot.answering.answers import Evidence
from bot.answering.checks.mentions import bare, readable
from bot.answering.checks.naming import Names, Thing, countries_in, undotted
from bot.answering.checks.wordlists import word_list
from retrieval.glossary.gazetteer import FAMILY, GIVEN, PERSON
from retrieval.languages import fold, has_han
from retrieval.outlets import names_of
from retrieval.sounding.sounding import is_pinyin, is_read, letters, sounds_in, spellings
from retrieval.tokens import stems

_SQUEEZED = re.compile(r"[\W_]+")
_CAPITALS = re.compile(r"\b[A-Z][\w'’]*(?:(?:[\s&-]| of | and | for | the )+[A-Z][\w'’]*)*")
_WORD = re.compile(r"\b[A-Z][\w'’]+")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,5}(?![A-Za-z])")
_SHORTEST_SQUEEZED = 5
_SHORT_HAN = 3


@dataclass(frozen=True)
class Told:
    """The words of evidence, and of what is known about its source."""

    written: str
    is_chinese: bool  # its quotes, so that names may stand in Chinese there
    names: Names

    @classmethod
    def by(cls, evidence: Iterable[Evidence], names: Names) -> "Told":
        """Return what pieces of evidence tell, together."""
        cited = tuple(evidence)
        is_chinese = any(has_han(piece.quote) for piece in cited)
        written = "\n".join(text for piece in cited for text in _telling(piece))
        return cls(readable(written), is_chinese, names)

    @cached_property
    def folded(self) -> str:
        """The words, folded and undotted."""
        return self.written.casefold()

    def holds(self, thing: Thing) -> bool:
        """Tell whether a thing of the tables is named, or hinted at where it is a country."""
        if any(map(self.form, thing.forms)) or self._hints_at(thing):
            return True
        return thing.kind == PERSON and any(map(self._has_last, thing.forms))

    def holds_parts(self, thing: Thing) -> bool:
        """Tell whether an owner's name and common words, 谷歌|应用|商店, stand here apart."""
        return any(self._is_parted(form) for form in thing.forms if has_han(form))

    def _is_parted(self, form: str) -> bool:
        listed, lexicon = word_list("names").words("belongings"), self.names.meanings.lexicon
        for size in range(2, len(form) - 1):
            words = list(lexicon.words(form[size:]))
            if listed.issuperset(words) and all(map(self._is_told, words)):
                return any(map(self.holds, self.names.of(form[:size])))
        return False

    def _is_told(self, word: str) -> bool:
        others = map(undotted, self.names.translations(word))
        if word in self.folded or any(map(self.form, others)):
            return True
        return len(word) == 4 and self._is_told(word[:2]) and self._is_told(word[2:])

    def _has_last(self, form: str) -> bool:
        """Tell whether the family name of a person with several stands here, in Latin letters."""
        first, _, last = form.rpartition(" ")
        return bool(first) and any(fold(word).startswith(last) for word in self._capitals)

    @cached_property
    def _capitals(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self.written))

    @cached_property
    def has_acronyms(self) -> bool:
        """Whether there are abbreviations in Latin letters here."""
        return _ACRONYM.search(self.written) is not None

    def form(self, form: str) -> bool:
        """Tell whether a form stands here: Chinese anywhere, Latin in whole words."""
        if has_han(form):
            return form in self.folded
        if f" {form} " in self._stems:
            return form not in self.names.meanings.lexicon.stop_stems or self._shouts(form)
        squeezed = form.replace(" ", "")
        return len(squeezed) >= _SHORTEST_SQUEEZED and squeezed in self._squeezed

    def word(self, word: str) -> bool:
        """Tell whether one word of a name stands here, in Latin or as the tables have it."""
        stem = " ".join(stems(fold(word)))
        if self.form(stem) or letters(word) in self._bare_words:
            return True
        if word.isupper() and len(word) > 1 and word in self._acronyms:
            return True
        if set(_romanised(letters(word))) & set(self.folded):
            return True
        others = {form for thing in self.names.of(stem) for form in thing.forms if has_han(form)}
        return any(undotted(x) in self.folded for x in (*others, *self.names.translations(stem)))

    def translated(self, words: Iterable[str]) -> bool:
        """Tell whether each of several words stands here by what the glossary gives for it."""
        found = [" ".join(stems(fold(word))) for word in words]
        return len(found) > 1 and all(map(self._translated, found))

    def _translated(self, stem: str) -> bool:
        return any(len(x) > 1 and undotted(x) in self.folded for x in self.names.translations(stem))

    def together(self, words: Iterable[str]) -> bool:
        """Tell whether words stand here as one, whatever blanks and hyphens are between."""
        squeezed = _SQUEEZED.sub("", fold("".join(words)))
        return len(squeezed) >= _SHORTEST_SQUEEZED and squeezed in self._squeezed

    def sounds_like(self, words: tuple[str, ...]) -> bool:
        """Tell whether Chinese words here may be how a name in Latin letters is read or heard."""
        if not self.is_chinese:
            return False
        if is_read(words, self.folded):
            return True
        if len(words) > 1 and all(is_pinyin(word.lower()) for word in words):
            return False
        telling = [word for word in words if word == words[-1] or not self._is_given(word)]
        return any(sounds_in(word, self.folded) for word in telling)

    def _is_given(self, word: str) -> bool:
        things = self.names.of(" ".join(stems(fold(word))))
        return bool(things) and any(thing.kind == GIVEN for thing in things)

    def sounds_as(self, name: str) -> bool:
        """Tell whether Latin words here may be a folded Chinese name."""
        found = _WORD.findall(self.written)
        if len(name) > _SHORT_HAN:  # 拉里佩奇 is not every Larry
            found = [word for word in found if not self._is_given(word)]
        if any(sounds_in(word, name) for word in set(map(letters, found))):
            return True
        return len(name) < 5 and any(x in self._letters for x in spellings(name))

    def firsts(self, last: str) -> frozenset[str]:
        """Return the words that stand before the last part of a name, as letters."""
        pattern = rf"([^\W\d_a-z][\w'’]+)[\s-]+{re.escape(last)}\b"
        return frozenset(letters(bare(word)) for word in re.findall(pattern, self.written))

    @cached_property
    def countries(self) -> frozenset[str]:
        """The countries named in Chinese here, by their English names as stems."""
        return countries_in(self._names_country)

    def _names_country(self, thing: Thing) -> bool:
        forms = list(filter(has_han, thing.forms))
        if any(form in self.folded for form in forms):
            return True
        return any(_country(form).search(self.folded) for form in forms if _characters(form))

    @cached_property
    def _stems(self) -> str:
        return f" {' '.join(stems(self.folded))} "

    @cached_property
    def _squeezed(self) -> str:
        return _SQUEEZED.sub("", self.folded)

    @cached_property
    def _letters(self) -> str:
        return letters(self.written)

    @cached_property
    def _bare_words(self) -> frozenset[str]:
        return frozenset(letters(bare(word)) for word in re.findall(r"[^\W\d]+", self.written))

    @cached_property
    def _acronyms(self) -> frozenset[str]:
        return frozenset(_initials(self.written))

    def _shouts(self, form: str) -> bool:
        return re.search(rf"\b{re.escape(form.upper())}\b", self.written) is not None

    def _hints_at(self, thing: Thing) -> bool:
        seats = word_list("names").mapping("seats")
        forms = [form for form in thing.forms if has_han(form)]
        if any(hint in self.folded for form in forms for hint in seats.get(form, ())):
            return True
        if any(self._english_seat(hint) for form in forms for hint in seats.get(form, ())):
            return True
        return any(_country(form).search(self.folded) for form in forms if _characters(form))

    def _english_seat(self, hint: str) -> bool:
        return any(map(self.form, self.names.meanings.glossary.english_of(hint)))


def _romanised(family: str) -> str:
    """Return the characters that a family name may be outside the mainland: Lee, Kim, Tsai."""
    return str(word_list("names").mapping("romanised").get(family, ""))


def is_part(thing: Thing) -> bool:
    """Tell whether something is but a given or a family name."""
    return thing.kind in (GIVEN, FAMILY)


def _telling(evidence: Evidence) -> Iterator[str]:
    source = evidence.source
    yield from (evidence.quote, source.title, *names_of(source.outlet))
    yield from filter(None, (evidence.speaker, source.author, source.republished_by))


def _initials(written: str) -> Iterator[str]:
    for match in _CAPITALS.finditer(written):
        capitals = "".join(word[0] for word in re.findall(r"\b[A-Z]\w*", match.group()))
        yield from (capitals[a:b] for a in range(len(capitals)) for b in range(a + 2, a + 7))


def _characters(form: str) -> str:
    return str(word_list("names").mapping("characters").get(form, ""))


@lru_cache(maxsize=500)
def _country(form: str) -> re.Pattern[str]:
    """Return a pattern for a country's one character, in the company that makes it a country."""
    listed, own = word_list("names"), _characters(form)
    before, after = listed.characters("before_country"), listed.characters("around_country")
    return re.compile(f"[{own}][{after}]|[{before}][{own}]")
