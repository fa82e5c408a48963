"""Answers that say nothing by themselves: a yes, a no, a year. No outlet can be quoted for one."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.meanings import Meanings
from bot.answering.checks.subject import is_own
from bot.answering.checks.words import table
from bot.answering.quantities.reading import read
from retrieval.languages import HAN, fold

_HAN_RUN = re.compile(f"[{HAN}]+")
_SAYING = ("v", "a", "x")  # jieba's tags; x is a character by itself, such as 强
_DATE = re.compile(
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?=\s+\d|,?\s*$|\.$)"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:星期|周)[一二三四五六日天]"
)
_MARKS = r"(?:[,，。!！;；:：—–…]|\.(?!\s*\d))"  # No. 1 is no answer


def check_bare(claim: Claim) -> Iterator[Flaw]:
    """Find a statement that only answers, or that only names: what it says is in the question."""
    said = _DATE.sub(" ", claim.folded)
    is_answer = _answers("leading", "alone").fullmatch(claim.folded.strip())
    if is_answer or _only_asks(claim) or not _says_something(said, claim.knowledge.meanings):
        yield Flaw(FlawKind.BARE, claim.text)


def _only_asks(claim: Claim) -> bool:
    """Tell whether a statement is a question that none of its evidence asks."""
    asks = claim.folded.rstrip().endswith("?")
    return asks and not any("?" in quote for quote in claim.quotes)


def _says_something(folded: str, meanings: Meanings) -> bool:
    """Tell whether a text has an amount, or a word that is no name: one of one character, too."""
    if any(quantity.unit for quantity in read(folded).quantities):
        return True
    if any(is_own(word, meanings) for word in meanings.words(folded)):
        return True
    tagged = (pair for run in _HAN_RUN.findall(folded) for pair in meanings.lexicon.tagged(run))
    stopped = meanings.lexicon.stop_words
    return any(tag.startswith(_SAYING) and word not in stopped for word, tag in tagged)


def behind_answer(text: str) -> str:
    """Return what a statement says behind a yes or a no, which are nobody's words; else all."""
    folded = fold(text)
    found = _before().match(folded)
    if found is None or len(folded) != len(text) or found.end() == len(text):
        return text
    return text[found.end()].upper() + text[found.end() + 1 :]


@cache
def _answers(*kinds: str) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_any_of(kinds)})(?:\s*{_MARKS}+\s*|$))+")


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{_any_of(('leading',))})\s*{_MARKS}+\s*)+")


def _any_of(kinds: tuple[str, ...]) -> str:
    written = [word for kind in kinds for word in table("bare")[kind].split()]
    return "|".join(re.escape(word.replace("_", " ")) for word in sorted(written, key=len)[::-1])
