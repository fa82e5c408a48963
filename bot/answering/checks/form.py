"""The checks of a statement's form: its length, its language, nothing that can be tapped."""

import re
from collections import Counter
from collections.abc import Iterator

from bot.answering.checks.claim import Claim
from bot.answering.checks.flaws import Flaw, FlawKind
from retrieval.languages import HAN, Language

_LONGEST = 600  # characters
_LIVE = re.compile(  # what Telegram makes tappable: links, addresses, mentions, commands
    rf"[a-z]+://|[a-z0-9-]+\.[a-z]{{2,}}|@\w|(?<![\w/<{HAN}])/[a-z]", re.IGNORECASE | re.ASCII
)
_WORD = re.compile(rf"(?P<han>[{HAN}])|(?P<latin>[A-Za-z\u00c0-\u024f]+)|(?P<other>[^\W\d_])")
_LEAST_HAN = 0.25  # of the words of a Chinese statement; names and models may be Latin
_MOST_HAN = 0.5  # of those of an English one


def check_form(claim: Claim) -> Iterator[Flaw]:
    """Find what must not be sent whatever the evidence says."""
    if len(claim.text) > _LONGEST:
        yield Flaw(FlawKind.LONG, f"{len(claim.text)} characters")
    if live := _LIVE.search(claim.text):
        yield Flaw(FlawKind.LIVE, live.group())
    if not _is_in(claim.text, claim.language):
        yield Flaw(FlawKind.LANGUAGE, claim.language)


def _is_in(text: str, language: Language) -> bool:
    letters = (match for match in _WORD.finditer(text) if match.group().isalpha())  # ❷ is none
    words = Counter(match.lastgroup for match in letters)
    if words["other"] or not words:
        return False
    han = words["han"] / words.total()
    return han <= _MOST_HAN if language == "en" else han >= _LEAST_HAN
