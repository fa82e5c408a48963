"""A text to be read: folded, with what was already read wiped out."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TypeVar

from retrieval.languages import fold

T = TypeVar("T")
_GAP = "\0"
_HAN = re.compile("[\u3400-\u9fff]")
_PROSE = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]")


class Slate:
    """A folded text from which each reader wipes what it took, so that no number is read twice."""

    def __init__(self, text: str) -> None:
        self.original = text
        self.folded, self._origin = _aligned(text)
        self.left = self.folded
        self.is_chinese = _HAN.search(text) is not None
        self.is_english = not self.is_chinese or _PROSE.search(self.folded) is not None

    def take(self, pattern: re.Pattern[str], read: Callable[[re.Match[str]], T | None]) -> list[T]:
        """Return what `read` made of the matches, and wipe those that it did not refuse."""
        found: list[T] = []
        kept, position = "", 0
        for match in pattern.finditer(self.left):
            item = read(match)
            if item is not None:
                found.append(item)
                start, end = match.span()
                kept += self.left[position:start] + _GAP * (end - start)
                position = end
        self.left = kept + self.left[position:]
        return found

    def has(self, *words: str) -> bool:
        """Tell whether one of the words is still on the slate."""
        return any(map(self.left.__contains__, words))

    def written(self, start: int, end: int) -> str:
        """Return the slice of the original that was folded into `folded[start:end]`."""
        return self.original[self._origin[start] : self._origin[end]].strip()


def _aligned(text: str) -> tuple[str, Sequence[int]]:
    """Fold a text and tell for each folded character where it began; folding may change lengths."""
    pieces = list(text)
    if not unicodedata.is_normalized("NFKC", text):
        pieces = [unicodedata.normalize("NFKC", character) for character in text]
    spread = "".join(pieces)
    folded = fold(spread)
    if len(folded) != len(spread):
        pieces = [fold(character) for character in text]
        folded = "".join(pieces)
    return folded, _starts(pieces, len(folded))


def _starts(pieces: Sequence[str], length: int) -> Sequence[int]:
    if length == len(pieces):
        return range(length + 1)
    starts = chain.from_iterable([i] * len(piece) for i, piece in enumerate(pieces))
    return [*starts, len(pieces)]
