"""Tokens for keyword search: Chinese characters and pairs, Latin stems, names, numbers."""

import re
import unicodedata
from functools import cache, lru_cache
from operator import add

import Stemmer

from retrieval.languages import HAN, fold
from retrieval.numerals import NUMERAL, amount

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)+"
_WORD = rf"[a-z]+\d+(?=[a-z]{{2}})|[^\W_{HAN}]+"  # H100GPU is two
_LATIN = re.compile(f"{_NUMBER}|{_WORD}", re.IGNORECASE)
_TOKEN = re.compile(f"(?P<han>[{HAN}]+)|{_NUMBER}|{_WORD}")
_HYPHENED = re.compile(
    r"(?<![a-z0-9])[a-z]+(?:-[a-z0-9]+)*-(?:\d[a-z0-9]*|[a-z0-9]*\d)(?![a-z0-9])"
)
_LONGEST_NUMERAL = 30  # characters
_LARGE = 10_000  # smaller numbers are mostly written in one way


def keyword_tokens(text: str) -> list[str]:
    """Return the index tokens of `text`: Han unigrams and bigrams, stems, numbers; all folded.

    A name such as GPT-4o is there in parts and whole (`gpt4o`), a large number as it is written
    and by its amount (`=5576000` of 557.6万, 五百五十七万六千 and 5.576 million).
    """
    folded = fold(text)
    tokens: list[str] = []
    for match in _TOKEN.finditer(folded):
        words = match.group()
        if match.lastgroup == "han":
            tokens += words
            tokens += map(add, words, words[1:])
        else:
            tokens.append(_stem(words))
    return tokens + _wholes(folded)


def _wholes(folded: str) -> list[str]:
    names = [match.group().replace("-", "") for match in _HYPHENED.finditer(folded)]
    return names + [f"={n}" for n in map(_amount, NUMERAL.findall(folded)) if n >= _LARGE]


@lru_cache(maxsize=10_000)
def _amount(numeral: str) -> int:
    return int(amount(numeral)) if 1 < len(numeral) <= _LONGEST_NUMERAL else 0


def stems(folded: str) -> list[str]:
    """Return the Latin stems and numbers of an already folded text, in order."""
    return [_stem(match.group()) for match in _LATIN.finditer(folded)]


def latin_words(text: str) -> list[tuple[str, str]]:
    """Return the Latin words and numbers of a text as written, each with its stem."""
    normal = unicodedata.normalize("NFKC", text)
    return [(m.group(), _stem(m.group().casefold())) for m in _LATIN.finditer(normal)]


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    if not word.isascii() or not word.isalpha():
        return word.replace(",", "")
    return str(_stemmer().stemWord(word))
