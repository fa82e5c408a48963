"""What words of the news are called in the other language, so that either finds the other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

from retrieval.languages import fold
from retrieval.tokens import stems

_FILES = ("names.txt", "public.txt", "life.txt")


@dataclass(frozen=True)
class Glossary:
    """Translations by folded form: English ones as stems with a space between, Chinese as written.

    `pairs` holds (English forms, Chinese forms), each form of the one meaning each of the other.
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

    @cached_property
    def chinese(self) -> Mapping[str, tuple[str, ...]]:
        """Chinese forms by English one."""
        return _by_form((form, han) for latin, han in self._stemmed for form in latin)

    @cached_property
    def english(self) -> Mapping[str, tuple[str, ...]]:
        """English forms by Chinese one."""
        return _by_form((form, latin) for latin, han in self._stemmed for form in han)

    @cached_property
    def _stemmed(self) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The pairs as they are looked for in texts; folded at once, which is much quicker."""
        lines = "\n".join("\t".join(latin) + "=" + "\t".join(han) for latin, han in self.pairs)
        found = (line.split("=") for line in fold(lines).split("\n") if line)
        return [
            (tuple(" ".join(stems(form)) for form in latin.split("\t")), tuple(han.split("\t")))
            for latin, han in found
        ]


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
