"""Near-duplicates: a small sketch of a text finds likely copies, exact overlap confirms them.

MinHash and its bands after Broder (1997) and Leskovec et al., Mining of Massive Datasets, 3.3–3.4.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import rensa

from retrieval.languages import HAN, fold

BANDS, ROWS = 36, 3  # finds copies of likeness 0.5 with 1 - (1 - 0.5**3)**36 = 99.2 %
_SEED = 20_241_101  # a stored key means something under this seed alone

_CHARACTERS = 4  # of a shingle in Chinese, about two words
_WORDS = 3  # of a shingle in English
_CONTEXT = 4  # characters before a figure that say what it counts

CONTAINED = 0.75  # of the piece that stands in the other, for a copy
AGREEING = 0.8  # of the figures in the same place: daily reports share all but these
SHORTEST = 40  # shingles; less is a line that many pieces end with

_WORD = re.compile(r"[^\W_]+")
_HAN_RUN = re.compile(f"[{HAN}]+")
_DIGITS = re.compile(r"\d+")
_ODD = 0x9E37_79B9_7F4A_7C15
_POSITIVE = (1 << 63) - 1  # what every SQL integer holds


@dataclass(frozen=True, slots=True)
class Sketch:
    """A MinHash signature, the same in every process; empty for a text without a word."""

    values: tuple[int, ...]

    def likeness(self, other: "Sketch") -> float:
        """Estimate the Jaccard likeness of two texts, within about 0.05."""
        same = sum(a == b for a, b in zip(self.values, other.values, strict=False))
        return same / (BANDS * ROWS)


@dataclass(frozen=True, slots=True)
class Overlap:
    """How much two texts share, each measure from 0 to 1.

    `first` is the share of the first text's shingles that stand in the second, `second` the
    reverse. `figures` is the share that agrees of the figures both give after the same words, 1
    if there are none; it is not looked at, and 0, where too little is shared anyway. `shingles`
    counts those of the text with fewer.
    """

    first: float
    second: float
    jaccard: float
    figures: float
    shingles: int


def sketch(text: str) -> Sketch:
    """Return the signature of `text`; both scripts, any spacing and punctuation give the same."""
    found = _shingles(text)
    if not found:
        return Sketch(())
    minima = rensa.RMinHash(num_perm=BANDS * ROWS, seed=_SEED)
    minima.update(found)
    return Sketch(tuple(minima.digest()))


def bands(signature: Sketch) -> tuple[int, ...]:
    """Return the keys to store and look up: texts that share one may be copies.

    Each is a positive 63-bit integer that says which band it is of, so that one indexed column
    holds them all. Rank candidates by how many keys they share.
    """
    values = signature.values
    return tuple(
        _key(band, values[start : start + ROWS])
        for band, start in enumerate(range(0, len(values), ROWS))
    )


def overlap(first: str, second: str) -> Overlap:
    """Return the exact overlap of two texts."""
    one, two = _shingle_set(first), _shingle_set(second)
    if not (one and two):
        return Overlap(0.0, 0.0, 0.0, 1.0, 0)
    shared = len(one & two)
    in_first, in_second = shared / len(one), shared / len(two)
    return Overlap(
        first=in_first,
        second=in_second,
        jaccard=shared / (len(one) + len(two) - shared),
        figures=_agreement(_figures(first), _figures(second))
        if max(in_first, in_second) >= CONTAINED
        else 0.0,
        shingles=min(len(one), len(two)),
    )


def is_reprint(found: Overlap) -> bool:
    """Tell whether most of one piece stands in the other, its figures with it."""
    contained = max(found.first, found.second) >= CONTAINED
    return contained and found.figures >= AGREEING and found.shingles >= SHORTEST


@lru_cache(maxsize=512)  # one text is compared with several
def _shingle_set(text: str) -> frozenset[str]:
    return frozenset(_shingles(text))


def _shingles(text: str) -> list[str]:
    words = _WORD.findall(text)
    folded = fold("".join(words))
    han = sum(map(len, _HAN_RUN.findall(folded)))
    if han * 4 >= len(folded):
        return _runs(folded, _CHARACTERS)
    units = fold(" ".join(words)).split()
    return [" ".join(units[at : at + _WORDS]) for at in range(max(1, len(units) - _WORDS + 1))]


def _runs(text: str, size: int) -> list[str]:
    if not text:
        return []
    return [text[at : at + size] for at in range(max(1, len(text) - size + 1))]


def _key(band: int, values: tuple[int, ...]) -> int:
    key = band + 1
    for value in values:
        key = (key * _ODD + value) & _POSITIVE
    return key


def _figures(text: str) -> Counter[tuple[str, str]]:
    """Count figures with the words right before them, other figures there masked."""
    squeezed = fold("".join(_WORD.findall(text)))
    before, position = "", 0
    found: Counter[tuple[str, str]] = Counter()
    for digits in _DIGITS.finditer(squeezed):
        before = (before + squeezed[position : digits.start()])[-_CONTEXT:]
        found[before, digits.group()] += 1
        before, position = before + "#", digits.end()
    return found


def _agreement(first: Counter[tuple[str, str]], second: Counter[tuple[str, str]]) -> float:
    comparable = (_places(first) & _places(second)).total()
    return (first & second).total() / comparable if comparable else 1.0


def _places(figures: Counter[tuple[str, str]]) -> Counter[str]:
    places: Counter[str] = Counter()
    for (before, _), count in figures.items():
        places[before] += count
    return places
