"""The gate every statement of a model passes: its words must be held by its evidence."""

import re
from enum import StrEnum

from bot.answering.answers import Statement
from bot.answering.checks.numbers import unsupported_numbers
from retrieval.languages import HAN, Language, fold, has_han
from retrieval.outlets import Registry

_LONGEST = 600  # characters
_LIVE = re.compile(r"https?:|www\.|t\.me/|(?<!\w)@\w|(?:^|[\s(（])/[A-Za-z]", re.IGNORECASE)
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(f"[{HAN}]")


class Fault(StrEnum):
    """Why a statement is dropped."""

    LONG = "long"
    LIVE = "live"  # a link, a mention or a command
    LANGUAGE = "language"
    NUMBER = "number"
    OUTLET = "outlet"  # names an outlet that it does not cite


def fault_of(statement: Statement, language: Language, registry: Registry) -> Fault | None:
    """Return why a statement must not be shown, or None where its evidence holds it."""
    if len(statement.text) > _LONGEST:
        return Fault.LONG
    if _LIVE.search(statement.text):
        return Fault.LIVE
    if not _is_in(statement.text, language):
        return Fault.LANGUAGE
    if _misnames_outlet(statement, registry):
        return Fault.OUTLET
    if _has_unheld_number(statement):
        return Fault.NUMBER
    return None


def _is_in(text: str, language: Language) -> bool:
    if language != "en":
        return has_han(text)
    return len(_LATIN_WORD.findall(text)) >= len(_HAN.findall(text)) / 2


def _misnames_outlet(statement: Statement, registry: Registry) -> bool:
    cited = {evidence.source.outlet.id for evidence in statement.evidence}
    words = " ".join(evidence.quote for evidence in statement.evidence)
    held = {outlet.id for outlet in registry.named_in(fold(words))}
    return any(outlet.id not in cited | held for outlet in registry.named_in(statement.text))


def _has_unheld_number(statement: Statement) -> bool:
    quotes = [evidence.quote for evidence in statement.evidence]
    dates = {evidence.source.published for evidence in statement.evidence}
    published = dates.pop() if len(dates) == 1 else None
    return bool(unsupported_numbers(statement.text, quotes, published=published))
