"""Answers that say nothing by themselves: a yes, a no, a year. No outlet can be quoted for one."""

import re
from collections.abc import Iterator
from functools import cache

from bot.answering.checks.claim import Claim
from bot.answering.checks.dealings import parties_in
from bot.answering.checks.flaws import Flaw, FlawKind
from bot.answering.checks.naming import Names
from bot.answering.checks.subject import is_own
from bot.answering.checks.words import table
from bot.answering.quantities.reading import read
from retrieval.languages import fold

_MARKS = r"(?:[,，。!！;；:：—–…]|\.(?!\s*\d))"  # No. 1 is no answer


def check_bare(claim: Claim) -> Iterator[Flaw]:
    """Find a statement that only answers, or that only names: what it says is in the question."""
    meanings = claim.knowledge.meanings
    owns = any(is_own(word, meanings) for word in meanings.words(claim.folded))
    says = owns or _relates(claim) or any(item.unit for item in read(claim.folded).quantities)
    if not says or _answers("leading", "alone").fullmatch(claim.folded.strip()):
        yield Flaw(FlawKind.BARE, claim.text)


def _relates(claim: Claim) -> bool:
    """Tell whether a statement names two: 甲比乙强."""
    named = parties_in(claim.text, Names(claim.knowledge.meanings))
    return len(named) > 1


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
