"""The glossary's names by themselves, with what sort of thing each section of its file names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

from retrieval.tokens import stems

COUNTRY, GIVEN, FAMILY, PERSON, OTHER = "country", "given", "family", "person", "other"

_PEOPLE = (
    "politicians",
    "royals",
    "officials of international bodies",
    "business people",
    "footballers and coaches",
    "basketball, tennis, golf, racing, athletics, swimming, other sport",
    "musicians",
    "actors and directors",
    "writers, thinkers, artists",
    "scientists, explorers, activists",
)
_NO_NAMES = "peoples and religions"
_SECTIONS = {
    "countries and territories": COUNTRY,
    "given names": GIVEN,
    "family names": FAMILY,
    **dict.fromkeys(_PEOPLE, PERSON),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing's names: Latin ones as they are written, Chinese ones folded and undotted."""

    kind: str
    latin: tuple[str, ...]
    han: tuple[str, ...]

    @property
    def noun(self) -> str:
        """The first Latin form; those after it may be adjectives."""
        return self.latin[0]


@dataclass(frozen=True)
class Gazetteer:
    """Names by any of their forms."""

    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Gazetteer":
        """Return a gazetteer of a glossary's lines, whose sections are headed `# …`."""
        return cls(tuple(_entries(lines)))

    def of_han(self, form: str) -> tuple[Entry, ...]:
        """Return what a folded, undotted Chinese form names."""
        return self._by_han.get(form, ())

    def begins(self, pair: str) -> bool:
        """Tell whether a Chinese form begins with two characters."""
        return pair in self._heads

    @cached_property
    def _heads(self) -> frozenset[str]:
        return frozenset(form[:2] for form in self._by_han)

    def of_latin(self, form: str) -> tuple[Entry, ...]:
        """Return what an English form names, which is given as stems."""
        return self._by_latin.get(form, ())

    @cached_property
    def _by_han(self) -> Mapping[str, tuple[Entry, ...]]:
        return _by_form((form, entry) for entry in self.entries for form in entry.han)

    @cached_property
    def _by_latin(self) -> Mapping[str, tuple[Entry, ...]]:
        return _by_form((stemmed(form), entry) for entry in self.entries for form in entry.latin)


@cache
def gazetteer() -> Gazetteer:
    """Return the names of the project's glossary."""
    file = resources.files("retrieval.glossary").joinpath("names.txt")
    return Gazetteer.of(file.read_text(encoding="utf-8").splitlines())


def stemmed(form: str) -> str:
    """Return an English form as its stems, dots of abbreviations left out."""
    return " ".join(stems(form.casefold().replace(".", "")))


def _entries(lines: Iterable[str]) -> Iterator[Entry]:
    section = ""
    for line in lines:
        if line.startswith("#"):
            section = line[1:].partition(":")[0].partition("(")[0].strip()
        elif " = " in line and section != _NO_NAMES:
            latin, _, han = line.partition(" = ")
            kind = _SECTIONS.get(section, OTHER)
            yield Entry(kind, _forms(latin), _forms(han.replace("·", "")))


def _forms(written: str) -> tuple[str, ...]:
    return tuple(form.strip() for form in written.split(";") if form.strip())


def _by_form(pairs: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for form, entry in pairs:
        if form:
            found[form].append(entry)
    return {form: tuple(entries) for form, entries in found.items()}
