"""From a question to the outlets it names, each asked for its words or only mentioned."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from retrieval.addressing import cues
from retrieval.addressing.names import Named, Names
from retrieval.languages import fold
from retrieval.outlets import Outlet, Registry

_REACH = 90  # characters beside a name in which a cue may stand
_QUOTE = r"[\s'\"“”‘’「」『』《》〈〉()\[\]]{0,4}"
_AND = re.compile(
    rf"{_QUOTE}(?:[、,/&+]|和|与|及|以及|跟|同|或|还是|还有|对比|vs\.?|versus|and|or|as\swell\sas|,\s?(?:and|or))?"
    rf"{_QUOTE}(?:both\s)?(?:the\s)?{_QUOTE}"
)


@dataclass(frozen=True, slots=True)
class Addressed:
    """An outlet that a question names: `asked` restricts to it, `mentioned` only prefers it."""

    outlet: Outlet
    how: Literal["asked", "mentioned"]


@dataclass(frozen=True)
class Addressing:
    """Reads which outlets questions address; made once for a registry.

    The names of `addressable` outlets are theirs first. Those of the rest of `everyone`, portals
    and platforms, are mostly the firm's: they are outlets where the words beside them say so.
    """

    addressable: Registry
    everyone: Registry

    def read(self, question: str) -> tuple[Addressed, ...]:
        """Return the outlets that a question names, in its order."""
        text = fold(question)
        named = self._named(text)
        if cues.is_little(_blanked(text, named)):
            asked: list[bool | None] = [self._is_outlet(text, name) or None for name in named]
        else:
            asked = [how for group in _groups(text, named) for how in self._hows(text, group)]
            if True in asked and cues.compares(text):
                asked = _all_compared(text, named, asked)
        return tuple(_merged(zip(named, asked, strict=True)))

    def without_names(self, question: str) -> str:
        """Return a question with blanks for outlets' names, so that they tell no dates."""
        text = fold(question)
        if len(text) != len(question):
            text = "".join((fold(character) + " ")[0] for character in question)
        return _blanked(question, self._named(text))

    def _hows(self, text: str, group: Sequence[Named]) -> list[bool | None]:
        before, behind = _beside(text, group[0].start, group[-1].end)
        asks = cues.asks(before, behind)
        return [self._how(text, named, before, behind, asks) for named in group]

    def _how(self, text: str, named: Named, before: str, behind: str, asks: bool) -> bool | None:
        """Tell whether a name is asked (or mentioned); None if it does not stand for an outlet."""
        if self._is_outlet(text, named):
            return asks
        is_platform = named.outlet.kind == "platform"
        return cues.is_press(before, behind, is_platform) or None

    def _is_outlet(self, text: str, named: Named) -> bool:
        own = named.outlet.id in self._ids or text[named.start : named.end].endswith(
            ("新闻", "news")
        )
        return own or cues.is_title(*_beside(text, named.start, named.end))

    @cached_property
    def _named(self) -> Callable[[str], tuple[Named, ...]]:
        """Find the names in a folded text; one question is read more than once."""
        names = Names(self.everyone)
        return lru_cache(maxsize=16)(lambda text: tuple(names.find(text)))

    @cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(outlet.id for outlet in self.addressable)


def addressed_in(question: str, registry: Registry, everyone: Registry) -> tuple[Addressed, ...]:
    """Return what `Addressing` reads in one question; to read several, make one and keep it."""
    return Addressing(registry, everyone).read(question)


def _groups(text: str, named: Iterable[Named]) -> Iterator[list[Named]]:
    """Yield names that stand in one list, A, B and C, together."""
    group: list[Named] = []
    for name in named:
        if group and not _AND.fullmatch(text, group[-1].end, name.start):
            yield group
            group = []
        group.append(name)
    if group:
        yield group


def _all_compared(
    text: str, named: Sequence[Named], asked: Sequence[bool | None]
) -> list[bool | None]:
    """Ask what is only mentioned, too, where a question compares; but not whom it is about."""
    subjects = (cues.is_subject(_beside(text, name.start, name.end)[0]) for name in named)
    return [
        how if how is None else how or not is_subject
        for how, is_subject in zip(asked, subjects, strict=True)
    ]


def _merged(read: Iterable[tuple[Named, bool | None]]) -> Iterator[Addressed]:
    hows: dict[str, tuple[Outlet, bool]] = {}
    for named, asked in read:
        if asked is not None:
            _, before = hows.get(named.outlet.id, (named.outlet, False))
            hows[named.outlet.id] = named.outlet, before or asked
    for outlet, asked in hows.values():
        yield Addressed(outlet, "asked" if asked else "mentioned")


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    return text[max(0, start - _REACH) : start], text[end : end + _REACH]


def _blanked(text: str, named: Iterable[Named]) -> str:
    parts, position = [], 0
    for name in named:
        parts += [text[position : name.start], " " * (name.end - name.start)]
        position = name.end
    return "".join([*parts, text[position:]])
