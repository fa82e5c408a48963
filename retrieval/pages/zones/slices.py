"""Slices of a headline in a text: where they may stand, and which of them follow each other."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from retrieval.languages import has_han, to_simplified

SHORTEST, LONGEST = 2, 4  # characters of a slice
CLAUSE = re.compile(r"(?<!\w)(?=\S)")
PHRASE = re.compile(r"(?<![^\W的是了在和与與对對将將])(?=\S)")

_CITED = 6  # characters; a longer match is the article citing its headline
_READINGS = 3  # places of the headline that one pair of letters may stand for
_BACK = 5  # clauses back to look for the slice before
_OPENS = frozenset("“‘「『《〈(（[【")

# What it says that one slice follows another at so many letters of the headline: about the
# logarithm of how seldom that happens by chance. These weights, and the thresholds in
# `watermarks`, were set on 17,000 news articles, as they are and with watermarks put in.
_FOLLOWS = {0: 2.5, 1: 1.8, 2: 1.5, 3: 1.0, 4: 1.0, 5: 0.4, 6: 0.4, 7: 0.2, 8: 0.2}
_ITEMS = 0.8  # the headline itself parts them by a mark: 苹果、华为
_ROUND, _LONGEST_ROUND = 0.4, 12  # from the end of the headline to its beginning
_SKIPPED = 0.6
_ENDS_CLAUSE = 0.7
_AGAIN = 0.5  # the part that a pair seen before still counts


@dataclass(frozen=True)
class Headline:
    """The letters of a title that slices are cut from, and where in the title each stands."""

    title: str
    letters: str
    at: tuple[int, ...]

    @classmethod
    def of(cls, title: str, *, marks: bool) -> "Headline":
        """Return the headline for a title, with or without its punctuation marks."""
        kept = [at for at, char in enumerate(title) if marks or not _is_mark(char)]
        kept = [at for at in kept if not title[at].isspace()]
        return cls(title, "".join(title[at] for at in kept), tuple(kept))

    @cached_property
    def pairs(self) -> Mapping[str, list[int]]:
        """The offsets of every two letters; what stands at too many is left out."""
        pairs: dict[str, list[int]] = {}
        for offset in range(len(self.letters) - 1):
            pairs.setdefault(self.letters[offset : offset + 2], []).append(offset)
        return {pair: offsets for pair, offsets in pairs.items() if len(offsets) <= _READINGS}

    @cached_property
    def units(self) -> tuple[int, ...]:
        """How many letters stand before each, a Latin word counted as one."""
        units, inside = [0], False
        for letter in self.letters:
            latin = letter.isascii() and letter.isalnum()
            units.append(units[-1] + (not (latin and inside)))
            inside = latin
        return tuple(units)

    def sets_apart(self, end: int, start: int) -> bool:
        """Tell whether nothing but marks of punctuation stands between two offsets."""
        between = self.title[self.at[end - 1] + 1 : self.at[start]].strip()
        return bool(between) and all(map(_is_mark, between))

    @cached_property
    def edges(self) -> frozenset[int]:
        """The offsets at which a word begins or ends."""
        import rjieba  # its dictionary takes a fifth of a second

        simplified = to_simplified(self.title)
        ends, position = {0}, 0
        for word in rjieba.cut(simplified if len(simplified) == len(self.title) else self.title):
            position += len(word)
            ends.add(position)
        gaps = (k for k, at in enumerate(self.at) if at in ends or (k and self.at[k - 1] < at - 1))
        return frozenset([*gaps, len(self.letters)])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a slice of the headline may have been put into a text."""

    start: int
    offset: int  # in the letters of the headline
    length: int  # how far text and headline agree
    turn: int  # places at one start share it; neighbouring starts differ by one
    worth: float

    @property
    def end(self) -> int:
        """Where text and headline part."""
        return self.start + self.length


def places(text: str, headline: Headline, starts: re.Pattern[str]) -> list[Place]:
    """Return every place, in order of the text, at which letters of the headline start."""
    found, turn, pairs = [], 0, headline.pairs
    for match in starts.finditer(text):
        start = match.start()
        offsets = pairs.get(text[start : start + 2])
        if offsets:
            turn += 1
            found += [_place(text, headline, start, offset, turn) for offset in offsets]
    return found


def unlikely_words(text: str, headline: Headline, found: Sequence[Place]) -> list[Place]:
    """Leave out numbers, the headline cited as it stands, and what follows in a text twice."""
    going_on = Counter((place.offset, text[place.start : place.end + 2]) for place in found)
    return [
        place
        for place in found
        if place.length <= _CITED
        and (going_on[place.offset, text[place.start : place.end + 2]] == 1 or place.worth < 0)
        and has_han(text[place.start : place.end])
        and not _is_cited(text, headline, place)
    ]


def chain(found: Sequence[Place], headline: Headline, size: int = 0) -> tuple[float, list[Place]]:
    """Return the places that best follow each other in the headline's order, and how well.

    With a `size` every slice has that many letters; without, 2 to 4.
    """
    sums: list[float] = []
    before: list[int] = []
    links: list[float] = []
    first = 0
    for number, place in enumerate(found):
        while found[first].turn < place.turn - _BACK:
            first += 1
        best, previous, link = 0.0, -1, 0.0
        for other in range(first, number):
            follows = _follows(found[other], place, headline, size)
            skipped = _SKIPPED * (place.turn - found[other].turn - 1)
            if follows and sums[other] + follows - skipped > best:
                best, previous, link = sums[other] + follows - skipped, other, follows
        sums.append(best + place.worth)
        before.append(previous)
        links.append(link)
    return _traced(found, sums, before, links)


def _place(text: str, headline: Headline, start: int, offset: int, turn: int) -> Place:
    length, longest = 2, min(_CITED + 1, len(text) - start, len(headline.letters) - offset)
    while length < longest and text[start + length] == headline.letters[offset + length]:
        length += 1
    after = text[start + length : start + length + 1]
    goes_on = after.isalnum() or after in _OPENS
    return Place(start, offset, length, turn, 0.0 if after and goes_on else -_ENDS_CLAUSE)


def _is_cited(text: str, headline: Headline, place: Place) -> bool:
    first, last = headline.at[place.offset], headline.at[place.offset + place.length - 1]
    before = text[place.start - 1 : place.start], headline.title[max(first - 1, 0) : first]
    after = text[place.end : place.end + 1], headline.title[last + 1 : last + 2]
    return any(one == other and one.strip() for one, other in (before, after))


def _follows(one: Place, two: Place, headline: Headline, size: int) -> float:
    if one.start == two.start or min(one.length, two.length) < size:
        return 0
    end = one.offset + (size or min(one.length, LONGEST))
    if one.offset < two.offset:
        end = end if size else min(end, two.offset)
        fits = one.offset + SHORTEST <= end <= two.offset
        if fits and headline.sets_apart(end, two.offset):
            return _ITEMS
        return _FOLLOWS.get(headline.units[two.offset] - headline.units[end], 0) if fits else 0
    if end > len(headline.letters) or two.offset + (size or SHORTEST) > one.offset:
        return 0
    around = headline.units[-1] - headline.units[end] + headline.units[two.offset]
    return _FOLLOWS.get(around, _ROUND if around <= _LONGEST_ROUND else 0)


def _traced(
    found: Sequence[Place], sums: Sequence[float], before: Sequence[int], links: Sequence[float]
) -> tuple[float, list[Place]]:
    number = max(range(len(sums)), key=sums.__getitem__, default=-1)
    total, traced = sums[number] if sums else 0.0, list[Place]()
    seen = set()
    while number >= 0:
        traced.append(found[number])
        previous = before[number]
        pair = found[previous].offset, found[number].offset
        if previous >= 0 and pair in seen:
            total -= _AGAIN * links[number]
        seen.add(pair)
        number = previous
    return total, traced[::-1]


def _is_mark(char: str) -> bool:
    return unicodedata.category(char)[0] == "P"
