"""Chinese as it sounds, so that a name in Latin letters meets one that no table knows."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

_LONGEST = 4  # characters of a Chinese name
_NO_LETTER = re.compile("[^a-z]")

Sound = frozenset[str]  # the consonants that a letter or a character may stand for


@cache
def readings() -> dict[str, tuple[str, ...]]:
    """Return how characters are read, in letters without tones."""
    table: dict[str, list[str]] = {}
    for line in _lines("pinyin.txt"):
        syllable, _, characters = line.partition(" ")
        for character in characters:
            table.setdefault(character, []).append(syllable)
    return {character: tuple(found) for character, found in table.items()}


@cache
def foreign() -> str:
    """Return the characters with which foreign names are written, in one run."""
    return "".join(_lines("foreign.txt"))


def _lines(file: str) -> list[str]:
    text = resources.files("retrieval.sounding").joinpath(file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def letters(written: str) -> str:
    """Return the bare letters of a name: Lü is lv, as it is typed."""
    text = unicodedata.normalize("NFKC", written).casefold().replace("ü", "v")
    plain = unicodedata.normalize("NFKD", text)
    return _NO_LETTER.sub("", plain)


def is_read(words: Sequence[str], han: str) -> bool:
    """Tell whether folded Chinese holds a name as pinyin spells it, family name first or last."""
    parts = [letters(word) for word in words]
    orders = {"".join(parts), "".join(parts[1:] + parts[:1]), "".join(parts[-1:] + parts[:-1])}
    return any(_stands_in(order, han) for order in orders if order)


def is_pinyin(word: str) -> bool:
    """Tell whether a word in lower case can be read as Chinese syllables."""
    return _syllables().fullmatch(word) is not None


def spellings(name: str) -> frozenset[str]:
    """Return a short Chinese name's spellings, family name first and last."""
    found = {("", "")}
    for place, character in enumerate(name):
        read = _spelled(character)
        found = {
            (first + syllable, given) if place == 0 else (first, given + syllable)
            for first, given in found
            for syllable in read
        }
    return frozenset(x for first, given in found for x in (first + given, given + first) if x)


@cache
def _syllables() -> re.Pattern[str]:
    every = {syllable for found in readings().values() for syllable in found if len(syllable) > 1}
    return re.compile(f"(?:{'|'.join(sorted(every, key=len, reverse=True))})+")


def _stands_in(spelled: str, han: str) -> bool:
    return any(_reads(spelled, han[start : start + _LONGEST]) for start in range(len(han)))


def _reads(spelled: str, han: str) -> bool:
    if not spelled:
        return True
    return bool(han) and any(
        _reads(spelled[len(syllable) :], han[1:])
        for syllable in _spelled(han[0])
        if spelled.startswith(syllable)
    )


@lru_cache(maxsize=5_000)
def _spelled(character: str) -> tuple[str, ...]:
    """Return a character's readings as passports write them: 吕 is lv, lu or lyu."""
    found = readings().get(character, ())
    return tuple(
        dict.fromkeys(s.replace("v", u) for s in found for u in ("v", "u", "yu", "ue")[: _ways(s)])
    )


def _ways(syllable: str) -> int:
    return 4 if "v" in syllable else 1


def sounds_in(word: str, han: str) -> bool:
    """Tell whether folded Chinese holds a foreign name as it is usually written by its sound.

    Only consonants count, and only runs of the characters that such names are written with; one
    in four may be another, since each place writes names in its own way.
    """
    return distance(word, han) is not None


def distance(word: str, han: str) -> int | None:
    """Return how many consonants of a name are not heard in folded Chinese, None if too many."""
    pattern = consonants(word)
    needed = sum(1 for part in pattern if not part.is_optional)
    if needed < 2:
        pattern = tuple(Consonant(part.sound) for part in pattern)
    if len(pattern) < 2:
        return None
    least = min((_distance(pattern, run) for run in _runs(han)), default=needed)
    return least if least <= needed // 4 else None


@dataclass(frozen=True, slots=True)
class Consonant:
    """A consonant of a Latin name; an optional one is often not heard in Chinese."""

    sound: Sound
    is_optional: bool = False


_LATIN = (
    ("sch", "S"), ("tch", "S"), ("gh", "GF?"), ("ph", "F"), ("th", "TS"), ("sh", "SX"),
    ("ch", "SKHX"), ("ck", "K"), ("qu", "K"), ("dj", "S"), ("zh", "S"), ("kh", "KH"), ("ng", "N"),
    ("b", "PF"), ("p", "P"), ("f", "F"), ("v", "FP"), ("w", "F?"), ("d", "T"), ("t", "T"),
    ("g", "GSH"), ("k", "K"), ("c", "KS"), ("q", "KSX"), ("x", "SKX"), ("h", "H?"), ("j", "SYHJ?"),
    ("s", "SX"), ("z", "ST"), ("l", "L"), ("r", "L?"), ("m", "MN"), ("n", "N"), ("y", "?Y"),
)  # fmt: skip
_HEARD = (
    ("zh", "ST"), ("ch", "SX"), ("sh", "SX"), ("b", "PF"), ("p", "P"), ("m", "M"), ("f", "FPH"),
    ("d", "T"), ("t", "T"), ("n", "N"), ("l", "L"), ("g", "GK"), ("k", "K"), ("h", "H"),
    ("j", "JGKS"), ("q", "KSX"), ("x", "XSH"), ("r", "LYS"), ("z", "SZT"), ("c", "S"), ("s", "S"),
    ("w", "F"), ("y", "Y"), ("er", "L"),
)  # fmt: skip
_SAME = {"G": "K", "J": "S", "X": "S", "Z": "S"}
_SILENT = re.compile("l[^aeioul]")  # 沃顿 for Walton
_WEAK = frozenset("FY")  # of which 伍 and 亚 are but vowels


@lru_cache(maxsize=5_000)
def consonants(word: str) -> tuple[Consonant, ...]:
    """Return the consonants of a Latin name, doubled ones once."""
    found: list[Consonant] = []
    left, before = letters(word), ""
    while left:
        spelled, sounds = next((pair for pair in _LATIN if left.startswith(pair[0])), ("", ""))
        if spelled and spelled != before:
            is_silent = "?" in sounds or _SILENT.match(left) is not None
            found.append(Consonant(_sound(sounds), is_silent))
        before = spelled
        left = left[len(spelled) or 1 :]
    return tuple(found)


def _sound(written: str) -> Sound:
    return frozenset(_SAME.get(mark, mark) for mark in written if mark != "?")


@lru_cache(maxsize=5_000)
def _heard(character: str) -> tuple[Consonant, ...]:
    """Return the consonants of a character, by all its readings: the first, and n at its end."""
    read = readings().get(character, ())
    first = {mark for syllable in read for mark in _initial(syllable)}
    parts = [Consonant(_sound("".join(first)), first <= _WEAK)] if first else []
    if any(syllable.endswith(("n", "ng")) for syllable in read):
        parts.append(Consonant(frozenset("NM"), False))
    return tuple(parts)


def _initial(syllable: str) -> str:
    return next((sounds for spelled, sounds in _HEARD if syllable.startswith(spelled)), "")


def _runs(han: str) -> Iterator[tuple[Consonant, ...]]:
    for run in re.split(f"[^{foreign()}]+", han):
        if len(run) > 1:
            yield tuple(part for character in run for part in _heard(character))


def _distance(pattern: Sequence[Consonant], heard: Sequence[Consonant]) -> int:
    """Return the least cost of a name anywhere in what is heard (Sellers, 1980)."""
    row = [0] * (len(heard) + 1)
    for part in pattern:
        skip = 0 if part.is_optional else 1
        following = [row[0] + skip]
        for place, other in enumerate(heard):
            meets = 0 if part.sound & other.sound else 1
            passed = 0 if other.is_optional else 1
            following.append(
                min(row[place] + meets, row[place + 1] + skip, following[place] + passed)
            )
        row = following
    return min(row)
