"""The gate every statement of a model passes: its words must be held by its evidence."""

import re
from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from bot.answering.answers import Statement
from bot.answering.checks.names import unsupported_names
from bot.answering.checks.numbers import unsupported_numbers
from retrieval.languages import HAN, Language, fold
from retrieval.outlets import Registry
from retrieval.terms import Alias

_LONGEST = 600  # characters
_LIVE = re.compile(  # what Telegram makes tappable: links, addresses, mentions, commands
    rf"[a-z]+://|[a-z0-9-]+\.[a-z]{{2,}}|@\w|(?<![\w/<{HAN}])/[a-z]", re.IGNORECASE | re.ASCII
)
_WORD = re.compile(rf"(?P<han>[{HAN}])|(?P<latin>[A-Za-z\u00c0-\u024f]+)|(?P<other>[^\W\d_])")
_LEAST_HAN = 0.25  # of the words of a Chinese statement; names and models may be Latin
_MOST_HAN = 0.5  # of those of an English one


class Fault(StrEnum):
    """Why a statement is dropped."""

    LONG = "long"
    LIVE = "live"  # a link, a mention or a command
    LANGUAGE = "language"
    NUMBER = "number"
    NAME = "name"  # of a person or an organisation
    OUTLET = "outlet"  # names an outlet that it does not cite


def fault_of(
    statement: Statement,
    language: Language,
    registry: Registry,
    aliases: Sequence[Alias] = (),
) -> Fault | None:
    """Return why a statement must not be shown, or None where its evidence holds it."""
    if len(statement.text) > _LONGEST:
        return Fault.LONG
    if _LIVE.search(statement.text):
        return Fault.LIVE
    if not _is_in(statement.text, language):
        return Fault.LANGUAGE
    if _misnames_outlet(statement, registry):
        return Fault.OUTLET
    if unsupported_names(statement.text, _told(statement), aliases):
        return Fault.NAME
    if _has_unheld_number(statement):
        return Fault.NUMBER
    return None


def _is_in(text: str, language: Language) -> bool:
    letters = (match for match in _WORD.finditer(text) if match.group().isalpha())  # ❷ is none
    words = Counter(match.lastgroup for match in letters)
    if words["other"] or not words:
        return False
    han = words["han"] / words.total()
    return han <= _MOST_HAN if language == "en" else han >= _LEAST_HAN


def _misnames_outlet(statement: Statement, registry: Registry) -> bool:
    cited = {evidence.source.outlet.id for evidence in statement.evidence}
    words = " ".join(evidence.quote for evidence in statement.evidence)
    held = {outlet.id for outlet in registry.named_in(fold(words))}
    return any(outlet.id not in cited | held for outlet in registry.named_in(statement.text))


def _told(statement: Statement) -> list[str]:
    """Return what tells who and what the cited sentences are about."""
    return [
        text
        for e in statement.evidence
        for text in (e.quote, e.source.title, e.speaker or "", *e.source.outlet.names.values())
    ]


def _has_unheld_number(statement: Statement) -> bool:
    quotes = [evidence.quote for evidence in statement.evidence]
    dates = {evidence.source.day for evidence in statement.evidence}
    published = dates.pop() if len(dates) == 1 else None
    return bool(unsupported_numbers(statement.text, quotes, published=published))
