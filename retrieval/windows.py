"""Windows of a passage: the few sentences that an answer stands in, as sets of tokens."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from retrieval.articles import Passage
from retrieval.passages import grouped
from retrieval.tokens import keyword_tokens

_TARGET = 120  # characters; a question's words stand closer together than a passage is long

Keys = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Windows:
    """The header of a passage, then its windows: of each the length and the tokens' keys.

    `sizes` are how many keys each has; lengths are in characters.
    """

    lengths: Keys
    sizes: Keys
    keys: Keys

    def encoded(self) -> bytes:
        """Return them for keeping."""
        count = np.array([len(self.lengths)], dtype="<u4")
        parts = (count, self.lengths, self.sizes, self.keys)
        return np.concatenate(parts).astype("<u4").tobytes()

    @classmethod
    def decoded(cls, kept: bytes) -> "Windows":
        """Return what was `encoded`."""
        numbers = np.frombuffer(kept, dtype="<u4")
        end = 1 + int(numbers[0])
        return cls(numbers[1:end], numbers[end : 2 * end - 1], numbers[2 * end - 1 :])


def windows_of(passage: Passage) -> Windows:
    """Return the windows of a passage."""
    begin = passage.sentences[0].start if passage.sentences else 0
    groups = grouped(passage.sentences, _TARGET)
    spans = [(group[0].start - begin, group[-1].end - begin) for group in groups]
    texts = [passage.text[start:end] for start, end in spans] or [passage.text]
    return _windows([passage.header, *texts])


def key_of(token: str) -> int:
    """Return the number that stands for a token."""
    return zlib.crc32(token.encode("utf-8", "surrogatepass"))


def _windows(texts: Iterable[str]) -> Windows:
    lengths = [len(text) for text in texts]
    keys = [sorted(set(map(key_of, keyword_tokens(text)))) for text in texts]
    every = [key for some in keys for key in some]
    return Windows(_numbers(lengths), _numbers(map(len, keys)), _numbers(every))


def _numbers(values: Iterable[int]) -> Keys:
    return np.array(list(values), dtype=np.uint32)
