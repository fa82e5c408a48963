"""Names that an article gives in two scripts, such as 萨克斯（David Sacks）."""

import re
from collections.abc import Iterator

from retrieval.languages import HAN, fold, has_han
from retrieval.sounding.sounding import distance, foreign, is_read, letters, readings
from retrieval.terms import Alias

_CAPITAL = r"[A-Z][\w.'’-]*"
_LATIN = (
    rf"{_CAPITAL}(?: (?:(?:de|der|den|van|von|bin|ibn|al|el|la|le|da|di|dos) )?{_CAPITAL}){{0,4}}"
)
_DOT = "[·・•‧.]"
_HAN = rf"[{HAN}]+(?:{_DOT}[{HAN}]+)*"
_BRACKETS = re.compile(r"[(（]([^()（）\n]{2,60})[)）]")
_REACH = 60  # characters before a bracket in which a name stands
_LATIN_WHOLE = re.compile(_LATIN)
_HAN_WHOLE = re.compile(_HAN)
_LATIN_END = re.compile(rf"(?<![\w.'’-])(?P<name>{_LATIN})[\s ]?$")
_HAN_END = re.compile(rf"(?P<name>{_HAN})[\s ]?$")
_ENDS = re.compile(rf"(?P<dot>{_DOT})?(?P<run>[{HAN}]+)$")
_VOWELS = "aeiou"
_EITHER = "hjwy"
_BODY = re.compile(
    "(?:公司|集团|大学|学院|银行|基金会|研究所|研究院|委员会|协会|联盟|组织|实验室|医院|智库|咨询|资本|电视台|日报|新闻社)$"
)
_LOWER = re.compile("[a-z]{2}")
_LONGEST = 8  # characters of a family name as it sounds
_LONGEST_READ = 4  # and of a Chinese one


def pairs_in(text: str) -> tuple[Alias, ...]:
    """Return the people and bodies whose names a text gives side by side in both scripts.

    A pair is kept only where one may be how the other sounds, or, of bodies, where both ends of the
    Chinese name are marked: what stands before 拉奇(Palmer Luckey) may be a part of it or not.
    """
    if not has_han(text) or ("(" not in text and "（" not in text):
        return ()
    return tuple(dict.fromkeys(_pairs(text)))


def _pairs(text: str) -> Iterator[Alias]:
    for match in _BRACKETS.finditer(text):
        inside, before = match[1].strip(), text[max(0, match.start() - _REACH) : match.start()]
        if _LATIN_WHOLE.fullmatch(inside):
            found = _HAN_END.search(before)
            pair = _pair(found["name"], inside, is_whole=False) if found else None
        elif _HAN_WHOLE.fullmatch(inside):
            found = _LATIN_END.search(before)
            pair = _pair(inside, found["name"], is_whole=True) if found else None
        else:
            pair = None
        if pair:
            yield pair


def _pair(han: str, latin: str, is_whole: bool) -> Alias | None:
    """Return both as one alias; of `is_whole`, the Chinese name has no other words before it."""
    person = _person(han, latin)
    if person or not is_whole:
        return person
    is_body = _BODY.search(fold(han)) and _LOWER.search(latin)
    return Alias.of("organisation", (han, latin)) if is_body else None


def _person(han: str, latin: str) -> Alias | None:
    words = latin.split()
    if not all(len(letters(word)) > 1 for word in words[-1:]) or not _LOWER.search(words[-1]):
        return None
    name = _family_name(fold(han), words[-1]) or _read_name(fold(han), words)
    if not name:
        return None
    return Alias.of("person", dict.fromkeys((name, latin, *_alone(words, name))))


def _family_name(han: str, word: str) -> str | None:
    """Return the end of a Chinese text that is how a foreign family name sounds."""
    heard = [
        (cost, len(tail), tail)
        for tail in _tails(han, word)
        for cost in (distance(word, tail),)
        if cost is not None
    ]
    return min(heard)[2] if heard else None


def _tails(han: str, word: str) -> Iterator[str]:
    """Yield what may be the name at the end of a text: after a dot, all that follows."""
    found = _ENDS.search(han)
    if not found:
        return
    run, is_whole = found["run"], found["dot"] is not None
    sizes = [len(run)] if is_whole else range(2, min(_LONGEST, len(run)) + 1)
    for tail in (run[-size:] for size in sizes):
        if _is_foreign(tail) and (is_whole or _begin_alike(word, tail)):
            yield tail


def _is_foreign(han: str) -> bool:
    return not han.strip(foreign())


def _begin_alike(word: str, tail: str) -> bool:
    """Tell whether both begin with a vowel, or neither does, as far as that can be told."""
    first = letters(word)[:1]
    opens = {reading[0] for reading in readings().get(tail[0], ("?",))}
    if first in _EITHER:
        return True
    return (first in _VOWELS) == bool(opens & set(_VOWELS + _EITHER))


def _read_name(han: str, words: list[str]) -> str | None:
    """Return the end of a Chinese text that is read as pinyin spells a name of several words."""
    tails = [han[-size:] for size in range(2, _LONGEST_READ + 1) if len(han) >= size]
    spelled = len(words) > 1 and next((tail for tail in tails if is_read(words, tail)), None)
    return spelled or None


def _alone(words: list[str], name: str) -> tuple[str, ...]:
    """Return a family name by itself, where it is not also a syllable or a word of two letters."""
    is_foreign = len(words) > 1 and not is_read(words, name)
    return (words[-1],) if is_foreign and len(words[-1]) > 3 else ()
