"""What words of the news are called in the other language, so that either finds the other."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from retrieval.tokens import stems

_FILES = ("names.txt", "public.txt", "life.txt")


@dataclass(frozen=True)
class Glossary:
    """Translations, each English form of a pair meaning each Chinese form of it.

    English forms are compared as stems with a space between, Chinese ones folded, as they are
    written in the project's files.
    """

    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]

    @classmethod
    def load(cls) -> "Glossary":
        """Return the project's glossary."""
        folder = resources.files("retrieval.glossary")
        texts = [folder.joinpath(name).read_text(encoding="utf-8") for name in _FILES]
        return cls.of(line for text in texts for line in text.splitlines())

    @classmethod
    def of(cls, lines: Iterable[str]) -> "Glossary":
        """Return a glossary of lines such as `tariff; customs duty = 关税`."""
        return cls(tuple(_pair(line) for line in lines if " = " in line and line[0] != "#"))

    def english_of(self, form: str) -> tuple[str, ...]:
        """Return the English forms, as stems, of a folded Chinese one."""
        return tuple(map(_stemmed, self._english.get(form, ())))

    def chinese_of(self, form: str) -> tuple[str, ...]:
        """Return the Chinese forms of an English one, which is given as stems."""
        return self._chinese.get(form, ())

    def holds(self, form: str) -> bool:
        """Tell whether a folded Chinese form is here."""
        return form in self._english

    @property
    def forms(self) -> Collection[str]:
        """Every Chinese form that is here."""
        return self._english.keys()

    @cached_property
    def _english(self) -> Mapping[str, tuple[str, ...]]:
        """English forms as written by Chinese one; most are never asked for, so none is stemmed."""
        return _by_form((form, latin) for latin, han in self.pairs for form in han)

    @cached_property
    def _chinese(self) -> Mapping[str, tuple[str, ...]]:
        return _by_form((_stemmed(form), han) for latin, han in self.pairs for form in latin)


def _stemmed(form: str) -> str:
    return " ".join(stems(form.casefold()))


def _pair(line: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    latin, _, han = line.partition(" = ")
    return tuple(_forms(latin)), tuple(_forms(han))


def _forms(written: str) -> Iterator[str]:
    return (form.strip() for form in written.split(";") if form.strip())


def _by_form(entries: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for form, others in entries:
        if form:
            found[form].update(dict.fromkeys(other for other in others if other))
    return {form: tuple(others) for form, others in found.items()}
