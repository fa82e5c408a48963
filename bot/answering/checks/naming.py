"""What a form names: the alias table's entries and the glossary's names as one."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from bot.answering.checks.meanings import Meanings
from retrieval.glossary.gazetteer import COUNTRY, OTHER, Entry, gazetteer, stemmed
from retrieval.languages import HAN, has_han
from retrieval.terms import NAME_KINDS, Alias

_DOTS = re.compile(rf"(?<=[{HAN}])[·・•‧.](?=[{HAN}])")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Thing:
    """Something with names: Chinese forms folded and undotted, Latin ones as stems."""

    kind: str
    forms: tuple[str, ...]
    noun: str = ""  # a country's name in English, as stems, to be told from its adjectives


@dataclass(frozen=True)
class Names:
    """Looks names up."""

    meanings: Meanings

    def of(self, form: str) -> tuple[Thing, ...]:
        """Return what an undotted Chinese form, or stems of a Latin one, may name."""
        known = gazetteer()
        found = known.of_han(form) if has_han(form) else known.of_latin(form)
        listed = self.meanings.lexicon.entries(form)
        return (
            *(_of_alias(alias) for alias in listed if alias.kind in NAME_KINDS),
            *map(_of_entry, found),
        )

    def begin(self, pair: str) -> bool:
        """Tell whether a Chinese name of the tables begins with two characters."""
        return gazetteer().begins(pair) or self.meanings.lexicon.begins(pair)

    def is_word(self, form: str) -> bool:
        """Tell whether a form is a common word of either language, whatever else it names."""
        others = {undotted(other) for thing in self.of(form) for other in thing.forms}
        return any(undotted(sense) not in others for sense in self.translations(form))

    def translations(self, form: str) -> tuple[str, ...]:
        """Return what the glossary gives for a form in the other language."""
        glossary = self.meanings.glossary
        return glossary.english_of(form) if has_han(form) else glossary.chinese_of(form)


def countries_in(is_named: Callable[[Thing], bool]) -> frozenset[str]:
    """Return the English names, as stems, of those countries that are named."""
    return frozenset(thing.noun for thing in _countries() if is_named(thing))


def undotted(folded: str) -> str:
    """Return folded Chinese without the dots within names."""
    return _DOTS.sub("", folded)


def scripts(forms: Iterable[str]) -> tuple[bool, bool]:
    """Tell whether there is a Chinese form among some, and a Latin one."""
    every = list(forms)
    return any(map(_HAN.search, every)), any(map(_LATIN.search, every))


@cache
def _countries() -> tuple[Thing, ...]:
    return tuple(_of_entry(entry) for entry in gazetteer().entries if entry.kind == COUNTRY)


def _of_alias(alias: Alias) -> Thing:
    return Thing(alias.kind, tuple(map(undotted, alias.forms)))


def _of_entry(entry: Entry) -> Thing:
    latin = tuple(_stemmed(entry))
    noun = latin[0] if entry.kind == COUNTRY and latin else ""
    return Thing(OTHER if not entry.kind else entry.kind, (*entry.han, *latin), noun)


def _stemmed(entry: Entry) -> Iterator[str]:
    return (stemmed(form) for form in entry.latin)
