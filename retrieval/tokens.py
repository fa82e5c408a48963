"""Tokens for keyword search: Chinese characters and pairs, Latin stems, numbers."""

import re
import unicodedata
from functools import cache, lru_cache
from operator import add

import Stemmer

from retrieval.languages import HAN, fold

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)+"
_WORD = rf"[a-z]+\d+(?=[a-z]{{2}})|[^\W_{HAN}]+"  # H100GPU is two
_LATIN = re.compile(f"{_NUMBER}|{_WORD}", re.IGNORECASE)
_TOKEN = re.compile(f"(?P<han>[{HAN}]+)|{_NUMBER}|{_WORD}")


def keyword_tokens(text: str) -> list[str]:
    """Return the index tokens of `text`: Han unigrams and bigrams, stems, numbers; all folded."""
    tokens: list[str] = []
    for match in _TOKEN.finditer(fold(text)):
        words = match.group()
        if match.lastgroup == "han":
            tokens += words
            tokens += map(add, words, words[1:])
        else:
            tokens.append(_stem(words))
    return tokens


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
