"""Reading who speaks, sentence by sentence."""

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.answering.sayings.chinese import read_chinese
from bot.answering.sayings.english import read_english
from bot.answering.sayings.saying import Saying
from bot.answering.sayings.stops import FULL_STOP
from retrieval.languages import HAN

_END = re.compile(rf"[。!?;\n]+[”」』\"]?|(?<=[a-z0-9”\")%]){FULL_STOP}[”\"]?(?=\s|$)")
_HAN = re.compile(f"[{HAN}]")
_LATIN = re.compile(r"[a-z]+")


@lru_cache(maxsize=2_000)
def sayings(folded: str) -> tuple[Saying, ...]:
    """Return who speaks in a folded text, in order; `within` only inside one sentence."""
    return tuple(_sayings(folded))


def sentences(folded: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a folded text with where they begin; marks of quotation stay whole."""
    start = 0
    for end in _END.finditer(folded):
        part = folded[start : end.end()]
        if _is_open(part):
            continue
        yield start, part
        start = end.end()
    if folded[start:].strip():
        yield start, folded[start:]


def _is_open(text: str) -> bool:
    return any(text.count(opens) > text.count(closes) for opens, closes in ("“”", "「」", "《》"))


def _sayings(folded: str) -> Iterator[Saying]:
    for start, sentence in sentences(folded):
        read = read_chinese if _is_chinese(sentence) else read_english
        for saying in read(sentence):
            yield saying.moved(start)


def _is_chinese(text: str) -> bool:
    return len(_HAN.findall(text)) > len(_LATIN.findall(text))
