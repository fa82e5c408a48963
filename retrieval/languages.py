"""Languages and scripts: which one a text is in, and one script turned into another."""

import re
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from operator import ne
from typing import Literal, get_args

import opencc

Language = Literal["zh-Hans", "zh-Hant", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]*")
_ENGLISH_GRAMMAR = frozenset(
    [
        "a",
        "about",
        "an",
        "and",
        "are",
        "at",
        "be",
        "but",
        "by",
        "can",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "how",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "said",
        "say",
        "says",
        "should",
        "so",
        "than",
        "that",
        "the",
        "their",
        "them",
        "they",
        "this",
        "to",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)


@cache
def _converter(configuration: str) -> opencc.OpenCC:
    return opencc.OpenCC(configuration)


def to_simplified(text: str) -> str:
    """Return `text` with every Traditional character written as its Simplified one."""
    return str(_converter("t2s").convert(text))


def to_traditional(text: str) -> str:
    """Return `text` with Simplified characters written in Traditional as used in Taiwan."""
    return str(_converter("s2tw").convert(text))


def fold(text: str) -> str:
    """Return `text` for comparing: one script, one width, one case. Offsets may shift."""
    return to_simplified(unicodedata.normalize("NFKC", text)).casefold()


def has_han(text: str) -> bool:
    """Tell whether `text` holds at least one Chinese character."""
    return _HAN.search(text) is not None


def in_script(text: str, language: Language) -> str:
    """Return `text` in the script of `language`; English is left as it is."""
    if language == "en":
        return text
    return to_simplified(text) if language == "zh-Hans" else to_traditional(text)


def language_of(text: str, otherwise: Language = "zh-Hans") -> Language:
    """Tell the language a reader wrote in; `otherwise` settles what the words leave open."""
    if _is_english(text):
        return "en"
    if not has_han(text):
        return otherwise
    traditional = _changed(text, to_simplified(text))
    simplified = sum(n for c, n in Counter(text).items() if _is_simplified_only(c))
    if traditional == simplified:
        return otherwise if otherwise != "en" else "zh-Hans"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def language_of_locale(code: str | None) -> Language:
    """Return the language for an IETF tag such as `zh-TW`, as Telegram reports for its users."""
    tag = (code or "").casefold()
    if not tag.startswith("zh"):
        return "en"
    return "zh-Hant" if any(part in tag for part in ("hant", "tw", "hk", "mo")) else "zh-Hans"


def _is_english(text: str) -> bool:
    words = [word.casefold() for word in _LATIN_WORD.findall(text)]
    if len(words) < 2:
        return False
    han = len(_HAN.findall(text))
    speaks = any(word in _ENGLISH_GRAMMAR for word in words)
    return len(words) >= han / 2 if speaks else han == 0


@lru_cache(maxsize=10_000)
def _is_simplified_only(character: str) -> bool:
    """Tell whether no standard of Traditional writes this character; Taiwan does write 台."""
    standards = ("s2t", "s2tw", "s2hk")
    return all(_converter(standard).convert(character) != character for standard in standards)


def _changed(before: str, after: str) -> int:
    return sum(map(ne, before, after))
