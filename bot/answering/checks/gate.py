"""The gate that every statement passes: its words must be held by its evidence."""

from collections.abc import Callable, Iterable, Iterator

from bot.answering.answers import Statement
from bot.answering.checks.bare import check_bare
from bot.answering.checks.causes import check_causes
from bot.answering.checks.claim import Claim, Knowledge
from bot.answering.checks.equations import check_equations
from bot.answering.checks.exchanges import check_parties
from bot.answering.checks.flaws import Flaw
from bot.answering.checks.flips import check_flips
from bot.answering.checks.form import check_form
from bot.answering.checks.modality import check_modality
from bot.answering.checks.names import check_names
from bot.answering.checks.numbers import check_numbers
from bot.answering.checks.opinions import check_opinions
from bot.answering.checks.order import check_order
from bot.answering.checks.outlets import check_outlets
from bot.answering.checks.polarity import check_polarity
from bot.answering.checks.quotations import check_quotations
from bot.answering.checks.scope import check_scope
from bot.answering.checks.stretches import check_stretches
from bot.answering.checks.subject import check_subject, check_voice
from bot.answering.checks.undecided import check_undecided
from bot.answering.checks.voices import check_voices
from retrieval.languages import Language

Check = Callable[[Claim], Iterable[Flaw]]

CHECKS: tuple[Check, ...] = (
    check_outlets,
    check_names,
    check_numbers,
    check_stretches,
    check_voices,
    check_quotations,
    check_parties,
    check_polarity,
    check_equations,
    check_flips,
    check_modality,
    check_undecided,
    check_opinions,
    check_scope,
    check_causes,
    check_order,
    check_bare,
    check_subject,
    check_voice,
)


def flaws_of(statement: Statement, language: Language, knowledge: Knowledge) -> tuple[Flaw, ...]:
    """Return why a statement must not be shown; nothing where its evidence holds it."""
    return tuple(dict.fromkeys(_flaws(Claim(statement, language, knowledge))))


def _flaws(claim: Claim) -> Iterator[Flaw]:
    if out_of_form := list(check_form(claim)):  # which may be of any length, and in any language
        yield from out_of_form
        return
    for check in CHECKS:
        yield from check(claim)
