"""Where a text names outlets: in time that grows with the text, not with the registry."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from retrieval.languages import fold
from retrieval.outlets import Outlet, Registry

_APART = re.compile(r"[\s-]+")
_TOGETHER = re.compile(r"[^\s-]")
_LATIN = re.compile(r"[a-z0-9]")
_START = 2  # characters by which names are looked up


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a folded text."""

    outlet: Outlet
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Name:
    outlet: Outlet
    squeezed: str
    breaks: frozenset[int]  # where blanks and hyphens may stand, counted without them


@dataclass(frozen=True)
class Names:
    """The names of a registry, found in folded texts as `Registry.named_in` finds them."""

    registry: Registry

    def find(self, folded: str) -> Iterator[Named]:
        """Yield the names in a text in order; of names that begin alike the longest."""
        places = [match.start() for match in _TOGETHER.finditer(folded)]
        squeezed = "".join(folded[place] for place in places)
        position = 0
        while position < len(squeezed):
            named, size = self._at(position, squeezed, places, folded)
            if named:
                yield named
            position += size

    def _at(
        self, position: int, squeezed: str, places: list[int], folded: str
    ) -> tuple[Named | None, int]:
        """Return the name that stands at a position, and how far on the next may stand."""
        for size in self._sizes.get(squeezed[position : position + _START], self._short):
            name = self._by_text.get(squeezed[position : position + size])
            if name and position + size <= len(squeezed):
                start, end = places[position], places[position + size - 1] + 1
                if _fits(name, folded, start, end):
                    return Named(name.outlet, start, end), size
        return None, 1

    @cached_property
    def _by_text(self) -> dict[str, _Name]:
        names: dict[str, _Name] = {}
        for outlet in self.registry:
            for written in (*outlet.names.values(), *outlet.aliases):
                name = _name(outlet, fold(written))
                names.setdefault(name.squeezed, name)
        return names

    @cached_property
    def _sizes(self) -> dict[str, tuple[int, ...]]:
        """How long the names are that begin with these characters, the longest first."""
        sizes: dict[str, set[int]] = defaultdict(set)
        for text in self._by_text:
            sizes[text[:_START]].add(len(text))
        return {start: (*sorted(s, reverse=True), *self._short) for start, s in sizes.items()}

    @cached_property
    def _short(self) -> tuple[int, ...]:
        """The length of names that are one character, where there are any."""
        return (1,) if any(len(text) == 1 for text in self._by_text) else ()


def _name(outlet: Outlet, folded: str) -> _Name:
    return _Name(outlet, _APART.sub("", folded), _breaks(folded.strip()))


def _breaks(text: str) -> frozenset[int]:
    places, length = set(), 0
    for word in _APART.split(text):
        length += len(word)
        places.add(length)
    return frozenset(places)


def _fits(name: _Name, folded: str, start: int, end: int) -> bool:
    """Tell whether a name stands here as one: not inside a Latin word, and not in pieces."""
    if _LATIN.match(folded, start) and start and _LATIN.match(folded, start - 1):
        return False
    if _LATIN.match(folded, end - 1) and _LATIN.match(folded, end):
        return False
    found = folded[start:end]
    return len(found) == len(name.squeezed) or _breaks(found) <= name.breaks
