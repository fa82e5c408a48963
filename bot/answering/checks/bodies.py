"""Firms and other bodies that no table has, by the word that stands behind: 明汯|投资."""

import re
from collections.abc import Iterator
from itertools import pairwise

from bot.answering.checks.wordlists import word_list
from retrieval.languages import HAN
from retrieval.terms import Lexicon

_RUN = re.compile(f"[{HAN}]+")
_UNKNOWN, _NUMERAL = "x", "m"  # jieba's tags; 九 in 九坤
_SHORTEST = 2
_ENDS_NO_NAME = "著"  # 随著, as 繁體 writes 随着


def bodies_in(folded: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield the words of a folded text that no dictionary has and that name a body."""
    for run in _RUN.findall(folded):
        yield from _bodies_in(run, lexicon)


def _bodies_in(run: str, lexicon: Lexicon) -> Iterator[str]:
    kinds = word_list("names").words("bodies")
    before = ""
    for (word, tag), (following, _) in pairwise(lexicon.tagged(run)):
        name = before + word
        is_unknown = tag == _UNKNOWN and not name.endswith(_ENDS_NO_NAME)
        if is_unknown and following in kinds and len(name) >= _SHORTEST:
            yield name
        before = word if tag == _NUMERAL and len(word) == 1 else ""
